"""The log of who looked at contact data, as the desk sees it: in the same chain as the complaints."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from tsk.db import access, expected, files, lists
from tsk.db.access import LOG
from tsk.db.engine import Row
from tsk.db.scope import EVERY
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


class Chosen(NamedTuple):
    """Complaints in an order, as short as it can be kept: the id of each, and which of the `sites` it is of.

    No `nth` are kept where all are of one site.
    """

    sites: tuple[str, ...]
    ids: array[int]
    nth: array[int]

    def by_site(self) -> dict[str, array[int]]:
        """The ids by site."""
        if len(self.sites) == 1:
            return {self.sites[0]: self.ids}
        found: dict[str, array[int]] = {}
        for nth, id in zip(self.nth, self.ids, strict=True):
            found.setdefault(self.sites[nth], array("q")).append(id)
        return found


def chosen(store: Store, filters: Mapping[str, object], sort: str, limit: int | None) -> Chosen:
    """The complaints that pass the filters, in order."""
    asked = {**filters, "site": store.scope}
    if store.scope != EVERY:
        return Chosen((store.site,), array("q", lists.ids(store.db, asked, sort, limit)), array("q"))
    names: dict[str, int] = {}
    nth, found = array("q"), array("q")
    for site, id in lists.places(store.db, asked, sort, limit):
        nth.append(names.setdefault(site, len(names)))
        found.append(id)
    return Chosen(tuple(names), found, nth)


def cases(store: Store, found: Chosen) -> Iterator[Case]:
    """Those cases as last written, one by one, however many they are."""
    if store.scope != EVERY:
        return map(files.read_snapshot, access.snapshots(store.db, store.site, found.ids))
    places = ((found.sites[nth], id) for nth, id in zip(found.nth, found.ids, strict=True))
    return map(files.read_snapshot, access.snapshots_of(store.db, places))
