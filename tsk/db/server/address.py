"""Where a database server is: the URL that people give, what libpq is told, and the name that people read."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from msgspec import Struct

from tsk.db.server.failures import CONNECT_SECONDS
from tsk.errors import UsageError

_NO_SIGN = re.compile("%(?![0-9A-Fa-f]{2})|%00")
SCHEMES = ("postgresql", "postgres")
_LOCAL = ("", "localhost", "127.0.0.1", "::1")
_SETTINGS = {  # what libpq is told unless the URL says otherwise
    "application_name": "tsk",
    "connect_timeout": str(CONNECT_SECONDS),
    "client_encoding": "UTF8",
    "keepalives_idle": "20",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",  # milliseconds without an answer, after which the line counts as cut
}


class Address(Struct, frozen=True):
    """A database on a server: `dsn` is for libpq and may hold a password, `name` is for people and never does."""

    dsn: str
    name: str
    database: str
    is_local: bool


def is_server(db: str) -> bool:
    """Whether what was given for --db names a database server."""
    return db.partition("://")[0].lower() in SCHEMES if "://" in db else False


def address(url: str, ssl_is_said: bool = False, usual_host: str = "") -> Address:
    """The address of a `postgresql://` URL; where it names no host, libpq takes the usual one.

    TLS is asked for where the host is not this machine and nothing else is said.

    Raises UsageError for what is no such URL.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or usual_host, parts.port
    except ValueError as error:
        raise no_url() from error
    # a sign of the password that should be written as %23, %25, %2F, %3F, %40: the driver would show it
    if "@" in parts.path + parts.query + parts.fragment or parts.netloc.count("@") > 1 or _NO_SIGN.search(url):
        raise no_url()
    settings = dict(parse_qsl(parts.query, keep_blank_values=True))
    hosts = settings.get("host", host)
    reached = f"{hosts},{settings.get('hostaddr', '')}"
    is_local = all(one in _LOCAL or one.startswith("/") for one in reached.split(","))
    if not is_local and not ssl_is_said:
        settings.setdefault("sslmode", "require")
    # not by urlunsplit, which leaves the // out where there is no host
    dsn = f"postgresql://{parts.netloc}{parts.path}?{urlencode({**_SETTINGS, **settings}, quote_via=quote)}"
    user = f"{unquote(parts.username)}@" if parts.username else ""
    where = f"{hosts or 'localhost'}{f':{port}' if port else ''}"
    database = unquote(parts.path.strip("/"))
    return Address(dsn, f"postgresql://{user}{where}/{database}", database, is_local)


def no_url() -> UsageError:
    return UsageError(
        "That is no address of a database server.",
        "Write it so: postgresql://LOGIN@HOST:5432/DATABASE (docs/server.md).",
    )
