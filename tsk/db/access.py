"""The log of who looked at contact data and took data along; and the complaints that are taken along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from tsk.db.engine import Connection, Row

_BATCH = 200  # complaints that are read at once
LOG = "access"
LAST_SEQ = "SELECT max(seq) AS seq FROM event WHERE site = :site AND kind = :kind AND id = :id"


def last_seq(db: Connection, site: str, id: int) -> int:
    """How many events the log has about that complaint, or about none (0)."""
    row = db.row(LAST_SEQ, site=site, kind=LOG, id=id)
    return int(row["seq"] or 0) if row else 0


def rows(db: Connection, site: str, since: str, until: str, actor: str, claimed: bool) -> list[Row]:
    """What was logged on [since, until) with number and reason, oldest first; by the instant `claimed`, or recorded."""
    at, own = ("at" if claimed else "recorded_at"), (" AND e.actor = :actor" if actor else "")
    return db.rows(
        "SELECT e.n, e.id, e.at, e.recorded_at, e.actor, e.type, e.body, c.number, p.value AS reason FROM event e "
        "LEFT JOIN complaint c ON c.site = e.site AND c.id = e.id "
        "LEFT JOIN private p ON p.site = e.site AND p.n = e.n AND p.field = 'reason' "
        f"WHERE e.site = :site AND e.kind = 'access' AND e.{at} >= :since AND e.{at} < :until{own} ORDER BY e.n",
        site=site,
        since=since,
        until=until,
        actor=actor,
    )


def snapshots(db: Connection, site: str, ids: Sequence[int]) -> Iterator[str]:
    """The complaints of those ids as last written, in their order, a few at a time."""
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        named = {f"id{i}": id for i, id in enumerate(batch)}
        wanted = ", ".join(f":{name}" for name in named)
        sql = f"SELECT id, snapshot FROM complaint WHERE site = :site AND id IN ({wanted})"
        found = db.rows(sql, site=site, **named)
        by_id = {row["id"]: row["snapshot"] for row in found}
        yield from (by_id[id] for id in batch if id in by_id)


def snapshots_of(db: Connection, places: Iterable[tuple[str, int]]) -> Iterator[str]:
    """The complaints at those places, each a site and an id, as last written, in their order, a few at a time."""
    left = iter(places)
    while batch := list(islice(left, _BATCH)):
        values: dict[str, object] = {}
        for i, (site, id) in enumerate(batch):
            values |= {f"site{i}": site, f"id{i}": id}
        wanted = ", ".join(f"(:site{i}, :id{i})" for i in range(len(batch)))
        sql = f"SELECT c.site, c.id, c.snapshot FROM complaint c WHERE (c.site, c.id) IN (VALUES {wanted})"
        found = {(row["site"], row["id"]): row["snapshot"] for row in db.rows(sql, **values)}
        yield from (found[place] for place in batch if place in found)
