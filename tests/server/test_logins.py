"""A clerk with psql in hand reads no other site, changes no history, and poses as nobody: each attempt is made here.

Two storefronts and a head office are on one database, made ready by `tsk server init`. HZ01 has a counter login of the
clerk w1001, a login of the back office that names nobody, and a reviewer's; SH01 has one of each. What the program
does for them is driven through the command line; what a clerk tries beside it goes through the driver itself.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import postgres
import psycopg2
import pytest
from conftest import Desk, Result
from psycopg2 import errors

from .asking import asked

PASSWORD = "counter-2026"
REFUSED = (errors.InsufficientPrivilege, errors.RaiseException)
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "care", store = "HZ01" }
w1002 = { zh = "孙悦", role = "clerk",      department = "care", store = "HZ01" }
w2001 = { zh = "赵敏", role = "handler",    department = "care" }
w9001 = { zh = "王强", role = "supervisor", department = "care" }


[channels]"""


class House(NamedTuple):
    """A database with two sites and a head office, and the folder of the machines that work on it."""

    server: postgres.Server
    database: str
    folder: Path

    @property
    def admin(self) -> str:
        return self.server.url(self.database)

    def url(self, login: str) -> str:
        return self.server.url(self.database, f"{login}_{self.database}", PASSWORD)

    def tsk(self, login: str, *words: object) -> Result:
        """A command on a machine that has nothing of its own, by that login."""
        return self.desk(login).tsk(*words)

    def ok(self, login: str, *words: object) -> Any:
        return self.desk(login).ok(*words)

    def desk(self, login: str) -> Desk:
        desk = Desk(self.folder / login, databases=None)
        desk.home.mkdir(exist_ok=True)
        return Reached(desk.home, self.url(login))

    def tries(self, login: str, *statements: str) -> list[tuple[Any, ...]]:
        """What the statements of one transaction come to; what they did is taken back."""
        with closing(psycopg2.connect(self.url(login))) as connection:
            cursor = connection.cursor()
            for one in statements:
                cursor.execute(one)
            return list(cursor.fetchall()) if cursor.description else []


class Reached(Desk):
    """A desk reached by an address."""

    def __init__(self, home: Path, url: str) -> None:
        super().__init__(home, databases=None)
        self.url = url

    @property
    def database(self) -> dict[str, str]:
        return {"TSK_DB": self.url}


LOGINS = {
    "counter": ("--site", "HZ01", "--person", "w1001"),
    "back": ("--site", "HZ01"),
    "manager": ("--site", "HZ01", "--reviewer"),
    "shanghai": ("--site", "SH01", "--reviewer"),
    "office": ("--office",),
    "both": ("--site", "HZ01", "--site", "SH01"),
}


