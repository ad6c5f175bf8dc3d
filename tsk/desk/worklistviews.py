"""Inbox and shift page as plain values for JSON."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from tsk.desk.inbox import Handover, Inbox
from tsk.desk.knownfaults import fault_view
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
                "provisional": reason.provisional,
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
        "incidents": [fault_view(one, zone) for one in found.incidents],
    }
