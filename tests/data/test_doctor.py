"""`doctor` says what a desk cannot be relied on for, and what to do about it."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Desk

from tsk import folders

pytestmark = pytest.mark.on_file("spoils the file and its folder; of a server tests/server/test_server_doctor.py tells")


def change(statement: str) -> Callable[[Desk], None]:
    def damage(desk: Desk) -> None:
        with closing(sqlite3.connect(desk.home / "tsk.db")) as db:
            db.execute(statement)
            db.commit()

    return damage


def overwritten_page(desk: Desk) -> None:
    """A page in the middle of the file that some other program wrote over."""
    with (desk.home / "tsk.db").open("r+b") as file:
        file.seek(4096 * 20)
        file.write(os.urandom(4096))


def later_clock(desk: Desk) -> None:
    """A step of next year: the clock of the machine must have been set back since."""
    change("DROP TRIGGER event_update")(desk)
    change("UPDATE event SET recorded_at = '2099-01-01T00:00:00Z'")(desk)


WRONG: list[tuple[Callable[[Desk], object], str, str]] = [
    (lambda desk: desk.home.chmod(0o755), "folder", "Everybody on this machine may look into"),
    (lambda desk: (desk.home / "tsk.db").chmod(0o644), "file", "Everybody on this machine may read"),
    (change("PRAGMA journal_mode = DELETE"), "database", "not run as it should be: journal_mode = delete"),
    (change("DROP TRIGGER event_delete"), "database", "The guard event_delete"),
    (overwritten_page, "database", "damaged"),
    (later_clock, "clock", "but a step was recorded at"),
    (lambda desk: (desk.home / "rules.toml").write_text("[routes", "utf-8"), "rules", "rules.toml, line 1"),
    (lambda desk: (desk.home / "tsk.db").write_bytes(b"\0" * 8192), "database", "is not a tsk database"),
]


@pytest.fixture
def used(desk: Desk) -> Desk:
    """A desk with a complaint, and its folder as `init` makes it."""
    desk.ok("record", "断网三天")
    desk.home.chmod(0o700)
    return desk


def test_it_says_instants_in_the_zone_of_the_desk(used: Desk) -> None:
    made = used.ok("backup")["made_at"]
    told = used.tsk("doctor").out
    assert f"The newest backup in the home is of {made[:10]} {made[11:19].removesuffix(':00')}." in told
    assert made.endswith("+08:00")


def test_a_desk_that_was_just_made_can_be_relied_on(used: Desk) -> None:
    told = used.ok("doctor")
    assert told["sound"] is True
    assert {one["about"] for one in told["findings"]} >= {"folder", "file", "disk", "database", "rules", "clock"}
    assert used.tsk("doctor").out.splitlines()[-1] == "The desk can be relied on."
    assert used.tsk("doctor", "--lang", "zh").out.splitlines()[-1] == "投诉台可以放心使用。"


@pytest.mark.parametrize(("damage", "about", "said"), WRONG, ids=[said for _, _, said in WRONG])
def test_what_is_wrong_is_named_with_a_way_out_and_exit_6(
    used: Desk, damage: Callable[[Desk], object], about: str, said: str
) -> None:
    damage(used)
    told = used.tsk("doctor", "--json")
    assert told.code == 6, told
    (found,) = [one for one in told.json["findings"] if one["state"] == "bad" and one["about"] == about][:1]
    assert said in found["message"]
    assert found["hint"]
    assert used.tsk("doctor").code == 6
    assert not re.search(r"[{}]", used.tsk("doctor", "--lang", "zh").out)


def test_where_there_is_no_desk_the_folder_is_named(tmp_path: Path) -> None:
    told = Desk(tmp_path / "nowhere").tsk("doctor")
    assert (told.code, str(tmp_path / "nowhere") in told.err) == (6, True)


def test_calendars_that_end_soon_are_worth_a_look(used: Desk) -> None:
    ends = [one for one in used.at("2026-12-20 10:00").ok("doctor")["findings"] if one["about"] == "calendar"]
    assert [one["state"] for one in ends] == ["note"]


def test_a_backup_that_is_missing_or_old_is_worth_a_look(used: Desk) -> None:
    def look(desk: Desk) -> tuple[str, str]:
        (found,) = [one for one in desk.ok("doctor")["findings"] if one["about"] == "backup"]
        return found["state"], found["message"]

    assert look(used) == ("note", "There is no backup in the home.")
    used.ok("backup")
    assert look(used)[0] == "ok"
    assert look(used.at("2026-10-12 16:40")) == ("note", "The newest backup in the home is of 2026-10-09 16:40.")


@pytest.mark.parametrize(
    ("kind", "network"),
    [("nfs4", True), ("cifs", True), ("smb3", True), ("fuse.sshfs", True), ("9p", True), ("ext4", False), ("", False)],
)
def test_a_network_folder_is_known_by_its_file_system(kind: str, network: bool) -> None:
    assert folders.Disk(kind, 0).is_network is network


def test_the_disk_of_a_folder_is_the_longest_mount_above_it() -> None:
    assert folders.disk_of(Path("/proc")).kind == "proc" or not Path("/proc/self/mounts").exists()


def test_a_desk_that_can_only_be_read_is_not_said_to_be_run_wrongly(used: Desk) -> None:
    """SQLite cannot open what it keeps beside the database here, as on a medium that nobody can write."""
    (used.home / "tsk.db-shm").mkdir()
    told = used.tsk("doctor").out
    assert "its pages are in order" in told and "journal_mode" not in told
    refused = used.tsk("note", 1, "A note.")
    assert (refused.code, "or its folder cannot be written" in refused.err) == (6, True)


def test_policies_of_several_sites_of_a_file_are_told(used: Desk, tmp_path: Path) -> None:
    assert not [one for one in used.ok("doctor")["findings"] if one["about"] == "sites"]
    file = used.home / "tsk.db"
    other = Desk(tmp_path / "other")
    other.ok("--db", file, "--site", "HZ02", "init", "--policy", "retail-store", "--practice")
    told = [one["message"] for one in used.ok("--site", "main", "doctor")["findings"] if one["about"] == "sites"]
    versions = [one.partition(" is in force at ") for one in told]
    assert sorted(names for _, _, names in versions) == ["HZ02 (1).", "main (1)."]
    assert len({version for version, _, _ in versions}) == 2
