"""What is to be done: the inbox of a person, the page for the next shift."""

from __future__ import annotations

from tsk.commands import options as o
from tsk.commands.filters import rows_shown
from tsk.desk import inbox as desk_inbox
from tsk.desk.worklistviews import handover_view, inbox_view


def inbox(ctx: o.Ctx, json: o.Json = False) -> None:
    from tsk.render.worklist import show_inbox

    session = o.session(ctx)
    desk = session.desk()
    found = desk_inbox.inbox(desk)
    if session.as_json:
        session.json(inbox_view(found, desk.zone))
    else:
        show_inbox(found, desk.rules, desk.zone, desk.now, rows_shown(None))


def handover(ctx: o.Ctx, department: o.Department = "", store: o.Store = "", json: o.Json = False) -> None:
    from tsk.render.worklist import show_handover

    session = o.session(ctx)
    desk = session.desk()
    found = desk_inbox.handover(desk, department, store)
    if session.as_json:
        session.json(handover_view(found, desk.zone))
    else:
        show_handover(found, desk.rules, desk.zone, desk.now)
