"""A database server kept by an administrator: made ready for desks, and who may do what at which site."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec.structs import asdict

from tsk import serverlogins
from tsk.desk.session import Options
from tsk.errors import UsageError
from tsk.home import check_site_code, is_server
from tsk.serverlogins import Listing, Login, Made
from tsk.steps import review_steps

_LOGIN = re.compile(r"(?!pg_|tsk_)[A-Za-z_][A-Za-z0-9_.-]{0,62}")
_PASSWORD_BYTES = 18
_SHORTEST_PASSWORD = 8


def make_ready(options: Options) -> Made:
    """Makes the database and everything in it, or brings it up to date; what is recorded there stays."""
    return serverlogins.make_ready(_url(options), options.clock, review_steps())


def script(options: Options) -> Iterator[str]:
    """The SQL of it, each statement behind what it is for; nothing is asked of the server."""
    return serverlogins.script(_url(options), options.clock, review_steps())


def wanted(options: Options, login: str, persons: Iterable[str], reviewer: bool, office: bool) -> Login:
    """The login as it is asked for, at the sites that --site names."""
    sites = dict.fromkeys(code for code in options.site.split(",") if code)
    return Login(login, tuple(sites), tuple(dict.fromkeys(persons)), reviewer, office)


def give_login(options: Options, login: Login, password: str | None) -> tuple[Login, str]:
    """The login as it may work from now on, and its new password where one was made up.

    Where nothing is said of what it may, it keeps that. A login that is there keeps its password unless one is given.
    """
    url = _url(options)
    _check(login, password)
    known = serverlogins.knows(url, login.login)
    says_nothing = login == Login(login.login)
    if not (login.sites or login.office or (known and says_nothing)):
        raise UsageError(
            "Which site is {login} to work at?",
            "Add --site HZ01, once for each, or --office for head office.",
            login=login.login,
        )
    made_up = secrets.token_urlsafe(_PASSWORD_BYTES) if not known and password is None else ""
    return serverlogins.give(url, login, password or made_up, says_nothing), made_up


def remove_login(options: Options, login: str) -> bool:
    """Takes the login away; whether it is gone from the server, where another database may still need it."""
    url = _url(options)
    _check(Login(login), None)
    if not serverlogins.knows(url, login):
        raise UsageError("There is no login {login}.", "`tsk server list` shows them.", login=login)
    return serverlogins.remove(url, login)


def listing(options: Options) -> Listing:
    """The sites of the database, and what each login may."""
    return serverlogins.listing(_url(options))


def _url(options: Options) -> str:
    """The address of the server; raises UsageError where none is named."""
    if not is_server(options.db):
        raise UsageError(
            "Which database server?", "Name it and its administrator: --db postgresql://ADMIN@HOST:5432/tsk."
        )
    return options.db


def _check(login: Login, password: str | None) -> None:
    """Raises UsageError for what cannot be a login, a site's code, a person or a password."""
    if not _LOGIN.fullmatch(login.login):
        raise UsageError(
            "“{login}” cannot be a login.",
            "Write letters and digits, such as hz01-counter; pg_ and tsk_ begin other names.",
            login=login.login[:40],
        )
    for site in login.sites:
        check_site_code(site)
    for person in login.persons:
        if not person.isprintable() or person != " ".join(person.split()) or person in ("", "system", "-"):
            raise UsageError(
                "“{said}” is not a name for somebody who acts.", "Give a staff number or a login.", said=person[:60]
            )
    if password is not None and len(password) < _SHORTEST_PASSWORD:
        raise UsageError(
            "The password is too short.", "It needs {count} characters at least.", count=_SHORTEST_PASSWORD
        )


# ── as JSON shows it ───────────────────────────────────────────────────────────────────────────────


def made_view(made: Made) -> dict[str, Any]:
    """What was made ready, for JSON."""
    return {"server": made.server, "database": made.database, "new": made.is_new, "applied": made.applied}


def login_view(login: Login, password: str = "") -> dict[str, Any]:
    """What a login may, for JSON; with its password where one was made up just now."""
    return {**asdict(login), **({"password": password} if password else {})}


def listing_view(found: Listing) -> dict[str, Any]:
    """The sites and the logins, for JSON."""
    return {"server": found.server, "sites": found.sites, "logins": [login_view(one) for one in found.logins]}
