"""What moving a site from one database to another asks of both: rows by the thousand, whole or by their files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tsk.db import files
from tsk.db.engine import Connection, Row
from tsk.db.sites import DOCS

_DERIVED = files.TABLES[2:]  # of one complaint, in the order in which they can be written
WHOLE = {"policy": ("version",), "rule_file": (), "outbox": ("id",)}  # by table what identifies a row beside the site
_COUNTED = ("complaint", "private", "register", "outbox")
AT_ONCE = 200  # complaints
_EVENTS = 1000


def begin(db: Connection, row: Row, site: str, moved: str) -> None:
    """Makes the site's row, as long as its chain is; its chain begins with the same desk id."""
    db.write(
        "INSERT INTO site (site, desk_id, n, hash, last_number, derived, created_at, moved, nth) "
        "SELECT :site, :desk_id, 0, :desk_id, 0, :derived, :created_at, :moved, coalesce(max(nth) + 1, 0) FROM site",
        site=site,
        desk_id=row["desk_id"],
        derived=row["derived"],
        created_at=row["created_at"],
        moved=moved,
    )


def mark(db: Connection, site: str, moved: str) -> None:
    """Notes where the site went, that it is on its way to here, or that it is in use."""
    db.write("UPDATE site SET moved = :moved WHERE site = :site", site=site, moved=moved)


def count_as(db: Connection, site: str, row: Row) -> None:
    """Gives the site the counters of another's row, but for the chain."""
    db.write(
        "UPDATE site SET last_number = :last, derived = :derived, remains = :remains WHERE site = :site",
        site=site,
        last=row["last_number"],
        derived=row["derived"],
        remains=row["remains"],
    )


def site_of(db: Connection, desk_id: str) -> list[str]:
    """The codes under which that desk is there."""
    rows = db.rows("SELECT site FROM site WHERE desk_id = :desk_id ORDER BY site", desk_id=desk_id)
    return [str(row["site"]) for row in rows]


def events_after(db: Connection, site: str, n: int) -> list[Row]:
    """The stored events after link `n` of the chain, as many as are carried at once."""
    return db.rows(
        "SELECT * FROM event WHERE site = :site AND n > :n ORDER BY n LIMIT :most", site=site, n=n, most=_EVENTS
    )


def texts_between(db: Connection, site: str, first: int, last: int) -> list[Row]:
    """The personal texts of the events `first` to `last`, in a fixed order."""
    return db.rows(
        "SELECT * FROM private WHERE site = :site AND n BETWEEN :first AND :last ORDER BY n, field",
        site=site,
        first=first,
        last=last,
    )


def not_derived(db: Connection, site: str) -> list[int]:
    """The complaints whose row is missing, or older than their last event."""
    rows = db.rows(
        "SELECT e.id FROM (SELECT id, max(seq) AS seq FROM event "
        "WHERE site = :site AND kind = 'complaint' GROUP BY id) e "
        "LEFT JOIN complaint c ON c.site = :site AND c.id = e.id WHERE c.seq IS NULL OR c.seq <> e.seq ORDER BY e.id",
        site=site,
    )
    return [int(row["id"]) for row in rows]


def events_of(db: Connection, site: str, kind: str, ids: Sequence[int]) -> tuple[list[Row], list[Row]]:
    """The stored events of several files, each oldest first, and their personal texts."""
    named, values = _listed(ids)
    of_files = f"e.site = :site AND e.kind = :kind AND e.id IN ({named})"
    events = db.rows(f"SELECT e.* FROM event e WHERE {of_files} ORDER BY e.id, e.seq", site=site, kind=kind, **values)
    texts = db.rows(
        f"SELECT p.* FROM event e CROSS JOIN private p WHERE {of_files} AND p.site = e.site AND p.n = e.n",
        site=site,
        kind=kind,
        **values,
    )
    return events, texts


def derived_of(db: Connection, site: str, ids: Sequence[int]) -> dict[int, dict[str, list[Row]]]:
    """The rows derived for several complaints, by complaint and table, each in the order in which one has them."""
    named, values = _listed(ids)
    found: dict[int, dict[str, list[Row]]] = {id: {table: [] for table in _DERIVED} for id in ids}
    for table in _DERIVED:
        for row in db.rows(f"SELECT * FROM {table} WHERE site = :site AND id IN ({named})", site=site, **values):
            found[int(row["id"])][table].append(row)
    for tables in found.values():
        for table in files.MANY:
            tables[table].sort(key=files.place_in(table))
    return found


def write_derived(
    db: Connection, site: str, ids: Sequence[int], rows: Iterable[Mapping[str, Sequence[Mapping[str, object]]]]
) -> None:
    """Makes the rows derived for those complaints the given ones, and their texts findable; call it while writing."""
    nth = db.row("SELECT nth FROM site WHERE site = :site", site=site)
    assert nth
    _take_away(db, site, nth["nth"], ids)
    every = list(rows)
    for table in _DERIVED:
        new = [row for tables in every for row in tables[table]]
        if new:
            db.run_many(files.insert(table, new[0]), new)
    texts = (row for tables in every for row in tables["search_text"])
    db.index_new((nth["nth"] * DOCS + int(str(row["id"])), str(row["text"])) for row in texts)


def _take_away(db: Connection, site: str, nth: int, ids: Sequence[int]) -> None:
    """Takes away what was derived before for any of them."""
    named, values = _listed(ids)
    known = db.rows(f"SELECT id, text FROM search_text WHERE site = :site AND id IN ({named})", site=site, **values)
    if not known:
        return
    for row in known:
        db.index_text(nth * DOCS + row["id"], row["text"], "")
    for table in reversed(_DERIVED):
        db.write(f"DELETE FROM {table} WHERE site = :site AND id IN ({named})", site=site, **values)


def whole(db: Connection, table: str, site: str) -> list[Row]:
    """All rows of the site in a table that is carried as it is, in a fixed order."""
    order = ", ".join(WHOLE[table]) or "site"
    return db.rows(f"SELECT * FROM {table} WHERE site = :site ORDER BY {order}", site=site)


def replace_whole(db: Connection, table: str, site: str, rows: Iterable[Row]) -> None:
    """Makes the site's rows in such a table those; what is not among them goes."""
    new = [{**row, "site": site} for row in rows]
    db.write(f"DELETE FROM {table} WHERE site = :site", site=site)
    if new:
        db.run_many(files.insert(table, new[0]), new)


def counted(db: Connection, site: str) -> dict[str, int]:
    """How many complaints, texts, files beside them and messages the site has, by table."""
    asked = ", ".join(f"(SELECT count(*) FROM {table} WHERE site = :site) AS {table}" for table in _COUNTED)
    row = db.row(f"SELECT {asked}", site=site)
    assert row is not None
    return {table: int(row[table]) for table in _COUNTED}


def _listed(ids: Sequence[int]) -> tuple[str, dict[str, object]]:
    """The names of as many parameters as there are numbers, and the numbers by them."""
    values: dict[str, object] = {f"i{place}": id for place, id in enumerate(ids)}
    return ", ".join(f":{name}" for name in values), values
