"""Incidents: opened, complaints linked and unlinked, ended with an answer for everybody, shown."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from tsk.commands import options as o
from tsk.commands.session import instant
from tsk.commands.taking import show_each
from tsk.desk import incidentends, incidentviews
from tsk.desk import incidents as desk_incidents
from tsk.desk.knownfaults import fault_view
from tsk.desk.session import Desk
from tsk.desk.words import one_of
from tsk.i18n import error_text, say, tell, tr

Number = Annotated[int, Argument(metavar="N", help=tr("Number of the incident."), show_default=False)]
STATES = ("open", "done", "all")


def open_(
    ctx: o.Ctx,
    title: Annotated[str, Argument(metavar="TITLE", help=tr("What is out of order."), show_default=False)],
    category: o.Category = "",
    subtype: o.SaidSubtype = "",
    region: o.Region = "",
    store: o.Store = "",
    product: o.Product = "",
    until: Annotated[str, o.text("--until", "When it should be over.", "WHEN")] = "",
    notice: Annotated[str, o.text("--notice", "What staff should know, and customers may be told.")] = "",
    tell: Annotated[
        list[str] | None,
        Option(
            "--tell",
            metavar="NAME",
            help=tr("Who is told: a person or a department; may be repeated. Else its department and the desk."),
            show_default=False,
        ),
    ] = None,
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    from tsk.render.incidents import show_opened

    said = {
        "title": title, "category": category, "subtype": subtype, "region": region, "store": store,
        "product": product, "until": until, "notice": notice, "reason": reason,
    }  # fmt: skip
    session = o.session(ctx)
    desk = session.desk()
    opened = desk_incidents.open_incident(desk, said, tell or (), instant(desk, at))
    may_be = desk_incidents.candidates(desk, opened)
    if session.as_json:
        view = fault_view(opened, desk.zone)
        session.json({**view, "explains": 0, "candidates": [case.id for case in may_be]})
    else:
        show_opened(opened, [case.id for case in may_be], desk.rules)


def link(ctx: o.Ctx, number: Number, ids: o.Ids, at: o.At = "", reason: o.Reason = "", json: o.Json = False) -> None:
    show_each(ctx, ids, lambda desk, ref, when: desk_incidents.link(desk, number, ref, reason, when), at)


def unlink(ctx: o.Ctx, ids: o.Ids, at: o.At = "", reason: o.Reason = "", json: o.Json = False) -> None:
    show_each(ctx, ids, lambda desk, ref, when: desk_incidents.unlink(desk, ref, reason, when), at)


def resolve(
    ctx: o.Ctx,
    number: Number,
    answer: Annotated[str, o.text("--reply", "What everybody linked is told.")] = "",
    via: Annotated[str, o.text("--via", "phone, sms, email, chat, visit or letter.", "METHOD")] = "",
    basis: Annotated[str, o.text("--basis", "What the answer rests on.")] = "",
    cause: Annotated[str, o.text("--cause", "The cause found.", "NAME")] = "",
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    said = {"answer": answer, "via": via, "basis": basis, "cause": cause, "reason": reason}
    desk = o.session(ctx).desk()
    _ended(ctx, desk, incidentends.resolve(desk, number, said, instant(desk, at)))


def cancel(ctx: o.Ctx, number: Number, at: o.At = "", reason: o.Reason = "", json: o.Json = False) -> None:
    desk = o.session(ctx).desk()
    _ended(ctx, desk, incidentends.cancel(desk, number, reason, instant(desk, at)))


def _ended(ctx: o.Ctx, desk: Desk, found: incidentends.Ended) -> None:
    """Shows what became of everybody linked; the exit code is the largest of those that refused."""
    from tsk.render.incidents import show_ended

    session = o.session(ctx)
    refused = [(row, row.error) for row in found.outcomes if row.error]
    session.exit_code = max((error.exit_code for _, error in refused), default=0)
    if not session.as_json:
        show_ended(found, desk.zone)
        for _, error in refused:
            tell(error_text(error))
        return
    errors = [
        {
            "id": row.id,
            "number": row.number,
            "error": say(error.message, **error.values),
            "exit": error.exit_code,
            "hint": say(error.hint, **error.values) if error.hint else "",
        }
        for row, error in refused
    ]
    view = fault_view(found.incident, desk.zone)
    session.json({**view, **incidentviews.ended_view(found), "refused": errors})


def show(ctx: o.Ctx, number: Number, json: o.Json = False) -> None:
    from tsk.render.incidents import show_incident

    session = o.session(ctx)
    desk = session.desk()
    found = incidentviews.overview(desk, number)
    if session.as_json:
        session.json(incidentviews.explained_view(found, desk.zone))
    else:
        show_incident(found, desk.rules, desk.zone)


def list_(
    ctx: o.Ctx,
    state: Annotated[str, o.text("--state", "open, done or all.", "NAME")] = "",
    json: o.Json = False,
) -> None:
    from tsk.render.incidents import show_incidents

    session = o.session(ctx)
    desk = session.desk()
    found = incidentviews.overviews(desk, one_of("state", STATES, state) or "all")
    if session.as_json:
        session.json([incidentviews.overview_view(one, desk.zone) for one in found])
    else:
        show_incidents(found, desk.rules, desk.zone)
