"""Lists of complaints and of milestones, filtered by the same words everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tsk.db.engine import Connection, Row
from tsk.db.incidents import ENDED_WITH, keys_of
from tsk.model import DONE_STATES, OPEN_STATES

_EQUAL = (
    "department",
    "handler",
    "category",
    "severity",
    "channel",
    "store",
    "region",
    "product",
    "phone",
    "card",
    "email",
    "round",
)
_SPARSE = (
    "phone",
    "card",
    "email",
    "handler",
    "waiting",
)  # their indexes hold what is said only, and a query has to say so too
_SORTS = {
    "received": "c.received_at, c.id",
    "-received": "c.received_at DESC, c.id DESC",
    "number": "c.id",
    "-number": "c.id DESC",
}
SORTS = tuple(_SORTS)
_LIES_WITH = (
    "c.department IN ({names}) OR EXISTS (SELECT 1 FROM milestone p WHERE p.site = c.site AND p.id = c.id "
    "AND p.met_at IS NULL AND p.ended_at IS NULL AND p.department IN ({names}))"
)
_FOUND = "EXISTS (SELECT 1 FROM search_text t WHERE t.site = c.site AND t.id = c.id AND ({said}))"


def _where(filters: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    """The conditions for those filters that are set, with their values."""
    clauses = ["c.site = :site"]
    values = {name: value for name, value in filters.items() if value not in (None, "")}
    clauses += [f"c.{name} = :{name}" for name in _EQUAL if name in values]
    clauses += [f"c.{name} <> ''" for name in _SPARSE if name in values]
    if "since" in values:
        clauses.append("c.received_at >= :since")
    if "until" in values:
        clauses.append("c.received_at < :until")
    if "waiting" in values:
        clauses.append("c.waiting LIKE :waiting ESCAPE '\\'")
        values["waiting"] = f"%\t{_escaped(str(values['waiting']))}\t%"
    if "customer" in values:
        clauses.append("c.customer LIKE :customer ESCAPE '\\'")
        values["customer"] = f"%{_escaped(str(values['customer']))}%"
    versions: Iterable[str] | None = values.pop("policies", None)  # type: ignore[assignment]
    if versions is not None:
        named = {f"policy{i}": version for i, version in enumerate(versions)}
        values |= named
        clauses.append(f"c.policy IN ({', '.join(':' + name for name in named)})")
    if "incident" in values:
        clauses.append(f"(c.incident = :incident OR c.id IN ({ENDED_WITH}))")
        values |= keys_of(int(str(values["incident"])))
    searches: Iterable[Iterable[str]] = values.pop("words", ())  # type: ignore[assignment]
    found = [_said(words, f"word{i}_", values) for i, words in enumerate(searches)]
    clauses += [_FOUND.format(said=" OR ".join(found))] if found else []
    state = values.pop("state", "all")
    group = {"open": OPEN_STATES, "done": DONE_STATES}.get(str(state))
    if group:
        clauses.append(f"c.state IN ({_names(group)})")
    elif state != "all":
        clauses.append("c.state = :state")
        values["state"] = state
    return " AND ".join(clauses), values


def _said(words: Iterable[str], name: str, values: dict[str, object]) -> str:
    """The condition that all the words are in a search text; their values are added under names of their own."""
    own = {f"{name}{i}": f"%{_escaped(word)}%" for i, word in enumerate(words)}
    values.update(own)
    return "(" + " AND ".join(f"t.text LIKE :{key} ESCAPE '\\'" for key in own) + ")"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def complaints(db: Connection, filters: Mapping[str, object], sort: str, limit: int | None) -> list[Row]:
    """The list rows that pass the filters, with their snapshots."""
    where, values = _where(filters)
    top = "" if limit is None else " LIMIT :limit"
    return db.rows(f"SELECT c.* FROM complaint c WHERE {where} ORDER BY {_SORTS[sort]}{top}", **values, limit=limit)


def at_hand(
    db: Connection, site: str, people: tuple[str, ...], departments: tuple[str, ...], stores: tuple[str, ...]
) -> list[Row]:
    """The list rows of complaints with something left to do near these people, departments or stores; all for none.

    Something is left to do while a complaint is open, or closed with a milestone still running.
    """
    near, values = [], {}
    for i, name in enumerate(people):
        near.append(f"c.people LIKE :person{i} ESCAPE '\\'")
        values[f"person{i}"] = f"%\t{_escaped(name)}\t%"
    for template, column, names in ((_LIES_WITH, "part", departments), ("c.store IN ({names})", "store", stores)):
        own = {f"{column}{i}": name for i, name in enumerate(filter(None, names))}
        near += [template.format(names=", ".join(":" + name for name in own))] if own else []
        values |= own
    lying = f" AND ({' OR '.join(near)})" if near else ""
    rows = db.rows(
        f"SELECT c.* FROM complaint c WHERE c.site = :site AND c.state IN ({_names(OPEN_STATES)}){lying} "
        f"UNION ALL SELECT c.* FROM complaint c WHERE c.site = :site AND c.state = 'closed'{lying} AND c.id IN "
        "(SELECT m.id FROM milestone m WHERE m.site = :site AND m.met_at IS NULL AND m.ended_at IS NULL)",
        site=site,
        **values,
    )
    return sorted(rows, key=lambda row: int(row["id"]))


def _names(states: tuple[str, ...]) -> str:
    return ", ".join(repr(name) for name in states)


def of_customer(db: Connection, site: str, column: str, key: str) -> list[Row]:
    """The list rows of a customer, latest received first; `column` is phone, card or email in its comparable form."""
    rows = db.rows(
        f"SELECT * FROM complaint WHERE site = :site AND {column} = :key AND {column} <> ''", site=site, key=key
    )
    return sorted(rows, key=lambda row: (row["received_at"], row["id"]), reverse=True)


def count(db: Connection, filters: Mapping[str, object]) -> int:
    """How many complaints pass the filters."""
    where, values = _where(filters)
    row = db.row(f"SELECT count(*) AS n FROM complaint c WHERE {where}", **values)
    return int(row["n"]) if row else 0


_LATE = (
    "FROM milestone m JOIN complaint c ON c.site = m.site AND c.id = m.id "
    "WHERE m.site = :site AND m.met_at IS NULL AND m.ended_at IS NULL AND m.due < :before AND {where}"
)
_OWING = "CASE WHEN m.department = '' THEN c.department ELSE m.department END"


def _late(filters: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    """Running milestones under those filters; `department` is the one that owes the milestone."""
    where, values = _where(filters)
    where += " AND m.name = :milestone" if "milestone" in values else ""
    return _LATE.format(where=where.replace("c.department = ", f"{_OWING} = ")), values


def overdue(db: Connection, filters: Mapping[str, object], before: str, limit: int | None) -> list[Row]:
    """The running milestones due before that instant, earliest due first, each with its complaint's list row."""
    late, values = _late(filters)
    top = "" if limit is None else " LIMIT :limit"
    return db.rows(
        f"SELECT m.name, m.round AS milestone_round, m.part, m.start_at, m.due, m.promised, m.provisional, c.* {late} "
        f"ORDER BY m.due, m.id, m.name{top}",
        **values,
        before=before,
        limit=limit,
    )


def overdue_count(db: Connection, filters: Mapping[str, object], before: str) -> int:
    """How many running milestones were due before that instant."""
    late, values = _late(filters)
    row = db.row(f"SELECT count(*) AS n {late}", **values, before=before)
    return int(row["n"]) if row else 0


def provisional(db: Connection, site: str) -> list[Row]:
    """The running milestones that rest on days not announced yet, earliest due first, each with its list row."""
    return db.rows(
        "SELECT m.name, m.part, m.due, c.* FROM milestone m JOIN complaint c ON c.site = m.site AND c.id = m.id "
        "WHERE m.site = :site AND m.met_at IS NULL AND m.ended_at IS NULL AND m.provisional = 1 "
        "ORDER BY m.due, m.id, m.name",
        site=site,
    )


def complaint_of(db: Connection, site: str, id: int) -> Row | None:
    """One list row."""
    return db.row("SELECT * FROM complaint WHERE site = :site AND id = :id", site=site, id=id)


def numbers_like(db: Connection, site: str, number: str) -> list[Row]:
    """The list rows whose number is exactly that."""
    return db.rows("SELECT id, number FROM complaint WHERE site = :site AND number = :number", site=site, number=number)
