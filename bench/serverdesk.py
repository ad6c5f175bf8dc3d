"""A database server with the same desk as a file: started for the bench, filled by COPY from the file, kept or not.

The server runs with fsync, as one does that people work with; what is written meanwhile is on the disk.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import postgres
import psycopg2

from tsk.db.pairs import pairs

SETTINGS = (
    *("-c", "fsync=on", "-c", "full_page_writes=on", "-c", "shared_buffers=1GB", "-c", "max_wal_size=2GB"),
    *("-c", "maintenance_work_mem=512MB", "-c", "checkpoint_timeout=15min"),
)
LOGIN = "bench_clerk"
_NOT_COPIED = ("schema_migration", "secret")
_DOCS = 2**40


@contextmanager
def running(folder: Path) -> Iterator[postgres.Server]:
    """The server whose data lie in that folder, made where there is none; stopped in good order afterwards."""
    password = folder / "password"
    is_new = not (folder / "data" / "PG_VERSION").exists()
    folder.mkdir(exist_ok=True, mode=0o700)
    said = os.urandom(12).hex() if is_new else password.read_text("ascii")
    programs = postgres.installed()
    if programs is None:
        sys.exit("PostgreSQL is not installed.")
    server = postgres.Server(programs, folder, postgres._free_port(), said)
    if is_new:
        _initialise(server)
    server.start(*SETTINGS)
    try:
        yield server
    finally:
        server.stop("fast")


def _initialise(server: postgres.Server) -> None:
    """Makes the server's folder; passwords are asked for as a server of today does."""
    password = server.folder / "password"
    password.write_text(server.password, "ascii")
    if os.geteuid() == 0:
        owner = postgres._owner()
        for path in (server.folder, password):
            os.chown(path, owner.pw_uid, owner.pw_gid)
    words = ("-U", "tsk", "--auth=scram-sha-256", f"--pwfile={password}", "--locale=C.UTF-8", "-E", "UTF8")
    postgres._run(server.folder, server.programs / "initdb", "-D", server.folder / "data", *words)


def asked(url: str, *statements: str) -> list[tuple[Any, ...]]:
    """What the administrator is answered to the last of the statements, each on its own."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for one in statements:
                cursor.execute(one)
            return list(cursor.fetchall()) if cursor.description else []


def tsk(url: str, *words: str, said: str = "") -> None:
    """One command of the administrator."""
    command = (sys.executable, "-m", "tsk", "--db", url, *words)
    done = subprocess.run(command, input=said, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"tsk {' '.join(words)}: {done.stderr}")


def let_in(server: postgres.Server, database: str, sites: list[str]) -> str:
    """The address for a clerk of those sites: a login under row-level security, neither superuser nor owner."""
    url = server.url(database)
    named = [word for site in sites for word in ("--site", site)]
    tsk(url, "server", "login", LOGIN, *named, "--password-stdin", said=f"{server.password}\n")
    return server.url(database, LOGIN, server.password)


def has(server: postgres.Server, database: str) -> bool:
    """Whether the server has the whole desk of that name already."""
    return bool(asked(server.url(), f"SELECT 1 FROM pg_database WHERE datname = '{database}'"))


def filled(server: postgres.Server, database: str, file: Path) -> None:
    """Makes the database and gives it all that is in the file; it gets its name when it is whole."""
    draft = f"{database}_draft"
    asked(server.url(), f"DROP DATABASE IF EXISTS {draft}")
    tsk(server.url(draft), "server", "init")
    with closing(psycopg2.connect(server.url(draft))) as target, closing(sqlite3.connect(file)) as source:
        target.autocommit = True
        with target.cursor() as cursor:
            _copy_all(cursor, source)
    asked(server.url(), f"ALTER DATABASE {draft} RENAME TO {database}")


def _copy_all(cursor: Any, source: sqlite3.Connection) -> None:
    """Copies table by table without indexes, foreign keys and triggers, and makes the indexes afterwards."""
    cursor.execute("SET session_replication_role = replica; SET synchronous_commit = off")
    cursor.execute(
        "SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.schemaname = 'public' "
        "AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)"
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    for table, columns in _tables(source).items():
        listed = ", ".join(columns)
        _copy(cursor, f"{table} ({listed})", source.execute(f"SELECT {listed} FROM {table}"))
    _copy(cursor, "search_pairs (doc, site, pairs)", _index_rows(source))
    for _, statement in indexes:
        cursor.execute(statement)
    cursor.execute("VACUUM ANALYZE")
    cursor.execute("CHECKPOINT")


def _tables(source: sqlite3.Connection) -> dict[str, list[str]]:
    """The columns of each table that is copied, parents first."""
    names = [
        row[0]
        for row in source.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_pairs%' "
            "AND name NOT LIKE 'sqlite_%'"
        )
    ]
    return {
        name: [row[1] for row in source.execute(f"PRAGMA table_info({name})")]
        for name in names
        if name not in _NOT_COPIED
    }


def _index_rows(source: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """The rows of the search index: the pairs of characters of each text."""
    rows = source.execute(
        "SELECT s.nth, t.id, t.site, t.text FROM search_text t JOIN site s ON s.site = t.site ORDER BY s.nth, t.id"
    )
    for nth, id, site, text in rows:
        words = " ".join(f"'{pair}'" for pair in sorted(set(pairs(text))))
        yield nth * _DOCS + id, site, words


def _copy(cursor: Any, into: str, rows: Iterable[tuple[Any, ...]]) -> None:
    cursor.copy_expert(f"COPY {into} FROM STDIN", _Lines(rows), 1 << 20)


class _Lines:
    """Rows as the file that COPY reads."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._lines = ("\t".join(map(_field, row)) + "\n" for row in rows)
        self._left = b""

    def read(self, size: int) -> bytes:
        parts, length = [self._left], len(self._left)
        while length < size:
            line = next(self._lines, None)
            if line is None:
                break
            parts.append(line.encode())
            length += len(parts[-1])
        whole = b"".join(parts)
        self._left = whole[size:]
        return whole[:size]


_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _field(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    return value.translate(_ESCAPED) if isinstance(value, str) else str(value)
