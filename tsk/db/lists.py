"""Lists of complaints, filtered by the same words everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tsk.db.engine import Connection, Row
from tsk.db.incidents import ENDED_WITH, keys_of
from tsk.db.scope import EVERY, of
from tsk.db.sites import DOCS
from tsk.model import DONE_STATES, OPEN_STATES
from tsk.sight import View, is_wide

_EQUAL = (
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
_NEXT_DUE = (
    "coalesce((SELECT min(m.due) FROM milestone m WHERE m.site = c.site AND m.id = c.id "
    "AND m.met_at IS NULL AND m.ended_at IS NULL), '{none}')"
)
_COLUMNS = {"received": "received_at", "active": "active_at", "number": "id"}
_PLAIN_SORTS = (
    *("received", "state", "department", "handler", "category", "customer", "store", "region", "product", "channel"),
    *("round", "active", "site"),
)


def _sorts() -> Iterator[tuple[str, str]]:
    """The order by each key, ascending and (with - before it) descending; what has no due comes last both ways."""
    yield from (("number", "c.id"), ("-number", "c.id DESC"))
    for name in _PLAIN_SORTS:
        column = f"c.{_COLUMNS.get(name, name)}"
        yield from ((name, f"{column}, c.id"), (f"-{name}", f"{column} DESC, c.id DESC"))
    yield "due", f"{_NEXT_DUE.format(none='9999')}, c.id"
    yield "-due", f"{_NEXT_DUE.format(none='')} DESC, c.id DESC"
    yield from (("severity", "{ranks}, c.id"), ("-severity", "{ranks} DESC, c.id DESC"))


_SORTS = dict(_sorts())
_BEST = (  # a whole line of the text (a name, its initials, a number), the end of a phone, the summary, anything else
    "CASE WHEN (:line || t.text || :line) LIKE :whole ESCAPE '\\' THEN 0 "
    "WHEN c.phone LIKE :tail ESCAPE '\\' THEN 1 WHEN c.summary LIKE :part ESCAPE '\\' THEN 2 ELSE 3 END, f.doc DESC"
)
BEST = "best"
SORTS = tuple(_SORTS)
_IS_LATE = (
    "EXISTS (SELECT 1 FROM milestone m WHERE m.site = c.site AND m.id = c.id "
    "AND m.met_at IS NULL AND m.ended_at IS NULL AND m.due < :late)"
)
_PLAIN = {  # filters that are asked as they are said
    "since": "c.received_at >= :since",
    "until": "c.received_at < :until",
    "awaits": "c.awaits <> '' AND c.awaits = :awaits",
    "idle": "c.active_at < :idle",
    "late": _IS_LATE,
}


_ASIDE = ("desk", "severities")  # said beside the filters: who answers, and the severities, gravest first


def conditions(filters: Mapping[str, object], department: str = "c.department") -> tuple[str, dict[str, object]]:
    """The conditions for those filters that are set, with their values; `department` is asked of that expression."""
    clauses = [of("c", filters["site"])]
    values = {name: value for name, value in filters.items() if value not in (None, "") and name not in _ASIDE}
    clauses += [f"c.{name} = :{name}" for name in _EQUAL if name in values]
    clauses += [f"{department} = :department"] if "department" in values else []
    clauses += [f"c.{name} <> ''" for name in _SPARSE if name in values]
    clauses += [asked for name, asked in _PLAIN.items() if name in values]
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
    view: View | None = values.pop("view", None)  # type: ignore[assignment]
    if view and not view.everything:
        clauses.append(_seen(view, values))
    state = values.pop("state", "all")
    group = {"open": OPEN_STATES, "done": DONE_STATES}.get(str(state))
    if group:
        clauses.append(f"c.state IN ({_names(group)})")
    elif state != "all":
        clauses.append("c.state = :state")
        values["state"] = state
    return " AND ".join(clauses), values


def _seen(view: View, values: dict[str, object]) -> str:
    """The condition that a complaint has a mark of the view; its values are added.

    A few marks of few complaints are looked up first, else each complaint is asked in its turn.
    """
    named = {f"mark{i}": mark for i, mark in enumerate(view.marks)}
    values |= named
    own = f"r.site = c.site AND r.mark IN ({', '.join(':' + name for name in named)})"
    if any(map(is_wide, view.marks)):
        return f"EXISTS (SELECT 1 FROM reach r WHERE {own} AND r.id = c.id)"
    return f"c.id IN (SELECT r.id FROM reach r WHERE {own.replace('c.site', ':site')})"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def complaints(db: Connection, filters: Mapping[str, object], sort: str, limit: int | None) -> list[Row]:
    """The list rows that pass the filters, with their snapshots."""
    asked, values = _asked(db, filters, sort, limit)
    return db.rows(f"SELECT c.* FROM {asked}", **values, limit=limit)


def ids(db: Connection, filters: Mapping[str, object], sort: str, limit: int | None) -> Iterator[int]:
    """The numbers alone of the same, one by one."""
    asked, values = _asked(db, filters, sort, limit)
    return (int(row[0]) for row in db.stream(f"SELECT c.id FROM {asked}", **values, limit=limit))


def places(db: Connection, filters: Mapping[str, object], sort: str, limit: int | None) -> Iterator[tuple[str, int]]:
    """The same as sites and numbers."""
    asked, values = _asked(db, filters, sort, limit)
    return ((str(row[0]), int(row[1])) for row in db.stream(f"SELECT c.site, c.id FROM {asked}", **values, limit=limit))


def _asked(
    db: Connection, filters: Mapping[str, object], sort: str, limit: int | None
) -> tuple[str, dict[str, object]]:
    """The tables, conditions and order of what passes the filters, with the values."""
    source, where, values = _source(db, filters)
    order, ordered = _order(filters, sort, source != _ALL)
    top = "" if limit is None else " LIMIT :limit"
    return f"{source} WHERE {where} ORDER BY {order}{top}", {**values, **ordered}


def _order(filters: Mapping[str, object], sort: str, searched: bool) -> tuple[str, dict[str, object]]:
    """The order of a list with its values; that of a search by number is the order of its index."""
    if searched and sort == BEST:
        return _BEST, _best(filters)
    if filters["site"] == EVERY:
        return _across(filters, sort)
    if searched and sort in ("number", "-number"):
        return f"f.doc{' DESC' if sort == '-number' else ''}", {}
    if "severity" not in sort:
        return _SORTS[sort], {}
    ranked, ranks = ranked_severities(filters)
    return _SORTS[sort].format(ranks=ranked), ranks


def _across(filters: Mapping[str, object], sort: str) -> tuple[str, dict[str, object]]:
    """The order of a list of several sites: what is alike otherwise goes by site, and in it by number."""
    ranked, ranks = ranked_severities(filters) if "severity" in sort else ("", {})
    first, _, way = _SORTS[sort].format(ranks=ranked).rpartition("c.id")
    return f"{first}c.site, c.id{way}", ranks


def ranked_severities(filters: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    """The place of a complaint's severity among those of the filter `severities`, the gravest first, and its values."""
    names: tuple[str, ...] = filters.get("severities", ())  # type: ignore[assignment]
    ranks: dict[str, object] = {f"severity{i}": name for i, name in enumerate(names)}
    if not ranks:
        return "1", {}
    cases = " ".join(f"WHEN :severity{i} THEN {i}" for i in range(len(names)))
    return f"CASE c.severity {cases} ELSE {len(names)} END", ranks


