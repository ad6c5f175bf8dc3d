"""`doctor` says what a server, the way to it, or a login on it cannot be relied on for, and what to do about it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import postgres
import pytest
from conftest import Desk

from .asking import asked

Make = Callable[..., str]


@pytest.fixture
def make(server: postgres.Server, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Makes an empty database of those properties, and gives its address; nothing else names a database."""
    monkeypatch.setattr(Desk, "database", {})

    def made(properties: str = "") -> str:
        name = f"d{os.urandom(6).hex()}"
        asked(server.url(), f"CREATE DATABASE {name} TEMPLATE template0 {properties}")
        return server.url(name)

    return made


@pytest.fixture
def url(make: Make, tmp_path: Path) -> str:
    """A database with a desk in it that has a complaint."""
    address = make()
    Desk(tmp_path / "home").ok("--db", address, "init", "--practice")
    Desk(tmp_path / "home").ok("--db", address, "record", "断网三天")
    return address


def looked(url: str, home: Path) -> tuple[int, list[Any]]:
    """The exit code of doctor, and what it found; both languages say it, and nobody says the password."""
    desk = Desk(home)
    told = desk.tsk("--db", url, "doctor", "--json")
    chinese = desk.tsk("--db", url, "doctor", "--lang", "zh")
    assert desk.tsk("--db", url, "doctor").code == chinese.code == told.code
    assert not re.search(r"[{}]", chinese.out)
    password = re.search(r":([^:@]*)@", url)
    assert password and password[1] not in told.out + told.err + chinese.out
    return told.code, told.json["findings"]


def bad(found: list[Any], about: str) -> str:
    """The messages of what is wrong there; each has a hint."""
    wrong = [one for one in found if one["about"] == about and one["state"] == "bad"]
    assert all(one["hint"] for one in wrong)
    return " ".join(one["message"] for one in wrong)


def test_an_administrator_s_login_is_named_as_wrong_and_the_rest_is_told(url: str, tmp_path: Path) -> None:
    code, found = looked(url, tmp_path / "home")
    assert code == 6
    assert bad(found, "login") == "tsk is an administrator of the server: nothing is kept from it."
    assert {one["about"] for one in found} >= {
        *("folder", "server", "line", "login", "tables", "clock", "disk", "rules", "calendar", "people", "backup")
    }
    assert {one["state"] for one in found if one["about"] == "clock"} == {"ok"}


@pytest.mark.parametrize(
    ("statement", "about", "said"),
    [
        ("DROP TRIGGER event_delete ON event", "tables", "are missing: event_delete."),
        ("ALTER TABLE event DISABLE TRIGGER event_update", "tables", "are missing: event_update."),
        ("ALTER TABLE private DISABLE ROW LEVEL SECURITY", "tables", "private"),
        ("ALTER DATABASE {name} SET idle_in_transaction_session_timeout = 0", "server", "hold its site for ever"),
        ("ALTER DATABASE {name} SET default_transaction_read_only = on", "server", "can only be read"),
    ],
)
def test_what_is_wrong_is_named_with_a_way_out_and_exit_6(
    url: str, tmp_path: Path, statement: str, about: str, said: str
) -> None:
    asked(url, statement.format(name=url.rpartition("/")[2]))
    code, found = looked(url, tmp_path / "home")
    assert (code, said in bad(found, about)) == (6, True), found


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ("LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'", "is C: Chinese is no letters to it"),
        ("LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'LATIN1'", "keeps texts as LATIN1"),
    ],
)
def test_a_database_that_cannot_hold_chinese_is_refused_by_name(
    make: Make, tmp_path: Path, properties: str, said: str
) -> None:
    code, found = looked(make(properties), tmp_path / "home")
    assert (code, said in bad(found, "server")) == (6, True), found


def test_a_good_character_type_and_version_are_told(url: str, tmp_path: Path) -> None:
    _, found = looked(url, tmp_path / "home")
    (told, *_) = [one["message"] for one in found if one["about"] == "server" and one["state"] == "ok"] or [""]
    assert "UTF8, C.UTF-8; it needs no extension." in told or bad(found, "server")


def test_a_server_that_is_not_there_is_one_finding(server: postgres.Server, make: Make, tmp_path: Path) -> None:
    gone = f"postgresql://tsk:{server.password}@127.0.0.1:1/tsk"
    code, (found,) = looked(gone, tmp_path / "home")
    assert (code, found["about"], found["state"]) == (6, "server", "bad")
    assert found["message"] == "Nothing listens at postgresql://tsk@127.0.0.1:1/tsk."
    assert found["hint"]


def test_a_database_without_a_desk_is_told_with_who_makes_one(make: Make, tmp_path: Path) -> None:
    code, found = looked(make(), tmp_path / "home")
    assert (code, bad(found, "database").startswith("There is no complaint desk at")) == (6, True)
    assert "folder" not in {one["about"] for one in found}


def test_policies_of_all_sites_are_told_by_version(url: str, tmp_path: Path) -> None:
    other = Desk(tmp_path / "other")
    other.ok("--db", url, "--site", "HZ02", "init", "--policy", "retail-store", "--practice")
    shutil.copy(other.home / "rules.toml", tmp_path / "rules.toml")
    Desk(tmp_path / "third").ok("--db", url, "--site", "HZ03", "--rules", tmp_path / "rules.toml", "init", "--practice")
    desk = Desk(tmp_path / "home")
    told = desk.tsk("--db", url, "--site", "main", "doctor", "--json").json["findings"]
    here = desk.ok("--db", url, "--site", "main", "rules", "show")["version"]
    there = other.ok("--db", url, "--site", "HZ02", "rules", "show")["version"]
    assert here != there
    assert {one["message"] for one in told if one["about"] == "sites"} == {
        f"Policy {here} is in force at main (1).",
        f"Policy {there} is in force at HZ02, HZ03 (2).",
    }


def test_a_way_that_is_not_encrypted_is_wrong_to_another_machine_alone(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, found = looked(url, tmp_path / "home")
    assert [one["state"] for one in found if one["about"] == "line"] == ["ok"]
    monkeypatch.setenv("PGHOSTADDR", "127.0.0.1")
    _, found = looked(url.replace("127.0.0.1", "db.example") + "?sslmode=disable", tmp_path / "home")
    assert bad(found, "line") == "The way to the server is not encrypted: everybody on it reads along."


def test_a_desk_that_was_moved_is_no_damage_and_its_home_goes_on_by_its_settings(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = make()
    password = re.search(r":([^:@]*)@", address)
    desk = Desk(tmp_path / "home")
    desk.ok("init", "--practice")
    desk.home.chmod(0o700)
    desk.ok("record", "断网三天")
    desk.ok("--db", address, "server", "init")
    desk.ok("move", "--to", address, "--site", "HZ01")
    (told,) = [one for one in desk.ok("doctor")["findings"] if one["about"] == "moved"]
    assert (told["state"], "tsk.toml" in told["hint"]) == ("note", True)
    assert password
    monkeypatch.setenv("PGPASSWORD", password[1])
    bare = address.replace(f":{password[1]}", "")
    (desk.home / "tsk.toml").write_text(f'db = "{bare}"\nsite = "HZ01"\n', "utf-8")
    desk.ok("note", 1, "on the server")
    assert len(desk.ok("show", 1, "--history")["events"]) == 3
