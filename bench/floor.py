"""The least that a program with Typer, Rich and SQLite can cost on two of the desk's jobs.

It answers `overdue` from the same database file with the same rows and columns as `tsk overdue`: tab-separated in a
pipe, a Rich table on a terminal. It knows no policy, so it prints the names as they are stored and lateness by the
clock. Its `record` writes a complaint and one event to a file of its own, in one transaction that survives a power cut.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from datetime import UTC, datetime

import typer

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

HEADINGS = ("Number", "Milestone", "Due", "Late by", "Department", "Handler", "Summary", "Since", "Chased", "Round")
LATE = """
    SELECT c.number, m.name, m.due, c.department, c.handler, c.summary, m.start_at, c.chases, m.round
    FROM milestone m JOIN complaint c ON c.site = m.site AND c.id = m.id
    WHERE m.site = 'main' AND m.met_at IS NULL AND m.ended_at IS NULL AND m.due < ?
    ORDER BY m.due, m.id, m.name LIMIT ?
"""
TABLES = """
    CREATE TABLE IF NOT EXISTS complaint (
        id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, summary TEXT NOT NULL, channel TEXT NOT NULL,
        received_at TEXT NOT NULL, due TEXT NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS complaint_due ON complaint (due);
    CREATE TABLE IF NOT EXISTS event (
        id INTEGER PRIMARY KEY, complaint INTEGER NOT NULL REFERENCES complaint (id), at TEXT NOT NULL,
        type TEXT NOT NULL) STRICT;
    PRAGMA journal_mode = WAL;
"""


def database(name: str) -> sqlite3.Connection:
    """The open file that an environment variable names."""
    db = sqlite3.connect(os.environ[name], timeout=20, isolation_level=None)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = FULL")
    return db


def iso(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


@app.command()
def init() -> None:
    """Make the file that `record` writes to."""
    database("FLOOR_DB").executescript(TABLES)


@app.command()
def overdue(limit: int = 50) -> None:
    """Show what is overdue, longest first."""
    now = datetime.now(UTC)
    found = database("FLOOR_DESK").execute(LATE, (iso(now), limit))
    rows = [row(now, *values) for values in found]
    if sys.stdout.isatty():
        show_table(rows)
    else:
        sys.stdout.write("".join("\t".join(one) + "\n" for one in rows))


def row(now: datetime, number: str, name: str, due: str, *rest: str | int) -> list[str]:
    at, (*names, start, chases, round) = datetime.fromisoformat(due), rest
    late, since = now - at, datetime.fromisoformat(str(start))
    lateness = f"{late.days} d {late.seconds // 3600} h"
    return [
        number,
        name,
        f"{at:%m-%d %H:%M}",
        lateness,
        *map(str, names),
        f"{since:%m-%d %H:%M}",
        str(chases),
        str(round),
    ]


def show_table(rows: list[list[str]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(*HEADINGS, box=box.SIMPLE_HEAD, pad_edge=False)
    for one in rows:
        table.add_row(*one)
    Console(highlight=False).print(table)


@app.command()
def record(summary: str, channel: str = "hotline", due: str = "2027-01-04T10:00:00Z") -> None:
    """Register a complaint."""
    now = datetime.now(UTC)
    db = database("FLOOR_DB")
    db.execute("BEGIN IMMEDIATE")
    id = db.execute("SELECT coalesce(max(id), 0) + 1 FROM complaint").fetchone()[0]
    number = f"{now:%Y%m%d}-{id:04d}"
    db.execute("INSERT INTO complaint VALUES (?, ?, ?, ?, ?, ?)", (id, number, summary, channel, iso(now), due))
    db.execute("INSERT INTO event (complaint, at, type) VALUES (?, ?, 'registered')", (id, iso(now)))
    db.execute("COMMIT")
    print(f"{number}  due {due}")


if __name__ == "__main__":
    app()
