"""The figures of a period as rates against targets; a zero denominator gives no rate, never 0 or 100 percent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from msgspec import Struct, structs

from tsk.handlingtime import Handled, Handling
from tsk.rulerows import Target
from tsk.rules import find

_SUMS = (
    "received",
    "solved",
    "cancelled",
    "met",
    "not_met",
    "overdue",
    "rated",
    "satisfied",
    "reopened",
    "chased",
    "repeated",
    "unreachable",
)


class Rate(Struct, frozen=True):
    """A share of `of`; `reached` compares the exact fraction with the target and is None where there is none."""

    count: int
    of: int
    reached: bool | None = None

    @property
    def percent(self) -> float | None:
        """The share in percent, or None where nothing could be counted."""
        return self.count * 100 / self.of if self.of else None


class Line(Struct, frozen=True):
    """The figures of one value of the dimension; `key` is its name in the policy."""

    key: str
    received: int
    open: int
    overdue: int
    reopened: int
    chased: int
    repeated: int
    unreachable: int
    handling: Handling
    timeliness: Rate
    resolution: Rate
    satisfaction: Rate


class Report(Struct, frozen=True):
    """The figures of complaints received on [since, until), most received first, with their total."""

    since: date
    until: date
    by: str
    lines: tuple[Line, ...]
    total: Line


def report_of(
    rows: Iterable[Mapping[str, Any]],
    handled: Handled,
    since: date,
    until: date,
    by: str,
    targets: tuple[Target, ...],
) -> Report:
    """The report of rows of sums as the store counts them, and of the time that was spent.

    Who only had complaints that somebody else has now has a line of their own with nothing received.
    """
    sums = {str(row["key"] or ""): dict(row) for row in rows}
    whole = {name: sum(row[name] or 0 for row in sums.values()) for name in _SUMS}
    others = sorted(key for key, one in handled.by_key.items() if key not in sums and any(structs.astuple(one)))
    lines = (
        _line(key, sums.get(key, _NOTHING), handled.by_key.get(key, Handling()), targets) for key in (*sums, *others)
    )
    return Report(since, until, by, tuple(lines), _line("", whole, handled.total, targets))


_NOTHING = dict.fromkeys(_SUMS, 0)


def _line(key: str, row: Mapping[str, Any], handling: Handling, targets: tuple[Target, ...]) -> Line:
    met, not_met = row["met"] or 0, row["not_met"] or 0
    return Line(
        key=key,
        received=row["received"],
        open=row["received"] - (row["solved"] or 0) - (row["cancelled"] or 0),
        overdue=row["overdue"] or 0,
        handling=handling,
        **{name: row[name] or 0 for name in ("reopened", "chased", "repeated", "unreachable")},
        timeliness=_rate("timeliness", met, met + not_met, targets),
        resolution=_rate("resolution", row["solved"] or 0, row["received"], targets),
        satisfaction=_rate("satisfaction", row["satisfied"] or 0, row["rated"] or 0, targets),
    )


def _rate(name: str, count: int, of: int, targets: tuple[Target, ...]) -> Rate:
    target = find(targets, name)
    if target is None or not of:
        return Rate(count, of)
    enough = target.at_least is None or count * 100 >= target.at_least * of
    little = target.at_most is None or count * 100 <= target.at_most * of
    return Rate(count, of, enough and little)
