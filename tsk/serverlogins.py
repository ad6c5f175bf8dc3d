"""The administrator's side of a database server: made ready, its logins and what each may."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime
from typing import Any

from msgspec import Struct

from tsk.db.server import roles, setup
from tsk.db.server.connection import PostgresConnection, open_postgres
from tsk.db.server.roles import Login
from tsk.db.server.setup import Made
from tsk.model import iso

__all__ = ["Listing", "Login", "Made", "give", "knows", "listing", "make_ready", "remove", "script"]


class Listing(Struct, frozen=True):
    """The sites of a database and its logins."""

    server: str
    sites: tuple[dict[str, Any], ...]
    logins: tuple[Login, ...]


def make_ready(url: str, now: datetime, reviews: Iterable[str]) -> Made:
    """Makes the database and what is in it, or brings it up to date; `reviews` are the steps of a review."""
    return setup.make_ready(url, iso(now), reviews)


def script(url: str, now: datetime, reviews: Iterable[str]) -> Iterator[str]:
    """The same as SQL, each statement behind what it is for."""
    return setup.script(url, iso(now), reviews)


def knows(url: str, login: str) -> bool:
    """Whether the server has that login."""
    with _open(url) as db:
        return roles.exists(db, login)


def give(url: str, login: Login, password: str, keeps: bool) -> Login:
    """Makes the login or changes it, and tells what it may from now on; with `keeps` that stays as it is."""
    with _open(url) as db, db.transaction():
        had = next((one for one in roles.listed(db) if one.login == login.login), login) if keeps else login
        roles.write(db, had, password)
        return had


def remove(url: str, login: str) -> bool:
    """Takes the login away from the database; whether the server has it no more."""
    with _open(url) as db, db.transaction():
        return roles.remove(db, login)


def listing(url: str) -> Listing:
    """The sites and the logins."""
    with _open(url) as db:
        return Listing(db.name, tuple(dict(row) for row in roles.sites(db)), tuple(roles.listed(db)))


def _open(url: str) -> closing[PostgresConnection]:
    connection = open_postgres(url)
    with connection.closed_on_failure():
        setup.check_ready(connection)
    return closing(connection)
