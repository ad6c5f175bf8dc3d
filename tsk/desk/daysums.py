"""What the day's summary counts and shows, for the whole house or one department; only what matters is read whole."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from tsk import daystore
from tsk.anchors import Anchor
from tsk.daystore import LateSums, Unsure
from tsk.desk.access import masked_todo
from tsk.desk.inbox import HAPPENED, end_of
from tsk.desk.overdue import Late, asked_of, overdue
from tsk.desk.oversight import utc_midnight
from tsk.desk.reports import totals
from tsk.desk.session import Desk
from tsk.inbox import Look, Reason, Todo, in_order, matters
from tsk.model import Case
from tsk.report import Line

MOST = 100  # rows of a kind; the counts are exact, and `tsk overdue` has them all
_DUE_KINDS = ("overdue", "today")


def _filters(desk: Desk, department: str) -> dict[str, Any]:
    return asked_of(desk, {"department": department})


def late(desk: Desk, department: str) -> tuple[tuple[Late, ...], LateSums]:
    """What is overdue now, the worst of it, and how much there is in all."""
    visits = (row.name for row in desk.rules.policy.milestones if "visited" in row.steps)
    sums = daystore.late_sums(desk.store, _filters(desk, department), desk.now, visits)
    return overdue(desk, {"department": department}, desk.now, MOST).items, sums


def due_on(desk: Desk, day: date, department: str) -> tuple[tuple[Todo, ...], int]:
    """The cases with something running that falls due on that day, with only those reasons, and how many there are."""
    start, end = utc_midnight(desk, day), end_of(desk, day)
    filters = _filters(desk, department)
    look = Look(desk.rules, desk.calendars, desk.now, end)
    cases = desk.store.cases(daystore.due_ids(desk.store, filters, start, end, MOST))
    found = [todo for case in cases if (todo := _falling_due(desk, case, look, start, department))]
    return tuple(in_order(found, desk.rules.policy)), daystore.due_count(desk.store, filters, start, end)


def _falling_due(desk: Desk, case: Case, look: Look, start: datetime, department: str) -> Todo | None:
    one = matters(case, desk.policy_of(case), look)
    reasons = [r for r in one.reasons if r.kind in _DUE_KINDS and r.at and start < r.at <= look.until] if one else []
    own = tuple(reason for reason in reasons if department in ("", _owing(reason, case)))
    return masked_todo(desk, Todo(case, own)) if own else None


def _owing(reason: Reason, case: Case) -> str:
    return reason.of.partition("#")[0] or case.department


def happened_on(desk: Desk, day: date, department: str) -> dict[str, list[int]]:
    """The complaints by what happened to them that day, as far as the person may see them; undone steps did not."""
    types = sorted({kind.partition(" ")[0] for kinds in HAPPENED.values() for kind in kinds})
    start, end = utc_midnight(desk, day), end_of(desk, day)
    steps = daystore.happened(desk.store, _filters(desk, department), start, end, types)
    found = {name: [id for kind in kinds for id in steps.get(kind, ())] for name, kinds in HAPPENED.items()}
    return {name: list(dict.fromkeys(ids)) for name, ids in found.items()}


def waits_over(desk: Desk, department: str) -> int:
    """How many complaints wait for something that should be there by now."""
    return daystore.waits_over(desk.store, _filters(desk, department), desk.now)


def unsure(desk: Desk, department: str) -> Unsure:
    """The running deadlines that rest on days not announced yet."""
    return daystore.unsure(desk.store, _filters(desk, department))


def month_to(desk: Desk, day: date, department: str) -> Line:
    """The figures of the complaints received from the first of the month to that day."""
    limits = (("department", department),) if department else ()
    return totals(desk, day.replace(day=1), day + timedelta(days=1), limits)


def head_anchor(desk: Desk) -> Anchor:
    """The anchor of everything that has been recorded; nothing is proved here."""
    head = desk.store.head()
    return Anchor(head["desk_id"], head["n"], head["hash"])
