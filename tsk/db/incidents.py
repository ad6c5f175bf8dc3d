"""Which complaints an incident explains: by their list rows, and by the keys under which its end was written."""

from __future__ import annotations

from tsk.db.engine import Connection, Row
from tsk.model import OPEN_STATES

_OPEN = ", ".join(repr(name) for name in OPEN_STATES)
# What ended with an incident bears a key of its own, by `tsk.incidents.key_of`: `incident:3:17` for complaint 17.
ENDED_WITH = (
    "SELECT e.id FROM event e WHERE e.site = :site AND e.kind = 'complaint' "
    "AND e.key > :first_key AND e.key < :last_key"
)


def keys_of(incident: int) -> dict[str, object]:
    """Between which keys the end of that incident is written."""
    return {"first_key": f"incident:{incident}:", "last_key": f"incident:{incident};"}


def linked(db: Connection, site: str, incident: int, after: int, most: int) -> list[int]:
    """The open complaints that are linked to an incident, by number, from the next after `after` on."""
    rows = db.rows(
        f"SELECT id FROM complaint WHERE site = :site AND incident = :incident AND incident <> 0 AND id > :after "
        f"AND state IN ({_OPEN}) ORDER BY id LIMIT :most",
        site=site,
        incident=incident,
        after=after,
        most=most,
    )
    return [int(row["id"]) for row in rows]


def with_linked(db: Connection, site: str) -> list[int]:
    """The incidents to which open complaints are linked."""
    rows = db.rows(
        f"SELECT DISTINCT incident FROM complaint WHERE site = :site AND incident <> 0 AND state IN ({_OPEN}) "
        "ORDER BY incident",
        site=site,
    )
    return [int(row["incident"]) for row in rows]


def unexplained(db: Connection, site: str, since: str) -> list[Row]:
    """What the complaints received since then are about that no incident explains: by themselves, and meant."""
    return db.rows(
        "SELECT c.id, c.received_at, c.category, f.subtype, c.store, c.region, c.product FROM complaint c "
        "JOIN fact f ON f.site = c.site AND f.id = c.id "
        "WHERE c.site = :site AND c.received_at >= :since AND c.incident = 0 AND c.state <> 'merged' AND f.counted = 1 "
        "AND NOT EXISTS (SELECT 1 FROM event e JOIN register r ON r.site = e.site AND r.kind = 'incident' "
        "AND r.state = 'resolved' AND e.key = 'incident:' || r.id || ':' || e.id "
        "WHERE e.site = c.site AND e.kind = 'complaint' AND e.id = c.id AND e.key LIKE 'incident:%') "
        "ORDER BY c.received_at, c.id",
        site=site,
        since=since,
    )