@pytest.fixture(scope="module")
def house(server: postgres.Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(server, f"l{os.urandom(5).hex()}", tmp_path_factory.mktemp("machines"))
    desk = Desk(made.folder / "admin", databases=None)
    assert desk.ok("--db", made.admin, "server", "init")["new"] is True
    for login, words in LOGINS.items():
        name = f"{login}_{made.database}"
        told = desk.tsk("--db", made.admin, "server", "login", name, *words, "--password-stdin", stdin=PASSWORD + "\n")
        assert (told.code, told.err) == (0, ""), told
    for login, site in (("manager", "HZ01"), ("shanghai", "SH01")):
        reviewer = made.desk(login)
        reviewer.ok("--site", site, "init", "--practice")
        rules = reviewer.home / "rules.toml"
        rules.write_text(rules.read_text("utf-8").replace("\n[channels]", STAFF, 1), "utf-8")
        assert reviewer.tsk("rules", "check").code == 0
        reviewer.ok("list", "--as", "w9001")  # the rules are kept at the site by the next command
    made.ok("counter", "record", "宽带断网三天", "--phone", "13800000001", "--customer", "林小满", "--as", "w1001")
    made.ok("shanghai", "record", "手机断网", "--phone", "13800000002", "--customer", "何晴", "--as", "w1001")
    made.ok("shanghai", "record", "账单断网", "--phone", "13800000003", "--as", "w1001")
    yield made
    asked(server.url(), f"DROP DATABASE {made.database} WITH (FORCE)")
    for login in LOGINS:
        asked(server.url(), f"DROP ROLE IF EXISTS {login}_{made.database}")


# ── what the program does for them ─────────────────────────────────────────────────────────────────


def test_each_login_sees_the_complaints_of_its_own_site(house: House) -> None:
    assert [row["number"] for row in house.ok("counter", "list", "--as", "w1001")] == ["HZ01-20261009-0001"]
    numbers = [row["number"] for row in house.ok("shanghai", "list", "--as", "w9001")]
    assert numbers == ["SH01-20261009-0002", "SH01-20261009-0001"]


def test_a_search_finds_the_texts_of_the_own_site_alone(house: House) -> None:
    assert [row["id"] for row in house.ok("counter", "search", "断网", "--as", "w1001")] == [1]
    assert [row["id"] for row in house.ok("shanghai", "search", "网", "--as", "w9001")] == [2, 1]
    own, all_of_them = ("SELECT count(*) FROM tsk_found('''65adz7f51''')" for _ in range(2))
    assert house.tries("counter", own) == [(1,)]
    assert house.tries("office", all_of_them) == [(3,)]


def test_another_site_is_no_site_to_a_login(house: House) -> None:
    told = house.tsk("counter", "--site", "SH01", "list")
    assert (told.code, told.out) == (6, "")
    assert "There is no site SH01" in told.err
    told = house.tsk("counter", "--site", "SH01", "init", "--practice")
    assert told.code == 6
    assert "This login may not do that" in told.err


def test_a_clerk_goes_through_the_day_and_a_reviewer_reviews(house: House) -> None:
    clerk, chief = house.desk("back"), house.desk("manager")
    clerk.ok("record", "多扣了30元", "--phone", "13800000004", "--customer", "沈雨", "--as", "w1002")
    id = clerk.ok("list", "--as", "w9001")[0]["id"]
    paper = clerk.home / "receipt.txt"
    paper.write_text("30.00", "utf-8")
    for words in (
        ("assign", id, "--to", "care", "--handler", "w2001"),
        ("contact", id, "--via", "phone"),
        ("attach", id, paper),
        ("note", id, "客户在店里等"),
        ("pend", id, "--reason", "customer", "--until", "2026-10-12"),
        ("resume", id),
        ("chase", id, "什么时候退"),
        ("propose", id, "退回30元", "--amount", "30", "--cause", "charging", "--upheld", "yes", "--as", "w2001"),
        ("update", id, "--severity", "major"),
        ("show", id, "--history"),
        ("list",), ("overdue",), ("inbox",), ("search", "30元"), ("report",), ("daily",), ("explain", id), ("verify",),
    ):  # fmt: skip
        clerk.ok("--as", "w9001", *words)
    told = clerk.tsk("approve", id, "--as", "w9001")
    assert told.code == 6
    assert "This login may not do that" in told.err
    assert chief.ok("show", id, "--as", "w9001")["state"] == "in_progress"
    chief.ok("approve", id, "--as", "w9001")
    chief.ok("promise", id, "退款到账", "--by", "2026-10-12", "--as", "w9001")
    chief.ok("deliver", id, "--as", "w9001")
    chief.ok("reply", id, "已退回30元", "--via", "phone", "--as", "w9001")
    assert chief.ok("show", id, "--as", "w9001")["state"] == "resolved"
    assert chief.tsk("verify", "--rebuild").code == 0


def test_what_is_settled_on_the_spot_is_closed_by_the_clerk_who_recorded_it(house: House) -> None:
    words = ("贩卖机吞了2元", "--phone", "13800000005", "--customer", "吴桐", "--settled", "当场退还2元")
    assert house.ok("counter", "record", *words, "--as", "w1001")["state"] == "closed"
    assert house.tsk("counter", "reopen", ".", "--reason", "又吞了", "--as", "w1001").code == 4


def test_rules_of_a_machine_that_may_not_set_them_are_left_aside(house: House) -> None:
    clerk = house.desk("back")
    rules = house.desk("manager").home / "rules.toml"
    (clerk.home / "rules.toml").write_text(
        rules.read_text("utf-8").replace("approves = 50 ", "approves = 9000 "), "utf-8"
    )
    told = clerk.tsk("list", "--as", "w9001")
    (clerk.home / "rules.toml").unlink()
    assert (told.code, told.err) == (
        0,
        "This login may not set the rules of the site: those in force there go on. Remove rules.toml from this "
        "machine, or read it in with a reviewer's login.\n",
    )


def test_a_name_that_another_login_has_is_refused_and_a_name_of_one_s_own_is_needed(house: House) -> None:
    for login, who in (("counter", "w1002"), ("back", "w1001")):
        told = house.tsk(login, "record", "没有信号", "--phone", "13800000006", "--as", who)
        assert (told.code, told.out) == (6, "")
        assert "This login may not do that" in told.err
    assert house.tsk("back", "record", "没有信号", "--phone", "13800000006", "--as", "w1002").code == 0


# ── reading another site ───────────────────────────────────────────────────────────────────────────

_TABLES = "SELECT table_name FROM information_schema.columns WHERE column_name = 'site' AND table_schema = 'public'"


def tables(house: House) -> list[str]:
    return [name for (name,) in asked(house.admin, _TABLES)]


def test_every_table_and_view_with_a_site_shows_a_login_its_own_alone(house: House) -> None:
    names = tables(house)
    assert {"event", "private", "complaint", "fact", "search_pairs", "search_text", "paper", "login"} <= set(names)
    for name in names:
        rows = asked(house.admin, f"SELECT DISTINCT site FROM {name}")
        if name != "login":
            assert set(house.tries("back", f"SELECT DISTINCT site FROM {name}")) == set(rows) & {("HZ01",)}, name
        assert set(house.tries("office", f"SELECT DISTINCT site FROM {name}")) == set(rows), name


def test_nothing_hides_behind_a_table_without_a_policy(house: House) -> None:
    open_ones = asked(
        house.admin,
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') "
        "AND NOT relrowsecurity ORDER BY 1",
    )
    assert open_ones == [("schema_migration",), ("secret",)]
    assert house.tries("back", "SELECT has_table_privilege('secret', 'SELECT')") == [(False,)]


@pytest.mark.parametrize(
    "question",
    [
        "SELECT count(*) FROM complaint WHERE site = 'SH01'",
        "SELECT count(*) FROM complaint c JOIN event e ON e.id = c.id WHERE c.site <> 'HZ01' OR e.site <> 'HZ01'",
        "SELECT count(*) FROM site WHERE site = 'SH01'",
        "SELECT count(*) FROM v_month WHERE site <> 'HZ01'",
        "SELECT count(*) FROM ts_stat('SELECT pairs FROM search_pairs') WHERE word = '@SH01'",
        "SELECT count(*) FROM tsk_found('''@SH01''')",
        "SELECT count(*) FROM tsk_found('''@HZ01'' | ''@SH01''') f WHERE f NOT IN (SELECT doc FROM search_pairs)",
        "SELECT count(*) FROM tsk_sites() s WHERE s <> 'HZ01'",
        "SELECT count(*) FROM pg_stats WHERE tablename IN ('complaint', 'private', 'event')",
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%SH01%' AND usename <> session_user",
    ],
)
def test_a_question_about_another_site_is_answered_with_nothing(house: House, question: str) -> None:
    asked(house.admin, "ANALYZE")
    assert house.tries("back", question) == [(0,)]


def test_a_copy_holds_the_own_site_alone(house: House, tmp_path: Path) -> None:
    with closing(psycopg2.connect(house.url("back"))) as connection, (tmp_path / "copy").open("w") as file:
        connection.cursor().copy_expert("COPY private TO STDOUT", file)
    found = {line.split("\t")[0] for line in (tmp_path / "copy").read_text("utf-8").splitlines()}
    assert found == {"HZ01"}


_LEAK = (
    "CREATE FUNCTION pg_temp.leak(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS "
    "$$ BEGIN RAISE NOTICE '%', $1; RETURN true; END $$"
)


def test_no_function_of_a_clerk_s_own_is_shown_the_rows_of_others(house: House) -> None:
    with pytest.raises(REFUSED):
        house.tries("back", _LEAK)
    told = house.tries("back", "SELECT count(*) FROM private WHERE (value || site)::text LIKE '%SH01%'")
    assert told == [(0,)]
    with pytest.raises(errors.InvalidTextRepresentation) as error:  # what fails tells of a row that is one's own
        house.tries("back", "SELECT count(*) FROM private WHERE value::int = 1")
    assert not re.search("何晴|手机断网|账单断网|13800000002", str(error.value))


@pytest.mark.parametrize(
    "statement",
    [
        # a foreign key, a key that is taken, a place that is free: all fail alike, before any of it is looked at
        "INSERT INTO private (site, n, field, salt, value) VALUES ('SH01', 1, 'x', 'x', 'x')",
        "INSERT INTO private (site, n, field, salt, value) VALUES ('SH01', 99999, 'x', 'x', 'x')",
        "INSERT INTO private (site, n, field, salt, value) VALUES ('SH01', 1, 'summary', 'x', 'x')",
        "INSERT INTO reach (site, id, mark, at_hand) VALUES ('SH01', 1, 'person:w1002', 1)",
        "INSERT INTO site (site, desk_id, n, hash, last_number, created_at) VALUES ('SH01', 'x', 0, 'x', 0, 'x')",
        "INSERT INTO site (site, desk_id, n, hash, last_number, created_at) VALUES ('GZ01', 'x', 0, 'x', 0, 'x')",
        "INSERT INTO outbox SELECT 'SH01', 1, 'k', 'r', 'a', 'k', 'd', 's', 't', 's', 0, 'e', 'a'",
        "INSERT INTO paper (site, sha256, nth, bytes) VALUES ('SH01', 'x', 0, 'x')",
        "UPDATE complaint SET site = 'SH01' WHERE id = 1",
        "INSERT INTO search_pairs (doc, site, pairs) VALUES (7, 'SH01', '')",
        # the number of a text of the other site, there already or still to come
        "INSERT INTO search_pairs (doc, site, pairs) VALUES (1099511627777, 'HZ01', '')",
        "INSERT INTO search_pairs (doc, site, pairs) VALUES (1099511630000, 'HZ01', '')",
        "UPDATE search_pairs SET doc = doc + 1099511628000 WHERE doc = 1",
    ],
)
def test_nothing_is_written_at_another_site_and_no_error_tells_what_is_there(house: House, statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege) as error:
        house.tries("back", statement)
    assert "row-level security" in str(error.value)
    assert "already exists" not in str(error.value) + str(error.value.diag.message_detail)


def test_rows_of_another_site_are_neither_changed_nor_deleted_nor_locked(house: House) -> None:
    with closing(psycopg2.connect(house.url("back"))) as connection:
        cursor = connection.cursor()
        for statement in (
            "UPDATE complaint SET state = 'closed' WHERE site = 'SH01'",
            "DELETE FROM milestone WHERE site = 'SH01'",
            "UPDATE site SET last_number = 99 WHERE site = 'SH01'",
            "SELECT n FROM site WHERE site = 'SH01' FOR UPDATE",
        ):
            cursor.execute(statement)
            assert cursor.rowcount == 0, statement


def test_head_office_reads_all_sites_and_writes_to_none(house: House) -> None:
    assert house.tries("office", "SELECT count(DISTINCT site) FROM event") == [(2,)]
    for statement in (
        "INSERT INTO private (site, n, field, salt, value) VALUES ('SH01', 1, 'x', 'x', 'x')",
        "UPDATE complaint SET state = 'closed'",
        "DELETE FROM milestone",
        "SELECT n FROM site FOR UPDATE",
        "INSERT INTO login VALUES ('office', 'HZ01', '')",
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            house.tries("office", statement)


# ── changing history ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("login", ["back", "manager"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET actor = 'w1002'",
        "UPDATE event SET body = '{{}}' WHERE n = 1",
        "DELETE FROM event",
        "TRUNCATE event CASCADE",
        "UPDATE private SET value = 'x'",
        "DELETE FROM private",
        "TRUNCATE private",
        "UPDATE site SET desk_id = 'x'",
        "UPDATE site SET nth = 7",
        "DELETE FROM site",
        "UPDATE paper SET bytes = 'x'",
        "ALTER TABLE event DISABLE TRIGGER ALL",
        "ALTER TABLE event DISABLE ROW LEVEL SECURITY",
        "DROP TRIGGER event_update ON event",
        "DROP POLICY tsk_own_sites ON event",
        "CREATE POLICY mine ON event USING (true)",
        "ALTER TABLE event OWNER TO CURRENT_USER",
        "DROP TABLE private",
        "SET session_replication_role = replica",
        "SET ROLE tsk_owner",
        "SET ROLE tsk_office",
        "SET SESSION AUTHORIZATION tsk",
        "GRANT tsk_office TO CURRENT_USER",
        "INSERT INTO login SELECT session_user, 'SH01', ''",
        "SELECT * FROM login",
        "CREATE TABLE mine (n int)",
        "CREATE TEMP TABLE event (n int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE VIEW mine AS SELECT 1",
        "CREATE ROLE mine",
        "ALTER DATABASE {database} SET statement_timeout = 0",
        "COPY event TO '/dev/shm/taken'",
        "COPY event TO PROGRAM 'cat'",
        "SELECT pg_read_file('postgresql.conf')",
        "SELECT tsk_append_only()",
        "SELECT tsk_number_site()",
    ],
)
def test_history_cannot_be_changed_nor_the_guard_put_aside(house: House, login: str, statement: str) -> None:
    before = asked(house.admin, "SELECT count(*), max(hash) FROM event")
    with pytest.raises((*REFUSED, errors.FeatureNotSupported, errors.InvalidTableDefinition)):
        house.tries(login, statement.format(database=house.database))
    assert asked(house.admin, "SELECT count(*), max(hash) FROM event") == before


