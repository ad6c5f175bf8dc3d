"""One call on the desk and one to render, for every verb that takes steps."""

from __future__ import annotations

from collections.abc import Callable

from tsk.commands import options as o
from tsk.commands.session import instant
from tsk.desk import views
from tsk.desk.session import Desk
from tsk.desk.steps import Ask, Taken, take


def take_each(ctx: o.Ctx, ids: list[str], asks: Callable[[Desk], list[Ask]], at: str) -> None:
    """Takes the same steps on each complaint, one transaction each, and shows what became of it."""
    from tsk.render.case import show_taken

    session = o.session(ctx)
    desk = session.desk()
    wanted = asks(desk)
    when = instant(desk, at)
    session.each(
        ids,
        lambda ref: take(desk, ref, wanted, when),
        lambda taken: show_taken(taken.before, taken.case, taken.events, desk.rules),
        lambda taken: _view(taken, desk),
    )


def _view(taken: Taken, desk: Desk) -> dict[str, object]:
    view = views.complaint_view(taken.case, desk.now, desk.zone)
    return {**view, "events": [views.event_view(event, desk.zone) for event in taken.events]}
