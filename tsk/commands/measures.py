"""Improvement measures: taken, worked on, checked for their effect, listed."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Argument, Option

from tsk.commands import options as o
from tsk.commands.session import instant
from tsk.desk import measurelists, oversight
from tsk.desk.session import Desk
from tsk.desk.words import known, one_of
from tsk.i18n import tr

STATES = ("open", "done", "all")
Number = Annotated[int, Argument(metavar="N", help=tr("Number of the measure."), show_default=False)]
Owner = Annotated[str, o.text("--owner", "Who answers for it.", "NAME")]
By = Annotated[str, o.text("--by", "By when it is to be done.", "WHEN")]


def add(
    ctx: o.Ctx,
    text: Annotated[str, Argument(metavar="TEXT", help=tr("What is to be done."), show_default=False)],
    kind: Annotated[str, o.text("--kind", "Kind of measure, as the policy lists them.", "KIND")] = "",
    complaint: Annotated[str, o.text("--complaint", "The complaint that it is taken for.", "ID")] = "",
    department: Annotated[str, o.text("--department", "The responsible department.", "NAME")] = "",
    owner: Owner = "",
    by: By = "",
    source: Annotated[str, o.text("--from", "The finding, or the line of a report, that it comes from.")] = "",
    study: Annotated[
        list[str] | None,
        Option(
            "--study",
            metavar="THEME",
            help=tr("A theme or category that it studies; may be repeated."),
            show_default=False,
        ),
    ] = None,
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    from tsk.desk.measures import add as add_measure

    said = {
        "text": text, "kind": kind, "complaint": complaint, "department": department, "owner": owner, "by": by,
        "source": source, "reason": reason,
    }  # fmt: skip
    desk = o.session(ctx).desk()
    _show(ctx, desk, add_measure(desk, said, study or [], instant(desk, at)))


def step(
    ctx: o.Ctx,
    number: Number,
    part: Annotated[
        str, Argument(metavar="PART", help=tr("Which part; the whole where left out."), show_default=False)
    ] = "",
    text: Annotated[str, o.text("--text", "What was done, or is to be done.")] = "",
    owner: Owner = "",
    by: By = "",
    finished: Annotated[bool, Option("--done", help=tr("The part is done."))] = False,
    told: Annotated[bool, Option("--told", help=tr("The customer was told of it."))] = False,
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    from tsk.desk.measures import Work
    from tsk.desk.measures import step as work_on

    desk = o.session(ctx).desk()
    work = Work(text=text, owner=owner, by=by, finished=finished, told=told, reason=reason)
    _show(ctx, desk, work_on(desk, number, part, work, instant(desk, at)))


def done(
    ctx: o.Ctx,
    number: Number,
    effect: Annotated[str, o.text("--effect", "What was found when the effect was checked.")] = "",
    confirmed: Annotated[str, o.text("--confirmed", "yes, or no: the effect is not there.", "ANSWER")] = "yes",
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    from tsk.desk.measures import done as check_effect

    desk = o.session(ctx).desk()
    _show(ctx, desk, check_effect(desk, number, effect, confirmed, reason, instant(desk, at)))


def list_(
    ctx: o.Ctx,
    complaint: Annotated[str, o.text("--complaint", "Only those of this complaint.", "ID")] = "",
    department: Annotated[str, o.text("--department", "Only those of this department.", "NAME")] = "",
    owner: Annotated[str, o.text("--owner", "Only those that this person answers for.", "NAME")] = "",
    state: Annotated[str, o.text("--state", "open, done or all.", "NAME")] = "all",
    overdue: Annotated[bool, Option("--overdue", help=tr("Only what is overdue."))] = False,
    json: o.Json = False,
) -> None:
    from tsk.render.measures import show_measures

    session = o.session(ctx)
    desk = session.desk()
    wanted = one_of("state", STATES, state)
    filters = {
        "state": "" if wanted == "all" else wanted,
        "department": known("department", desk.rules.departments, department),
        "complaint": desk.find(complaint) if complaint else "",
    }
    found = measurelists.listed(desk, filters, oversight.handler_once(desk, owner), overdue)
    if session.as_json:
        session.json([measurelists.measure_view(one, desk.now, desk.zone) for one in found])
    else:
        show_measures(found, desk.rules, desk.zone, desk.now)


def show(ctx: o.Ctx, number: Number, json: o.Json = False) -> None:
    from tsk.render.measures import show_measure, show_measure_history

    session = o.session(ctx)
    desk = session.desk()
    file = measurelists.measure_file(desk, number)
    if session.as_json:
        session.json(measurelists.file_view(file, desk.now, desk.zone))
    else:
        show_measure(file.measure, desk.rules, desk.zone, desk.now)
        show_measure_history(file.events, desk.rules, desk.zone)


def _show(ctx: o.Ctx, desk: Desk, measure: Any) -> None:
    """Shows a measure as a command left it."""
    from tsk.render.measures import show_measure

    session = o.session(ctx)
    if session.as_json:
        session.json(measurelists.measure_view(measure, desk.now, desk.zone))
    else:
        show_measure(measure, desk.rules, desk.zone, desk.now)
