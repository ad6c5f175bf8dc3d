"""What is overdue."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Option

from tsk.commands import options as o
from tsk.commands.filters import filters, rows_shown
from tsk.commands.session import Session
from tsk.desk import measurelists
from tsk.desk import overdue as late
from tsk.desk.session import Desk
from tsk.desk.words import one_of
from tsk.errors import UsageError
from tsk.i18n import tr
from tsk.render.console import on_terminal

FOUND = 10  # the exit code of --check where something was found


def overdue(
    ctx: o.Ctx,
    within: Annotated[
        str, o.text("--within", 'Also what falls due within this limit, such as "4 hours".', "LIMIT")
    ] = "",
    by: Annotated[str, o.text("--by", "In groups: department, handler, milestone or another dimension.", "NAME")] = "",
    milestone: Annotated[str, o.text("--milestone", "Only this deadline.", "NAME")] = "",
    state: o.State = "",
    department: o.Department = "",
    handler: o.Handler = "",
    category: o.Category = "",
    severity: o.Severity = "",
    channel: o.Channel = "",
    store: o.Store = "",
    region: o.Region = "",
    product: o.Product = "",
    customer: o.Customer = "",
    phone: o.Phone = "",
    since: o.Since = "",
    until: o.Until = "",
    month: o.Month = "",
    waiting: o.Waiting = "",
    round: o.Round = None,
    mine: o.Mine = False,
    sort: Annotated[str, o.text("--sort", "worst, received, number, chased, severity; -worst: late last.", "KEY")] = "",
    limit: o.Limit = None,
    check: Annotated[bool, Option("--check", help=tr("Exit with 10 where anything is overdue."))] = False,
    forecast: Annotated[
        bool, Option("--forecast", help=tr("Also what will probably be missed, as similar ones were."))
    ] = False,
    json: o.Json = False,
) -> None:
    session = o.session(ctx)
    desk = session.desk()
    if by and forecast:
        raise UsageError(
            "{one} and {other} exclude each other.", "Leave one of them out.", one="--by", other="--forecast"
        )
    asked, most = filters(desk, ctx.params), rows_shown(limit)
    if by:
        found = _in_groups(session, desk, asked, within, by)
    elif forecast:
        found = _with_forecast(session, desk, asked, within, most)
    else:
        found = _listed(session, desk, asked, within, most, sort)
    session.exit_code = FOUND if check and found else 0


def _listed(session: Session, desk: Desk, asked: dict[str, Any], within: str, most: int | None, sort: str) -> bool:
    """Shows what is overdue, or due within what was asked; whether anything is."""
    before, order = late.horizon(desk, within), one_of("sort order", late.SORTS, sort) or "worst"
    found = late.overdue(desk, asked, before, most, order, whole=on_terminal())
    measures = measurelists.overdue_under(desk, asked, before)[: None if most is None else most - len(found.items)]
    if session.as_json:
        milestones = [late.late_view(item, desk.zone) for item in found.items]
        session.json([*milestones, *(measurelists.late_view(item, desk.zone) for item in measures)])
    else:
        from tsk.render.overdue import show_overdue

        show_overdue(found, desk.rules, desk.zone, measures)
    return bool(found.total or measures)


def _in_groups(session: Session, desk: Desk, asked: dict[str, Any], within: str, by: str) -> bool:
    """Shows the same counted in groups; whether there is any."""
    group = one_of("dimension", late.GROUPS, by)
    found = late.overdue_by(desk, asked, late.horizon(desk, within), group)
    if session.as_json:
        session.json([late.group_view(one, desk.zone) for one in found])
    else:
        from tsk.render.overdue import show_groups

        show_groups(found, group, desk.rules, desk.zone)
    return bool(found)


def _with_forecast(session: Session, desk: Desk, asked: dict[str, Any], within: str, most: int | None) -> bool:
    """Shows what is overdue and what will probably be; whether anything is overdue, or due within what was asked."""
    from tsk.desk import forecasts

    found, ahead = late.overdue(desk, asked, desk.now, most), forecasts.outlook(desk, asked, within, most)
    measures = measurelists.overdue_under(desk, asked, late.horizon(desk, within))
    if session.as_json:
        milestones = [{**late.late_view(item, desk.zone), "forecast": None} for item in found.items]
        likely = [forecasts.ahead_view(one, desk.zone) for one in ahead.items]
        session.json([*milestones, *likely, *(measurelists.late_view(item, desk.zone) for item in measures)])
    else:
        from tsk.render.forecast import show_outlook
        from tsk.render.overdue import show_overdue

        show_overdue(found, desk.rules, desk.zone, measures)
        show_outlook(ahead, desk.rules, desk.zone)
    return bool(found.total or measures or (within and ahead.total))
