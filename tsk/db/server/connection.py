"""PostgreSQL: how it is reached, how a write transaction starts, how its values come back.

Nothing of a session is relied on from one statement to the next, so that it works behind a pooler in transaction mode.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from typing import Any, ClassVar

import psycopg2
from psycopg2 import extensions

from tsk.db.cipher import Key
from tsk.db.engine import Connection, Health, Question, Row
from tsk.db.pairs import faults
from tsk.db.server import search
from tsk.db.server.address import Address, address, no_url
from tsk.db.server.ahead import Answers, apart, together
from tsk.db.server.commits import Mark, stands, unknown
from tsk.db.server.failures import (
    IDLE_SECONDS,
    LOCK_SECONDS,
    STATEMENT_SECONDS,
    BrokenOff,
    check_stands,
    explained,
    is_passing,
    not_written,
    unreachable,
)
from tsk.db.server.parameters import translated
from tsk.db.server.pending import Pending
from tsk.db.server.schema import EXTRAS, GUARDS, declared
from tsk.errors import StoreError

_FETCHED = 2000  # rows that a stream asks for at once
_PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6, 3)  # seconds between two tries to get in
_BEGIN = (
    "BEGIN ISOLATION LEVEL READ COMMITTED; "
    f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'; SET LOCAL statement_timeout = '{STATEMENT_SECONDS}s'; "
    f"SET LOCAL idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'; "  # whoever stops here lets go of the site
    "SET LOCAL synchronous_commit = on; "
)
_LOCK_SITE = "SELECT n FROM site WHERE site = :site FOR UPDATE"
_LOCK_SCHEMA = "SELECT pg_advisory_xact_lock(7239010)"  # one migration at a time; the number is ours alone
_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


def _whole(text: str | None, cursor: object) -> int | None:
    """A numeric as a whole number: sums of BIGINT come as such, and the program stores no fractions."""
    return None if text is None else int(text.partition(".")[0])


def _bytes(text: str | None, cursor: object) -> bytes | None:
    return None if text is None else bytes.fromhex(text[2:])


_CASTS = (
    extensions.new_type((1700,), "WHOLE", _whole),
    extensions.new_type((17,), "BYTES", _bytes),
)


class PostgresConnection:
    """One open connection; every statement outside a transaction stands for itself."""

    encrypted = False
    is_file = False
    extras: ClassVar[Mapping[str, tuple[str, ...]]] = EXTRAS

    def __init__(self, at: Address) -> None:
        self.at = at
        self.name = at.name
        self._touched = 0
        self._kept = 0
        self._only_reads = False
        self._inside = False
        self._pending = Pending()
        self.answers = Answers()
        self._cursors = 0
        self._mark: Mark | None = None  # by what the transaction can be known
        self._db = _connected(at)

    def again(self) -> PostgresConnection:
        """Another connection to the same database, for the same command."""
        other = PostgresConnection(self.at)
        other._kept, other._only_reads = self._kept, self._only_reads
        return other

    @property
    def line(self) -> tuple[str, bool]:
        """How the way to the server is encrypted ("" where it is not), and whether its certificate is checked."""
        info = self._db.info
        protocol = str(info.ssl_attribute("protocol")) if info.ssl_in_use else ""
        return protocol, info.dsn_parameters.get("sslmode", "") in ("verify-ca", "verify-full")

    @property
    def raw(self) -> Any:
        """The driver's own connection."""
        return self._db

    # ── reading and writing ────────────────────────────────────────────────────────────────────────

    def rows(self, sql: str, **values: object) -> list[Row]:
        known = self.answers.given(sql, values)
        if known is not None:
            return known
        with self._run(sql, values) as cursor:
            names = [column.name for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def row(self, sql: str, **values: object) -> Row | None:
        found = self.rows(sql, **values)
        return found[0] if found else None

    def tuples(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        """The rows as plain values; for a few of them."""
        with self._run(sql, values) as cursor:
            return list(cursor.fetchall())

    def stream(self, sql: str, **values: object) -> Iterator[tuple[Any, ...]]:
        """The rows as they come, inside a transaction: a pooler may give each one to another process of the server.

        Where none is open it has one of its own, on a connection of its own, so that others can begin meanwhile.
        """
        if self._inside:
            yield from self._streamed(sql, values)
            return
        with closing(self.again()) as other, other.reading():
            yield from other._streamed(sql, values)

    def _streamed(self, sql: str, values: Mapping[str, object]) -> Iterator[tuple[Any, ...]]:
        """Through a cursor of the server, which ends with the transaction."""
        self._cursors += 1
        name = f"tsk_{self._cursors}"
        self.run(f"DECLARE {name} NO SCROLL CURSOR FOR {sql}", **values)
        while rows := self.tuples(f"FETCH {_FETCHED} FROM {name}"):
            yield from rows

    def ahead(self, *questions: Question) -> None:
        """Asks them all in one message; the answers wait until each is asked for."""
        with self._cursor() as cursor:
            asked = together(self._filled(cursor, translated(sql), values) for sql, values in questions)
            cursor.execute(self._pending.with_all(asked))
            for (sql, values), text in zip(questions, cursor.fetchone(), strict=True):
                self.answers.keep(sql, values, apart(text))

    def run(self, sql: str, **values: object) -> int:
        self.answers.written(sql)
        with self._run(sql, values) as cursor:
            return int(cursor.rowcount)

    def write(self, sql: str, **values: object) -> None:
        """Inside a transaction it is held back until something is asked, or to the end: see `Pending`."""
        self.run_many(sql, (values,))

    def run_many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Held back as `write` is; outside a transaction all in one message."""
        asked = translated(sql)
        self.answers.written(sql)
        with self._cursor() as cursor:
            for some in _batches(rows):
                self._pending.add(b"; ".join(self._filled(cursor, asked, row) for row in some))
                if self._pending.is_full or not self._inside:
                    self._tell()

    def _tell(self) -> None:
        """Sends what is held back."""
        if self._pending.is_empty:
            return
        with self._cursor() as cursor:
            cursor.execute(self._pending.taken())

    @contextmanager
    def _run(self, sql: str, values: Mapping[str, object]) -> Iterator[Any]:
        with self._cursor() as cursor:
            message = self._pending.with_all(self._filled(cursor, translated(sql), values))
            cursor.execute(message)
            yield cursor

    @contextmanager
    def _cursor(self) -> Iterator[Any]:
        try:
            with self._db.cursor() as cursor:
                yield cursor
        except psycopg2.Error as error:
            raise explained(error, self.name, self._kept) from error

    def _filled(self, cursor: Any, sql: str, values: Mapping[str, object]) -> bytes:
        try:
            return bytes(cursor.mogrify(sql, values))
        except ValueError as error:  # a NUL in a text
            raise explained(error, self.name, self._kept) from error

    def has_table(self, name: str) -> bool:
        return self.row("SELECT to_regclass(:name) AS found", name=name) != {"found": None}

    # ── transactions ───────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One view of the database for all that is read inside, whatever others write meanwhile."""
        if self._inside:
            yield
            return
        self._begin(_READ, {})
        try:
            yield
        finally:
            self._roll_back()

    @contextmanager
    def transaction(self, site: str = "") -> Iterator[None]:
        """One write transaction that holds the site from its first line, or the schema where no site is named."""
        if self._only_reads:
            raise StoreError("{server} was opened only to be read.", server=self.name)
        self._begin(_BEGIN + (_LOCK_SITE if site else _LOCK_SCHEMA), {"site": site})
        self._touched = 0
        self._mark = None
        try:
            yield
            self._commit()
        except BaseException:
            self._roll_back()
            raise
        self._kept += self._touched

    def _begin(self, sql: str, values: Mapping[str, object]) -> None:
        """Begins with the first question; whoever asks nothing and writes nothing holds nobody up."""
        with self._cursor() as cursor:
            self._pending.begin(self._filled(cursor, translated(sql), values))
        self._inside = True
        self.answers.forget()

    def _commit(self) -> None:
        """The end of the transaction, with all that was held back, in one message."""
        if self._pending.is_sent or self._pending.is_written:
            try:
                with self._run("COMMIT", {}) as cursor:
                    check_stands(cursor.statusmessage, self.name, self._kept)
            except BrokenOff as error:
                self._inside = False
                self._settle(error)
        self._pending.forget()
        self._inside = False

    def _settle(self, error: BrokenOff) -> None:
        """Goes on where the transaction stands though its answer never came; raises StoreError where it does not."""
        mark = self._mark
        found = stands(mark, self.again) if mark else None
        if found is None:
            raise unknown(self.name, mark) from error
        if not found:
            raise not_written(self.name, self._kept) from error
        self._db.close()
        with suppress(StoreError):  # it stands all the same; what is asked next says that nobody is there
            self._db = _connected(self.at)

    def known_by(self, site: str, key: str) -> None:
        self._mark = self._mark or Mark(site, key)

    def _roll_back(self) -> None:
        """Gives up what is begun; where the server is gone, it has done so by itself."""
        self._pending.forget()
        if self._inside and self._pending.is_sent:
            with suppress(StoreError), self._run("ROLLBACK", {}):
                pass
        self._inside = False

    @property
    def can_write(self) -> bool:
        return not self._only_reads

    def only_read(self) -> None:
        self._only_reads = True

    def count_file(self) -> None:
        self._touched += 1

    # ── the schema ─────────────────────────────────────────────────────────────────────────────────

    def declared(self, statement: str) -> str:
        return declared(statement)

    def missing_guards(self) -> tuple[str, ...]:
        found = {row["name"] for row in self.rows("SELECT tgname AS name FROM pg_trigger WHERE tgenabled <> 'D'")}
        return tuple(name for name in GUARDS if name not in found)

    def health(self) -> Health:
        version = self.tuples("SHOW server_version")[0][0]
        return Health(engine=f"PostgreSQL {version}")

    # ── the search index ───────────────────────────────────────────────────────────────────────────

    def index_text(self, doc: int, before: str, after: str) -> None:
        if before == after:
            return
        if after:
            self.write(search.CHANGED, **search.indexed(doc, after))
        else:
            self.write(search.REMOVED, doc=doc)

    def index_new(self, texts: Iterable[tuple[int, str]]) -> None:
        self.run_many(search.ADDED, (search.indexed(doc, text) for doc, text in texts))

    def containing(self, searches: Iterable[Iterable[str]]) -> tuple[str, Mapping[str, object]]:
        return search.match(searches)

    def index_faults(self, texts: Iterable[str]) -> int:
        return faults(texts, self.stream(search.COUNTED))

    def index_again(self, texts: Iterable[tuple[int, str]]) -> None:
        self.write(search.EMPTIED)
        self.index_new(texts)

    # ── what only a file can do ────────────────────────────────────────────────────────────────────

    def copy_to(self, path: str) -> None:
        raise self._not_here()

    def fill_from(self, source: Connection, locked: Callable[[], None]) -> None:
        raise self._not_here()

    def take_in(self, path: str) -> None:
        raise self._not_here()

    def change_key(self, key: Key) -> None:
        raise self._not_here()

    def forget(self) -> bool:
        """Clients can read no more of what was deleted; the server's own clearing overwrites it in time."""
        return True

    def settle(self) -> None:
        """A commit is on the server's disk."""

    def _not_here(self) -> StoreError:
        return StoreError(
            "{server} is a database server; this command works on files.",
            "Its own tools do that there: docs/server.md.",
            server=self.name,
        )

    @contextmanager
    def closed_on_failure(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._db.close()


def _batches(rows: Iterable[Mapping[str, object]]) -> Iterator[list[Mapping[str, object]]]:
    some: list[Mapping[str, object]] = []
    for row in rows:
        some.append(row)
        if len(some) == _FETCHED:
            yield some
            some = []
    if some:
        yield some


def _connected(at: Address) -> Any:
    """The open connection; a server that starts, or has no room just now, is waited for a little."""
    for pause in (*_PAUSES, 0):
        try:
            db = psycopg2.connect(at.dsn)
            break
        except (psycopg2.Error, UnicodeError) as error:
            if "invalid dsn" in str(error) and "query parameter" not in str(error):
                raise no_url() from error  # libpq quotes what it cannot read, and that may be the password
            if not (pause and is_passing(error)):
                raise unreachable(error, at.name) from error
        time.sleep(pause)
    db.autocommit = True
    for cast in _CASTS:
        extensions.register_type(cast, db)
    return db


def open_postgres(url: str) -> PostgresConnection:
    """The open connection to the database of that URL; raises StoreError where it cannot be reached."""
    return PostgresConnection(address(url, "PGSSLMODE" in os.environ, os.environ.get("PGHOST", "")))
