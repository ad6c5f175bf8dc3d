"""Why a complaint is where it is, and why each of its deadlines is what it is."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Option

from tsk.commands import options as o
from tsk.commands.session import Session
from tsk.desk import oversight, views
from tsk.desk.routing import placing, placing_view
from tsk.desk.session import Desk
from tsk.i18n import tr


def explain(
    ctx: o.Ctx,
    ids: o.Ids,
    whole: Annotated[bool, Option("--whole", help=tr("Every stretch, lunch and nights too."))] = False,
    json: o.Json = False,
) -> None:
    from tsk.render.explain import show_explained
    from tsk.render.placing import show_placing

    session: Session = o.session(ctx)
    desk = session.desk()

    def why(ref: str) -> Why:
        there = oversight.home_of(desk, ref)
        return there, *oversight.why(there, ref)

    def shown(done: Why) -> None:
        desk, file, milestones = done
        show_placing(placing(desk, file.case, file.events), file.case, desk.rules, desk.zone)
        show_explained(milestones, desk.rules, desk.zone, whole)

    def view(done: Why) -> dict[str, object]:
        desk, file, milestones = done
        return {
            "id": file.case.id,
            "site": file.case.site,
            "number": file.case.number,
            "placing": placing_view(placing(desk, file.case, file.events), desk.zone),
            "milestones": [views.explained_view(one, desk.zone, desk.rules.file) for one in milestones],
        }

    session.each(ids, why, shown, view)


Why = tuple[Desk, oversight.CaseFile, tuple[Any, ...]]
