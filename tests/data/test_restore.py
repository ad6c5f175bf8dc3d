"""`restore`: what comes back is what was; a damaged backup is refused; what is replaced is kept and named."""

from __future__ import annotations

import json
import os
import pty
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, raw_database
from keeping import PAPER, chain, fails, folder, hidden, holds, manifest, names, paper, place, shown

FIRST = "20261009T084000Z"  # 16:40 in China
LATER = "20261010T010000Z"  # 09:00 on the next day
DIGEST = sha256(PAPER).hexdigest()


@pytest.fixture(scope="module")
def backed(practice_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Two complaints, one handled and with a paper; a backup on Friday at 16:40 and one on Saturday at 09:00."""
    desk = Desk(practice_home).copy(tmp_path_factory.mktemp("backed") / "home")
    desk.ok("record", "断网三天", "--customer", "林小满", "--phone", "13800000001", "--category", "network")
    desk.ok("record", "多扣了费用", "--category", "business")
    desk.ok("attach", 1, paper(desk, "bill.jpg"))
    desk.ok("backup")
    desk.at("2026-10-10 09:00").ok("contact", 1, "--via", "phone", "--note", "客户在家")
    desk.ok("propose", 1, "换卡", "--cause", "equipment", "--upheld", "yes")
    desk.ok("backup")
    return desk.at("2026-10-10 11:00")


@pytest.fixture
def desk(backed: Desk, tmp_path: Path) -> Desk:
    """A copy of it, with what was recorded since: complaint 3, and an answer to complaint 1."""
    desk = backed.copy(tmp_path / "desk")
    desk.ok("record", "营业员态度恶劣", "--category", "attitude")
    desk.ok("reply", 1, "已换卡", "--via", "phone")
    return desk


# ── what comes back ────────────────────────────────────────────────────────────────────────────────


def test_what_comes_back_is_what_was(backed: Desk, desk: Desk) -> None:
    before, proved = shown(backed), backed.ok("verify")
    assert shown(desk) != before
    desk.ok("restore", LATER, "--yes")
    assert shown(desk) == before
    after = desk.ok("verify")
    assert (after["desk_id"], after["complaints"], after["texts"]) == (
        proved["desk_id"],
        proved["complaints"],
        proved["texts"],
    )
    assert chain(desk.home / "tsk.db")[:-1] == chain(backed.home / "tsk.db")
    assert after["events"] == proved["events"] + 1


def test_it_comes_back_in_another_home_too(backed: Desk, tmp_path: Path) -> None:
    """A new machine: there is neither a desk nor a folder, and nobody who could be asked."""
    elsewhere = Desk(tmp_path / "new" / "home", backed.now)
    told = elsewhere.ok("restore", folder(backed) / LATER, "--yes")
    assert (told["kept_as"], told["gone"], told["attachments"], told["rules"]) == ("", None, 1, True)
    assert shown(elsewhere) == shown(backed)
    assert (elsewhere.home / "rules.toml").read_bytes() == (backed.home / "rules.toml").read_bytes()
    assert holds(place(elsewhere.home, DIGEST))
    assert elsewhere.ok("verify")["whole"]
    assert (elsewhere.home / "tsk.db").stat().st_mode & 0o777 == 0o600
    assert elsewhere.ok("record", "断网")["number"].endswith("-0003")


def test_the_chain_goes_on_with_who_restored_what_and_what_was_replaced(desk: Desk) -> None:
    replaced = desk.ok("verify")
    told = desk.ok("restore", LATER, "--yes", "--reason", "disk replaced", "--as", "chen")
    with closing(raw_database(desk.home / "tsk.db")) as db:
        columns = "n, kind, id, type, actor, body"
        n, *row, body = db.execute(f"SELECT {columns} FROM event ORDER BY n DESC LIMIT 1").fetchone()
        private = db.execute("SELECT field, value FROM private WHERE n = ?", (n,)).fetchall()
    assert row == ["admin", 0, "restored", "chen"]
    body = json.loads(body)
    assert body.pop("private").keys() == {"reason"}
    assert body == {
        "backup": LATER,
        "kept_as": told["kept_as"],
        "replaced_n": replaced["events"],
        "replaced_hash": replaced["hash"],
    }
    assert private == [("reason", "disk replaced")]


def test_what_is_no_longer_there_is_named(desk: Desk) -> None:
    told = desk.ok("restore", FIRST, "--yes")
    assert told["gone"] == {
        "events": 6,
        "recorded": ["20261010-0003"],
        "continued": ["20261009-0001"],
        "anonymised": [],
        "others": [],
    }
    assert told["kept_as"] == "20261010T030000Z-replaced"
    kept = next(one for one in desk.ok("restore", "--list")["backups"] if one["name"] == told["kept_as"])
    assert (kept["label"], kept["complaints"], kept["whole"]) == ("replaced", 3, True)


def test_what_was_filed_beside_the_complaints_since_is_named_too(desk: Desk) -> None:
    when = ("--department", "network", "--owner", "w2", "--by", "2026-11-02")
    desk.ok("measure", "add", "Check the cables.", *when)
    told = desk.tsk("restore", LATER, "--yes")
    assert "  Beside them: improvement measure (1)" in told.out
    assert desk.ok("measure", "list") == []
    kept = desk.ok("restore", "20261010T030000Z-replaced", "--yes")
    assert (kept["gone"]["others"], len(desk.ok("measure", "list"))) == ([], 1)


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "en",
            [
                "Restored from 20261010T010000Z: 2 complaints, 8 events.",
                "Recorded since, and not in it: 3 steps.",
                "  New complaints: 20261010-0003",
                "  Further steps on: 20261009-0001",
                "What was there is kept as 20261010T030000Z-replaced.",
            ],
        ),
        (
            "zh",
            [
                "已从 20261010T010000Z 恢复：2 件投诉，8 条记录。",
                "此后登记、备份中没有的：3 步。",
                "  新投诉：20261010-0003",
                "  又有办理的：20261009-0001",
                "原有内容保留为 20261010T030000Z-replaced。",
            ],
        ),
    ],
)
def test_people_are_told_what_to_type_in_again(desk: Desk, lang: str, lines: list[str]) -> None:
    told = desk.tsk("restore", "--latest", "--yes", "--lang", lang)
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines() == lines


def test_a_number_that_was_given_out_is_not_given_again(desk: Desk) -> None:
    """Whoever has the slip of complaint 3 must not meet somebody else's complaint under its number."""
    desk.ok("restore", LATER, "--yes")
    assert desk.tsk("show", 3).code == 3
    assert desk.ok("record", "营业员态度恶劣")["number"] == "20261010-0004"
    assert desk.ok("verify")["whole"]


def test_what_was_replaced_comes_back_too(desk: Desk) -> None:
    before = shown(desk)
    kept = desk.ok("restore", FIRST, "--yes")["kept_as"]
    told = desk.ok("restore", kept, "--yes")
    assert shown(desk) == before
    assert told["gone"] == {"events": 0, "recorded": [], "continued": [], "anonymised": [], "others": []}
    assert told["kept_as"] == "20261010T030000Z-replaced-2"
    assert desk.ok("verify")["whole"]


def test_the_latest_is_not_what_a_restore_replaced(desk: Desk) -> None:
    desk.ok("restore", FIRST, "--yes")
    assert desk.ok("restore", "--latest", "--yes")["backup"] == LATER


def test_search_finds_what_came_back_and_nothing_else(desk: Desk) -> None:
    desk.ok("restore", LATER, "--yes")
    assert [case["id"] for case in desk.ok("search", "断网")] == [1]
    assert desk.ok("search", "态度") == []


def test_the_rules_stay_unless_they_are_asked_for_or_gone(desk: Desk) -> None:
    rules = desk.home / "rules.toml"
    old = rules.read_bytes()
    rules.write_bytes(old + b"\n# a remark\n")
    assert desk.ok("restore", LATER, "--yes")["rules"] is False
    assert rules.read_bytes() == old + b"\n# a remark\n"
    told = desk.ok("restore", LATER, "--yes", "--with-rules")
    assert (told["rules"], rules.read_bytes()) == (True, old)
    assert (folder(desk) / told["kept_as"] / "rules.toml").read_bytes() == old + b"\n# a remark\n"
    rules.unlink()
    assert desk.ok("restore", LATER, "--yes")["rules"] is True
    assert rules.read_bytes() == old


def test_attachments_that_the_home_has_lost_are_brought_back(desk: Desk) -> None:
    place(desk.home, DIGEST).unlink()
    told = desk.tsk("restore", LATER, "--yes")
    assert "Attachments brought back: 1" in told.out
    assert holds(place(desk.home, DIGEST))
    assert desk.ok("verify")["whole"]


def test_a_bare_copy_of_the_database_can_be_restored(backed: Desk, desk: Desk, tmp_path: Path) -> None:
    shutil.copy(folder(backed) / LATER / "tsk.db", tmp_path / "copy.db")
    told = desk.ok("restore", tmp_path / "copy.db", "--yes")
    assert told["gone"]["recorded"] == ["20261010-0003"]
    assert shown(desk) == shown(backed)


def test_the_desk_itself_is_no_backup(desk: Desk) -> None:
    """Whoever opens a database as a file and closes it gives up the locks that SQLite holds on it."""
    fails(desk, 2, "restore", desk.home / "tsk.db", "--yes", naming=("is the desk itself",))
    os.link(desk.home / "tsk.db", desk.home / "other.db")
    fails(desk, 2, "restore", desk.home / "other.db", "--yes", naming=("is the desk itself",))
    assert names(folder(desk)) == [FIRST, LATER]


# ── asked first ────────────────────────────────────────────────────────────────────────────────────


def test_in_a_pipe_it_takes_a_name_and_a_yes(desk: Desk) -> None:
    before = chain(desk.home / "tsk.db")
    fails(desk, 2, "restore", naming=(f"`tsk restore {LATER}`",))
    fails(desk, 2, "restore", "--yes", naming=(f"`tsk restore {LATER}`",))
    fails(desk, 2, "restore", LATER, naming=("--yes",))
    fails(desk, 2, "restore", "--latest", "--json", naming=("--yes",))
    assert chain(desk.home / "tsk.db") == before
    assert names(folder(desk)) == [FIRST, LATER]
    assert hidden(folder(desk)) == []


def test_a_name_that_is_none_is_said(desk: Desk) -> None:
    fails(desk, 2, "restore", "20200101T000000Z", "--yes", naming=("20200101T000000Z", "--list"))


def on_a_terminal(desk: Desk, answer: bytes, *words: str) -> tuple[int, str]:
    """Exit code and output of a command on a terminal, where somebody types the answer."""
    above, below = pty.openpty()
    process = desk.process(*words, stdin=below, stdout=below, stderr=below, env={**os.environ, **desk.env})
    os.close(below)
    os.write(above, answer)
    said = b""
    try:
        while piece := os.read(above, 4096):
            said += piece
    except OSError:  # the other end is closed
        pass
    os.close(above)
    return process.wait(timeout=60), said.decode()


def test_on_a_terminal_a_person_is_told_what_goes_and_asked(desk: Desk) -> None:
    before = chain(desk.home / "tsk.db")
    code, said = on_a_terminal(desk, b"n\n", "restore")
    assert code == 0
    assert "New complaints: 20261010-0003" in said
    assert f"Restore {LATER} (made 2026-10-10 09:00)?" in said
    assert "Nothing was restored." in said
    assert chain(desk.home / "tsk.db") == before
    code, said = on_a_terminal(desk, b"y\n", "restore")
    assert code == 0
    assert "Restored from" in said
    assert len(chain(desk.home / "tsk.db")) == 9


# ── damaged backups ────────────────────────────────────────────────────────────────────────────────


def flip(name: str, where: int) -> Callable[[Path], None]:
    def harm(one: Path) -> None:
        content = bytearray((one / name).read_bytes())
        content[where] ^= 1
        (one / name).write_bytes(content)

    return harm


def truncated(one: Path) -> None:
    content = (one / "tsk.db").read_bytes()
    (one / "tsk.db").write_bytes(content[: len(content) // 2])


def zeros(one: Path) -> None:
    (one / "tsk.db").write_bytes(bytes((one / "tsk.db").stat().st_size))


def without(name: str) -> Callable[[Path], None]:
    return lambda one: (one / name).unlink()


def lost_paper(one: Path) -> None:
    place(one.parent, DIGEST).unlink()


def changed_paper(one: Path) -> None:
    place(one.parent, DIGEST).write_bytes(b"x" + PAPER[1:])


HARMS: dict[str, tuple[Callable[[Path], None], str]] = {
    "first byte of the database": (flip("tsk.db", 0), "tsk.db"),
    "a byte in the middle of the database": (flip("tsk.db", 100_000), "tsk.db"),
    "last byte of the database": (flip("tsk.db", -1), "tsk.db"),
    "half a database": (truncated, "tsk.db"),
    "a database of zeros": (zeros, "tsk.db"),
    "no database": (without("tsk.db"), "tsk.db"),
    "a byte of the manifest": (flip("manifest.json", 40), "manifest.json"),
    "last byte of the manifest": (flip("manifest.json", -1), "manifest.json"),
    "no manifest": (without("manifest.json"), "manifest.json"),
    "a byte of the rules": (flip("rules.toml", 900), "rules.toml"),
    "a byte of the list of attachments": (flip("attachments.txt", 3), "attachments.txt"),
    "a lost attachment": (lost_paper, DIGEST[:12]),
}


@pytest.mark.parametrize("what", HARMS)
def test_a_damaged_backup_is_refused_by_name_with_what_differs(desk: Desk, what: str) -> None:
    before = chain(desk.home / "tsk.db")
    harm, naming = HARMS[what]
    harm(folder(desk) / LATER)
    fails(desk, 6, "restore", LATER, "--yes", naming=(LATER, naming))
    listed = {one["name"]: one for one in desk.ok("restore", "--list")["backups"]}
    assert listed[LATER]["whole"] is False
    assert naming in listed[LATER]["findings"][0]
    assert chain(desk.home / "tsk.db") == before
    assert names(folder(desk)) == [FIRST, LATER]
    assert hidden(folder(desk)) == []


@pytest.mark.parametrize("what", [what for what in HARMS if "attachment" not in what or "list" in what])
def test_an_older_one_that_is_whole_is_named_and_taken_as_the_latest(desk: Desk, what: str) -> None:
    HARMS[what][0](folder(desk) / LATER)
    fails(desk, 6, "restore", LATER, "--yes", naming=(f"`tsk restore {FIRST}`",))
    fails(desk, 6, "restore", "--drill", naming=(LATER, f"`tsk restore {FIRST}`"))
    assert desk.ok("restore", "--latest", "--yes")["backup"] == FIRST


def test_a_changed_attachment_of_the_same_size_is_found_when_it_is_tried(desk: Desk) -> None:
    """The list looks at sizes alone; whoever restores, or drills, reads every byte."""
    changed_paper(folder(desk) / LATER)
    fails(desk, 6, "restore", "--drill", naming=(LATER, "20261009-0001"))
    fails(desk, 6, "restore", LATER, "--yes", naming=(LATER, "20261009-0001", "No older backup there is whole."))


def test_a_backup_whose_history_was_edited_and_sealed_anew_is_refused(desk: Desk) -> None:
    """Somebody changes an event in the copy and writes a manifest that fits: the chain still tells."""
    one = folder(desk) / LATER
    with closing(raw_database(one / "tsk.db")) as db:
        db.execute("DROP TRIGGER event_update")
        db.execute("UPDATE event SET actor = 'nobody' WHERE n = 3")
        db.commit()
    from tsk.backups import FileMark, read, written

    found = read((one / "manifest.json").read_bytes())
    assert found
    content = (one / "tsk.db").read_bytes()
    mark = FileMark(sha256(content).hexdigest(), len(content))
    from msgspec.structs import replace

    (one / "manifest.json").write_bytes(written(replace(found, database=mark)))
    assert desk.ok("restore", "--list")["backups"][0]["whole"] is True  # its files are what it says
    fails(desk, 6, "restore", LATER, "--yes", naming=(LATER, "Event 3"))


def test_a_backup_of_another_desk_is_refused(desk: Desk, tmp_path: Path) -> None:
    other = Desk(tmp_path / "other", desk.now)
    other.ok("init", "--practice")
    name = other.ok("backup")["name"]
    fails(desk, 6, "restore", folder(other) / name, "--yes", naming=(name, "another desk"))


# ── what is in the place ───────────────────────────────────────────────────────────────────────────


def spoiled(content: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content)


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:10_000])


def header(path: Path) -> None:
    path.write_bytes(b"\xff" * 100 + path.read_bytes()[100:])


def other_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE songs (title TEXT)")
        db.commit()


WRECKS: dict[str, Callable[[Path], None]] = {
    "nothing in the file": spoiled(b""),
    "zeros": spoiled(bytes(400_000)),
    "text": spoiled("这不是数据库\n".encode() * 500),
    "half of it": cut_off,
    "no header": header,
    "a database of another program": other_program,
}


@pytest.mark.parametrize("what", WRECKS)
def test_a_wreck_is_kept_and_the_latest_backup_takes_its_place(backed: Desk, desk: Desk, what: str) -> None:
    database = desk.home / "tsk.db"
    WRECKS[what](database)
    wreck = database.read_bytes()
    fails(desk, 6, "list", naming=("tsk restore",))
    told = desk.ok("restore", "--latest", "--yes")
    assert (told["backup"], told["gone"]) == (LATER, None)
    assert shown(desk) == shown(backed)
    assert desk.ok("verify")["whole"]
    assert told["kept_as"].startswith("wreck-2026")
    assert (folder(desk) / told["kept_as"] / "tsk.db").read_bytes() == wreck
    assert hidden(folder(desk)) == []
    assert [path.name for path in desk.home.iterdir() if path.name.startswith(".")] == []


def test_where_the_database_is_gone_the_latest_backup_takes_its_place(backed: Desk, desk: Desk) -> None:
    (desk.home / "tsk.db").unlink()
    told = desk.ok("restore", "--latest", "--yes")
    assert (told["kept_as"], told["gone"]) == ("", None)
    assert shown(desk) == shown(backed)
    assert desk.ok("verify")["whole"]


@pytest.mark.parametrize("words", [("list",), ("record", "断网"), ("init", "--practice")], ids=lambda words: words[0])
def test_where_the_database_is_gone_nobody_begins_an_empty_one(desk: Desk, words: tuple[str, ...]) -> None:
    """The next number would be 0001 again."""
    (desk.home / "tsk.db").unlink()
    fails(desk, 6, *words, naming=("tsk.db", "tsk restore"))
    assert not (desk.home / "tsk.db").exists()
    assert desk.ok("restore", "--latest", "--yes")["complaints"] == 2


def test_a_journal_alone_says_that_there_was_a_desk(desk: Desk) -> None:
    (desk.home / "tsk.db").unlink()
    shutil.rmtree(folder(desk))
    (desk.home / "tsk.db-wal").write_bytes(b"the last steps")
    fails(desk, 6, "record", "断网", naming=("tsk.db", "tsk restore"))


def test_a_journal_that_was_left_is_not_played_into_what_comes_back(backed: Desk, desk: Desk, tmp_path: Path) -> None:
    """The database is gone, its journal of the last steps is still there: it belongs to another file now."""
    database, journal = desk.home / "tsk.db", desk.home / "tsk.db-wal"
    with closing(raw_database(database)) as holder:  # as long as somebody has it open, the journal stays
        holder.execute("SELECT count(*) FROM event").fetchone()
        desk.ok("record", "断网")
        shutil.copy(journal, tmp_path / "journal")
    database.unlink()
    shutil.copy(tmp_path / "journal", journal)
    assert journal.stat().st_size > 4096
    told = desk.ok("restore", "--latest", "--yes")
    assert shown(desk) == shown(backed)
    assert desk.ok("verify")["whole"]
    kept = folder(desk) / told["kept_as"] / "tsk.db-wal"
    assert kept.read_bytes() == (tmp_path / "journal").read_bytes()


def test_a_database_with_a_damaged_page_is_kept_as_it_is_and_replaced(backed: Desk, desk: Desk) -> None:
    """It opens, so that others may have it open; a whole backup of it cannot be made."""
    database = desk.home / "tsk.db"
    content = bytearray(database.read_bytes())
    content[-4096 * 3 : -4096 * 2] = b"\xaa" * 4096
    database.write_bytes(content)
    fails(desk, 6, "backup")
    told = desk.ok("restore", "--latest", "--yes")
    assert told["kept_as"].startswith("wreck-2026")
    assert b"\xaa" * 4096 in (folder(desk) / told["kept_as"] / "tsk.db").read_bytes()
    assert shown(desk) == shown(backed)
    assert desk.ok("verify")["whole"]


# ── while others work ──────────────────────────────────────────────────────────────────────────────

WRITER = """
import sys
from tsk.cli import main
for n in range(30):
    assert main(["record", f"断网 {n}", "--category", "network"]) == 0
"""


def test_no_confirmed_step_is_lost_between_what_is_kept_and_what_goes_on(desk: Desk) -> None:
    """Three record on while a backup is restored twice: each complaint is in what was kept, or in what there is now."""
    env = {**os.environ, **desk.env}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    kept = []
    while any(process.poll() is None for process in running):
        if desk.events > 20 or kept:
            kept.append(desk.ok("restore", LATER, "--yes")["kept_as"])
        if len(kept) == 2:
            break
    said = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0] * 3, said
    numbers = re.findall(r"\b\d{8}-\d{4}\b", "".join(out for out, _ in said))
    assert len(set(numbers)) >= 90
    places = [folder(desk) / name / "tsk.db" for name in kept] + [desk.home / "tsk.db"]
    held = {number for path in places for number in recorded(path)}
    assert set(numbers) - held == set()
    assert desk.ok("verify")["whole"]


