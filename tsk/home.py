"""The database of a home: where it lies, how it is made once and whole, and how it is opened and brought up to date."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from tsk.db import secrets, sites
from tsk.db.cipher import encrypting, is_encrypted
from tsk.db.engine import Connection
from tsk.db.migrations import applied, migrate, missing
from tsk.db.sqlite import open_sqlite
from tsk.errors import NoSite, StoreError, Unreadable, UsageError
from tsk.folders import file_mode, make_folder, unwritable
from tsk.keys import Keys
from tsk.model import iso
from tsk.moved import COMING
from tsk.store import DERIVED_BY, PRACTICE, Store

DEFAULT_SITE = "main"
_SITE_CODE = re.compile(r"[A-Za-z0-9]{1,12}")


def database_path(home: Path, db: str) -> Path:
    """The file that holds the database: `db` where it is given, else `tsk.db` in the home.

    Raises StoreError for a database server, and UsageError for any other URL.
    """
    if is_server(db):
        raise StoreError(
            "This command works on a file, and the desk is on a database server.",
            "Its own tools do that there: docs/server.md.",
        )
    if "://" in db:
        raise UsageError(
            "There are no databases of the kind {kind}.",
            "Name a file, or a server: postgresql://LOGIN@HOST:5432/DATABASE.",
            kind=f"{db.partition('://')[0]}://"[:20],
        )
    return Path(db) if db else home / "tsk.db"


def is_server(db: str) -> bool:
    """Whether what was given for --db names a database server, not a file."""
    return db.startswith(("postgresql://", "postgres://"))


def open_store(home: Path, db: str, site: str, now: datetime, keys: Keys) -> Store:
    """The store of an existing home; raises StoreError, naming the folder it looked in, where there is none."""
    if is_server(db):
        from tsk import serverhome

        return serverhome.open_store(db, site)
    path = database_path(home, db)
    if not exists(path):
        raise no_home(path)
    connection = open_database(path, keys)
    with connection.closed_on_failure():
        if applied(connection) is None:
            raise _foreign(path)
        if missing(connection):
            _upgrade(connection, path.parent / "backups", now)
        return in_use(Store(connection, known_site(connection, site)))


def in_use(store: Store) -> Store:
    """The store, where all of its site is there; raises StoreError while it is being moved to here."""
    if store.moved == COMING:
        raise StoreError(
            "Site {site} is being moved to {place}, and not all of it is there yet.",
            "Repeat `tsk move` where it comes from; it goes on where it stopped.",
            site=store.site,
            place=store.db.name,
        )
    return store


def look_into(home: Path, db: str, site: str, keys: Keys) -> Store:
    """The store of an existing home, only to be read; raises StoreError where there is none, or an upgrade is due."""
    if is_server(db):
        from tsk import serverhome

        return serverhome.look_into(db, site)
    path = database_path(home, db)
    if not exists(path):
        raise no_home(path)
    connection = open_database(path, keys)
    with connection.closed_on_failure():
        connection.only_read()
        if applied(connection) is None or missing(connection):
            raise _foreign(path)
        return in_use(Store(connection, known_site(connection, site)))


def open_database(path: Path, keys: Keys) -> Connection:
    """The database of that file; where it is encrypted, the key is asked for."""
    return open_sqlite(path, False, (lambda: keys.of(path)) if is_encrypted(path) else None)


def with_tables(db: str, now: datetime, keys: Keys) -> Connection:
    """The database of that name for a site that comes to it; a file is made, without a site, where there is none."""
    if is_server(db):
        from tsk import serverhome

        return serverhome.with_tables(db, now)
    path = Path(db)
    if not exists(path):
        make_folder(path.parent)
        with new_database(path, None) as connection:
            give_tables(connection, now)
    connection = open_database(path, keys)
    with connection.closed_on_failure():
        if applied(connection) is None:
            raise _foreign(path)
        if missing(connection):
            _upgrade(connection, path.parent / "backups", now)
    return connection


def prepare_encryption(home: Path, db: str, keys: Keys) -> None:
    """Finds the key of a home that is to be encrypted; raises StoreError, with nothing made, where that cannot be."""
    path = database_path(home, db)
    if not exists(path):
        encrypting(str(path), lambda: keys.new(path, home))
    elif not is_encrypted(path):
        raise StoreError(
            "{file} exists already, and is not encrypted.",
            "Take it into a new folder: `tsk --home NEW init --encrypt --from {folder}`.",
            file=str(path),
            folder=str(path.parent),
        )


def _upgrade(connection: Connection, backups: Path, now: datetime) -> None:
    """Brings an older schema up to date, after a copy of the database was put beside it."""
    make_folder(backups)
    draft = backups / f".before-upgrade.{os.getpid()}"
    try:
        connection.copy_to(str(draft))
        draft.chmod(file_mode(backups))
        with suppress(FileExistsError):  # another process was faster: its copy may be the older one
            os.link(draft, backups / f"before-upgrade-{now:%Y%m%dT%H%M%S}.db")
    except OSError as error:
        raise unwritable(backups, error) from error
    finally:
        draft.unlink(missing_ok=True)
    migrate(connection, iso(now))


def known_site(connection: Connection, site: str) -> str:
    """The site that is meant: the one named, the only one, or `main`; raises NoSite where it is not there."""
    known = sites.sites(connection)
    if not known:
        raise _foreign(Path(connection.name))
    default = known[0] if len(known) == 1 else DEFAULT_SITE
    if (site or default) in known:
        return site or default
    raise NoSite(
        "There is no site {site} in {file}.",
        "Sites: {known}.",
        site=site or DEFAULT_SITE,
        file=connection.name,
        known=tuple(known),
    )


def exists(path: Path) -> bool:
    """Whether the file is there; raises StoreError where its folder may not be looked into."""
    try:
        return path.is_file()
    except OSError as error:
        raise unwritable(path, error) from error


def check_site_code(site: str) -> None:
    """Raises UsageError for what cannot be a site's code; no code at all can."""
    if site and (not _SITE_CODE.fullmatch(site) or site.lower() == "all"):  # that word means every site
        raise UsageError(
            "“{site}” is not a site code.", "Write up to 12 letters and digits, such as HZ01.", site=site[:40]
        )


