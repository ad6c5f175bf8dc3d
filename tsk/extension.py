"""More time for a running milestone: which one, how much, and why it may not be had."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from tsk.conditions import facts_of, of_part
from tsk.errors import Due, NotAllowed, UsageError
from tsk.limits import base_due, due_after, parse_limit
from tsk.model import Case, Milestone
from tsk.rulerows import MilestoneRule, Policy
from tsk.rules import Calendars, extension_cap, find, milestone_rule
from tsk.sla import Course, course_of


def extendable(case: Case, policy: Policy, zone: ZoneInfo, name: str, of: str, own: str) -> Milestone:
    """The running milestone of that name, else the answer, else the only one that may be extended.

    Where departments have one each it is that `of` the department named, else of one's `own`. Raises NotAllowed where
    nothing may be extended, UsageError where it cannot be told which one is meant.
    """
    facts = facts_of(case, zone)
    able = [m for m in case.milestones if m.running and extension_cap(policy, m.name, of_part(facts, m.of))]
    wanted = [m for m in able if m.name == name] if name else _answers(able, policy) or able
    wanted = _of(wanted, of) if of else _of(wanted, own) or wanted
    if not wanted:
        raise NotAllowed(
            "{number}: no running deadline of that kind may be extended.",
            "May be extended: {able}.",
            number=case.number,
            able=tuple(_label(policy, m) for m in able) or "–",
        )
    if len({m.name for m in wanted}) > 1:
        raise UsageError(
            "Which deadline gets more time?", "Add --milestone: {able}.", able=tuple(m.name for m in wanted)
        )
    if len(wanted) > 1:
        raise UsageError(
            "Whose deadline gets more time?", "Add --of: {able}.", able=tuple(m.of.partition("#")[0] for m in wanted)
        )
    return wanted[0]


def _of(milestones: list[Milestone], department: str) -> list[Milestone]:
    return [m for m in milestones if department and m.of.partition("#")[0] == department]


def _answers(able: list[Milestone], policy: Policy) -> list[Milestone]:
    return [m for m in able if (rule := milestone_rule(policy, m.name)) and rule.met_by == ("replied",)]


def _label(policy: Policy, m: Milestone) -> MilestoneRule | str:
    return find(policy.milestones, m.name) or m.name


def extension(
    case: Case, m: Milestone, policy: Policy, calendars: Calendars, by: str, until: datetime | None, at: datetime
) -> int:
    """The seconds of the milestone's own clock to add: a limit from the present due, or up to an instant.

    Raises NotAllowed after the due, and for more than the policy's cap, counted from the milestone's start or, where
    the policy says so, from first receipt.
    """
    if at > m.due:
        raise NotAllowed(
            "{number}: {milestone} was due at {due}; what is late is not extended.",
            "Answer as soon as possible.",
            number=case.number,
            milestone=_label(policy, m),
            due=Due(m.due),
        )
    way = course_of(m, case, policy, calendars)
    new = until or due_after(parse_limit(by), m.due, way.time, way.from_receipt)
    seconds = way.counts(m.due, new)
    _check_later(m, policy, new, seconds)
    facts = of_part(facts_of(case, calendars.zone), m.of)
    _check_cap(case, m, policy, way, seconds, extension_cap(policy, m.name, facts))
    return seconds


def _check_later(m: Milestone, policy: Policy, new: datetime, seconds: int) -> None:
    if seconds > 0:
        return
    stands = new > m.due
    raise UsageError(
        "Between {due} and then the clock of {milestone} does not run."
        if stands
        else "{milestone} is due at {due} already.",
        "Give a later date.",
        milestone=_label(policy, m),
        due=Due(m.due),
    )


def _check_cap(case: Case, m: Milestone, policy: Policy, way: Course, seconds: int, cap: str) -> None:
    rule = milestone_rule(policy, m.name)
    from_receipt = bool(rule and rule.extend_from)
    longest = base_due(parse_limit(cap), case.received_at if from_receipt else m.start, way.time, way.from_receipt)
    if way.moved(m.due, seconds) > longest:
        raise NotAllowed(
            "{number}: {milestone} may be extended to {cap} at most ({limit} from receipt)."
            if from_receipt
            else "{number}: {milestone} may be extended to {cap} at most ({limit} from its start).",
            "Give an earlier date.",
            number=case.number,
            milestone=_label(policy, m),
            cap=Due(longest),
            limit=parse_limit(cap),
        )
