"""Running milestones that are late, or due soon: listed, counted, and in groups with the worst of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tsk.db.engine import Connection, Row
from tsk.db.lists import conditions

_RUNNING = "m.site = :site AND m.met_at IS NULL AND m.ended_at IS NULL"
_WITH_COMPLAINT = f"FROM milestone m JOIN complaint c ON c.site = m.site AND c.id = m.id WHERE {_RUNNING}"
_OWING = "CASE WHEN m.department = '' THEN c.department ELSE m.department END"
_OF_HANDLER = "CASE WHEN m.department IN ('', c.department) THEN c.handler ELSE '' END"
_WORST = "m.due, m.id, m.name, m.round, m.part"
_SORTS = {
    "worst": _WORST,
    "-worst": f"m.due DESC, {_WORST}",
    "received": f"c.received_at, {_WORST}",
    "-received": f"c.received_at DESC, {_WORST}",
    "number": "m.id, m.due, m.name, m.round, m.part",
    "chased": f"c.chases DESC, {_WORST}",
    "severity": f"{{ranks}}, {_WORST}",
}
SORTS = tuple(_SORTS)
GROUPS = {
    "department": _OWING,
    "handler": _OF_HANDLER,
    "milestone": "m.name",
    "category": "c.category",
    "severity": "c.severity",
    "channel": "c.channel",
    "store": "c.store",
    "region": "c.region",
    "product": "c.product",
    "state": "c.state",
}


def _of_milestone(values: Mapping[str, object]) -> str:
    """What the filters ask of the milestone itself: its name, and not to be due before an instant."""
    named = " AND m.name = :milestone" if "milestone" in values else ""
    return f"{named} AND m.due >= :due_from" if "due_from" in values else named


def _late(filters: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    """Running milestones due before `:before` under those filters; `department` is the one that owes the milestone."""
    where, values = conditions(filters, department=_OWING)
    named = _of_milestone(values)
    if where == "c.site = :site":  # nothing is asked of the complaint: the index of the dues holds all
        return f"FROM milestone m WHERE {_RUNNING} AND m.due < :before{named}", values
    return f"{_WITH_COMPLAINT} AND m.due < :before AND {where}{named}", values


def overdue(
    db: Connection,
    filters: Mapping[str, object],
    before: str,
    limit: int | None,
    sort: str = "worst",
    severities: Sequence[str] = (),
) -> list[Row]:
    """The running milestones due before that instant, each with its complaint's list row.

    The worst are those due the longest ago; `severities` is their order, the gravest first.
    """
    where, values = conditions(filters, department=_OWING)
    named = _of_milestone(values)
    top = "" if limit is None else " LIMIT :limit"
    ranks = {f"severity{i}": name for i, name in enumerate(severities)}
    ranked = " ".join(f"WHEN :severity{i} THEN {i}" for i in range(len(severities)))
    order = _SORTS[sort].format(ranks=f"CASE c.severity {ranked} ELSE {len(severities)} END" if ranks else "1")
    return db.rows(
        "SELECT m.name, m.round AS milestone_round, m.part, m.start_at, m.due, m.promised, m.provisional, c.* "
        f"{_WITH_COMPLAINT} AND m.due < :before AND {where}{named} ORDER BY {order}{top}",
        **{**values, **ranks},
        before=before,
        limit=limit,
    )


def overdue_count(db: Connection, filters: Mapping[str, object], before: str) -> int:
    """How many running milestones were due before that instant."""
    late, values = _late(filters)
    row = db.row(f"SELECT count(*) AS n {late}", **values, before=before)
    return int(row["n"]) if row else 0


def overdue_groups(db: Connection, filters: Mapping[str, object], before: str, now: str, by: str) -> list[Row]:
    """The running milestones due before that instant by group, the most late ones first.

    `late` counts those due before now and `soon` the others, `complaints` what they belong to, `chased` how many of
    these the customer asked about; `worst` is the id, `worst_name`, `worst_part` and `worst_due` the milestone that is
    due the longest.
    """
    where, values = conditions(filters, department=_OWING)
    named = _of_milestone(values)
    rows = (
        f"SELECT {GROUPS[by]} AS key, m.id, m.name, m.part, m.due, m.round, c.chases, c.policy, c.number, m.promised "
        f"{_WITH_COMPLAINT} AND m.due < :before AND {where}{named}"
    )
    return db.rows(
        "SELECT g.*, w.id AS worst, w.number, w.name AS worst_name, w.part AS worst_part, w.due AS worst_due, "
        "w.policy, w.promised FROM (SELECT key, sum(CASE WHEN due < :now THEN 1 ELSE 0 END) AS late, "
        "sum(CASE WHEN due < :now THEN 0 ELSE 1 END) AS soon, count(DISTINCT id) AS complaints, "
        f"count(DISTINCT CASE WHEN chases > 0 THEN id END) AS chased FROM ({rows}) q GROUP BY key) g "
        f"JOIN (SELECT p.*, row_number() OVER (PARTITION BY key ORDER BY due, id, name, round, part) AS nth "
        f"FROM ({rows}) p) w ON w.key = g.key AND w.nth = 1 ORDER BY g.late DESC, w.due, g.key",
        **values,
        before=before,
        now=now,
    )


def provisional(db: Connection, site: str) -> list[Row]:
    """The running milestones that rest on days not announced yet, earliest due first, each with its list row."""
    return db.rows(
        f"SELECT m.name, m.part, m.due, c.* {_WITH_COMPLAINT} AND m.provisional = 1 ORDER BY m.due, m.id, m.name",
        site=site,
    )
