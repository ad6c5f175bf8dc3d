"""`tsk server`: a database made ready or brought up to date, logins made, changed, listed and taken away."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import postgres
import psycopg2
import pytest
from conftest import Desk
from psycopg2 import OperationalError

from .asking import asked


@pytest.fixture
def name(server: postgres.Server) -> Iterator[str]:
    """The name of a database that is not there yet."""
    name = f"s{os.urandom(5).hex()}"
    yield name
    asked(server.url(), f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    for (login,) in asked(server.url(), f"SELECT rolname FROM pg_roles WHERE rolname LIKE '%{name}'"):
        asked(server.url(), f"DROP OWNED BY {login}")
        asked(server.url(), f"DROP ROLE {login}")


class Admin(Desk):
    """The command line of an administrator of one database."""

    def __init__(self, home: Path, url: str) -> None:
        super().__init__(home, databases=None)
        self.url = url

    @property
    def database(self) -> dict[str, str]:
        return {"TSK_DB": self.url}


@pytest.fixture
def admin(server: postgres.Server, name: str, tmp_path: Path) -> Admin:
    return Admin(tmp_path / "admin", server.url(name))


def shape(server: postgres.Server, database: str) -> str:
    """Everything but the rows, as the server's own tool writes it down."""
    words = [str(server.programs / "pg_dump"), "-s", server.url(database)]
    text = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    return re.sub(r"\\(un)?restrict \w+", "", text)


# ── made ready ─────────────────────────────────────────────────────────────────────────────────────


def test_init_makes_guards_again_that_were_dropped_or_switched_off(
    admin: Admin, server: postgres.Server, name: str
) -> None:
    admin.ok("server", "init")
    before = shape(server, name)
    asked(admin.url, "DROP TRIGGER event_delete ON event; DROP TRIGGER private_delete ON private")
    asked(admin.url, "ALTER TABLE paper DISABLE TRIGGER paper_delete")
    assert shape(server, name) != before
    admin.ok("server", "init")
    assert shape(server, name) == before


def test_init_makes_the_database_once_and_sets_rights_anew_every_time(admin: Admin, server: postgres.Server) -> None:
    made = admin.ok("server", "init")
    assert (made["new"], made["database"]) == (True, admin.url.rpartition("/")[2])
    assert made["applied"][:2] == ["0001_desk", "0002_every_step"]
    first = shape(server, made["database"])
    asked(admin.url, "GRANT UPDATE ON event TO tsk_clerk")
    asked(admin.url, "DROP POLICY tsk_own_sites ON private")
    again = admin.ok("server", "init")
    assert (again["new"], again["applied"]) == (False, [])
    assert shape(server, made["database"]) == first
    found = asked(admin.url, "SELECT datcollate, datctype, pg_encoding_to_char(encoding) FROM pg_database "
                             f"WHERE datname = '{made['database']}'")  # fmt: skip
    assert found == [("C.UTF-8", "C.UTF-8", "UTF8")]
    settings = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
    assert [asked(admin.url, f"SHOW {one}")[0][0] for one in settings] == ["20s", "5min", "1min"]


def test_two_administrators_at_once_make_one_desk(admin: Admin) -> None:
    both = [admin.process("server", "init", "--json") for _ in range(2)]
    ends = [one.communicate(timeout=120) for one in both]
    assert [one.returncode for one in both] == [0, 0], ends
    assert admin.ok("server", "list")["sites"] == []


def test_what_is_printed_makes_the_same_database_and_explains_every_statement(
    admin: Admin, server: postgres.Server, name: str, tmp_path: Path
) -> None:
    told = admin.tsk("server", "init", "--print")
    assert (told.code, told.err) == (0, "")
    with pytest.raises(OperationalError):  # nothing was done
        asked(admin.url, "SELECT 1")
    lines = told.out.splitlines()
    assert admin.ok("server", "init", "--print")["sql"].splitlines()[0] == lines[0]
    script = tmp_path / "init.sql"
    script.write_text(told.out, "utf-8")
    psql = server.programs / "psql"
    subprocess.run([str(psql), "-qXf", str(script), server.url()], check=True, capture_output=True)
    printed = shape(server, name)
    asked(server.url(), f"DROP DATABASE {name}")
    admin.ok("server", "init")
    assert shape(server, name) == printed
    rights = "GRANT|REVOKE|CREATE POLICY|ALTER TABLE .* ROW LEVEL"
    bare = [one for before, one in pairwise(lines) if re.match(rights, one) and not before.startswith("-- ")]
    assert bare == []


