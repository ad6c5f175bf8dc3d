"""What is to be done next on a case, by whom, and why; and in which order a person should do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from msgspec import Struct

from tsk.limits import CENTURY
from tsk.model import HANDLING_STATES, Case, Milestone, Person, stands_for
from tsk.rights import has_right, may_approve, may_review
from tsk.rulerows import MilestoneRule, Policy, Role
from tsk.rules import Calendars, Rules, find, milestone_rule
from tsk.sla import warned_from
from tsk.steps import STEPS, rights_of

# The kinds of reasons: the smaller the number, the earlier it is to be seen to.
URGENCY = {
    "overdue": 0,
    "chased": 1, "urged": 1, "told": 1, "returned": 1, "callback": 1, "wait-over": 1,
    "today": 2, "soon": 2,
    "accept": 3, "approval": 3, "answer": 3, "review": 3,
    "due": 4, "waiting": 5,
}  # fmt: skip
DUE_KINDS = ("overdue", "today", "soon", "due")
Whose = Callable[[Person], bool]


class Reason(Struct, frozen=True):
    """Why somebody should look at a case: `at` is the due or the instant it is about; `text` what was said.

    A due is provisional where it rests on days that are not announced yet.
    """

    kind: str
    at: datetime | None = None
    milestone: str = ""
    of: str = ""
    text: str = ""
    provisional: bool = False


class Todo(Struct, frozen=True):
    """One case with the reasons to look at it, the most urgent first."""

    case: Case
    reasons: tuple[Reason, ...]

    @property
    def due(self) -> datetime | None:
        """The earliest due among the reasons."""
        dues = [one.at for one in self.reasons if one.at and one.kind in DUE_KINDS]
        return min(dues, default=None)


class Look(Struct, frozen=True):
    """From where cases are looked at: the rules and calendars of today, now, and until when is soon enough."""

    rules: Rules
    calendars: Calendars
    now: datetime
    until: datetime


def todo(case: Case, person: Person, policy: Policy, look: Look) -> Todo | None:
    """What that person has to do on the case, or None; what falls due until `look.until` is for today."""
    found = [one for one, whose in _reasons(case, policy, look) if whose(person)]
    return Todo(case, _ordered(found)) if found else None


def matters(case: Case, policy: Policy, look: Look) -> Todo | None:
    """What anybody has to do on the case until `look.until`, or is warned of by now; or None."""
    found = [one for one, _ in _reasons(case, policy, look) if one.kind != "due"]
    return Todo(case, _ordered(found)) if found else None


def in_order(todos: list[Todo], policy: Policy) -> list[Todo]:
    """The most urgent first: what the policy puts first everywhere, then by urgency, then by due, then by receipt."""
    return sorted(todos, key=lambda one: _place(one, policy))


def _place(one: Todo, policy: Policy) -> tuple[bool, int, float, datetime, int]:
    severity = find(policy.severities, one.case.severity)
    due = one.due.timestamp() if one.due else float(CENTURY * 100)
    first = bool(severity and severity.first)
    return not first, URGENCY[one.reasons[0].kind], due, one.case.received_at, one.case.id


def _ordered(reasons: list[Reason]) -> tuple[Reason, ...]:
    return tuple(sorted(reasons, key=lambda one: (URGENCY[one.kind], one.at.timestamp() if one.at else 0.0)))


# ── whose it is ────────────────────────────────────────────────────────────────────────────────────


def has_case(case: Case, person: Person) -> bool:
    """Whether the case is that person's to work on: given to them, or to their department and nobody in it yet."""
    if case.handler or case.offered_to:
        return stands_for(person, case.handler) or stands_for(person, case.offered_to)
    return person.anyone or (bool(case.department) and person.department == case.department)


def _at_the_desk(person: Person, rules: Rules) -> bool:
    return person.anyone or person.department == rules.desk_department


def owes(m: Milestone, rule: MilestoneRule, case: Case, person: Person, rules: Rules) -> bool:
    """Whether that person is one of those who should meet the milestone."""
    if not any(has_right(rules, person, STEPS[step].verb) for step in rule.steps):
        return False
    if is_of_the_desk(rule):
        falls_to = _at_the_desk(person, rules) or not _desk_may(rule, rules)
        return falls_to and not (case.state == "closed" and "closed" in rule.steps)
    part = m.of.partition("#")[0]
    if rule.each == "department" and part != case.department:
        return person.department == part
    return has_case(case, person) or (_at_the_desk(person, rules) and not _handler_may(case, rule, rules))


def desk_is_able(rules: Rules) -> bool:
    """Whether somebody at the desk may take every step that falls to the desk; else these fall to whoever may."""
    desk = (row for row in rules.staff if row.department == rules.desk_department)
    held = {right for row in desk for right in rights_of((find(rules.roles, row.role) or Role(name="")).may)}
    return held >= {STEPS[step].verb for step in _OF_THE_DESK}


