"""The steps that a row tells: each with its time, told or taken from its neighbour, in an order that can be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from tsk.errors import Word
from tsk.importer.cells import SHORT, Cells, Columns, Untaken, check_length, named, same_day
from tsk.importer.dates import Said
from tsk.importer.plan import Moment, Source, StepPlan
from tsk.importer.values import Past


class Step(NamedTuple):
    """A step with the column that tells its time."""

    past: Past
    column: str


class Texts:
    """What a step says, field by field."""

    def __init__(self, columns: Columns, sources: dict[str, Source]) -> None:
        self._takes = tuple((name, named(source), columns.text(source)) for name, source in sources.items())

    def said(self, cells: Cells) -> dict[str, Any]:
        """The texts of a row that are not empty."""
        said: dict[str, Any] = {}
        for name, column, take in self._takes:
            text = take(cells)
            if text:
                if len(text) > SHORT:
                    check_length(name, text, column)
                said[name] = text
        return said


class _Plan:
    """One step of the mapping made ready for the columns of a file."""

    def __init__(self, columns: Columns, plan: StepPlan, zone: ZoneInfo) -> None:
        self.step, self._zone = plan.step, zone
        self._at = columns.instant(plan.at) if plan.at else None
        self._holds = columns.holds(plan.when) if plan.when else None
        self._texts = Texts(columns, plan.said)
        self._ends = {name: _end(columns, moment, zone) for name, moment in plan.instants.items()}
        self.column = named(plan.at.source) if plan.at else ""
        self._due_in = next((named(moment.source) for moment in plan.instants.values()), "")
        self._promise = plan.step == "promised"

    def taken(self, cells: Cells, before: datetime, received: datetime) -> Past | None:
        """The step as the row tells it; a missing time is that of the step before, a promise is one of the receipt."""
        if self._holds and not self._holds(cells):
            return None
        ends = {name: end for name, read in self._ends.items() if (end := read(cells))}
        told = self._at(cells) if self._at else None
        if (self._promise and "due" not in ends) or not (told or self._holds or ends):
            return None
        at, estimated = self._time(told, received if self._promise else before)
        said = {"promise": self._due_in} if self._promise else {}
        return Past(self.step, at, said | self._texts.said(cells) | self._said(ends, received), estimated)

    def _time(self, told: Said | None, before: datetime) -> tuple[datetime, bool]:
        if told is None:
            return before, True
        if not told.whole and told.at < before and same_day(told.at, before, self._zone):
            return before, True
        return told.at, not told.whole

    def _said(self, ends: dict[str, datetime], received: datetime) -> dict[str, Any]:
        for end in ends.values():
            if end < received:
                raise Untaken(
                    "order",
                    "{at} lies before the receipt at {received}.",
                    "Mend one of the two cells.",
                    self._due_in,
                    at=end,
                    received=received,
                )
        return {name: f"{end:%Y-%m-%dT%H:%M:%SZ}" for name, end in ends.items()}


class PastReader:
    """The section [past] of a mapping made ready for the columns of a file."""

    def __init__(self, columns: Columns, plans: Iterable[StepPlan], zone: ZoneInfo) -> None:
        self._plans = [_Plan(columns, plan, zone) for plan in plans]

    def steps(self, cells: Cells, received: datetime, told: list[Step]) -> list[Step]:
        """The steps of a row behind those that a log told already."""
        steps, before = told, received
        for plan in self._plans:
            past = plan.taken(cells, before, received)
            if past:
                steps.append(Step(past, plan.column))
                before = max(before, past.at)
        return steps


def _end(columns: Columns, moment: Moment, zone: ZoneInfo) -> Callable[[Cells], datetime | None]:
    """The instant by which something is owed: of a date alone its 24:00."""
    read = columns.instant(moment)
    home = ZoneInfo(moment.zone) if moment.zone else zone

    def end(cells: Cells) -> datetime | None:
        said = read(cells)
        if said is None or said.whole or moment.clock:
            return said.at if said else None
        following = said.at.astimezone(home).date() + timedelta(days=1)
        return datetime.combine(following, time(), home).astimezone(UTC)

    return end


def check_time(step: str, at: datetime, received: datetime, now: datetime, column: str) -> None:
    """Raises Untaken for a step before the receipt or after now."""
    if at < received:
        raise Untaken(
            "order",
            "{step}: {at} lies before the receipt at {received}.",
            "Mend one of the two cells.",
            column,
            step=Word(step),
            at=at,
            received=received,
        )
    if at > now:
        raise Untaken("future", "{step}: {at} lies in the future.", "Mend the cell.", column, step=Word(step), at=at)


def whole_past(steps: list[Step], received: datetime, now: datetime) -> tuple[Past, ...]:
    """The steps in order of time, those of one instant as they stand; who closed had answered at the latest then."""
    for past, column in steps:
        check_time(past.step, past.at, received, now, column)
    if len(steps) == 1 and steps[0].past.step != "closed":
        return (steps[0].past,)
    whole: list[Past] = []
    answered = False
    for past in sorted((step.past for step in steps), key=lambda one: one.at):
        if past.step == "closed" and not answered:
            whole.append(Past("replied", past.at, {}, True))
        answered = (answered or past.step in ("replied", "closed")) and past.step != "reopened"
        whole.append(past)
    return tuple(whole)
