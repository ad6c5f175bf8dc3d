"""Reading the chain as it is stored, for whoever wants to prove it."""

from __future__ import annotations

from collections.abc import Iterator

from tsk.db.engine import Connection, Row
from tsk.db.sites import DOCS

_BATCH = 2000


def chain(db: Connection, site: str) -> Iterator[list[Row]]:
    """All events of the site in batches, in the order of the chain."""
    last = 0
    while batch := db.rows(
        "SELECT * FROM event WHERE site = :site AND n > :last ORDER BY n LIMIT :size", site=site, last=last, size=_BATCH
    ):
        yield batch
        last = batch[-1]["n"]


def texts(db: Connection, site: str, first: int, last: int) -> list[Row]:
    """The personal texts of the events `first` to `last`."""
    return db.rows(
        "SELECT * FROM private WHERE site = :site AND n BETWEEN :first AND :last", site=site, first=first, last=last
    )


def file_ids(db: Connection, site: str) -> list[int]:
    """The numbers of all complaints that have events or a list row."""
    return [
        row["id"]
        for row in db.rows(
            "SELECT id FROM event WHERE site = :site AND kind = 'complaint' "
            "UNION SELECT id FROM complaint WHERE site = :site ORDER BY id",
            site=site,
        )
    ]


def strangers(db: Connection) -> int:
    """How many events or texts belong to no site of this database, or to no event."""
    row = db.row(
        "SELECT (SELECT count(*) FROM event e WHERE NOT EXISTS (SELECT 1 FROM site s WHERE s.site = e.site)) + "
        "(SELECT count(*) FROM private p WHERE NOT EXISTS "
        "(SELECT 1 FROM event e WHERE e.site = p.site AND e.n = p.n)) AS n"
    )
    return int(row["n"]) if row else 0


def search_texts(db: Connection) -> Iterator[tuple[int, str]]:
    """The texts of all sites by which complaints are found, each with its number in the index."""
    return db.stream(
        "SELECT s.nth * :docs + t.id, t.text FROM search_text t JOIN site s ON s.site = t.site ORDER BY 1", docs=DOCS
    )


def last_recorded(db: Connection, site: str) -> str | None:
    """When the site's last event was recorded, by the machine's clock; None where there is none."""
    row = db.row("SELECT recorded_at FROM event WHERE site = :site ORDER BY n DESC LIMIT 1", site=site)
    return str(row["recorded_at"]) if row else None
