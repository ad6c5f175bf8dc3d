"""Which milestones a step starts, since when, and when they are due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from tsk.conditions import facts_of, of_part
from tsk.custody import held_since
from tsk.lifecycle import can_meet
from tsk.model import AGREED, Case, DueChange, Milestone
from tsk.moment import ENDING, Moment, moved, owing, part_of
from tsk.rulerows import LimitRow, MilestoneRule
from tsk.rules import limit_row, promise_rule
from tsk.sla import NOT_MEASURED, calendar_of, course, course_of, stopping
from tsk.stepfacts import is_step, is_whole_file, names_of, takes_effect
from tsk.steps import INTAKE_ONLY

_CALLED_OFF = ("cancelled", "rejected")


def starts(now: Moment, running: list[Milestone]) -> Iterator[DueChange]:
    """The milestones that begin with the step, or are owed again; `running` are those still owed from before."""
    if now.step.type == "promised":
        yield _promised(now)
    facts = now.facts
    for rule in now.policy.milestones:
        start = _start(rule, now)
        if start is None or rule.each == "promise":
            continue
        for of in _parts(rule, now):
            began = held_since(now.after, of) if now.is_computed_again and of else start
            row = limit_row(now.policy, rule.name, of_part(facts, of))
            if row and not _fitted_before(rule, of, now):
                yield from _start_one(rule, row, began, of, now, running)


def _promised(now: Moment) -> DueChange:
    """The milestone of a promise: due at the date that was given to the customer."""
    rule, made = promise_rule(now.policy), now.after.promises[-1]
    return DueChange(
        op="started",
        name=rule.name,
        round=now.after.round,
        of=part_of(now.step),
        start=now.at,
        due=made.due,
        limit=AGREED,
        waits=rule.waits,
        agreed=made.due,
    )


def _fitted_before(rule: MilestoneRule, of: str, now: Moment) -> bool:
    """Whether a correction finds what fitted the complaint before it: that begins with its own step, not with this."""
    if now.step.type != "corrected" or now.before is None:
        return False
    facts = of_part(facts_of(now.before, now.calendars.zone), of)
    return limit_row(now.policy, rule.name, facts) is not None


def _begins_anew(rule: MilestoneRule, case: Case) -> bool:
    """Whether a new round, which is received and assigned anew, begins the milestone."""
    assigned = names_of("assigned", {"department": case.department, "handler": case.handler})
    return bool({"received", *assigned} & set(rule.from_))


def _start(rule: MilestoneRule, now: Moment) -> datetime | None:
    """When the step starts that milestone, or None; a new round counts as a new receipt and a new assignment."""
    before, after, step = now.before, now.after, now.step
    if "received" in rule.from_ and before is None:
        return after.received_at
    if before is not None and after.round > before.round and rule.scope == "round" and _begins_anew(rule, after):
        return after.round_since
    if before is not None and before.state in _CALLED_OFF and after.is_open and rule.scope == "case":
        had = any(m.name == rule.name for m in after.milestones)
        return after.received_at if had or "received" in rule.from_ else None
    if now.is_computed_again:
        return _start_of_new(rule, now)
    begins = is_step(rule.from_, step) and takes_effect(step)
    return now.at if begins and (step.type != "submitted" or is_whole_file(after, step.body)) else None


def _start_of_new(rule: MilestoneRule, now: Moment) -> datetime | None:
    """When a milestone that other rules ask for now would have started; None for what the case had or cannot meet."""
    after = now.after
    had = any(m.name == rule.name and (rule.scope == "case" or m.round == after.round) for m in after.milestones)
    possible = after.state not in ENDING or any(can_meet(after.state, one) for one in rule.steps)
    if had or not possible or set(rule.met_by) <= set(INTAKE_ONLY) or not _begins_anew(rule, after):
        return None
    if rule.each != "case":
        return min((held_since(after, of) for of in owing(rule, after)), default=None)
    if "received" not in rule.from_:
        return None
    return after.received_at if rule.scope == "case" else after.round_since


def _parts(rule: MilestoneRule, now: Moment) -> tuple[str, ...]:
    """Whose milestones start: the case's own, or those of each department that is new on the case or in the round.

    Where other rules ask for them now, they are those of every department on the case.
    """
    before, after = now.before, now.after
    if rule.each == "case":
        return ("",)
    known = owing(rule, before) if before and before.round == after.round and not now.is_computed_again else ()
    return tuple(name for name in owing(rule, after) if name not in known)


def _start_one(
    rule: MilestoneRule, row: LimitRow, start: datetime, of: str, now: Moment, running: list[Milestone]
) -> Iterator[DueChange]:
    after = now.after
    same = [m for m in after.milestones if m.name == rule.name and m.of.partition("#")[0] == of]
    if any(m in running for m in same):
        return  # still owed from before: a new round gives nobody a fresh clock
    if rule.scope == "case" and same:
        for m in same:
            if m.met_at is None and m.why != NOT_MEASURED:
                yield from _revived(m, now)
        return
    earlier = sum(m.round == after.round for m in same)
    part = of if not earlier else f"{of}#{earlier + 1}"
    yield _first_due(rule, row, start, part, now)
    if set(rule.met_by) <= set(INTAKE_ONLY) and "answered" not in now.step.body:
        yield DueChange("ended", rule.name, after.round, part, at=now.at, why=NOT_MEASURED)


def _revived(m: Milestone, now: Moment) -> Iterator[DueChange]:
    """The milestone owed again; what ended while it was not is known to its due now."""
    yield DueChange("revived", m.name, m.round, m.of)
    running = replace(m, ended_at=None, why="", over=0)
    new = course_of(running, now.after, now.policy, now.calendars)
    if new.due != m.due:
        yield moved(running, new.due, new.provisional)


def _first_due(rule: MilestoneRule, row: LimitRow, start: datetime, part: str, now: Moment) -> DueChange:
    """The start of a milestone; one that a correction asks for can always still be kept from the correction on."""
    limit, time, after = row.limits[rule.name], calendar_of(rule, part, now.calendars), now.after
    new = course(limit, start, time, stopping(after, rule.waits, start), rule.from_receipt)
    counted_from = None
    if now.is_computed_again:
        from_now = course(limit, now.at, time, stopping(after, rule.waits, now.at), rule.from_receipt)
        if from_now.due > new.due:
            new, counted_from = from_now, now.at
    return DueChange(
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
        counted_from=counted_from,
    )