def test_a_role_that_one_belongs_to_shows_no_more_than_the_login(house: House) -> None:
    for role in ("tsk_clerk", "tsk_reviewer"):
        assert house.tries("manager", f"SET ROLE {role}", "SELECT count(*) FROM event WHERE site <> 'HZ01'") == [(0,)]


def test_a_setting_of_the_client_changes_nothing(house: House) -> None:
    for setting in ("SET row_security = off", "SET tsk.site = 'SH01'", "SET search_path = pg_temp, public"):
        question = "SELECT count(*) FROM complaint WHERE site = 'SH01'"
        try:
            assert house.tries("back", setting, question) == [(0,)]
        except errors.InsufficientPrivilege:
            assert setting == "SET row_security = off"


# ── posing as somebody ─────────────────────────────────────────────────────────────────────────────

_STEP = (
    "INSERT INTO event (site, n, kind, id, seq, key, at, recorded_at, actor, type, body, hash) VALUES "
    "('{site}', 9001, '{kind}', {id}, 9001, '{key}', '2026-10-09T08:40:00Z', '2026-10-09T08:40:00Z', '{who}', "
    "'{step}', '{body}', 'x')"
)


def step(site: str = "HZ01", who: str = "w1001", step: str = "noted", **more: object) -> str:
    return _STEP.format(
        **{"kind": "complaint", "id": 1, "key": "k", "body": "{}", **more, "site": site, "who": who, "step": step}
    )


