"""What each step does to the milestones: which it meets, ends, moves and starts, as it is computed at that step."""

from __future__ import annotations

from collections.abc import Iterator

from tsk.duemoves import moves
from tsk.duestarts import starts
from tsk.lifecycle import can_meet
from tsk.model import Case, DueChange, Milestone
from tsk.moment import ENDING, Moment, over, owing, part_of
from tsk.rulerows import MilestoneRule, Policy
from tsk.rules import Calendars, milestone_rule
from tsk.stepfacts import Taken, is_step, takes_effect


def changes(
    before: Case | None, after: Case, step: Taken, policy: Policy, calendars: Calendars
) -> tuple[DueChange, ...]:
    """What a step does to the milestones; `after` is the case with the step applied, its milestones untouched."""
    now = Moment(before, after, step, policy, calendars)
    done = (*_met(now), *_ended(now))
    gone = {(c.name, c.round, c.of) for c in done}
    running = [m for m in after.milestones if m.running and (m.name, m.round, m.of) not in gone]
    return (*done, *moves(now, running), *starts(now, running))


def _met(now: Moment) -> Iterator[DueChange]:
    for m in now.after.milestones:
        rule = milestone_rule(now.policy, m.name)
        if m.running and rule and _meets(rule, m, now):
            yield DueChange("met", m.name, m.round, m.of, at=now.at)


def _meets(rule: MilestoneRule, m: Milestone, now: Moment) -> bool:
    return is_step(rule.met_by, now.step) and _concerns(rule, m, now.after, now.step)


def _concerns(rule: MilestoneRule, m: Milestone, case: Case, step: Taken) -> bool:
    if not takes_effect(step):
        return False
    if rule.each == "promise":
        return m.of == part_of(step)
    if rule.each == "department":
        return m.of.partition("#")[0] == str(step.body.get("department", case.department))
    return True


def _ended(now: Moment) -> Iterator[DueChange]:
    """Duties that nobody can fulfil any more, with the reason."""
    for m in now.after.milestones:
        rule = milestone_rule(now.policy, m.name)
        if not m.running or rule is None or _meets(rule, m, now):
            continue
        why = _why_over(rule, m, now)
        if why:
            yield over(m, now.at, why)


def _why_over(rule: MilestoneRule, m: Milestone, now: Moment) -> str:
    """Why the duty is over: no step is left that could meet it, or it is nobody's any more; "" while it is owed."""
    before, after, step = now.before, now.after, now.step
    if step.type == "withdrawn" and rule.each == "promise" and m.of == part_of(step):
        return "withdrawn"
    if step.type == "visited" and "visited" in rule.steps and step.body.get("unreachable"):
        return "unreachable"
    stuck = not any(can_meet(after.state, one) for one in rule.steps)
    if stuck and after.state in ENDING:
        return after.state
    if stuck and before and before.state == "closed" and after.round > before.round:
        return "reopened"
    if rule.each in ("department", "lead") and m.of.partition("#")[0] not in owing(rule, after):
        return "reassigned"
    return ""
