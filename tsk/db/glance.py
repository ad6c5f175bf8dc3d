"""What a shell completes: numbers and words of complaints, read by a connection that cannot write."""

from __future__ import annotations

from collections.abc import Iterable

from tsk.db.engine import Connection, Row
from tsk.db.lists import conditions
from tsk.sight import View

WORDS = ("store", "region", "product")  # what complaints say that no rule file lists
_RECENT = 1000  # complaints whose words are offered


def latest(db: Connection, site: str, view: View, states: Iterable[str], most: int) -> list[Row]:
    """The latest complaints in those states that the view shows: number, state, and what they are about."""
    where, values = conditions({"site": site, "view": view})
    named = {f"state{i}": state for i, state in enumerate(states)}
    return db.rows(
        f"SELECT c.id, c.number, c.state, c.category, c.severity, c.department FROM complaint c WHERE {where} "
        f"AND c.state IN ({', '.join(':' + name for name in named)}) ORDER BY c.id DESC LIMIT :most",
        **values,
        **named,
        most=most,
    )


def words(db: Connection, site: str, view: View, column: str) -> list[str]:
    """The different words that the latest complaints hold in one of the columns of WORDS, as the view shows them."""
    if column not in WORDS:
        return []
    where, values = conditions({"site": site, "view": view})
    rows = db.rows(
        f"SELECT DISTINCT q.word FROM (SELECT c.{column} AS word FROM complaint c WHERE {where} "
        "ORDER BY c.id DESC LIMIT :most) q WHERE q.word <> '' ORDER BY q.word",
        **values,
        most=_RECENT,
    )
    return [str(row["word"]) for row in rows]
