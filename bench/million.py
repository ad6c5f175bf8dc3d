"""What a command costs on a million complaints beside what it costs on none, and beside SQL written by hand.

Whole processes of one fresh environment, in turn, A B A B …, each pair one ratio. The file is the same every time
(`clones.py`); `tsk verify` holds on it. The bounds are printed, never enforced: a busy machine proves nothing.

    python bench/million.py [--complaints 1000000] [--pairs 15] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import NamedTuple

from clones import NOW, fill, grow
from startup import installed

MONTH, YEAR = "2026-10", ("2025-11-01", "2026-10-31")
CLOSED, OPEN = 240, 120  # complaints taken through the command line; the others are copies of these


class Job(NamedTuple):
    """One comparison: the words for tsk, what they are measured against, and the ratio to stay within."""

    name: str
    words: tuple[str, ...]
    against: str  # the same words on an empty desk or on one of a few hundred, or SQL by hand on the same file
    bound: float
    who: str = "c1"


NONE, FEW = "none", "few"
RECORD = ("record", "断网三天", "--channel", "hotline", "--phone", "13809999999", "--customer", "张三")
BY_HAND_MONTH = "report month"
BY_HAND_YEAR = "report year"
JOBS = (
    Job("overdue --limit 50", ("overdue", "--limit", "50"), NONE, 1.3),
    Job("show", ("show", "1"), FEW, 1.3),
    Job("inbox of a handler", ("inbox",), NONE, 1.3, "h105"),
    Job("list --limit 50", ("list", "--limit", "50"), NONE, 1.3),
    Job("search 断网 --limit 20", ("search", "断网", "--limit", "20"), NONE, 1.3),
    Job(
        "record",
        ("record", "断网三天", "--channel", "hotline", "--phone", "13809999999", "--customer", "张三"),
        NONE,
        1.3,
    ),
    Job("report --month", ("report", "--month", MONTH), BY_HAND_MONTH, 1.5),
    Job("report of a year by department", ("report", "--since", YEAR[0], "--until", YEAR[1]), BY_HAND_YEAR, 2.0),
)


class Desk(NamedTuple):
    """A home and who runs the program."""

    bin: Path
    home: Path

    def environment(self, who: str) -> dict[str, str]:
        return {
            "PATH": os.defpath,
            "HOME": str(self.home.parent),
            "LANG": "C.UTF-8",
            "TSK_HOME": str(self.home),
            "TSK_LANG": "en",
            "TSK_USER": who,
            "TSK_NOW": NOW,
        }

    def seconds(self, job: Job) -> float:
        """Seconds from start to end of the program, its output read from a pipe."""
        start = perf_counter()
        done = subprocess.run(
            [self.bin / "tsk", *job.words], env=self.environment(job.who), stdin=subprocess.DEVNULL, capture_output=True
        )
        taken = perf_counter() - start
        if done.returncode:
            sys.exit(f"{job.name}: {done.stderr.decode()}")
        return taken


def by_hand(bench: Desk, file: Path, name: str) -> float:
    """Seconds of a bare program that does the reads of a report with SQL written by hand."""
    start = perf_counter()
    subprocess.run(
        [bench.bin / "python", Path(__file__).with_name("byhand.py"), file, name],
        env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    return perf_counter() - start


def compared(job: Job, big: Desk, others: dict[str, Desk], pairs: int) -> tuple[list[float], list[float]]:
    """The seconds on the big desk, and those of what it is measured against, pair by pair; two pairs to warm up."""
    other = others.get(job.against)

    def least() -> float:
        return other.seconds(job) if other else by_hand(big, big.home / "tsk.db", job.against)

    times = [(big.seconds(job), least()) for _ in range(2 + pairs)][2:]
    ours, theirs = zip(*times, strict=True)
    return list(ours), list(theirs)


def said(job: Job, ours: list[float], least: list[float]) -> str:
    ratios = [a / b for a, b in zip(ours, least, strict=True)]
    low, middle, high = quantiles(ratios, n=4)
    verdict = "holds" if middle <= job.bound else "EXCEEDED"
    times = f"{median(ours) * 1000:8.1f} ms {median(least) * 1000:8.1f} ms"
    return f"{job.name:32}{times}  {middle:5.2f}  {low:.2f}–{high:.2f}  ≤ {job.bound:.1f} {verdict}"


def most_memory(desk: Desk, job: Job) -> float:
    """The most memory in MB that the program held at once."""
    probe = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-c", probe, desk.bin / "tsk", *job.words]
    done = subprocess.run(command, env=desk.environment(job.who), capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


def made(folder: Path, complaints: int) -> tuple[Path, Path, Path]:
    """The homes with that many complaints, with none and with a few hundred, all with the same rules."""
    small, big, empty = (folder / name for name in ("filled", f"desk-{complaints}", "empty"))
    if not small.exists():
        memory = Path("/dev/shm")
        with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as fast:
            fill(Path(fast) / "desk", CLOSED, OPEN)
            shutil.copytree(Path(fast) / "desk", small)
    big.mkdir(exist_ok=True, mode=0o700)
    shutil.copy(small / "rules.toml", big / "rules.toml")
    if not (big / "tsk.db").exists():
        start = perf_counter()
        grow(small / "tsk.db", big / "draft.db", complaints)
        (big / "draft.db").rename(big / "tsk.db")
        print(f"{complaints} complaints written in {perf_counter() - start:.0f} s", flush=True)
    if not empty.exists():
        fill(empty, 0, 0)
    return big, empty, small


def measure(folder: Path, complaints: int, pairs: int) -> None:
    big_home, empty_home, small_home = made(folder, complaints)
    with tempfile.TemporaryDirectory(prefix="tsk-bench-") as place:
        bench = installed(Path(place))
        big = Desk(bench.bin, big_home)
        others = {NONE: Desk(bench.bin, empty_home), FEW: Desk(bench.bin, small_home)}
        size = (big_home / "tsk.db").stat().st_size
        with sqlite3.connect(big_home / "tsk.db") as db:
            (events,) = db.execute("SELECT n FROM site").fetchone()
        print(f"{complaints} complaints, {events} events, {size / 1e9:.1f} GB; {pairs} pairs each")
        print(f"{'':32}{'tsk':>11} {'against':>11}  ratio  quartiles", flush=True)
        for job in JOBS:
            print(said(job, *compared(job, big, others, pairs)), flush=True)
        for job in JOBS[-2:]:
            print(f"{job.name}: {most_memory(big, job):.0f} MB at most (bound 150)", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="What a command costs on a million complaints.")
    parser.add_argument("--complaints", type=int, default=1_000_000)
    parser.add_argument("--pairs", type=int, default=15, help="pairs of runs for each comparison (default: 15)")
    parser.add_argument("--keep", type=Path, help="a folder that keeps the files for the next time")
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
        return measure(asked.keep, asked.complaints, asked.pairs)
    with tempfile.TemporaryDirectory(prefix="tsk-million-") as folder:
        return measure(Path(folder), asked.complaints, asked.pairs)


if __name__ == "__main__":
    main()
