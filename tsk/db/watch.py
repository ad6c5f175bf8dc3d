"""When each complaint is to be looked at again for escalation: a memory of earlier looks, never evidence."""

from __future__ import annotations

from collections.abc import Iterable

from tsk.db.engine import Connection, Row
from tsk.model import OPEN_STATES


def seen(db: Connection, site: str) -> Row | None:
    """Up to which event everything was looked at, and under which rules; None where nothing was yet."""
    return db.row("SELECT n, under FROM escalation_seen WHERE site = :site", site=site)


def mark(db: Connection, site: str, n: int, under: str) -> None:
    """Notes up to which event everything was looked at, and under which rules."""
    db.write(
        "INSERT INTO escalation_seen (site, n, under) VALUES (:site, :n, :under) "
        "ON CONFLICT (site) DO UPDATE SET n = excluded.n, under = excluded.under",
        site=site,
        n=n,
        under=under,
    )


def forget(db: Connection, site: str) -> None:
    """Forgets when anything is to be looked at."""
    db.write("DELETE FROM escalation_watch WHERE site = :site", site=site)


def forget_mark(db: Connection, site: str) -> None:
    """Forgets that anything was looked at."""
    db.write("DELETE FROM escalation_seen WHERE site = :site", site=site)


def changed(db: Connection, site: str, n: int) -> list[int]:
    """The complaints that have events after link `n` of the chain."""
    rows = db.rows(
        "SELECT DISTINCT id FROM event WHERE site = :site AND n > :n AND kind = 'complaint' ORDER BY id", site=site, n=n
    )
    return [int(row["id"]) for row in rows]


def due(db: Connection, site: str, now: str) -> list[int]:
    """The complaints that are to be looked at by now."""
    rows = db.rows("SELECT id FROM escalation_watch WHERE site = :site AND at <= :now ORDER BY id", site=site, now=now)
    return [int(row["id"]) for row in rows]


def at_hand(db: Connection, site: str) -> list[int]:
    """The complaints with something left to do: open ones, and those with a duty still running."""
    states = ", ".join(map(repr, OPEN_STATES))
    rows = db.rows(
        f"SELECT id FROM complaint WHERE site = :site AND state IN ({states}) UNION "
        "SELECT id FROM milestone WHERE site = :site AND met_at IS NULL AND ended_at IS NULL ORDER BY 1",
        site=site,
    )
    return [int(row["id"]) for row in rows]


def keep(db: Connection, site: str, looks: Iterable[tuple[int, int, str | None]]) -> None:
    """Notes for each complaint (id, state of its file, when) its next look, where the file is still as it was seen."""
    same = "EXISTS (SELECT 1 FROM complaint WHERE site = :site AND id = :id AND seq = :seq)"
    for id, seq, at in looks:
        if at is None:
            sql = f"DELETE FROM escalation_watch WHERE site = :site AND id = :id AND {same}"
        else:
            sql = (
                f"INSERT INTO escalation_watch (site, id, at) SELECT :site, :id, :at WHERE {same} "
                "ON CONFLICT (site, id) DO UPDATE SET at = excluded.at"
            )
        db.write(sql, site=site, id=id, seq=seq, at=at)
