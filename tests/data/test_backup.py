"""`backup`: whole or not there, while others work, on a full disk, twice at once; older ones rotated."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from conftest import ENCRYPTED, Desk
from keeping import PAPER, chain, fails, folder, hidden, holds, manifest, names, paper, place

FIRST = "20261009T084000Z"  # 16:40 in China
DIGEST = sha256(PAPER).hexdigest()


@pytest.fixture
def used(desk: Desk) -> Desk:
    """Complaint 1 with a paper, complaint 2 without: registered, assigned, attached; registered, assigned."""
    desk.ok("record", "断网三天", "--customer", "林小满", "--phone", "13800000001", "--category", "network")
    desk.ok("record", "多扣了费用", "--category", "business")
    desk.ok("attach", 1, paper(desk, "bill.jpg"))
    return desk


# ── what a backup holds ────────────────────────────────────────────────────────────────────────────


def test_a_backup_is_a_folder_with_the_database_the_rules_and_what_it_says_of_them(used: Desk) -> None:
    told = used.ok("backup")
    assert (told["name"], told["complaints"], told["events"]) == (FIRST, 2, 5)
    assert told["attachments"] == {"named": 1, "new": 1}
    assert (told["missing"], told["removed"], told["encrypted"]) == ([], [], ENCRYPTED)
    assert told["made_at"] == "2026-10-09T16:40:00+08:00"
    one = folder(used) / FIRST
    assert sorted(path.name for path in one.iterdir()) == ["attachments.txt", "manifest.json", "rules.toml", "tsk.db"]
    assert (one / "rules.toml").read_bytes() == (used.home / "rules.toml").read_bytes()
    assert (one / "attachments.txt").read_text() == f"{DIGEST} {place(used.home, DIGEST).stat().st_size}\n"
    assert holds(place(folder(used), DIGEST))
    assert chain(one / "tsk.db") == chain(used.home / "tsk.db")


def test_the_manifest_says_what_anybody_can_check_without_the_program(used: Desk) -> None:
    used.ok("backup")
    said = manifest(folder(used), FIRST)
    proved = used.ok("verify")
    (site,) = said["sites"]
    assert site == {
        "site": "main",
        "desk_id": proved["desk_id"],
        "n": 5,
        "hash": proved["hash"],
        "last_number": 2,
        "complaints": 2,
    }
    for key, name in (("database", "tsk.db"), ("rules", "rules.toml"), ("attachments", "attachments.txt")):
        content = (folder(used) / FIRST / name).read_bytes()
        assert said[key] == {"sha256": sha256(content).hexdigest(), "size": len(content)}
    assert (said["format"], said["version"], said["zone"]) == (1, "0.1.0", "Asia/Shanghai")
    assert said["schema"] >= "0011_looks"


def test_the_copy_is_one_file_that_its_owner_alone_reads(used: Desk) -> None:
    used.ok("backup")
    for path in (folder(used), *folder(used).rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path
    header = (folder(used) / FIRST / "tsk.db").read_bytes()[:20]
    assert ENCRYPTED or header[18:] == b"\x01\x01"  # no journal is needed to read it


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", r"Backup 20261009T084000Z: 2 complaints, 5 events, \d+\.\d kB, 1 attachment \(1 new\)\n"),
        ("zh", r"备份 20261009T084000Z：2 件投诉、5 条记录、\d+\.\d kB、1 个附件（新增 1 个）\n"),
    ],
)
def test_one_line_says_what_was_done(used: Desk, lang: str, line: str) -> None:
    told = used.tsk("backup", "--lang", lang)
    assert (told.code, told.err) == (0, "")
    assert re.fullmatch(line, told.out)


def test_a_site_other_than_main_stands_in_the_name(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", "2026-10-09 16:40")
    desk.ok("init", "--practice", "--site", "HZ01")
    assert desk.ok("backup")["name"] == "20261009T084000Z-HZ01"
    assert [one["name"] for one in desk.ok("restore", "--list")["backups"]] == ["20261009T084000Z-HZ01"]
    assert desk.ok("restore", "--drill")["whole"]


def test_another_folder_has_the_same_layout_and_the_home_keeps_none(used: Desk, tmp_path: Path) -> None:
    told = used.ok("backup", "--to", tmp_path / "usb" / "desk")
    assert told["folder"] == str(tmp_path / "usb" / "desk")
    assert names(tmp_path / "usb" / "desk") == [FIRST]
    assert holds(place(tmp_path / "usb" / "desk", DIGEST))
    assert not folder(used).exists()
    assert used.ok("restore", "--drill", "--from", tmp_path / "usb" / "desk")["whole"]


# ── at once, and while others write ────────────────────────────────────────────────────────────────


def test_two_in_the_same_second_are_two(used: Desk) -> None:
    used.ok("backup")
    used.ok("record", "断网")
    assert used.ok("backup")["name"] == f"{FIRST}-2"
    listed = used.ok("restore", "--list")["backups"]
    assert [(one["name"], one["complaints"], one["whole"]) for one in listed] == [
        (f"{FIRST}-2", 3, True),
        (FIRST, 2, True),
    ]


def test_four_processes_at_once_make_four_good_ones(used: Desk) -> None:
    running = [used.process("backup", "--json") for _ in range(4)]
    ended = [(process.communicate(timeout=120), process.returncode) for process in running]
    assert [code for _, code in ended] == [0] * 4, ended
    assert len({json.loads(out)["name"] for (out, _), _ in ended}) == 4
    listed = used.ok("restore", "--list")["backups"]
    assert [one["whole"] for one in listed] == [True] * 4
    assert hidden(folder(used)) == []


WRITER = """
import sys
from tsk.cli import main
for n in range(int(sys.argv[1])):
    assert main(["record", f"断网 {n}", "--category", "network"]) == 0
    assert main(["contact", ".", "--via", "phone", "--as", sys.argv[2]]) in (0, 3)
