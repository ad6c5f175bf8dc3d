"""Deadlines computed again."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Option

from tsk.commands import options as o
from tsk.commands.taking import taken_view
from tsk.desk import recalculation, views
from tsk.desk.steps import Taken
from tsk.i18n import tr


def recalculate(
    ctx: o.Ctx,
    ids: o.MaybeIds = None,
    policy: Annotated[
        bool, Option("--policy", help=tr("Under the rules of today, not those of the day of receipt."))
    ] = False,
    dry_run: Annotated[bool, Option("--dry-run", help=tr("Only show what would move; nothing is written."))] = False,
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    from tsk.render.recalculated import show_recalculated, show_sum

    session = o.session(ctx)
    desk = session.desk()
    changed: list[Taken] = []

    def step(ref: str) -> Taken:
        rehearse = recalculation.rehearsed(desk, ref, policy) if dry_run else None
        taken = rehearse or recalculation.recalculate(desk, ref, policy, reason)
        changed.extend(() if taken.repeated else (taken,))
        return taken

    def shown(taken: Taken) -> None:
        if ids or not taken.repeated:
            moves = tuple(recalculation.moves(taken.before or taken.case, taken.case))
            show_recalculated(taken.before or taken.case, taken.case, moves, desk.rules, not dry_run)

    def view(taken: Taken) -> dict[str, Any] | None:
        if taken.repeated and not ids:
            return None
        moves = recalculation.moves(taken.before or taken.case, taken.case)
        return {**taken_view(taken, desk), "moves": [views.move_view(one, desk.zone) for one in moves]}

    session.each(ids or list(recalculation.open_numbers(desk)), step, shown, view, several=not ids)
    if not (ids or session.as_json):
        show_sum(len(changed), not dry_run)
