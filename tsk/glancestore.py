"""The store as a shell asks it while somebody types: what may be named, and nothing that could be written."""

from __future__ import annotations

from collections.abc import Iterable

from tsk.db import glance
from tsk.db.engine import Row
from tsk.sight import View
from tsk.store import Store

WORDS = glance.WORDS


def latest(store: Store, view: View, states: Iterable[str], most: int) -> list[Row]:
    """The latest complaints in those states that the view shows: number, state, and what they are about."""
    return glance.latest(store.db, store.site, view, states, most)


def words(store: Store, view: View, column: str) -> list[str]:
    """The different words that the latest complaints hold as their store, region or product."""
    return glance.words(store.db, store.site, view, column)
