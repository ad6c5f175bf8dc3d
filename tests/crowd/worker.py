"""One of many who work on the same file: gives commands without a pause and keeps what each of them said.

The commands run in this process, one after the other, each with a connection of its own; one in twenty is given to a
new interpreter. A third of the complaints comes in days late, with deadlines that have been missed already.
"""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tsk.cli import main
from tsk.verbs import VERBS

BOSS = "w9001"
PEOPLE = ("w1001", "w1002", "w2001", "w2002", "w2102", "w3001", "w9001", "w9001", "w9002")
DEPARTMENTS, HANDLERS = ("network", "billing", "market", "care"), ("w2001", "w2002", "w2102", "w3001")
PHONES = tuple(f"138000000{n:02}" for n in range(40))
AT_LEAST = 15  # commands, however slow the machine
WHY = ("--reason", "It was asked for.")


def record(draw: random.Random, ids: list[int]) -> tuple[object, ...]:
    about = draw.choice(["断网三天", "多扣了费用", "营业员态度恶劣", "The router is dead"])
    where = ("--region", draw.choice(["east", "west"]))
    days = draw.choice([0, 0, 6])
    late = ("--received", f"{datetime.now() - timedelta(days=days):%Y-%m-%d %H:%M}", *WHY) if days else ()
    category = ("--category", draw.choice(["network", "business"]))
    return ("record", about, "--phone", draw.choice(PHONES), *category, *where, *late)


def of_one(*words: object) -> Any:
    return lambda draw, ids: (words[0], draw.choice(ids), *words[1:])


def of_several(*words: object) -> Any:
    return lambda draw, ids: (words[0], *sorted(draw.sample(ids, min(6, len(ids)))), *words[1:])


def plain(*words: object) -> Any:
    return lambda draw, ids: words


def assign(draw: random.Random, ids: list[int]) -> tuple[object, ...]:
    to = ("--to", draw.choice(DEPARTMENTS)) if draw.random() < 0.4 else ("--handler", draw.choice(HANDLERS))
    return ("assign", draw.choice(ids[-12:]), *to)


ACTS: tuple[tuple[int, Any], ...] = (
    (16, record), (14, assign), (4, of_one("accept")), (8, of_one("chase", "Where is it?")),
    (10, of_one("contact", "--via", "phone")), (8, of_one("reply", "Mended.", "--via", "phone", "--satisfied", "yes")),
    (4, of_one("propose", "Repair.", "--cause", "equipment", "--upheld", "yes")), (4, of_one("submit")),
    (6, of_one("close")), (4, of_one("note", "He lives on the hill.")), (3, of_several("contact", "--via", "phone")),
    (2, of_several("accept")), (3, of_one("pend", "--reason", "customer")), (2, of_one("resume")),
    (3, of_one("promise", "A new card.", "--by", "+1d")), (2, of_one("deliver", "--promise", 1)), (3, of_one("undo")),
    (2, of_one("urge")), (1, of_one("cancel", "--by", "customer", *WHY)), (1, of_one("reopen", *WHY)),
    (1, lambda draw, ids: ("merge", draw.choice(ids), "--into", draw.choice(ids), *WHY)),
    (3, plain("daily")), (3, plain("escalate", "--due")), (2, plain("overdue")), (2, plain("report")),
    (2, plain("list")), (2, of_one("show", "--history")), (1, plain("inbox")), (1, plain("search", "断网")),
    (1, plain("verify")), (1, plain("backup")),
)  # fmt: skip
CAN = VERBS.keys() - ({"backup"} if os.environ.get("TSK_DB") else set())  # a server's own tools do that there
USABLE = [(weight, act) for weight, act in ACTS if act(random.Random(0), [1])[0] in CAN]


def given(words: list[str], env: dict[str, str], apart: bool) -> tuple[int, str, str]:
    """What a command said, in this process or in one of its own."""
    if apart:
        done = subprocess.run(
            [sys.executable, "-m", "tsk", *words],
            env={**os.environ, **env},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr
    os.environ.update(env)
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(words)
    return code, out.getvalue(), err.getvalue()


def ids_of(out: str) -> int:
    """The largest number of a complaint that the answer of `record` or `list` tells of; 0 for none."""
    said = json.loads(out) if out.strip() else []
    rows = said if isinstance(said, list) else [said]
    return max((int(row.get("id") or 0) for row in rows if isinstance(row, dict) and "number" in row), default=0)


def work(home: str, name: int, seconds: float, seed: str) -> None:
    draw, known, count = random.Random(f"{seed} {name}"), 12, 0
    print(flush=True)
    sys.stdin.readline()  # until everybody is there
    began = time.time()
    with Path(home, f"worker-{name}.log").open("w", encoding="utf-8") as log:
        while time.time() < began + seconds or count < AT_LEAST:
            count += 1
            (act,) = draw.choices([act for _, act in USABLE], [weight for weight, _ in USABLE])
            said = [str(word) for word in act(draw, [*range(1, known + 1)])]
            who = BOSS if said[0] in ("daily", "escalate") else draw.choice(PEOPLE)  # others are told what they may see
            words = [said[0], "--json", "--as", who, *said[1:]]
            started = time.monotonic()
            code, out, err = given(words, {"TSK_HOME": home}, draw.random() < 0.05)
            took = time.monotonic() - started
            print(
                json.dumps({"words": words, "code": code, "out": out, "err": err, "took": took}), file=log, flush=True
            )
            known = max(known, ids_of(out)) if code == 0 and said[0] == "record" else known


if __name__ == "__main__":
    work(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4])
