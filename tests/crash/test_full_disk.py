"""A disk that fills up in the middle of a command: clear words, a true count of what was done, and a whole file."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, Result
from killing import Log, log_of
from test_killed import ACTS

SIZE = 16 << 20
FREE = (0, 60_000, 200_000)  # bytes left on the disk
FULL = re.compile("full|disk|磁盘|No space|空间")
STANDS = re.compile(r"in (\d+) files?|此前写入的 (\d+) 件")


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of its own, sixteen megabytes large."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no small disk can be mounted here: that takes root, and a system that lets it")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def filled(disk: Path, free: int) -> Path:
    """The file that leaves so many bytes of the disk."""
    filler = disk / "filler"
    space = os.statvfs(disk)
    with filler.open("wb") as file:
        file.write(bytes(max(0, space.f_bavail * space.f_frsize - free)))
    return filler


def ran(desk: Desk, *words: object, stdin: str = "", **how: Any) -> Result:
    with desk.process(*words, stdin=subprocess.PIPE, **how) as process:
        out, err = process.communicate(stdin, timeout=60)
    return Result(process.returncode, out, err)


def new_files(found: Log, before: Log) -> int:
    """In how many files there is something new."""
    return len({step[:2] for step in found.steps[len(before.steps) :]})


def said_truly(told: Result, done: int, where: Path) -> None:
    """The refusal says that the disk is full, and of how many files it is not true."""
    assert told.code == 6, told
    assert "Traceback" not in told.err
    assert FULL.search(told.err) and str(where) in told.err, told
    claimed = [int(found[1] or found[2]) for found in STANDS.finditer(told.err)]
    assert max(claimed, default=0) == done, (told, done)
    if not claimed:
        assert "othing was written" in told.err or "未写入任何内容" in told.err or "cannot be written" in told.err


@pytest.mark.parametrize("name", ["attach", "chase of many", "daily", "incident resolve", "import"])
def test_a_full_disk_stops_a_command_between_two_steps_and_it_goes_on_when_there_is_room(
    practice_home: Path, tmp_path: Path, name: str
) -> None:
    act, base = ACTS[name], Desk(practice_home).copy(tmp_path / "base")
    act.prepare(base)
    words = tuple(str(word).replace("{home}", str(base.home)) for word in act.words)
    before, stopped = log_of(base), 0
    with small_disk(tmp_path / "disk") as disk:
        for free in FREE:
            desk = base.copy(disk / "home")
            filler = filled(disk, free)
            told = ran(desk, *words, stdin=act.stdin)
            filler.unlink()
            found = log_of(desk)
            assert found.steps[: len(before.steps)] == before.steps
            if told.code:
                stopped += 1
                said_truly(told, new_files(found, before), disk)
            again = ran(desk, *words, stdin=act.stdin)
            assert again.code in act.again, again
            after = log_of(desk)
            assert after.steps[: len(found.steps)] == found.steps
            shutil.rmtree(desk.home)
    assert stopped


def test_what_is_only_read_is_read_on_a_full_disk(practice_home: Path, tmp_path: Path) -> None:
    base = Desk(practice_home).copy(tmp_path / "base")
    ACTS["reply"].prepare(base)
    with small_disk(tmp_path / "disk") as disk:
        desk = base.copy(disk / "home")
        filled(disk, 0)
        for words in (("list",), ("show", 1), ("overdue",), ("report",), ("inbox",), ("search", "断网"), ("verify",)):
            assert ran(desk, *words) == ran(base, *words), words


def test_a_home_that_a_full_disk_leaves_unfinished_is_made_when_there_is_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        for free in FREE:
            desk = Desk(disk / "home")
            filler = filled(disk, free)
            told = ran(desk, "init", "--practice")
            filler.unlink()
            if told.code:
                assert (told.code, told.out) == (6, "") and "Traceback" not in told.err, told
            assert ran(desk, "init", "--practice").code == 0
            assert desk.ok("record", "断网三天")["id"] == 1
            shutil.rmtree(desk.home)


def no_larger_than(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_limit_on_the_size_of_files_is_a_full_disk(practice_home: Path, tmp_path: Path, lang: str) -> None:
    """What a quota does, for whoever may mount nothing."""
    desk = Desk(practice_home).copy(tmp_path / "home")
    ACTS["chase of many"].prepare(desk)
    before, done = log_of(desk), set()
    ids = "".join(f"{id}\n" for id in range(1, 26))
    for size in (4_096, 120_000, 300_000):
        told = ran(desk, "--lang", lang, "chase", "-", stdin=ids, preexec_fn=no_larger_than(size))
        found = log_of(desk)
        if told.code:
            said_truly(told, new_files(found, before), desk.home)
        done.add(len(found.steps) - len(before.steps))
        before = found
    assert len(done) > 1