def test_a_desk_that_somebody_had_of_their_own_is_taken_over(admin: Admin, server: postgres.Server, name: str) -> None:
    asked(server.url(), f"CREATE DATABASE {name} TEMPLATE template0")
    admin.ok("init", "--practice")
    admin.ok("record", "断网三天", "--phone", "13800000001")
    assert admin.ok("server", "init")["applied"] == []
    assert asked(admin.url, "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'") == [("tsk_owner",)]
    (site,) = admin.ok("server", "list")["sites"]
    assert (site["site"], site["events"], site["complaints"], site["rules"]) == ("main", 2, 1, "rules.toml")
    assert [row["id"] for row in admin.ok("search", "断网")] == [1]


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ("ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'", "takes Chinese characters for no letters (character type C)"),
        ("ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'", "are written in SQL_ASCII, not in UTF8"),
    ],
)
def test_a_database_that_knows_no_chinese_is_refused(
    admin: Admin, server: postgres.Server, name: str, properties: str, said: str
) -> None:
    asked(server.url(), f"CREATE DATABASE {name} TEMPLATE template0 {properties}")
    told = admin.tsk("server", "init")
    assert (told.code, told.out) == (6, "")
    assert said in told.err
    assert server.password not in told.err


def test_an_administrator_who_is_no_superuser_makes_a_desk_too(
    server: postgres.Server, name: str, tmp_path: Path
) -> None:
    asked(server.url(), f"CREATE ROLE boss_{name} LOGIN CREATEDB CREATEROLE PASSWORD 'boss-of-it'")
    boss = Admin(tmp_path / "boss", server.url(name, f"boss_{name}", "boss-of-it"))
    assert boss.ok("server", "init")["new"] is True
    assert boss.ok("server", "init")["applied"] == []
    given = boss.ok("server", "login", f"hz_{name}", "--site", "HZ01", "--reviewer")
    clerk = Admin(tmp_path / "clerk", server.url(name, f"hz_{name}", given["password"]))
    clerk.ok("--site", "HZ01", "init", "--practice")
    assert clerk.ok("record", "断网三天", "--phone", "13800000001")["number"] == "HZ01-20261009-0001"
    with closing(psycopg2.connect(clerk.url)) as session:
        session.cursor().execute("BEGIN")
        assert boss.ok("server", "login", f"hz_{name}", "--remove")["dropped"] is True
        with pytest.raises(OperationalError):  # and what it had open is ended
            session.cursor().execute("SELECT 1")
    asked(server.url(name), f"REASSIGN OWNED BY boss_{name} TO tsk")


_HZ01 = (("lead", ["--reviewer"]), ("clerk", []))


def test_a_machine_that_was_too_early_for_its_site_goes_by_the_rules_of_the_site_all_the_same(
    admin: Admin, server: postgres.Server, name: str, tmp_path: Path
) -> None:
    admin.ok("server", "init")
    given = {
        who: admin.ok("server", "login", f"{who}_{name}", "--site", "HZ01", *more)["password"] for who, more in _HZ01
    }
    lead, clerk = (Admin(tmp_path / who, server.url(name, f"{who}_{name}", given[who])) for who, _ in _HZ01)
    assert clerk.tsk("init").code == 6
    assert not (clerk.home / "rules.toml").exists()
    lead.ok("--site", "HZ01", "init", "--policy", "retail-store", "--practice")
    assert (clerk.ok("init")["policy"], (clerk.home / "rules.toml").exists()) == ("retail-store", False)


# ── logins ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def ready(admin: Admin) -> Admin:
    admin.ok("server", "init")
    return admin


def of(ready: Admin, login: str) -> Any:
    (found,) = (one for one in ready.ok("server", "list")["logins"] if one["login"] == login)
    return found


def test_a_login_is_made_with_a_password_that_is_shown_once(ready: Admin, server: postgres.Server, name: str) -> None:
    login = f"hz_{name}"
    given = ready.ok("server", "login", login, "--site", "HZ01", "--site", "HZ02", "--person", "w1001")
    assert given["sites"] == ["HZ01", "HZ02"]
    assert asked(server.url(name, login, given["password"]), "SELECT tsk_sites() ORDER BY 1") == [("HZ01",), ("HZ02",)]
    again = ready.ok("server", "login", login, "--site", "HZ02", "--reviewer")
    assert again == {"login": login, "sites": ["HZ02"], "persons": [], "reviewer": True, "office": False}
    assert of(ready, login) == again
    assert asked(server.url(name, login, given["password"]), "SELECT tsk_sites()") == [("HZ02",)]


def test_a_new_password_leaves_the_rights_as_they_are(ready: Admin, server: postgres.Server, name: str) -> None:
    login = f"hz_{name}"
    ready.ok("server", "login", login, "--site", "HZ01", "--reviewer")
    told = ready.tsk("server", "login", login, "--password-stdin", stdin="another-one\n")
    assert (told.code, told.out) == (0, f"{login} may: work at HZ01, review.\n")
    assert asked(server.url(name, login, "another-one"), "SELECT tsk_sites()") == [("HZ01",)]


