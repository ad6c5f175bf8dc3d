"""Which milestones each step starts, meets, moves and ends: what was promised, as it is computed at that step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from tsk.conditions import facts_of
from tsk.custody import held_since
from tsk.effects import Taken, has_reached, is_whole_file
from tsk.lifecycle import can_meet
from tsk.limits import parse_limit
from tsk.model import AGREED, Case, DueChange, Milestone
from tsk.rules import Calendars, LimitRow, MilestoneRule, Policy, limit_row, milestone_rule, promise_rule
from tsk.sla import NOT_MEASURED, Course, calendar_of, course, course_of, stopping, works
from tsk.steps import INTAKE_ONLY

_AGAIN = {"received", "assigned"}  # what a new round begins with, for a case that is received and assigned already
_COMPUTED_AGAIN = ("corrected", "recalculated")
_CALLED_OFF = ("cancelled", "rejected")
_ENDING = ("resolved", "closed", "cancelled", "rejected", "merged")


def changes(
    before: Case | None, after: Case, step: Taken, policy: Policy, calendars: Calendars
) -> tuple[DueChange, ...]:
    """What a step does to the milestones; `after` is the case with the step applied, its milestones untouched."""
    ended = (*_met(after, step, policy), *_ended(before, after, step, policy))
    over = {(c.name, c.round, c.of) for c in ended}
    running = [m for m in after.milestones if m.running and (m.name, m.round, m.of) not in over]
    moved = _moved(before, after, running, step, policy, calendars)
    started = _started(before, after, running, step, policy, calendars)
    return (*ended, *moved, *started)


# ── met and ended ──────────────────────────────────────────────────────────────────────────────────


def _change(op: str, m: Milestone, at: datetime, why: str = "") -> DueChange:
    return DueChange(op, m.name, m.round, m.of, at=at, why=why)


def _met(case: Case, step: Taken, policy: Policy) -> Iterator[DueChange]:
    for m in case.milestones:
        rule = milestone_rule(policy, m.name)
        if m.running and rule and step.type in rule.met_by and _concerns(rule, m, case, step):
            yield _change("met", m, step.at)


def _concerns(rule: MilestoneRule, m: Milestone, case: Case, step: Taken) -> bool:
    if not has_reached(step):
        return False
    if rule.each == "promise":
        return m.of == _part_of(step)
    if rule.each == "department":
        return m.of.partition("#")[0] == str(step.body.get("department", case.department))
    return True


def _part_of(step: Taken) -> str:
    """The part of a milestone that a promise is, or its delivery or withdrawal."""
    return f"#{step.body['nth']}" if step.body.get("nth") else ""


def _ended(before: Case | None, after: Case, step: Taken, policy: Policy) -> Iterator[DueChange]:
    """Duties that nobody can fulfil any more, with the reason."""
    for m in after.milestones:
        rule = milestone_rule(policy, m.name)
        if not m.running or rule is None or (step.type in rule.met_by and _concerns(rule, m, after, step)):
            continue
        why = _why_over(rule, m, before, after, step)
        if why:
            yield _change("ended", m, step.at, why)


def _why_over(rule: MilestoneRule, m: Milestone, before: Case | None, after: Case, step: Taken) -> str:
    """Why the duty is over: no step is left that could meet it, or it is nobody's any more; "" while it is owed."""
    if step.type == "withdrawn" and rule.each == "promise" and m.of == _part_of(step):
        return "withdrawn"
    if step.type == "visited" and "visited" in rule.met_by and step.body.get("unreachable"):
        return "unreachable"
    stuck = not any(can_meet(after.state, one) for one in rule.met_by)
    if stuck and after.state in _ENDING:
        return after.state
    if stuck and before and before.state == "closed" and after.round > before.round:
        return "reopened"
    if rule.each in ("department", "lead") and m.of.partition("#")[0] not in _owing(rule, after):
        return "reassigned"
    return ""


# ── moved ──────────────────────────────────────────────────────────────────────────────────────────


def _moved(
    before: Case | None, after: Case, running: list[Milestone], step: Taken, policy: Policy, calendars: Calendars
) -> Iterator[DueChange]:
    if before is None:
        return
    stopped = before.waits != after.waits
    other_rules = step.type == "corrected" or before.policy != after.policy
    for m in running:
        renewed = tuple(_under_new_rules(m, before, after, step, policy, calendars)) if other_rules else ()
        yield from renewed
        one = _extended(m, step)
        if not renewed and (one != m or (stopped and m.waits) or step.type == "recalculated"):
            yield from _by_its_course(m, one, after, step, policy, calendars)


