"""The rule file: TOML becomes `Rules`, or a list of everything that is wrong with it, each with its line.

One table per kind of row says which keys it has and how each is read; meaning is checked in `meaning`.
This module is loaded only when the file has changed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from msgspec.structs import replace

from tsk import rules as compiled
from tsk.errors import TskError
from tsk.evidence import policy_version
from tsk.rulefile.examples import Example, run
from tsk.rulefile.hours import calendar, dates, days_away, periods, week
from tsk.rulefile.lines import Path, lines_of
from tsk.rulefile.meaning import check
from tsk.rulefile.syntax import read
from tsk.rulefile.values import (
    SPELLINGS,
    Page,
    Problem,
    Read,
    choice,
    choices,
    counted,
    day,
    day_text,
    elapsed,
    flag,
    limit,
    limit_or_agreed,
    money,
    only,
    percent,
    role_or_false,
    step,
    steps,
    table,
    test,
    text,
    texts,
    when,
    whole,
)
from tsk.rules import Authority, Named, Policy, Rules, Settings
from tsk.worktime import Calendar, PublicDays

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


def _subtypes(page: Page, path: Path, value: Any) -> tuple[Named, ...]:
    """The subtypes of a category: `name = "标签"`, or a table with both labels."""
    rows = {name: {"zh": one} if isinstance(one, str) else one for name, one in table(page, path, value).items()}
    return tuple(_row(page, (*path, name), one, Named, {}) for name, one in rows.items())


def _caps(page: Page, path: Path, value: Any) -> dict[str, str]:
    """How far each milestone may be extended in all."""
    return {name: limit(page, (*path, name), one) for name, one in table(page, path, value).items()}


def _unless(page: Page, path: Path, value: Any) -> dict[str, tuple[str, ...]]:
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
    "categories": (compiled.Category, {"words": texts, "subtypes": _subtypes}),
    "tiers": (Named, {}),
    "causes": (Named, {}),
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
        },
    ),
    "limits": (compiled.LimitRow, {"when": when, "extend": _caps}),
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
            "when": when,
            "tell": texts,
            "move": text,
            "raise": counted,
            "hours": only("always"),
        },
    ),
    "closing": (compiled.ClosingRow, {"when": when, "requires": steps, "review": role_or_false, "unless": _unless}),
    "targets": (compiled.Target, {"at_least": percent, "at_most": percent}),
}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "calendars": ("hours",),
    "staff": ("role", "department"),
    "routes": ("to",),
    "milestones": ("from", "met_by"),
    "closing": ("requires",),
}
OPEN_ROWS: Mapping[str, tuple[str, Read]] = {"limits": ("limits", limit_or_agreed), "needs": ("needs", steps)}
ATTRIBUTES = {  # keys that are called otherwise once they are compiled
    "routes.with": "co",
    "milestones.from": "from_",
    "milestones.count": "from_receipt",
    "escalation.raise": "raise_",
    "escalation.hours": "always",
    "settings.within": "repeat_within",
    "settings.same": "repeat_same",
    "settings.customer": "repeat_customer",
    "settings.attempts": "visit_attempts",
}
AUTHORITY: Fields = {"need_approval": test, "second_signature": test, "four_eyes": flag}
SETTINGS: Mapping[str, Fields] = {
    "rating": {"scale": text, "satisfied_from": whole},
    "repeat": {
        "within": limit,
        "same": choices("category", "subtype", "product", "store", "region"),
        "customer": choices("phone", "card", "email"),
    },
    "visits": {"attempts": counted},
    "conduct": {
        "undo": elapsed,
        "backdate": limit,
        "longest_wait": limit,
        "owner": choice("at-once", "until-accepted"),
    },
}
NEEDED_SECTIONS = ("policy", "departments", "channels", "severities", "categories", "milestones", "limits")
SECTIONS = ("policy", "calendars", *ROWS, "authority", "settings", "examples")


def compile_rules(content: bytes, file: str) -> tuple[Rules | None, tuple[Problem, ...]]:
    """The compiled file, or None and everything that is wrong with it in the order of its lines."""
    source, errors = read(content)
    if errors:
        return None, tuple(errors)
    data = tomllib.loads(source)
    page = Page(lines_of(source))
    rules = _rules(page, data, PurePath(file).name)
    check(page, rules)
    if not page.problems:
        run(page, rules, tuple(_examples(page, data)))
    if page.problems:
        return None, tuple(sorted(page.problems, key=lambda problem: problem.line))
    return rules, ()


# ── sections and rows ──────────────────────────────────────────────────────────────────────────────


def _rules(page: Page, data: dict[str, Any], file: str) -> Rules:
    for name in data:
        if name not in SECTIONS:
            page.unknown((name,), "There is no section [{word}].", name, SECTIONS)
    for name in NEEDED_SECTIONS:
        if not data.get(name):
            page.wrong((name,), "The section [{section}] is missing or empty.", section=name)
    head = _fields(page, ("policy",), _section(page, data, "policy"), POLICY | LABELS)
    zone = _zone(page, ("policy", "zone"), head.get("zone", "Asia/Shanghai"))
    calendars, default = _calendars(page, _section(page, data, "calendars"), zone)
    rows = {name: _rows(page, name, _section(page, data, name)) for name in ROWS}
    policy = Policy(
        authority=Authority(**_fields(page, ("authority",), _section(page, data, "authority"), AUTHORITY)),
        **{name: rows.pop(name) for name in compiled.FROZEN if name != "authority"},
    )
    return Rules(
        name=head.get("id", ""),
        zh=head.get("zh", ""),
        en=head.get("en", ""),
        zone=zone,
        currency=head.get("currency", "CNY"),
        file=file,
        version=policy_version(policy),
        policy=policy,
        calendars=calendars,
        default_calendar=default,
        public=_public(page, calendars),
        settings=_settings(page, _section(page, data, "settings")),
        **rows,
    )


def _section(page: Page, data: Mapping[str, Any], name: str) -> dict[str, Any]:
    return table(page, (name,), data.get(name, {}))


def _fields(page: Page, path: Path, row: Mapping[str, Any], fields: Fields) -> dict[str, Any]:
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


def _rows(page: Page, section: str, rows: Mapping[str, Any]) -> tuple[Any, ...]:
    kind, fields = ROWS[section]
    known = fields | LABELS
    if section in OPEN_ROWS:
        return tuple(_open_row(page, (section, name), row, section) for name, row in rows.items())
    found = []
    for name, row in rows.items():
        found.append(_row(page, (section, name), row, kind, known))
        _check_required(page, (section, name), row)
    return tuple(found)


def _row(page: Page, path: Path, value: Any, kind: type[N], fields: Fields) -> N:
    name = path[-1]
    if not re.fullmatch(r"\w[\w.-]*", name):
        page.wrong(path, '"{word}" cannot be a name.', "Names are letters, digits, - and _, without spaces.", word=name)
    return kind(name=name, line=page.line(path), **_fields(page, path, table(page, path, value), LABELS | fields))


def _check_required(page: Page, path: Path, row: Any) -> None:
    for key in REQUIRED.get(path[0], ()):
        if isinstance(row, dict) and key not in row:
            page.wrong(path, "{name} needs {key}.", "Add it to the row.", name=".".join(path), key=key)


def _open_row(page: Page, path: Path, value: Any, section: str) -> Named:
    """A row whose other keys are names: of milestones in limits, of steps in needs."""
    kind, fields = ROWS[section]
    attribute, reader = OPEN_ROWS[section]
    row = table(page, path, value)
    known = {key: one for key, one in row.items() if key in fields or key in LABELS}
    named = {
        SPELLINGS.get(key, key) if section == "needs" else key: reader(page, (*path, key), one)
        for key, one in row.items()
        if key not in known
    }
    plain = _row(page, path, known, kind, fields)
    return replace(plain, **{attribute: {key: one for key, one in named.items() if one is not None}})


def _calendars(page: Page, rows: Mapping[str, Any], zone: str) -> tuple[tuple[Calendar, ...], str]:
    found, defaults = [], []
    for name, row in rows.items():
        path = ("calendars", name)
        fields = _fields(page, path, table(page, path, row), CALENDAR | LABELS)
        _check_required(page, path, row)
        own = _zone(page, (*path, "zone"), fields["zone"]) if "zone" in fields else zone
        found.append(calendar(name, own, fields))
        defaults += [name] if fields.get("default") else []
    if found and len(defaults) != 1:
        page.wrong(
            ("calendars",),
            "Exactly one calendar is the default.",
            "Write default = true in one of: {options}.",
            options=", ".join(rows),
        )
    return tuple(found), defaults[0] if defaults else ""


def _zone(page: Page, path: Path, name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        page.unknown(path, '"{word}" is not a time zone.', name, available_timezones())
        return "UTC"
    return name


def _public(page: Page, calendars: tuple[Calendar, ...]) -> dict[str, PublicDays]:
    """The public days of the countries that calendars name."""
    from tsk.publicdays import public_days

    found: dict[str, PublicDays] = {}
    for one in calendars:
        try:
            if one.holidays and one.holidays not in found:
                found[one.holidays] = public_days(one.holidays)
        except TskError as error:
            page.wrong(("calendars", one.name, "holidays"), error.message, error.hint, **error.values)
    return found


def _settings(page: Page, data: Mapping[str, Any]) -> Settings:
    found: dict[str, Any] = {}
    for name, value in data.items():
        if name in SETTINGS:
            found |= _fields(page, ("settings", name), table(page, ("settings", name), value), SETTINGS[name])
        else:
            page.unknown(("settings", name), '"{word}" is not known here.', name, SETTINGS)
    owner = found.pop("owner", "at-once")
    return Settings(owner_until_accepted=owner == "until-accepted", **found)


def _examples(page: Page, data: Mapping[str, Any]) -> Iterator[Example]:
    for name, row in _section(page, data, "examples").items():
        path = ("examples", name)
        both = {key: table(page, (*path, key), row.get(key, {})) for key in ("given", "expect")}
        yield Example(name, **both)
