"""Rights by approved request: ask for a role, grant it, refuse it, list what was asked."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Argument

from tsk.commands import options as o
from tsk.desk import staffrequests
from tsk.desk.session import Desk
from tsk.i18n import tr

Number = Annotated[int, Argument(metavar="N", help=tr("Number of the request."), show_default=False)]


def request(
    ctx: o.Ctx,
    number: Annotated[str, Argument(metavar="NUMBER", help=tr("Staff number of who is to act."), show_default=False)],
    name: Annotated[str, o.text("--name", "What the person is called.", "NAME")] = "",
    role: Annotated[str, o.text("--role", "The role that is asked for.", "ROLE")] = "",
    department: Annotated[str, o.text("--department", "In which department.", "NAME")] = "",
    store: Annotated[str, o.text("--store", "For which store.", "NAME")] = "",
    until: Annotated[str, o.text("--until", "The last day; for good where left out.", "WHEN")] = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    said = {
        "name": name, "role": role, "department": department, "store": store, "until": until, "reason": reason,
    }  # fmt: skip
    desk = o.session(ctx).desk()
    _show(ctx, desk, staffrequests.request(desk, number, said))


def approve(ctx: o.Ctx, number: Number, reason: o.Reason = "", json: o.Json = False) -> None:
    desk = o.session(ctx).desk()
    _show(ctx, desk, staffrequests.approve(desk, number, reason))


def refuse(ctx: o.Ctx, number: Number, reason: o.Reason = "", json: o.Json = False) -> None:
    desk = o.session(ctx).desk()
    _show(ctx, desk, staffrequests.refuse(desk, number, reason))


def requests(
    ctx: o.Ctx,
    state: Annotated[str, o.text("--state", "asked, approved, refused, ended or all.", "NAME")] = "all",
    json: o.Json = False,
) -> None:
    from tsk.render.staffrequests import show_requests

    session = o.session(ctx)
    desk = session.desk()
    found = staffrequests.requests(desk, state)
    if session.as_json:
        session.json(staffrequests.request_views(found, desk.zone))
    else:
        show_requests(found, desk.rules, desk.zone)


def _show(ctx: o.Ctx, desk: Desk, found: Any) -> None:
    from tsk.render.staffrequests import show_request

    session = o.session(ctx)
    if session.as_json:
        session.json(staffrequests.request_view(found, desk.zone))
    else:
        show_request(found, desk.rules, desk.zone)