_OF_THE_DESK = frozenset({"closed", "returned", "visited", "inspected"})


def is_of_the_desk(rule: MilestoneRule) -> bool:
    """Whether only steps that are the desk's to take meet the milestone: review, return visit."""
    return bool(rule.steps) and _OF_THE_DESK.issuperset(rule.steps)


def _desk_may(rule: MilestoneRule, rules: Rules) -> bool:
    """Whether anybody at the desk may take the step that meets the milestone; else it falls to whoever may."""
    desk = (row for row in rules.staff if row.department == rules.desk_department)
    roles = {find(rules.roles, row.role) for row in desk}
    return any(STEPS[step].verb in rights_of(role.may) for step in rule.steps for role in roles if role)


def _handler_may(case: Case, rule: MilestoneRule, rules: Rules) -> bool:
    """Whether the case's own people may take the step that meets the milestone; else the desk has to."""
    row = find(rules.staff, case.handler)
    if row is None:
        return True
    handler = Person(row.name, role=row.role, department=row.department, known=True)
    return any(has_right(rules, handler, STEPS[step].verb) for step in rule.steps)


# ── why ────────────────────────────────────────────────────────────────────────────────────────────


def _reasons(case: Case, policy: Policy, look: Look) -> Iterator[tuple[Reason, Whose]]:
    yield from _milestones(case, policy, look)
    if case.is_open:
        yield from _asked_for(case, look.rules, look.now, look.until)
        yield from _waiting_for_somebody(case, look.rules, policy)
    for told in case.told:
        yield Reason("told", told.at, text=told.rule), _told(told.who)


def _milestones(case: Case, policy: Policy, look: Look) -> Iterator[tuple[Reason, Whose]]:
    for m in case.milestones:
        rule = milestone_rule(policy, m.name)
        if m.running and rule:
            reason = Reason(_kind(m, rule, look), m.due, m.name, m.of, _promised(m, case), m.provisional)
            yield reason, _owing(m, rule, case, look.rules)


def _kind(m: Milestone, rule: MilestoneRule, look: Look) -> str:
    """How near a running milestone is: overdue, due by then, soon (the policy warns of it by now), or due some day."""
    if m.due < look.now:
        return "overdue"
    if m.due <= look.until:
        return "today"
    warned = warned_from(m, rule, look.calendars)
    return "soon" if warned and warned <= look.now else "due"


def _owing(m: Milestone, rule: MilestoneRule, case: Case, rules: Rules) -> Whose:
    return lambda person: owes(m, rule, case, person, rules)


def _promised(m: Milestone, case: Case) -> str:
    """What was promised, for the milestone of a promise."""
    return next((one.text for one in case.promises if f"#{one.nth}" == m.of and m.agreed), "")


def _asked_for(case: Case, rules: Rules, now: datetime, end: datetime) -> Iterator[tuple[Reason, Whose]]:
    """What somebody asked of whoever has the case."""

    def mine(person: Person) -> bool:
        return has_case(case, person)

    if case.chased_at:
        yield Reason("chased", case.chased_at, text=str(case.chases)), mine
    if case.urged_at:
        yield Reason("urged", case.urged_at), mine
    if case.sent_back:
        yield Reason("returned", text=case.sent_back), mine
    if case.callback_at and case.callback_at <= end:
        yield Reason("callback", case.callback_at), mine
    for wait in case.waits:
        if wait.open:
            kind = "wait-over" if wait.until <= now else "waiting"
            yield Reason(kind, wait.until, text=wait.reason), mine
    if case.state == "assigned" or (case.state in HANDLING_STATES and not (case.handler or case.offered_to)):
        yield Reason("accept"), lambda person: mine(person) and _may_accept(case, person, rules)


def _may_accept(case: Case, person: Person, rules: Rules) -> bool:
    given = any(stands_for(person, name) for name in (case.handler, case.offered_to))
    return given or has_right(rules, person, "accept")


def _told(who: str) -> Whose:
    return lambda person: person.anyone or stands_for(person, who) or (bool(who) and person.department == who)


def _waiting_for_somebody(case: Case, rules: Rules, policy: Policy) -> Iterator[tuple[Reason, Whose]]:
    """What waits for an approval, an answer by the desk, a review."""
    proposal = case.proposal
    if proposal and proposal.state == "open":
        yield Reason("approval", text=proposal.text), lambda person: may_approve(rules, policy, person, case)
    if case.submitted_by and case.state in HANDLING_STATES:
        yield Reason("answer"), lambda person: _answers(case, person, rules)
    if case.submitted_by and case.state == "resolved":
        yield Reason("review"), lambda person: _at_the_desk(person, rules) and may_review(rules, policy, person, case)


def _answers(case: Case, person: Person, rules: Rules) -> bool:
    return _at_the_desk(person, rules) and has_right(rules, person, "reply")
