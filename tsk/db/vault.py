"""A sealed file: bytes in pieces inside a small SQLCipher database of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from tsk.db.cipher import Key, encrypting
from tsk.db.failures import explained


def seal(path: Path, key: str, pieces: Iterable[bytes]) -> None:
    """Writes the pieces into the empty file, encrypted; whoever calls it throws away what fails halfway."""
    driver = encrypting(str(path), lambda: Key(key))
    try:
        with closing(driver.connect(path, isolation_level=None)) as db:
            db.execute("PRAGMA journal_mode = OFF")  # nothing to go back to, and no second file
            db.execute("PRAGMA synchronous = OFF")  # whoever calls it has it synchronised whole
            db.execute("BEGIN")
            db.execute("CREATE TABLE piece (n INTEGER PRIMARY KEY, bytes BLOB NOT NULL)")
            db.executemany("INSERT INTO piece (bytes) VALUES (?)", ((piece,) for piece in pieces))
            db.execute("COMMIT")
    except driver.Error as error:
        raise explained(error, path) from error


def unsealed(path: Path, key: str) -> Iterator[bytes]:
    """The pieces of a sealed file in their order; raises StoreError where it was not sealed so, or was changed."""
    driver = encrypting(str(path), lambda: Key(key))
    try:
        with closing(driver.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            for (piece,) in db.execute("SELECT bytes FROM piece ORDER BY n"):
                yield bytes(piece)
    except driver.Error as error:
        raise explained(error, path) from error
