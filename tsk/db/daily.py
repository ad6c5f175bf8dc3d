"""What the day's summary counts and reads: by index ranges of what is due or happened, never over all complaints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tsk.db.engine import Connection, Row
from tsk.db.lists import conditions
from tsk.db.overdue import owing
from tsk.model import OPEN_STATES

Filters = Mapping[str, object]
_AT_HAND = "c.state IN (" + ", ".join(repr(name) for name in (*OPEN_STATES, "closed")) + ")"


def _running(filters: Filters) -> tuple[str, dict[str, object]]:
    """The running milestones under those filters; `department` is the one that owes the milestone."""
    who, desk = owing(filters)
    where, values = conditions(filters, department=who["department"])
    values |= desk
    running = "m.site = :site AND m.met_at IS NULL AND m.ended_at IS NULL"
    if where == "c.site = :site":  # nothing is asked of the complaint: the index of the dues holds all
        return f"FROM milestone m WHERE {running}", values
    return f"FROM milestone m JOIN complaint c ON c.site = m.site AND c.id = m.id WHERE {running} AND {where}", values


def late_sums(db: Connection, filters: Filters, before: str, visits: Iterable[str]) -> Row:
    """How many running milestones were due before that instant, of how many complaints; `visits` count on their own."""
    running, values = _running(filters)
    names = {f"visit{i}": name for i, name in enumerate(visits)}
    listed = ", ".join(":" + name for name in names) or "''"
    row = db.row(
        "SELECT count(*) AS milestones, count(DISTINCT m.id) AS complaints, "
        f"sum(CASE WHEN m.name IN ({listed}) THEN 1 ELSE 0 END) AS visits {running} AND m.due < :before",
        **{**values, **names},
        before=before,
    )
    assert row is not None
    return row


def due_ids(db: Connection, filters: Filters, after: str, to: str, limit: int) -> list[int]:
    """The complaints at hand with a running milestone due on (after, to], earliest due first."""
    due, values = _due(filters)
    rows = db.rows(
        f"SELECT m.id, min(m.due) AS due {due} GROUP BY m.id ORDER BY 2, 1 LIMIT :limit",
        **values,
        after=after,
        to=to,
        limit=limit,
    )
    return [int(row["id"]) for row in rows]


def due_count(db: Connection, filters: Filters, after: str, to: str) -> int:
    """How many complaints at hand have a running milestone due on (after, to]."""
    due, values = _due(filters)
    row = db.row(f"SELECT count(DISTINCT m.id) AS n {due}", **values, after=after, to=to)
    return int(row["n"]) if row else 0


def _due(filters: Filters) -> tuple[str, dict[str, object]]:
    running, values = _running(filters)
    at_hand = f"EXISTS (SELECT 1 FROM complaint c WHERE c.site = m.site AND c.id = m.id AND {_AT_HAND})"
    return f"{running} AND m.due > :after AND m.due <= :to AND {at_hand}", values


def unsure(db: Connection, filters: Filters) -> Row:
    """How many running milestones are provisional, and the earliest due among them."""
    running, values = _running(filters)
    row = db.row(f"SELECT count(*) AS n, min(m.due) AS due {running} AND m.provisional = 1", **values)
    assert row is not None
    return row


def steps(db: Connection, filters: Filters, after: str, to: str, types: Iterable[str]) -> list[Row]:
    """The steps of those types claimed on [after, to), and every undoing from then on, on complaints so filtered.

    Only of visits, chases and undoings the body is read.
    """
    where, values = conditions(filters)
    names = {f"type{i}": name for i, name in enumerate(types)}
    source = "event e" if where == "c.site = :site" else "event e JOIN complaint c ON c.site = e.site AND c.id = e.id"
    return db.rows(
        "SELECT e.id, e.type, e.key, "
        f"CASE WHEN e.type IN ('visited', 'chased', 'undone') THEN e.body ELSE '' END AS body FROM {source} "
        "WHERE e.site = :site AND e.kind = 'complaint' AND e.at >= :after AND (e.type = 'undone' "
        f"OR (e.at < :to AND e.type IN ({', '.join(':' + name for name in names)})))"
        f"{'' if source == 'event e' else ' AND ' + where} ORDER BY e.n",
        **{**values, **names},
        after=after,
        to=to,
    )


def waiting(db: Connection, filters: Filters) -> list[Row]:
    """The complaints that wait for something: their snapshots."""
    where, values = conditions(filters)
    return db.rows(f"SELECT c.snapshot FROM complaint c WHERE c.waiting <> '' AND {where}", **values)
