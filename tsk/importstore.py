"""Complaints that come from elsewhere: found by their key, and written many at a time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from tsk.db import files, imports
from tsk.derived import ROWS_OF, Derived, customer_keys, fact_row, stay_rows, text_row
from tsk.evidence import commitment, link
from tsk.model import Case, Draft, iso
from tsk.store import Store


class Known(Struct, frozen=True):
    """A complaint that is there already, and what the last import said of it."""

    id: int
    imported: str


class New(Struct, frozen=True):
    """A complaint as it is written: its steps under a key, or each under its own, and everything derived from them."""

    key: str
    case: Case
    drafts: tuple[Draft, ...]
    derived: Derived
    keys: tuple[str, ...] = ()


class _Imported(Struct):
    imported: str = ""


_imported = msgspec.json.Decoder(_Imported)


def known(store: Store, keys: Sequence[str]) -> dict[str, Known]:
    """The complaints that have been recorded under any of the keys."""
    rows = imports.known(store.db, store.site, keys)
    return {row["key"]: Known(int(row["id"]), _imported.decode(row["snapshot"]).imported) for row in rows}


def latest_like(
    store: Store, same: Mapping[str, str], since: datetime, until: datetime
) -> Iterator[tuple[datetime, str]]:
    """When the latest complaint was received that has those words and lies between the two, and its number."""
    row = imports.latest_like(store.db, store.site, same, iso(since), iso(until))
    if row:
        yield datetime.fromisoformat(row["received_at"]), row["number"]


def write_new(store: Store, every: Iterable[New]) -> None:
    """Writes complaints that nobody has written before, numbered on as they are; call it while writing."""
    head = store.hold()
    n, previous, last = head["n"], head["hash"], head["last_number"]
    rows: dict[str, list[Mapping[str, object]]] = {table: [] for table in files.TABLES}
    texts: list[tuple[int, str]] = []
    for new in every:
        for row in _events(store, new, n, rows["private"]):
            n += 1
            row["hash"] = previous = link(previous, row)
            rows["event"].append(row)
        _derive(new, rows)
        texts.append((new.case.id, new.derived.text))
        last = max(last, new.case.id)
        store.db.count_file()
    imports.write_new(store.db, store.site, rows, texts)
    imports.set_counters(store.db, store.site, n, previous, last)
    head.update(n=n, hash=previous, last_number=last)


def _events(store: Store, new: New, n: int, texts: list[Mapping[str, object]]) -> Iterator[dict[str, object]]:
    """The rows of the steps, but for their link in the chain."""
    site = store.site
    for seq, draft in enumerate(new.drafts, 1):
        commitments: dict[str, str] = {}
        for field, value in draft.private.items():
            salt = os.urandom(16).hex()
            commitments[field] = commitment(salt, value)
            texts.append({"site": site, "n": n + seq, "field": field, "salt": salt, "value": value})
        yield {
            "site": site,
            "n": n + seq,
            "kind": "complaint",
            "id": new.case.id,
            "seq": seq,
            "key": new.keys[seq - 1] if new.keys else f"{seq}:{new.key}" if seq > 1 else new.key,
            "at": iso(draft.at),
            "recorded_at": iso(draft.recorded_at),
            "actor": draft.actor,
            "type": draft.type,
            "body": files.write_body(draft.body, commitments, draft.dues),
        }


def _derive(new: New, rows: dict[str, list[Mapping[str, object]]]) -> None:
    """Adds the rows derived from a complaint to those of each table."""
    case, derived = new.case, new.derived
    rows["complaint"].append(files.complaint_row(case, customer_keys(case)))
    rows["fact"].append(fact_row(case, derived.fact))
    rows["search_text"].append(text_row(case, derived.text))
    rows["stay"] += stay_rows(case, derived.bookings)
    for table, rows_of in ROWS_OF.items():
        rows[table] += rows_of(case)
