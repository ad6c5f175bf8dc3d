"""Inbox, shift page and daily summary as plain values for JSON."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from tsk.desk.daily import Daily, carried_view
from tsk.desk.inbox import Handover, Inbox
from tsk.desk.oversight import Late
from tsk.desk.views import local
from tsk.inbox import Todo


def inbox_view(found: Inbox, zone: ZoneInfo) -> list[dict[str, Any]]:
    """One object for each case, most urgent first."""
    return [todo_view(one, zone) for one in found.items]


def todo_view(one: Todo, zone: ZoneInfo) -> dict[str, Any]:
    """One case with what is to be done on it: `due` is the earliest due among the reasons."""
    case = one.case
    return {
        "id": case.id,
        "number": case.number,
        "state": case.state,
        "round": case.round,
        "severity": case.severity,
        "department": case.department,
        "handler": case.handler,
        "tier": case.customer.tier,
        "summary": case.summary,
        "due": local(one.due, zone),
        "why": [
            {
                "kind": reason.kind,
                "at": local(reason.at, zone),
                "milestone": reason.milestone,
                "of": reason.of,
                "text": reason.text,
            }
            for reason in one.reasons
        ],
    }


def handover_view(found: Handover, zone: ZoneInfo) -> dict[str, Any]:
    """The page for the next shift."""
    return {
        "department": found.department,
        "store": found.store,
        "until": local(found.until, zone),
        "open": found.open,
        "today": found.taken,
        "items": [todo_view(one, zone) for one in found.items],
    }


def daily_view(found: Daily, zone: ZoneInfo) -> dict[str, Any]:
    """The day's summary: counts of complaints, what is overdue now, what fell or falls due that day."""
    return {
        "date": found.day.isoformat(),
        **found.counts,
        "overdue": [late_view(item, zone) for item in found.overdue],
        "overdue_complaints": found.late,
        "due": [todo_view(one, zone) for one in found.due],
        "chased_complaints": [{"id": case.id, "number": case.number, "chases": case.chases} for case in found.chased],
        "carried_out": [carried_view(one) for one in found.carried],
    }


def late_view(item: Late, zone: ZoneInfo) -> dict[str, Any]:
    """One missed milestone; lengths in seconds."""
    row = {name: getattr(item, name) for name in item.__struct_fields__}
    row["due"] = local(item.due, zone)
    row["late_seconds"], row["late_working_seconds"] = row.pop("late"), row.pop("late_working")
    del row["working_day"]
    return row
