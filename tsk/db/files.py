"""Case files in the database: their events and personal text, and the rows derived from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from tsk.custody import Stay
from tsk.db.engine import Connection, Row
from tsk.db.sites import DOCS
from tsk.errors import StoreError
from tsk.model import Case, DueChange, Event, Milestone, Penalty, Trace, iso
from tsk.sight import is_at_hand

_EVENT = ("site", "n", "kind", "id", "seq", "key", "at", "recorded_at", "actor", "type", "body", "hash")
_PRIVATE = ("site", "n", "field", "salt", "value")
_MILESTONE = (
    "site",
    "id",
    "name",
    "round",
    "part",
    "department",
    "start_at",
    "due",
    "promised",
    "provisional",
    "met_at",
    "ended_at",
)
_STAY = ("site", "id", "department", "handler", "part", "wait", "since", "until", "working", "booked_by")
_PENALTY = (
    *("site", "id", "nth", "rule", "outlet", "person", "day", "proven", "amount", "liability", "referred", "state"),
)
MANY = {  # of which a case has several: columns and key
    "milestone": (_MILESTONE, ("site", "id", "name", "round", "part")),
    "penalty": (_PENALTY, ("site", "id", "nth")),
    "trace": (("site", "id", "seq", "kind", "at", "who", "what", "seconds", "claimed"), ("site", "id", "seq", "kind")),
    "reach": (("site", "id", "mark", "at_hand"), ("site", "mark", "at_hand", "id")),
    "stay": (_STAY, ("site", "id", "part", "department", "handler", "since")),
}
EVENTS = "SELECT * FROM event WHERE site = :site AND kind = :kind AND id = :id ORDER BY seq"
TEXTS = (
    "SELECT p.* FROM event e CROSS JOIN private p "  # the file's few events first, then their texts
    "WHERE e.site = :site AND e.kind = :kind AND e.id = :id AND p.site = e.site AND p.n = e.n"
)
EVENT_OF_KEY = "SELECT n, kind, id FROM event WHERE site = :site AND key = :key"
STAYS = "SELECT * FROM stay WHERE site = :site AND id = :id"
SEARCH_TEXT = "SELECT text FROM search_text WHERE site = :site AND id = :id"
_DERIVED = ("milestone", "stay", "penalty", "reach", "trace", "fact", "search_text", "complaint")  # children first
TABLES = ("event", "private", *reversed(_DERIVED))  # of one complaint, in the order in which they can be written


def insert(table: str, columns: Iterable[str]) -> str:
    """The statement that adds a row of those columns."""
    names = tuple(columns)
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(':' + name for name in names)})"


def _upsert(table: str, columns: Iterable[str], keys: tuple[str, ...]) -> str:
    names = tuple(columns)
    changes = ", ".join(f"{name} = excluded.{name}" for name in names if name not in keys)
    done = f"UPDATE SET {changes}" if changes else "NOTHING"
    return f"{insert(table, names)} ON CONFLICT ({', '.join(keys)}) DO {done}"


# ── events ─────────────────────────────────────────────────────────────────────────────────────────


def event_rows(db: Connection, site: str, kind: str, id: int) -> list[Row]:
    """The stored events of one file, oldest first."""
    return db.rows(EVENTS, site=site, kind=kind, id=id)


def private_rows(db: Connection, site: str, kind: str, id: int) -> list[Row]:
    """The personal texts of one file's events."""
    return db.rows(TEXTS, site=site, kind=kind, id=id)


def event_of_key(db: Connection, site: str, key: str) -> Row | None:
    """The event written under that key, or None."""
    return db.row(EVENT_OF_KEY, site=site, key=key)


def events_from(db: Connection, site: str, n: int, most: int) -> list[Row]:
    """The stored events from link `n` of the chain on: kind, id and key."""
    return db.rows(
        "SELECT n, kind, id, key FROM event WHERE site = :site AND n >= :n ORDER BY n LIMIT :most",
        site=site,
        n=n,
        most=most,
    )


def last_file_of(db: Connection, site: str, actor: str) -> int | None:
    """The complaint that somebody took a step on last, or None."""
    row = db.row(
        "SELECT id FROM event WHERE site = :site AND actor = :actor AND kind = 'complaint' ORDER BY n DESC LIMIT 1",
        site=site,
        actor=actor,
    )
    return None if row is None else int(row["id"])


