"""What psycopg2 and psycopg 3 cost a whole command: a process that imports the driver, connects, asks and ends.

What the program itself does is the same for both and is left out; a bare process beside them says what Python takes.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

_ASK = "SELECT site, n FROM site ORDER BY site LIMIT 1"
PROGRAMS = {
    "psycopg2": f"""
import os, psycopg2
db = psycopg2.connect(os.environ["DSN"]); db.autocommit = True
with db.cursor() as cursor:
    cursor.execute({_ASK!r}); cursor.fetchall()
os._exit(0)""",
    "psycopg 3": f"""
import os, psycopg
db = psycopg.connect(os.environ["DSN"], autocommit=True, prepare_threshold=None, cursor_factory=psycopg.ClientCursor)
with db.cursor() as cursor:
    cursor.execute({_ASK!r}); cursor.fetchall()
os._exit(0)""",
    "Python alone": "import os; os._exit(0)",
}


def compare(python: Path, url: str, pairs: int) -> None:
    """Prints the median of each program, and the ratio of the two drivers pair by pair."""
    runs = [{name: _seconds(python, text, url) for name, text in PROGRAMS.items()} for _ in range(2 + pairs)][2:]
    for name in PROGRAMS:
        print(f"{name:16}{median(run[name] for run in runs) * 1000:8.1f} ms")
    low, middle, high = quantiles([run["psycopg 3"] / run["psycopg2"] for run in runs], n=4)
    print(f"psycopg 3 beside psycopg2  {middle:.2f}  {low:.2f}–{high:.2f}", flush=True)


def _seconds(python: Path, program: str, url: str) -> float:
    start = perf_counter()
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "DSN": url}
    subprocess.run([python, "-c", program], env=environment, stdin=subprocess.DEVNULL, check=True)
    return perf_counter() - start
