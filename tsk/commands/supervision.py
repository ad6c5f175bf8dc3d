"""Supervision: why a deadline is what it is, the figures of a month."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from tsk.commands import options as o
from tsk.commands.session import Session
from tsk.desk import oversight, views
from tsk.desk.words import one_of
from tsk.i18n import tr


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
