"""The figures of a period: lines and total, what was open when, the main causes, what it is compared with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import msgspec
from msgspec import Struct, structs

from tsk.backlog import Aged, Backlog
from tsk.comparison import Compared
from tsk.handlingtime import Handled, Handling, Spread, spread_of
from tsk.reportlines import NOTHING, RATES, Line, Rate, Timely, line_of, ranked, rate, shared
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


class Days(Struct, frozen=True):
    """How many of the days of a period have come, today among them; `over` is it from the day after the last on."""

    past: int = 0
    of: int = 0
    over: bool = True


def days_of(since: date, until: date, today: date) -> Days:
    """The days of [since, until) as they stand on `today`."""
    of = (until - since).days
    return Days(min(of, max(0, (today - since).days + 1)), of, until <= today)


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
    days: Days = Days()
    trend: tuple[Line, ...] = ()
    filters: dict[str, str] = {}
    backlog: Backlog | None = None
    ageing: tuple[Aged, ...] = ()
    causes: tuple[Cause, ...] = ()
    compared: Compared | None = None


class Row(Struct, frozen=True):
    """Sums of complaints of one value of a dimension whose milestones went alike, as the store counts them.

    `settled` is JSON: of each milestone that is over and fell due how many were met in time, and how many there are.
    """

    key: str
    settled: str
    sums: dict[str, int]


class Tally(Struct):
    """What has been added up for one value of a dimension: sums by name, and met and due of each milestone."""

    sums: dict[str, int]
    milestones: dict[str, tuple[int, int]] = {}

    def add(self, sums: Mapping[str, int], settled: Mapping[str, tuple[int, int]]) -> None:
        """Adds the sums of some complaints, each with those milestones."""
        for name, n in sums.items():
            self.sums[name] += n or 0
        for name, (met, due) in settled.items():
            self.fell_due(name, met * sums["received"], due * sums["received"])

    def fell_due(self, name: str, met: int, due: int) -> None:
        """Adds milestones of one name."""
        before = self.milestones.get(name, (0, 0))
        self.milestones[name] = before[0] + met, before[1] + due


class Tallies(Struct, frozen=True):
    """What has been added up by each value of a dimension, in the order of the lines, and in all."""

    by_key: dict[str, Tally]
    total: Tally


def tallies(rows: Iterable[Row], missed_now: Iterable[tuple[str, str, int]], by: str) -> Tallies:
    """The rows added up; most received first, months, quarters and weeks as they follow each other."""
    settled = _settled_reader()
    found, total = Tallies({}, Tally(dict(NOTHING))), Tally(dict(NOTHING))
    for row in rows:
        for one in (found.by_key.setdefault(row.key, Tally(dict(NOTHING))), total):
            one.add(row.sums, settled(row.settled))
    for key, name, count in missed_now:
        for one in (found.by_key[key], total):
            one.fell_due(name, 0, count)
    order = sorted(found.by_key, key=lambda key: (0 if by in IN_TIME else -found.by_key[key].sums["received"], key))
    return Tallies({key: found.by_key[key] for key in order}, total)


def _settled_reader() -> Callable[[str], dict[str, tuple[int, int]]]:
    """Reads what became of milestones; most complaints say the same."""
    read: dict[str, dict[str, tuple[int, int]]] = {}

    def reader(text: str) -> dict[str, tuple[int, int]]:
        if text not in read:
            read[text] = msgspec.json.decode(text, type=dict[str, tuple[int, int]])
        return read[text]

    return reader


IN_TIME = ("month", "quarter", "week")


def value_of(by: str, key: str | None) -> str:
    """The value of a dimension from what the store groups by: quarters from months, weeks from days."""
    if by == "quarter" and key:
        return f"{key[:4]}-Q{(int(key[5:]) + 2) // 3}"
    if by == "week" and key:
        year, week, _ = date.fromisoformat(key).isocalendar()
        return f"{year}-W{week:02d}"
    return key or ""


class Spreads(Struct, frozen=True):
    """How the handling times of a period lie, by each value of a dimension and in all."""

    by_key: dict[str, Spread] = {}
    total: Spread = Spread()


def spreads(minutes: Iterable[tuple[str, int, int]]) -> Spreads:
    """How the times lie, from how many complaints of each value took so many whole minutes."""
    by_key: dict[str, dict[int, int]] = {}
    total: dict[int, int] = {}
    for key, minute, count in minutes:
        for counts in (by_key.setdefault(key, {}), total):
            counts[minute] = counts.get(minute, 0) + count
    return Spreads({key: spread_of(counts) for key, counts in by_key.items()}, spread_of(total))


def handled_of(found: Tallies) -> dict[str, Handling]:
    """The booked time of the complaints themselves, by each value."""
    kinds = ("cases", "handled", "waited", "reviewed")
    return {key: Handling(*(one.sums[kind] for kind in kinds)) for key, one in found.by_key.items()}


def report_of(
    found: Tallies,
    handled: Handled,
    spreads: Spreads,
    since: date,
    until: date,
    by: str,
    targets: tuple[Target, ...],
    order: tuple[str, ...] = (),
) -> Report:
    """The lines and the total of a period; `order` is that of the policy's milestones.

    Who only had complaints that somebody else has now has a line of their own with nothing received.
    """
    others = sorted(key for key, one in handled.by_key.items() if key not in found.by_key and any(structs.astuple(one)))
    nothing = Tally(dict(NOTHING))

    def line(key: str, tally: Tally, handling: Handling | None, spread: Spread | None) -> Line:
        return line_of(key, tally.sums, targets, handling, spread, _timely(tally, order, targets))

    lines = [
        line(key, found.by_key.get(key, nothing), handled.by_key.get(key), spreads.by_key.get(key))
        for key in (*found.by_key, *others)
    ]
    total = line("", found.total, handled.total, spreads.total)
    return Report(since, until, by, tuple(ranked(shared(lines, total.received))), total)


def _timely(tally: Tally, order: tuple[str, ...], targets: tuple[Target, ...]) -> tuple[Timely, ...]:
    """The milestones that fell due, in the order of the policy; those that it no longer has come last, by name."""
    due = [name for name, (_, due) in tally.milestones.items() if due]
    names = sorted(due, key=lambda name: (order.index(name) if name in order else len(order), name))
    return tuple(Timely(name, rate(name, *tally.milestones[name], targets)) for name in names)


def empty_line(key: str, targets: tuple[Target, ...]) -> Line:
    """The line of a value that received nothing."""
    return line_of(key, NOTHING, targets)


def causes_of(counts: Iterable[tuple[str, int]]) -> tuple[Cause, ...]:
    """The causes with their parts of the whole, the most frequent first; what has none yet comes last."""
    found = sorted(((key, n) for key, n in counts if n), key=lambda one: (not one[0], -one[1], one[0]))
    whole, so_far, causes = sum(n for _, n in found), 0, []
    for key, n in found:
        so_far += n
        causes.append(Cause(key, n, n * 100 / whole, so_far * 100 / whole))
    return tuple(causes)
