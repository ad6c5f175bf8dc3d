"""What our own desks export as CSV or as a workbook, read without a mapping file: our headings say what is what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from tsk.desk.session import Desk
from tsk.errors import NotFound, UsageError
from tsk.importer.mapping import parse_mapping
from tsk.importer.plan import Mapping
from tsk.importer.reading import open_table
from tsk.importer.values import Entry, Fault
from tsk.rules import answer_milestones

_OURS = frozenset(("number", "received_at", "recorded_at", "customer_masked", "milestones"))
_TEXTS = ("summary", "details", "against", "order", "demand", "product", "region", "store")
_CUSTOMER = ("name", "phone", "email", "card", "address", "on_behalf_of", "tier")
_WORDS = ("channel", "category", "subtype", "severity", "amount")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # what a ' was put before


def own_mapping(desk: Desk, file: Path) -> Mapping:
    """The mapping of our own headings; raises UsageError where the file has others."""
    with open_table(file) as table:
        headings, kind = table.headings, table.kind
    if not set(headings) >= _OURS:
        raise UsageError(
            "Which column is what? {file} needs a mapping.",
            "`tsk import {file} --suggest` writes a first one; then add --map.",
            file=file.name,
        )
    text = "\n".join(_lines(desk, headings, "%Y-%m-%d %H:%M:%S" if kind == "xlsx" else "iso"))
    mapping, problems = parse_mapping(text.encode())
    assert mapping and not problems, problems
    return mapping


def _lines(desk: Desk, headings: tuple[str, ...], dates: str) -> Iterator[str]:
    """The mapping as a file would say it."""
    yield f"[file]\nzone = {json.dumps(desk.rules.zone)}\ndates = {json.dumps(dates)}\n[complaint]"
    yield 'external = "number"\nreceived = "received_at"\noccurred = "occurred_at"'
    yield from (f'{name} = "{name}"' for name in (*_TEXTS, *_WORDS) if name in headings)
    yield from (f'{name} = "customer_{name}"' for name in _CUSTOMER if f"customer_{name}" in headings)
    own = [row.name for row in desk.rules.fields if f"field_{row.name}" in headings]
    if own:
        yield "[fields]"
        yield from (f'{name} = "field_{name}"' for name in own)
    yield "[past]"
    yield 'assigned = { at = "received_at", department = "department", handler = "handler" }'
    answered = [f"{name}_met_at" for name in answer_milestones(desk.rules.policy) if f"{name}_met_at" in headings]
    if answered:
        yield f'replied = {{ at = "{answered[0]}", answer = "answer", basis = "basis" }}'
    yield 'rated = { at = "closed_at", when.satisfied = "yes", satisfied = "satisfied" }'
    yield 'closed = { at = "closed_at", lesson = "lesson" }'


def checked_rows(desk: Desk, headings: tuple[str, ...], rows: Iterator[Entry | Fault]) -> Iterator[Entry | Fault]:
    """The rows without the marks that keep a spreadsheet from running a text; none masked, none of this very desk."""
    masked = headings.index("customer_masked")
    for one in rows:
        if isinstance(one, Fault):
            yield one
        elif one.cells[masked].casefold() in ("true", "1"):
            yield Fault(
                one.line,
                "masked",
                "Contact data are masked in it.",
                "Export it again with --reveal.",
                column="customer_masked",
                cells=one.cells,
            )
        else:
            yield _unless_here(desk, replace(one, texts={name: _plain(text) for name, text in one.texts.items()}))


def _unless_here(desk: Desk, one: Entry) -> Entry | Fault:
    """The complaint; a Fault where it was exported from this desk. Another one may bear the number of another's."""
    try:
        (case,) = desk.store.cases([desk.store.find(one.external)])
    except NotFound:
        return one
    same = (one.external, one.received, one.texts.get("summary"))
    if (case.number, case.received_at, case.summary) != same:
        return one
    return Fault(
        one.line,
        "taken",
        "{number} is a complaint of this desk already.",
        "Correct it with `tsk update`.",
        {"number": one.external},
        "number",
        one.cells,
    )


def _plain(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA) else text
