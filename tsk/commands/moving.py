"""A desk on its way to a database server, or back into a file."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from tsk import i18n
from tsk.commands import options as o
from tsk.desk import moving
from tsk.errors import UsageError
from tsk.i18n import tr

INCOMPLETE = 6


def move(
    ctx: o.Ctx,
    to: Annotated[str, o.text("--to", "A server, as postgresql://…, or a file or its folder.", "PLACE")] = "",
    undo: Annotated[bool, Option("--undo", help=tr("Let what was moved from here be written here again."))] = False,
    json: o.Json = False,
) -> None:
    from tsk.render.moved import show_back, show_moved

    session = o.session(ctx)
    if bool(to) == undo:
        raise UsageError("Say where the desk is to be moved.", "`tsk move --to postgresql://…`, or --undo.")
    if undo:
        site, place = moving.take_back(session.options)
        session.json({"site": site, "was_at": place}) if session.as_json else show_back(site, place)
        return
    desk, code = moving.desk_to_move(session.options)
    i18n.use(i18n.lang, desk.zone)
    try:
        done = moving.move(desk, to, code)
    finally:
        desk.store.db.close()
    session.exit_code = INCOMPLETE if done.missing else 0
    if session.as_json:
        session.json(moving.moved_view(done))
    else:
        show_moved(done, desk.store.db.name)