def steps_between(db: Connection, site: str, since: str, until: str) -> list[Row]:
    """The steps claimed on [since, until) on complaints, and every undoing from then on: id, type, key, body."""
    return db.rows(
        "SELECT id, type, key, body FROM event WHERE site = :site AND kind = 'complaint' AND at >= :since "
        "AND (at < :until OR type = 'undone') ORDER BY n",
        site=site,
        since=since,
        until=until,
    )


def write_events(db: Connection, events: Sequence[Mapping[str, object]], texts: Iterable[Mapping[str, object]]) -> None:
    """Appends events and their personal texts."""
    told_by(db, events)
    db.run_many(insert("event", _EVENT), events)
    db.run_many(insert("private", _PRIVATE), texts)


def told_by(db: Connection, events: Sequence[Mapping[str, object]]) -> None:
    """Says by which event the transaction that writes them can be known."""
    for first in events[:1]:
        db.known_by(str(first["site"]), str(first["key"]))


class _Envelope(msgspec.Struct):
    dues: tuple[DueChange, ...] = ()
    private: dict[str, str] = {}


_envelope = msgspec.json.Decoder(_Envelope)
_snapshot = msgspec.json.Decoder(Case)


def write_body(body: Mapping[str, object], commitments: Mapping[str, str], dues: tuple[DueChange, ...]) -> str:
    """The text of an event's body as it is stored and hashed: keys in order, what is empty left out."""
    extra = {"private": commitments} if commitments else {}
    moved = {"dues": dues} if dues else {}
    return msgspec.json.encode({**body, **extra, **moved}, order="deterministic").decode()


def read_event(row: Row, texts: Mapping[str, str]) -> Event:
    """The event of a stored row; a text that was removed comes back as None."""
    body = msgspec.json.decode(row["body"])
    envelope = _envelope.decode(row["body"])
    return Event(
        site=row["site"],
        n=row["n"],
        kind=row["kind"],
        id=row["id"],
        seq=row["seq"],
        key=row["key"],
        at=datetime.fromisoformat(row["at"]),
        recorded_at=datetime.fromisoformat(row["recorded_at"]),
        actor=row["actor"],
        type=row["type"],
        body={name: value for name, value in body.items() if name not in ("dues", "private")},
        private={name: texts.get(name) for name in envelope.private},
        dues=envelope.dues,
        hash=row["hash"],
    )


def read_events(rows: Sequence[Row], texts: Iterable[Row]) -> list[Event]:
    """The events of stored rows, each with its own personal texts."""
    by_event: dict[int, dict[str, str]] = {}
    for text in texts:
        by_event.setdefault(text["n"], {})[text["field"]] = text["value"]
    return [read_event(row, by_event.get(row["n"], {})) for row in rows]


# ── what is derived from events ────────────────────────────────────────────────────────────────────


def complaint_row(case: Case, keys: Mapping[str, str]) -> dict[str, object]:
    """The list row of a case; `keys` are phone, card and e-mail of its customer in their comparable form."""
    names = ("site", "id", "number", "seq", "policy", "state", "round", "category", "severity", "channel")
    more = ("department", "handler", "store", "region", "product", "summary", "incident")
    return {
        **{name: getattr(case, name) for name in (*names, *more)},
        "received_at": iso(case.received_at),
        "customer": case.customer.name,
        **keys,
        "active_at": iso(case.active_at or case.received_at),
        "awaits": case.awaits,
        "chases": case.chases,
        "waiting": _listed(dict.fromkeys(wait.reason for wait in case.waits if wait.open)),
        "snapshot": msgspec.json.encode(case).decode(),
    }


def _listed(names: Iterable[str]) -> str:
    """The names as one text in which each can be found whole."""
    found = tuple(names)
    return "\t".join(("", *found, "")) if found else ""


def trace_row(case: Case, one: Trace) -> dict[str, object]:
    """The row of what a step left behind for a fair look at the figures."""
    plain = {name: getattr(one, name) for name in ("seq", "kind", "who", "seconds", "claimed")}
    return {**plain, "site": case.site, "id": case.id, "at": iso(one.at), "what": one.of}


def reach_row(case: Case, mark: str) -> dict[str, object]:
    """The row that leads whoever has the mark in their view to the case."""
    return {"site": case.site, "id": case.id, "mark": mark, "at_hand": int(is_at_hand(case))}


def milestone_row(case: Case, m: Milestone) -> dict[str, object]:
    """The row of one milestone."""
    return {
        "site": case.site,
        "id": case.id,
        "name": m.name,
        "round": m.round,
        "part": m.of,
        "department": m.of.partition("#")[0],
        "start_at": iso(m.start),
        "due": iso(m.due),
        "promised": m.limit,
        "provisional": int(m.provisional),
        "met_at": iso(m.met_at) if m.met_at else None,
        "ended_at": iso(m.ended_at) if m.ended_at else None,
    }


