"""The store as the day's summary reads it: sums and the few rows that are shown, each by an index.

Filters are `view`, what the person may see, and `department`: who owes a milestone, or leads a complaint.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from tsk.db import daily
from tsk.lifecycle import command_of
from tsk.model import Wait, iso
from tsk.store import Store, kind_of

Filters = Mapping[str, object]


class LateSums(msgspec.Struct, frozen=True):
    """How many milestones are overdue, of how many complaints, and how many of them are return visits."""

    milestones: int
    complaints: int
    visits: int


class Unsure(msgspec.Struct, frozen=True):
    """How many running deadlines rest on days that are not announced yet, and the earliest of them."""

    count: int
    earliest: datetime | None = None


def late_sums(store: Store, filters: Filters, before: datetime, visits: Iterable[str]) -> LateSums:
    """What is owed since before that instant; `visits` are the milestones of return visits."""
    row = daily.late_sums(store.db, _of(store, filters), iso(before), visits)
    return LateSums(row["milestones"], row["complaints"], row["visits"] or 0)


def due_ids(store: Store, filters: Filters, after: datetime, to: datetime, limit: int) -> list[int]:
    """The complaints with something running that falls due on (after, to], earliest due first."""
    return daily.due_ids(store.db, _of(store, filters), iso(after), iso(to), limit)


def due_count(store: Store, filters: Filters, after: datetime, to: datetime) -> int:
    """How many complaints have something running that falls due on (after, to]."""
    return daily.due_count(store.db, _of(store, filters), iso(after), iso(to))


def unsure(store: Store, filters: Filters) -> Unsure:
    """The running deadlines that are provisional."""
    row = daily.unsure(store.db, _of(store, filters))
    return Unsure(row["n"], datetime.fromisoformat(row["due"]) if row["due"] else None)


def happened(
    store: Store, filters: Filters, after: datetime, to: datetime, types: Iterable[str]
) -> dict[str, list[int]]:
    """The complaints on which each kind of step was taken on [after, to), each once; undone steps are left out."""
    rows = daily.steps(store.db, _of(store, filters), iso(after), iso(to), types)
    undone = {msgspec.json.decode(row["body"])["key"] for row in rows if row["type"] == "undone"}
    found: dict[str, dict[int, None]] = {}
    for row in rows:
        if row["type"] != "undone" and command_of(row["key"]) not in undone:
            found.setdefault(kind_of(row), {})[int(row["id"])] = None
    return {kind: list(ids) for kind, ids in found.items()}


class _Waits(msgspec.Struct):
    waits: tuple[Wait, ...] = ()


_waits = msgspec.json.Decoder(_Waits)


def waits_over(store: Store, filters: Filters, now: datetime) -> int:
    """How many complaints have an open wait that has passed its end."""
    found = (_waits.decode(row["snapshot"]).waits for row in daily.waiting(store.db, _of(store, filters)))
    return sum(any(wait.open and wait.until <= now for wait in waits) for waits in found)


def _of(store: Store, filters: Filters) -> Filters:
    return {**filters, "site": store.site}