def create_store(
    home: Path, db: str, site: str, now: datetime, keys: Keys, practice: bool = False, encrypt: bool = False
) -> None:
    """Makes the store of a home where it is missing; two processes at once make one, and neither sees half of it.

    With `encrypt` it is encrypted from its first byte on.
    """
    check_site_code(site)
    if is_server(db):
        from tsk import serverhome

        serverhome.create_store(db, site, _new_desk_id(practice), now)
        return
    path = database_path(home, db)
    if path.is_dir():
        raise no_home(path)
    make_folder(path.parent)
    desk_id = _new_desk_id(practice)
    if not exists(path):
        if _is_lost(path):
            raise _lost(path)
        with new_database(path, keys if encrypt else None) as connection:
            give_tables(connection, now)
            make_site(connection, site or DEFAULT_SITE, desk_id, now)
    with closing(open_database(path, keys)) as connection:
        if applied(connection) is None:
            raise _foreign(path)
        if site:
            make_site(connection, site, desk_id, now)
        known_site(connection, site)


@contextmanager
def new_database(path: Path, keys: Keys | None) -> Iterator[Connection]:
    """A database to be filled, under another name; it gets its own at the end, unless another process was faster.

    With `keys` it is encrypted.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with closing(open_sqlite(draft, True, (lambda: keys.new(path)) if keys else None)) as connection:
            yield connection
            connection.settle()  # closing would keep silent where the disk is full
        draft.chmod(file_mode(path.parent))
        with suppress(FileExistsError):
            os.link(draft, path)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            draft.with_name(draft.name + suffix).unlink(missing_ok=True)


def give_tables(connection: Connection, now: datetime) -> None:
    """Makes what tables are missing; an encrypted database gets a key of chance for its papers."""
    migrate(connection, iso(now))
    if connection.encrypted:
        secrets.keep_secret(connection, secrets.PAPERS, os.urandom(32).hex())


def _new_desk_id(practice: bool) -> str:
    return (PRACTICE if practice else "") + os.urandom(16).hex()


def make_site(connection: Connection, site: str, desk_id: str, now: datetime) -> None:
    """Makes the site's row where there is none; its chain begins with the desk id."""
    with connection.transaction():
        if sites.site_row(connection, site) is None:
            sites.add_site(connection, site, desk_id, DERIVED_BY, iso(now))


def no_home(path: Path) -> StoreError:
    """The error for a folder that holds no complaint desk, or a folder where its database should be."""
    if path.is_dir():
        return StoreError(
            "{file} is a folder; a database is expected in its place.",
            "Move it away, and bring the last backup back: `tsk restore`.",
            file=str(path),
        )
    if _is_lost(path):
        return _lost(path)
    return StoreError(
        "There is no complaint desk in {folder}.",
        "Make one with `tsk init`, or name another with --home.",
        folder=str(path.parent),
    )


def _is_lost(path: Path) -> bool:
    """Whether the database is gone that once was there: its journal or backups of it still are."""
    backups = path.parent / "backups"
    try:
        journal = path.with_name(path.name + "-wal").exists()
        return journal or (backups.is_dir() and any(one.name[:1].isdigit() for one in backups.iterdir()))
    except OSError:
        return False


def _lost(path: Path) -> StoreError:
    return StoreError(
        "The database {file} is gone, and what belongs to it is still there.",
        "Bring the last backup back: `tsk restore`; for a new desk, name another folder with --home.",
        file=str(path),
    )


def _foreign(path: Path) -> StoreError:
    return Unreadable(
        "{file} is not a tsk database.", "Check --home or --db, or bring a backup back: `tsk restore`.", file=str(path)
    )
