"""What is sent: the outbox, a message sent by hand, one taken off the list."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from tsk.commands import options as o
from tsk.commands.filters import counted
from tsk.desk import notices
from tsk.i18n import tr

UNSENT = 1  # the exit code of a message sent by hand that did not arrive, or perhaps not

Number = Annotated[int, Argument(metavar="N", help=tr("Number of the message."), show_default=False)]
MaybeNumber = Annotated[int | None, Argument(metavar="N", help=tr("One message, with its text."), show_default=False)]


def outbox(ctx: o.Ctx, number: MaybeNumber = None, limit: o.Limit = 50, json: o.Json = False) -> None:
    from tsk.render.outbox import show_message, show_outbox

    session = o.session(ctx)
    counted("--limit", limit)
    desk = session.desk()
    if number is not None:
        one = notices.message(desk, number)
        if session.as_json:
            session.json(notices.message_view(desk, one, desk.zone, whole=True))
        else:
            show_message(one, notices.state_of(desk, one), desk.zone)
        return
    found = notices.outbox(desk, limit)
    if session.as_json:
        session.json([notices.message_view(desk, one, desk.zone) for one in found])
    else:
        show_outbox(found, {one.id: notices.state_of(desk, one) for one in found}, desk.zone)


def send(
    ctx: o.Ctx,
    number: Number,
    again: Annotated[bool, Option("--again", help=tr("Even where it may have arrived."))] = False,
    json: o.Json = False,
) -> None:
    from tsk.render.outbox import show_sent, tell_unsent

    session = o.session(ctx)
    desk = session.desk()
    notices.check_can_send()
    found = notices.send_by_hand(desk, number, again)
    session.exit_code = 0 if found.arrived else UNSENT
    if session.as_json:
        session.json(notices.message_view(desk, found.message, desk.zone))
    elif found.arrived:
        show_sent(found)
    tell_unsent([found])


def drop(ctx: o.Ctx, number: Number, json: o.Json = False) -> None:
    from tsk.render.outbox import show_outbox

    session = o.session(ctx)
    desk = session.desk()
    one = notices.drop(desk, number)
    if session.as_json:
        session.json(notices.message_view(desk, one, desk.zone))
    else:
        show_outbox([one], {one.id: notices.state_of(desk, one)}, desk.zone)
