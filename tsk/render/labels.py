"""Names of the policy as people know them, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tsk import i18n
from tsk.model import Case, Milestone
from tsk.rulerows import Named
from tsk.rules import PROMISE, Rules, find, label
from tsk.text import harmless

if TYPE_CHECKING:
    from tsk.report import Days

STANDING_STYLE = {"met": "green", "late": "yellow", "missed": "bold red", "paused": "cyan", "open": "", "void": "dim"}


def department(rules: Rules, name: str) -> str:
    return label(rules.departments, name, i18n.lang) if name else "–"


def category(rules: Rules, name: str) -> str:
    return label(rules.policy.categories, name, i18n.lang) if name else "–"


def subtype(rules: Rules, category: str, name: str) -> str:
    row = find(rules.policy.categories, category)
    return label(row.subtypes, name, i18n.lang) if row and name else name


def severity(rules: Rules, name: str) -> str:
    return label(rules.policy.severities, name, i18n.lang) if name else "–"


def channel(rules: Rules, name: str) -> str:
    return label(rules.channels, name, i18n.lang) if name else "–"


def who(rules: Rules, name: str) -> str:
    return label(rules.staff, name, i18n.lang) if name else "–"


def who_or_department(rules: Rules, name: str) -> str:
    """A person's name, or a department's where nobody is called so."""
    return label((*rules.staff, *rules.departments), name, i18n.lang)


def escalation(rules: Rules, name: str) -> str:
    return label(rules.policy.escalation, name, i18n.lang)


def milestone_name(rules: Rules, name: str, of: str = "") -> str:
    """A milestone's label, with the department that it belongs to and its repetition."""
    part, _, again = of.partition("#")
    extra = [department(rules, part)] if part else []
    extra += [f"#{again}"] if again else []
    text = label((*rules.policy.milestones, PROMISE), name, i18n.lang)
    return i18n.with_note(text, " ".join(extra)) if extra else text


def milestone(rules: Rules, m: Milestone) -> str:
    return milestone_name(rules, m.name, m.of)


def unsure(provisional: bool) -> str:
    """A mark for a due that rests on days not announced yet."""
    return " ≈" if provisional else ""


def urgent(rules: Rules, severity: str) -> str:
    """A mark for severities that go first."""
    row = find(rules.policy.severities, severity)
    return "▲ " if row and row.first else ""


def stands(m: Milestone, standing: str) -> str:
    """A milestone's standing, with the reason where its duty ended unmet."""
    told = i18n.word(standing)
    return i18n.with_note(told, i18n.word(m.why)) if m.why and standing in ("void", "missed") else told


def summary(case: Case) -> str:
    """What the complaint is about; of one from which the person was removed only that it was."""
    return i18n.word(case.summary) if case.anonymised_at else case.summary


def field(rules: Rules, name: str) -> str:
    """The label of a field of the policy's own."""
    return label(rules.fields, name, i18n.lang)


def field_value(rules: Rules, name: str, value: str) -> str:
    """What a field of the policy's own says: an option by its label, a tick as yes or no, a text as it is."""
    row = find(rules.fields, name)
    if row and row.kind == "check":
        return i18n.word(value)
    return label(row.options, value, i18n.lang) if row and row.options else harmless(value)


NAMED = (
    "department",
    "co_departments",
    "category",
    "subtype",
    "severity",
    "channel",
    "cause",
    "responsible",
    "wait",
    "handler",
    "tier",
    "milestone",
    "rule",
    "route",
    "settled",
    "kind",
    "evidence",
)


def named(rules: Rules, field: str, name: str) -> str:
    """The label of a field's value that is a word of the policy; of a co-handling department too."""
    return label(_rows(rules).get(field, ()), name, i18n.lang)


def _rows(rules: Rules) -> dict[str, tuple[Named, ...]]:
    """Which rows of the policy name the values of a field."""
    return {
        "department": rules.departments,
        "co_departments": rules.departments,
        "category": rules.policy.categories,
        "severity": rules.policy.severities,
        "channel": rules.channels,
        "cause": rules.causes,
        "responsible": (*rules.departments, *rules.parties),
        "wait": rules.waits,
        "tier": rules.tiers,
        "handler": rules.staff,
        "milestone": (*rules.policy.milestones, PROMISE),
        "rule": (*rules.policy.escalation, *rules.policy.closing, *rules.policy.approvals, *rules.policy.penalties),
        "route": rules.policy.routes,
        "settled": rules.channels,
        "kind": rules.attachments,
        "theme": rules.themes,
        "subtype": tuple(sub for row in rules.policy.categories for sub in row.subtypes),
        "evidence": rules.evidence,
    }


def running(days: Days) -> str:
    """That a period still runs, and how far it has come; nothing of one that is over."""
    if days.over:
        return ""
    if days.past == days.of:
        return i18n.tr("This period still runs: today is its last day.")
    return i18n.say("This period still runs: {past} of {of} days.", past=days.past, of=days.of)


def dimension(rules: Rules, by: str, key: str, idle: bool = False) -> str:
    """The label of one value of a report's dimension; a word that the policy no longer has says so.

    A line is `idle` that has time but no complaint: without a holder, that before the first assignment.
    """
    if not key:
        return _NOBODY[by]() if idle and by in _NOBODY else i18n.tr("(none)")
    if by in ("state", "overdue", "awaiting"):
        return i18n.word(key)
    rows = _rows(rules).get("wait" if by == "waiting" else by, ())
    gone = by in _OF_THE_POLICY and rows and find(rows, key) is None
    return i18n.with_note(key, i18n.tr("no longer in the policy")) if gone else label(rows, key, i18n.lang)


_NOBODY = {"department": lambda: i18n.tr("before assignment"), "handler": lambda: i18n.tr("no handler yet")}
_OF_THE_POLICY = ("department", "category", "severity", "channel", "cause", "handler", "theme")
