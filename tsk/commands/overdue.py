"""What is overdue."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Option

from tsk.commands import options as o
from tsk.commands.filteroptions import Columns, Format, View, filtered, named
from tsk.commands.filters import filters, rows_shown
from tsk.commands.session import Session
from tsk.commands.shape import Shape
from tsk.desk import measurelists, oversight
from tsk.desk import overdue as late
from tsk.desk.listviews import with_view
from tsk.desk.session import Desk
from tsk.desk.values import check_one_site
from tsk.desk.words import one_of
from tsk.errors import UsageError
from tsk.i18n import tr
from tsk.listing import KEYS_OF_MILESTONES, OF_MILESTONES
from tsk.render.console import on_terminal

FOUND = 10  # the exit code of --check where something was found


@filtered("overdue", "awaiting", "idle", "incident")
def overdue(
    ctx: o.Ctx,
    view: View = "",
    within: Annotated[
        str, o.text("--within", 'Also what falls due within this limit, such as "4 hours".', "LIMIT")
    ] = "",
    by: Annotated[str, o.text("--by", "In groups: department, handler, milestone or another dimension.", "NAME")] = "",
    milestone: Annotated[str, o.text("--milestone", "Only this deadline.", "NAME")] = "",
    sort: Annotated[
        str, o.text("--sort", "worst, received, number, chased, severity, department …; -worst: late last.", "KEY")
    ] = "",
    columns: Columns = "",
    format: Format = "",
    limit: o.Limit = None,
    check: Annotated[bool, Option("--check", help=tr("Exit with 10 where anything is overdue."))] = False,
    forecast: Annotated[
        bool, Option("--forecast", help=tr("Also what will probably be missed, as similar ones were."))
    ] = False,
    json: o.Json = False,
    **_: Any,
) -> None:
    session, name = o.session(ctx), named(view)
    desk = session.desk_of(ctx.params["of_site"])
    if by and forecast:
        raise UsageError(
            "{one} and {other} exclude each other.", "Leave one of them out.", one="--by", other="--forecast"
        )
    said = with_view(desk, ctx.params, name, late.SORTS, lacking=())
    asked, most = filters(desk, said), rows_shown(said["limit"])
    if by:
        found = _in_groups(session, desk, asked, within, by)
    elif forecast:
        check_one_site(desk, "--forecast")
        found = _with_forecast(session, desk, asked, within, most)
    else:
        found = _listed(session, desk, asked, said, most)
    session.exit_code = FOUND if check and found else 0


def _listed(session: Session, desk: Desk, asked: dict[str, Any], said: dict[str, Any], most: int | None) -> bool:
    """Shows what is overdue, or due within what was asked; whether anything is."""
    before = late.horizon(desk, said["within"])
    order = one_of("sort order", late.SORTS, said["sort"]) or "worst"
    shape = Shape.of(desk, said, OF_MILESTONES, KEYS_OF_MILESTONES)
    whole = bool(shape.columns or shape.pattern)
    found = late.overdue(desk, asked, before, most, order, whole=on_terminal(), with_cases=whole)
    measures = measurelists.overdue_under(desk, asked, before)[: None if most is None else most - len(found.items)]
    if session.as_json:
        milestones = [late.late_view(item, desk.zone) for item in found.items]
        session.json([*milestones, *(measurelists.late_view(item, desk.zone) for item in measures)])
    elif shape.pattern:
        from tsk.render.formatted import show_formatted

        show_formatted(shape.pattern, (late.flat_view(item, desk.now, desk.zone) for item in found.items))
    else:
        from tsk.render.overdue import show_overdue

        show_overdue(
            found, desk.rules, desk.zone, () if shape.columns else measures, shape.columns, oversight.rules_at(desk)
        )
    return bool(found.total or measures)


def _in_groups(session: Session, desk: Desk, asked: dict[str, Any], within: str, by: str) -> bool:
    """Shows the same counted in groups; whether there is any."""
    group = one_of("dimension", late.GROUPS, by)
    found = late.overdue_by(desk, asked, late.horizon(desk, within), group)
    if session.as_json:
        session.json([late.group_view(one, desk.zone) for one in found])
    else:
        from tsk.render.overdue import show_groups

        show_groups(found, group, late.naming(desk, group, found), desk.zone)
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
