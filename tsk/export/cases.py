"""Complaints as rows of a file: JSON, a line of JSON for each, or CSV with columns that do not depend on the rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from msgspec.json import encode

from tsk.export.csvfile import BOM, cell
from tsk.rules import Rules

_AT_ONCE = 200  # rows that are written at once
_OF_MILESTONE = ("due", "met_at", "standing")
_NONE = ("",) * len(_OF_MILESTONE)
View = Mapping[str, Any]


def as_json(views: Iterable[View], rules: Rules) -> Iterator[bytes]:
    """One array, a complaint a line."""
    before = b"[\n"
    for view in views:
        yield before + encode(view)
        before = b",\n"
    yield b"\n]\n" if before != b"[\n" else b"[]\n"


def as_lines(views: Iterable[View], rules: Rules) -> Iterator[bytes]:
    """A line of JSON for each complaint."""
    return (encode(view) + b"\n" for view in views)


def as_csv(views: Iterable[View], rules: Rules) -> Iterator[bytes]:
    """A row for each complaint, laid flat; what a spreadsheet would run as a formula gets a ' before it."""
    head, rows = BOM + _rows([columns_of(rules)]), iter(views)
    while (some := list(islice(rows, _AT_ONCE))) or head:
        yield (head + _rows([[*map(cell, flat(view, rules))] for view in some])).encode()
        head = ""


def as_workbook(views: Iterable[View], rules: Rules) -> Iterator[bytes]:
    """The same rows as a workbook."""
    from tsk.export import casebook

    return casebook.as_workbook(views, rules)


def columns_of(rules: Rules) -> list[str]:
    """The headings: they depend on the rules alone."""
    dates = [f"{name}_{key}" for name in _milestones(rules) for key in _OF_MILESTONE]
    return [*_COLUMNS, *_own_fields(rules), *dates]


def flat(view: View, rules: Rules) -> list[Any]:
    """The values of one complaint under those headings."""
    columns = {**_COLUMNS, **_own_fields(rules)}
    return [*(value(view) for value in columns.values()), *_of_milestones(view, _milestones(rules))]


FORMATS: dict[str, Callable[[Iterable[View], Rules], Iterator[bytes]]] = {
    "csv": as_csv,
    "json": as_json,
    "jsonl": as_lines,
    "xlsx": as_workbook,
}


def _rows(rows: Iterable[Sequence[Any]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


# ── columns ────────────────────────────────────────────────────────────────────────────────────────

Column = Callable[[View], Any]


def _plain(name: str) -> Column:
    return lambda view: view[name]


def _within(outer: str, name: str) -> Column:
    return lambda view: (view[outer] or {}).get(name)


def _listed(name: str) -> Column:
    return lambda view: "; ".join(map(str, view[name]))


def _spelled(name: str) -> Column:
    """What stands in a list of records, as JSON in one cell; nothing for none."""
    return lambda view: encode(view[name]).decode() if view[name] else ""


_PLAIN = (
    *("id", "site", "number", "state", "round", "category", "subtype", "severity", "channel", "summary", "details"),
    *("store", "region", "product", "against", "order", "demand", "department", "handler", "offered_to", "upheld"),
    *("cause", "responsible", "fault", "satisfied", "score", "answer", "basis", "lesson", "chosen", "external"),
    *("policy", "recorder", "received_at", "registered_at", "recorded_at", "occurred_at", "closed_at"),
    *("anonymised_at", "amount"),
    *("paid", "repeat_of", "merged_into", "chases", "callback_at", "incident", "answered_with", "rose"),
)
_CUSTOMER = ("name", "phone", "email", "card", "address", "tier", "on_behalf_of", "masked")
_PROPOSAL = ("text", "by", "amount", "state")
_LISTS = ("co_departments", "recurs", "absorbed")
_RECORDS = ("promises", "attachments", "inspections", "opinions", "penalties", "waits", "milestones")
_COLUMNS: dict[str, Column] = {
    **{name: _plain(name) for name in _PLAIN},
    **{f"customer_{name}": _within("customer", name) for name in _CUSTOMER},
    **{f"proposal_{name}": _within("proposal", name) for name in _PROPOSAL},
    **{name: _listed(name) for name in _LISTS},
    **{name: _spelled(name) for name in _RECORDS},
}


def _milestones(rules: Rules) -> tuple[str, ...]:
    """The deadlines that have columns: those of the policy, of the case itself; of parts, `milestones` tells."""
    return tuple(dict.fromkeys(row.name for row in rules.policy.milestones))


def _of_milestones(view: View, names: Sequence[str]) -> Iterator[Any]:
    """Due, met and standing of each deadline in its latest round."""
    own = (one for one in view["milestones"] if not one["of"])
    latest = {one["name"]: one for one in sorted(own, key=lambda one: one["round"])}
    for name in names:
        one = latest.get(name)
        yield from (one[key] for key in _OF_MILESTONE) if one else _NONE


def _own_fields(rules: Rules) -> dict[str, Column]:
    return {f"field_{row.name}": _within("fields", row.name) for row in rules.fields}
