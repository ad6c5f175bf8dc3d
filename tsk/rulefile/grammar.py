"""What may stand where in a rule file: for each kind of row its keys, and how each is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from tsk import rulerows as compiled
from tsk.rulefile.hours import dates, days_away, periods, week
from tsk.rulefile.lines import Path
from tsk.rulefile.receivers import addresses
from tsk.rulefile.values import (
    SPELLINGS,
    Page,
    Read,
    choice,
    choices,
    counted,
    day,
    day_text,
    elapsed,
    flag,
    kept_for,
    limit,
    limit_or_agreed,
    money,
    number,
    only,
    percent,
    role_or_false,
    share,
    shown,
    step,
    steps,
    table,
    test,
    text,
    texts,
    when,
    whole,
)
from tsk.rulerows import Named

Fields = dict[str, Read]
N = TypeVar("N", bound=Named)

# ── what may stand where ───────────────────────────────────────────────────────────────────────────

LABELS: Fields = {"zh": text, "en": text}
POLICY: Fields = {"id": text, "zone": text, "currency": text}
CALENDAR: Fields = {
    "hours": week,
    "holidays": text,
    "default": flag,
    "zone": text,
    "dates": dates,
    "confirmed": day,
    "make_up": periods,
}


def subtypes(page: Page, path: Path, value: Any) -> tuple[Named, ...]:
    """The subtypes of a category, the options of a choice, the parts of a measure: `name = "标签"`, or both labels."""
    rows = {name: {"zh": one} if isinstance(one, str) else one for name, one in table(page, path, value).items()}
    return tuple(row_of(page, (*path, name), one, Named, {}) for name, one in rows.items())


def per_customer(page: Page, path: Path, value: Any) -> compiled.PerCustomer | None:
    """The sum that one customer may be given in a time before another role must sign."""
    row = table(page, path, value)
    found = fields_of(page, path, row, {"at_most": money, "within": limit, "then": text})
    for key in ("at_most", "within", "then"):
        if key not in row:
            page.wrong(path, "{name} needs {key}.", "Add it to the row.", name=".".join(path), key=key)
    return compiled.PerCustomer(**found) if len(found) == 3 else None


def fine(page: Page, path: Path, value: Any) -> tuple[int, int]:
    """A fixed sum, or the lowest and the highest of a range, as hundredths."""
    sums = [money(page, path, one) or 0 for one in (value if isinstance(value, list) else [value])]
    if not 1 <= len(sums) <= 2 or sums[0] > sums[-1] or sums[0] < 0:
        page.wrong(path, "{value} is no sum and no range.", "Write 200, or [10, 100].", value=shown(value))
        return 0, 0
    return sums[0], sums[-1]


def by_count(page: Page, path: Path, value: Any) -> tuple[tuple[int, int], ...]:
    """Sums by how often something happened: `{ 3 = 5000 }`."""
    found = []
    for key, one in table(page, path, value).items():
        if not key.isdecimal() or not 1 <= int(key) <= 99:
            page.wrong(path, "{value} is not a number of times.", "Write for example {{ 3 = 5000 }}.", value=key)
            continue
        found.append((int(key), money(page, (*path, key), one) or 0))
    return tuple(found)


def list_option(page: Page, path: Path, value: Any) -> str | int | bool | None:
    """An option of lists, read by its kind; columns may be a list of their names."""
    name = path[-1]
    if name not in VIEW_OPTIONS:
        page.unknown(path, '"{word}" is not known here.', name, VIEW_OPTIONS)
        return None
    found = VIEW_OPTIONS[name](page, path, value)
    return ",".join(found) if isinstance(found, tuple) else found


VIEW_OPTIONS: Fields = {
    **dict.fromkeys(("state", "department", "handler", "category", "severity", "channel", "store", "region"), text),
    **dict.fromkeys(("product", "customer", "since", "until", "month", "waiting", "awaiting", "idle", "within"), text),
    "mine": flag,
    "overdue": flag,
    "round": counted,
    "incident": counted,
    "limit": counted,
    "sort": text,
    "columns": texts,
    "by": text,
    "milestone": text,
}


def caps(page: Page, path: Path, value: Any) -> dict[str, str]:
    """How far each milestone may be extended in all."""
    return {name: limit(page, (*path, name), one) for name, one in table(page, path, value).items()}


def unless(page: Page, path: Path, value: Any) -> dict[str, tuple[str, ...]]:
    """What may stand in for a requirement."""
    rows = table(page, path, value).items()
    return {SPELLINGS.get(name, name): texts(page, (*path, name), one) or () for name, one in rows}


ROWS: Mapping[str, tuple[type[Named], Fields]] = {
    "departments": (compiled.Department, {"desk": flag, "head": text, "above": text, "calendar": text}),
    "roles": (
        compiled.Role,
        {"may": texts, "sees": choice("own", "store", "department", "all"), "approves": money},
    ),
    "staff": (
        compiled.Staff,
        {"role": text, "department": text, "store": text, "deputy": text, "until": day_text, "away": days_away},
    ),
    "channels": (compiled.Channel, {"default": flag}),
    "severities": (compiled.Severity, {"when": when, "first": flag}),
    "categories": (compiled.Category, {"words": texts, "subtypes": subtypes, "theme": text}),
    "themes": (Named, {}),
    "tiers": (Named, {}),
    "causes": (compiled.Cause, {"department": text}),
    "fields": (
        compiled.Field,
        {
            "kind": choice("text", "number", "date", "check", "choice"),
            "options": subtypes,
            "scope": choice("round", "case"),
            "personal": flag,
        },
    ),
    "frequent": (
        compiled.Frequent,
        dict.fromkeys(("summary", "details", "category", "subtype", "severity", "channel", "product", "demand"), text),
    ),
    "templates": (Named, {}),
    "measures": (compiled.MeasureKind, {"steps": subtypes}),
    "parties": (Named, {}),
    "waits": (Named, {}),
    "attachments": (Named, {}),
    "routes": (compiled.Route, {"to": text, "with": texts, "when": when}),
    "milestones": (
        compiled.MilestoneRule,
        {
            "from": steps,
            "met_by": steps,
            "waits": texts,
            "calendar": text,
            "extend": limit,
            "warn": limit,
            "statutory": flag,
            "each": choice("case", "department", "lead", "promise"),
            "scope": choice("round", "case"),
            "count": only("from-receipt"),
            "extend_from": choice("receipt"),
        },
    ),
    "limits": (compiled.LimitRow, {"when": when, "extend": caps}),
    "needs": (compiled.NeedsRow, {"when": when}),
    "escalation": (
        compiled.Escalation,
        {
            "milestone": text,
            "after": limit,
            "before": limit,
            "idle": limit,
            "chases": counted,
            "round": counted,
            "on": step,
            "used": share,
            "when": when,
            "tell": texts,
            "move": text,
            "raise": counted,
            "hours": only("always"),
        },
    ),
    "closing": (compiled.ClosingRow, {"when": when, "requires": steps, "review": role_or_false, "unless": unless}),
    "approvals": (compiled.Approval, {"when": when, "by": texts, "enough": flag}),
    "evidence": (Named, {}),
    "penalties": (
        compiled.Article,
        {
            "article": text,
            "when": when,
            "fine": fine,
            "plus": fine,
            "add_at": by_count,
            "add_beyond": by_count,
            "refer_from": counted,
            "within": choice("month", "week"),
            "unproven": money,
            "proven_from": counted,
            "evidence": texts,
        },
    ),
    "points": (compiled.Points, {"when": when, "points": number}),
    "targets": (compiled.Target, {"at_least": percent, "at_most": percent, "weight": percent}),
    "views": (compiled.View, {}),
    "notify": (
        compiled.Receiver,
        {"to": addresses, "department": text, "lang": choice("en", "zh"), "when": choice("always", "wrong")},
    ),
}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "calendars": ("hours",),
    "staff": ("role", "department"),
    "routes": ("to",),
    "milestones": ("from", "met_by"),
    "closing": ("requires",),
    "approvals": ("by",),
    "points": ("points",),
    "notify": ("to",),
    "penalties": ("article",),
}
OPEN_ROWS: Mapping[str, tuple[str, Read]] = {
    "limits": ("limits", limit_or_agreed),
    "needs": ("needs", steps),
    "views": ("said", list_option),
}
ATTRIBUTES = {  # keys that are called otherwise once they are compiled
    "routes.with": "co",
    "milestones.from": "from_",
    "milestones.count": "from_receipt",
    "escalation.raise": "raise_",
    "escalation.hours": "always",
    "settings.attempts": "visit_attempts",
    "settings.reroute": "reroute_always",
}
AUTHORITY: Fields = {
    "need_approval": test,
    "second_signature": test,
    "four_eyes": flag,
    "per_customer": per_customer,
}
ALIKE = ("category", "subtype", "product", "store", "region")  # what complaints may have in common
SETTINGS: Mapping[str, Fields] = {
    "rating": {"scale": text, "satisfied_from": whole},
    "repeat": {
        "within": limit,
        "same": choices(*ALIKE),
        "customer": choices("phone", "card", "email", "anybody"),
    },
    "visits": {"attempts": counted},
    "incident": {"same": choices(*ALIKE), "within": limit, "reply": text},
    "surge": {"count": counted, "within": limit, "same": choices(*ALIKE)},
    "conduct": {
        "undo": elapsed,
        "backdate": limit,
        "longest_wait": limit,
        "owner": choice("at-once", "until-accepted"),
        "reroute": only("always"),
        "recorded": limit,
        "silence": limit,
    },
    "privacy": {"anonymise": kept_for},
}
PREFIXED = ("repeat", "incident", "surge")  # whose settings bear their section's name once they are compiled
NEEDED_SECTIONS = ("policy", "departments", "channels", "severities", "categories", "milestones", "limits")
SECTIONS = ("policy", "calendars", *ROWS, "authority", "settings", "examples")


def fields_of(page: Page, path: Path, row: Mapping[str, Any], fields: Fields) -> dict[str, Any]:
    """The fields of a row under their compiled names; those left out or unreadable are missing."""
    found = {}
    for key, value in row.items():
        if key not in fields:
            page.unknown((*path, key), '"{word}" is not known here.', key, fields)
            continue
        plain = fields[key](page, (*path, key), value)
        if plain is not None:
            found[ATTRIBUTES.get(f"{path[0]}.{key}", key)] = plain
    return found


def row_of(page: Page, path: Path, value: Any, kind: type[N], fields: Fields) -> N:
    name = path[-1]
    if not re.fullmatch(r"\w[\w.-]*", name):
        page.wrong(path, '"{word}" cannot be a name.', "Names are letters, digits, - and _, without spaces.", word=name)
    return kind(name=name, line=page.line(path), **fields_of(page, path, table(page, path, value), LABELS | fields))