def test_a_login_without_rights_any_more_keeps_none(ready: Admin, server: postgres.Server, name: str) -> None:
    login = f"hz_{name}"
    password = ready.ok("server", "login", login, "--site", "HZ01", "--reviewer", "--office")["password"]
    ready.ok("server", "login", login, "--site", "HZ01")
    groups = (
        "SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = '{}'::regrole"
    )
    assert asked(server.url(name), groups.format(login)) == [("tsk_clerk",)]
    assert ready.ok("server", "login", login, "--remove") == {"login": login, "removed": True, "dropped": True}
    with pytest.raises(OperationalError):
        asked(server.url(name, login, password), "SELECT 1")
    assert ready.ok("server", "list")["logins"] == []


def test_a_login_comes_into_no_other_database(ready: Admin, server: postgres.Server, name: str, tmp_path: Path) -> None:
    other = Admin(tmp_path / "other", server.url(f"{name}x"))
    other.ok("server", "init")
    password = ready.ok("server", "login", f"hq_{name}", "--office")["password"]
    with pytest.raises(OperationalError, match="permission denied for database"):
        asked(server.url(f"{name}x", f"hq_{name}", password), "SELECT 1")
    assert other.ok("server", "list")["logins"] == []
    other.ok("server", "login", f"hq_{name}", "--office")
    assert ready.ok("server", "login", f"hq_{name}", "--remove")["dropped"] is False
    assert asked(server.url(f"{name}x", f"hq_{name}", password), "SELECT 1") == [(1,)]
    asked(server.url(), f"DROP DATABASE {name}x WITH (FORCE)")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("hz",), 2, "Which site is hz to work at? Add --site HZ01, once for each, or --office for head office."),
        (("hz", "--site", "Hangzhou!"), 2, "“Hangzhou!” is not a site code."),
        (("hz", "--site", "all"), 2, "“all” is not a site code."),
        (("pg_hz", "--site", "HZ01"), 2, "“pg_hz” cannot be a login."),
        (("tsk_owner", "--site", "HZ01"), 2, "“tsk_owner” cannot be a login."),
        (('x"; DROP', "--site", "HZ01"), 2, "cannot be a login."),
        (("hz", "--site", "HZ01", "--person", "system"), 2, "“system” is not a name for somebody who acts."),
        (("hz", "--remove"), 2, "There is no login hz."),
        (("tsk", "--site", "HZ01"), 6, "tsk is an administrator of"),
    ],
)  # fmt: skip
def test_a_login_that_cannot_be_is_refused_and_nothing_is_made(
    ready: Admin, words: tuple[str, ...], code: int, said: str
) -> None:
    told = ready.tsk("server", "login", *words)
    assert (told.code, told.out) == (code, "")
    assert said in told.err
    assert ready.ok("server", "list")["logins"] == []


def test_a_short_password_is_refused(ready: Admin) -> None:
    told = ready.tsk("server", "login", "hz", "--site", "HZ01", "--password-stdin", stdin="short\n")
    assert (told.code, told.err) == (2, "The password is too short. It needs 8 characters at least.\n")


def test_a_database_that_is_not_ready_is_told_so(admin: Admin, server: postgres.Server, name: str) -> None:
    told = admin.tsk("server", "list")
    assert told.code == 6
    assert "has no such database" in told.err
    asked(server.url(), f"CREATE DATABASE {name} TEMPLATE template0")
    told = admin.tsk("server", "list")
    assert told.code == 6
    assert "is not ready for logins. Make it ready: `tsk server init` with the same --db." in told.err


def test_a_clerk_s_login_keeps_no_server(ready: Admin, server: postgres.Server, name: str, tmp_path: Path) -> None:
    password = ready.ok("server", "login", f"hz_{name}", "--site", "HZ01", "--reviewer")["password"]
    clerk = Admin(tmp_path / "clerk", server.url(name, f"hz_{name}", password))
    for words in (
        ("init",),
        ("login", "other", "--site", "SH01"),
        ("login", f"hz_{name}", "--site", "SH01"),
        ("list",),
    ):
        told = clerk.tsk("server", *words)
        assert (told.code, told.out) == (6, ""), words
        assert "This login may not do that" in told.err


def test_without_a_server_the_command_asks_for_one(tmp_path: Path) -> None:
    told = Desk(tmp_path / "home", databases=None).tsk("server", "list")
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("Which database server? Name it and its administrator: --db postgresql://")