def test_a_login_writes_steps_of_its_own_person_at_its_own_site(house: House) -> None:
    house.tries("counter", step())
    house.tries("back", step(who="w1002"))
    house.tries("counter", step(who="system", step="escalated"))
    house.tries("manager", step(who="w9001", step="approved"))


@pytest.mark.parametrize(
    ("login", "statement"),
    [
        ("counter", step(site="SH01")),
        ("counter", step(who="w1002")),  # bound to w1001
        ("back", step(who="w1001")),  # whom the counter has
        ("manager", step(who="w1001", step="approved")),
        ("counter", step(who="system")),  # a note is nothing that the desk does by itself
        ("manager", step(who="system", step="approved")),
        *(
            ("counter", step(step=one))
            for one in (
                "approved", "refused", "returned", "visited", "inspected", "penalty_confirmed", "penalty_waived",
                "recalculated", "anonymised",
            )
        ),
        *(
            ("back", step(who="w9001", step=one, kind=kind))
            for one, kind in (
                ("inspection_drawn", "inspection"), ("request_approved", "request"), ("request_refused", "request"),
                ("restored", "admin"),
            )
        ),
        ("counter", step(step="closed")),
        ("counter", step(step="replied", who="w9001", key="incident:1:1")),  # there is no incident that w9001 ended
        ("back", "INSERT INTO rule_file SELECT 'HZ01', 'r', '', '', '', ''"),
        ("back", "UPDATE rule_file SET compiled = '{{}}'"),
        ("back", "INSERT INTO policy VALUES ('HZ01', 'mine', '{{}}')"),
        ("back", "DELETE FROM policy"),
        ("manager", "UPDATE policy SET compiled = '{{}}'"),
        ("manager", "UPDATE rule_file SET site = 'SH01'"),
        ("office", step()),
    ],
)  # fmt: skip
def test_a_login_poses_as_nobody_and_reviews_nothing_without_the_right(
    house: House, login: str, statement: str
) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        house.tries(login, statement)


