"""What a person has to do next, and what the next shift has to know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from tsk.desk.access import masked_todo
from tsk.desk.knownfaults import incidents, open_for
from tsk.desk.oversight import in_view, utc_midnight
from tsk.desk.session import Desk
from tsk.desk.words import known
from tsk.inbox import Look, Todo, desk_is_able, in_order, matters, todo
from tsk.incidents import Incident
from tsk.model import Case, Person
from tsk.rights import check_listed, has_right, view_of
from tsk.rules import away, find
from tsk.sight import TO_APPROVE, free_in, of_department, of_person, of_store, part_of, told_to


class Inbox(Struct, frozen=True):
    """What somebody has to do, in order; `stands_in_for` are the absent people whose cases are among it."""

    who: str
    items: tuple[Todo, ...]
    stands_in_for: tuple[str, ...]
    incidents: tuple[Incident, ...] = ()  # the open ones that the person was told of


class Handover(Struct, frozen=True):
    """What the next shift has to know of a department, a store or the whole desk until `until`."""

    department: str
    store: str
    until: datetime
    items: tuple[Todo, ...]
    open: int
    taken: dict[str, int]  # complaints by what happened to them since the day began
    incidents: tuple[Incident, ...] = ()  # the open ones


def inbox(desk: Desk) -> Inbox:
    """What the person at this terminal has to do next, most urgent first."""
    check_listed(desk.person)
    person = _with_absent(desk)
    end = end_of(desk, today(desk))
    cases = in_view(desk, desk.store.at_hand(_marks(desk, person)))
    look = Look(desk.rules, desk.calendars, desk.now, end)
    found = [todo(case, person, desk.policy_of(case), look) for case in cases]
    items = in_order([masked_todo(desk, one) for one in found if one], desk.rules.policy)
    return Inbox(person.id, tuple(items), person.deputises, tuple(open_for(desk, person)))


def _with_absent(desk: Desk) -> Person:
    """The person, standing in only for those who are away today."""
    rows = (find(desk.rules.staff, name) for name in desk.person.deputises)
    day = today(desk).isoformat()
    return replace(desk.person, deputises=tuple(row.name for row in rows if row and away(row, day)))


def _marks(desk: Desk, person: Person) -> tuple[str, ...]:
    """The marks of the cases that may be the person's to see to; none where it may be any.

    Whoever is at the desk answers, reviews and visits for others, so that everything in view may be theirs.
    """
    view, own = view_of(desk.rules, person), person.department
    if person.anyone or own == desk.rules.desk_department or not desk_is_able(desk.rules):
        wide = (of_department(own),) if own else ()
        return () if view.everything else tuple(dict.fromkeys((*view.marks, *wide)))
    people = (*map(of_person, (person.id, *person.deputises)), *map(told_to, filter(None, (own,))))
    signing = (TO_APPROVE,) if has_right(desk.rules, person, "approve") else ()
    return (*people, *((free_in(own), part_of(own)) if own else ()), *signing)


def today(desk: Desk) -> date:
    """The local date of now."""
    return desk.now.astimezone(desk.zone).date()


def end_of(desk: Desk, day: date) -> datetime:
    """The instant at which the local day is over."""
    return utc_midnight(desk, day + timedelta(days=1))


def handover(desk: Desk, department: str, store: str) -> Handover:
    """The page for the next shift: everything open in that department or store that matters until its day is over."""
    check_listed(desk.person)
    name = known("department", desk.rules.departments, department)
    time = desk.calendars.named()
    until = end_of(desk, time.working_day(today(desk), 1))
    marks = (*map(of_department, filter(None, (name,))), *map(of_store, filter(None, ("" if name else store,))))
    cases = _of(desk, [case for case in desk.store.at_hand(marks) if not name or _is_with(case, name)], "", store)
    look = Look(desk.rules, desk.calendars, desk.now, until)
    found = [matters(case, desk.policy_of(case), look) for case in cases]
    items = in_order([masked_todo(desk, one) for one in found if one], desk.rules.policy)
    since_morning = happened_between(desk, utc_midnight(desk, today(desk)), desk.now + timedelta(seconds=1))
    taken = counted({kind: _of(desk, cases, name, store) for kind, cases in since_morning.items()})
    faults = tuple(one for one in incidents(desk, "open") if not name or name in one.departments)
    return Handover(name, store, until, tuple(items), sum(case.is_open for case in cases), taken, faults)


def _is_with(case: Case, department: str) -> bool:
    """Whether the department leads the case, or still has its own part to do."""
    return case.department == department or any(
        m.running and m.of.partition("#")[0] == department for m in case.milestones
    )


def _of(desk: Desk, cases: Iterable[Case], department: str, store: str) -> list[Case]:
    """Those of the cases that the person may see, of that department and that store where one is named."""
    seen = in_view(desk, cases)
    return [c for c in seen if store in ("", c.store) and (not department or department in c.departments)]


# ── what happened ──────────────────────────────────────────────────────────────────────────────────

HAPPENED = {
    "new": ("registered",),
    "replied": ("replied",),
    "closed": ("closed",),
    "reopened": ("reopened", "visited unsatisfied"),
    "cancelled": ("cancelled", "rejected", "merged"),
    "chased": ("chased",),
    "escalated": ("escalated",),
}


def happened_between(desk: Desk, since: datetime, until: datetime) -> dict[str, list[Case]]:
    """The cases by what happened to them on [since, until), as far as the person may see them; undone steps did not."""
    steps = desk.store.steps_between(since, until)
    by_kind = {name: [id for kind in kinds for id in steps.get(kind, ())] for name, kinds in HAPPENED.items()}
    return {name: in_view(desk, desk.store.cases(ids)) for name, ids in by_kind.items()}


def counted(happened: dict[str, list[Case]]) -> dict[str, int]:
    """How many complaints each thing happened to."""
    return {name: len(cases) for name, cases in happened.items()}
