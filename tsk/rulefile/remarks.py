"""What is no mistake in a rule file but worth a look: departments without people, raises that give more time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from tsk.conditions import facts_of
from tsk.limits import base_due, parse_limit
from tsk.model import AGREED
from tsk.rulefile.examples import sample
from tsk.rulefile.milestones import told_apart
from tsk.rulefile.values import Problem
from tsk.rulerows import Category, Channel, Escalation, MilestoneRule, Named, Policy, Severity
from tsk.rules import Calendars, Rules, find, limit_row
from tsk.sla import calendar_of


def remarks(rules: Rules) -> tuple[Problem, ...]:
    """Everything worth a look in a file that is in order, in the order of its lines; people where any are listed."""
    people = (*_empty_departments(rules), *_missing_signers(rules)) if rules.staff else ()
    return tuple(sorted((*people, *_longer_raises(rules)), key=lambda one: one.line))


def _empty_departments(rules: Rules) -> Iterator[Problem]:
    staffed = {row.department for row in rules.staff}
    for route in rules.policy.routes:
        for name in (route.to, *route.co):
            if name not in staffed:
                yield Problem(
                    route.line,
                    f"routes.{route.name}",
                    "Nobody works in {department}: what is sent there lies there.",
                    "Add somebody to [staff], or send it elsewhere.",
                    {"department": find(rules.departments, name) or name},
                )


def _missing_signers(rules: Rules) -> Iterator[Problem]:
    roles = {row.role for row in rules.staff}
    for row in rules.policy.approvals:
        for name in row.by:
            if name not in roles:
                yield Problem(
                    row.line,
                    f"approvals.{row.name}",
                    "Nobody has the role {role}, which must sign.",
                    "Give it to somebody in [staff].",
                    {"role": find(rules.roles, name) or name},
                )


# ── raises ─────────────────────────────────────────────────────────────────────────────────────────


class _Raise(NamedTuple):
    """What a raise does to one deadline of some complaints: the severities, the limits, as the file writes them."""

    less: Severity
    grave: Severity
    milestone: MilestoneRule
    before: Named
    after: Named


def _longer_raises(rules: Rules) -> Iterator[Problem]:
    """Escalations whose raise gives a deadline a longer limit; as a raise moves no date later, it stays."""
    calendars = Calendars(rules)
    for row in rules.policy.escalation:
        longer = next(_longer(row, rules, calendars), None) if row.raise_ else None
        if longer:
            yield Problem(
                row.line,
                f"escalation.{row.name}",
                "A raise from {less} to {grave} gives {milestone} a longer limit ({after} instead of {before}).",
                "Its date stays as it was; check the limits of {grave}.",
                longer._asdict(),
            )


def _longer(row: Escalation, rules: Rules, calendars: Calendars) -> Iterator[_Raise]:
    policy = rules.policy
    asked = row.when.get("severity", ())
    for place, less in enumerate(policy.severities):
        grave = policy.severities[max(0, place - row.raise_)]
        if grave is not less and (not asked or less.name in asked):
            alike = told_apart(policy.categories, policy), told_apart(rules.channels, policy)
            kinds = product(*alike, policy.milestones)
            pairs = (_pair(policy, calendars, less, grave, *kind) for kind in kinds)
            yield from (pair for pair in pairs if pair)


def _pair(
    policy: Policy,
    calendars: Calendars,
    less: Severity,
    grave: Severity,
    category: Category,
    channel: Channel,
    rule: MilestoneRule,
) -> _Raise | None:
    """The limits before and after the raise, where the later one gives more time."""
    cases = [sample(category.name, severity.name, channel.name) for severity in (less, grave)]
    rows = [limit_row(policy, rule.name, facts_of(case, calendars.zone)) for case in cases]
    limits = [row.limits[rule.name] for row in rows if row]
    if len(limits) != 2 or AGREED in limits or limits[0] == limits[1]:
        return None
    time = calendar_of(rule, "", calendars)
    dues = [base_due(parse_limit(limit), cases[0].received_at, time, rule.from_receipt) for limit in limits]
    return _Raise(less, grave, rule, *map(_said, limits)) if dues[1] > dues[0] else None


def _said(limit: str) -> Named:
    """The limit in both languages."""
    read = parse_limit(limit)
    return Named(limit, read.label("zh"), read.label("en"))