def test_closing_what_was_recorded_before_is_no_settling_on_the_spot(house: House) -> None:
    key = asked(house.admin, "SELECT key FROM event WHERE site = 'HZ01' AND id = 1 AND type = 'registered'")[0][0]
    with pytest.raises(errors.InsufficientPrivilege):
        house.tries("counter", step(step="closed", key=f"9:{key}"))
    again = step(step="registered").replace("9001", "9000").replace("'k'", "'again'")  # recorded once more for that
    with pytest.raises(errors.InsufficientPrivilege):
        house.tries("counter", again, step(step="closed"))


def test_what_a_colleague_did_is_undone_by_nobody_else(house: House) -> None:
    key = asked(house.admin, "SELECT key FROM event WHERE site = 'HZ01' AND id = 1 AND type = 'registered'")[0][0]
    house.tries("counter", step(step="undone", body=f'{{"key": "{key}"}}'))
    with pytest.raises(errors.InsufficientPrivilege):
        house.tries("back", step(step="undone", who="w1002", body=f'{{"key": "{key}"}}'))


def test_texts_are_deleted_with_their_person_alone_and_by_a_reviewer(house: House) -> None:
    before = asked(house.admin, "SELECT count(*) FROM private")
    with pytest.raises(errors.RaiseException):
        house.tries("manager", "DELETE FROM private WHERE site = 'HZ01'")
    assert asked(house.admin, "SELECT count(*) FROM private") == before


def test_nothing_is_told_of_the_people_and_steps_of_another_site(house: House) -> None:
    key, who = asked(house.admin, "SELECT key, actor FROM event WHERE site = 'SH01' AND type = 'registered'")[0]
    said = f"'undone', '', '{{\"key\": \"{key}\"}}'"
    assert house.tries("shanghai", f"SELECT tsk_is_theirs('SH01', '{who}', {said})") == [(True,)]
    assert house.tries("back", f"SELECT tsk_is_theirs('SH01', '{who}', {said})") == [(False,)]
    assert house.tries("back", "SELECT tsk_is_theirs('SH01', 'w1', 'noted', '', '{}')") == [(False,)]
