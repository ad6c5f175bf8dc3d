"""The figures of one value of a dimension, rates against targets; a zero denominator gives no rate, never 0 %."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, structs

from tsk.handlingtime import Handling, Spread
from tsk.rulerows import Target
from tsk.rules import find
from tsk.scores import Counted, ranks, score

SUMS = (
    *("received", "solved", "cancelled", "met", "not_met", "overdue", "rated", "satisfied", "reopened", "again"),
    *("chased", "repeated", "unreachable", "chases", "points", "rose", "upheld", "judged"),
    *("cases", "handled", "waited", "reviewed"),
)
RATES = ("timeliness", "resolution", "satisfaction", "repeat", "chase", "upheld", "reopen")


class Rate(Struct, frozen=True):
    """A share of `of`; `reached` compares the exact fraction with the target and is None where there is none."""

    count: int
    of: int
    reached: bool | None = None

    @property
    def percent(self) -> float | None:
        """The share in percent, or None where nothing could be counted."""
        return self.count * 100 / self.of if self.of else None

    @property
    def missed(self) -> bool:
        """Whether there is a target and it is not reached."""
        return self.reached is False


class Timely(Struct, frozen=True):
    """One milestone by its name in the policy: `rate.count` were met in time of the `rate.of` that fell due."""

    name: str
    rate: Rate


class Line(Struct, frozen=True):
    """The figures of one value of the dimension; `key` is its name in the policy.

    `open`, `solved` and `cancelled` make up `received`. `overdue` are answers owed and late now; `reopened` counts how
    often, `reopen` how many complaints. `milestones` are those that fell due, in the order of the policy; `timeliness`
    is that of the answers. `handling` is the time spent by whoever had the complaints, `spread` how that of the
    complaints answered lies. `share` is its part of all received and `cumulative` that of the lines up to it, in
    percent; `points` are what its closed complaints count, `rose` how often they were moved up the line by themselves.
    `score` is out of 100.
    """

    key: str
    received: int
    solved: int
    open: int
    cancelled: int
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
    reopen: Rate
    points: float
    rose: int
    spread: Spread = Spread()
    milestones: tuple[Timely, ...] = ()
    share: float | None = None
    cumulative: float | None = None
    score: float | None = None
    rank: int | None = None

    @property
    def idle(self) -> bool:
        """Whether no complaint stands in it, only the time that somebody had some."""
        return not self.received and not self.cancelled

    @property
    def rates(self) -> dict[str, Rate]:
        """All rates by name, in a fixed order."""
        return {name: getattr(self, name) for name in RATES}

    @property
    def missed(self) -> tuple[str, ...]:
        """The names of the rates that miss their targets."""
        return tuple(name for name, rate in self.rates.items() if rate.missed)


_COUNTS = ("received", "solved", "cancelled", "overdue", "reopened", "chased", "repeated", "unreachable", "rose")
NOTHING: Mapping[str, int] = dict.fromkeys(SUMS, 0)


def line_of(
    key: str,
    row: Mapping[str, int],
    targets: tuple[Target, ...],
    handling: Handling | None = None,
    spread: Spread | None = None,
    milestones: Iterable[Timely] = (),
) -> Line:
    """The line of sums as the store counts them, scored but not ranked."""
    sums = dict(row)
    received = sums["received"]
    pairs = {
        "timeliness": (sums["met"], sums["met"] + sums["not_met"]),
        "resolution": (sums["solved"], received),
        "satisfaction": (sums["satisfied"], sums["rated"]),
        "repeat": (sums["repeated"], received),
        "chase": (sums["chases"], received),
        "upheld": (sums["upheld"], sums["judged"]),
        "reopen": (sums["again"], received),
    }
    rates: dict[str, Any] = {name: rate(name, *pair, targets) for name, pair in pairs.items()}
    counts: dict[str, Any] = {name: sums[name] for name in _COUNTS}
    line = Line(
        key=key,
        **counts,
        **rates,
        open=received - sums["solved"] - sums["cancelled"],
        handling=handling or Handling(),
        spread=spread or Spread(),
        milestones=tuple(milestones),
        points=sums["points"] / 100,
    )
    counted = {name: Counted(one.count, one.of) for name, one in line.rates.items()}
    return structs.replace(line, score=score(counted, targets))


def rate(name: str, count: int, of: int, targets: tuple[Target, ...]) -> Rate:
    """The rate of that name, held against its target where there is one and anything was counted."""
    target = find(targets, name)
    if target is None or not of:
        return Rate(count, of)
    enough = target.at_least is None or count * 100 >= target.at_least * of
    little = target.at_most is None or count * 100 <= target.at_most * of
    return Rate(count, of, enough and little)


def shared(lines: Iterable[Line], received: int) -> list[Line]:
    """The lines with their part of all received, and what they make up with those before them."""
    found, so_far = [], 0
    for line in lines:
        so_far += line.received
        parts = (one * 100 / received if received else None for one in (line.received, so_far))
        found.append(structs.replace(line, **dict(zip(("share", "cumulative"), parts, strict=True))))
    return found


def ranked(lines: list[Line]) -> list[Line]:
    """The lines with their ranks by score, where the policy weighs anything."""
    places = ranks({line.key: line.score for line in lines})
    return [structs.replace(line, rank=places.get(line.key)) for line in lines]
