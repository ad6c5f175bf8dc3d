"""The words that exist in a rule file, by what they name: what rows may refer to, and what conditions may ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tsk.lifecycle import TRANSITIONS
from tsk.model import CANCELLED_BY, CONTACT_METHODS, CONTACT_OUTCOMES, SATISFIED, UPHELD
from tsk.requirements import ATTACHMENT, FILED, MEASURES, WORDED
from tsk.rulefile import escalation
from tsk.rulerows import Field, Named
from tsk.rules import Rules
from tsk.steps import GROUPS, RIGHTS, STEPS, step_of

NOT_BEFORE_CLOSING = (
    *("closed", "returned", "reopened", "visited", "cancelled", "rejected", "merged"),
    *("undone", "recalculated"),
)
DONE_BEFORE_CLOSING = tuple(step for step in STEPS if step not in NOT_BEFORE_CLOSING)
YES_NO = ("yes", "no")


def known_words(rules: Rules) -> dict[str, frozenset[str]]:
    """The words that exist, by what they name."""
    departments, staff = names(rules.departments), names(rules.staff)
    steps = frozenset(TRANSITIONS).union(_narrowed(rules))
    before_closing = (step for step in steps if step_of(step) in DONE_BEFORE_CLOSING)
    after_receipt = frozenset(step for step in steps if TRANSITIONS[step_of(step)].sources)
    return {
        "department": departments,
        "department to move to": departments.union(escalation.MOVE),
        "addressee": departments.union(staff, escalation.TELL),
        "calendar": names(rules.calendars) | {"always"},
        "calendar of a milestone": names(rules.calendars) | {"always", "department"},
        "staff number": staff,
        "role": names(rules.roles),
        "right": RIGHTS | GROUPS.keys() | {"all"},
        "step, narrowed": steps | {"received"},
        "step after receipt, narrowed": after_receipt,
        "step or field": frozenset((*before_closing, *FILED, *papers(rules), *_of_its_own(rules))),
        "reason for waiting": names(rules.waits),
        "milestone": names(rules.policy.milestones),
        "responsible party": departments | names(rules.parties),
        "theme": names(rules.themes),
        "category": names(rules.policy.categories),
        "severity": names(rules.policy.severities),
        "channel": names(rules.channels),
        "kind of evidence": names(rules.evidence),
    }


def words_asked_for(rules: Rules) -> dict[str, frozenset[str]]:
    """The words that a condition may ask for, by the fact; tiers need not be listed, so they are missing then."""
    policy = rules.policy
    parties: tuple[Named, ...] = (*rules.departments, *rules.parties)
    return {
        "category": names(policy.categories),
        "severity": names(policy.severities),
        "channel": names(rules.channels),
        **({"tier": names(rules.tiers)} if rules.tiers else {}),
        "subtype": frozenset(sub.name for row in policy.categories for sub in row.subtypes),
        "upheld": frozenset((*UPHELD, "")),
        "satisfied": frozenset((*SATISFIED, "")),
        "outcome": frozenset((*CONTACT_OUTCOMES, "")),
        "department": names(rules.departments),
        "cause": names(rules.causes) | {""},
        "responsible": names(parties) | {""},
        "incident": frozenset(("yes", "")),
        "missed": names(policy.milestones),
        **{field.name: options(field) | {""} for field in rules.fields if field.kind in ("check", "choice")},
    }


def options(field: Field) -> frozenset[str]:
    """The words that a field of the policy's own may hold."""
    return frozenset(YES_NO) if field.kind == "check" else names(field.options)


def names(rows: Iterable[Any]) -> frozenset[str]:
    return frozenset(row.name for row in rows)


def papers(rules: Rules) -> frozenset[str]:
    """`attachment:KIND` for every kind that is listed; where none is, for whatever kind a row asks for."""
    if rules.attachments:
        return frozenset(f"{ATTACHMENT}{row.name}" for row in rules.attachments)
    asked = [word for row in rules.policy.closing for word in row.requires]
    asked += [word for row in rules.policy.needs for words in row.needs.values() for word in words]
    return frozenset(word for word in asked if word.startswith(ATTACHMENT) and word != ATTACHMENT)


def _of_its_own(rules: Rules) -> frozenset[str]:
    """What only this policy asks for: its own fields, and measures of its kinds."""
    return names(rules.fields).union(MEASURES, (f"measure:{row.name}" for row in rules.measures), _worded(rules))


def _worded(rules: Rules) -> Iterator[str]:
    """Every word of the case that may be asked for, as `category:fault`."""
    known = words_asked_for(rules)
    yield from (f"{name}:{word}" for name in WORDED for word in known[name])


def _narrowed(rules: Rules) -> Iterator[str]:
    """Every step that is narrowed by one of its words, as `assigned:network`; which of them, tsk.stepfacts says."""
    policy = rules.policy
    values: Mapping[str, Iterable[str]] = {
        "assigned": (*names(rules.departments), "handler"),
        "submitted": names(rules.departments),
        "opined": names(rules.departments),
        "contacted": (*CONTACT_OUTCOMES, *CONTACT_METHODS),
        "replied": CONTACT_METHODS,
        "rated": SATISFIED,
        "visited": SATISFIED,
        "inspected": YES_NO,
        "proposed": (*UPHELD, *names(rules.causes), *names(rules.parties), *names(rules.departments)),
        "asked": names(rules.waits),
        "resumed": names(rules.waits),
        "attached": names(rules.attachments),
        "escalated": names(policy.escalation),
        "corrected": (*names(policy.severities), *names(policy.categories)),
        "cancelled": CANCELLED_BY,
    }
    for step, words in values.items():
        yield from (f"{step}:{word}" for word in words)
