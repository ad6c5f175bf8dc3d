"""SQLite: how it is opened, how a write transaction starts, what its errors mean."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar

from tsk.db.cipher import Driver, Key, encrypting, plain
from tsk.db.engine import Connection, Health, Question, Row
from tsk.db.failures import BUSY_SECONDS, explained, is_damage, refused
from tsk.db.guards import GUARD_NAMES, GUARDS, REMOVAL_GUARD
from tsk.db.pairs import (
    ADDED,
    COUNTED,
    EMPTIED,
    FORGOTTEN,
    SEARCH_INDEX,
    VOCABULARY,
    changed_text,
    faults,
    match,
    pairs,
)
from tsk.errors import StoreError
from tsk.folders import unwritable

_TYPES = {
    "int": "INTEGER",
    "blob": "BLOB",
    "strict": " STRICT",
    "keyed": " STRICT, WITHOUT ROWID",  # rows lie in the order of their key, and need no index for it
    "utc_now": "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')",  # in views for other tools alone
}
_TAKEN = (5, 6)  # SQLITE_BUSY, SQLITE_LOCKED
_PAGES = 1024  # filled at once
_CHECKPOINT_SECONDS, _CHECKPOINTS = 0.2, 15  # each try waits as long again for those who read


class SqliteConnection:
    """One open SQLite file in WAL mode with full synchronisation: an acknowledged write survives a power cut."""

    is_file = True
    extras: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "0001_desk": GUARDS,
        "0009_found_fast": (SEARCH_INDEX,),
        "0013_anonymised": (REMOVAL_GUARD,),
    }

    def __init__(self, path: Path, driver: Driver, refusal: StoreError | None = None) -> None:
        """With a `refusal` the file is read as it lies, and whoever wants to write is told that."""
        self.name = str(path)
        self.encrypted = driver.encrypts
        self._path = path
        self._touched = 0  # files that this transaction writes to
        self._kept = 0  # files that the transactions before it wrote to
        self._driver = driver
        self._refusal = refusal
        place = path if refusal is None else f"{path.absolute().as_uri()}?immutable=1"
        self._db = driver.connect(place, timeout=BUSY_SECONDS, isolation_level=None, uri=refusal is not None)
        self._db.row_factory = driver.Row

    def rows(self, sql: str, **values: object) -> list[Row]:
        return [dict(row) for row in self._fetched(sql, values)]

    def stream(self, sql: str, **values: object) -> Iterator[tuple[Any, ...]]:
        cursor = self._db.cursor()
        cursor.row_factory = None
        try:
            yield from cursor.execute(sql, values)
        except (self._driver.Error, UnicodeDecodeError) as error:
            raise explained(error, self._path, self._kept) from error

    def tuples(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        return list(self.stream(sql, **values))

    def row(self, sql: str, **values: object) -> Row | None:
        found = self._fetched(sql, values)
        return dict(found[0]) if found else None

    def run(self, sql: str, **values: object) -> int:
        return int(self._execute(sql, values).rowcount)

    def ahead(self, *questions: Question) -> None:
        """Nothing: a question to a file costs no way there and back."""

    def write(self, sql: str, **values: object) -> None:
        self._execute(sql, values)

    def run_many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        try:
            self._db.executemany(sql, rows)
        except (self._driver.Error, UnicodeDecodeError) as error:
            raise explained(error, self._path, self._kept) from error

    def declared(self, statement: str) -> str:
        """A statement of the migrations with the types of SQLite."""
        return statement.format(**_TYPES)

    def has_table(self, name: str) -> bool:
        return (
            self.row("SELECT 1 AS yes FROM sqlite_master WHERE type = 'table' AND name = :name", name=name) is not None
        )

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One view of the database for all that is read inside, whatever others write meanwhile.

        Inside another one, or inside a transaction, it is that one's view.
        """
        if self._db.in_transaction:
            yield
            return
        self._execute("BEGIN", {})
        try:
            yield
        finally:
            self._roll_back()

    @contextmanager
    def transaction(self, site: str = "") -> Iterator[None]:
        """One write transaction that holds the file's lock from its first line; where it fails, nothing is left."""
        if self._refusal:
            raise self._refusal
        self._execute("BEGIN IMMEDIATE", {})
        self._touched = 0
        try:
            yield
            self._execute("COMMIT", {})
        except BaseException:
            self._roll_back()
            raise
        self._kept += self._touched

    def _roll_back(self) -> None:
        """Gives up what is begun; after some errors SQLite has done so by itself."""
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    @property
    def can_write(self) -> bool:
        """Whether a transaction may be tried."""
        return self._refusal is None

    def only_read(self) -> None:
        self._execute("PRAGMA query_only = ON", {})

    def count_file(self) -> None:
        """Notes that this transaction writes to one more file, so that an error later on can say how many stand."""
        self._touched += 1

    def known_by(self, site: str, key: str) -> None:
        """A commit in a file is done when it returns: nobody has to ask."""

    def index_text(self, doc: int, before: str, after: str) -> None:
        """Makes the text of that number findable, where it was found by `before` until now."""
        for sql, values in changed_text(doc, before, after):
            self._execute(sql, values)

    def index_new(self, texts: Iterable[tuple[int, str]]) -> None:
        """Makes texts findable that nobody could find before, each with its number."""
        self.run_many(ADDED, ({"doc": doc, "pairs": " ".join(pairs(text))} for doc, text in texts))

    def containing(self, searches: Iterable[Iterable[str]]) -> tuple[str, Mapping[str, object]]:
        """The table of the numbers (`doc`) of texts that may hold all the words of any search, and its values."""
        return match(searches)

    def index_faults(self, texts: Iterable[str]) -> int:
        """Of how many pairs of characters the index says another number of texts than there are."""
        self._execute(VOCABULARY, {})
        return faults(texts, ((row[0], row[1]) for row in self.stream(COUNTED)))

    def index_again(self, texts: Iterable[tuple[int, str]]) -> None:
        """Makes the index anew of the texts, each with its number."""
        self._execute(EMPTIED, {})
        for doc, text in texts:
            self.index_text(doc, "", text)

    def missing_guards(self) -> tuple[str, ...]:
        """The names of our triggers that are no longer there."""
        found = {row["name"] for row in self.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        return tuple(name for name in GUARD_NAMES if name not in found)

    def health(self) -> Health:
        """Version, what the engine's own check finds in its pages, and settings that let writes be lost."""
        # quick_check is quicker, and before 3.41 finds NULL in tables WITHOUT ROWID that hold none
        settings = {"foreign_keys": 1, "synchronous": 2, **({"journal_mode": "wal"} if self.can_write else {})}
        found = {name: self._fetched(f"PRAGMA {name}", {})[0][0] for name in settings}
        pages = [str(row[0]) for row in self._fetched("PRAGMA integrity_check(20)", {})]
        return Health(
            engine=f"SQLite {self._driver.version}",
            faults=tuple(fault for fault in pages if fault != "ok"),
            unsafe=tuple(f"{name} = {found[name]}" for name, wanted in settings.items() if found[name] != wanted),
        )

    def copy_to(self, path: str) -> None:
        """A consistent copy of the whole database in one file, on the disk when this returns; others may write.

        It is under the same key, if this one has one.
        """
        _create(Path(path))
        try:
            with self._second(path) as target:
                target.execute("PRAGMA synchronous = OFF")  # nobody reads it before it is whole
                self._db.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")  # nothing beside it, and readable where none may write
            _sync(path)
        except self._driver.Error as error:
            raise explained(error, self._path if is_damage(error) else Path(path)) from error
        except OSError as error:
            raise unwritable(Path(path), error) from error

    def take_in(self, path: str) -> None:
        """Fills this encrypted database, empty until now, with all that the plain one there holds at one moment."""
        self._execute("ATTACH :path AS plain KEY ''", {"path": path})
        with self.transaction():
            self._fetched("SELECT sqlcipher_export('main', 'plain')", {})
        self._execute("DETACH plain", {})

    def change_key(self, key: Key) -> None:
        """Writes everything again under another key, in one transaction; raises StoreError where the old one stays.

        The engine can call it done on a disk that is full, so that the file itself is asked.
        """
        try:
            self._driver.change(self._db, key)
            with self._second(self._path):
                pass
        except (self._driver.Error, StoreError) as error:
            raise StoreError(
                "The key of {file} could not be changed; the old one opens it still.",
                "Try again when nobody works with it, with room on the disk for a second copy of it.",
                file=self.name,
            ) from error
        with suppress(StoreError):  # a reader may keep it back: then whoever closes the file last does it
            self._execute("PRAGMA wal_checkpoint(TRUNCATE)", {})

    @contextmanager
    def _second(self, path: Path | str) -> Iterator[Any]:
        """Another connection, to a file that is opened as this one is."""
        with closing(self._driver.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as other:
            yield other

    def fill_from(self, source: Connection, locked: Callable[[], None]) -> None:
        """Makes the whole content that of `source`, in one transaction.

        `locked` runs when nobody else can write here any more, and this connection still reads what is replaced; what
        it writes into the source comes along, and where it fails, nothing is replaced.
        """
        assert isinstance(source, SqliteConnection)
        begun: list[bool] = []

        def step(status: int, left: int, total: int) -> None:
            if status in _TAKEN:
                raise self._driver.OperationalError("database is locked")
            if status == 0 and not begun:  # the first step has taken the lock
                begun.append(True)
                locked()

        pages = int(source.rows("PRAGMA page_count")[0]["page_count"])
        try:
            with self._second(self._path) as target:
                target.execute("PRAGMA synchronous = FULL")
                source._db.backup(target, pages=max(1, min(_PAGES, pages // 2)), progress=step)
        except self._driver.Error as error:
            raise explained(error, self._path) from error

    def forget(self) -> bool:
        """Leaves nothing in the file that can be read of what was deleted; False while others read what was before.

        The index drops what it only marked as deleted, the file is written anew, and the journal is emptied.
        """
        self._execute(FORGOTTEN, {})
        self._execute("VACUUM", {})
        self._execute(f"PRAGMA busy_timeout = {_CHECKPOINT_SECONDS * 1000:.0f}", {})
        try:
            return self._journal_emptied()
        finally:
            self._execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}", {})

    def _journal_emptied(self) -> bool:
        """Whether the journal could be carried over into the file and emptied; readers are waited for a while."""
        for _ in range(_CHECKPOINTS):
            if not self._fetched("PRAGMA wal_checkpoint(TRUNCATE)", {})[0][0]:
                return True
            time.sleep(_CHECKPOINT_SECONDS)  # another one that runs is not waited for by itself
        return False

    def settle(self) -> None:
        """Brings everything written into the file itself; raises StoreError where that cannot be."""
        self._execute("PRAGMA wal_checkpoint(TRUNCATE)", {})

    @contextmanager
    def closed_on_failure(self) -> Iterator[None]:
        """Closes the file where what is done with it fails, so that nothing of us stays behind beside it."""
        try:
            yield
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._db.close()

    def _fetched(self, sql: str, values: Mapping[str, object]) -> list[Any]:
        """All rows; a text that is no text comes back with its bad bytes replaced, so that it can be found out."""
        try:
            return list(self._db.execute(sql, values))
        except self._driver.OperationalError as error:
            if "decode" not in str(error):
                raise explained(error, self._path, self._kept) from error
        except (self._driver.Error, OverflowError, UnicodeDecodeError) as error:
            raise explained(error, self._path, self._kept) from error
        self._db.text_factory = lambda data: data.decode("utf-8", "replace")
        return list(self._db.execute(sql, values))

    def _execute(self, sql: str, values: Mapping[str, object]) -> Any:
        try:
            return self._db.execute(sql, values)
        except (self._driver.Error, UnicodeDecodeError) as error:
            raise explained(error, self._path, self._kept) from error


def _sync(path: str) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_sqlite(path: Path, create: bool, key: Callable[[], Key] | None = None) -> SqliteConnection:
    """The open file; with `create` it is made in WAL mode, readable by its owner alone, where it does not exist.

    With a `key` it is an encrypted one, from its first byte on. Where nothing can be written it can still be read.
    """
    driver = encrypting(str(path), key) if key else plain()
    if create:
        _create(path)
    try:
        return _opened(path, driver, create)
    except StoreError as error:
        if create or not _lies_still(path, error):
            raise
        return _opened(path, driver, False, refused(error, path))


def _opened(path: Path, driver: Driver, create: bool, refusal: StoreError | None = None) -> SqliteConnection:
    try:
        connection = SqliteConnection(path, driver, refusal)
    except driver.Error as error:
        raise refusal or explained(error, path) from error
    with connection.closed_on_failure():
        connection.run("PRAGMA foreign_keys = ON")
        connection.run("PRAGMA synchronous = FULL")
        connection.run("PRAGMA secure_delete = ON")  # what is deleted is overwritten where it stood
        if create:
            _switch_to_wal(connection)
        connection.has_table("event")
    return connection


def _lies_still(path: Path, error: StoreError) -> bool:
    """Whether the file only lacks room or leave for what SQLite keeps beside it, and holds everything itself."""
    wal = path.with_name(f"{path.name}-wal")
    try:
        waiting = wal.exists() and wal.stat().st_size
    except OSError:
        return False
    return not waiting and any(
        word in str(error.__cause__) for word in ("unable to open", "readonly", "disk I/O", "full")
    )


def _create(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise unwritable(path, error) from error


def _switch_to_wal(connection: SqliteConnection) -> None:
    """The switch fails at once, busy timeout or not, when another process is making the same file."""
    for attempt in range(50):
        try:
            connection.run("PRAGMA journal_mode = WAL")
            return
        except StoreError:
            if attempt == 49:
                raise
            time.sleep(0.05)
