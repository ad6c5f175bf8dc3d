"""The day's summary, and its sending."""

from __future__ import annotations

import sys
from typing import Annotated

from typer import Option

from tsk.commands import options as o
from tsk.commands.session import Session
from tsk.desk import daily as desk_daily
from tsk.desk import notices
from tsk.desk.session import Desk
from tsk.i18n import tr

FOUND = 10  # the exit code of --check where something was found


def daily(
    ctx: o.Ctx,
    date: Annotated[str, o.text("--date", "Which day; today where left out.", "WHEN")] = "",
    notify: Annotated[
        bool, Option("--notify", help=tr("Send it, once, as the section notify and TSK_NOTIFY say."))
    ] = False,
    quiet: Annotated[bool, Option("--quiet", help=tr("Print nothing unless something is wrong."))] = False,
    check: Annotated[bool, Option("--check", help=tr("Exit with 10 where something is wrong."))] = False,
    json: o.Json = False,
) -> None:
    session = o.session(ctx)
    desk = session.desk()
    if notify:
        notices.check_may_send(desk)
    found = desk_daily.daily(desk, date)
    session.exit_code = FOUND if check and found.is_wrong else 0
    try:
        _print(session, desk, found, quiet)
    finally:
        if notify:  # though nobody reads what is printed
            _send(session, desk, found)
    if check and notify and notices.unsettled(desk):  # what did not go out just now is wrong too
        session.exit_code = FOUND


def _print(session: Session, desk: Desk, found: desk_daily.Daily, quiet: bool) -> None:
    """The summary on the screen, or in the pipe, before anything is sent."""
    from tsk.render.daily import show_daily

    if session.as_json:
        session.json(desk_daily.daily_view(found, desk.zone))
    elif found.is_wrong or not quiet:
        show_daily(found, desk.rules, desk.zone, desk.now)
    sys.stdout.flush()


def _send(session: Session, desk: Desk, found: desk_daily.Daily) -> None:
    """The summary, or the part of a department, to everybody who has not had it; and what could not be sent before."""
    from tsk.render.message import message
    from tsk.render.outbox import tell_unsent

    for to in notices.wanted(desk, found.day):
        part = desk_daily.part_of(desk, found, to.department)
        if part.is_wrong or to.when != notices.WRONG:
            notices.queue(desk, to, found.day, *message(part, desk.rules, desk.zone, to.lang))
    if notices.can_send(desk):
        tell_unsent(notices.send_due(desk))
    else:
        session.nothing("Nothing was sent: apprise is not installed.")
