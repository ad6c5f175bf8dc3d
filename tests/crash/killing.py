"""Commands that are killed on the way, and what must hold of the file afterwards."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import Desk, typed
from eventlog import event_rows
from soaking import SEED, new_folder

from tsk.desk.session import Options, open_desk
from tsk.desk.upkeep import verify
from tsk.keys import Keys
from tsk.lifecycle import command_of

LATER = 0.0004  # seconds that a command at most runs on after the drawn system call
UNFINISHED = "may still be read in the file"  # what `verify` says of a removal that was interrupted
Step = tuple[str, int, int, str, str]  # kind, number, place in the file, type, person


class Log(NamedTuple):
    """All steps in the order of the chain, and the places behind which a command, or a file's part of one, ends."""

    steps: tuple[Step, ...]
    ends: frozenset[int]


class Run(NamedTuple):
    """What became of one run: the writing calls it made, its exit code, whether it was killed, and where."""

    calls: int
    code: int
    killed: bool
    inside: bool
    out: str
    err: str


class Tracer:
    """The program that runs commands and kills them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        command = [sys.executable, str(Path(__file__).with_name("tracer.py"))]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, **pipes)
        self.cannot = self._answer()["can"]

    def run(self, desk: Desk, words: tuple[object, ...], stdin: str = "", **how: Any) -> Run:
        env = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", "LOGNAME": "tester"}
        env |= {"PYTHONPATH": ":".join(filter(None, sys.path)), **_key(), **desk.env}
        job = {
            "words": typed(words), "env": env,
            "stdin": stdin, "home": str(desk.home), "folder": str(self.folder), "moment": None, "exec": False,
        }  # fmt: skip
        assert self.process.stdin
        print(json.dumps({**job, **how}), file=self.process.stdin, flush=True)
        return Run(**self._answer())

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, "the tracer broke down"
        found: dict[str, Any] = json.loads(line)
        return found

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(10)


def _key() -> dict[str, str]:
    """Where the key of the desks lies, when the tests go over encrypted ones."""
    return {name: value for name, value in os.environ.items() if name == "TSK_KEY_FILE"}


def log_of(desk: Desk) -> Log:
    """What the file holds, after it was opened as every command opens it, and proved to be whole."""
    now = datetime.fromisoformat(desk.now).replace(tzinfo=UTC)
    keys = Keys(os.environ.get("TSK_KEY_FILE", ""))
    opened = open_desk(Options(desk.home, "", "", "", "tester", "en", desk.now, now, False, keys=keys))
    try:
        found = verify(opened)
        findings = [one.message.format(**one.values) for one in found.findings if UNFINISHED not in one.message]
        assert findings == []
    finally:
        opened.store.db.close()
    rows = event_rows(desk)
    assert [row["n"] for row in rows] == [*range(1, len(rows) + 1)]
    files: dict[tuple[str, int], list[int]] = {}
    for row in rows:
        files.setdefault((row["kind"], row["id"]), []).append(row["seq"])
    assert all(places == [*range(1, len(places) + 1)] for places in files.values())
    numbers = sorted(id for kind, id in files if kind == "complaint")
    assert numbers == [*range(1, len(numbers) + 1)]
    return Log(
        tuple((row["kind"], row["id"], row["seq"], row["type"], row["actor"]) for row in rows), frozenset(_ends(rows))
    )


def _ends(rows: list[Any]) -> Iterator[int]:
    count = 0
    yield count
    for _, command in groupby(rows, lambda row: command_of(row["key"])):
        count += len([*command])
        yield count


class Act(NamedTuple):
    """A command to be killed on a desk prepared for it, and what must be so afterwards.

    `again` says how the same command ends when it is given once more; with `same` the file is then what it would be
    without the kill.
    """

    words: tuple[object, ...]
    prepare: Callable[[Desk], object]
    stdin: str = ""
    again: tuple[int, ...] = (0, 4)
    same: bool = False
    check: Callable[[Desk, Log, Log, Log, Run], None] | None = None  # instead of "so many whole commands"
    after: Callable[[Desk], None] | None = None  # what else holds when the same command was given once more


class Sums(NamedTuple):
    """What a series of kills came to."""

    kills: int
    inside: int
    steps: int


def told(whole: Log, base: int, said: str) -> int:
    """How many steps must be there because somebody was told: up to the last complaint that was named, else all."""
    if not said:
        return base
    ids = {int(tail) for tail in re.findall(r"\b\d{8}-(\d{4,})\b", said)}
    named = [place for place, step in enumerate(whole.steps, 1) if place > base and step[1] in ids]
    return max((end for end in whole.ends if named and end <= _end_behind(whole, named[-1])), default=base)


def _end_behind(whole: Log, place: int) -> int:
    return min(end for end in whole.ends if end >= place)


class Series:
    """One act, killed again and again on copies of the same desk."""

    def __init__(self, tracer: Tracer, act: Act, base: Desk, scratch: Path) -> None:
        self.tracer, self.act, self.scratch = tracer, act, scratch
        self.base = base
        with self.copied() as desk:
            self.before = log_of(desk) if (desk.home / "tsk.db").exists() else Log((), frozenset({0}))
        with self.copied() as desk:
            measured = self.run(desk)
            assert measured.code == 0, measured
            self.calls = measured.calls
            self.whole = log_of(desk)
            assert self.whole.steps[: len(self.before.steps)] == self.before.steps or act.check
        assert self.calls > 3

    @contextmanager
    def copied(self) -> Iterator[Desk]:
        home = self.scratch / "home"
        shutil.rmtree(home, ignore_errors=True)
        if self.base.home.exists():
            shutil.copytree(self.base.home, home)
        yield Desk(home, self.base.now)
        shutil.rmtree(home, ignore_errors=True)

    def run(self, desk: Desk, **how: Any) -> Run:
        return self.tracer.run(desk, self.act.words, self.act.stdin, **how)

    def killed(self, count: int, name: str, execs: int = 0) -> Sums:
        """So many runs killed at moments drawn between the first and the last call that writes."""
        draw = random.Random(f"{SEED} {name}")
        done: list[tuple[Run, int]] = []
        attempts = 0
        while len(done) < count:
            attempts += 1
            assert attempts < 4 * count, "most runs end before they are killed"
            moment = self.moment(draw)
            with self.copied() as desk:
                run = self.run(desk, moment=moment, exec=len(done) < execs)
                try:
                    steps = self.check(desk, run)
                except Exception as error:
                    raise AssertionError(f"{name}, seed {SEED}, {moment} of {self.calls} calls: {run}") from error
            if run.killed:
                done.append((run, steps))
        return Sums(len(done), sum(run.inside for run, _ in done), sum(steps for _, steps in done))

    def moment(self, draw: random.Random) -> dict[str, Any]:
        """Right before a call, right behind it, or some microseconds later; all calls alike."""
        way = draw.randrange(3)
        later = draw.uniform(0, LATER) if way == 2 else 0.0
        return {"call": draw.randint(1, self.calls), "before": way == 0, "later": later}

    def check(self, desk: Desk, run: Run) -> int:
        """How many steps the killed command left behind; everything that must hold holds."""
        exists = (desk.home / "tsk.db").exists()
        found = log_of(desk) if exists else Log((), frozenset({0}))
        if self.act.check:
            self.act.check(desk, self.before, found, self.whole, run)
        else:
            self.check_steps(found, run)
        self.check_again(desk, found)
        return len(found.steps) - len(self.before.steps)

    def check_steps(self, found: Log, run: Run) -> None:
        """What is there is what the whole run would have done, up to the end of some command."""
        count, base = len(found.steps), len(self.before.steps)
        assert found.steps == self.whole.steps[:count]
        assert count in self.whole.ends and count >= base
        assert count >= told(self.whole, base, run.out)
        if run.code == 0 and not run.killed:
            assert found == self.whole

    def check_again(self, desk: Desk, found: Log) -> None:
        """The same command once more goes through or says why not, and the file is whole after it."""
        again = desk.tsk(*self.act.words, stdin=self.act.stdin)
        assert again.code in self.act.again, again
        assert again.code == 0 or again.err.strip()
        after = log_of(desk)
        assert after.steps[: len(found.steps)] == found.steps or self.act.check
        if self.act.same:
            assert after.steps == self.whole.steps
        if self.act.after:
            self.act.after(desk)


def tracing() -> Iterator[Tracer]:
    """A tracer for the tests of one file; they are skipped where nothing may be traced."""
    folder = new_folder()
    tracer = Tracer(folder)
    if tracer.cannot:
        tracer.close()
        pytest.skip(f"no command can be killed at an exact moment: {tracer.cannot}")
    yield tracer
    tracer.close()
    shutil.rmtree(folder)


def fresh_folder() -> Iterator[Path]:
    """A folder for one test, in memory where there is room for it."""
    folder = new_folder()
    yield folder
    shutil.rmtree(folder)
