"""Where a desk keeps papers: a folder, as they are or each sealed under a key inside its encrypted database.

A paper is copied first, which may take long, and kept when the step is written: a refused step leaves nothing behind.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from tsk.db.engine import Connection
from tsk.db.secrets import PAPERS, secret
from tsk.db.vault import seal, unsealed
from tsk.errors import StoreError
from tsk.folders import OWN_FILE, file_mode, make_folder, sync_folder, unwritable

_PIECE = 1 << 20
_ABANDONED = 3600  # seconds


class Source(Protocol):
    """A file that is to be kept; hash and size are known when the pieces were read to the end, each time anew."""

    sha256: str
    size: int

    def pieces(self) -> Iterator[bytes]: ...


class Copy(Protocol):
    """A paper on its way: nobody is shown it until a step is written that names it."""

    def keep(self) -> None: ...  # call it while writing, when nothing can be refused any more

    def drop(self) -> None: ...  # what no step has kept goes away


class Place(Protocol):
    """Where the papers of one site lie, by hash."""

    shared: bool  # with the other sites of the database

    def take(self, source: Source, now: float) -> Copy: ...

    def read(self, digest: str) -> Iterator[bytes]: ...  # raises OSError or StoreError where they cannot be read

    def is_kept(self, digest: str) -> bool: ...  # the bytes are there, and have that hash

    def discard(self, digest: str) -> bool: ...  # call it while writing; False: there are none

    def sweep(self, now: float) -> None: ...  # takes away what killed commands left


def place_of(folder: Path, digest: str) -> Path:
    """Where the paper of that hash lies in a home, or beside backups."""
    return folder / "attachments" / digest[:2] / digest


def papers_in(db: Connection, site: str, home: Path) -> Place:
    """Where a site of that database keeps its papers: beside a file, inside a database on a server."""
    if db.is_file:
        return Folder(db, home)
    from tsk.serverpapers import Inside

    return Inside(db, site)


class Shelf:
    """What the papers of one desk are written to and read from."""

    def __init__(self, db: Connection) -> None:
        self._key = secret(db, PAPERS) if db.is_file else None

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


# ── a folder beside the database ───────────────────────────────────────────────────────────────────


class Folder:
    """The papers of all sites of a file, in its home under their hashes."""

    shared = True

    def __init__(self, db: Connection, home: Path) -> None:
        self._shelf = Shelf(db)
        self._home = home

    def take(self, source: Source, now: float) -> Copy:
        folder = self._home / "attachments"
        make_folder(folder)
        self.sweep(now)
        draft = folder / f".{os.getpid()}-{os.urandom(4).hex()}"
        try:
            self._shelf.write(draft, source.pieces())
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise unwritable(draft, error) from error
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        return _Draft(draft, place_of(self._home, source.sha256))

    def read(self, digest: str) -> Iterator[bytes]:
        return self._shelf.read(place_of(self._home, digest))

    def is_kept(self, digest: str) -> bool:
        found = sha256()
        try:
            for piece in self.read(digest):
                found.update(piece)
        except (OSError, StoreError):
            return False
        return found.hexdigest() == digest

    def discard(self, digest: str) -> bool:
        place = place_of(self._home, digest)
        try:
            place.unlink()
            sync_folder(place.parent)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise unwritable(place, error) from error
        return True

    def sweep(self, now: float) -> None:
        for one in (self._home / "attachments").glob(".*-*"):
            with suppress(OSError):
                if one.stat().st_mtime < now - _ABANDONED and not _runs(one.name[1:].partition("-")[0]):
                    one.unlink()


class _Draft:
    """A copy under another name, beside the place that it gets."""

    def __init__(self, draft: Path, place: Path) -> None:
        self._draft, self._place = draft, place

    def keep(self) -> None:
        make_folder(self._place.parent)
        try:
            self._draft.replace(self._place)
            sync_folder(self._place.parent)
        except OSError as error:
            raise unwritable(self._place, error) from error

    def drop(self) -> None:
        self._draft.unlink(missing_ok=True)


def _runs(pid: str) -> bool:
    """Whether there is a process of that number, as far as the platform tells."""
    if os.name != "posix" or not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except OSError as error:
        return error.errno != errno.ESRCH
    return True
