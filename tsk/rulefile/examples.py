"""The examples of a rule file: each given complaint is registered and routed by the real engine, then compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from tsk import sla
from tsk.conditions import facts_of
from tsk.duties import changes
from tsk.errors import TskError
from tsk.lifecycle import apply, apply_dues
from tsk.limits import parse_limit
from tsk.model import Case, Draft, iso
from tsk.rulefile.lines import Path
from tsk.rulefile.values import Page, number, shown, text
from tsk.rules import Calendars, Rules, grade, route, suggest_category

Table = Mapping[str, Any]
WORDS = ("channel", "category", "subtype", "severity", "store", "region", "tier", "product", "settled")
GIVEN = (*WORDS, "text", "received", "answered", "amount")
OUTCOMES = ("to", "with", "category", "severity")
VOID, NONE = "void", "none"
_WALL = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d):(\d\d)(?::(\d\d))?")


class Example(Struct, frozen=True):
    """A complaint and what the rules should make of it."""

    name: str
    given: Table
    expect: Table


def sample(category: str, severity: str, channel: str) -> Case:
    """A case of which nothing else is known, received at noon."""
    noon = datetime(2026, 11, 2, 4, tzinfo=UTC)
    plain = {
        "site": "",
        "number": "",
        "seq": 1,
        "state": "registered",
        "round": 1,
        "recorder": "",
        "policy": "",
        "received_on": "",
    }
    dates = dict.fromkeys(("last_at", "round_since", "received_at", "registered_at", "recorded_at"), noon)
    return Case(id=1, channel=channel, category=category, severity=severity, **plain, **dates)  # type: ignore[arg-type]


def run(page: Page, rules: Rules, examples: tuple[Example, ...]) -> None:
    """Every example that does not come out is a problem that says what was expected and what came."""
    calendars = Calendars(rules)
    for example in examples:
        if _readable(page, rules, example):
            _compare(page, rules, example, calendars)


# ── reading ────────────────────────────────────────────────────────────────────────────────────────


def _readable(page: Page, rules: Rules, example: Example) -> bool:
    before = len(page.problems)
    path = ("examples", example.name)
    milestones = [row.name for row in rules.policy.milestones]
    for part, fields, known in (("given", example.given, GIVEN), ("expect", example.expect, (*OUTCOMES, *milestones))):
        for key in fields:
            if key not in known:
                page.unknown((*path, part, key), '"{word}" is not known here.', key, known)
    for key, read in {"text": text, "amount": number, **dict.fromkeys(WORDS, text)}.items():
        if key in example.given:
            read(page, (*path, "given", key), example.given[key])
    for key in ("text", "received"):
        if key not in example.given:
            page.wrong((*path, "given"), "{name} needs {key}.", "Add it to the row.", name=example.name, key=key)
    _check_words(page, rules, example, path)
    return len(page.problems) == before


def _check_words(page: Page, rules: Rules, example: Example, path: Path) -> None:
    policy = rules.policy
    rows = {"channel": rules.channels, "category": policy.categories, "severity": policy.severities}
    for key, known in rows.items():
        word = example.given.get(key)
        if word is not None and word not in [row.name for row in known]:
            page.unknown((*path, "given", key), '"{word}" is not known here.', shown(word), (row.name for row in known))
    times = {("given", key): example.given[key] for key in ("received", "answered") if key in example.given}
    times |= {("expect", key): due for key, due in example.expect.items() if key not in OUTCOMES}
    for place, value in times.items():
        if value not in (VOID, NONE) and _instant(value, rules.zoneinfo) is None:
            page.wrong(
                (*path, *place),
                '"{value}" is not a date with a time.',
                'Write for example "2026-10-24 18:00", or "24:00" for the end of a day.',
                value=shown(value),
            )


def _instant(value: Any, zone: ZoneInfo) -> datetime | None:
    """A local wall time, 24:00 included."""
    match = _WALL.fullmatch(shown(value)[:19].replace("T", " "))
    try:
        if not match or int(match[3]) > 59 or int(match[2]) * 60 + int(match[3]) > 1440:
            return None
        late = timedelta(days=1) if match[2] == "24" else timedelta()
        wall = datetime.fromisoformat(f"{match[1]} 00:00") + late
    except ValueError:
        return None
    wall = wall.replace(hour=int(match[2]) % 24, minute=int(match[3]), second=int(match[4] or 0), tzinfo=zone)
    return wall.astimezone(UTC)


# ── running ────────────────────────────────────────────────────────────────────────────────────────


def _compare(page: Page, rules: Rules, example: Example, calendars: Calendars) -> None:
    path = ("examples", example.name)
    try:
        case = _handled(rules, example.given, calendars)
    except TskError as error:
        page.wrong(path, error.message, error.hint, **error.values)
        return
    for key, expected, got in _differences(rules, example, case):
        page.unlike(
            (*path, "expect", key),
            "The example expects {expected}; by the rules it is {got}.",
            "If the rule was meant to change, write {got} in this line; else mend the rule.",
            expected=expected,
            got=got,
        )


def _handled(rules: Rules, given: Table, calendars: Calendars) -> Case:
    """The given complaint after it was registered, answered where the example says so, and sent to its department."""
    received, answered = (_instant(given.get(key), rules.zoneinfo) for key in ("received", "answered"))
    assert received
    body = _body(rules, given, received, answered)
    private = {"summary": given["text"]}
    body["severity"] = given.get("severity") or grade(rules.policy, _facts(rules, body, private, received))
    case = _taken(None, Draft("registered", received, received, "", body, private), rules, calendars)
    if answered:
        case = _taken(case, Draft("answered", answered, answered, ""), rules, calendars)
    routing = route(rules, rules.policy, facts_of(case, rules.zoneinfo))
    sent = {"department": routing.to, "co_departments": list(routing.co), "route": routing.row}
    return _taken(case, Draft("assigned", received, received, "", sent), rules, calendars)


def _body(rules: Rules, given: Table, received: datetime, answered: datetime | None) -> dict[str, Any]:
    default = next((row.name for row in rules.channels if row.default), rules.channels[0].name)
    return {
        "id": 1,
        "number": "",
        "policy": rules.version,
        "received": iso(received),
        "received_on": received.date().isoformat(),
        "severity": "",
        "channel": default,
        "category": suggest_category(rules.policy, given["text"])[0],
        **{key: given[key] for key in WORDS if key in given},
        "amount": round(given.get("amount", 0) * 100),
        **({"answered": iso(answered)} if answered else {}),
    }


def _facts(rules: Rules, body: dict[str, Any], private: dict[str, str], at: datetime) -> dict[str, object]:
    return facts_of(apply(None, Draft("registered", at, at, "", body, private)), rules.zoneinfo)


def _taken(case: Case | None, step: Draft, rules: Rules, calendars: Calendars) -> Case:
    after = apply(case, step)
    return apply_dues(after, changes(case, after, step, rules.policy, calendars))


# ── comparing ──────────────────────────────────────────────────────────────────────────────────────


def _differences(rules: Rules, example: Example, case: Case) -> Iterator[tuple[str, str, str]]:
    """What was expected and did not come, as the file writes it."""
    outcome = {"to": case.department, "with": sorted(case.co_departments)}
    outcome |= {"category": case.category, "severity": case.severity}
    for key, expected in example.expect.items():
        if key in OUTCOMES:
            wanted = sorted([expected] if isinstance(expected, str) else expected) if key == "with" else expected
            if wanted != outcome[key]:
                yield key, _said(wanted), _said(outcome[key])
        else:
            got = _due(case, key, rules.zoneinfo)
            if not _same(shown(expected), got, rules.zoneinfo):
                yield key, shown(expected), got


def _said(value: Any) -> str:
    return ", ".join(value) or NONE if isinstance(value, list) else shown(value)


def _same(expected: str, got: str, zone: ZoneInfo) -> bool:
    return expected == got or (_instant(expected, zone) is not None and _instant(expected, zone) == _instant(got, zone))


def _due(case: Case, name: str, zone: ZoneInfo) -> str:
    """The due of that milestone as the file writes it; `void` if it is not measured, `none` if it never started."""
    found = next((m for m in case.milestones if m.name == name), None)
    if found is None or found.why == sla.NOT_MEASURED:
        return NONE if found is None else VOID
    local = found.due.astimezone(zone)
    if parse_limit(found.limit).kind in ("days", "months"):
        return f"{local - timedelta(days=1):%Y-%m-%d} 24:00"
    return f"{local:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
