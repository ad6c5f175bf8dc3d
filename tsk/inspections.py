"""Sampling inspection: which closed complaints are looked at again, drawn so that anybody can draw the same.

The complaints of a population are put in the order of SHA-256 over seed and number, and the first ones are taken: the
same seed gives the same complaints, however they are stored, whatever the machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256

from msgspec import Struct

from tsk.model import Case, Event, Finding
from tsk.register import Entry


class Inspection(Struct, frozen=True, omit_defaults=True):
    """One draw: complaints closed from `since` to `until` (local dates, both included), of which `numbers` were drawn.

    `ids` are those of the same complaints in the same order; `population` is how many there were to draw from.
    """

    id: int
    seq: int
    at: datetime
    by: str
    since: str
    until: str
    seed: str
    population: int
    ids: tuple[int, ...]
    numbers: tuple[str, ...]
    department: str = ""
    severity: str = ""
    share: str = ""
    reason: str = ""

    @property
    def entry(self) -> Entry:
        return Entry("drawn", None, self.department)


def fold_inspection(events: Sequence[Event]) -> Inspection:
    """The draw that its events add up to; a draw is never changed."""
    first = events[0]
    plain = ("since", "until", "department", "severity", "seed", "share", "population")
    return Inspection(
        id=first.id,
        seq=events[-1].seq,
        at=first.at,
        by=first.actor,
        ids=tuple(first.body["complaints"]),
        numbers=tuple(first.body["numbers"]),
        reason=first.private.get("reason") or "",
        **{name: first.body[name] for name in plain if name in first.body},
    )


def drawn(seed: str, cases: Iterable[Case], count: int) -> tuple[Case, ...]:
    """As many of the cases, in the order in which they were received at the desk: always the same for the same seed."""
    ranked = sorted(cases, key=lambda case: (sha256(f"{seed}\n{case.number}".encode()).digest(), case.number))
    return tuple(sorted(ranked[:count], key=lambda case: case.id))


def size_of(share: tuple[int, int], population: int) -> int:
    """How many of the population a share is, as a fraction; what is begun counts as one."""
    above, below = share
    return min(population, -(-population * above // below))


def finding_of(inspection: Inspection, case: Case) -> Finding | None:
    """What was last found about a drawn case under this draw, or None while it is still to do."""
    return next((one for one in reversed(case.inspections) if one.inspection == inspection.id), None)
