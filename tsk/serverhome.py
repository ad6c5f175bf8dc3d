"""The database of a desk on a server: how it is opened, and how a site is made in it."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime

from tsk.db import sites
from tsk.db.engine import Connection
from tsk.db.migrations import applied, migrate, missing
from tsk.db.server.connection import open_postgres
from tsk.db.server.opening import opened
from tsk.errors import NoSite, StoreError
from tsk.home import DEFAULT_SITE, in_use, known_site, make_site
from tsk.model import iso
from tsk.store import Store


def open_store(db: str, site: str) -> Store:
    """The store of a site on the server; raises NoSite where it is not there, StoreError for everything else."""
    connection = open_postgres(db)
    with connection.closed_on_failure():
        return in_use(Store(connection, opened(connection, site, DEFAULT_SITE) or _checked(connection, site)))


def look_into(db: str, site: str) -> Store:
    """The same, only to be read."""
    store = open_store(db, site)
    store.db.only_read()
    return store


def with_tables(db: str, now: datetime) -> Connection:
    """The database of that URL, with the tables made where there are none and the login may."""
    connection = open_postgres(db)
    with connection.closed_on_failure():
        if applied(connection) is None:
            migrate(connection, iso(now))
        _check_schema(connection)
    return connection


def create_store(db: str, site: str, desk_id: str, now: datetime) -> None:
    """Makes the tables where there are none and the login may, and the site where it is missing."""
    with closing(with_tables(db, now)) as connection:
        known = sites.sites(connection)
        if site or not known:
            make_site(connection, site or DEFAULT_SITE, desk_id, now)


def _check_schema(connection: Connection) -> None:
    """Raises StoreError for a database without our tables, or with those of another version."""
    if applied(connection) is None:
        raise NoSite(
            "There is no complaint desk at {server}.",
            "Whoever keeps the server makes one: `tsk server init` (docs/server.md).",
            server=connection.name,
        )
    if missing(connection):
        raise StoreError(
            "The tables at {server} are of an earlier version.",
            "Whoever keeps the server brings them up to date: `tsk server init`; until then use the version before.",
            server=connection.name,
        )


def _checked(connection: Connection, site: str) -> str:
    """The site that is meant; asked one by one, what is amiss is told by its name."""
    _check_schema(connection)
    return _site(connection, site)


def _site(connection: Connection, site: str) -> str:
    if not sites.sites(connection):
        raise NoSite(
            "There is no site at {server} that this login may see.",
            "Whoever keeps the server gives it one: `tsk server login` (docs/server.md).",
            server=connection.name,
        )
    return known_site(connection, site)
