"""A database made ready for a desk, or brought up to date: run by an administrator, or written down for one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from urllib.parse import urlsplit, urlunsplit

from msgspec import Struct

from tsk.db.migrations import LEDGER, MIGRATIONS, applied, apply_missing, missing, statements
from tsk.db.server import access
from tsk.db.server.access import OWNER, Told, literal
from tsk.db.server.address import address
from tsk.db.server.connection import PostgresConnection, open_postgres
from tsk.db.server.schema import EXTRAS, declared, made_again
from tsk.errors import StoreError, UsageError

OLDEST = 15  # the first version in which a view shows what its reader may see, not its owner
_MAINTENANCE = "postgres"  # the database that every server has
_VIEW = re.compile(r"CREATE VIEW (\w+)")
_SITE = re.compile(r"\bsite TEXT")
_TABLE = re.compile(r"CREATE TABLE (\w+) ?\(([^;]*)")


class Made(Struct, frozen=True):
    """What was done: whether the database was made, and which migrations were applied to it."""

    server: str
    database: str
    is_new: bool
    applied: tuple[str, ...]


def make_ready(url: str, now: str, reviews: Iterable[str]) -> Made:
    """Makes the database where it is missing, and everything in it; what is there is brought up to date.

    All of it stands or none, beside the empty database itself; two administrators at once do it one after the other.
    Raises StoreError for a server that is too old or knows no characters.
    """
    at = address(url)
    if not at.database:
        raise UsageError(
            "Which database? Its name is missing in {server}.",
            "Write it so: postgresql://ADMIN@HOST:5432/tsk.",
            server=at.name,
        )
    is_new = _make_database(url, at.database)
    with closing(open_postgres(url)) as db:
        _check(db)
        with db.transaction():
            db.run("SET LOCAL statement_timeout = 0")
            _tell(db, access.roles())
            _take_over(db)
            _tell(db, (*access.settings(at.database), *access.schema()))
            db.run(f"SET LOCAL ROLE {OWNER}")
            fresh = apply_missing(db, now)
            for statement in made_again(db.missing_guards()):
                db.run(statement)
            _tell(db, access.grants(_sited(db), _views(db), reviews))
    return Made(at.name, at.database, is_new, fresh)


def _make_database(url: str, name: str) -> bool:
    """Whether the database was missing and has been made."""
    with closing(open_postgres(_elsewhere(url))) as db:
        if db.row("SELECT 1 AS found FROM pg_database WHERE datname = :name", name=name):
            return False
        _check_version(db)
        db.run(
            "SELECT pg_advisory_lock(7239012)"
        )  # until the connection is closed; two administrators at once make one
        if db.row("SELECT 1 AS found FROM pg_database WHERE datname = :name", name=name):
            return False
        _tell(db, access.roles())
        db.run(access.database(name).sql)
        return True


def _elsewhere(url: str) -> str:
    """The same server's own database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{_MAINTENANCE}"))


def _tell(db: PostgresConnection, told: Iterable[Told]) -> None:
    for one in told:
        db.run(one.sql)


def _sited(db: PostgresConnection) -> list[str]:
    """The tables whose rows belong to a site."""
    rows = db.rows(
        "SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
        "WHERE c.relnamespace = CAST('public' AS regnamespace) AND c.relkind IN ('r', 'p') AND NOT c.relispartition "
        "AND a.attname = 'site' AND NOT a.attisdropped ORDER BY c.relname"
    )
    return [row["name"] for row in rows]


def _views(db: PostgresConnection) -> list[str]:
    rows = db.rows(
        "SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = CAST('public' AS regnamespace) "
        "AND c.relkind = 'v' ORDER BY c.relname"
    )
    return [row["name"] for row in rows]


