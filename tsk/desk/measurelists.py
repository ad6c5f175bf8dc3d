"""Improvement measures as people look at them: one, a list, those of a complaint, what is overdue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from tsk.desk.register import row_of
from tsk.desk.session import Desk
from tsk.desk.views import event_view, local
from tsk.measures import Check, Measure, Part, owed
from tsk.model import Case, Event, stands_for
from tsk.rights import check_listed, role_of, sees

KIND = "measure"


class LateMeasure(Struct, frozen=True):
    """Something of a measure that is overdue; `part` is "" for the measure as a whole, `owner` whoever owes it."""

    site: str
    measure: Measure
    part: str
    owner: str
    due: datetime
    late: int
    late_working: int
    working_day: int


class MeasureFile(Struct, frozen=True):
    """One measure with its events, oldest first."""

    measure: Measure
    events: tuple[Event, ...]


def measure_of(row: Any) -> Measure:
    """The measure of a row of the register."""
    return msgspec.json.decode(row["snapshot"], type=Measure)


def measure_file(desk: Desk, id: int) -> MeasureFile:
    """One measure with everything that happened to it; raises NotFound where there is none of that number."""
    check_listed(desk.person)
    return MeasureFile(measure_of(row_of(desk, KIND, id)), tuple(desk.store.events(id, KIND)))


def of_complaint(desk: Desk, id: int) -> tuple[Measure, ...]:
    """The measures that were taken because of one complaint, oldest first."""
    return tuple(map(measure_of, desk.store.entries(KIND, complaint=id)))


def listed(desk: Desk, filters: Mapping[str, object], owner: str = "", overdue: bool = False) -> tuple[Measure, ...]:
    """The measures that pass the filters (state, department, complaint): open ones first, earliest due first.

    `owner` is whoever answers for a measure or for one of its parts.
    """
    check_listed(desk.person)
    found = map(measure_of, desk.store.entries(KIND, **filters))
    wanted = (one for one in found if owner in ("", *one.owners) and (not overdue or is_overdue(one, desk.now)))
    return tuple(sorted(wanted, key=_urgency))


def _urgency(one: Measure) -> tuple[bool, bool, datetime, int]:
    due = one.entry.due
    return one.done, due is None, due or one.at, one.id


def is_overdue(one: Measure, now: datetime) -> bool:
    """Whether the measure, or an open part of it, was due before now."""
    due = one.entry.due
    return due is not None and due < now


def overdue(desk: Desk, until: datetime, department: str = "", owner: str = "") -> tuple[LateMeasure, ...]:
    """What of open measures is due before `until`, earliest due first, as far as the person's view reaches."""
    rows = desk.store.entries(KIND, state="open", department=department)
    known = ((row["site"], measure_of(row)) for row in rows)
    visible = ((site, one) for site, one in known if _in_view(desk, one))
    found = (late for site, one in visible for late in _late(desk, site, one, until) if owner in ("", late.owner))
    return tuple(sorted(found, key=lambda late: (late.due, late.site, late.measure.id)))


def overdue_under(desk: Desk, filters: Mapping[str, Any], until: datetime) -> tuple[LateMeasure, ...]:
    """The same under the filters of complaints; none where they ask for what only a complaint has."""
    asked = {name for name, value in filters.items() if value not in (None, "")} - {"state", "department", "handler"}
    return () if asked else overdue(desk, until, filters.get("department", ""), filters.get("handler", ""))


def _late(desk: Desk, site: str, one: Measure, until: datetime) -> Iterator[LateMeasure]:
    for part, owner, due in owed(one):
        if due < until:
            time = desk.at(site).calendars.of_department(one.department)
            seconds, working = int((desk.now - due).total_seconds()), time.elapsed(due, desk.now)
            yield LateMeasure(site, one, part, owner, due, seconds, working, time.ordinary_day())


def _in_view(desk: Desk, one: Measure) -> bool:
    """Whether the measure is the person's, their department's, or of a complaint that they see."""
    who = desk.person
    scope = "all" if who.anyone else role_of(desk.rules, who).sees
    if scope == "all" or any(stands_for(who, name) for name in one.owners):
        return True
    own = scope == "department" and one.department == who.department
    return own or any(sees(desk.rules, who, case) for case in _cases(desk, one))


def _cases(desk: Desk, one: Measure) -> Iterable[Case]:
    return desk.store.cases([one.complaint]) if one.complaint else ()


# ── as JSON ────────────────────────────────────────────────────────────────────────────────────────


def measure_view(one: Measure, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """One measure; `due` is the measure's own date, `next_due` the earliest that is open, a part's too."""
    last = one.checks[-1] if one.checks else None
    return {
        **{name: getattr(one, name) for name in ("id", "state", "text", "kind", "department", "owner", "source", "by")},
        "complaint": one.complaint or None,
        "number": one.number or None,
        "study": list(one.study),
        "at": local(one.at, zone),
        "due": local(one.due, zone),
        "next_due": local(one.entry.due, zone),
        "overdue": is_overdue(one, now),
        "parts": [part_view(part, zone) for part in one.parts],
        "checks": [check_view(check, zone) for check in one.checks],
        "effect": last.effect if last else "",
        "confirmed": last.confirmed if last else None,
        "done_at": local(last.at, zone) if last and one.done else None,
    }


def views_of_complaint(desk: Desk, id: int) -> list[dict[str, Any]]:
    """The measures that were taken because of one complaint, oldest first."""
    return [measure_view(one, desk.now, desk.zone) for one in of_complaint(desk, id)]


def part_view(part: Part, zone: ZoneInfo) -> dict[str, Any]:
    """One part of a measure."""
    times = {name: local(getattr(part, name), zone) for name in ("due", "done_at", "told_at")}
    return {"name": part.name, "text": part.text, "owner": part.owner, "done_by": part.done_by, **times}


def check_view(check: Check, zone: ZoneInfo) -> dict[str, Any]:
    """One check of the effect."""
    return {"at": local(check.at, zone), "by": check.by, "effect": check.effect, "confirmed": check.confirmed}


def file_view(file: MeasureFile, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """One measure with everything that happened to it."""
    return {**measure_view(file.measure, now, zone), "events": [event_view(event, zone) for event in file.events]}


def late_view(item: LateMeasure, zone: ZoneInfo) -> dict[str, Any]:
    """What of a measure is overdue, with the keys of a missed milestone; `id` and `number` are the complaint's."""
    one = item.measure
    return {
        "id": one.complaint or None,
        "site": item.site,
        "number": one.number or None,
        "milestone": item.part or KIND,
        "of": f"{KIND} {one.id}",
        "round": None,
        "due": local(item.due, zone),
        "late_seconds": item.late,
        "late_working_seconds": item.late_working,
        "provisional": False,
        "state": one.state,
        "department": one.department,
        "handler": item.owner,
        "severity": "",
        "summary": one.text,
        "held_by": one.department,
        "chases": 0,
        "held_since": local(one.at, zone),
        "measure": one.id,
    }
