"""A desk's database behind the program's back, on either engine: read, changed, or held so that nobody can write."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from conftest import Desk, raw_database
from databases import DATABASES

_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


class Served:
    """A database on a server, spoken to as a file is: `?` and `:name` stand for values."""

    def __init__(self, db: Any) -> None:
        self._db = db

    def execute(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> Any:
        """A cursor that has been asked."""
        cursor = self._db.cursor()
        asked = re.sub(r":(\w+)", r"%(\1)s", sql) if isinstance(values, dict) else sql.replace("?", "%s")
        cursor.execute(asked, values or None)
        return cursor


@contextmanager
def behind(desk: Desk) -> Iterator[Any]:
    """The database as somebody opens it who has the file, or the administrator's password; kept at the end."""
    if not desk.databases:
        with closing(raw_database(desk.home / "tsk.db")) as db:
            yield db
            db.commit()
        return
    import psycopg2

    with closing(psycopg2.connect(desk.databases.url(desk.home))) as db:
        yield Served(db)
        db.commit()


@contextmanager
def unguarded(desk: Desk) -> Iterator[Any]:
    """The same with no trigger and no foreign key in the way; the triggers are there again afterwards."""
    with behind(desk) as db:
        if desk.databases:
            db.execute("SET session_replication_role = replica")
            yield db
            return
        guards = db.execute(_TRIGGERS).fetchall()
        for name, _ in guards:
            db.execute(f"DROP TRIGGER {name}")
        yield db
        for _, sql in guards:
            db.execute(sql)


def asked(desk: Desk, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """The rows that answer a question."""
    with behind(desk) as db:
        return [tuple(row) for row in db.execute(sql, values)]


def changed(desk: Desk, *statements: str) -> None:
    """Carries out statements that no guard forbids."""
    with behind(desk) as db:
        for statement in statements:
            db.execute(statement)


def drop_guard(desk: Desk, name: str) -> None:
    """Takes a trigger away that keeps history from being changed."""
    table = f" ON {name.partition('_')[0]}" if desk.databases else ""
    changed(desk, f"DROP TRIGGER {name}{table}")


def columns(desk: Desk, table: str) -> list[str]:
    """The names of a table's columns."""
    with behind(desk) as db:
        return [column[0] for column in db.execute(f"SELECT * FROM {table} LIMIT 0").description]


def served(home: Path) -> bool:
    """Whether the home's database is one of those on the server that this run was given."""
    return DATABASES is not None and DATABASES.has(home)


def contents(home: Path) -> bytes:
    """Every row of every table of a home's database on the server, as text."""
    desk = Desk(home)
    tables = asked(desk, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return b"\n".join(
        str(row[0]).encode() for (table,) in tables for row in asked(desk, f"SELECT t::text FROM {table} t")
    )


@contextmanager
def held(desk: Desk, seconds: float = 0.8) -> Iterator[None]:
    """Nobody can write until the block and so many seconds more are over, so that all decide before anybody has."""
    with behind(desk) as db:
        if desk.databases:
            db.execute("SELECT n FROM site FOR UPDATE")
        else:
            db.isolation_level = None
            db.execute("BEGIN IMMEDIATE")
        yield
        time.sleep(seconds)
