"""What backups ask of a database: the heads of its chains, its papers, and what was recorded after a link."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tsk.db.engine import Connection, Row


def heads(db: Connection) -> list[Row]:
    """Each site's desk id, chain head, last number and count of complaints."""
    return db.rows(
        "SELECT s.site, s.desk_id, s.n, s.hash, s.last_number, "
        "(SELECT count(*) FROM complaint c WHERE c.site = s.site) AS complaints FROM site s ORDER BY s.site"
    )


def hash_at(db: Connection, site: str, n: int) -> str | None:
    """The hash of link `n` of the site's chain, of link 0 the desk id that begins it; None where there is none."""
    if n:
        row = db.row("SELECT hash FROM event WHERE site = :site AND n = :n", site=site, n=n)
    else:
        row = db.row("SELECT desk_id AS hash FROM site WHERE site = :site", site=site)
    return None if row is None else str(row["hash"])


def after(db: Connection, site: str, n: int) -> list[Row]:
    """Every file with steps after link `n`: kind, number, how many, whether it is new, whether its person went."""
    return db.rows(
        "SELECT e.kind, e.id, coalesce(c.number, '') AS number, count(*) AS events, "
        "CASE WHEN min(e.seq) = 1 THEN 1 ELSE 0 END AS new, "
        "max(CASE WHEN e.type = 'anonymised' THEN 1 ELSE 0 END) AS anonymised FROM event e "
        "LEFT JOIN complaint c ON e.kind = 'complaint' AND c.site = e.site AND c.id = e.id "
        "WHERE e.site = :site AND e.n > :n AND e.kind NOT IN ('access', 'admin') "
        "GROUP BY e.kind, e.id, c.number ORDER BY e.kind, e.id",
        site=site,
        n=n,
    )


def with_papers(db: Connection) -> Iterator[tuple[Any, ...]]:
    """Site and snapshot of every complaint to which a paper was ever attached."""
    return db.stream(
        "SELECT c.site, c.snapshot FROM complaint c WHERE (c.site, c.id) IN "
        "(SELECT site, id FROM event WHERE kind = 'complaint' AND type = 'attached') ORDER BY c.site, c.id"
    )


def restore_at(db: Connection, site: str, n: int) -> Row | None:
    """The event with that link of the site's chain where it says that a backup was restored, or None."""
    return db.row(
        "SELECT body FROM event WHERE site = :site AND n = :n AND kind = 'admin' AND type = 'restored'", site=site, n=n
    )


def raise_number(db: Connection, site: str, least: int) -> None:
    """Lets no complaint get a number up to that one any more."""
    db.write("UPDATE site SET last_number = :least WHERE site = :site AND last_number < :least", site=site, least=least)
