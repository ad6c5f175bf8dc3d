"""Which escalation steps are due on a case, each exactly once, and what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from msgspec import Struct

from tsk.conditions import facts_of, fits, of_part
from tsk.effects import escalation_key
from tsk.limits import SECOND, base_due, due_after, parse_limit, warn_at
from tsk.model import HANDLING_STATES, Case, Milestone, iso
from tsk.rulerows import Escalation, Policy
from tsk.rules import Calendars, Rules, find, milestone_rule
from tsk.sla import calendar_of, course_of


class DueStep(Struct, frozen=True):
    """One escalation that is due since an instant; `stage` is round and due, or what was reached."""

    rule: Escalation
    since: datetime
    milestone: str = ""
    of: str = ""
    stage: str = ""

    @property
    def key(self) -> str:
        return escalation_key(self.rule.name, self.milestone, self.of, self.stage)


def due_steps(case: Case, policy: Policy, calendars: Calendars, now: datetime, at_once: bool = False) -> list[DueStep]:
    """The escalation steps due at `now` that the case has not had, in the order in which they fell due.

    Of what fell due in the same second, moving the case comes last, else the order of the file holds. `at_once` leaves
    out what only the passing of time makes due.
    """
    due = (one for one in fallen_due(case, policy, calendars, now, at_once) if _in_hours(one.rule, calendars, now))
    return sorted(due, key=lambda one: (one.since, bool(one.rule.move)))


def fallen_due(
    case: Case, policy: Policy, calendars: Calendars, now: datetime, at_once: bool = False
) -> Iterator[DueStep]:
    """The escalation steps that the case has not had and that fell due by `now`, at night too."""
    facts = facts_of(case, calendars.zone)
    rows = (row for row in policy.escalation if row.milestone or fits(row.when, facts))
    rows = (row for row in rows if not (at_once and _by_time(row)))
    found = (step for row in rows for step in _of_row(row, case, policy, calendars, now))
    return (one for one in found if one.key not in case.escalated)


def next_look(case: Case, policy: Policy, rules: Rules, calendars: Calendars) -> datetime | None:
    """When a step that the case has not had falls due next, as long as nothing is changed; None where none ever does.

    It may have fallen due already, and wait for the morning.
    """
    open_yet = fallen_due(case, policy, calendars, _LAST)
    return min((one.since for one in open_yet if acts(one, case, policy, rules)), default=None)


_LAST = datetime.max.replace(tzinfo=UTC)


def _by_time(row: Escalation) -> bool:
    return bool(row.milestone or row.idle)


def _in_hours(row: Escalation, calendars: Calendars, now: datetime) -> bool:
    """Whether the row's step may be carried out now: always, or while the policy's hours run, closing time included."""
    time = calendars.named()
    return row.always or any(time.deadline(at, 0) == at for at in (now, now - SECOND))


def _of_row(row: Escalation, case: Case, policy: Policy, calendars: Calendars, now: datetime) -> Iterator[DueStep]:
    if row.milestone:
        yield from _of_milestone(row, case, policy, calendars, now)
    elif row.idle:
        yield from _of_silence(row, case, calendars, now)
    else:
        yield from _of_stage(row, case)


def _of_milestone(
    row: Escalation, case: Case, policy: Policy, calendars: Calendars, now: datetime
) -> Iterator[DueStep]:
    facts = facts_of(case, calendars.zone)
    for m in case.milestones:
        theirs = m.name == row.milestone and m.running and fits(row.when, of_part(facts, m.of))
        if theirs and not (row.used and _is_worked_on(m, case)):
            since = _instant(row, m, case, policy, calendars)
            if now > since or (now == since != m.due):  # late is the second after the due
                yield DueStep(row, since, m.name, m.of, _stage_of(row, m))


def _stage_of(row: Escalation, m: Milestone) -> str:
    """Round and due, so that a due that moved is warned of anew; what raises moves dues itself: once a round."""
    return f"{m.round}" if row.raise_ else f"{m.round} {iso(m.due)}"


def _is_worked_on(m: Milestone, case: Case) -> bool:
    """Whether somebody has taken a step since the milestone began."""
    return case.last_at > m.start


def _instant(row: Escalation, m: Milestone, case: Case, policy: Policy, calendars: Calendars) -> datetime:
    """When the row falls due for the milestone: so long before its due or after it, or at that share of its limit."""
    rule = milestone_rule(policy, m.name)
    time = calendar_of(rule, m.of, calendars)
    if row.used:
        way = course_of(m, case, policy, calendars)
        return way.moved(m.start, int(way.counts(m.start, m.due) * row.used / 100))
    if row.before:
        return warn_at(parse_limit(row.before), m.due, time)
    return due_after(parse_limit(row.after), m.due, time, bool(rule and rule.from_receipt))


def _of_silence(row: Escalation, case: Case, calendars: Calendars, now: datetime) -> Iterator[DueStep]:
    """Silence since the last step, or since the last wait was over; nobody is silent who waits."""
    ends = (wait.end for wait in case.waits if wait.open)
    active = max([case.active_at or case.last_at, *ends])
    since = base_due(parse_limit(row.idle), active, calendars.named())
    if case.state in ("registered", *HANDLING_STATES) and now >= since:
        yield DueStep(row, since, stage=iso(active))


def _of_stage(row: Escalation, case: Case) -> Iterator[DueStep]:
    """A stage that the case has reached: so many chases, so many rounds, a step taken in this round.

    It was reached by the last step at the latest.
    """
    if row.chases and case.chases >= row.chases and case.is_open:
        yield DueStep(row, case.chased_at or case.last_at, stage=f"chases {row.chases}")
    elif row.round and case.round >= row.round and case.is_open:
        yield DueStep(row, case.round_since, stage=f"round {row.round}")
    elif row.on and row.on in case.done:
        yield DueStep(row, case.last_at, stage=f"{row.on} {case.round}")


# ── what a step does ───────────────────────────────────────────────────────────────────────────────


def acts(step: DueStep, case: Case, policy: Policy, rules: Rules) -> bool:
    """Whether the step tells anybody, raises or moves; at the top of the house it may have nothing left to do."""
    row = step.rule
    return bool(told_by(row, case, step.of, rules) or raised(row, case, policy) or moved_to(row, case, rules))


def told_by(row: Escalation, case: Case, of: str, rules: Rules) -> tuple[str, ...]:
    """Whom the row tells: staff numbers, and departments where nobody is named for them.

    `of` is the part of the milestone: of a department's own one it is that department's people who are told.
    """
    department = of.partition("#")[0] or case.department
    people = (_TELL.get(word, _named)(word, case, department, rules) for word in row.tell)
    return tuple(dict.fromkeys(one for one in people if one))


def moved_to(row: Escalation, case: Case, rules: Rules) -> str:
    """The department that the row moves the case to; "" for none, or where it is there already."""
    to = _above(case.department, rules) if row.move == "above" else row.move
    return to if to != case.department and case.state in ("registered", *HANDLING_STATES) else ""


def raised(row: Escalation, case: Case, policy: Policy) -> str:
    """The severity that the row raises the case to; "" where it does not, or where it is the gravest already."""
    names = [one.name for one in policy.severities]
    place = names.index(case.severity) if case.severity in names else 0
    return names[max(0, place - row.raise_)] if row.raise_ and place else ""


def head_above(department: str, rules: Rules) -> str:
    """Who heads the department above, or that department where it names nobody; "" at the top."""
    return _head(_above(department, rules), rules)


def _above(department: str, rules: Rules) -> str:
    row = find(rules.departments, department)
    return row.above if row else ""


def _head(department: str, rules: Rules) -> str:
    row = find(rules.departments, department)
    return (row.head or row.name) if row else ""


def _handler(word: str, case: Case, department: str, rules: Rules) -> str:
    theirs = department == case.department
    return (case.handler or case.offered_to or department) if theirs else department


def _named(word: str, case: Case, department: str, rules: Rules) -> str:
    return word


_TELL: dict[str, Callable[[str, Case, str, Rules], str]] = {
    "handler": _handler,
    "recorder": lambda word, case, department, rules: case.recorder,
    "head": lambda word, case, department, rules: _head(department, rules),
    "above": lambda word, case, department, rules: head_above(department, rules),
}
