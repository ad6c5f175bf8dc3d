"""The log of who looked at contact data, as the desk sees it: in the same chain as the complaints."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from datetime import datetime

from tsk.db import access, expected, files, lists
from tsk.db.access import LOG
from tsk.db.engine import Row
from tsk.model import Case, Draft, iso
from tsk.store import Store


def is_logged(store: Store, key: str) -> bool:
    """Whether the log has an event of that key."""
    return files.event_of_key(store.db, store.site, key) is not None


def log(store: Store, id: int, draft: Draft, key: str) -> None:
    """Appends to the log of that complaint, or of none (0); the same key twice is logged once."""
    with store.writing():
        store.db.ahead(*expected.of_look(store.site, key, id))
        if not is_logged(store, key):
            append(store, id, draft, key)


def append(store: Store, id: int, draft: Draft, key: str) -> None:
    """Appends to that log; call it while writing."""
    store.append(LOG, id, access.last_seq(store.db, store.site, id), (draft,), key)


def logged(store: Store, since: datetime, until: datetime, actor: str) -> list[Row]:
    """What was logged on [since, until), oldest first; a desk to practise on goes by the present that was claimed."""
    return access.rows(store.db, store.site, iso(since), iso(until), actor, claimed=store.practice)


def ids(store: Store, filters: Mapping[str, object], sort: str, limit: int | None) -> array[int]:
    """The ids of the complaints that pass the filters, in order."""
    return array("q", lists.ids(store.db, {**filters, "site": store.site}, sort, limit))


def cases(store: Store, ids: array[int]) -> Iterator[Case]:
    """The cases of those ids as last written, one by one, however many they are."""
    return map(files.read_snapshot, access.snapshots(store.db, store.site, ids))