"""


def writer(desk: Desk, who: str, count: int) -> subprocess.Popen[str]:
    """A process that records complaints one after the other, each with a contact."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(count), who],
        env={**os.environ, **desk.env, "TSK_USER": who},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_every_backup_made_while_four_write_is_whole_and_a_beginning_of_the_chain(used: Desk, tmp_path: Path) -> None:
    writers = [writer(used, f"w{n}", 25) for n in range(4)]
    made = [used.ok("backup")]
    while any(process.poll() is None for process in writers):
        made.append(used.ok("backup"))
    for process in writers:
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said
    live = dict(chain(used.home / "tsk.db"))
    assert len(live) >= 5 + 4 * 25 * 2
    assert len({one["events"] for one in made}) > 3  # they were made while the others wrote
    for n, one in enumerate(made):
        copy = chain(folder(used) / one["name"] / "tsk.db")
        assert len(copy) == one["events"] == one["sites"][0]["n"]
        assert all(live[n] == hash for n, hash in copy)
        if n % 4:
            continue
        elsewhere = Desk(tmp_path / f"home{n}", used.now)
        elsewhere.ok("restore", folder(used) / one["name"], "--yes")
        assert elsewhere.ok("verify")["whole"]
    assert used.ok("restore", "--drill")["whole"]


# ── attachments ────────────────────────────────────────────────────────────────────────────────────


def test_an_attachment_that_is_there_is_not_copied_again(used: Desk) -> None:
    used.ok("backup")
    before = place(folder(used), DIGEST).stat()
    used.ok("attach", 2, paper(used, "second.jpg", b"another page\n"))
    used.ok("attach", 2, paper(used, "bill.jpg"))  # the same bytes with another complaint
    assert used.at("2026-10-09 18:00").ok("backup")["attachments"] == {"named": 2, "new": 1}
    after = place(folder(used), DIGEST).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def remove(path: Path) -> None:
    path.unlink()


