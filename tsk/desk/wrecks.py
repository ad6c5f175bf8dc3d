"""What can no longer be opened: kept as it is, before another database takes its place."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from tsk.backups import names_of
from tsk.backupstore import Connection, begun
from tsk.desk.backupfiles import copy_file
from tsk.errors import StoreError
from tsk.folders import file_mode, make_folder, sync_folder, unwritable
from tsk.home import exists
from tsk.keys import Keys

_BESIDE = ("-wal", "-shm", "-journal")


def keep_copy(db: Connection, path: Path, at: datetime) -> str:
    """The name of the folder with a copy of a damaged database as it is."""
    folder = _wreck_folder(path, at)
    db.copy_to(str(folder / path.name))
    return folder.name


def take_place(path: Path, at: datetime, keys: Keys | None, fill: Callable[[Connection], None]) -> str:
    """Puts a database that `fill` makes in the place of a wreck, or where there is none; the wreck's new folder.

    The name is never free in between, so that nobody begins an empty desk there.
    """
    draft, is_wreck = path.with_name(f".{path.name}.{os.getpid()}"), exists(path)
    try:
        with begun(draft, keys) as new:
            fill(new)
        draft.chmod(file_mode(path.parent))
        kept = _aside(path, at)
        _put(draft, path, is_wreck)
        sync_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        for suffix in ("", *_BESIDE):
            draft.with_name(draft.name + suffix).unlink(missing_ok=True)
    return kept


def _aside(path: Path, at: datetime) -> str:
    """Keeps what is there; the journals are moved away, for they would be played into the new database."""
    parts = [part for part in (path, *(path.with_name(path.name + end) for end in _BESIDE)) if exists(part)]
    if not parts:
        return ""
    folder = _wreck_folder(path, at)
    for part in parts:
        if part != path:
            part.rename(folder / part.name)
        else:
            copy_file(part, folder / part.name)
    sync_folder(folder)
    return folder.name


def _put(draft: Path, path: Path, is_wreck: bool) -> None:
    if is_wreck:
        draft.replace(path)
        return
    try:
        os.link(draft, path)
    except FileExistsError as error:
        raise StoreError("Somebody made {file} meanwhile.", "Look at it, and restore again.", file=str(path)) from error


def _wreck_folder(path: Path, at: datetime) -> Path:
    backups = path.parent / "backups"
    make_folder(backups)
    for name in names_of(at, ()):
        folder = backups / f"wreck-{name}"
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            return folder
    raise FileExistsError(0, "File exists")
