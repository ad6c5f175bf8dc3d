"""The register of the files beside the complaints: one row for each, derived from its events."""

from __future__ import annotations

from collections.abc import Mapping

from tsk.db.engine import Connection, Row
from tsk.db.scope import of

_COLUMNS = ("site", "kind", "id", "seq", "state", "due", "department", "owner", "complaint", "snapshot")
_KEYS = ("site", "kind", "id")
_FILTERS = ("state", "department", "owner", "complaint")


def write_entry(db: Connection, row: Mapping[str, object]) -> None:
    """Writes the row of one file, in the place of the one it had."""
    changes = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name not in _KEYS)
    db.write(
        f"INSERT INTO register ({', '.join(_COLUMNS)}) VALUES ({', '.join(':' + name for name in _COLUMNS)}) "
        f"ON CONFLICT (site, kind, id) DO UPDATE SET {changes}",
        **row,
    )


def entries(db: Connection, site: str, kind: str, filters: Mapping[str, object]) -> list[Row]:
    """The rows of one kind that pass the filters (state, department, owner, complaint), oldest first."""
    sql, values = asked(kind, filters, site)
    return db.rows(sql, **values)


def asked(kind: str, filters: Mapping[str, object], site: str) -> tuple[str, dict[str, object]]:
    """The question for those rows, with its values."""
    wanted = {name: value for name, value in filters.items() if name in _FILTERS and value not in (None, "")}
    where = "".join(f" AND {name} = :{name}" for name in wanted)
    sql = f"SELECT * FROM register r WHERE {of('r', site)} AND kind = :kind{where} ORDER BY id"
    return sql, {"site": site, "kind": kind, **wanted}


def entries_like(db: Connection, site: str, kind: str, state: str, product: str, category: str) -> list[Row]:
    """The rows of one kind and state whose complaint is about that product and category, oldest first."""
    return db.rows(
        "SELECT r.* FROM register r JOIN complaint c ON c.site = r.site AND c.id = r.complaint WHERE r.site = :site "
        "AND r.kind = :kind AND r.state = :state AND c.product = :product AND c.category = :category ORDER BY r.id",
        site=site,
        kind=kind,
        state=state,
        product=product,
        category=category,
    )


def entry(db: Connection, site: str, kind: str, id: int) -> Row | None:
    """The row of one file, or None."""
    return db.row(
        "SELECT * FROM register WHERE site = :site AND kind = :kind AND id = :id", site=site, kind=kind, id=id
    )


def entry_ids(db: Connection, site: str, kind: str) -> list[int]:
    """The numbers of all files of a kind that have events or a row."""
    rows = db.rows(
        "SELECT id FROM event WHERE site = :site AND kind = :kind AND seq = 1 "
        "UNION SELECT id FROM register WHERE site = :site AND kind = :kind ORDER BY id",
        site=site,
        kind=kind,
    )
    return [int(row["id"]) for row in rows]


def last_id(db: Connection, site: str, kind: str) -> int:
    """The number of the latest file of a kind; 0 where there is none."""
    row = db.row("SELECT max(id) AS id FROM event WHERE site = :site AND kind = :kind", site=site, kind=kind)
    return int(row["id"] or 0) if row else 0
