"""A report beside the same figures of another period, and the difference line by line."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeVar

from msgspec import Struct

from tsk.backlog import months_before
from tsk.reportlines import NOTHING, RATES, Line, line_of

PREVIOUS, YEAR = "previous", "year"


class Change(Struct, frozen=True):
    """What a line has more (or fewer) than the same line before; of the line `key`.

    `received`, `open` and `overdue` are counts, `rates` percentage points by name, times working seconds, `score`
    points of a hundred. None where either period has no such figure.
    """

    key: str
    received: int
    open: int
    overdue: int
    rates: dict[str, float | None]
    each: int | None
    median: int | None
    ninetieth: int | None
    score: float | None


class Compared(Struct, frozen=True):
    """The figures of another period, [since, until): `to` is previous or year.

    `changes` has one entry for each line of either period, in the order of the report, then of the other period;
    `change` is that of the totals.
    """

    to: str
    since: date
    until: date
    lines: tuple[Line, ...]
    total: Line
    changes: tuple[Change, ...]
    change: Change

    @property
    def empty(self) -> bool:
        """Whether the other period received nothing, so that there is nothing to compare with."""
        return not self.total.received

    def idle(self, lines: tuple[Line, ...]) -> bool:
        """Whether no complaint stands without a value, neither in these lines nor in those of the other period."""
        return all(line.idle for line in (*lines, *self.lines) if not line.key)


def compared(
    to: str, since: date, until: date, now: tuple[tuple[Line, ...], Line], before: tuple[tuple[Line, ...], Line]
) -> Compared:
    """The lines and the total of a period against those of the period [since, until)."""
    lines, total = before
    present, past = {line.key: line for line in now[0]}, {line.key: line for line in lines}
    keys = dict.fromkeys((*present, *past))
    changes = tuple(change(key, present.get(key), past.get(key)) for key in keys)
    return Compared(to, since, until, lines, total, changes, change("", now[1], total))


def change(key: str, now: Line | None, before: Line | None) -> Change:
    """The difference of two lines; one that is not there received nothing."""
    nothing = line_of(key, NOTHING, ())
    a, b = now or nothing, before or nothing
    return Change(
        key=key,
        received=a.received - b.received,
        open=a.open - b.open,
        overdue=a.overdue - b.overdue,
        rates={name: _less(a.rates[name].percent, b.rates[name].percent) for name in RATES},
        each=_less(a.handling.each, b.handling.each),
        median=_less(a.spread.median, b.spread.median),
        ninetieth=_less(a.spread.ninetieth, b.spread.ninetieth),
        score=_less(a.score, b.score),
    )


N = TypeVar("N", int, float)


def _less(a: N | None, b: N | None) -> N | None:
    return None if a is None or b is None else a - b


def period_before(since: date, until: date, to: str) -> tuple[date, date]:
    """The days [since, until) to compare with: the same days a year earlier, or the stretch just before.

    Before whole months come as many whole months, before anything else as many days.
    """
    if to == YEAR:
        return _months_earlier(since, 12), _months_earlier(until, 12)
    if since.day == until.day == 1:
        months = (until.year - since.year) * 12 + until.month - since.month
        return _months_earlier(since, months), since
    return since - (until - since), since


def _months_earlier(day: date, months: int) -> date:
    """The same day so many months earlier; the first of the next month for one that the month does not have."""
    first = months_before(day, months)
    same = first + timedelta(days=day.day - 1)
    return same if same.month == first.month else same.replace(day=1)
