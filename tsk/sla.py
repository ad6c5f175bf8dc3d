"""What is due when: how each step starts, meets, moves and ends milestones, and how a milestone stands at an instant.

The definitions are those of docs/time.md. Nothing here reads a clock; a milestone's due always assumes that
an open wait lasts to its end, so no clock has to be started again by a later run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from operator import le, lt

from msgspec import Struct

from tsk.lifecycle import Taken, can_meet, is_whole_file
from tsk.limits import WORKING, Limit, base_due, is_sure, parse_limit, with_waits
from tsk.model import Case, DueChange, Milestone
from tsk.rules import Calendars, LimitRow, MilestoneRule, Policy, facts_of, limit_row, milestone_rule
from tsk.steps import INTAKE_ONLY
from tsk.worktime import WorkTime

NOT_MEASURED = "not measured"
_AGAIN = {"received", "assigned"}  # what a new round begins with, for a case that is received and assigned already
_CALLED_OFF = ("cancelled", "rejected")
_ENDING = ("resolved", "closed", "cancelled", "rejected", "merged")

Interval = tuple[datetime, datetime]
Compare = Callable[[datetime, datetime], bool]


class Course(Struct, frozen=True):
    """How a due came about: `base` is the due without waits, `waits` are the half-open stretches that moved it."""

    limit: Limit
    start: datetime
    base: datetime
    due: datetime
    provisional: bool
    waits: tuple[Interval, ...]
    time: WorkTime
    from_receipt: bool = False


def course(limit: str, start: datetime, time: WorkTime, waits: tuple[Interval, ...], from_receipt: bool) -> Course:
    """The course from `start` under today's calendar; `from_receipt` counts working days from the start itself."""
    parsed = parse_limit(limit)
    base = base_due(parsed, start, time, from_receipt)
    due = with_waits(parsed, base, start, waits, time)
    provisional = not is_sure(parsed, start, due, time)
    return Course(parsed, start, base, due, provisional, waits, time, from_receipt)


def stopping(case: Case, reasons: tuple[str, ...], start: datetime) -> tuple[Interval, ...]:
    """The waits for these reasons that reach past `start`, an open one to its end."""
    return tuple((w.since, w.end) for w in case.waits if w.reason in reasons and w.end > start)


def _known(case: Case, m: Milestone, over: datetime, compare: Compare) -> tuple[Interval, ...]:
    """The waits that a milestone knew when its duty was over: begun by then, and ended only if ended by then."""
    begun = (w for w in case.waits if w.reason in m.waits and compare(w.since, over))
    ends = ((w.since, w.end if w.resumed_at and compare(w.resumed_at, over) else w.until) for w in begun)
    return tuple((since, end) for since, end in ends if end > m.start)


def works(limit: Limit) -> bool:
    """Whether the limit runs in working time; elapsed and calendar limits run always."""
    return limit.kind in WORKING


def course_of(m: Milestone, case: Case, policy: Policy, calendars: Calendars) -> Course:
    """The course of a milestone that exists, with its own limit and the waits that it knew while it ran.

    Within the very second in which the duty ended, instants do not tell which came first; the promised due does.
    """
    rule = milestone_rule(policy, m.name)
    time, from_receipt = _calendar(rule, m.of, calendars), bool(rule and rule.from_receipt)
    over = m.met_at or m.ended_at
    if over is None:
        return course(m.limit, m.start, time, stopping(case, m.waits, m.start), from_receipt)
    told = [course(m.limit, m.start, time, _known(case, m, over, order), from_receipt) for order in (lt, le)]
    return next((one for one in told if one.due == m.due), told[0])


def _calendar(rule: MilestoneRule | None, of: str, calendars: Calendars) -> WorkTime:
    if rule and rule.calendar == "department":
        return calendars.of_department(of.partition("#")[0])
    return calendars.named(rule.calendar if rule else "")


# ── changes ────────────────────────────────────────────────────────────────────────────────────────


def changes(
    before: Case | None, after: Case, step: Taken, policy: Policy, calendars: Calendars
) -> tuple[DueChange, ...]:
    """What a step does to the milestones; `after` is the case with the step applied, its milestones untouched."""
    ended = (*_met(after, step, policy), *_ended(after, step, policy))
    over = {(c.name, c.round, c.of) for c in ended}
    running = [m for m in after.milestones if m.running and (m.name, m.round, m.of) not in over]
    moved = _moved(before, after, running, policy, calendars)
    started = _started(before, after, running, step, policy, calendars)
    return (*ended, *moved, *started)


def _change(op: str, m: Milestone, at: datetime, why: str = "") -> DueChange:
    return DueChange(op, m.name, m.round, m.of, at=at, why=why)


def _met(case: Case, step: Taken, policy: Policy) -> Iterator[DueChange]:
    for m in case.milestones:
        rule = milestone_rule(policy, m.name)
        if m.running and rule and step.type in rule.met_by and _concerns(rule, m, case, step):
            yield _change("met", m, step.at)


