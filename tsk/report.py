"""The figures of a period as rates against targets; a zero denominator gives no rate, never 0 or 100 percent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from msgspec import Struct, structs

from tsk.handlingtime import Handled, Handling
from tsk.rulerows import Target
from tsk.rules import find
from tsk.scores import Counted, ranks, score

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
    "chases",
    "points",
    "rose",
    "upheld",
    "judged",
)
RATES = ("timeliness", "resolution", "satisfaction", "repeat", "chase", "upheld")


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
    """The figures of one value of the dimension; `key` is its name in the policy.

    `share` is its part of all received and `cumulative` that of the lines up to it, in percent; `points` are what its
    closed complaints count, `rose` how often they were moved up the line by themselves. `score` is out of 100.
    """

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
    repeat: Rate
    chase: Rate
    upheld: Rate
    points: float
    rose: int
    share: float | None = None
    cumulative: float | None = None
    score: float | None = None
    rank: int | None = None


class Report(Struct, frozen=True):
    """The figures of complaints received on [since, until), most received first, with their total.

    `trend` are the totals of the months before, the earliest first.
    """

    since: date
    until: date
    by: str
    lines: tuple[Line, ...]
    total: Line
    trend: tuple[Line, ...] = ()


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
    lines = [
        _line(key, sums.get(key, _NOTHING), handled.by_key.get(key, Handling()), targets) for key in (*sums, *others)
    ]
    total = _line("", whole, handled.total, targets)
    return Report(since, until, by, tuple(_ranked(_shared(lines, total.received), targets)), _scored(total, targets))


def _shared(lines: Iterable[Line], received: int) -> list[Line]:
    """The lines with their part of all received, and what they make up with those before them."""
    found, so_far = [], 0
    for line in lines:
        so_far += line.received
        parts = (one * 100 / received if received else None for one in (line.received, so_far))
        found.append(structs.replace(line, **dict(zip(("share", "cumulative"), parts, strict=True))))
    return found


def _ranked(lines: list[Line], targets: tuple[Target, ...]) -> list[Line]:
    """The lines with their scores and ranks, where the policy weighs anything."""
    scores = {line.key: _score(line, targets) for line in lines}
    places = ranks(scores)
    return [structs.replace(_scored(line, targets), rank=places.get(line.key)) for line in lines]


def _scored(line: Line, targets: tuple[Target, ...]) -> Line:
    return structs.replace(line, score=_score(line, targets))


def _score(line: Line, targets: tuple[Target, ...]) -> float | None:
    rates: dict[str, Rate] = {name: getattr(line, name) for name in RATES}
    return score({name: Counted(rate.count, rate.of) for name, rate in rates.items()}, targets)


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
        repeat=_rate("repeat", row["repeated"] or 0, row["received"], targets),
        chase=_rate("chase", row["chases"] or 0, row["received"], targets),
        upheld=_rate("upheld", row["upheld"] or 0, row["judged"] or 0, targets),
        points=(row["points"] or 0) / 100,
        rose=row["rose"] or 0,
    )


def _rate(name: str, count: int, of: int, targets: tuple[Target, ...]) -> Rate:
    target = find(targets, name)
    if target is None or not of:
        return Rate(count, of)
    enough = target.at_least is None or count * 100 >= target.at_least * of
    little = target.at_most is None or count * 100 <= target.at_most * of
    return Rate(count, of, enough and little)
