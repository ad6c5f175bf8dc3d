"""What a database server and a login on it say of themselves: whether a desk may rely on them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct

from tsk.db.migrations import applied
from tsk.db.server.connection import PostgresConnection

# Every table that holds something of one site.
_OF_SITES = """SELECT c.oid, c.relname AS name, c.relowner, c.relrowsecurity AS guarded FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'site' AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace"""
_FACTS = """SELECT session_user AS login, current_setting('server_version') AS version,
    current_setting('server_version_num') AS number, d.datname AS database, pg_encoding_to_char(d.encoding) AS encoding,
    d.datctype AS ctype, r.rolsuper AS is_superuser, r.rolbypassrls AS passes_guards, pg_is_in_recovery() AS is_standby,
    current_setting('default_transaction_read_only') = 'on' AS reads_only, clock_timestamp() AS clock,
    pg_database_size(d.oid) AS size, has_schema_privilege('public', 'CREATE') AS may_create
    FROM pg_database d, pg_roles r WHERE d.datname = current_database() AND r.rolname = session_user"""
_TIMEOUTS = """SELECT name, CAST(setting AS bigint) AS milliseconds FROM pg_settings
    WHERE name IN ('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout')"""
_RIGHTS = """SELECT p AS name FROM unnest(CAST(:rights AS text[])) AS p
    WHERE has_table_privilege('event', p) ORDER BY p"""
_TO_CHANGE = ("UPDATE", "DELETE", "TRUNCATE", "TRIGGER")


class Facts(Struct, frozen=True):
    """What the server says of itself, of the database, of this login, and of the way there.

    `owns`, `unguarded` and the rights are of tables, and tell nothing where there are none of ours. Sizes are in bytes.
    """

    login: str
    version: str
    number: int
    database: str
    encoding: str
    ctype: str
    is_superuser: bool
    passes_guards: bool
    is_standby: bool
    reads_only: bool
    clock: datetime
    size: int
    may_create: bool
    owns: bool
    unguarded: tuple[str, ...]
    may_change: tuple[str, ...]
    may_write: bool
    missing_guards: tuple[str, ...]
    timeouts: dict[str, int]
    schema: str
    tls: str
    is_checked: bool
    is_local: bool


def facts(db: PostgresConnection) -> Facts:
    """Everything at once; nothing is written."""
    row = dict(db.rows(_FACTS)[0])
    schema = applied(db)
    tables = db.rows(f"SELECT name, guarded, pg_has_role(relowner, 'USAGE') AS own FROM ({_OF_SITES}) t ORDER BY name")
    tls, is_checked = db.line
    return Facts(
        **{**row, "number": int(row["number"])},
        owns=any(one["own"] for one in tables),
        unguarded=tuple(one["name"] for one in tables if not one["guarded"]),
        may_change=_rights(db, _TO_CHANGE) if schema else (),
        may_write=not schema or bool(_rights(db, ("INSERT",))),
        missing_guards=db.missing_guards() if schema else (),
        timeouts={one["name"]: one["milliseconds"] for one in db.rows(_TIMEOUTS)},
        schema=schema[-1] if schema else "",
        tls=tls,
        is_checked=is_checked,
        is_local=db.at.is_local,
    )


def _rights(db: PostgresConnection, rights: Iterable[str]) -> tuple[str, ...]:
    found: list[Any] = db.rows(_RIGHTS, rights=list(rights))
    return tuple(one["name"] for one in found)
