"""Why a complaint is where it is: its category, its severity, and each department that it was given to."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from tsk.conditions import facts_of, fits
from tsk.desk.session import Desk
from tsk.desk.views import local
from tsk.lifecycle import effective
from tsk.model import SYSTEM, Case, Event
from tsk.rulerows import Policy
from tsk.rules import find, line_today, suggest_category


class Placed(Struct, frozen=True):
    """One time that a complaint was given to a department: by a `rule` at a `line` of the rule file (0: an earlier
    wording of it), or by a person with a reason.
    """

    at: datetime
    department: str
    co: tuple[str, ...]
    rule: str
    line: int
    by: str
    reason: str


class Placing(Struct, frozen=True):
    """Why a complaint is where it is.

    `words` of the customer are those of the category's that they said; `graded_by` is the first row of the severities
    that fits the case as it is, "" where a person or a rise set another. `placed` runs from the earliest on.
    """

    category: str
    words: tuple[str, ...]
    severity: str
    graded_by: str
    placed: tuple[Placed, ...]


def placing(desk: Desk, case: Case, events: tuple[Event, ...]) -> Placing:
    """Why the complaint is where it is, by the policy that it was received under."""
    policy = desk.policy_of(case)
    suggested, words = suggest_category(policy, f"{case.summary}\n{case.details}")
    facts = facts_of(case, desk.zone)
    graded = next((row.name for row in policy.severities if row.when and fits(row.when, facts)), "")
    placed = [_placed(desk, policy, one) for one in effective(events) if one.type == "assigned" and _moves(one)]
    return Placing(
        category=case.category,
        words=words if suggested == case.category else (),
        severity=case.severity,
        graded_by=graded if graded == case.severity else "",
        placed=tuple(placed),
    )


def _moves(event: Event) -> bool:
    return bool(event.body.get("department"))


def _placed(desk: Desk, policy: Policy, event: Event) -> Placed:
    said = event.body
    rule = str(said.get("route", "")) if event.actor == SYSTEM else ""
    section, _, name = rule.rpartition(".")
    row = find(getattr(policy, section or "routes"), name) if rule else None
    return Placed(
        at=event.at,
        department=said["department"],
        co=tuple(said.get("co_departments", ())),
        rule=f"{section or 'routes'}.{name}" if rule else "",
        line=line_today(desk.rules, section or "routes", row) if row else 0,
        by="" if event.actor == SYSTEM else event.actor,
        reason=event.private.get("reason") or "",
    )


def placing_view(found: Placing, zone: ZoneInfo) -> dict[str, Any]:
    """Why a complaint is where it is, as JSON shows it."""
    return {
        "category": found.category,
        "words": list(found.words),
        "severity": found.severity,
        "graded_by": found.graded_by,
        "placed": [
            {
                **{name: getattr(one, name) for name in ("department", "rule", "line", "by", "reason")},
                "co": list(one.co),
            }
            | {"at": local(one.at, zone)}
            for one in found.placed
        ],
    }