def _best(filters: Mapping[str, object]) -> dict[str, object]:
    """The values by which the best hits come first: of the words as they were said."""
    searches: tuple[tuple[str, ...], ...] = filters["words"]  # type: ignore[assignment]
    said = _escaped(" ".join(searches[0]))
    parts = "%".join(_escaped(word) for word in searches[0])
    return {"line": "\n", "whole": f"%\n{said}\n%", "tail": f"%{said}", "part": f"%{parts}%"}


_ALL = "complaint c"
_HIT = (  # which complaint of which site a number of the index is
    "h.nth = f.doc / :docs AND t.site = h.site AND t.id = f.doc - h.nth * :docs AND c.site = t.site AND c.id = t.id"
)


def _source(db: Connection, filters: Mapping[str, object]) -> tuple[str, str, dict[str, object]]:
    """The tables to read and the conditions; with `words` the search index leads to the complaints."""
    searches: tuple[tuple[str, ...], ...] = filters.get("words", ())  # type: ignore[assignment]
    where, values = conditions({name: value for name, value in filters.items() if name != "words"})
    if not searches:
        return _ALL, where, values
    found, asked = db.containing(searches)
    said = " OR ".join(_said(words, f"word{i}_", values) for i, words in enumerate(searches))
    if filters["site"] == EVERY:
        source = f"{found} f CROSS JOIN site h CROSS JOIN search_text t CROSS JOIN complaint c"
        return source, f"{_HIT} AND ({said}) AND {where}", {**values, **asked, "docs": DOCS}
    row = db.row("SELECT nth FROM site WHERE site = :site", site=values["site"])
    first = (row["nth"] if row else 0) * DOCS
    source = f"{found} f CROSS JOIN search_text t CROSS JOIN complaint c"
    joined = "t.site = :site AND t.id = f.doc - :first AND c.id = t.id AND f.doc BETWEEN :first AND :last"
    return source, f"{joined} AND ({said}) AND {where}", {**values, **asked, "first": first, "last": first + DOCS - 1}


