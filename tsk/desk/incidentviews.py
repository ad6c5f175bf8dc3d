"""Incidents as plain values, for JSON and for the screen."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from tsk.desk.incidentends import Ended
from tsk.desk.knownfaults import fault_view, incident_of, incidents
from tsk.desk.oversight import in_view
from tsk.desk.session import Desk
from tsk.incidents import Incident, held_seconds
from tsk.model import Case
from tsk.rights import check_listed


class Explained(Struct, frozen=True):
    """A complaint that an incident explains, and for how many seconds it was held, up to now."""

    case: Case
    held: int


class Overview(Struct, frozen=True):
    """An incident with how many complaints it explains, and those of them that the person may see."""

    incident: Incident
    count: int
    complaints: tuple[Explained, ...] = ()


def overview(desk: Desk, id: int) -> Overview:
    """The incident of that number with what it explains; raises NotFound where there is none."""
    check_listed(desk.person)
    incident = incident_of(desk, id)
    cases = desk.store.complaints({"incident": id}, "number", None)
    shown = (Explained(case, held_seconds(case, incident, desk.now)) for case in in_view(desk, cases))
    return Overview(incident, len(cases), tuple(shown))


def overviews(desk: Desk, state: str) -> list[Overview]:
    """The incidents in that state (open, done or all), latest first."""
    check_listed(desk.person)
    return [Overview(one, desk.store.count({"incident": one.id})) for one in incidents(desk, state)]


def overview_view(one: Overview, zone: ZoneInfo) -> dict[str, Any]:
    """One incident with the number of complaints that it explains."""
    return {**fault_view(one.incident, zone), "explains": one.count}


def explained_view(one: Overview, zone: ZoneInfo) -> dict[str, Any]:
    """One incident with the complaints that it explains, as far as they may be seen."""
    return {
        **overview_view(one, zone),
        "complaints": [
            {
                "id": row.case.id,
                "number": row.case.number,
                "state": row.case.state,
                "linked": row.case.incident == one.incident.id,
                "answered_with": row.case.answered_with or None,
                "satisfied": row.case.satisfied,
                "held_seconds": row.held,
            }
            for row in one.complaints
        ],
    }


def ended_view(found: Ended) -> dict[str, Any]:
    """What became of the complaints that were linked at the end: ids answered, unlinked, and refused."""
    done = {name: [row.id for row in found.outcomes if row.done == name] for name in ("answered", "unlinked")}
    return {"id": found.incident.id, **done, "refused": [row.id for row in found.outcomes if row.error]}
