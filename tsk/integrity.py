"""Fair figures: what steps left behind in a period, each kind counted and listed, none of them judged.

Each kind is a fact with a threshold (docs/fair-figures.md); why it came about, the file of the complaint tells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from msgspec import Struct

from tsk.annexes import Trace
from tsk.limits import base_due, parse_limit
from tsk.traces import ANSWER, BACKDATED, EDIT, EXTENSION, REOPENED, WAIT
from tsk.worktime import WorkTime

KINDS = (BACKDATED, WAIT, ANSWER, REOPENED, EXTENSION, EDIT)
BEFORE_DUE = timedelta(hours=2)  # within which a wait began just before the deadline that it stops
AFTER_CLOSING = timedelta(days=7)  # within which a complaint was taken up again soon after it was closed


class Item(Struct, frozen=True):
    """One step of one complaint; `who` recorded it, waited, answered, had it, extended or corrected it."""

    id: int
    number: str
    trace: Trace


class Kind(Struct, frozen=True):
    """All of one kind, oldest first, with how many each person has to do with, most first."""

    name: str
    items: tuple[Item, ...]

    @property
    def complaints(self) -> int:
        return len({one.id for one in self.items})

    @property
    def people(self) -> tuple[tuple[str, int], ...]:
        counts = Counter(one.trace.who for one in self.items)
        return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


class Integrity(Struct, frozen=True):
    """What there is of each kind on [since, until), by the local day of the step."""

    since: date
    until: date
    kinds: tuple[Kind, ...]


class Bounds(Struct, frozen=True):
    """From when on a step is shown: the time the policy gives for recording, by its calendar; on a practice desk
    the present may be set, so there only what was claimed counts."""

    recorded: str
    time: WorkTime
    practice: bool


def integrity_of(found: Iterable[Item], since: date, until: date, bounds: Bounds) -> Integrity:
    """The items of a period by kind, those that reach the threshold of their kind."""
    by_kind: dict[str, list[Item]] = {name: [] for name in KINDS}
    for one in found:
        shown = _SHOWN.get(one.trace.kind)
        if shown is None or shown(one.trace, bounds):
            by_kind[one.trace.kind].append(one)
    return Integrity(since, until, tuple(Kind(name, tuple(items)) for name, items in by_kind.items()))


def _is_backdated(one: Trace, bounds: Bounds) -> bool:
    """Whether the complaint was recorded later after its receipt than the policy allows."""
    return recorded_at(one, bounds) > base_due(parse_limit(bounds.recorded), received_at(one), bounds.time)


def received_at(one: Trace) -> datetime:
    """The receipt that a back-dated one claims."""
    return one.at - timedelta(seconds=one.seconds)


def recorded_at(one: Trace, bounds: Bounds) -> datetime:
    """When it was recorded: by the clock, on a desk for practice by the present that was set."""
    return one.at if bounds.practice else one.at + timedelta(seconds=one.claimed)


_SHOWN: dict[str, Callable[[Trace, Bounds], bool]] = {
    BACKDATED: _is_backdated,
    WAIT: lambda one, bounds: one.seconds <= BEFORE_DUE.total_seconds(),
    REOPENED: lambda one, bounds: one.seconds <= AFTER_CLOSING.total_seconds(),
}
