"""What proving and mending a site reads and writes: the chain as it is stored, derived rows, the search index."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from tsk.db import files, proof, sites
from tsk.db.engine import Row
from tsk.store import Store

_VERSION = re.compile(r'(?<!\\)"version":"(\w+)"')  # in the compiled form; quotes inside its texts are escaped


def chain(store: Store) -> Iterator[list[Row]]:
    """All stored events of the site in batches, in the order of the chain."""
    return proof.chain(store.db, store.site)


def texts(store: Store, first: int, last: int) -> list[Row]:
    """The stored personal texts of the events `first` to `last`."""
    return proof.texts(store.db, store.site, first, last)


def file_ids(store: Store) -> list[int]:
    """The ids of all complaints that have events or a list row."""
    return proof.file_ids(store.db, store.site)


def strangers(store: Store) -> int:
    """How many events or texts belong to no site, or to no event."""
    return proof.strangers(store.db)


def derived(store: Store, id: int) -> dict[str, list[Row]]:
    """All stored rows derived for one case, by table."""
    return files.derived_rows(store.db, store.site, id)


def rewrite(store: Store, id: int, rows: Mapping[str, list[dict[str, object]]]) -> None:
    """Puts the rows derived for one case in the place of whatever is stored; call it while writing."""
    files.rewrite(store.db, store.site, id, rows)


def index_faults(store: Store) -> int:
    """In how many places the search index differs from the texts of all sites: they have one index."""
    return store.db.index_faults(text for _, text in proof.search_texts(store.db))


def index_again(store: Store) -> None:
    """Makes the search index anew from the stored texts; call it while writing."""
    store.db.index_again(proof.search_texts(store.db))


def compile_again(store: Store) -> None:
    """Has the next command compile the stored rule file anew."""
    with store.writing():
        sites.compile_again(store.db, store.site)


def policies_in_force(store: Store) -> dict[str, tuple[str, ...]]:
    """The sites by the version of the policy that their last good rule file holds, "" where they have none."""
    found: dict[str, list[str]] = {}
    for row in sites.rule_files(store.db):
        said = _VERSION.search(row["head"] or "")
        found.setdefault(said[1] if said else "", []).append(row["site"])
    return {version: tuple(names) for version, names in found.items()}


def last_recorded(store: Store) -> datetime | None:
    """When the last event was recorded, by the machine's clock; None where there is none."""
    said = proof.last_recorded(store.db, store.site)
    return datetime.fromisoformat(said) if said else None