def _by_its_course(
    m: Milestone, one: Milestone, after: Case, step: Taken, policy: Policy, calendars: Calendars
) -> Iterator[DueChange]:
    """The milestone's move to where its course leads; `one` is the milestone with what was added to it."""
    new = course_of(one, after, policy, calendars)
    if new.due < min(m.due, step.at):  # the calendar has changed since it was promised
        one, new = _no_sooner_than_known(one, new, after, step, policy)
    if (one, new.due, new.provisional) != (m, m.due, m.provisional):
        yield _move(one, new.due, new.provisional)


def _no_sooner_than_known(
    m: Milestone, new: Course, after: Case, step: Taken, policy: Policy
) -> tuple[Milestone, Course]:
    """A due that would have passed before anybody could know: the old one, or the same limit from now on."""
    soonest = course(m.limit, step.at, new.time, stopping(after, m.waits, step.at), new.from_receipt)
    if soonest.due < m.due:
        return replace(m, counted_from=step.at, overtaken=m.added), soonest
    spared = replace(m, added=m.added + new.counts(new.due, m.due))  # so that later waits go on from the old due
    return spared, replace(new, due=m.due)


def _move(m: Milestone, due: datetime, provisional: bool) -> DueChange:
    return DueChange(
        op="moved",
        name=m.name,
        round=m.round,
        of=m.of,
        due=due,
        provisional=provisional,
        added=m.added,
        counted_from=m.counted_from,
        overtaken=m.overtaken,
    )


def _extended(m: Milestone, step: Taken) -> Milestone:
    """The milestone with what the step adds to it, where it is the one that is extended."""
    same = step.type == "extended" and (m.name, m.of) == (step.body.get("milestone"), step.body.get("of", ""))
    return replace(m, added=m.added + int(step.body["seconds"])) if same else m


def _under_new_rules(
    m: Milestone, before: Case, after: Case, step: Taken, policy: Policy, calendars: Calendars
) -> Iterator[DueChange]:
    """What becomes of a running milestone when other rows fit the case, or other rules hold.

    A limit that gets shorter runs from its start, but never ends before it could be kept from now on, nor later than
    before; a raise never moves a date later; what the new rules lack is over.
    """
    rule = milestone_rule(policy, m.name)
    if m.limit == AGREED or (rule and rule.each == "promise"):
        return
    row = limit_row(policy, m.name, facts_of(after, calendars.zone)) if rule else None
    if rule is None or row is None:
        yield from () if step.body.get("raised") else (_change("ended", m, step.at, step.type),)
        return
    had = limit_row(policy, m.name, facts_of(before, calendars.zone))
    same = had and step.type == "corrected" and had.limits[m.name] == row.limits[m.name]
    if not same and (row.limits[m.name] != m.limit or rule.waits != m.waits):
        yield from _with_limit(rule, row, m, after, step, policy, calendars)


def _with_limit(
    rule: MilestoneRule, row: LimitRow, m: Milestone, after: Case, step: Taken, policy: Policy, calendars: Calendars
) -> Iterator[DueChange]:
    """The milestone under that row's limit; nothing where the old due stays in force."""
    limit, time = row.limits[m.name], calendar_of(rule, m.of, calendars)
    added = _added_on(limit, m, after, policy, calendars)
    fresh = course(limit, m.start, time, stopping(after, rule.waits, m.start), rule.from_receipt, added)
    new = replace(m, limit=limit, rule=row.name, added=added, counted_from=None, overtaken=0)
    if fresh.due < m.due:
        soonest = course(limit, step.at, time, stopping(after, rule.waits, step.at), rule.from_receipt)
        if fresh.due < m.due <= soonest.due:
            return
        if fresh.due < soonest.due:
            fresh, new = soonest, replace(new, counted_from=step.at, overtaken=added)
    elif step.body.get("raised"):
        return
    moved = _move(new, fresh.due, fresh.provisional)
    yield replace(moved, limit=limit, rule=row.name, waits=rule.waits)


def _added_on(limit: str, m: Milestone, after: Case, policy: Policy, calendars: Calendars) -> int:
    """The seconds of an extension on the clock of another limit."""
    if not m.added or works(parse_limit(limit)) == works(parse_limit(m.limit)):
        return m.added
    bare = replace(m, added=0, counted_from=None, overtaken=0)
    full = replace(bare, added=m.added)
    plain, extended = (course_of(one, after, policy, calendars) for one in (bare, full))
    return course(limit, m.start, plain.time).counts(plain.due, extended.due)


# ── started ────────────────────────────────────────────────────────────────────────────────────────


