"""Loads examples/complaints.csv into a desk: a row a complaint, an instant a step, all in the order of time.

python examples/load.py FOLDER      makes a desk for practice in a new folder and loads it
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from tsk.desk import closing, handling
from tsk.desk.additions import Ask
from tsk.desk.intake import Intake, record
from tsk.desk.session import Desk, Options, open_desk
from tsk.desk.steps import take
from tsk.errors import TskError
from tsk.keys import Keys

FILE = Path(__file__).parent / "complaints.csv"
LAST = "2026-11-20 09:00"  # the present of the tour
Row = dict[str, str]


class Loaded(NamedTuple):
    """How much went in; `refused` are the steps that the policy did not allow, each with its sentence."""

    complaints: int
    steps: int
    refused: list[str]


class Task(NamedTuple):
    at: datetime
    line: int
    actor: str
    asks: Callable[[Desk], list[Ask]]


def load(desk: Desk) -> Loaded:
    """Everything in the file, step by step, with the instants of the file as the present."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    tasks = sorted((task for line, row in enumerate(rows) for task in _tasks(line, row, desk)), key=lambda t: t[:2])
    numbers: dict[int, str] = {}
    refused: list[str] = []
    for task in tasks:
        now = at_desk(desk, task.at, task.actor)
        try:
            if task.line not in numbers:
                numbers[task.line] = record(now, _intake(rows[task.line], desk)).taken.case.number
            else:
                take(now, numbers[task.line], task.asks(now))
        except TskError as error:
            refused.append(f"{numbers.get(task.line, task.line + 2)} {task.at}: {error}")
    return Loaded(len(numbers), len(tasks) - len(numbers), refused)


def practice_desk(home: Path) -> Desk:
    """A new desk for practice; encrypted where a key is named."""
    clock = datetime.now(UTC).replace(microsecond=0)
    key_file = os.environ.get("TSK_KEY_FILE", "")
    return open_desk(
        Options(
            home,
            *("", "", "", "desk", "en", "", clock),
            interactive=False,
            practice=True,
            encrypt=bool(key_file),
            keys=Keys(key_file),
        ),
        create=True,
    )


def at_desk(desk: Desk, now: datetime, actor: str) -> Desk:
    """The same desk with another person at another instant."""
    options = replace(desk.options, now=now.isoformat(), actor=actor or "desk")
    return Desk(options, desk.store, desk.rules, ())


def _instant(text: str, desk: Desk) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=desk.zone).astimezone(UTC)


def _intake(row: Row, desk: Desk) -> Intake:
    texts = {name: row[name] for name in ("summary", "details", "phone", "store", "region", "product")}
    return Intake(
        texts={**texts, "name": row["customer"]},
        channel=row["channel"],
        category=row["category"],
        subtype=row["subtype"] if row["category"] else "",
        severity=row["severity"],
        tier=row["tier"],
        received=_instant(row["received"], desk),
        answered=_instant(row["answered"], desk) if row["answered"] else None,
    )


def _tasks(line: int, row: Row, desk: Desk) -> Iterator[Task]:
    yield Task(_instant(row["recorded"], desk), line, "", lambda now: [])
    for column, (actor, asks) in _STEPS.items():
        if row[column]:
            yield Task(_instant(row[column], desk), line, actor or row["handler"], _bound(asks, row))
    if row["closed"] and line % 25:  # all but one in twenty-five are called back on the next day
        called = _instant(row["closed"], desk) + timedelta(days=1)
        if called < _instant(LAST, desk):
            yield Task(called, line, "审核员", _bound(_visit, row))


def _bound(asks: Callable[[Desk, Row], list[Ask]], row: Row) -> Callable[[Desk], list[Ask]]:
    return lambda desk: asks(desk, row)


def _contact(desk: Desk, row: Row) -> list[Ask]:
    said = {
        "via": row["contact_via"],
        "note": row["contact_note"],
        "reached": "yes",
        "outcome": "",
        "demand": "",
        "reason": "",
    }
    return handling.ask_contact(desk, said)


def _propose(desk: Desk, row: Row) -> list[Ask]:
    names = ("proposal", "cause", "upheld", "responsible", "amount")
    reason = row["proposal"] if row["upheld"] == "no" else ""
    return handling.ask_propose(desk, {**{name: row[name] for name in names}, "fault": "", "reason": reason})


def _reply(desk: Desk, row: Row) -> list[Ask]:
    rating = {"satisfied": row["satisfied"], "score": "", "demand": row["demand"]}
    return handling.ask_reply(
        desk, {"answer": row["answer"], "via": "phone", "basis": "服务协议", "reason": ""}, rating
    )


def _reply_again(desk: Desk, row: Row) -> list[Ask]:
    rating = {"satisfied": "yes", "score": "", "demand": ""}
    said = {"answer": row["answer_again"], "via": "phone", "basis": "服务协议", "reason": ""}
    return [*handling.ask_contact(desk, _CALLED), *handling.ask_reply(desk, said, rating)]


def _close(desk: Desk, row: Row) -> list[Ask]:
    """The closing; what was granted is paid out first."""
    granted = row["amount"] and not row["replied_again"]
    paid = handling.ask_deliver(desk, None, row["amount"], "", "") if granted else []
    return [*paid, *closing.ask_close(desk, "", "")]


def _visit(desk: Desk, row: Row) -> list[Ask]:
    said = {"via": "phone", "reached": "yes", "satisfied": "yes", "score": "", "demand": "", "note": "", "reason": ""}
    return closing.ask_visit(desk, said)


_CALLED = {"via": "phone", "note": "", "reached": "yes", "outcome": "", "demand": "", "reason": ""}
_STEPS: dict[str, tuple[str, Callable[[Desk, Row], list[Ask]]]] = {
    "accepted": ("", lambda desk, row: [Ask("accepted")]),
    "contacted": ("", _contact),
    "asked": ("", lambda desk, row: handling.ask_pend(desk, "customer", "", row["asked_what"], "")),
    "resumed": ("", lambda desk, row: handling.ask_resume(desk, "", "")),
    "proposed": ("", _propose),
    "approved": ("主管", lambda desk, row: [Ask("approved")]),
    "replied": ("", _reply),
    "replied_again": ("", _reply_again),
    "submitted": ("", lambda desk, row: handling.ask_submit(desk, "", "")),
    "closed": ("审核员", _close),
    "cancelled": ("", lambda desk, row: closing.ask_cancel(desk, row["cancel_by"], row["cancel_reason"])),
}


if __name__ == "__main__":
    loaded = load(practice_desk(Path(sys.argv[1])))
    print(f"{loaded.complaints} complaints with {loaded.steps} steps are in {sys.argv[1]}.")