def recorded(database: Path) -> list[str]:
    with closing(raw_database(database)) as db:
        return [number for (number,) in db.execute("SELECT number FROM complaint")]


def test_whoever_has_the_desk_open_reads_the_old_or_the_new(desk: Desk) -> None:
    with closing(raw_database(desk.home / "tsk.db")) as other:
        before = other.execute("SELECT count(*) FROM complaint").fetchone()
        desk.ok("restore", LATER, "--yes")
        assert (before, other.execute("SELECT count(*) FROM complaint").fetchone()) == ((3,), (2,))


def test_somebody_who_writes_for_too_long_is_said_and_nothing_replaced(desk: Desk, monkeypatch: Any) -> None:
    monkeypatch.setattr("tsk.db.sqlite.BUSY_SECONDS", 1)
    before = chain(desk.home / "tsk.db")
    with closing(raw_database(desk.home / "tsk.db")) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        fails(desk, 6, "restore", LATER, "--yes", naming=("busy",))
        other.execute("ROLLBACK")
    assert chain(desk.home / "tsk.db") == before
    assert names(folder(desk)) == [FIRST, LATER]


# ── the drill ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        (
            "en",
            "20261010T010000Z (made 2026-10-10 09:00) restores whole: "
            "2 complaints, 8 events, 1 attachment; 3 events were recorded since.\n",
        ),
        (
            "zh",
            "20261010T010000Z（2026-10-10 09:00 备份）可完好恢复：2 件投诉，8 条记录，1 个附件；此后又有 3 条记录。\n",
        ),
    ],
)
def test_a_drill_says_in_one_line_that_the_newest_restores(desk: Desk, lang: str, line: str) -> None:
    before, database = chain(desk.home / "tsk.db"), (folder(desk) / LATER / "tsk.db").read_bytes()
    told = desk.tsk("restore", "--drill", "--lang", lang)
    assert told == (0, line, "")
    assert chain(desk.home / "tsk.db") == before
    assert (folder(desk) / LATER / "tsk.db").read_bytes() == database
    assert hidden(folder(desk)) == []
    assert desk.ok("restore", "--drill")["since"] == 3


