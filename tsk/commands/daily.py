"""The day's summary."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from tsk.commands import options as o
from tsk.desk import daily as desk_daily
from tsk.i18n import tr

FOUND = 10  # the exit code of --check where something was found


def daily(
    ctx: o.Ctx,
    date: Annotated[str, o.text("--date", "Which day; today where left out.", "WHEN")] = "",
    quiet: Annotated[bool, Option("--quiet", help=tr("Print nothing unless something is wrong."))] = False,
    check: Annotated[bool, Option("--check", help=tr("Exit with 10 where something is wrong."))] = False,
    json: o.Json = False,
) -> None:
    from tsk.render.daily import show_daily

    session = o.session(ctx)
    desk = session.desk()
    found = desk_daily.daily(desk, date)
    session.exit_code = FOUND if check and found.is_wrong else 0
    if session.as_json:
        session.json(desk_daily.daily_view(found, desk.zone))
    elif found.is_wrong or not quiet:
        show_daily(found, desk.rules, desk.zone, desk.now)
