"""A backup that is killed is none, or whole; a restore that is killed leaves the old desk or the new one.

Each is first run to its end, and its writing system calls are counted; then it is killed at moments drawn among them.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, Figure
from killing import LATER, Run, Tracer, fresh_folder, log_of, tracing
from soaking import SEED, budget

KILLS = budget(8, 400)
PAPER = b"a page of the contract\n" * 1000
FIRST = "20261009T084000Z"


@pytest.fixture(scope="module")
def tracer() -> Iterator[Tracer]:
    yield from tracing()


@pytest.fixture
def scratch() -> Iterator[Path]:
    yield from fresh_folder()


@pytest.fixture
def backed(practice_home: Path, tmp_path: Path) -> Desk:
    """A backup with a paper, and since then a new complaint and a new paper."""
    desk = Desk(practice_home).copy(tmp_path / "backed")
    for name, id in (("first.pdf", 1), ("second.pdf", 2)):
        (tmp_path / name).write_bytes(name.encode() + PAPER)
        desk.ok("record", "断网三天", "--category", "network", "--phone", "13800000001")
        desk.ok("attach", id, tmp_path / name)
        if id == 1:
            desk.ok("backup")
    return desk.at("2026-10-09 18:00")


class Kills:
    """One command, killed again and again on copies of the same desk."""

    def __init__(self, tracer: Tracer, base: Desk, scratch: Path, *words: object) -> None:
        self.tracer, self.base, self.home, self.words = tracer, base, scratch / "home", words
        desk = self.fresh()
        measured = tracer.run(desk, words)
        assert measured.code == 0, measured
        self.calls = measured.calls
        self.after = desk

    def fresh(self) -> Desk:
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.base.home, self.home)
        return Desk(self.home, self.base.now)

    def each(self, name: str) -> Iterator[tuple[Desk, Run]]:
        """Each desk right after the kill; a moment is before a writing call, behind it, or microseconds later."""
        draw, done, tried = random.Random(f"{SEED} {name}"), 0, 0
        while done < KILLS:
            tried += 1
            assert tried < 4 * KILLS, "most runs end before they are killed"
            way = draw.randrange(3)
            later = draw.uniform(0, LATER) if way == 2 else 0.0
            moment = {"call": draw.randint(1, self.calls), "before": way == 0, "later": later}
            desk = self.fresh()
            run = self.tracer.run(desk, self.words, moment=moment)
            if run.killed:
                done += 1
                yield desk, run


def listed(desk: Desk) -> list[Any]:
    """The backups that the desk lists; every one of them restores whole."""
    found: list[Any] = desk.ok("restore", "--list")["backups"]
    assert [one["findings"] for one in found] == [[]] * len(found)
    return found


def hidden(desk: Desk) -> list[str]:
    return [path.name for path in (desk.home / "backups").iterdir() if path.name.startswith((".draft", ".gone"))]


@pytest.mark.soak
def test_a_killed_backup_is_none_or_whole_and_the_next_one_clears_up(
    tracer: Tracer, backed: Desk, scratch: Path, figure: Figure
) -> None:
    kills = Kills(tracer, backed, scratch, "backup", "--daily", 0, "--weekly", 0, "--monthly", 0)
    before, made = log_of(backed), 0
    for desk, run in kills.each("backup"):
        assert log_of(desk) == before
        found = listed(desk)
        assert {one["events"] for one in found} <= {3, 6}, run
        assert FIRST in [one["name"] for one in found]
        made += len(found) - 1
        if run.out:
            assert len(found) == 2
        desk.at("2026-10-09 20:00").ok("backup")
        assert hidden(desk) == []
        assert desk.ok("restore", "--drill")["events"] == 6
    figure("backups killed", KILLS)
    figure("killed backups that had got their name", made)


@pytest.mark.soak
def test_a_killed_restore_leaves_the_old_desk_or_the_new_one(
    tracer: Tracer, backed: Desk, scratch: Path, figure: Figure
) -> None:
    kills = Kills(tracer, backed, scratch, "restore", FIRST, "--yes")
    old, new = log_of(backed), log_of(kills.after)
    assert len(new.steps) == 4 != len(old.steps)
    restored = inside = 0
    for desk, run in kills.each("restore"):
        found = log_of(desk)
        assert found in (old, new), run
        inside += run.inside
        restored += found == new
        kept = [one for one in listed(desk) if one["label"] == "replaced"]
        assert found == old or [one["events"] for one in kept] == [6]  # nothing goes before it is kept
        assert not run.out or found == new
        assert desk.ok("restore", FIRST, "--yes")["events"] == 3
        assert log_of(desk).steps[-1][3] == "restored"
        desk.at("2026-10-09 20:00").ok("backup")
        assert hidden(desk) == []
    figure("restores killed", KILLS)
    figure("restores killed inside the write transaction", inside)
    figure("killed restores that left the new desk", restored)


@pytest.mark.soak
def test_a_killed_restore_over_a_wreck_leaves_the_wreck_or_the_new_desk(
    tracer: Tracer, backed: Desk, scratch: Path, figure: Figure
) -> None:
    """At no moment is there no file: nobody could begin an empty desk in its place."""
    wreck = b"this is no database\n" * 5000
    (backed.home / "tsk.db").write_bytes(wreck)
    (backed.home / "tsk.db-wal").write_bytes(b"nor is this its journal\n" * 300)
    kills = Kills(tracer, backed, scratch, "restore", FIRST, "--yes")
    new, restored = log_of(kills.after), 0
    for desk, run in kills.each("wreck"):
        content = (desk.home / "tsk.db").read_bytes()
        if content == wreck:
            assert not run.out
            assert desk.tsk("list").code == 6
            desk.ok("restore", FIRST, "--yes")
        else:
            restored += 1
        assert log_of(desk) == new
        kept = (desk.home / "backups").glob("wreck-*/tsk.db")
        assert {path.read_bytes() for path in kept} == {wreck}
    figure("restores killed", KILLS)
    figure("killed restores that left the new desk", restored)
