"""Complaints and steps of a period in batches, so that a file of any size is walked through in little memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tsk.db.engine import Connection, Row

_BATCH = 500


def received(db: Connection, site: str, since: str, until: str) -> Iterator[int]:
    """The complaints received on [since, until), in the order in which they came."""
    last = {"received_at": since, "id": 0}
    while rows := db.rows(
        "SELECT id, received_at FROM complaint WHERE site = :site AND received_at >= :since AND received_at < :until "
        "AND (received_at > :since OR id > :last) ORDER BY received_at, id LIMIT :most",
        site=site,
        since=last["received_at"],
        until=until,
        last=last["id"],
        most=_BATCH,
    ):
        yield from (int(row["id"]) for row in rows)
        last = {"received_at": rows[-1]["received_at"], "id": rows[-1]["id"]}


def of_key(db: Connection, site: str, first: str, beyond: str) -> list[Row]:
    """The events whose key lies on [first, beyond), in the order of the chain: place and instant."""
    return db.rows(
        "SELECT n, at FROM event WHERE site = :site AND key >= :first AND key < :beyond ORDER BY n",
        site=site,
        first=first,
        beyond=beyond,
    )


_WORDS = ("department", "handler", "category", "severity", "channel", "store", "region", "product")


def traces(db: Connection, site: str, since: str, until: str, limits: Iterable[tuple[str, str]]) -> Iterator[Row]:
    """What steps left behind on [since, until), oldest first, each with its complaint's number.

    `limits` are words of the complaint with the value that each must have.
    """
    asked = [(name, value) for name, value in limits if name in _WORDS]
    limited = "".join(f" AND c.{name} = :word{i}" for i, (name, _) in enumerate(asked))
    words = {f"word{i}": value for i, (_, value) in enumerate(asked)}
    last: Row = {"at": since, "id": 0, "seq": 0, "kind": ""}
    while rows := db.rows(
        "SELECT t.id, c.number, t.kind, t.at, t.who, t.seq, t.what, t.seconds, t.claimed FROM trace t "
        "JOIN complaint c ON c.site = t.site AND c.id = t.id "
        f"WHERE t.site = :site AND t.at >= :at AND t.at < :until AND t.kind <> 'short'{limited} "
        "AND (t.at, t.id, t.seq, t.kind) > (:at, :id, :seq, :kind) ORDER BY t.at, t.id, t.seq, t.kind LIMIT :most",
        site=site,
        until=until,
        most=_BATCH,
        **words,
        **{name: last[name] for name in ("at", "id", "seq", "kind")},
    ):
        yield from rows
        last = rows[-1]
