"""Who has how much."""

from __future__ import annotations

from typing import Annotated

from tsk.commands import options as o
from tsk.commands.filteroptions import OfSite
from tsk.commands.filters import filters
from tsk.desk import load as desk_load
from tsk.desk import oversight


def load(
    ctx: o.Ctx,
    department: o.Department = "",
    handler: o.Handler = "",
    category: o.Category = "",
    severity: o.Severity = "",
    channel: o.Channel = "",
    store: o.Store = "",
    region: o.Region = "",
    product: o.Product = "",
    of_site: OfSite = "",
    idle: Annotated[str, o.text("--idle", "Idle means no step for this limit; else the policy's.", "LIMIT")] = "",
    json: o.Json = False,
) -> None:
    session = o.session(ctx)
    desk = session.desk_of(of_site)
    asked = filters(desk, {**ctx.params, "idle": ""})
    found = desk_load.load(desk, asked, idle)
    if session.as_json:
        session.json([desk_load.load_view(one, desk.zone) for one in found])
    else:
        from tsk.render.load import show_load

        show_load(found, oversight.rules_at(desk), desk.zone, sites=len({one.total.site for one in found}) > 1)