def scratch(path: Path) -> None:
    path.write_bytes(b"b" + path.read_bytes()[1:])


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("harm", [remove, scratch, truncate])
def test_an_attachment_that_the_desk_has_lost_is_named_and_the_backup_made(
    used: Desk, harm: Callable[[Path], None], tmp_path: Path
) -> None:
    harm(place(used.home, DIGEST))
    told = used.tsk("backup", "--json")
    assert told.code == 6
    assert told.json["missing"] == [{"number": "20261009-0001", "attachment": 1, "sha256": DIGEST}]
    assert "Attachment 1 of 20261009-0001 is missing or was changed" in told.err
    assert not place(folder(used), DIGEST).exists()
    (one,) = used.ok("restore", "--list")["backups"]
    assert (one["whole"], one["missing"]) == (True, 1)
    assert used.tsk("restore", "--list").out.endswith("\twhole but for 1 attachment\n")
    assert used.ok("restore", "--drill")["whole"]
    elsewhere = Desk(tmp_path / "elsewhere", used.now)
    told = elsewhere.tsk("restore", folder(used) / FIRST, "--yes", "--json")
    assert (told.code, told.json["missing"]) == (6, ["20261009-0001"])
    assert elsewhere.ok("show", 1)["number"] == "20261009-0001"


@pytest.mark.parametrize("harm", [remove, truncate])
def test_a_good_copy_beside_the_backups_outlives_the_damage_in_the_desk(
    used: Desk, harm: Callable[[Path], None]
) -> None:
    used.ok("backup")
    harm(place(used.home, DIGEST))
    told = used.at("2026-10-09 18:00").tsk("backup", "--json")
    assert (told.code, told.json["attachments"]) == (6, {"named": 1, "new": 0})
    assert holds(place(folder(used), DIGEST))
    back = used.ok("restore", "--latest", "--yes")
    assert (back["attachments"], back["missing"]) == (1, [])
    assert holds(place(used.home, DIGEST))
    assert used.ok("verify")["whole"]


def test_a_damaged_copy_beside_the_backups_is_copied_anew(used: Desk) -> None:
    used.ok("backup")
    truncate(place(folder(used), DIGEST))
    assert used.at("2026-10-09 18:00").ok("backup")["attachments"] == {"named": 1, "new": 1}
    assert holds(place(folder(used), DIGEST))


# ── where none can be made ─────────────────────────────────────────────────────────────────────────


def test_no_backup_is_made_of_a_damaged_database_and_the_older_ones_stay(used: Desk) -> None:
    used.ok("backup")
    used.at("2026-10-20 18:00")
    database = used.home / "tsk.db"
    content = bytearray(database.read_bytes())
    content[-4096 * 3 : -4096 * 2] = b"\xaa" * 4096
    database.write_bytes(content)
    fails(used, 6, "backup", "--weekly", 0, "--monthly", 0, "--daily", 0, naming=(str(database), "tsk restore"))
    assert names(folder(used)) == [FIRST]
    assert hidden(folder(used)) == []


@pytest.mark.parametrize("kilobytes", [0, 4, 100, 300])
def test_a_full_disk_leaves_no_half_backup(used: Desk, kilobytes: int) -> None:
    """The size of files is limited, which the program meets as it meets a full disk: a write fails."""
    used.ok("backup")
    (folder(used) / ".lock").write_bytes(b"")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))

    process = used.process("backup", preexec_fn=limit)
    out, said = process.communicate(timeout=60)
    assert (process.returncode, out) == (6, ""), said
    assert len(said.splitlines()) == 1
    assert str(used.home) in said
    assert "Traceback" not in said
    assert names(folder(used)) == [FIRST]
    assert hidden(folder(used)) == []
    assert used.ok("restore", "--drill")["whole"]


