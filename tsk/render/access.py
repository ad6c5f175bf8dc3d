"""Who looked at contact data on the screen: how often each, then entry by entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tsk.i18n import say, tr, word
from tsk.render import labels
from tsk.render.console import Column, Segment, line, on_terminal, tabbed, table
from tsk.render.times import short_time
from tsk.rules import Rules

_LISTED = 50  # entries on a screen; a pipe and JSON have all
_STYLE = {"looked": "", "revealed": "yellow", "exported": "bold yellow", "taken_over": "bold"}


def show_log(found: Any, rules: Rules, zone: ZoneInfo) -> None:
    """Prints who looked, revealed and exported how often, then the latest entries; in a pipe each entry on a line."""
    if not on_terminal():
        tabbed([[text for text, _ in _row(one, rules, zone)] for one in found.entries])
        return
    last = found.until - timedelta(days=1)
    line((say("Who saw contact data, {since} to {until}", since=str(found.since), until=str(last)), "bold"))
    if not found.entries:
        line(tr("Nobody looked."))
        return
    _show_people(found.people, rules)
    columns = (
        Column(tr("When"), keep=True),
        Column(tr("Person"), keep=True),
        Column(tr("What"), keep=True),
        Column(tr("Complaints"), keep=True),
        Column(tr("Why"), give=True),
    )
    table(columns, [_row(one, rules, zone) for one in found.entries[-_LISTED:]])
    if more := len(found.entries[:-_LISTED]):
        line((say("… {count} earlier ones: --json has all.", count=more), "dim"))


def _show_people(people: Sequence[Any], rules: Rules) -> None:
    columns = (
        Column(tr("Person"), give=True),
        Column(word("looked").capitalize(), right=True, keep=True),
        Column(word("revealed").capitalize(), right=True, keep=True),
        Column(word("exported").capitalize(), right=True, keep=True),
        Column(tr("Complaints exported"), right=True, keep=True),
    )
    rows = [
        [
            (labels.who(rules, one.who), ""),
            *((str(n or "–"), "") for n in _times(one)),
            (str(one.complaints or "–"), ""),
        ]
        for one in people
    ]
    table(columns, rows)


def _times(one: Any) -> tuple[int, int, int]:
    return one.looked, one.revealed, one.exported


def _row(one: Any, rules: Rules, zone: ZoneInfo) -> list[Segment]:
    """When, who, what, which complaint or how many, and why: the reason, else the ground."""
    return [
        (short_time(one.at, zone), ""),
        (labels.who(rules, one.who), ""),
        (word(one.type), _STYLE[one.type]),
        (one.number or f"×{one.count}", ""),
        (_why(one), ""),
    ]


def _why(one: Any) -> str:
    if one.reason:
        return str(one.reason)
    return word(f"ground {one.ground}") if one.ground else word("masked") if one.masked else ""
