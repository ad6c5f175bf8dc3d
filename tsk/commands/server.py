"""A database server for many desks: made ready, who may work at which site, and a list of both."""

from __future__ import annotations

import sys
from typing import Annotated

from typer import Argument, Option

from tsk.commands import options as o
from tsk.desk import servers
from tsk.i18n import tr


def init(
    ctx: o.Ctx,
    print_: Annotated[
        bool, Option("--print", help=tr("Print the SQL, each statement with what it is for; nothing is done."))
    ] = False,
    json: o.Json = False,
) -> None:
    from tsk.render.server import show_made, show_script

    session = o.session(ctx)
    if print_:
        lines = servers.script(session.options)
        session.json({"sql": "\n".join(lines)}) if session.as_json else show_script(lines)
        return
    made = servers.make_ready(session.options)
    session.json(servers.made_view(made)) if session.as_json else show_made(made)


def login(
    ctx: o.Ctx,
    name: Annotated[str, Argument(metavar="LOGIN", help=tr("Name of the login."), show_default=False)],
    person: Annotated[
        list[str] | None,
        Option(
            "--person",
            metavar="STAFF",
            help=tr("Staff number of who alone works with it; may be repeated."),
            show_default=False,
        ),
    ] = None,
    reviewer: Annotated[bool, Option("--reviewer", help=tr("It may review, and set the rules of its sites."))] = False,
    office: Annotated[bool, Option("--office", help=tr("It sees all sites: head office."))] = False,
    password: Annotated[
        bool, Option("--password-stdin", help=tr("Read its password from standard input; else one is made up."))
    ] = False,
    remove: Annotated[bool, Option("--remove", help=tr("Take the login away."))] = False,
    json: o.Json = False,
) -> None:
    from tsk.render.server import show_login, show_removed

    session = o.session(ctx)
    if remove:
        gone = servers.remove_login(session.options, name)
        session.json({"login": name, "removed": True, "dropped": gone}) if session.as_json else show_removed(name, gone)
        return
    wanted = servers.wanted(session.options, name, person or (), reviewer, office)
    given, made_up = servers.give_login(
        session.options, wanted, sys.stdin.readline().rstrip("\r\n") if password else None
    )
    session.json(servers.login_view(given, made_up)) if session.as_json else show_login(given, made_up)


def list_(ctx: o.Ctx, json: o.Json = False) -> None:
    from tsk.render.server import show_listing

    session = o.session(ctx)
    found = servers.listing(session.options)
    session.json(servers.listing_view(found)) if session.as_json else show_listing(found)
