"""What a desk recorded in a period, read in batches: the store's side of rehearsals and of fair figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from tsk.annexes import Trace
from tsk.db import periods
from tsk.integrity import Item
from tsk.model import iso
from tsk.store import Store


def received_between(store: Store, since: datetime, until: datetime) -> Iterator[int]:
    """The complaints received on [since, until), in the order in which they came."""
    return periods.received(store.db, store.site, iso(since), iso(until))


def escalation_runs(store: Store) -> tuple[tuple[int, ...], tuple[datetime, ...]]:
    """When escalations were carried out: the place of each in the chain, and its present."""
    rows = periods.of_key(store.db, store.site, "escalation:", "escalation;")
    return tuple(int(row["n"]) for row in rows), tuple(datetime.fromisoformat(row["at"]) for row in rows)


def traces_between(store: Store, since: datetime, until: datetime, limits: Iterable[tuple[str, str]]) -> Iterator[Item]:
    """What steps left behind on [since, until), oldest first; `limits` are words that the complaint must have."""
    for row in periods.traces(store.db, store.site, iso(since), iso(until), limits):
        at = datetime.fromisoformat(row["at"])
        one = Trace(row["kind"], at, row["who"], row["seq"], row["what"], row["seconds"], row["claimed"])
        yield Item(row["id"], row["number"], one)
