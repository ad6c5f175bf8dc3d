"""The words that may stand for a value, each with what it means; of customers there is never one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta

from tsk import glancestore, i18n
from tsk.desk.session import Desk
from tsk.i18n import word
from tsk.model import (
    AWAITED,
    CANCELLED_BY,
    CONTACT_METHODS,
    CONTACT_OUTCOMES,
    SATISFIED,
    STATES,
)
from tsk.rights import view_of
from tsk.rulerows import Named
from tsk.rules import Rules, label, tiers

Pair = tuple[str, str]  # a word, and what it means

MOST = 100  # complaints that are offered
_PLAIN = re.compile(r"[\w.@-]+")  # what no shell takes apart

# ── words that every desk has ──────────────────────────────────────────────────────────────────────

_FIXED: dict[str, tuple[str, ...]] = {
    "answer": SATISFIED,
    "awaited": AWAITED,
    "canceller": CANCELLED_BY,
    "entry state": ("open", "done", "all"),
    "language": ("en", "zh"),
    "method": CONTACT_METHODS,
    "outcome": CONTACT_OUTCOMES,
    "shell": ("bash", "zsh", "fish"),
    "policy time": ("received", "now"),
    "state": ("open", "done", "all", *STATES),
    "way with errors": ("stop", "skip", "quarantine"),
    "when": ("today", "yesterday", "tomorrow"),
}


def _overdue_groups() -> Iterable[str]:
    from tsk.duestore import GROUPS

    return GROUPS


def _overdue_sorts() -> Iterable[str]:
    from tsk.duestore import SORTS

    return SORTS


def _dimensions() -> Iterable[str]:
    from tsk.figurestore import DIMENSIONS

    return DIMENSIONS


def _export_formats() -> Iterable[str]:
    from tsk.export.cases import FORMATS

    return FORMATS


def _report_formats() -> Iterable[str]:
    from tsk.export import FORMATS

    return FORMATS


def _forms() -> Iterable[str]:
    from tsk.forms import KINDS

    return KINDS


def _penalty_states() -> Iterable[str]:
    from tsk.desk.penalties import STATES

    return STATES


def _policies() -> Iterable[str]:
    from tsk.policies import policy_names

    return policy_names()


def _request_states() -> Iterable[str]:
    from tsk.staffrequests import STATES

    return (*STATES, "all")


def _rights() -> Iterable[str]:
    from tsk.desk.staff import RIGHT_WORDS

    return RIGHT_WORDS


def _sections() -> Iterable[str]:
    from tsk.desk.policies import SECTIONS

    return SECTIONS


def _sorts() -> Iterable[str]:
    from tsk.desk.oversight import SORTS

    return SORTS


def _search_sorts() -> Iterable[str]:
    from tsk.desk.oversight import SEARCH_SORTS

    return SEARCH_SORTS


_LISTED: dict[str, Callable[[], Iterable[str]]] = {
    "dimension": _dimensions,
    "export format": _export_formats,
    "form": _forms,
    "overdue group": _overdue_groups,
    "overdue sort": _overdue_sorts,
    "penalty state": _penalty_states,
    "policy": _policies,
    "report format": _report_formats,
    "request state": _request_states,
    "right": _rights,
    "search sort": _search_sorts,
    "section": _sections,
    "sort": _sorts,
}


def fixed(kind: str) -> list[Pair] | None:
    """The words of a kind that every desk has; None for a kind that depends on the desk."""
    if kind in _LISTED:
        return [(name, "") for name in _LISTED[kind]()]
    words = kind.lower().split("|") if "|" in kind else _FIXED.get(kind)
    return None if words is None else [(name, _meaning(name)) for name in words]


def _meaning(name: str) -> str:
    told = word(name)
    return "" if told == name else told


# ── words of the policy ────────────────────────────────────────────────────────────────────────────


def _tiers(rules: Rules) -> Iterable[Named]:
    return rules.tiers or [Named(name) for name in tiers(rules.policy)]


def _told(rules: Rules) -> Iterable[Named]:
    return (*rules.staff, *rules.departments)


def _fields(rules: Rules) -> Iterable[Named]:
    return [Named(f"{row.name}=", row.zh, row.en) for row in rules.fields]


def _calendars(rules: Rules) -> Iterable[Named]:
    return [Named(name) for name in (*(row.name for row in rules.calendars), "always")]


def _views(rules: Rules) -> Iterable[Named]:
    return [Named(f"@{row.name}", row.zh, row.en) for row in rules.views]


def _templates(rules: Rules) -> Iterable[Named]:
    return [Named(row.name) for row in rules.templates]  # its labels are the texts


def _columns(rules: Rules) -> Iterable[Named]:
    from tsk.render.listcolumns import titles

    return [Named(name, title, title) for name, title in titles(rules).items()]


_OF_POLICY: dict[str, Callable[[Rules], Iterable[Named]]] = {
    "article": lambda rules: rules.policy.penalties,
    "calendar": _calendars,
    "category": lambda rules: rules.policy.categories,
    "cause": lambda rules: rules.causes,
    "channel": lambda rules: rules.channels,
    "column": _columns,
    "department": lambda rules: rules.departments,
    "evidence": lambda rules: rules.evidence,
    "field": _fields,
    "frequent": lambda rules: rules.frequent,
    "measure kind": lambda rules: rules.measures,
    "milestone": lambda rules: rules.policy.milestones,
    "paper": lambda rules: rules.attachments,
    "party": lambda rules: (*rules.departments, *rules.parties),
    "person": lambda rules: rules.staff,
    "role": lambda rules: rules.roles,
    "severity": lambda rules: rules.policy.severities,
    "subtype": lambda rules: [sub for row in rules.policy.categories for sub in row.subtypes],
    "template": _templates,
    "theme": lambda rules: rules.themes or rules.policy.categories,
    "tier": _tiers,
    "told": _told,
    "view": _views,
    "wait": lambda rules: rules.waits,
}


def _labelled(rows: Iterable[Named], begun: str) -> list[Pair]:
    """The rows whose name begins so; where none does, the labels, in either language, that do."""
    rows = tuple(rows)
    found = [(row.name, row.label(i18n.lang)) for row in rows if row.name.startswith(begun)]
    found = found or [(told, row.name) for row in rows for told in (row.zh, row.en) if begun and told.startswith(begun)]
    return [(name, "" if told == name else told) for name, told in found]


# ── what the desk holds ────────────────────────────────────────────────────────────────────────────


def complaints(desk: Desk, states: tuple[str, ...]) -> list[Pair]:
    """The latest complaints in those states as far as the person sees them, each with state, category, department."""
    rules = desk.rules
    rows = glancestore.latest(desk.store, view_of(rules, desk.person), states, MOST)
    return [(row["number"], " · ".join(filter(None, _about(rules, row)))) for row in rows]


def _about(rules: Rules, row: Mapping[str, str]) -> tuple[str, ...]:
    return (
        word(row["state"]),
        label(rules.policy.categories, row["category"], i18n.lang),
        label(rules.departments, row["department"], i18n.lang),
    )


def _months(desk: Desk) -> Iterator[Pair]:
    """This month and the eleven before it."""
    day = desk.now.astimezone(desk.zone).date().replace(day=1)
    for _ in range(12):
        yield f"{day:%Y-%m}", ""
        day = (day - timedelta(days=1)).replace(day=1)


def _entries(kind: str) -> Callable[[Desk], Iterator[Pair]]:
    """The files of that kind beside the complaints, the latest first."""

    def latest(desk: Desk) -> Iterator[Pair]:
        for row in reversed(desk.store.entries(kind)[-MOST:]):
            yield str(row["id"]), word(row["state"])

    return latest


def _said(column: str) -> Callable[[Desk], Iterator[Pair]]:
    """The words that complaints say; for a store those of the staff too."""

    def words(desk: Desk) -> Iterator[Pair]:
        told = {row.store for row in desk.rules.staff if row.store} if column == "store" else set()
        found = {*told, *glancestore.words(desk.store, view_of(desk.rules, desk.person), column)}
        yield from ((one, "") for one in sorted(found))

    return words


def _backups(desk: Desk) -> Iterator[Pair]:
    folder = desk.options.home / "backups"
    names = (one.name for one in folder.iterdir()) if folder.is_dir() else ()
    yield from ((name, "") for name in sorted(names, reverse=True) if name[:1].isdigit())


_OF_DESK: dict[str, Callable[[Desk], Iterable[Pair]]] = {
    "backup": _backups,
    "incident": _entries("incident"),
    "measure": _entries("measure"),
    "month": _months,
    "request": _entries("request"),
    "site": lambda desk: [(desk.store.site, "")],
    **{column: _said(column) for column in glancestore.WORDS},
}


def of_desk(kind: str, desk: Desk, begun: str) -> list[Pair]:
    """The words of a kind that the policy or the files of this desk give, as far as they begin so."""
    if kind in _OF_POLICY:
        return plain(_labelled(_OF_POLICY[kind](desk.rules), begun))
    return plain(pair for pair in _OF_DESK[kind](desk) if pair[0].startswith(begun)) if kind in _OF_DESK else []


def plain(pairs: Iterable[Pair]) -> list[Pair]:
    """Those whose word no shell takes apart, or would show otherwise than it is."""
    return [(name, " ".join(told.split())) for name, told in pairs if _PLAIN.fullmatch(name.removesuffix("="))]


KINDS = frozenset((*_FIXED, *_LISTED, *_OF_POLICY, *_OF_DESK, "complaint"))
