"""A database server as its administrator sees it: what was made, what a login may, a list of both."""

from __future__ import annotations

from collections.abc import Iterable

from tsk.i18n import say, tr
from tsk.render.console import Column, Segment, line, table, unbroken
from tsk.serverlogins import Listing, Login, Made


def show_script(lines: Iterable[str]) -> None:
    """Prints the SQL as it is."""
    for one in "\n".join(lines).splitlines():
        unbroken(one)


def show_made(made: Made) -> None:
    """Prints what was done, and what to do next."""
    if made.is_new:
        line(say("The database {database} was made.", database=made.database))
    if made.applied:
        line(say("{server} is ready: {count} migrations applied.", server=made.server, count=len(made.applied)))
    else:
        line(say("{server} is up to date; roles and rights were set anew.", server=made.server))
    line(tr("Next: `tsk server login NAME --site CODE --reviewer`, and with that login `tsk init`."))


def show_login(login: Login, password: str) -> None:
    """Prints what the login may from now on; a password that was made up is shown this once."""
    unbroken(say("{login} may: {rights}.", login=login.login, rights=_rights(login)))
    if password:
        unbroken(say("Password: {password}", password=password))
        line(tr("It is shown this once. Put it into ~/.pgpass on the machine that uses it."))


def show_removed(login: str, gone: bool) -> None:
    """Prints that the login is gone; what it recorded stays."""
    line(say("{login} was removed; what was recorded with it stays.", login=login))
    if not gone:
        line(tr("Another database of the server needs it, so the server still has it."))


def show_listing(found: Listing) -> None:
    """Prints the sites, then the logins."""
    sites = (
        Column(tr("Site"), keep=True),
        Column(tr("Since")),
        Column(tr("Complaints"), right=True),
        Column(tr("Rules"), give=True),
    )
    table(
        sites,
        [
            _row(one["site"], (one["created_at"] or "–")[:10], str(one["complaints"]), one["rules"] or "–")
            for one in found.sites
        ],
    )
    logins = (Column(tr("Login"), keep=True), Column(tr("May"), give=True))
    table(logins, [_row(one.login, _rights(one)) for one in found.logins])


def _row(*texts: str) -> list[Segment]:
    return [(text, "") for text in texts]


def _rights(login: Login) -> str:
    """What the login may, in words."""
    parts = [
        *([say("work at {sites}", sites=login.sites)] if login.sites else []),
        *([say("as {persons} alone", persons=login.persons)] if login.persons else []),
        *([tr("review")] if login.reviewer else []),
        *([tr("see all sites")] if login.office else []),
    ]
    return tr(", ").join(parts) or tr("nothing")
