"""Logs: several rows tell one complaint; each says in which state it was, and the steps are what led there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tsk.importer.cells import Cells, Columns, Take, Untaken, named, same_day
from tsk.importer.delimited import Row
from tsk.importer.past import Step, Texts
from tsk.importer.plan import LogPlan
from tsk.importer.values import Fault, Past

Group = list[Row]
MOST_ROWS = 10_000  # of one complaint
_OPEN = ("registered", "assigned", "in_progress", "pending")
_STEP_INTO = {
    "registered": (),
    "assigned": ("assigned",),
    "in_progress": ("accepted",),
    "pending": ("asked",),
    "resolved": ("replied",),
    "closed": ("replied", "closed"),
    "cancelled": ("cancelled",),
    "rejected": ("rejected",),
}
_ONWARD = {
    ("pending", "in_progress"): ("resumed",),
    ("pending", "registered"): ("resumed",),
    ("in_progress", "assigned"): (),
    ("in_progress", "registered"): (),
    ("assigned", "registered"): (),
    ("resolved", "in_progress"): ("reopened",),
    ("closed", "in_progress"): ("reopened",),
    ("cancelled", "in_progress"): ("reopened",),
    ("rejected", "in_progress"): ("reopened",),
    ("resolved", "closed"): ("closed",),
    ("resolved", "cancelled"): ("reopened", "cancelled"),
}
_REOPENED = {"registered": "in_progress", "assigned": "in_progress"}  # where a reopened complaint stands at once


def steps_between(before: str, after: str) -> tuple[str, ...]:
    """The steps that lead a complaint from one state to another."""
    if before == after:
        return ()
    known = _ONWARD.get((before, after))
    if known is not None:
        return known
    into = _STEP_INTO[after]
    return into if before in _OPEN else ("reopened", *(() if after in _REOPENED else into))


class Told(NamedTuple):
    """One row of a log: when, whether that is a time or a date alone, and its cells."""

    at: datetime
    whole: bool
    cells: Cells


class Log:
    """The section [log] of a mapping made ready for the columns of a file."""

    def __init__(self, columns: Columns, plan: LogPlan, zone: ZoneInfo) -> None:
        self._at, self._column, self._zone = columns.instant(plan.at), named(plan.at.source), zone
        self._state = columns.text(plan.state)
        self._texts = {step: Texts(columns, said) for step, said in plan.said.items()}

    def ordered(self, group: Group) -> list[Told]:
        """The rows in order of time, those of one instant as they stand; raises Untaken for one without its time."""
        rows = []
        for _, cells in group:
            said = self._at(cells)
            if said is None:
                raise Untaken("date", "The row of a log has no time.", "Fill it in.", self._column)
            rows.append(Told(said.at, said.whole, cells))
        return sorted(rows, key=lambda row: row.at)

    def begins(self, rows: list[Told]) -> bool:
        """Whether the first row tells the registration, not a later state."""
        return self._state(rows[0].cells) in ("", "registered")

    def steps(self, rows: list[Told], received: datetime) -> list[Step]:
        """The steps that led from row to row."""
        steps: list[Step] = []
        state = "registered"
        charge: dict[str, object] = {}
        for row in rows:
            at = row.at
            if not row.whole and at < received and same_day(at, received, self._zone):
                at = received
            given = self._texts["assigned"].said(row.cells) if "assigned" in self._texts else {}
            after = self._state(row.cells) or state
            if given and given != charge and after in _OPEN[1:]:
                steps += self._handed_on(state, at, row, given)
                state = "assigned" if given.get("department") != charge.get("department") else _left(state)
                charge = given
            names = [step for step in steps_between(state, after) if step != "assigned" or not given]
            steps += [self._step(step, at, row, step == "replied" and after == "closed") for step in names]
            state = after
        return steps

    def _handed_on(self, state: str, at: datetime, row: Told, given: dict[str, object]) -> list[Step]:
        again = [] if state in _OPEN else [self._step("reopened", at, row)]
        return [*again, Step(Past("assigned", at, dict(given), not row.whole), self._column)]

    def _step(self, step: str, at: datetime, row: Told, guessed: bool = False) -> Step:
        texts = self._texts.get(step)
        return Step(Past(step, at, texts.said(row.cells) if texts else {}, guessed or not row.whole), self._column)


def _left(state: str) -> str:
    """The state that a complaint is in after a person was named for it."""
    return "in_progress" if state not in _OPEN else "assigned" if state == "registered" else state


def groups(rows: Iterator[Row | Fault], key: Take) -> Iterator[Group | Fault]:
    """The rows that stand below one another with one number; what cannot be read at all comes as it stands."""
    group: Group = []
    number, count = "", 0
    for row in rows:
        if isinstance(row, Fault):
            yield row
            continue
        mine = key(row[1])
        if mine != number or not group:
            if group:
                yield _bounded(group, count)
            group, number, count = [], mine, 0
        count += 1
        if count <= MOST_ROWS:
            group.append(row)
    if group:
        yield _bounded(group, count)


def _bounded(group: Group, count: int) -> Group | Fault:
    if count <= MOST_ROWS:
        return group
    line, cells = group[0]
    message, hint = "{count} rows tell one complaint; at most {most} are read.", "Leave out what is no step."
    return Fault(line, "long", message, hint, {"count": count, "most": MOST_ROWS}, "", tuple(cells))
