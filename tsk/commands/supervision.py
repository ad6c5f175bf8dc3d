"""Supervision: what is overdue, why a deadline is what it is, the figures of a month."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from tsk.commands import options as o
from tsk.commands.filters import filters, rows_shown
from tsk.commands.session import Session
from tsk.desk import measurelists, oversight, views
from tsk.desk.words import one_of
from tsk.i18n import tr

FOUND = 10  # the exit code of --check where something was found


def overdue(
    ctx: o.Ctx,
    within: Annotated[
        str, o.text("--within", 'Also what falls due within this limit, such as "4 hours".', "LIMIT")
    ] = "",
    milestone: Annotated[str, o.text("--milestone", "Only this deadline.", "NAME")] = "",
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
    limit: o.Limit = None,
    check: Annotated[bool, Option("--check", help=tr("Exit with 10 where anything is overdue."))] = False,
    json: o.Json = False,
) -> None:
    session = o.session(ctx)
    desk = session.desk()
    asked, most = filters(desk, ctx.params), rows_shown(limit)
    before = oversight.horizon(desk, within)
    found = oversight.overdue(desk, asked, before, most)
    late = measurelists.overdue_under(desk, asked, before)[: None if most is None else most - len(found.items)]
    session.exit_code = FOUND if check and (found.total or late) else 0
    if session.as_json:
        milestones = [views.late_view(item, desk.zone) for item in found.items]
        session.json([*milestones, *(measurelists.late_view(item, desk.zone) for item in late)])
    else:
        from tsk.render.lists import show_overdue

        show_overdue(found.items, found.total, desk.rules, desk.zone, late)


def explain(
    ctx: o.Ctx,
    ids: o.Ids,
    whole: Annotated[bool, Option("--whole", help=tr("Every stretch, lunch and nights too."))] = False,
    json: o.Json = False,
) -> None:
    from tsk.render.explain import show_explained

    session: Session = o.session(ctx)
    desk = session.desk()
    session.each(
        ids,
        lambda ref: oversight.why(desk, ref),
        lambda done: show_explained(done[0].case, done[1], desk.rules, desk.zone, whole),
        lambda done: {
            "id": done[0].case.id,
            "number": done[0].case.number,
            "milestones": [views.explained_view(one, desk.zone, desk.rules.file) for one in done[1]],
        },
    )


def report(
    ctx: o.Ctx,
    month: o.Month = "",
    since: o.Since = "",
    until: o.Until = "",
    by: Annotated[
        str, o.text("--by", "What each line is: department, cause, month or another dimension.", "NAME")
    ] = "department",
    trend: Annotated[int, Option("--trend", metavar="N", help=tr("The N months before, beside it."))] = 0,
    json: o.Json = False,
) -> None:
    from tsk.render.report import show_report

    session = o.session(ctx)
    desk = session.desk()
    first, last = oversight.period(desk, month, since, until)
    found = oversight.report(desk, first, last, one_of("dimension", oversight.DIMENSIONS, by) or "department", trend)
    if session.as_json:
        session.json(views.report_view(found))
    else:
        show_report(found, desk.rules)
