"""A desk that may be read but not written, and journals that somebody deleted."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, Result
from eventlog import event_rows
from soaking import new_folder

NOBODY = 65534
READING = (
    ("list",), ("show", 1), ("search", "断网"), ("overdue",), ("report",), ("inbox",), ("explain", 1), ("verify",),
    ("incident", "list"), ("rules", "show"), ("handover",),
)  # fmt: skip
WRITING = (("record", "断网四天"), ("contact", 1, "--via", "phone"), ("chase", 1), ("undo", 1))


@contextmanager
def as_nobody() -> Iterator[None]:
    """As somebody to whom nothing belongs, where the tests are run by root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def lent(practice_home: Path) -> Iterator[Desk]:
    """A desk with three complaints in a folder that everybody may look into."""
    folder = new_folder()
    folder.chmod(0o755)
    desk = Desk(practice_home).copy(folder / "home")
    for _ in range(3):
        desk.ok("record", "断网三天")
    for path in (desk.home, *desk.home.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    yield desk
    subprocess.run(["chmod", "-R", "u+w", str(folder)], check=True)
    subprocess.run(["rm", "-r", str(folder)], check=True)


def locked(desk: Desk, folder: int, files: int) -> Desk:
    for path in desk.home.rglob("*"):
        path.chmod(folder if path.is_dir() else files)
    desk.home.chmod(folder)
    return desk


def answers(desk: Desk, commands: tuple[Any, ...]) -> dict[Any, Result]:
    return {words: desk.tsk("--as", "tester", *words) for words in commands}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("folder", "files"), [(0o555, 0o444), (0o555, 0o666), (0o755, 0o444)])
def test_who_may_only_read_a_desk_reads_it_and_is_told_why_nothing_can_be_written(
    lent: Desk, folder: int, files: int, lang: str
) -> None:
    expected = answers(lent, READING)
    locked(lent, folder, files)
    before = {path: path.read_bytes() for path in lent.home.iterdir() if path.is_file()}
    with as_nobody():
        assert answers(lent, READING) == expected
        for words in WRITING:
            told = lent.tsk("--lang", lang, *words)
            assert (told.code, told.out) == (6, ""), (words, told)
            assert str(lent.home) in told.err
    assert {path: path.read_bytes() for path in lent.home.iterdir() if path.is_file()} == before


def test_what_lies_in_the_journal_is_never_left_out_of_what_a_reader_sees(lent: Desk) -> None:
    """Where a killed command left steps in the journal, a reader who cannot bring them in is refused, not misled."""
    copy = lent.copy(lent.home.parent / "killed")
    db = sqlite3.connect(copy.home / "tsk.db", isolation_level=None)
    db.execute("SELECT count(*) FROM event").fetchone()
    copy.ok("record", "断网四天")  # stays in the journal as long as somebody has the file open
    journal = (copy.home / "tsk.db-wal").read_bytes()
    main = (copy.home / "tsk.db").read_bytes()
    db.close()
    (copy.home / "tsk.db").write_bytes(main)
    (copy.home / "tsk.db-wal").write_bytes(journal)
    (copy.home / "tsk.db-shm").unlink(missing_ok=True)
    locked(copy, 0o555, 0o444)
    with as_nobody():
        told = copy.tsk("list", "--json")
    assert told.code == 6 or len(told.json) == 4, told
    locked(copy, 0o755, 0o644)
    assert len(copy.ok("list")) == 4


def test_a_journal_deleted_while_the_desk_is_closed_takes_nothing_away(lent: Desk) -> None:
    before = event_rows(lent)
    for name in ("tsk.db-wal", "tsk.db-shm"):
        (lent.home / name).unlink(missing_ok=True)
    assert lent.ok("verify")["whole"]
    assert lent.ok("record", "断网四天")["id"] == 4
    assert event_rows(lent)[: len(before)] == before


def test_a_journal_deleted_while_others_have_the_desk_open_leaves_a_file_that_is_whole(lent: Desk) -> None:
    """What was written into a deleted journal is gone; what is there is whole, and the desk goes on from it."""
    before = event_rows(lent)
    other = sqlite3.connect(lent.home / "tsk.db", isolation_level=None)
    other.execute("SELECT count(*) FROM event").fetchone()
    lent.ok("record", "断网四天")
    for name in ("tsk.db-wal", "tsk.db-shm"):
        (lent.home / name).unlink(missing_ok=True)
    for words in (("list",), ("record", "断网五天"), ("chase", 1), ("verify",)):
        told = lent.tsk(*words)
        assert told.code in (0, 6), told
        assert "Traceback" not in told.err
    other.close()
    assert lent.ok("verify")["whole"]
    assert event_rows(lent)[: len(before)] == before
    assert lent.tsk("record", "断网六天").code == 0
