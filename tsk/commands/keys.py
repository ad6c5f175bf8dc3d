"""The key of an encrypted desk."""

from __future__ import annotations

from tsk.commands import options as o
from tsk.desk.keychange import change_key


def change(ctx: o.Ctx, json: o.Json = False) -> None:
    from tsk.render.home import show_new_key

    session = o.session(ctx)
    desk = session.desk()
    key_file = change_key(desk)
    if session.as_json:
        session.json({"database": desk.store.db.name, "key_file": key_file or None})
    else:
        show_new_key(desk.store.db.name, key_file)