def _concerns(rule: MilestoneRule, m: Milestone, case: Case, step: Taken) -> bool:
    if step.type == "contacted" and not step.body.get("reached", True):
        return False
    if rule.each == "department":
        return m.of.partition("#")[0] == str(step.body.get("department", case.department))
    return True


def _ended(after: Case, step: Taken, policy: Policy) -> Iterator[DueChange]:
    """Duties that nobody can fulfil any more: no meeting step is left in this state, or the department has gone."""
    for m in after.milestones:
        rule = milestone_rule(policy, m.name)
        if not m.running or rule is None or (step.type in rule.met_by and _concerns(rule, m, after, step)):
            continue
        if after.state in _ENDING and not any(can_meet(after.state, s) for s in rule.met_by):
            yield _change("ended", m, step.at, after.state)
        elif rule.each != "case" and m.of.partition("#")[0] not in _owing(rule, after):
            yield _change("ended", m, step.at, "reassigned")


def _moved(
    before: Case | None, after: Case, running: list[Milestone], policy: Policy, calendars: Calendars
) -> Iterator[DueChange]:
    if before is None or before.waits == after.waits:
        return
    for m in running:
        new = course_of(m, after, policy, calendars) if m.waits else None
        if new and new.due != m.due:
            yield DueChange("moved", m.name, m.round, m.of, due=new.due, provisional=new.provisional)


def _started(
    before: Case | None,
    after: Case,
    running: list[Milestone],
    step: Taken,
    policy: Policy,
    calendars: Calendars,
) -> Iterator[DueChange]:
    facts = facts_of(after, calendars.zone)
    for rule in policy.milestones:
        row = limit_row(policy, rule.name, facts)
        start = _start(rule, before, after, step)
        if row is None or start is None:
            continue
        for of in _parts(rule, before, after):
            yield from _start_one(rule, row, start, of, after, running, step, calendars)


def _start(rule: MilestoneRule, before: Case | None, after: Case, step: Taken) -> datetime | None:
    """When the step starts that milestone, or None; a new round counts as a new receipt and a new assignment."""
    if "received" in rule.from_ and before is None:
        return after.received_at
    if before is not None and after.round > before.round and rule.scope == "round" and _AGAIN & set(rule.from_):
        return after.round_since
    if before is not None and before.state in _CALLED_OFF and after.is_open and rule.scope == "case":
        return after.received_at
    starts = step.type in rule.from_ and (step.type != "submitted" or is_whole_file(after, step.body))
    return step.at if starts else None


def _parts(rule: MilestoneRule, before: Case | None, after: Case) -> tuple[str, ...]:
    """Whose milestones start: the case's own, or those of each department that is new on the case or in the round."""
    if rule.each == "case":
        return ("",)
    known = _owing(rule, before) if before and before.round == after.round else ()
    return tuple(name for name in _owing(rule, after) if name not in known)


def _owing(rule: MilestoneRule, case: Case) -> tuple[str, ...]:
    """The departments that owe the milestone: each on the case, or the lead alone."""
    return case.departments if rule.each == "department" else tuple(filter(None, (case.department,)))


def _start_one(
    rule: MilestoneRule,
    row: LimitRow,
    start: datetime,
    of: str,
    after: Case,
    running: list[Milestone],
    step: Taken,
    calendars: Calendars,
) -> Iterator[DueChange]:
    same = [m for m in after.milestones if m.name == rule.name and m.of.partition("#")[0] == of]
    if any(m in running for m in same):
        return  # still owed from before: a new round gives nobody a fresh clock
    if rule.scope == "case" and same:
        owed = (m for m in same if m.met_at is None and m.why != NOT_MEASURED)
        yield from (DueChange("revived", m.name, m.round, m.of) for m in owed)
        return
    earlier = sum(m.round == after.round for m in same)
    part = of if not earlier else f"{of}#{earlier + 1}"
    limit = row.limits[rule.name]
    waits = stopping(after, rule.waits, start)
    new = course(limit, start, _calendar(rule, of, calendars), waits, rule.from_receipt)
    yield DueChange(
        op="started",
        name=rule.name,
        round=after.round,
        of=part,
        start=start,
        due=new.due,
        provisional=new.provisional,
        limit=limit,
        rule=row.name,
        waits=rule.waits,
    )
    if set(rule.met_by) <= set(INTAKE_ONLY) and "answered" not in step.body:
        yield DueChange("ended", rule.name, after.round, part, at=step.at, why=NOT_MEASURED)


# ── standing ───────────────────────────────────────────────────────────────────────────────────────


def standing(m: Milestone, case: Case, now: datetime) -> str:
    """How a milestone stands at `now`: met, late, missed, paused, open or void."""
    if m.met_at is not None:
        return "met" if m.met_at <= m.due else "late"
    if m.ended_at is not None:
        return "void" if m.why == NOT_MEASURED or m.ended_at <= m.due else "missed"
    if now > m.due:
        return "missed"
    waiting = any(w.open and w.since <= now < w.end and w.reason in m.waits for w in case.waits)
    return "paused" if waiting else "open"