def _said(words: Iterable[str], name: str, values: dict[str, object]) -> str:
    """The condition that all the words are in a search text; their values are added under names of their own."""
    own = {f"{name}{i}": f"%{_escaped(word)}%" for i, word in enumerate(words)}
    values.update(own)
    return "(" + " AND ".join(f"t.text LIKE :{key} ESCAPE '\\'" for key in own) + ")"


def at_hand(db: Connection, site: str, marks: tuple[str, ...]) -> list[Row]:
    """The list rows of complaints with something left to do that have one of the marks; all for none."""
    named = {f"mark{i}": mark for i, mark in enumerate(marks)}
    near = f" AND mark IN ({', '.join(':' + name for name in named)}) AND at_hand = 1"
    source = "SELECT id FROM reach WHERE site = :site" + near if marks else _ANYWHERE
    rows = db.rows(f"SELECT c.* FROM complaint c WHERE c.site = :site AND c.id IN ({source})", site=site, **named)
    return sorted(rows, key=lambda row: int(row["id"]))


_ANYWHERE = (
    f"SELECT id FROM complaint WHERE site = :site AND state IN ({', '.join(map(repr, OPEN_STATES))}) "
    "UNION SELECT id FROM milestone WHERE site = :site AND met_at IS NULL AND ended_at IS NULL"
)


def _names(states: tuple[str, ...]) -> str:
    return ", ".join(repr(name) for name in states)


OF_CUSTOMER = {
    by: f"SELECT * FROM complaint WHERE site = :site AND {by} = :key AND {by} <> ''"
    for by in ("phone", "card", "email")
}
COMPLAINT = "SELECT * FROM complaint WHERE site = :site AND id = :id"


def of_customer(db: Connection, site: str, column: str, key: str) -> list[Row]:
    """The list rows of a customer, latest received first; `column` is phone, card or email in its comparable form."""
    rows = db.rows(OF_CUSTOMER[column], site=site, key=key)
    return sorted(rows, key=lambda row: (row["received_at"], row["id"]), reverse=True)


def count(db: Connection, filters: Mapping[str, object], most: int | None = None) -> int:
    """How many complaints pass the filters; counted up to `most`."""
    source, where, values = _source(db, filters)
    top = "" if most is None else " LIMIT :most"
    row = db.row(f"SELECT count(*) AS n FROM (SELECT 1 FROM {source} WHERE {where}{top}) q", **values, most=most)
    return int(row["n"]) if row else 0


def complaint_of(db: Connection, site: str, id: int) -> Row | None:
    """One list row."""
    return db.row(COMPLAINT, site=site, id=id)


def numbers_like(db: Connection, site: str, number: str) -> list[Row]:
    """The list rows whose number is exactly that."""
    return db.rows("SELECT id, number FROM complaint WHERE site = :site AND number = :number", site=site, number=number)
