"""What a command costs beside the least that it could cost (`floor.py`), as a ratio.

Both are whole processes of one fresh environment: tsk as an installed wheel, everything compiled to bytecode, over a
desk of 200 complaints. They run in turn, A B A B …, and each pair gives one ratio, so that a machine that grows slower
or faster meanwhile slows or speeds both. The bounds are printed, never enforced: a busy machine proves nothing.

    python bench/startup.py [--pairs 40] [--imports]
"""

from __future__ import annotations

import argparse
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import NamedTuple

PROJECT = Path(__file__).parents[1]
COMPLAINTS, ROWS, WARM_UP = 200, 50, 3
SUMMARIES = (
    *("断网三天了，没有人来修", "The bill is twice as high as agreed", "宽带每天晚上掉线", "资费与宣传不符，要求退费"),
    *("The technician did not come", "营业厅排队两小时", "No signal in the lift", "携号转网一直办不下来"),
)


class Job(NamedTuple):
    """One comparison: the words for either program, and the ratio that tsk should stay within, if there is one."""

    name: str
    tsk: tuple[str, ...]
    floor: tuple[str, ...]
    terminal: bool = False
    bound: float | None = None


OVERDUE = ("overdue", "--limit", str(ROWS))
JOBS = (
    Job("overdue, in a pipe", OVERDUE, OVERDUE, bound=1.25),
    Job("overdue, a Rich table on a terminal", OVERDUE, OVERDUE, terminal=True),
    Job(
        "record, in a pipe",
        ("record", "断网三天", "--channel", "hotline", "--phone", "13800000001", "--customer", "张三"),
        ("record", "断网三天", "--channel", "hotline"),
        bound=1.6,
    ),
)

# ── the two programs in one environment ────────────────────────────────────────────────────────────


class Bench(NamedTuple):
    """An environment with both programs, and a desk for them."""

    folder: Path

    @property
    def bin(self) -> Path:
        return self.folder / "venv" / "bin"

    @property
    def home(self) -> Path:
        return self.folder / "desk"

    def environment(self) -> dict[str, str]:
        """A bare environment, in which bytecode counts."""
        return {
            "PATH": os.defpath,
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "COLUMNS": "160",
            "LINES": "50",
            "TSK_HOME": str(self.home),
            "TSK_LANG": "en",
            "TSK_USER": "bench",
            "FLOOR_DESK": str(self.home / "tsk.db"),
            "FLOOR_DB": str(self.folder / "floor.db"),
        }

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, env=self.environment(), cwd=self.folder, capture_output=True, text=True, check=True
        )


