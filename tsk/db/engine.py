"""What every engine offers the SQL of this program: rows by name, `:name` parameters, one write transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from msgspec import Struct

from tsk.db.cipher import Key

Row = Mapping[str, Any]
Question = tuple[str, Mapping[str, object]]  # a statement that reads, with its values


class Health(Struct, frozen=True):
    """What an engine says of itself: name and version, damaged pages, and settings that are not as they should be."""

    engine: str
    faults: tuple[str, ...] = ()
    unsafe: tuple[str, ...] = ()


class Connection(Protocol):
    """One open database. Every error of the engine leaves it as a StoreError with a sentence for people."""

    name: str  # what people know the database by
    encrypted: bool
    is_file: bool  # or else a server, which keeps papers inside the database too

    @property
    def can_write(self) -> bool: ...  # false where the file may only be read

    def declared(self, statement: str) -> str: ...  # a statement of the migrations in the engine's own words

    @property
    def extras(self) -> Mapping[str, tuple[str, ...]]: ...  # the engine's own statements for a migration

    def rows(self, sql: str, **values: object) -> list[Row]: ...

    def stream(self, sql: str, **values: object) -> Iterator[tuple[Any, ...]]:
        """The rows one by one as plain values, however many there are."""
        ...

    def tuples(self, sql: str, **values: object) -> list[tuple[Any, ...]]: ...  # a few rows as plain values

    def row(self, sql: str, **values: object) -> Row | None: ...

    def ahead(self, *questions: Question) -> None: ...  # what comes next, where asking together is cheaper

    def run(self, sql: str, **values: object) -> int: ...

    def write(self, sql: str, **values: object) -> None: ...  # inside a transaction it may wait for its end

    def run_many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None: ...

    def has_table(self, name: str) -> bool: ...

    def reading(self) -> AbstractContextManager[None]: ...

    def transaction(self, site: str = "") -> AbstractContextManager[None]: ...  # holds the site, or the schema

    def known_by(self, site: str, key: str) -> None: ...  # the transaction writes an event of that key

    def only_read(self) -> None: ...  # from now on it refuses to write

    def count_file(self) -> None: ...  # one more of those that this transaction writes to

    def index_text(self, doc: int, before: str, after: str) -> None: ...  # what a text is found by

    def index_new(self, texts: Iterable[tuple[int, str]]) -> None: ...  # texts that nothing finds yet, by number

    def containing(self, searches: Iterable[Iterable[str]]) -> tuple[str, Mapping[str, object]]: ...  # a table of `doc`

    def index_faults(self, texts: Iterable[str]) -> int: ...  # in how many places the index differs from the texts

    def index_again(self, texts: Iterable[tuple[int, str]]) -> None: ...  # made anew of texts with their numbers

    def missing_guards(self) -> tuple[str, ...]: ...

    def health(self) -> Health: ...

    def copy_to(self, path: str) -> None: ...

    def fill_from(self, source: Connection, locked: Callable[[], None]) -> None: ...

    def take_in(self, path: str) -> None: ...

    def change_key(self, key: Key) -> None: ...

    def forget(self) -> bool: ...  # nothing of what was deleted can be read any more; False: somebody still reads it

    def settle(self) -> None: ...  # everything written lies in the file itself

    def closed_on_failure(self) -> AbstractContextManager[None]: ...

    def close(self) -> None: ...
