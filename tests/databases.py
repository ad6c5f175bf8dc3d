"""The databases of the tests on a server: one for each home, made empty or as a copy of another, dropped together."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stdout
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import postgres

SERVER = os.environ.get(postgres.ENV, "")  # every desk that the tests make then lies on this database server
AS_LOGIN = bool(os.environ.get("TSK_TEST_LOGIN"))  # the desks are then worked at by a reviewer's login, not the owner
LOGIN, PASSWORD = "walker", "walks-everywhere"
SITES = ("main", "A", "B", "HZ01", "HZ02", "SH01", "HQ")  # where the login works


class Databases:
    """The databases of one server by the homes they belong to."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._made: dict[Path, str] = {}

    def has(self, home: Path) -> bool:
        """Whether the home was given one."""
        return home in self._made

    def url(self, home: Path) -> str:
        """The address of the home's database, made empty where it has none yet."""
        if home not in self._made:
            self._make(home, "template0")
        address = self._at(self._made[home])
        return as_login(address) if AS_LOGIN else address

    def copy(self, source: Path, home: Path) -> None:
        """Gives a home a database that holds what the other's holds; whoever still has that one open is sent away."""
        self.url(source)
        name = self._made[source]
        self._asked(self._url, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        self._make(home, name)

    def rows(self, home: Path, sql: str) -> list[tuple[Any, ...]]:
        """What the administrator is answered to a question, behind the program's back."""
        self.url(home)
        return self._asked(self._at(self._made[home]), sql)

    def drop(self, under: Path) -> None:
        """Drops the databases of all homes in that folder."""
        for home in [home for home in self._made if home.is_relative_to(under)]:
            self._asked(self._url, f"DROP DATABASE IF EXISTS {self._made.pop(home)} WITH (FORCE)")

    def _make(self, home: Path, template: str) -> None:
        name = self._made[home] = f"t{os.getpid()}_{os.urandom(6).hex()}"
        self._asked(self._url, f"CREATE DATABASE {name} TEMPLATE {template}")
        if AS_LOGIN and template == "template0":
            let_in(self._at(name))
        elif AS_LOGIN:
            self._asked(self._at(name), f"GRANT CONNECT ON DATABASE {name} TO {LOGIN}")

    def _at(self, name: str) -> str:
        parts = urlsplit(self._url)
        return urlunsplit(parts._replace(path=f"/{name}"))

    @staticmethod
    def _asked(url: str, sql: str) -> list[tuple[Any, ...]]:
        import psycopg2

        with closing(psycopg2.connect(url)) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(sql)
            return list(cursor.fetchall()) if cursor.description else []


def let_in(url: str) -> None:
    """Makes the database of that administrator's address ready, with the login of the tests."""
    from tsk.cli import main

    with redirect_stdout(io.StringIO()):
        assert main(["--db", url, "server", "init"]) == 0
        sites = [word for site in SITES for word in ("--site", site)]
        with patched_stdin(PASSWORD):
            words = ["--db", url, "server", "login", LOGIN, *sites, "--reviewer", "--password-stdin"]
            assert main(words) == 0


@contextmanager
def patched_stdin(text: str) -> Iterator[None]:
    before, sys.stdin = sys.stdin, io.StringIO(text)
    try:
        yield
    finally:
        sys.stdin = before


def as_login(url: str) -> str:
    """The same address for the login of the tests."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{LOGIN}:{PASSWORD}@{parts.netloc.rpartition('@')[2]}"))


DATABASES = Databases(SERVER) if SERVER else None  # of the homes of all tests; without a server they are files


def copied_home(source: Path, home: Path) -> str:
    """Copies a home, with its database where that is on the server; what leads to it there, or nothing for a file."""
    shutil.copytree(source, home)
    if not DATABASES:
        return ""
    DATABASES.copy(source, home)
    return DATABASES.url(home)


def dropped_home(folder: Path) -> None:
    """Removes a folder with the homes in it, and their databases on the server."""
    shutil.rmtree(folder)
    if DATABASES:
        DATABASES.drop(folder)
