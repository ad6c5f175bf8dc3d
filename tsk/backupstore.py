"""Databases beside the desk's own: copies that backups are, and what they hold compared with each other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from tsk.backups import SiteMark
from tsk.db import backups, files
from tsk.db.cipher import is_encrypted
from tsk.db.engine import Connection, Row
from tsk.db.migrations import applied
from tsk.db.sqlite import open_sqlite
from tsk.errors import StoreError, Unreadable
from tsk.home import open_database
from tsk.keys import Keys
from tsk.model import Attachment
from tsk.store import Store

__all__ = ["Connection", "is_encrypted"]


class Named(NamedTuple):
    """An attachment with the complaint that it belongs to."""

    site: str
    number: str
    paper: Attachment


class Lost(NamedTuple):
    """A file with steps that a restored desk does not have; `new` where all of it was recorded since.

    `returns` where a person who was removed from it since stands in it again.
    """

    site: str
    kind: str
    number: str
    events: int
    new: bool
    returns: bool


@contextmanager
def opened(path: Path, keys: Keys) -> Iterator[Connection]:
    """An existing database of ours, with its key where it is encrypted; raises Unreadable for what is none."""
    db = open_database(path, keys)
    try:
        if applied(db) is None:
            raise Unreadable("{file} is not a tsk database.", "See `tsk restore --list`.", file=str(path))
        yield db
    finally:
        db.close()


@contextmanager
def begun(path: Path, keys: Keys | None) -> Iterator[Connection]:
    """A new and empty database, encrypted where there are keys."""
    db = open_sqlite(path, create=True, key=(lambda: keys.of(path)) if keys else None)
    try:
        yield db
    finally:
        db.close()


def schema_of(db: Connection) -> str:
    """The name of the last migration."""
    return (applied(db) or ("",))[-1]


def marks(db: Connection) -> tuple[SiteMark, ...]:
    """Every site's chain as its row says it."""
    return tuple(msgspec.convert(dict(row), SiteMark) for row in backups.heads(db))


def faults(db: Connection) -> tuple[str, ...]:
    """What is wrong with the file as a file, and the sites whose chain does not end where their row says."""
    broken = db.health().faults
    ends = (site.site for site in marks(db) if not ends_in(db, site)) if not broken else ()
    return (*broken, *ends)


def ends_in(db: Connection, site: SiteMark) -> bool:
    """Whether the site's chain ends with that link."""
    return contains(db, site) and backups.hash_at(db, site.site, site.n + 1) is None


def contains(db: Connection, site: SiteMark) -> bool:
    """Whether the site's chain begins as that one does, up to its head."""
    same = backups.hash_at(db, site.site, 0) == site.desk_id
    return same and backups.hash_at(db, site.site, site.n) == site.hash


def common(db: Connection, other: Connection, site: str) -> int:
    """Up to which link two chains of a site are the same; 0 for those that begin otherwise, or are not in both."""
    most = min((mark.n for each in (db, other) for mark in marks(each) if mark.site == site), default=0)
    return bisect_left(range(1, most + 1), True, key=lambda n: not _same(db, other, site, n))


def _same(db: Connection, other: Connection, site: str, n: int) -> bool:
    return backups.hash_at(db, site, n) == backups.hash_at(other, site, n)


def papers(db: Connection) -> list[Named]:
    """All attachments of all complaints; a damaged row names none."""
    found: list[Named] = []
    for site, snapshot in backups.with_papers(db):
        with suppress(StoreError):
            case = files.read_snapshot(snapshot)
            found += (Named(site, case.number, paper) for paper in case.attachments)
    return found


def lost(db: Connection, site: str, n: int) -> tuple[Lost, ...]:
    """The files with steps after link `n` of the site's chain."""
    return tuple(_lost(site, row) for row in backups.after(db, site, n))


def _lost(site: str, row: Row) -> Lost:
    number, new = row["number"] or str(row["id"]), bool(row["new"])
    return Lost(site, row["kind"], number, row["events"], new, returns=bool(row["anonymised"]) and not new)


def forks_by_restore(db: Connection, site: SiteMark, n: int) -> bool:
    """Whether the chain goes on behind link `n` with the word of a restore that replaced the other one."""
    row = backups.restore_at(db, site.site, n + 1)
    return row is not None and int(msgspec.json.decode(row["body"]).get("replaced_n", 0)) >= site.n


def give_no_number_twice(store: Store, least: int) -> None:
    """Lets the site go on numbering behind what was given out already; call it while writing."""
    backups.raise_number(store.db, store.site, least)