def _take_over(db: PostgresConnection) -> None:
    """Gives the owner what was made before without it: a desk that somebody had in a database of their own."""
    if not db.has_table("schema_migration"):
        return
    for row in db.rows(
        "SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END AS kind, c.relname AS name FROM pg_class c "
        "WHERE c.relnamespace = CAST('public' AS regnamespace) AND c.relkind IN ('r', 'p', 'v') "
        "AND c.relowner <> CAST(:owner AS regrole) UNION ALL "
        "SELECT 'FUNCTION', p.proname FROM pg_proc p WHERE p.pronamespace = CAST('public' AS regnamespace) "
        "AND p.proname LIKE 'tsk!_%' ESCAPE '!' AND p.proowner <> CAST(:owner AS regrole)",
        owner=OWNER,
    ):
        db.run(f"ALTER {row['kind']} public.{access.quoted(row['name'])} OWNER TO {OWNER}")


def check_ready(db: PostgresConnection) -> None:
    """Raises StoreError for a database that has not been made ready, or only by an earlier version."""
    if applied(db) is None or missing(db) or not _has_roles(db):
        raise StoreError(
            "{server} is not ready for logins.", "Make it ready: `tsk server init` with the same --db.", server=db.name
        )


def _has_roles(db: PostgresConnection) -> bool:
    return db.row("SELECT 1 AS found FROM pg_roles WHERE rolname = :name", name=access.OFFICE) is not None


# ── what the server must be ────────────────────────────────────────────────────────────────────────


def _check(db: PostgresConnection) -> None:
    _check_version(db)
    found = db.tuples(
        "SELECT pg_encoding_to_char(encoding), datctype FROM pg_database WHERE datname = current_database()"
    )
    encoding, characters = found[0]
    if encoding != "UTF8":
        raise StoreError(
            "The texts of {server} are written in {encoding}, not in UTF8.",
            "Name another database: `tsk server init` makes it in UTF8.",
            server=db.name,
            encoding=encoding,
        )
    if characters in ("C", "POSIX"):
        raise StoreError(
            "{server} takes Chinese characters for no letters (character type {characters}).",
            "Name another database: `tsk server init` makes it with C.UTF-8.",
            server=db.name,
            characters=characters,
        )


def _check_version(db: PostgresConnection) -> None:
    """Raises StoreError, naming both versions, for a server that is too old."""
    number, version = db.tuples("SELECT current_setting('server_version_num'), current_setting('server_version')")[0]
    if int(number) < OLDEST * 10000:
        raise StoreError(
            "{server} is PostgreSQL {version}; tsk needs {oldest} or later.",
            "Bring the server up to date.",
            server=db.name,
            version=version.split()[0],
            oldest=OLDEST,
        )


# ── the same, written down ─────────────────────────────────────────────────────────────────────────


def script(url: str, now: str, reviews: Iterable[str]) -> Iterator[str]:
    """Every line of what makes a new database ready, for psql: each statement behind what it is for."""
    name = address(url).database or "tsk"
    yield "-- For psql, connected to the database postgres as an administrator. It ends at the first mistake."
    yield "\\set ON_ERROR_STOP on"
    yield from _written(access.roles())
    yield from _written([access.database(name)])
    yield f"\\connect {access.quoted(name)}"
    yield "BEGIN;"
    yield from _written((*access.settings(name), *access.schema()))
    yield from _written([Told("What follows is made by the owner, and belongs to it.", f"SET LOCAL ROLE {OWNER}")])
    yield from _written([Told("Which migrations the database has.", declared(LEDGER))])
    made: list[str] = []
    views: list[str] = []
    for migration in MIGRATIONS:
        sql = statements(declared, EXTRAS, migration)
        made += [found.group(1) for found in map(_TABLE.match, sql) if found and _SITE.search(found.group(2))]
        views += [found.group(1) for found in map(_VIEW.match, sql) if found]
        noted = f"INSERT INTO schema_migration (name, applied_at) VALUES ({literal(migration.name)}, {literal(now)})"
        yield f"\n-- Migration {migration.name}."
        yield from (f"{one};" for one in (*sql, noted))
    yield from _written(access.grants(made, views, reviews))
    yield "COMMIT;"


def _written(told: Iterable[Told]) -> Iterator[str]:
    for one in told:
        yield f"\n-- {one.why}\n{one.sql};"
