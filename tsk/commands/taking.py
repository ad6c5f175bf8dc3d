"""One call on the desk and one to render, for every verb that takes steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tsk.commands import options as o
from tsk.commands.session import instant
from tsk.desk import measurelists, views
from tsk.desk.access import as_listed
from tsk.desk.additions import Ask
from tsk.desk.ownfields import with_fields
from tsk.desk.session import Desk
from tsk.desk.steps import Taken, take

Step = Callable[[Desk, str, datetime | None], Taken]


def take_each(
    ctx: o.Ctx, ids: list[str], asks: Callable[[Desk], list[Ask]], at: str, fields: list[str] | None = None
) -> None:
    """Takes the same steps on each complaint, one transaction each, and shows what became of it.

    `fields` are those of the policy's own that are filled in with the first of them.
    """
    desk = o.session(ctx).desk()
    wanted = with_fields(desk, asks(desk), fields)
    each(ctx, desk, ids, lambda desk, ref, when: take(desk, ref, wanted, when), at)


def show_each(ctx: o.Ctx, ids: list[str], step: Step, at: str = "") -> None:
    """Runs a step of its own on each complaint, and shows what became of it."""
    each(ctx, o.session(ctx).desk(), ids, step, at)


def each(ctx: o.Ctx, desk: Desk, ids: list[str], step: Step, at: str, several: bool = False) -> None:
    """Runs the step on each complaint with the instant that was claimed; of `several` only what changed is shown."""
    from tsk.render.taken import show_taken

    when = instant(desk, at)
    o.session(ctx).each(
        ids,
        lambda ref: step(desk, ref, when),
        lambda taken: (
            None if several and taken.repeated else show_taken(taken.before, taken.case, taken.events, desk.rules)
        ),
        lambda taken: taken_view(taken, desk),
        several,
    )


def taken_view(taken: Taken, desk: Desk) -> dict[str, object]:
    """The complaint after a command, masked, with the events that the command wrote, as they were said."""
    view = views.complaint_view(as_listed(desk, [taken.case])[0], desk.now, desk.zone, masked=True)
    more = {"measures": measurelists.views_of_complaint(desk, taken.case.id)}
    had = {"before": views.had_view(taken.before, taken.case, desk.zone)} if taken.before else {}
    return {**view, **more, **had, "events": [views.event_view(event, desk.zone) for event in taken.events]}
