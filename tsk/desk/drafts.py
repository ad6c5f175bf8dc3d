"""What somebody had begun to say about a new complaint: kept until it is recorded, for themselves alone.

A draft lies in the home, readable by its owner; in an encrypted desk it is sealed as papers are.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from tsk.desk.session import Desk
from tsk.errors import StoreError
from tsk.folders import DRAFTS, make_folder
from tsk.paperstore import Shelf

KEPT = timedelta(days=7)


class Draft(Struct, frozen=True):
    """What was said, by the names of the fields; `at` is the present of whoever said it."""

    at: datetime
    said: dict[str, str]


class Kept(Struct, frozen=True):
    """A draft and the file that it lies in, `held` so that no other terminal of the person takes it up meanwhile."""

    draft: Draft
    file: Path
    held: BinaryIO


def keep(desk: Desk, said: dict[str, str]) -> Path:
    """The new file of a draft; it is on the disk when this returns. Raises StoreError where it cannot be."""
    folder = desk.options.home / DRAFTS
    make_folder(folder)
    draft = Draft(desk.now, said)
    file = folder / f"{_own(desk)}-{desk.options.clock:%Y%m%d%H%M%S}-{os.urandom(3).hex()}"
    try:
        Shelf(desk.store.db).write(file, [msgspec.json.encode(draft)], private=True)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return file


def latest(desk: Desk) -> Kept | None:
    """The person's latest draft that no other terminal has taken up; one that cannot be read is none."""
    folder = desk.options.home / DRAFTS
    _sweep(desk, folder)
    for file in sorted(folder.glob(f"{_own(desk)}-*"), reverse=True):
        with suppress(OSError, StoreError, msgspec.MsgspecError):
            held = _held(file)
            content = b"".join(Shelf(desk.store.db).read(file))
            return Kept(msgspec.json.decode(content, type=Draft), file, held)
    return None


def _held(file: Path) -> BinaryIO:
    """The file, locked for as long as it is open; raises OSError where another process holds it."""
    handle = file.open("rb")
    try:
        import fcntl
    except ImportError:  # Windows
        return handle
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return handle


def drop(kept: Kept | None) -> None:
    """Takes a draft away, where there is one."""
    with suppress(OSError):
        if kept:
            kept.held.close()
            kept.file.unlink()


def _own(desk: Desk) -> str:
    """What the names of the person's files begin with, and nothing of the person."""
    return sha256(f"{desk.store.site} {desk.person.id}".encode()).hexdigest()[:16]


def _sweep(desk: Desk, folder: Path) -> None:
    """Takes away the drafts of everybody that are too old."""
    oldest = (desk.options.clock - KEPT).timestamp()
    for file in folder.glob("*-*-*"):
        with suppress(OSError):
            if file.stat().st_mtime < oldest:
                file.unlink()
