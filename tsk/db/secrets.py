"""Keys that lie inside an encrypted database, so that its own key can change without rewriting what they open."""

from __future__ import annotations

from tsk.db.engine import Connection

PAPERS = "papers"


def secret(db: Connection, name: str) -> str | None:
    """The secret of that name; None where the database keeps none."""
    row = db.row("SELECT value FROM secret WHERE name = :name", name=name)
    return None if row is None else str(row["value"])


def keep_secret(db: Connection, name: str, value: str) -> None:
    """Keeps a secret for good; one that is there already stays."""
    db.write("INSERT INTO secret (name, value) VALUES (:name, :value) ON CONFLICT DO NOTHING", name=name, value=value)
