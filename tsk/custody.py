"""Who has a case, from when to when: the lead department and its handler, those who help, who answers and reviews.

What the lead has handed in is the desk's to answer and to close. The stays of lead and desk join from receipt to the
end without a gap; those of co-handling departments run beside them. A time spent waiting belongs to whoever had the
case, and names what was waited for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from tsk.model import HANDLING_STATES, Case, Held
from tsk.stepfacts import Body, Taken, is_whole_file

_WITH_THE_LEAD = ("registered", *HANDLING_STATES)
_Holder = tuple[str, str, str]


class Stay(Struct, frozen=True):
    """A half-open stretch in which one holder had the case; without an `until` it still lasts.

    `part` is lead, co, answer or review; `wait` the reason for which the case waited, the first one that was given.
    Without a department, answer and review are the desk's: the department that answers for the house.
    """

    department: str
    handler: str
    part: str
    wait: str
    since: datetime
    until: datetime | None = None


def handed_on(before: Case | None, after: Case, step: Taken, said: Body) -> Case:
    """The case after a step with whose hands it is in from then on; the first has it from receipt."""
    if before is None:
        return replace(after, held=(Held(*_lead(after), since=after.received_at),))
    holders = tuple(_holders(before, after, step, said))
    running = tuple(_key(one) for one in before.held if one.until is None)
    if set(holders) == set(running):
        return after
    at = max([step.at, *(one.since for one in before.held)])
    kept = (_ended(one, at) if one.until is None and _key(one) not in holders else one for one in before.held)
    begun = (Held(*holder, since=at) for holder in holders if holder not in running)
    return replace(after, held=(*(one for one in kept if one.until != one.since), *begun))


def _key(one: Held) -> _Holder:
    return one.department, one.handler, one.part


def _ended(one: Held, at: datetime) -> Held:
    return replace(one, until=at)


def _holders(before: Case, after: Case, step: Taken, said: Body) -> Iterator[_Holder]:
    if after.state in _WITH_THE_LEAD:
        yield ("", "", "answer") if after.submitted_by else _lead(after)
        yield from ((name, "", "co") for name in after.co_departments if _helps(name, before, after, step, said))
    elif after.state == "resolved":
        yield "" if after.submitted_by else after.department, "", "review"


def _lead(case: Case) -> _Holder:
    return case.department, case.handler, "lead"


def _helps(name: str, before: Case, after: Case, step: Taken, said: Body) -> bool:
    """Whether a co-handling department still has its part: until it hands it in, and again in a new round."""
    if step.type == "submitted" and not is_whole_file(after, said):
        return said["department"] != name and _is_helping(name, before)
    asked = name not in before.co_departments or before.state not in _WITH_THE_LEAD
    return asked or _is_helping(name, before)


def _is_helping(name: str, case: Case) -> bool:
    return any(_key(one) == (name, "", "co") and one.until is None for one in case.held)


def held_since(case: Case, department: str) -> datetime:
    """Since when the department has had its part of the case; receipt where it has none."""
    since = case.received_at
    last: datetime | None = None
    for one in case.held:
        if one.department == department and one.part in ("lead", "co"):
            since = since if last == one.since else one.since
            last = one.until
    return since


def is_handed_over(before: Case, after: Case) -> bool:
    """Whether another department or person has the case, or is asked to take it."""
    return any(getattr(before, name) != getattr(after, name) for name in ("department", "handler", "offered_to"))


def in_whose_hands(case: Case) -> Held | None:
    """The stretch of who has the case now, its lead first; None where it is over."""
    return min((one for one in case.held if one.until is None), key=_order, default=None)


# ── with what was waited for ───────────────────────────────────────────────────────────────────────


def stays(case: Case) -> tuple[Stay, ...]:
    """Who had the case when, the lead first, each stretch cut where a wait began or ended."""
    return tuple(stay for one in sorted(case.held, key=_order) for stay in _cut(one, case))


def _order(one: Held) -> tuple[bool, datetime]:
    return one.part == "co", one.since


def _cut(one: Held, case: Case) -> Iterator[Stay]:
    """The holder's stretch in pieces, each with what it waited for."""
    edges = {edge for wait in case.waits for edge in (wait.since, wait.end)}
    inside = sorted(edge for edge in edges if edge > one.since and (one.until is None or edge < one.until))
    ends: list[datetime | None] = [*inside, one.until]
    for since, until in zip([one.since, *inside], ends, strict=True):
        yield Stay(one.department, one.handler, one.part, _waited_for(since, case), since, until)


def _waited_for(at: datetime, case: Case) -> str:
    return next((wait.reason for wait in case.waits if wait.since <= at < wait.end), "")
