"""Escalation carried out: every step that is due, on every complaint, exactly once."""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct

from tsk.daystore import happened
from tsk.desk.incidentends import carry_on
from tsk.desk.session import Desk
from tsk.desk.steps import escalations, write
from tsk.escalation import next_look
from tsk.lifecycle import fold
from tsk.model import Case, Event
from tsk.rights import check_right
from tsk.watchstore import Look, Watch
from tsk.worktime import SECOND

_LATELY = timedelta(days=31)
_ENDING = ("closed", "cancelled", "rejected", "merged")


class Carried(Struct, frozen=True):
    """One escalation carried out: by which row, for which milestone, whom it told, and what became of the case."""

    case: Case
    rule: str
    milestone: str
    tell: tuple[str, ...]
    severity: str = ""
    department: str = ""


def escalate_due(desk: Desk) -> tuple[Carried, ...]:
    """Every escalation step that is due, carried out once, one transaction for each case; the same again does nothing.

    Each case is looked at under its lock, so that two runs at once carry out every step exactly once. Read are the
    cases that were touched since the last look, and those of which it told that something falls due by now.
    """
    done: list[Carried] = []
    looks: list[Look] = []
    watch = Watch(desk.store)
    ids = watch.to_look_at(desk.now)
    for id in (*ids, *(_ended_lately(desk, set(ids)) if watch.is_new else ())):
        for case in desk.store.cases([id]):
            if _has_due(desk, case):
                case, carried = _carry_out(desk, case)
                done += carried
            again = next_look(case, desk.policy_of(case), desk.rules, desk.calendars)
            looks.append((case.id, case.seq, again))
    watch.keep(looks)
    return tuple(done)


def _carry_out(desk: Desk, known: Case) -> tuple[Case, list[Carried]]:
    """The case after everything due on it, and what that was: nothing where another run was faster."""
    with desk.store.writing():
        events = tuple(desk.store.events(known.id))
        before = fold(events, desk.store.site)
        case, drafts = escalations(desk, before, desk.policy_of(before), max(desk.now, before.last_at))
        if not drafts:
            return before, []
        key = f"escalation:{case.id}:{case.escalated[len(before.escalated)]}"
        written = write(desk, before, case, events, drafts, key)
    return case, _carried(case, written)


def _ended_lately(desk: Desk, known: set[int]) -> list[int]:
    """The cases that ended lately, where a row may tell of a step taken on them at night."""
    policies = (desk.rules.policy, *filter(None, desk.store.policies().values()))
    if not any(row.on and not row.always for policy in policies for row in policy.escalation):
        return []
    steps = happened(desk.store, {}, desk.now - _LATELY, desk.now + SECOND, _ENDING)
    return sorted({id for ids in steps.values() for id in ids} - known)


def _has_due(desk: Desk, case: Case) -> bool:
    return bool(escalations(desk, case, desk.policy_of(case), desk.now)[1])


def _carried(case: Case, events: tuple[Event, ...]) -> list[Carried]:
    """What was carried out, one value for each escalation, with what the steps behind it changed."""
    found: list[Carried] = []
    for event in events:
        said = event.body
        if event.type == "escalated":
            tell = tuple(said.get("tell", ()))
            found.append(Carried(case, said.get("rule", ""), said.get("milestone", ""), tell))
        elif found:
            last = found.pop()
            severity, department = said.get("severity", last.severity), said.get("department", last.department)
            found.append(Carried(case, last.rule, last.milestone, last.tell, severity, department))
    return found


def carried_view(one: Carried) -> dict[str, object]:
    """One escalation as JSON shows it."""
    return {
        "id": one.case.id,
        "number": one.case.number,
        "rule": one.rule,
        "milestone": one.milestone,
        "tell": list(one.tell),
        "severity": one.severity,
        "department": one.department,
    }


def escalated_by_hand(desk: Desk) -> tuple[Carried, ...]:
    """The escalation steps that are due, carried out for somebody with the right to it."""
    check_right(desk.rules, desk.person, "escalate")
    carry_on(desk)
    return escalate_due(desk)
