"""How likely an open milestone is to be missed: the share of similar ones that went past their due (docs/forecast.md).

Lengths are shares of the time that a milestone has: 0 at its start, 1 at its due, counted on the clock of its limit.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime
from math import nextafter
from operator import itemgetter

from msgspec import Struct

from tsk.limits import Limit, counts
from tsk.worktime import WorkTime

FEWEST = 30  # cases with a known outcome, below which nothing is said: of 30 a share is known to about ± 9 points
LATEST = 5_000  # complaints that are looked at, the latest of those that came in at least one such limit ago

# What similar cases have in common, the closest first; all of them have the milestone and the limit in common.
GROUPS = (
    ("category", "severity", "department", "round"),
    ("category", "severity", "department"),
    ("severity", "department"),
    ("category", "severity"),
    ("severity",),
)


class Kind(Struct, frozen=True):
    """What a milestone may have in common with others; `department` is the one that owes it."""

    category: str
    severity: str
    department: str
    round: int


class Past(Struct, frozen=True):
    """A milestone of the past: `used` is the share of its time that had gone by when it was over.

    `running`: it is not over, and the share is that of today.
    """

    kind: Kind
    used: float
    running: bool = False


class Forecast(Struct, frozen=True):
    """The chance that a milestone is missed, from so many similar ones of known outcome; `of`: what is the same."""

    chance: float
    cases: int
    of: tuple[str, ...]


_JUST_LATE = nextafter(1.0, 2.0)


def used(limit: Limit, time: WorkTime, start: datetime, due: datetime, at: datetime) -> float:
    """The share of the time from start to due that has gone by; above 1 from the first second after the due on."""
    whole = counts(limit, time, start, due)
    share = counts(limit, time, start, at) / whole if whole else 0.0
    return max(share, _JUST_LATE) if at > due else min(share, 1.0)


class Curve:
    """How many of a group's milestones were still running at each share of their time (Kaplan and Meier's estimate).

    One that is still running counts as long as it has been seen, and is left out from there on.
    """

    def __init__(self, seen: Iterable[Past]) -> None:
        ordered = sorted(((past.used, past.running) for past in seen), key=itemgetter(0, 1))
        self._used = [used for used, _ in ordered]
        self._left = _still_running([running for _, running in ordered])
        self._unknown = _counted(running and used <= 1 for used, running in ordered)

    def known(self, used: float) -> int:
        """How many lasted longer than that and are known to have kept their due or missed it."""
        after = bisect_right(self._used, used)
        return len(self._used) - after - (self._unknown[-1] - self._unknown[after])

    def chance(self, used: float) -> float | None:
        """The share of those lasting longer than that which went past the due; None where none was seen so long."""
        before, at_due = self._at(used), self._at(1)
        nobody_left = not self._used or (self._used[-1] < 1 and self._left[-1] > 0)
        return None if nobody_left or not before else at_due / before

    def _at(self, used: float) -> float:
        return self._left[bisect_right(self._used, used)]


def _still_running(ordered: Sequence[bool]) -> list[float]:
    """The share still running after the first 0, 1, 2 … of milestones in the order of their length."""
    left = [1.0]
    for place, running in enumerate(ordered):
        at_risk = len(ordered) - place
        left.append(left[-1] if running else left[-1] * (at_risk - 1) / at_risk)
    return left


def _counted(marks: Iterable[bool]) -> list[int]:
    """How many of the first 0, 1, 2 … are marked."""
    counts = [0]
    for mark in marks:
        counts.append(counts[-1] + mark)
    return counts


class History:
    """The past milestones of one name and limit, in groups from the closest to the widest."""

    def __init__(self, past: Iterable[Past], groups: Sequence[tuple[str, ...]] = GROUPS) -> None:
        self._past = tuple(past)
        self._groups = groups
        self._curves: dict[tuple[str, ...], dict[tuple[object, ...], Curve]] = {}

    def forecast(self, kind: Kind, used: float) -> Forecast | None:
        """The forecast for a running milestone of that kind; None where no group has enough cases, or it is missed."""
        for group in self._groups if used < 1 else ():
            curve = self._of(group).get(_key(kind, group))
            if curve is None or curve.known(used) < FEWEST:
                continue
            chance = curve.chance(used)
            if chance is not None:
                return Forecast(chance, curve.known(used), group)
        return None

    def _of(self, group: tuple[str, ...]) -> dict[tuple[object, ...], Curve]:
        """The curves of one grouping, built when first asked for."""
        if group not in self._curves:
            parted: dict[tuple[object, ...], list[Past]] = {}
            for past in self._past:
                parted.setdefault(_key(past.kind, group), []).append(past)
            self._curves[group] = {key: Curve(seen) for key, seen in parted.items()}
        return self._curves[group]


def _key(kind: Kind, group: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(getattr(kind, name) for name in group)
