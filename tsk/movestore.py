"""A site carried from one database to another: its chain link by link, each proved before it is written.

What was carried stands, whatever comes then: the next run goes on behind the last link that is there. The site is
shut on the other side until everything is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import msgspec
from msgspec import Struct

from tsk.db import backups, entries, files, moving, removal, sites, watch
from tsk.db.engine import Connection, Row
from tsk.errors import StoreError
from tsk.evidence import link
from tsk.handlingtime import Booking
from tsk.model import Event
from tsk.moved import COMING
from tsk.store import Store

BEGUN, GOES_ON, STANDS = "begun", "goes on", "stands"
_LOGIN = re.compile(r"//[^/@]*@")

Ids = Sequence[int]
Tables = Mapping[str, Sequence[Row]]  # the rows derived for one complaint
Derived = Mapping[str, Sequence[Mapping[str, object]]]  # the same, to be written


class Way(Struct, frozen=True):
    """Where a site comes from and where it goes, with its code on either side; `place` is how people know where."""

    source: Connection
    site: str
    target: Connection
    to: str
    place: str

    def here(self) -> Row:
        """The site's row where it comes from."""
        row = sites.site_row(self.source, self.site)
        assert row is not None
        return row

    def there(self) -> Row | None:
        """The site's row where it goes, or None."""
        return sites.site_row(self.target, self.to)

    def as_there(self, rows: Iterable[Row]) -> list[dict[str, object]]:
        """Rows of the source as the target has them: the site's code is all that differs."""
        return [{**row, "site": self.to} for row in rows]


def place_of(db: Connection) -> str:
    """How people know where a database is, whoever works in it."""
    return str(Path(db.name).absolute()) if db.is_file else _LOGIN.sub("//", db.name)


def open_way(way: Way) -> str:
    """Makes the site on the other side, or shuts what is there of it until all is; `stands` where all of it is.

    Raises StoreError where another desk is there under that code, or the same one went on there by itself.
    """
    here = way.here()
    with way.target.transaction():
        there = way.there()
        if there is None:
            _check_code(way, here)
            moving.begin(way.target, here, way.to, COMING)
            return BEGUN
        _check_same(way, here, there)
        if here["moved"] == way.place and not there["moved"]:
            return STANDS
        _check_beginning(way, there)
        moving.mark(way.target, way.to, COMING)
        watch.forget(way.target, way.to)
        watch.forget_mark(way.target, way.to)
    return GOES_ON


def _check_code(way: Way, here: Row) -> None:
    """Raises StoreError where the desk is there under another code: it would be there twice."""
    known = moving.site_of(way.target, here["desk_id"])
    if known:
        raise StoreError(
            "This desk is at {place} already, as site {site}.",
            "Name that: `tsk move --to … --site {site}`.",
            place=way.place,
            site=known[0],
        )


def _check_same(way: Way, here: Row, there: Row) -> None:
    if here["desk_id"] != there["desk_id"]:
        raise StoreError(
            "Site {site} at {place} is another desk.",
            "Give this one a code of its own there: `tsk move --to … --site CODE`; its numbers and its chain stay.",
            site=way.to,
            place=way.place,
        )


def _check_beginning(way: Way, there: Row) -> None:
    """Raises StoreError unless the chain there is a beginning of this one."""
    if there["n"] > way.here()["n"] or backups.hash_at(way.source, way.site, there["n"]) != there["hash"]:
        raise StoreError(
            "Site {site} at {place} holds steps that are not here.",
            "Nothing was moved. Go on there; `tsk verify --anchor` on both sides tells how far they agree.",
            site=way.to,
            place=way.place,
        )


# ── events ─────────────────────────────────────────────────────────────────────────────────────────


def carry_events(way: Way) -> int:
    """Carries all events that are not there yet with their personal texts; up to which link that is."""
    while True:
        with way.target.transaction(way.to):
            there = way.there()
            assert there is not None
            events = moving.events_after(way.source, way.site, there["n"])
            if not events:
                return int(there["n"])
            _check_links(way, there["hash"], events)
            texts = moving.texts_between(way.source, way.site, events[0]["n"], events[-1]["n"])
            files.write_events(way.target, way.as_there(events), way.as_there(texts))
            sites.move_head(way.target, way.to, events[-1]["n"], events[-1]["hash"])


