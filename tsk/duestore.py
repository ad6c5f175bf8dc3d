"""The store as supervision reads it: running milestones that are late or due soon, and what is open with whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tsk.db import load as db_load
from tsk.db import overdue as db_overdue
from tsk.db.engine import Row
from tsk.db.scope import EVERY
from tsk.model import iso
from tsk.store import Store

__all__ = ["EVERY"]
GROUPS = tuple(db_overdue.GROUPS)
SORTS = db_overdue.SORTS
Filters = Mapping[str, object]
AtTheDesk = db_overdue.AtTheDesk


def overdue(
    store: Store,
    filters: Filters,
    before: datetime,
    limit: int | None,
    sort: str = "worst",
    severities: tuple[str, ...] = (),
) -> list[Row]:
    """The running milestones due before that instant, the worst first, each with its complaint's row."""
    return db_overdue.overdue(store.db, _of(store, filters), iso(before), limit, sort, severities)


def overdue_sums(store: Store, filters: Filters, before: datetime) -> tuple[int, int]:
    """How many running milestones were due before that instant, and of how many complaints."""
    return db_overdue.overdue_sums(store.db, _of(store, filters), iso(before))


def overdue_groups(store: Store, filters: Filters, before: datetime, now: datetime, by: str) -> list[Row]:
    """The running milestones due before that instant by group, the group with the most late ones first."""
    return db_overdue.overdue_groups(store.db, _of(store, filters), iso(before), iso(now), by)


def provisional(store: Store) -> list[Row]:
    """The running milestones that are provisional, earliest due first, each with its complaint's row."""
    return db_overdue.provisional(store.db, store.site)


def load(store: Store, filters: Filters, now: datetime, end: datetime, since: datetime) -> list[Row]:
    """The open complaints by department and handler, counted: overdue at `now`, due until `end`, idle since."""
    return db_load.load(store.db, _of(store, filters), iso(now), iso(end), iso(since))


def _of(store: Store, filters: Filters) -> dict[str, object]:
    return {**filters, "site": store.scope}
