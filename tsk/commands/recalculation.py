"""Deadlines computed again."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from typer import Option

from tsk.commands import options as o
from tsk.commands.taking import each
from tsk.desk import recalculation
from tsk.desk.session import Desk
from tsk.desk.steps import Taken
from tsk.i18n import tr


def recalculate(
    ctx: o.Ctx,
    ids: o.MaybeIds = None,
    policy: Annotated[
        bool, Option("--policy", help=tr("Under the rules of today, not those of the day of receipt."))
    ] = False,
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    session = o.session(ctx)
    desk = session.desk()
    refs = ids or list(recalculation.open_numbers(desk))

    def step(desk: Desk, ref: str, when: datetime | None) -> Taken:
        return recalculation.recalculate(desk, ref, policy, reason)

    each(ctx, desk, refs, step, "", several=not ids)
