"""Rights by approved request: who is to act in which role, asked for by one person and granted by another.

A request is the fold of its events. While it is approved, its person acts in its role beside the rule file's own
staff, up to and including its last day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from tsk.model import Event
from tsk.register import Entry
from tsk.rulerows import Staff
from tsk.rules import Rules, find

KIND = "request"
ASKED, APPROVED, REFUSED, ENDED = "asked", "approved", "refused", "ended"
STATES = (ASKED, APPROVED, REFUSED, ENDED)


class Request(Struct, frozen=True, omit_defaults=True):
    """One request: `person` is a staff number, `until` the last day as an ISO date.

    It is asked, then approved or refused; ended is what was approved and then taken back.
    """

    id: int
    seq: int
    at: datetime
    by: str
    person: str
    role: str
    department: str
    name: str = ""
    store: str = ""
    until: str = ""
    reason: str = ""
    state: str = ASKED
    decided_at: datetime | None = None
    decided_by: str = ""
    why: str = ""

    @property
    def entry(self) -> Entry:
        return Entry(self.state, None, self.department, self.person)


def fold_request(events: Sequence[Event]) -> Request:
    """The request that its events add up to, oldest first."""
    first = events[0]
    request = Request(
        id=first.id,
        seq=first.seq,
        at=first.at,
        by=first.actor,
        name=first.private.get("name") or "",
        reason=first.private.get("reason") or "",
        **{name: first.body[name] for name in ("person", "role", "department", "store", "until") if name in first.body},
    )
    for event in events[1:]:
        state = _DECIDED[event.type](request)
        decided = {"decided_at": event.at, "decided_by": event.actor, "why": event.private.get("reason") or ""}
        request = replace(request, seq=event.seq, state=state, **decided)
    return request


_DECIDED: dict[str, Callable[[Request], str]] = {
    "request_approved": lambda request: APPROVED,
    "request_refused": lambda request: ENDED if request.state == APPROVED else REFUSED,
}


def in_force(requests: Iterable[Request], today: str) -> dict[str, Request]:
    """The request by which each person acts on that ISO date: of several, the one approved last."""
    running = [one for one in requests if one.state == APPROVED and not (one.until and one.until < today)]
    return {one.person: one for one in sorted(running, key=lambda one: (one.decided_at or one.at, one.id))}


def with_requests(rules: Rules, granted: dict[str, Request]) -> Rules:
    """The rules with everybody in the role that was granted to them; what a row says besides stays as it is.

    Who has left by the rule file stays so: no request brings anybody back.
    """
    kept = tuple(_granted(row, granted[row.name]) if row.name in granted else row for row in rules.staff)
    new = (one for one in granted.values() if find(rules.staff, one.person) is None)
    added = (_granted(Staff(one.person, one.name, one.name, until=one.until), one) for one in new)
    return replace(rules, staff=(*kept, *added))


def _granted(row: Staff, request: Request) -> Staff:
    return replace(row, role=request.role, department=request.department, store=request.store)