def _check_links(way: Way, previous: str, events: Sequence[Row]) -> None:
    for row in events:
        if link(previous, row) != row["hash"]:
            raise StoreError(
                "The chain of {file} is broken at event {n}.",
                "Nothing behind it was moved; `tsk verify` tells what differs.",
                file=way.source.name,
                n=row["n"],
            )
        previous = row["hash"]


def remove_texts(way: Way) -> None:
    """Takes the texts away that went with their person after they were carried."""
    for id, n in removal.anonymised(way.source, way.site).items():
        with way.target.transaction(way.to):
            removal.delete_texts(way.target, way.to, id, n)


def differing(way: Way) -> int | None:
    """The first event that is not the same on both sides, text for text; None where all are."""
    last = 0
    while events := moving.events_after(way.source, way.site, last):
        first, last = last + 1, events[-1]["n"]
        if way.as_there(events) != moving.events_after(way.target, way.to, first - 1)[: len(events)]:
            return first
        texts = moving.texts_between(way.source, way.site, first, last)
        if way.as_there(texts) != moving.texts_between(way.target, way.to, first, last):
            return first
    return None


# ── what is derived ────────────────────────────────────────────────────────────────────────────────


def not_derived(way: Way) -> Iterator[Sequence[int]]:
    """The complaints there whose rows are still to be derived, as many as are done at once."""
    ids = moving.not_derived(way.target, way.to)
    return (ids[start : start + moving.AT_ONCE] for start in range(0, len(ids), moving.AT_ONCE))


def events_there(way: Way, kind: str, ids: Sequence[int]) -> dict[int, tuple[Event, ...]]:
    """The events of several files as they arrived, by file."""
    read = files.read_events(*moving.events_of(way.target, way.to, kind, ids))
    return {id: tuple(some) for id, some in groupby(read, key=attrgetter("id"))}


def derived_here(way: Way, ids: Sequence[int]) -> dict[int, dict[str, list[Row]]]:
    """The rows derived for several complaints where they come from."""
    return moving.derived_of(way.source, way.site, ids)


def booked(rows: Mapping[str, Sequence[Row]]) -> tuple[Booking, ...]:
    """Who has had a complaint, with the time booked for it, of its rows."""
    return tuple(Booking(files.read_stay(row), row["working"], row["booked_by"]) for row in rows["stay"])


def write_derived(way: Way, rows: Mapping[int, Mapping[str, Sequence[Mapping[str, object]]]]) -> None:
    """Writes what is derived for several complaints, in one transaction."""
    with way.target.transaction(way.to):
        moving.write_derived(way.target, way.to, tuple(rows), rows.values())


def entry_ids(way: Way, kind: str) -> list[int]:
    """The numbers of the files of a kind beside the complaints that have arrived."""
    return entries.entry_ids(way.target, way.to, kind)


def write_entries(way: Way, rows: Iterable[Row]) -> None:
    """Writes the register's rows of files beside the complaints, in one transaction."""
    with way.target.transaction(way.to):
        for row in rows:
            entries.write_entry(way.target, row)


def papers(way: Way) -> list[str]:
    """The hashes of the papers that complaints with their person have."""
    bodies = removal.attached(way.source, False, way.site)
    return sorted({str(msgspec.json.decode(body)["sha256"]) for body in bodies})


def counted(way: Way) -> dict[str, int]:
    """How many rows of each kind there are on the other side."""
    return moving.counted(way.target, way.to)


# ── the end ────────────────────────────────────────────────────────────────────────────────────────


def close_way(way: Way, carried: int) -> bool:
    """Carries what is left, shuts the site here and opens it there; False where more was written here meanwhile.

    Killed in between, the site is shut on both sides, and the next run opens it there.
    """
    with way.source.transaction(way.site):
        here = way.here()
        if here["n"] != carried:
            return False
        with way.target.transaction(way.to):
            for table in moving.WHOLE:
                moving.replace_whole(way.target, table, way.to, moving.whole(way.source, table, way.site))
            moving.count_as(way.target, way.to, here)
        moving.mark(way.source, way.site, way.place)
    with way.target.transaction(way.to):
        moving.mark(way.target, way.to, "")
    return True


def take_back(store: Store) -> str:
    """Opens a site again from where it was moved; the place it went to, "" where it was not."""
    with store.db.transaction(store.site):
        moving.mark(store.db, store.site, "")
    return store.moved
