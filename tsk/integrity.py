"""Fair figures: what steps left behind in a period, each kind counted and listed, none of them judged.

Each kind is a fact with a threshold (docs/fair-figures.md); why it came about, the file of the complaint tells.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from msgspec import Struct

from tsk.annexes import Trace
from tsk.limits import base_due, parse_limit
from tsk.traces import ANSWER, BACKDATED, EDIT, EXTENSION, REOPENED, WAIT
from tsk.worktime import WorkTime

KINDS = (BACKDATED, WAIT, ANSWER, REOPENED, EXTENSION, EDIT)
BEFORE_DUE = timedelta(hours=2)  # within which a wait began just before the deadline that it stops
LISTED = 1000  # of a kind, the latest; a shorter period has the earlier ones
AFTER_CLOSING = timedelta(days=7)  # within which a complaint was taken up again soon after it was closed


class Item(Struct, frozen=True):
    """One step of one complaint; `who` recorded it, waited, answered, had it, extended or corrected it."""

    id: int
    number: str
    trace: Trace


class Kind(Struct, frozen=True):
    """How often there is one kind, on how many complaints, with whom, most first; and the latest of them in `items`."""

    name: str
    count: int
    complaints: int
    people: tuple[tuple[str, int], ...]
    items: tuple[Item, ...]


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
    """The items of a period, oldest first, by kind: those that reach the threshold of their kind."""
    tallies = {name: _Tally() for name in KINDS}
    for one in found:
        shown = _SHOWN.get(one.trace.kind)
        if shown is None or shown(one.trace, bounds):
            tallies[one.trace.kind].add(one)
    return Integrity(since, until, tuple(tally.kind(name) for name, tally in tallies.items()))


class _Tally:
    """One kind while it is counted, in little memory however many there are."""

    def __init__(self) -> None:
        self.people: Counter[str] = Counter()
        self.complaints: set[int] = set()
        self.latest: deque[Item] = deque(maxlen=LISTED)

    def add(self, one: Item) -> None:
        self.people[one.trace.who] += 1
        self.complaints.add(one.id)
        self.latest.append(one)

    def kind(self, name: str) -> Kind:
        """What was counted."""
        people = tuple(sorted(self.people.items(), key=lambda one: (-one[1], one[0])))
        return Kind(name, self.people.total(), len(self.complaints), people, tuple(self.latest))


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
