"""The ledger of penalties, read from the rows derived from the complaints."""

from __future__ import annotations

from collections.abc import Mapping

from tsk.db.engine import Connection, Row

_FILTERS = ("outlet", "rule", "state", "id")


def penalties(db: Connection, site: str, filters: Mapping[str, object]) -> list[Row]:
    """The penalties of an outlet, article, state or complaint, by day [since, until), in the order of the ledger.

    Those of a complaint that was cancelled as a mistake stand there with `counted` 0.
    """
    wanted = {name: value for name, value in filters.items() if value not in (None, "")}
    clauses = [f"p.{name} = :{name}" for name in _FILTERS if name in wanted]
    clauses += ["p.day >= :since"] if "since" in wanted else []
    clauses += ["p.day < :until"] if "until" in wanted else []
    where = "".join(f" AND {clause}" for clause in clauses)
    return db.rows(
        "SELECT p.*, c.number, c.snapshot, f.counted FROM penalty p "
        "JOIN complaint c ON c.site = p.site AND c.id = p.id JOIN fact f ON f.site = p.site AND f.id = p.id "
        f"WHERE p.site = :site{where} ORDER BY p.day, p.id, p.nth",
        site=site,
        **wanted,
    )
