"""Deadlines computed again."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from tsk.commands import options as o
from tsk.commands.taking import each
from tsk.desk import recalculation
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
    each(ctx, desk, refs, lambda desk, ref, when: recalculation.recalculate(desk, ref, policy, reason), "")
