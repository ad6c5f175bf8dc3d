"""How a desk keeps papers on the disk: as they are, or each sealed under a key inside its encrypted database."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from tsk.db.engine import Connection
from tsk.db.secrets import PAPERS, secret
from tsk.db.vault import seal, unsealed
from tsk.folders import OWN_FILE, file_mode

_PIECE = 1 << 20


def place_of(folder: Path, digest: str) -> Path:
    """Where the paper of that hash lies in a home, or beside backups."""
    return folder / "attachments" / digest[:2] / digest


class Shelf:
    """What the papers of one desk are written to and read from."""

    def __init__(self, db: Connection) -> None:
        self._key = secret(db, PAPERS)

    @property
    def mark(self) -> str:
        """What tells its papers from those under another key, and nothing of the key; "" where they lie as they are."""
        return sha256(f"shelf {self._key}".encode()).hexdigest()[:16] if self._key else ""

    def write(self, path: Path, pieces: Iterable[bytes], private: bool = False) -> None:
        """A new file of the pieces, as private as its folder or its owner's alone; on the disk when this returns.

        Raises OSError or StoreError where it cannot be written.
        """
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWN_FILE))
        path.chmod(OWN_FILE if private else file_mode(path.parent))
        if self._key:
            seal(path, self._key, pieces)
        with path.open("r+b") as file:
            for piece in () if self._key else pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())

    def read(self, path: Path) -> Iterator[bytes]:
        """The bytes as they were written, piece by piece; raises OSError or StoreError where they cannot be read."""
        if self._key:
            path.stat()
            yield from unsealed(path, self._key)
            return
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
