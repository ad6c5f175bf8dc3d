"""The store as it reads other sites of the database, or all of them at once."""

from __future__ import annotations

from copy import copy

from tsk.db import sites
from tsk.db.scope import EVERY
from tsk.store import Store


def over(store: Store, scope: str) -> Store:
    """The store that reads another site, or every site that the database shows."""
    if scope != EVERY:
        return Store(store.db, scope)
    wide = copy(store)
    wide.scope = EVERY
    return wide


def alike(store: Store) -> dict[str, str]:
    """Of each site that has a rule file, the first one that has the same file."""
    return sites.alike(store.db)
