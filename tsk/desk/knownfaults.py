"""Which incidents there are, whom they concern, and which of them explains a new complaint."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from tsk.desk.additions import Ask
from tsk.desk.register import no_such_entry
from tsk.desk.session import Desk
from tsk.desk.views import local
from tsk.errors import StoreError
from tsk.incidents import ALIKE, DONE, KIND, Incident, explains
from tsk.limits import base_due, parse_limit, warn_at
from tsk.model import Case, Person, iso
from tsk.rules import find
from tsk.waits import HOLD, is_hold

_LARGEST = 1_000_000_000  # no incident has a number beyond


def incident_of(desk: Desk, id: int) -> Incident:
    """The incident of that number; raises NotFound where there is none."""
    row = desk.store.entry(KIND, id) if 0 < id < _LARGEST else None
    if row is None:
        raise no_such_entry(KIND, id)
    return _read(row)


def incidents(desk: Desk, state: str = "all") -> list[Incident]:
    """The incidents in that state (open, done or all), latest first."""
    rows = desk.store.entries(KIND, state="open" if state == "open" else "")
    found = [_read(row) for row in rows if state != "done" or row["state"] in DONE]
    return sorted(found, key=lambda one: (one.opened_at, one.id), reverse=True)


def _read(row: Mapping[str, Any]) -> Incident:
    try:
        return msgspec.json.decode(row["snapshot"], type=Incident)
    except msgspec.MsgspecError as error:
        raise StoreError("The row of incident {id} is damaged.", "`tsk verify` names it.", id=row["id"]) from error


def fault_of(desk: Desk, case: Case) -> Incident | None:
    """The incident that the complaint is linked to, or was answered with; None for others."""
    id = case.incident or case.answered_with
    return incident_of(desk, id) if id else None


def open_for(desk: Desk, person: Person) -> list[Incident]:
    """The open incidents that the person was told of, by themselves, as a deputy, or with their department."""
    names = {person.id, *person.deputises}
    return [
        one
        for one in incidents(desk, "open")
        if person.anyone or names & set(one.tell) or person.department in one.departments
    ]


def fault_view(one: Incident, zone: ZoneInfo) -> dict[str, Any]:
    """One incident as JSON shows it; `until` is its expected end."""
    plain = ("id", "title", "state", *ALIKE, "notice", "reason", "answer", "basis", "via", "cause")
    return {
        **{name: getattr(one, name) for name in plain},
        "opened_at": local(one.opened_at, zone),
        "opened_by": one.opened_by,
        "until": local(one.until, zone),
        "tell": list(one.tell),
        "ended_at": local(one.ended_at, zone),
        "ended_by": one.ended_by,
        "ended_why": one.ended_why,
    }


# ── what they explain ──────────────────────────────────────────────────────────────────────────────


def linking(desk: Desk, incident: Incident, start: datetime, reason: str = "") -> Ask:
    """The link, which holds until the incident's expected end; without one, or past it, for the longest wait."""
    longest = base_due(parse_limit(desk.rules.settings.longest_wait), start, desk.calendars.named())
    until = min(incident.until, longest) if incident.until and incident.until > start else longest
    return Ask("linked", {"incident": incident.id, "until": iso(until), "reason": reason})


def holding_on(desk: Desk, case: Case, at: datetime) -> list[Ask]:
    """What holds the complaint on where its incident lasts beyond the end that was expected of it."""
    if not case.incident or not ran_out(case, at):
        return []
    incident = incident_of(desk, case.incident)
    return [linking(desk, incident, at)] if incident.is_open else []


def ran_out(case: Case, now: datetime) -> bool:
    """Whether the time for which an incident was to hold the complaint is over."""
    held = [wait.until for wait in case.waits if is_hold(wait, case)]
    return bool(held) and max(held) <= now


def known_fault(desk: Desk, said: Mapping[str, Any], received: datetime) -> Incident | None:
    """The latest open incident that explains a new complaint by the rules; None where the policy links none."""
    settings = desk.rules.settings
    if not settings.incident_same or find(desk.rules.waits, HOLD) is None:
        return None
    limit, time = parse_limit(settings.incident_within), desk.calendars.named()
    words = {name: str(said.get(name, "")) for name in ALIKE}
    for one in incidents(desk, "open"):
        near = warn_at(limit, one.opened_at, time) <= received <= base_due(limit, one.opened_at, time)
        if near and explains(one, words, settings.incident_same):
            return one
    return None
