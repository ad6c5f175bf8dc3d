"""What encryption costs: the same command on an encrypted desk beside the plain one, as a ratio.

Whole processes of one fresh environment in turn, as in `startup.py`: the same 200 complaints plain, encrypted under a
raw key, and under a passphrase, which is stretched anew at each opening.

    python bench/encrypted.py [--pairs 40]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from startup import JOBS, WARM_UP, Bench, Job, installed, quietly

PHRASE = "a passphrase of the bench"


def desks(bench: Bench) -> dict[str, dict[str, str]]:
    """The settings of each desk, all with the same complaints."""
    bench.run(bench.bin / "python", Path(__file__).with_name("startup.py").resolve(), "--fill", bench.home)
    (bench.folder / "phrase").write_text(PHRASE)
    (bench.folder / "phrase").chmod(0o600)
    keys = {"raw key": bench.folder / "raw.key", "passphrase": bench.folder / "phrase"}
    found = {"plain": bench.environment()}
    for name, key in keys.items():
        env = {**bench.environment(), "TSK_HOME": str(bench.folder / name), "TSK_KEY_FILE": str(key)}
        quietly(bench.bin / "tsk", "init", "--encrypt", "--from", bench.home, env=env)
        found[name] = env
    return found


def seconds(bench: Bench, env: dict[str, str], words: tuple[str, ...]) -> float:
    start = perf_counter()
    command = (bench.bin / "tsk", *words)
    subprocess.run(command, env=env, cwd=bench.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True)
    return perf_counter() - start


def compare(bench: Bench, envs: dict[str, dict[str, str]], job: Job, rounds: int) -> None:
    """Prints for each encrypted desk the median times and the median of the ratios with its quartiles."""
    runs = [{name: seconds(bench, env, job.tsk) for name, env in envs.items()} for _ in range(WARM_UP + rounds)]
    for name in list(envs)[1:]:
        ratios = [run[name] / run["plain"] for run in runs[WARM_UP:]]
        low, middle, high = quantiles(ratios, n=4)
        ours, plain = (median(run[which] for run in runs[WARM_UP:]) * 1000 for which in (name, "plain"))
        print(f"{job.name:18}{name:12}{ours:6.1f} ms  {plain:6.1f} ms  {middle:5.2f}  {low:.2f}–{high:.2f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="What encryption costs beside a plain desk.")
    parser.add_argument("--pairs", type=int, default=40, help="rounds of runs for each command (default: 40)")
    rounds = parser.parse_args().pairs
    with tempfile.TemporaryDirectory(prefix="tsk-bench-") as folder:
        print("Installing a wheel and filling three desks …", flush=True)
        bench = installed(Path(folder))
        build = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        pip = (bench.bin / "python", "-m", "pip", "--quiet", "--disable-pip-version-check")
        quietly(*pip, "install", "--compile", "sqlcipher3>=0.6.2,<0.7", env=build)
        envs = desks(bench)
        print(f"{rounds} rounds each, {os.cpu_count()} processors, Python {sys.version.split()[0]}", flush=True)
        for job in JOBS:
            if not job.terminal:
                compare(bench, envs, job, rounds)


if __name__ == "__main__":
    main()