def test_a_drill_without_a_backup_fails(practice_home: Path, tmp_path: Path) -> None:
    desk = Desk(practice_home).copy(tmp_path / "home")
    fails(desk, 6, "restore", "--drill", naming=("tsk backup",))


def test_a_drill_finds_that_history_was_rewritten_since(backed: Desk, tmp_path: Path) -> None:
    """The desk goes on from an older copy of itself: whole by itself, but the backup knows better."""
    desk = backed.copy(tmp_path / "desk")
    older = desk.copy(tmp_path / "older")
    shutil.copy(folder(desk) / FIRST / "tsk.db", older.home / "tsk.db")
    older.ok("record", "别的投诉")
    assert older.ok("verify")["whole"]
    fails(older, 6, "restore", "--drill", naming=(LATER, "event 6", str(older.home / "tsk.db")))


def test_a_drill_finds_that_steps_were_cut_off_since(backed: Desk, tmp_path: Path) -> None:
    desk = backed.copy(tmp_path / "desk")
    shutil.copy(folder(desk) / FIRST / "tsk.db", desk.home / "tsk.db")
    fails(desk, 6, "restore", "--drill", naming=(LATER, "event 6"))


def test_a_drill_after_a_restore_knows_why_the_chain_goes_on_otherwise(desk: Desk) -> None:
    desk.ok("restore", FIRST, "--yes")
    assert desk.ok("restore", "--drill")["backup"] == LATER
    desk.ok("record", "断网")
    assert desk.ok("restore", "--drill")["backup"] == LATER
    desk.at("2026-10-10 12:00").ok("backup")
    assert desk.ok("restore", "--drill")["backup"] == "20261010T040000Z"


