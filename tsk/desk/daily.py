"""The day's summary, and what is carried out before it: escalation steps that are due."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from tsk.desk.escalation import Carried, carried_view, escalate_due
from tsk.desk.inbox import counted, end_of, happened_between, today
from tsk.desk.incidentends import Ended, carry_on
from tsk.desk.incidentviews import ended_view
from tsk.desk.knownfaults import fault_view, incidents
from tsk.desk.measurelists import LateMeasure
from tsk.desk.measurelists import late_view as late_measure_view
from tsk.desk.measurelists import overdue as late_measures
from tsk.desk.overdue import Late, late_view, overdue
from tsk.desk.oversight import in_view, utc_midnight
from tsk.desk.reports import totals
from tsk.desk.reportviews import line_view
from tsk.desk.session import Desk
from tsk.desk.surges import surge_view, surges_now
from tsk.desk.worklistviews import todo_view
from tsk.errors import UsageError
from tsk.inbox import Look, Todo, in_order, matters
from tsk.incidents import KIND, Incident, Surge
from tsk.model import Case
from tsk.report import Line
from tsk.rights import check_listed, has_right
from tsk.whenwords import parse_day


class Daily(Struct, frozen=True):
    """One day of the desk: what happened on it, and what is owed at its end, as it stands now.

    `counts` are complaints by what happened to them that day; `due` falls due on that day, promises and visits too.
    """

    day: date
    counts: dict[str, int]
    overdue: tuple[Late, ...]
    late: int  # complaints with something overdue
    due: tuple[Todo, ...]
    chased: tuple[Case, ...]
    carried: tuple[Carried, ...]
    month: Line  # the figures of the month so far
    measures: tuple[LateMeasure, ...] = ()  # what of improvement measures is overdue
    incidents: tuple[Incident, ...] = ()  # the open ones
    ended: tuple[Ended, ...] = ()  # those whose end was gone on with
    surges: tuple[Surge, ...] = ()  # more complaints of one kind and place than usual, just now


DUE_KINDS = ("overdue", "today")


def daily(desk: Desk, said: str) -> Daily:
    """The summary of a day (today, where none is said) after everything due was carried out; safe to run twice."""
    check_listed(desk.person)
    day = parse_day(said, desk.now, desk.zone) if said else today(desk)
    if day > today(desk):
        raise UsageError("{day} lies in the future.", "A day is summed up when it has come.", day=day.isoformat())
    ended = carry_on(desk)
    carried = escalate_due(desk)
    start, end = utc_midnight(desk, day), end_of(desk, day)
    happened = happened_between(desk, start, end)
    late = overdue(desk, {"state": "all"}, desk.now, None).items
    return Daily(
        day=day,
        counts=counted(happened),
        overdue=late,
        late=len({one.id for one in late}),
        due=_due_on(desk, start, end),
        chased=tuple(happened["chased"]),
        carried=tuple(one for one in carried if in_view(desk, [one.case])),
        month=totals(desk, day.replace(day=1), day + timedelta(days=1)),
        measures=late_measures(desk, desk.now),
        incidents=tuple(incidents(desk, "open")),
        ended=ended if has_right(desk.rules, desk.person, KIND) else (),
        surges=surges_now(desk) if day == today(desk) else (),
    )


def is_calm(found: Daily) -> bool:
    """Whether nothing is owed: nothing overdue, nothing due that day, nobody chased, nothing escalated, no surge."""
    happened = found.chased or found.carried or found.surges or found.ended
    return not (found.overdue or found.due or found.measures or happened)


def _due_on(desk: Desk, start: datetime, end: datetime) -> tuple[Todo, ...]:
    """The cases with something running that falls due on [start, end], with only those reasons."""
    found: list[Todo] = []
    look = Look(desk.rules, desk.calendars, desk.now, end)
    for case in in_view(desk, desk.store.at_hand()):
        one = matters(case, desk.policy_of(case), look)
        reasons = [r for r in one.reasons if r.kind in DUE_KINDS and r.at and start < r.at <= end] if one else []
        found += [Todo(case, tuple(reasons))] if reasons else []
    return tuple(in_order(found, desk.rules.policy))


def daily_view(found: Daily, zone: ZoneInfo) -> dict[str, Any]:
    """The day's summary: counts of complaints, what is overdue now, what fell or falls due that day."""
    return {
        "date": found.day.isoformat(),
        **found.counts,
        "overdue": [late_view(item, zone) for item in found.overdue],
        "overdue_complaints": found.late,
        "due": [todo_view(one, zone) for one in found.due],
        "chased_complaints": [{"id": case.id, "number": case.number, "chases": case.chases} for case in found.chased],
        "month": line_view(found.month, ""),
        "measures": [late_measure_view(one, zone) for one in found.measures],
        "carried_out": [carried_view(one) for one in found.carried],
        "incidents": [fault_view(one, zone) for one in found.incidents],
        "incidents_ended": [ended_view(one) for one in found.ended],
        "surges": [surge_view(one, zone) for one in found.surges],
    }