@pytest.fixture
def tiny(tmp_path: Path) -> Any:
    """A disk of 200 kB, where the tests may mount one."""
    disk = tmp_path / "tiny"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tsk", disk], capture_output=True)
    if mounted.returncode:
        pytest.skip("No disk can be mounted here.")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_disk_that_is_too_small_is_named_and_left_as_it_was(used: Desk, tiny: Path) -> None:
    fails(used, 6, "backup", "--to", tiny, naming=(str(tiny),))
    assert (names(tiny), hidden(tiny)) == ([], [])


def test_a_disk_that_may_only_be_read_is_named(used: Desk, tiny: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", tiny], check=True)
    fails(used, 6, "backup", "--to", tiny, naming=(str(tiny),))


def test_a_file_in_the_place_of_the_folder_is_named(used: Desk, tmp_path: Path) -> None:
    (tmp_path / "usb").write_text("a file")
    fails(used, 6, "backup", "--to", tmp_path / "usb", naming=(str(tmp_path / "usb"),))
    assert (tmp_path / "usb").read_text() == "a file"


def test_a_home_without_a_desk_is_said(tmp_path: Path) -> None:
    fails(Desk(tmp_path / "nothing"), 6, "backup", naming=(str(tmp_path / "nothing"),))
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("option", ["--daily", "--weekly", "--monthly"])
def test_a_number_below_nothing_is_refused_before_anything_is_made(used: Desk, option: str) -> None:
    fails(used, 2, "backup", option, -1)
    assert not folder(used).exists()


# ── rotation ───────────────────────────────────────────────────────────────────────────────────────


def test_the_newest_of_days_weeks_and_months_stay(used: Desk) -> None:
    """Each evening from 1 September to 9 October 2026, a Friday; weeks end on Sunday."""
    days = [f"2026-09-{day:02}" for day in range(1, 31)] + [f"2026-10-{day:02}" for day in range(1, 10)]
    for day in days:
        used.at(f"{day} 20:00").ok("backup", "--daily", 3, "--weekly", 3, "--monthly", 2)
    assert names(folder(used)) == [
        "20260927T120000Z",  # the Sunday of the week before last
        "20260930T120000Z",  # the last of September
        "20261004T120000Z",  # the Sunday of the week before
        "20261007T120000Z",
        "20261008T120000Z",
        "20261009T120000Z",
    ]


def test_days_are_those_of_the_desk(used: Desk) -> None:
    """23:00 and 01:00 in China are the same day in Greenwich."""
    for when in ("2026-10-06 23:00", "2026-10-07 01:00", "2026-10-07 23:30", "2026-10-09 12:00"):
        used.at(when).ok("backup", "--daily", 3, "--weekly", 0, "--monthly", 0)
    assert names(folder(used)) == ["20261006T150000Z", "20261007T153000Z", "20261009T040000Z"]


def test_the_last_24_hours_stay_whole(used: Desk) -> None:
    for when in ("2026-10-08 12:00", "2026-10-08 20:00", "2026-10-09 09:00", "2026-10-09 12:00"):
        used.at(when).ok("backup", "--daily", 0, "--weekly", 0, "--monthly", 0)
    assert names(folder(used)) == ["20261008T120000Z", "20261009T010000Z", "20261009T040000Z"]


def test_an_attachment_goes_with_the_last_backup_that_names_it(used: Desk) -> None:
    none = ("--daily", 0, "--weekly", 0, "--monthly", 0)
    used.ok("backup", *none)
    used.ok("undo", 1, "--reason", "wrong file")
    used.ok("attach", 1, paper(used, "right.jpg", b"the right page\n"))
    used.at("2026-10-09 20:00").ok("backup", *none)
    assert place(folder(used), DIGEST).exists()
    gone = used.at("2026-10-11 20:00").ok("backup", *none)["removed"]
    assert gone == [FIRST, "20261009T120000Z"]
    kept = [path.name for path in (folder(used) / "attachments").glob("*/*")]
    assert kept == [sha256(b"the right page\n").hexdigest()]
    assert used.ok("restore", "--drill")["whole"]


def test_what_was_put_aside_is_listed_and_never_rotated(used: Desk) -> None:
    used.ok("backup")
    used.ok("record", "断网")
    used.at("2026-10-09 18:00").ok("restore", FIRST, "--yes")
    shutil.copy(folder(used) / FIRST / "tsk.db", folder(used) / "before-upgrade-20260101T000000.db")
    (folder(used) / "wreck-20260101T000000Z").mkdir()
    used.at("2027-12-01 18:00").ok("backup", "--daily", 0, "--weekly", 0, "--monthly", 0)
    assert names(folder(used)) == ["20261009T100000Z-replaced", "20271201T100000Z"]
    told = used.ok("restore", "--list")
    assert [one["name"] for one in told["aside"]] == ["before-upgrade-20260101T000000.db", "wreck-20260101T000000Z"]
    assert "Put aside, not rotated: wreck-20260101T000000Z" in used.tsk("restore", "--list").out


def test_a_damaged_backup_is_neither_removed_nor_counted_nor_robbed_of_its_attachments(used: Desk) -> None:
    none = ("--daily", 0, "--weekly", 0, "--monthly", 0)
    used.ok("backup", *none)
    damaged = folder(used) / FIRST
    (damaged / "manifest.json").write_text("{}")
    (damaged / "attachments.txt").unlink()
    used.ok("undo", 1, "--reason", "wrong file")
    used.at("2026-10-12 18:00").ok("backup", *none)
    used.at("2026-10-20 18:00").ok("backup", *none)
    assert names(folder(used)) == [FIRST, "20261020T100000Z"]
    assert place(folder(used), DIGEST).exists()


def test_the_backups_of_another_desk_in_the_same_folder_are_left_alone(
    used: Desk, tmp_path: Path, practice_home: Path
) -> None:
    none = ("--daily", 0, "--weekly", 0, "--monthly", 0)
    other = Desk(tmp_path / "other", used.now)
    other.ok("init", "--practice")
    other.ok("record", "断网")
    other.ok("attach", 1, paper(other, "other.jpg", b"other\n"))
    both = tmp_path / "usb"
    other.ok("backup", "--to", both)
    used.at("2026-10-20 18:00").ok("backup", "--to", both, *none)
    used.at("2026-10-25 18:00").ok("backup", "--to", both, *none)
    assert names(both) == [FIRST, "20261025T100000Z"]
    assert other.ok("restore", "--drill", "--from", both)["backup"] == FIRST
    assert used.ok("restore", "--drill", "--from", both)["backup"] == "20261025T100000Z"


def test_what_a_killed_backup_left_goes_with_the_next_one(used: Desk) -> None:
    folder(used).mkdir()
    (folder(used) / ".draft-1-aa").mkdir()
    (folder(used) / ".draft-1-aa" / "tsk.db").write_bytes(b"half")
    (folder(used) / ".gone-20250101T000000Z").mkdir()
    assert used.ok("restore", "--list")["backups"] == []
    used.ok("backup")
    assert hidden(folder(used)) == []


STAFF = """
[staff]
w1 = { zh = "林小满", en = "Lin", role = "clerk", department = "care", store = "HZ01" }
w2 = { zh = "陈静", en = "Chen", role = "supervisor", department = "care" }

[channels]"""


# ── who may ────────────────────────────────────────────────────────────────────────────────────────


def test_backups_take_the_right_where_staff_is_listed(used: Desk) -> None:
    rules = used.home / "rules.toml"
    rules.write_text(rules.read_text("utf-8").replace("\n[channels]", STAFF, 1), "utf-8")
    for words in (("backup",), ("restore", "--latest", "--yes"), ("restore", "--list")):
        fails(used, 4, *words, "--as", "w1", naming=("restore",))
    assert not folder(used).exists()
    used.ok("backup", "--as", "w2")
    assert used.ok("restore", "--latest", "--yes", "--as", "w2")["backup"] == FIRST