def installed(folder: Path) -> Bench:
    """Both programs installed side by side: the wheel by pip, the floor as a module with a script like pip's own."""
    bench = Bench(folder)
    build = {name: value for name, value in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")}
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    quietly(*pip, "wheel", "--no-deps", "--wheel-dir", folder, PROJECT, env=build)
    (wheel,) = folder.glob("*.whl")
    quietly(sys.executable, "-m", "venv", folder / "venv", env=build)
    quietly(bench.bin / "python", *pip[1:], "install", "--compile", wheel, env=build)
    site = Path(
        bench.run(bench.bin / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip()
    )
    shutil.copy(PROJECT / "bench" / "floor.py", site / "floor.py")
    script = (bench.bin / "tsk").read_text().replace("from tsk.entry import run", "from floor import app")
    script = script.replace("run()", "app()")
    (bench.bin / "floor").write_text(script)
    (bench.bin / "floor").chmod(0o755)
    bench.run(bench.bin / "python", "-m", "compileall", "-q", site)
    return bench


def quietly(*command: str | Path, env: dict[str, str]) -> None:
    """Runs a command and shows what it said only where it fails."""
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")


def fill(home: str) -> None:
    """Records the complaints through the command line, in this process: the older half is overdue by now."""
    from tsk.cli import main

    now = datetime.now(UTC).replace(microsecond=0)
    step = timedelta(days=60) / COMPLAINTS
    codes = [main(["--home", home, "init", "--practice"])]
    for index in range(COMPLAINTS):
        received = f"{now - timedelta(days=60) + index * step:%Y-%m-%dT%H:%M:%SZ}"
        words = ["--home", home, "--now", received, "record", SUMMARIES[index % len(SUMMARIES)], "--channel", "hotline"]
        codes.append(main([*words, "--phone", f"138{index:08d}"]))
    if any(codes):
        sys.exit("the desk could not be filled")


def prepared(folder: Path) -> Bench:
    bench = installed(folder)
    bench.run(bench.bin / "python", Path(__file__).resolve(), "--fill", bench.home)
    bench.run(bench.bin / "floor", "init")
    ours, least = (table_of(bench, program) for program in ("tsk", "floor"))
    if ours != least or len(ours) != ROWS:
        sys.exit(f"tsk lists {len(ours)} overdue rows, the floor {len(least)}: these are not the same rows and columns")
    return bench


def table_of(bench: Bench, program: str) -> list[tuple[str, int]]:
    """Number and count of columns of each overdue row."""
    lines = bench.run(bench.bin / program, *OVERDUE).stdout.splitlines()
    return [(line.split("\t")[0], len(line.split("\t"))) for line in lines]


# ── timing ─────────────────────────────────────────────────────────────────────────────────────────


def in_a_pipe(bench: Bench, *command: str | Path) -> float:
    """Seconds from start to end, the output read from a pipe."""
    env = bench.environment()
    start = perf_counter()
    subprocess.run(command, env=env, cwd=bench.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True)
    return perf_counter() - start


def on_a_terminal(bench: Bench, *command: str | Path) -> float:
    """Seconds from start to end, the output read from a pseudo-terminal."""
    env = bench.environment()
    ours, theirs = pty.openpty()
    start = perf_counter()
    process = subprocess.Popen(command, env=env, cwd=bench.folder, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    drain(ours)
    code = process.wait()
    taken = perf_counter() - start
    os.close(ours)
    if code:
        sys.exit(f"{command[0]} ended with {code} on the terminal")
    return taken


def drain(terminal: int) -> None:
    """Reads a pseudo-terminal until nobody has its other side open."""
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:  # Linux reports the closed side so
        pass


def compare(bench: Bench, job: Job, pairs: int) -> tuple[list[float], list[float]]:
    """The seconds of tsk and of the floor, pair by pair."""
    timed: Callable[..., float] = on_a_terminal if job.terminal else in_a_pipe
    times = [
        (timed(bench, bench.bin / "tsk", *job.tsk), timed(bench, bench.bin / "floor", *job.floor))
        for _ in range(WARM_UP + pairs)
    ]
    ours, least = zip(*times[WARM_UP:], strict=True)
    return list(ours), list(least)


def said(job: Job, ours: list[float], least: list[float]) -> str:
    """One line: the median of the ratios with its quartiles, the times behind it, and the bound."""
    ratios = [a / b for a, b in zip(ours, least, strict=True)]
    low, middle, high = quantiles(ratios, n=4)
    times = f"{median(ours) * 1000:6.1f} ms  {median(least) * 1000:6.1f} ms"
    verdict = "" if job.bound is None else f"  ≤ {job.bound:.2f} {'holds' if middle <= job.bound else 'EXCEEDED'}"
    return f"{job.name:38}{times}  {middle:5.2f}  {low:.2f}–{high:.2f}{verdict}"


# ── where the time goes ────────────────────────────────────────────────────────────────────────────

IMPORT = re.compile(r"^import time:\s+(\d+) \|\s+(\d+) \| +(\S+)$", re.M)


def dearest(bench: Bench, job: Job, count: int = 10) -> list[str]:
    """The modules that take longest for themselves, ours and others, as medians of nine runs."""
    runs: dict[str, list[int]] = {}
    for _ in range(9):
        done = bench.run(bench.bin / "python", "-X", "importtime", "-m", "tsk", *job.tsk)
        for own, _, name in IMPORT.findall(done.stderr):
            runs.setdefault(name, []).append(int(own))
    costs = sorted(((median(own) / 1000, name) for name, own in runs.items()), reverse=True)
    ours = [f"{cost:5.1f} {name}" for cost, name in costs if name.startswith("tsk")][:count]
    others = [f"{cost:5.1f} {name}" for cost, name in costs if not name.startswith("tsk")][:count]
    return [f"  {mine:36}{other}" for mine, other in zip(ours, others, strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description="What a command costs beside the least that it could cost.")
    parser.add_argument("--pairs", type=int, default=40, help="pairs of runs for each comparison (default: 40)")
    parser.add_argument("--imports", action="store_true", help="also list the imports that take longest")
    parser.add_argument("--fill", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.fill:
        return fill(asked.fill)
    with tempfile.TemporaryDirectory(prefix="tsk-bench-") as folder:
        print("Installing a wheel and filling a desk …", flush=True)
        bench = prepared(Path(folder))
        print(f"{asked.pairs} pairs each, {os.cpu_count()} processors, Python {sys.version.split()[0]}", flush=True)
        print(f"{'':38}{'tsk':>9}  {'floor':>9}  ratio  quartiles", flush=True)
        for job in JOBS:
            print(said(job, *compare(bench, job, asked.pairs)), flush=True)
        for job in (JOBS[0], JOBS[-1]) if asked.imports else ():
            print(f"\nImports of {job.name}, milliseconds of their own", *dearest(bench, job), sep="\n")
    return None


if __name__ == "__main__":
    main()
