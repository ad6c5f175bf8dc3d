"""The day's summary, of the whole house or of one department, and what is carried out before it."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from tsk.daystore import LateSums, Unsure
from tsk.desk import daysums
from tsk.desk.access import as_listed
from tsk.desk.escalation import Carried, carried_view, escalate_due
from tsk.desk.inbox import today
from tsk.desk.incidentends import Ended, carry_on
from tsk.desk.incidentviews import ended_view
from tsk.desk.knownfaults import fault_view, incidents
from tsk.desk.measurelists import LateMeasure
from tsk.desk.measurelists import late_view as late_measure_view
from tsk.desk.measurelists import overdue as late_measures
from tsk.desk.notices import unsettled
from tsk.desk.overdue import Late, late_view
from tsk.desk.oversight import in_view
from tsk.desk.reportviews import line_view
from tsk.desk.session import Desk
from tsk.desk.surges import surge_view, surges_now
from tsk.desk.views import local
from tsk.desk.worklistviews import todo_view
from tsk.errors import UsageError
from tsk.inbox import Todo
from tsk.incidents import KIND, Incident, Surge
from tsk.model import Case
from tsk.outbox import Message
from tsk.report import Line
from tsk.rights import check_listed, has_right
from tsk.targets import MissedTarget, missed
from tsk.whenwords import parse_day


class Done(Struct, frozen=True):
    """What the summary of a day carried out before it was drawn up: escalations, ends of incidents gone on with."""

    carried: tuple[Carried, ...] = ()
    ended: tuple[Ended, ...] = ()


class Daily(Struct, frozen=True):
    """One day of the desk: what happened on it, and what is owed at its end, as it stands now.

    `counts` are complaints by what happened to them that day; `due` falls due on that day, promises and visits too.
    Of what is overdue, due and chased the first rows are here; the sums count everything.
    """

    day: date
    department: str  # whose part it is; "" for the whole house
    counts: dict[str, int]
    overdue: tuple[Late, ...]
    late: LateSums
    due: tuple[Todo, ...]
    due_count: int  # complaints
    chased: tuple[Case, ...]
    month: Line  # the figures of the month so far
    missed: tuple[MissedTarget, ...]
    unsure: Unsure
    waits_over: int  # complaints that wait for what should be there by now
    measures: tuple[LateMeasure, ...] = ()  # what of improvement measures is overdue
    incidents: tuple[Incident, ...] = ()  # the open ones
    surges: tuple[Surge, ...] = ()  # more complaints of one kind and place than usual, just now
    messages: tuple[Message, ...] = ()  # those in the outbox that did not arrive, or of which nobody knows
    done: Done = Done()
    anchor: str = ""  # of everything recorded until then

    @property
    def is_wrong(self) -> bool:
        """Whether somebody should look at once.

        Something overdue, a wait that is over, a target that can no longer be reached, a surge, an answer to an
        incident that a complaint refuses, a message that did not arrive. What is due, chased or told in time is the
        day's work.
        """
        lost = any(one.lost for one in self.missed)
        refused = any(row.error for one in self.done.ended for row in one.outcomes)
        found = (self.late.milestones, self.measures, self.waits_over, self.surges, self.messages)
        return lost or refused or any(found)


def day_said(desk: Desk, said: str) -> date:
    """The day to sum up: today, where none is said; raises UsageError for one that has not come."""
    day = parse_day(said, desk.now, desk.zone) if said else today(desk)
    if day > today(desk):
        raise UsageError("{day} lies in the future.", "A day is summed up when it has come.", day=day.isoformat())
    return day


def carry_out(desk: Desk) -> Done:
    """Everything that is due without anybody: carried out once, however often and wherever this is called."""
    check_listed(desk.person)
    ended = carry_on(desk)
    carried = tuple(one for one in escalate_due(desk) if in_view(desk, [one.case]))
    return Done(carried, ended if has_right(desk.rules, desk.person, KIND) else ())


def summed_up(desk: Desk, day: date, done: Done, department: str = "") -> Daily:
    """The summary of a day as it stands now; of one department it is what that department has or owes."""
    happened = daysums.happened_on(desk, day, department)
    overdue, late = daysums.late(desk, department)
    due, due_count = daysums.due_on(desk, day, department)
    month = daysums.month_to(desk, day, department)
    known = incidents(desk, "open")
    return Daily(
        day=day,
        department=department,
        counts={name: len(ids) for name, ids in happened.items()},
        overdue=overdue,
        late=late,
        due=due,
        due_count=due_count,
        chased=as_listed(desk, desk.store.cases(happened["chased"][: daysums.MOST])),
        month=month,
        missed=missed(month, desk.rules.targets),
        unsure=daysums.unsure(desk, department),
        waits_over=daysums.waits_over(desk, department),
        measures=late_measures(desk, desk.now, department),
        incidents=tuple(one for one in known if department in ("", *one.departments)),
        surges=surges_now(desk) if day == today(desk) and not department else (),
        done=_part_of(done, department),
        messages=() if department else unsettled(desk),
        anchor=daysums.head_anchor(desk).line,
    )


def part_of(desk: Desk, found: Daily, department: str) -> Daily:
    """The part of a department of the summary that was drawn up."""
    return summed_up(desk, found.day, found.done, department) if department else found


def _part_of(done: Done, department: str) -> Done:
    """What was carried out on the complaints that the department leads; incidents are the house's."""
    if not department:
        return done
    return Done(tuple(one for one in done.carried if one.case.department == department))


def daily(desk: Desk, said: str) -> Daily:
    """The summary of a day (today, where none is said) after everything due was carried out; safe to run twice."""
    check_listed(desk.person)
    day = day_said(desk, said)
    return summed_up(desk, day, carry_out(desk))


def daily_view(found: Daily, zone: ZoneInfo) -> dict[str, Any]:
    """The day's summary: counts of complaints, what is overdue now, what fell or falls due that day."""
    return {
        "date": found.day.isoformat(),
        **found.counts,
        "wrong": found.is_wrong,
        "anchor": found.anchor,
        "overdue": [late_view(item, zone) for item in found.overdue],
        "overdue_complaints": found.late.complaints,
        "overdue_milestones": found.late.milestones,
        "overdue_visits": found.late.visits,
        "due": [todo_view(one, zone) for one in found.due],
        "due_complaints": found.due_count,
        "chased_complaints": [{"id": case.id, "number": case.number, "chases": case.chases} for case in found.chased],
        "waits_over": found.waits_over,
        "provisional": {"count": found.unsure.count, "earliest": local(found.unsure.earliest, zone)},
        "month": line_view(found.month, ""),
        "missed_targets": [_missed_view(one) for one in found.missed],
        "measures": [late_measure_view(one, zone) for one in found.measures],
        "carried_out": [carried_view(one) for one in found.done.carried],
        "incidents": [fault_view(one, zone) for one in found.incidents],
        "incidents_ended": [ended_view(one) for one in found.done.ended],
        "surges": [surge_view(one, zone) for one in found.surges],
        "messages": [{"id": one.id, "receiver": one.receiver, "day": one.day} for one in found.messages],
    }


def _missed_view(one: MissedTarget) -> dict[str, Any]:
    plain = {"name": one.name, "count": one.rate.count, "of": one.rate.of, "percent": one.rate.percent}
    return {**plain, "at_least": one.at_least, "at_most": one.at_most, "lost": one.lost}
