"""The outbox in the database: each change of state is one statement that only one of two runs can carry out."""

from __future__ import annotations

from tsk.db.engine import Connection, Row


def queue(db: Connection, site: str, row: dict[str, object]) -> bool:
    """Writes a message; False where one stands under its key already."""
    return bool(
        db.run(
            "INSERT INTO outbox "
            "(site, id, key, receiver, address, kind, day, subject, text, state, attempts, error, at) "
            "SELECT :site, coalesce(max(id), 0) + 1, :key, :receiver, :address, :kind, :day, :subject, :text, "
            "'queued', 0, '', :at FROM outbox WHERE site = :site HAVING NOT EXISTS "
            "(SELECT 1 FROM outbox WHERE site = :site AND key = :key)",
            site=site,
            **row,
        )
    )


def has_key(db: Connection, site: str, key: str) -> bool:
    """Whether a message stands under that key."""
    return db.row("SELECT 1 AS yes FROM outbox WHERE site = :site AND key = :key", site=site, key=key) is not None


def message(db: Connection, site: str, id: int) -> Row | None:
    """One message, or None."""
    return db.row("SELECT * FROM outbox WHERE site = :site AND id = :id", site=site, id=id)


def unsent(db: Connection, site: str) -> list[Row]:
    """The messages that are neither sent nor dropped, oldest first."""
    return db.rows(
        "SELECT * FROM outbox WHERE site = :site AND state NOT IN ('sent', 'dropped') ORDER BY id", site=site
    )


def latest(db: Connection, site: str, limit: int | None) -> list[Row]:
    """All messages, latest first."""
    top = "" if limit is None else " LIMIT :limit"
    return db.rows(f"SELECT * FROM outbox WHERE site = :site ORDER BY id DESC{top}", site=site, limit=limit)


def move(
    db: Connection, site: str, id: int, seen: tuple[str, int], to: tuple[str, int], address: str, error: str, at: str
) -> bool:
    """Changes state and attempts from what was seen; False where somebody else was faster."""
    return bool(
        db.run(
            "UPDATE outbox "
            "SET state = :to_state, attempts = :to_attempts, address = :address, error = :error, at = :at "
            "WHERE site = :site AND id = :id AND state = :state AND attempts = :attempts",
            site=site,
            id=id,
            state=seen[0],
            attempts=seen[1],
            to_state=to[0],
            to_attempts=to[1],
            address=address,
            error=error,
            at=at,
        )
    )