def stay_row(case: Case, stay: Stay, working: int | None, booked_by: str) -> dict[str, object]:
    """The row of one stretch in which somebody had the case, with the working seconds booked for it."""
    return {
        "site": case.site,
        "id": case.id,
        **{name: getattr(stay, name) for name in ("department", "handler", "part", "wait")},
        "since": iso(stay.since),
        "until": iso(stay.until) if stay.until else None,
        "working": working,
        "booked_by": booked_by,
    }


def penalty_row(case: Case, one: Penalty) -> dict[str, object]:
    """The row of one penalty."""
    plain = {name: getattr(one, name) for name in _PENALTY if name not in ("site", "id", "proven", "referred")}
    return {**plain, "site": case.site, "id": case.id, "proven": int(one.proven), "referred": int(one.referred)}


def stays_of(db: Connection, site: str, id: int) -> list[Row]:
    """The rows of who has had a case."""
    return db.rows(STAYS, site=site, id=id)


def read_stay(row: Row) -> Stay:
    """The stretch of a stored row."""
    since, until = (datetime.fromisoformat(at) if at else None for at in (row["since"], row["until"]))
    assert since
    return Stay(row["department"], row["handler"], row["part"], row["wait"], since, until)


def search_text(db: Connection, site: str, id: int) -> str:
    """The text that a case is found by; "" where there is none yet."""
    row = db.row(SEARCH_TEXT, site=site, id=id)
    return str(row["text"]) if row else ""


def write_derived(
    db: Connection,
    complaint: Mapping[str, object],
    fact: Mapping[str, object],
    text: Mapping[str, object],
    found_by: str,
    nth: int,
) -> None:
    """Writes the list row, the figures and the search text of one case, and what the text is found by.

    `found_by` is the text that it was found by until now, `nth` the place of its site.
    """
    db.write(_upsert("complaint", complaint, ("site", "id")), **complaint)
    db.write(_upsert("fact", fact, ("site", "id")), **fact)
    db.index_text(nth * DOCS + int(str(text["id"])), found_by, str(text["text"]))
    db.write(_upsert("search_text", text, ("site", "id")), **text)


def rewrite(db: Connection, site: str, id: int, rows: Mapping[str, Iterable[Mapping[str, object]]]) -> None:
    """Makes the rows derived for one case those given by table, whatever they were; the index is left as it is."""
    for table in _DERIVED:
        db.write(f"DELETE FROM {table} WHERE site = :site AND id = :id", site=site, id=id)
    for table in reversed(_DERIVED):
        for row in rows[table]:
            db.write(insert(table, row), **row)


def place_in(table: str) -> Callable[[Mapping[str, object]], tuple[Any, ...]]:
    """What identifies a row of a table of which a case has several, and orders them."""
    keys = MANY[table][1]
    return lambda row: tuple(row[name] for name in keys)


def write_changes(db: Connection, table: str, before: Iterable[Row], after: Iterable[Row]) -> None:
    """Makes the rows of one case those `after`, where they were those `before`."""
    columns, keys = MANY[table]
    place = place_in(table)
    old, new = {place(row): row for row in before}, {place(row): row for row in after}
    same = " AND ".join(f"{name} = :{name}" for name in keys)
    gone = [{name: row[name] for name in keys} for at, row in old.items() if at not in new]
    if gone:
        db.run_many(f"DELETE FROM {table} WHERE {same}", gone)
    changed = [row for at, row in new.items() if old.get(at) != row]
    if changed:
        db.run_many(_upsert(table, columns, keys), changed)


def read_snapshot(text: str) -> Case:
    """The case of a stored snapshot; raises StoreError for one that was damaged."""
    try:
        return _snapshot.decode(text)
    except msgspec.MsgspecError as error:
        raise StoreError(
            "A complaint's row is damaged.", "`tsk verify` names it; `tsk restore` brings the last backup back."
        ) from error


def derived_rows(db: Connection, site: str, id: int) -> dict[str, list[Row]]:
    """All rows derived for one case, by table, in a fixed order."""
    order = {table: ", ".join(MANY[table][1]) if table in MANY else "id" for table in _DERIVED}
    return {
        table: db.rows(
            f"SELECT * FROM {table} WHERE site = :site AND id = :id ORDER BY {order[table]}", site=site, id=id
        )
        for table in _DERIVED
    }
