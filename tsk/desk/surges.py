"""More complaints of one kind and place than usual: proposed as an incident, never opened by the desk itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tsk.desk.knownfaults import incidents
from tsk.desk.session import Desk
from tsk.desk.views import local
from tsk.incidents import ALIKE, DAYS, KIND, Received, Surge, command_of, covers, surges
from tsk.limits import parse_limit, warn_at
from tsk.rights import has_right


def surges_now(desk: Desk) -> tuple[Surge, ...]:
    """The surges that no open incident is about, for somebody who may open one; none where the policy watches none."""
    settings = desk.rules.settings
    if not settings.surge_count or not has_right(desk.rules, desk.person, KIND):
        return ()
    since = warn_at(parse_limit(settings.surge_within), desk.now, desk.calendars.named())
    rows = desk.store.unexplained(since - timedelta(days=DAYS))
    received = (
        Received(row["id"], datetime.fromisoformat(row["received_at"]), {name: row[name] for name in ALIKE})
        for row in rows
    )
    known = incidents(desk, "open")
    found = surges(received, since, desk.now, settings.surge_count, settings.surge_same)
    return tuple(one for one in found if not any(covers(incident, one.about) for incident in known))


def surge_view(one: Surge, zone: ZoneInfo) -> dict[str, Any]:
    """One surge as JSON shows it; `usual` is what its window holds at this time of day."""
    return {
        **{name: one.about.get(name, "") for name in ALIKE},
        "count": len(one.ids),
        "usual": one.usual,
        "since": local(one.since, zone),
        "complaints": list(one.ids),
        "command": command_of(one),
    }
