"""Files as earlier versions of the program left them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from conftest import ENCRYPTED, Desk

from tsk.db.migrations import MIGRATIONS, migrate
from tsk.db.sqlite import open_sqlite


def older(desk: Desk) -> None:
    """The file as the first schema had it: its tables, and of their rows what they could hold."""
    if ENCRYPTED:
        pytest.skip("no encrypted file is as old as the first schema")
    (file,) = desk.home.glob("*.db")
    first = desk.home / "first.db"
    with closing(open_sqlite(first, create=True)) as made:
        migrate(made, "2026-10-09T00:00:00Z", MIGRATIONS[:1])
    with closing(sqlite3.connect(first)) as db, db:
        db.execute("ATTACH ? AS grown", (str(file),))
        for (table,) in db.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
            columns = ", ".join(row[1] for row in db.execute(f"PRAGMA main.table_info({table})"))
            if table != "schema_migration":
                db.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM grown.{table}")
    for part in desk.home.glob(f"{file.name}*"):
        part.unlink()
    first.rename(file)
