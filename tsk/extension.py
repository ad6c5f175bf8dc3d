"""More time for a running milestone: which one, how much, and why it may not be had."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from tsk.conditions import facts_of
from tsk.errors import Due, NotAllowed, UsageError
from tsk.limits import base_due, parse_limit
from tsk.model import Case, Milestone
from tsk.rules import Calendars, MilestoneRule, Policy, extension_cap, find, milestone_rule
from tsk.sla import Course, course_of


def extendable(case: Case, policy: Policy, zone: ZoneInfo, name: str) -> Milestone:
    """The running milestone of that name, else the answer, else the only one that may be extended.

    Raises NotAllowed where nothing may be extended, UsageError where it cannot be told which one is meant.
    """
    facts = facts_of(case, zone)
    able = [m for m in case.milestones if m.running and extension_cap(policy, m.name, facts)]
    wanted = [m for m in able if m.name == name] if name else _answers(able, policy) or able
    if not able or (name and not wanted):
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
    return wanted[-1]


def _answers(able: list[Milestone], policy: Policy) -> list[Milestone]:
    return [m for m in able if (rule := milestone_rule(policy, m.name)) and rule.met_by == ("replied",)]


def _label(policy: Policy, m: Milestone) -> MilestoneRule | str:
    return find(policy.milestones, m.name) or m.name


def extension(
    case: Case, m: Milestone, policy: Policy, calendars: Calendars, by: str, until: datetime | None, at: datetime
) -> int:
    """The seconds of the milestone's own clock to add: a limit from the present due, or up to an instant.

    Raises NotAllowed after the due, and for more than the policy's cap, counted from the milestone's start.
    """
    way = course_of(m, case, policy, calendars)
    new = until or base_due(parse_limit(by), m.due, way.time)
    seconds = way.counts(m.due, new)
    cap = extension_cap(policy, m.name, facts_of(case, calendars.zone))
    _check(case, m, policy, at, seconds, cap, way)
    return seconds


def _check(case: Case, m: Milestone, policy: Policy, at: datetime, seconds: int, cap: str, way: Course) -> None:
    longest = base_due(parse_limit(cap), m.start, way.time, way.from_receipt)
    if at > m.due:
        raise NotAllowed(
            "{number}: {milestone} was due at {due}; what is late is not extended.",
            "Answer as soon as possible.",
            number=case.number,
            milestone=_label(policy, m),
            due=Due(m.due),
        )
    if seconds <= 0:
        raise UsageError(
            "{milestone} is due at {due} already.", "Give a later date.", milestone=_label(policy, m), due=Due(m.due)
        )
    if way.moved(m.due, seconds) > longest:
        raise NotAllowed(
            "{number}: {milestone} may be extended to {cap} at most ({limit} from its start).",
            "Give an earlier date.",
            number=case.number,
            milestone=_label(policy, m),
            cap=Due(longest),
            limit=parse_limit(cap),
        )
