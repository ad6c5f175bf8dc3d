"""Rights by request on the screen: one request, and a list of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tsk import i18n
from tsk.i18n import say, tr, word
from tsk.render import labels
from tsk.render.console import Column, Segment, grid, line, on_terminal, table
from tsk.render.times import day_and_time
from tsk.rules import Rules, label
from tsk.text import harmless

_STYLE = {"asked": "yellow", "approved": "green", "refused": "red", "ended": "dim"}


def show_request(one: Any, rules: Rules, zone: ZoneInfo) -> None:
    """Prints one request: who is to act as what, who asked, who decided."""
    line((say("Request {id}", id=one.id), "bold"), ("  " + word(f"request {one.state}"), _STYLE[one.state]))
    facts = (
        (tr("Person"), f"{one.person} {harmless(one.name)}"),
        (tr("Role"), _as(one, rules)),
        (tr("Last day"), one.until),
        (tr("Asked"), _when(one.at, one.by, rules, zone)),
        (tr("Reason"), harmless(one.reason)),
        (tr("Decided"), _when(one.decided_at, one.decided_by, rules, zone) if one.decided_at else ""),
        (tr("Because"), harmless(one.why)),
    )
    grid([[(name, "dim"), (value, "")] for name, value in facts if value], "  ")


def _as(one: Any, rules: Rules) -> str:
    role = label(rules.roles, one.role, i18n.lang)
    return " · ".join(part for part in (role, labels.department(rules, one.department), harmless(one.store)) if part)


def _when(at: datetime, who: str, rules: Rules, zone: ZoneInfo) -> str:
    return say("{when} by {who}", when=day_and_time(at, zone), who=labels.who(rules, who))


def show_requests(found: Sequence[Any], rules: Rules, zone: ZoneInfo) -> None:
    """Prints requests, one a row: those that wait first."""
    if not found:
        if on_terminal():
            line(tr("No requests."))
        return
    columns = (
        Column(tr("No."), right=True, keep=True),
        Column(tr("State"), keep=True),
        Column(tr("Person")),
        Column(tr("Role")),
        Column(tr("Last day")),
        Column(tr("Asked by")),
        Column(tr("Reason"), give=True),
    )
    table(columns, [_row(one, rules) for one in found])


def _row(one: Any, rules: Rules) -> list[Segment]:
    return [
        (str(one.id), "bold"),
        (word(f"request {one.state}"), _STYLE[one.state]),
        (f"{one.person} {one.name}", ""),
        (_as(one, rules), ""),
        (one.until, ""),
        (labels.who(rules, one.by), ""),
        (one.why or one.reason, ""),
    ]
