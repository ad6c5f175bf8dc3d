"""The data itself: prove that it is whole."""

from __future__ import annotations

from tsk.commands import options as o
from tsk.desk import upkeep

DAMAGED = 6


def verify(ctx: o.Ctx, json: o.Json = False) -> None:
    from tsk.render.proof import show_verified

    session = o.session(ctx)
    found = upkeep.verify(session.desk())
    session.exit_code = DAMAGED if found.findings else 0
    if session.as_json:
        session.json(upkeep.verified_view(found))
    else:
        show_verified(found)
