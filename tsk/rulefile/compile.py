"""The rule file: TOML becomes `Rules`, or a list of everything that is wrong with it, each with its line.

What may stand where is said in `grammar`, meaning is checked in `meaning`. Loaded only when the file has changed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import PurePath
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from msgspec.structs import replace

from tsk.errors import TskError
from tsk.evidence import policy_version
from tsk.rulefile.examples import Example, run
from tsk.rulefile.grammar import (
    AUTHORITY,
    CALENDAR,
    LABELS,
    NEEDED_SECTIONS,
    OPEN_ROWS,
    POLICY,
    PREFIXED,
    REQUIRED,
    ROWS,
    SECTIONS,
    SETTINGS,
    Fields,
    fields_of,
    row_of,
)
from tsk.rulefile.hours import calendar
from tsk.rulefile.lines import Path, lines_of
from tsk.rulefile.meaning import check
from tsk.rulefile.receivers import check_plain
from tsk.rulefile.syntax import read
from tsk.rulefile.values import (
    Page,
    Problem,
    spelled,
    table,
)
from tsk.rulerows import Authority, Named, Policy, Settings
from tsk.rules import FROZEN, Rules
from tsk.worktime import Calendar, PublicDays


def compile_rules(content: bytes, file: str) -> tuple[Rules | None, tuple[Problem, ...]]:
    """The compiled file, or None and everything that is wrong with it in the order of its lines."""
    rules, problems = compile_edited(content, file)
    return (None if problems else rules), problems


def compile_edited(content: bytes, file: str) -> tuple[Rules | None, tuple[Problem, ...]]:
    """The same of a file that is not used yet: compiled too where only its examples come out otherwise."""
    source, errors = read(content)
    if errors:
        return None, tuple(errors)
    data = tomllib.loads(source)
    page = Page(lines_of(source))
    page.fields = frozenset(data["fields"]) if isinstance(data.get("fields"), dict) else frozenset()
    rules = _rules(page, data, PurePath(file).name)
    check_plain(page, content, data)
    check(page, rules)
    if not page.problems:
        run(page, rules, tuple(_examples(page, data)))
    problems = tuple(sorted(page.problems, key=lambda problem: problem.line))
    return (rules if all(one.of_example for one in problems) else None), problems


# ── sections and rows ──────────────────────────────────────────────────────────────────────────────


def _rules(page: Page, data: dict[str, Any], file: str) -> Rules:
    for name in data:
        if name not in SECTIONS:
            page.unknown((name,), "There is no section [{word}].", name, SECTIONS)
    for name in NEEDED_SECTIONS:
        if not data.get(name):
            page.wrong((name,), "The section [{section}] is missing or empty.", section=name)
    head = fields_of(page, ("policy",), _section(page, data, "policy"), POLICY | LABELS)
    zone = _zone(page, ("policy", "zone"), head.get("zone", "Asia/Shanghai"))
    calendars, default = _calendars(page, _section(page, data, "calendars"), zone)
    rows = {name: _rows(page, name, _section(page, data, name)) for name in ROWS}
    policy = Policy(
        authority=Authority(**fields_of(page, ("authority",), _section(page, data, "authority"), AUTHORITY)),
        **{name: rows.pop(name) for name in FROZEN if name != "authority"},
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


def _rows(page: Page, section: str, rows: Mapping[str, Any]) -> tuple[Any, ...]:
    kind, fields = ROWS[section]
    known = fields | LABELS
    if section in OPEN_ROWS:
        return tuple(_open_row(page, (section, name), row, section) for name, row in rows.items())
    found = []
    for name, row in rows.items():
        found.append(row_of(page, (section, name), row, kind, known))
        _check_required(page, (section, name), row)
    return tuple(found)


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
    misspelt = {key for key in row if key not in known and _is_misspelt(page, path, key, row[key], fields)}
    named = {
        spelled(key) if section == "needs" else key: reader(page, (*path, key), one)
        for key, one in row.items()
        if key not in known and key not in misspelt
    }
    plain = row_of(page, path, known, kind, fields)
    return replace(plain, **{attribute: {key: one for key, one in named.items() if one is not None}})


def _is_misspelt(page: Page, path: Path, key: str, value: Any, fields: Fields) -> bool:
    """Whether a table stands under a name close to one that takes a table, `wen.severity`; the problem names both."""
    near = isinstance(value, dict) and bool(get_close_matches(key, fields, 1, 0.7))
    if near:
        page.unknown((*path, key), '"{word}" is not known here.', key, fields)
    return near


def _calendars(page: Page, rows: Mapping[str, Any], zone: str) -> tuple[tuple[Calendar, ...], str]:
    found, defaults = [], []
    for name, row in rows.items():
        path = ("calendars", name)
        fields = fields_of(page, path, table(page, path, row), CALENDAR | LABELS)
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
            own = fields_of(page, ("settings", name), table(page, ("settings", name), value), SETTINGS[name])
            found |= {f"{name}_{key}": one for key, one in own.items()} if name in PREFIXED else own
        else:
            page.unknown(("settings", name), '"{word}" is not known here.', name, SETTINGS)
    owner = found.pop("owner", "at-once")
    return Settings(owner_until_accepted=owner == "until-accepted", **found)


def _examples(page: Page, data: Mapping[str, Any]) -> Iterator[Example]:
    for name, row in _section(page, data, "examples").items():
        path = ("examples", name)
        both = {key: table(page, (*path, key), row.get(key, {})) for key in ("given", "expect")}
        yield Example(name, **both)
