"""A plain desk taken into a new, encrypted one: all of it or nothing, and the plain one stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path

from tsk.db.cipher import is_encrypted
from tsk.db.engine import Connection
from tsk.db.migrations import applied, missing
from tsk.db.sqlite import open_sqlite
from tsk.errors import StoreError
from tsk.folders import make_folder, unwritable
from tsk.home import exists, give_tables, new_database, no_home
from tsk.keys import Keys
from tsk.paperstore import Shelf


def check_source(source: Path, path: Path) -> None:
    """Raises StoreError for a folder that holds no plain desk, or where the new one is there already."""
    plain = source / "tsk.db"
    if exists(path):
        raise StoreError("{file} exists already.", "Name a new folder with --home.", file=str(path))
    if not exists(plain):
        raise no_home(plain)
    if is_encrypted(plain):
        raise StoreError("{file} is encrypted already.", "Copy its folder as it is.", file=str(plain))
    with closing(open_sqlite(plain, create=False)) as connection:
        if applied(connection) is None:
            raise StoreError("{file} is not a tsk database.", "Check the folder after --from.", file=str(plain))
        missing(connection)


def take_over(source: Path, home: Path, path: Path, keys: Keys, now: datetime) -> None:
    """Makes the encrypted database with all that the plain one holds, and seals its papers, before it gets its name."""
    make_folder(path.parent)
    with new_database(path, keys) as connection:
        connection.take_in(str(source / "tsk.db"))
        give_tables(connection, now)
        _seal_papers(connection, source / "attachments", home / "attachments")


def _seal_papers(connection: Connection, plain: Path, sealed: Path) -> None:
    shelf = Shelf(connection)
    for paper in _papers(plain):
        folder = sealed / paper.parent.name
        make_folder(sealed)
        make_folder(folder)
        draft = folder / f".{paper.name}"
        try:
            draft.unlink(missing_ok=True)  # of an earlier attempt
            with paper.open("rb") as file:
                shelf.write(draft, iter(partial(file.read, 1 << 20), b""))
            draft.replace(folder / paper.name)
        except OSError as error:
            raise unwritable(draft, error) from error


def _papers(folder: Path) -> Iterator[Path]:
    """The papers of a plain desk: whatever lies under a hash."""
    return (file for file in sorted(folder.glob("??/*")) if len(file.name) == 64 and file.is_file())
