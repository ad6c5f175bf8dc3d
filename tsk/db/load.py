"""How much each department and person has open, counted."""

from __future__ import annotations

from collections.abc import Mapping

from tsk.db.engine import Connection, Row
from tsk.db.lists import conditions
from tsk.db.scope import EVERY

_OWED = (
    "EXISTS (SELECT 1 FROM milestone m WHERE m.site = c.site AND m.id = c.id "
    "AND m.met_at IS NULL AND m.ended_at IS NULL AND m.due {when})"
)
_COUNTS = {
    "overdue": _OWED.format(when="< :now"),
    "today": _OWED.format(when="BETWEEN :now AND :end"),
    "waiting": "c.state = 'pending'",
    "chased": "c.chases > 0",
    "idle": "c.active_at < :since",
    "approval": "c.awaits = 'approval'",
}


def load(db: Connection, filters: Mapping[str, object], now: str, end: str, since: str) -> list[Row]:
    """The open complaints under those filters by department and handler: counts, and the earliest receipt.

    `overdue` were due before `now`, `today` are due until `end`, `idle` had their last step before `since`.
    """
    where, values = conditions(filters)
    counts = ", ".join(f"sum(CASE WHEN {asked} THEN 1 ELSE 0 END) AS {name}" for name, asked in _COUNTS.items())
    site = "c.site, " if filters["site"] == EVERY else ""
    return db.rows(
        f"SELECT {site}c.department, c.handler, count(*) AS open, min(c.received_at) AS oldest, {counts} "
        f"FROM complaint c WHERE {where} GROUP BY {site}c.department, c.handler",
        **{**values, "now": now, "end": end, "since": since},
    )