def _started(
    before: Case | None,
    after: Case,
    running: list[Milestone],
    step: Taken,
    policy: Policy,
    calendars: Calendars,
) -> Iterator[DueChange]:
    if step.type == "promised":
        yield _promised(after, step, policy, calendars)
    facts = facts_of(after, calendars.zone)
    for rule in policy.milestones:
        row = limit_row(policy, rule.name, facts)
        start = _start(rule, before, after, step)
        if row is None or start is None or rule.each == "promise":
            continue
        for of in _parts(rule, before, after, step):
            began = held_since(after, of) if step.type in _COMPUTED_AGAIN and of else start
            yield from _start_one(rule, row, began, of, after, running, step, policy, calendars)


def _promised(after: Case, step: Taken, policy: Policy, calendars: Calendars) -> DueChange:
    """The milestone of a promise: due at the date that was given to the customer."""
    rule, made = promise_rule(policy), after.promises[-1]
    return DueChange(
        op="started",
        name=rule.name,
        round=after.round,
        of=_part_of(step),
        start=step.at,
        due=made.due,
        limit=AGREED,
        waits=rule.waits,
        agreed=made.due,
    )


def _start(rule: MilestoneRule, before: Case | None, after: Case, step: Taken) -> datetime | None:
    """When the step starts that milestone, or None; a new round counts as a new receipt and a new assignment."""
    if "received" in rule.from_ and before is None:
        return after.received_at
    if before is not None and after.round > before.round and rule.scope == "round" and _AGAIN & set(rule.from_):
        return after.round_since
    if before is not None and before.state in _CALLED_OFF and after.is_open and rule.scope == "case":
        had = any(m.name == rule.name for m in after.milestones)
        return after.received_at if had or "received" in rule.from_ else None
    if step.type in _COMPUTED_AGAIN:
        return _start_of_new(rule, after)
    starts = step.type in rule.from_ and has_reached(step)
    return step.at if starts and (step.type != "submitted" or is_whole_file(after, step.body)) else None


def _start_of_new(rule: MilestoneRule, after: Case) -> datetime | None:
    """When a milestone that other rules ask for now would have started; None for what the case had or cannot meet."""
    had = any(m.name == rule.name and (rule.scope == "case" or m.round == after.round) for m in after.milestones)
    possible = after.state not in _ENDING or any(can_meet(after.state, one) for one in rule.met_by)
    if had or not possible or set(rule.met_by) <= set(INTAKE_ONLY) or not _AGAIN & set(rule.from_):
        return None
    if rule.each != "case":
        return min((held_since(after, of) for of in _owing(rule, after)), default=None)
    if "received" not in rule.from_:
        return None
    return after.received_at if rule.scope == "case" else after.round_since


def _parts(rule: MilestoneRule, before: Case | None, after: Case, step: Taken) -> tuple[str, ...]:
    """Whose milestones start: the case's own, or those of each department that is new on the case or in the round.

    Where other rules ask for them now, they are those of every department on the case.
    """
    if rule.each == "case":
        return ("",)
    known = _owing(rule, before) if before and before.round == after.round and step.type not in _COMPUTED_AGAIN else ()
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
    policy: Policy,
    calendars: Calendars,
) -> Iterator[DueChange]:
    same = [m for m in after.milestones if m.name == rule.name and m.of.partition("#")[0] == of]
    if any(m in running for m in same):
        return  # still owed from before: a new round gives nobody a fresh clock
    if rule.scope == "case" and same:
        for m in same:
            if m.met_at is None and m.why != NOT_MEASURED:
                yield from _revived(m, after, policy, calendars)
        return
    earlier = sum(m.round == after.round for m in same)
    part = of if not earlier else f"{of}#{earlier + 1}"
    yield _first_due(rule, row, start, part, after, step, calendars)
    if set(rule.met_by) <= set(INTAKE_ONLY) and "answered" not in step.body:
        yield DueChange("ended", rule.name, after.round, part, at=step.at, why=NOT_MEASURED)


def _revived(m: Milestone, after: Case, policy: Policy, calendars: Calendars) -> Iterator[DueChange]:
    """The milestone owed again; what ended while it was not is known to its due now."""
    yield DueChange("revived", m.name, m.round, m.of)
    running = replace(m, ended_at=None, why="", over=0)
    new = course_of(running, after, policy, calendars)
    if new.due != m.due:
        yield _move(running, new.due, new.provisional)


def _first_due(
    rule: MilestoneRule, row: LimitRow, start: datetime, part: str, after: Case, step: Taken, calendars: Calendars
) -> DueChange:
    """The start of a milestone; one that a correction asks for can always still be kept from the correction on."""
    limit, time = row.limits[rule.name], calendar_of(rule, part, calendars)
    new = course(limit, start, time, stopping(after, rule.waits, start), rule.from_receipt)
    counted_from = None
    if step.type in _COMPUTED_AGAIN:
        from_now = course(limit, step.at, time, stopping(after, rule.waits, step.at), rule.from_receipt)
        if from_now.due > new.due:
            new, counted_from = from_now, step.at
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