def test_the_list_is_a_table_in_a_pipe_and_json(desk: Desk) -> None:
    lines = desk.tsk("restore", "--list").out.splitlines()
    assert [line.split("\t")[0] for line in lines] == [LATER, FIRST]
    assert lines[0].split("\t")[1:4] == ["2026-10-10 09:00", "2", "8"]
    assert lines[0].split("\t")[-1] == "whole"
    first = desk.ok("restore", "--list")["backups"][0]
    size = manifest(folder(desk), LATER)["database"]["size"]
    assert first == {
        "name": LATER,
        "made_at": "2026-10-10T09:00:00+08:00",
        "label": "",
        "complaints": 2,
        "events": 8,
        "bytes": size,
        "attachments": 1,
        "missing": 0,
        "whole": True,
        "findings": [],
    }


@pytest.mark.parametrize("words", [("restore", "--latest", "--yes"), ("restore", "--drill")], ids=" ".join)
def test_a_full_disk_is_not_taken_for_a_damaged_backup(desk: Desk, words: tuple[str, ...]) -> None:
    desk.ok("record", "No line", "--category", "network", "--phone", "13800000001")
    desk.ok("backup")

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))

    command = desk.process(*words, preexec_fn=little_room)
    out, err = command.communicate()
    assert (command.returncode, out) == (6, "")
    assert "it may be full" in err
    assert not any(word in err for word in ("damaged", "whole"))
    assert desk.ok("restore", "--drill")["whole"] is True


@pytest.mark.parametrize(
    "words", [("backup", "--to"), ("restore", "--yes"), ("restore", "--drill", "--from")], ids=" ".join
)
def test_the_folder_of_nobody_is_none(desk: Desk, words: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        told = desk.tsk(*words, "~nobody-of-that-name/there")
    assert (told.code, "unexpectedly" in told.err) == (0 if "--to" in words else (2 if "--yes" in words else 6), False)


def test_the_reason_of_a_restore_is_as_short_and_as_harmless_as_any(desk: Desk) -> None:
    desk.ok("backup")
    assert desk.tsk("restore", "--latest", "--yes", "--reason", "x" * 2001).code == 2
    desk.ok("restore", "--latest", "--yes", "--reason", "Ruined\x1b[31m\nfile")
    with closing(raw_database(desk.home / "tsk.db")) as db:
        ((said,),) = db.execute("SELECT value FROM private WHERE field = 'reason'")
    assert "\x1b" not in said
