"""The figures of a period: lines and total, what was open when, the main causes, what it is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from msgspec import Struct, structs

from tsk.backlog import Aged, Backlog
from tsk.comparison import Compared
from tsk.handlingtime import Handled, Handling, Spread
from tsk.reportlines import NOTHING, RATES, SUMS, Line, Rate, Timely, line_of, ranked, rate, shared
from tsk.rulerows import Target

__all__ = ["RATES", "Cause", "Line", "Rate", "Report", "Timely"]


class Cause(Struct, frozen=True):
    """One cause of complaints by its name in the policy, "" where none was found.

    `share` is its part of all received, `cumulative` that of the causes up to it, in percent.
    """

    key: str
    received: int
    share: float
    cumulative: float


class Report(Struct, frozen=True):
    """The figures of complaints received on [since, until), most received first, with their total.

    `filters` are what it is limited to, by dimension. `trend` are the totals of the months before, the earliest first;
    `backlog` and `ageing` (of what is open now) count complaints whenever received. `causes` are the most frequent
    first. `compared` is there where it was asked for.
    """

    since: date
    until: date
    by: str
    lines: tuple[Line, ...]
    total: Line
    trend: tuple[Line, ...] = ()
    filters: dict[str, str] = {}
    backlog: Backlog | None = None
    ageing: tuple[Aged, ...] = ()
    causes: tuple[Cause, ...] = ()
    compared: Compared | None = None


class Spreads(Struct, frozen=True):
    """How the handling times of a period lie, by each value of a dimension and in all."""

    by_key: dict[str, Spread] = {}
    total: Spread = Spread()


def report_of(
    rows: Iterable[Mapping[str, Any]],
    handled: Handled,
    since: date,
    until: date,
    by: str,
    targets: tuple[Target, ...],
    spreads: Spreads | None = None,
    milestones: Iterable[Mapping[str, Any]] = (),
    order: tuple[str, ...] = (),
) -> Report:
    """The report of rows of sums as the store counts them, and of the time that was spent.

    `milestones` are rows of key, name, met and due; `order` is that of the policy. Who only had complaints that
    somebody else has now has a line of their own with nothing received.
    """
    spreads = spreads or Spreads()
    sums = {str(row["key"] or ""): dict(row) for row in rows}
    whole = {name: sum(row[name] or 0 for row in sums.values()) for name in SUMS}
    others = sorted(key for key, one in handled.by_key.items() if key not in sums and any(structs.astuple(one)))
    timely = _by_key(milestones, order, targets)
    lines = [
        line_of(
            key,
            sums.get(key, NOTHING),
            targets,
            handled.by_key.get(key, Handling()),
            spreads.by_key.get(key),
            timely.get(key, ()),
        )
        for key in (*sums, *others)
    ]
    total = line_of("", whole, targets, handled.total, spreads.total, _in_all(timely, order, targets))
    return Report(since, until, by, tuple(ranked(shared(lines, total.received))), total)


def _by_key(
    rows: Iterable[Mapping[str, Any]], order: tuple[str, ...], targets: tuple[Target, ...]
) -> dict[str, tuple[Timely, ...]]:
    """The milestones that fell due by the value of the dimension, in the order of the policy."""
    found: dict[str, list[Timely]] = {}
    for row in rows:
        if row["due"]:
            one = Timely(row["name"], rate(row["name"], row["met"], row["due"], targets))
            found.setdefault(str(row["key"] or ""), []).append(one)
    return {key: tuple(sorted(some, key=lambda one: _place(one.name, order))) for key, some in found.items()}


def _in_all(
    by_key: Mapping[str, tuple[Timely, ...]], order: tuple[str, ...], targets: tuple[Target, ...]
) -> tuple[Timely, ...]:
    sums: dict[str, tuple[int, int]] = {}
    for one in (one for some in by_key.values() for one in some):
        met, due = sums.get(one.name, (0, 0))
        sums[one.name] = met + one.rate.count, due + one.rate.of
    names = sorted(sums, key=lambda name: _place(name, order))
    return tuple(Timely(name, rate(name, *sums[name], targets)) for name in names)


def _place(name: str, order: tuple[str, ...]) -> tuple[int, str]:
    """Where a milestone stands; those that the policy no longer has come last, by name."""
    return order.index(name) if name in order else len(order), name


def causes_of(counts: Iterable[tuple[str, int]]) -> tuple[Cause, ...]:
    """The causes with their parts of the whole, the most frequent first; what has none yet comes last."""
    found = sorted(((key, n) for key, n in counts if n), key=lambda one: (not one[0], -one[1], one[0]))
    whole, so_far, causes = sum(n for _, n in found), 0, []
    for key, n in found:
        so_far += n
        causes.append(Cause(key, n, n * 100 / whole, so_far * 100 / whole))
    return tuple(causes)
