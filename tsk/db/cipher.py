"""What opens a file: SQLite for a plain one, SQLCipher with its key for an encrypted one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tsk.errors import StoreError, Unreadable

_HEADER = b"SQLite format 3\x00"
_SMALLEST = 4096  # bytes: one page
_OTHERS = (
    b"PK\x03\x04",
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\x1f\x8b\x08",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x7fELF",
    b"GIF8",
)
_HEX = frozenset("0123456789abcdefABCDEF")


class Key:
    """What opens an encrypted file; no text that is shown ever holds it."""

    __slots__ = ("_literal",)

    def __init__(self, said: str) -> None:
        raw = len(said) == 64 and _HEX.issuperset(said)
        quoted = said.replace("'", "''")
        self._literal = f"\"x'{said.lower()}'\"" if raw else f"'{quoted}'"

    def __repr__(self) -> str:
        return "Key(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and self._literal == other._literal

    def __hash__(self) -> int:
        return hash(self._literal)

    def give(self, db: Any, pragma: str = "key") -> None:
        """Tells an open connection the key, before anything else is asked of it."""
        db.execute(f"PRAGMA {pragma} = {self._literal}")


class Driver:
    """A module that speaks to SQLite as Python's own does, and the key that each file is opened with."""

    def __init__(self, module: Any, key: Key | None = None) -> None:
        self._module = module
        self._key = key
        self.Row = module.Row
        self.Error: type[Exception] = module.Error
        self.OperationalError: type[Exception] = module.OperationalError
        self.version: str = module.sqlite_version

    @property
    def encrypts(self) -> bool:
        return self._key is not None

    def connect(self, path: Path | str, **settings: Any) -> Any:
        """The open file; raises StoreError where the key is not its key."""
        db = self._module.connect(path, **settings)
        if self._key is not None:
            try:
                self._unlock(db, str(path), self._key)
            except BaseException:
                db.close()
                raise
        return db

    def _unlock(self, db: Any, name: str, key: Key) -> None:
        db.execute("PRAGMA cipher_log_level = NONE")  # it would write to stderr by itself
        key.give(db)
        db.execute("PRAGMA temp_store = MEMORY")  # what is sorted never lies on the disk in plain
        try:
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except self.Error as error:
            if "not a database" in str(error):
                raise _wrong(name) from None
            raise

    def change(self, db: Any, key: Key) -> None:
        """Writes every page of the open file again under another key."""
        key.give(db, "rekey")
        self._key = key


def plain() -> Driver:
    """SQLite as Python brings it."""
    import sqlite3

    return Driver(sqlite3)


def encrypting(name: str, key: Callable[[], Key]) -> Driver:
    """SQLCipher with the key, asked for when it is known to be installed; `name` is what people call the file."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError as error:
        raise StoreError(
            "{file} is encrypted, and what opens it is not installed.",
            "Install it: `pip install 'tsk-complaints[encrypted]'`.",
            file=name,
        ) from error
    return Driver(dbapi2, key())


def is_encrypted(path: Path) -> bool:
    """Whether the file can be an encrypted database: it begins with 16 bytes of chance, and with nothing known."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_HEADER))
            if path.stat().st_size < _SMALLEST:
                return False
    except OSError:  # whoever opens it says why it cannot be
        return False
    return not (head == _HEADER or head.count(0) > 4 or head.startswith(_OTHERS) or _is_text(head))


def _is_text(head: bytes) -> bool:
    text = head.decode("utf-8", "replace").rstrip("\ufffd")  # the last character may be cut
    return all(sign.isprintable() or sign in "\t\n\r" for sign in text) and "\ufffd" not in text and len(text) > 3


def _wrong(name: str) -> Unreadable:
    """A wrong key and a wreck cannot be told apart; `restore` goes on where the key opens the backup."""
    return Unreadable(
        "The key does not open {file}.",
        "Check what TSK_KEY_FILE or TSK_KEY_COMMAND gives, or type it again;"
        " where the key is right, the file is damaged: `tsk restore`.",
        file=name,
    )
