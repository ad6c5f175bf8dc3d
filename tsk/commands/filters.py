"""The filters that lists share: words of the policy checked, days turned into instants."""

from __future__ import annotations

import sys
from typing import Any

from tsk.commands.session import instant
from tsk.desk.neglected import idle_since
from tsk.desk.oversight import handler_once, month_of, utc_midnight
from tsk.desk.session import Desk
from tsk.desk.values import check_one_site, known_value
from tsk.desk.words import known, milestones_of, one_of
from tsk.errors import UsageError
from tsk.model import AWAITED, STATES, iso
from tsk.privacy import phone_key

ON_A_SCREEN = 50
MOST = 10_000_000


def filters(desk: Desk, said: dict[str, Any]) -> dict[str, Any]:
    """The filters of a command's options as the store takes them; raises UsageError for an unknown word."""
    rules = desk.rules
    since = instant(desk, said.get("since", ""), stretch=True)
    until = instant(desk, said.get("until", ""), end_of_day=True, stretch=True)
    if said.get("month") and (since or until):
        raise UsageError("A month and --since or --until exclude each other.", "Leave one of them out.")
    if said.get("month"):
        first, next_first = month_of(desk, said["month"])
        since, until = utc_midnight(desk, first), utc_midnight(desk, next_first)
    if since and until and since >= until:
        raise UsageError("--since lies after --until.", "Swap them.")
    handler = desk.person.id if said.get("mine") else handler_once(desk, said.get("handler", ""))
    return {
        "state": one_of("state", ("open", "done", "all", *STATES), said.get("state", ""))
        or ("open" if said.get("idle") else "all"),
        "department": known_value(desk, "department", "department", rules.departments, said.get("department", "")),
        "category": known_value(desk, "category", "category", rules.policy.categories, said.get("category", "")),
        "severity": known_value(desk, "severity", "severity", rules.policy.severities, said.get("severity", "")),
        "channel": known_value(desk, "channel", "channel", rules.channels, said.get("channel", "")),
        "handler": handler,
        "store": said.get("store", ""),
        "region": said.get("region", ""),
        "product": said.get("product", ""),
        "customer": said.get("customer", ""),
        "phone": phone_key(said.get("phone", "")),
        "waiting": known("reason for waiting", rules.waits, said.get("waiting", "")),
        "milestone": known("milestone", milestones_of(rules), said.get("milestone", "")),
        "round": counted("--round", said.get("round")),
        "incident": _incident(desk, said),
        "awaits": one_of("decision", AWAITED, said.get("awaiting", "")),
        "late": iso(desk.now) if said.get("overdue") else "",
        "idle": iso(idle_since(desk, said["idle"])) if said.get("idle") else "",
        "since": iso(since) if since else "",
        "until": iso(until) if until else "",
    }


def _incident(desk: Desk, said: dict[str, Any]) -> int | None:
    """The number of an incident, which is one site's."""
    if said.get("incident"):
        check_one_site(desk, "--incident")
    return counted("--incident", said.get("incident"))


def rows_shown(limit: int | None) -> int | None:
    """How many rows to show: as asked, else a screenful on a terminal and all in a pipe."""
    return counted("--limit", limit) or (ON_A_SCREEN if sys.stdout.isatty() else None)


def counted(option: str, number: int | None) -> int | None:
    """The number itself; raises UsageError for one below 1 or beyond all reason."""
    if number is not None and not 1 <= number <= MOST:
        raise UsageError("{option} takes a number from 1 to {most}.", option=option, most=MOST)
    return number
