"""What the milestones of a rule file and their limits mean: duties that nobody can keep, answers that are never due."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TypeVar

from tsk.conditions import facts_of
from tsk.errors import Word
from tsk.rulefile.examples import sample
from tsk.rulefile.values import Page, is_agreed, not_agreed
from tsk.rulerows import Named, Policy
from tsk.rules import Rules, limit_row

N = TypeVar("N", bound=Named)


def check(page: Page, rules: Rules) -> None:
    """Every problem of the milestones and the limits is added to the page."""
    for one in (_milestones, _caps, _promises, _agreed, _answers):
        one(page, rules)


def _milestones(page: Page, rules: Rules) -> None:
    limited = {name for row in rules.policy.limits for name in row.limits}
    for row in rules.policy.milestones:
        path = ("milestones", row.name)
        if row.statutory and row.waits:
            page.wrong((*path, "waits"), "A statutory limit stops for nothing.", "Remove `waits` or `statutory`.")
        if row.statutory and row.extend:
            page.wrong((*path, "extend"), "A statutory limit is never extended.", "Remove `extend` or `statutory`.")
        if row.calendar == "department" and row.each not in ("department", "lead"):
            page.wrong((*path, "calendar"), "Which department's calendar is meant?", 'Add each = "department".')
        if row.each == "department" and row.from_ and "assigned" not in row.from_:
            page.wrong(
                (*path, "from"),
                "A department's own milestone starts when the department gets the case.",
                'Write from = "assigned".',
            )
        if row.name not in limited and row.each != "promise":  # a promise brings its own date
            page.wrong(
                path,
                "No row of [limits] says how long {milestone} may take.",
                "Add it to a row there.",
                milestone=row.name,
            )


def _caps(page: Page, rules: Rules) -> None:
    """The extensions that rows of limits allow are of milestones that may be extended."""
    by_name = {row.name: row for row in rules.policy.milestones}
    for row in rules.policy.limits:
        for name in row.extend:
            path = ("limits", row.name, "extend", name)
            if name not in by_name:
                page.unknown(path, 'There is no {kind} "{word}".', name, by_name, kind=Word("milestone"))
            elif by_name[name].statutory:
                page.wrong(path, "A statutory limit is never extended.", "Remove `extend` or `statutory`.")


def _promises(page: Page, rules: Rules) -> None:
    """One milestone is that of promises; it runs from the promise to its delivery."""
    promises = [row.name for row in rules.policy.milestones if row.each == "promise"]
    for row in rules.policy.milestones:
        path = ("milestones", row.name, "each")
        if row.name in promises[1:]:
            page.wrong(
                path,
                "{name} is a second milestone of promises beside {first}.",
                'Keep each = "promise" in one of them.',
                name=row.name,
                first=promises[0],
            )
        elif row.name in promises and (row.from_, row.met_by) != (("promised",), ("delivered",)):
            page.wrong(
                path,
                "A promise's own milestone runs from the promise to its delivery.",
                'Write from = "promised", met_by = "delivered".',
            )


def _agreed(page: Page, rules: Rules) -> None:
    """Only a promise brings a date that is agreed with the customer."""
    promises = {row.name for row in rules.policy.milestones if row.each == "promise"}
    for row in rules.policy.limits:
        for name, limit in row.limits.items():
            if name not in promises and is_agreed(limit):
                not_agreed(page, ("limits", row.name, name))


def _answers(page: Page, rules: Rules) -> None:
    """Every category has a limit for the answer, whatever the severity and the channel."""
    policy = rules.policy
    answers = [row.name for row in policy.milestones if row.met_by == ("replied",) and not row.statutory]
    if policy.milestones and not answers:
        page.wrong(
            ("milestones",), "No milestone is met by an answer to the customer.", 'Add one with met_by = "replied".'
        )
        return
    kinds = tuple(product(told_apart(policy.severities, policy), told_apart(rules.channels, policy)))
    for category in policy.categories if answers else ():
        for severity, channel in kinds:
            case = sample(category.name, severity.name, channel.name)
            facts = facts_of(case, rules.zoneinfo)
            if not any(limit_row(policy, name, facts) for name in answers):
                values = {"category": category.name, "severity": severity.name, "channel": channel.name}
                page.wrong(
                    ("categories", category.name),
                    "Nothing says when {category} ({severity}, {channel}) must be answered.",
                    "Add a last row without `when` to [limits].",
                    **values,
                )
                break


def told_apart(rows: Sequence[N], policy: Policy) -> list[N]:
    """The rows that some limit names in its `when`, and the first of all others, which are alike to every limit."""
    asked = str([row.when for row in policy.limits])
    others = [row for row in rows if row.name not in asked]
    return [row for row in rows if row.name in asked or row is others[0]]
