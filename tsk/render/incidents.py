"""Incidents on the screen: one with what it explains, lists, notices, its end, and surges that may be one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from tsk.i18n import error_text, say, tr, word
from tsk.incidents import Surge, command_of
from tsk.render import labels
from tsk.render.console import Column, grid, line, on_terminal, table, unbroken
from tsk.render.times import clock_text, day_and_time, due_text, short_time
from tsk.rules import Rules
from tsk.text import harmless

_STYLE = {"open": "bold", "resolved": "green", "cancelled": "dim"}


def about(named: dict[str, str], rules: Rules) -> str:
    """What an incident or a surge is about, and where."""
    subtype = labels.subtype(rules, named.get("category", ""), named.get("subtype", ""))
    kind = [labels.category(rules, named["category"])] if named.get("category") else []
    kind += [subtype] if subtype else []
    return " · ".join([*kind, *(named[name] for name in ("product", "store", "region") if named.get(name))])


def expected(fault: Any, zone: ZoneInfo) -> str:
    """When the incident should be over, in words; nothing where nobody knows."""
    return say("expected end {until}", until=due_text(fault.until, zone)) if fault.until else ""


def show_opened(opened: Any, candidates: Sequence[int], rules: Rules) -> None:
    """Prints the number of a new incident, who was told, and which complaints it may explain."""
    line((say("Incident {id}: {title}", id=opened.id, title=opened.title), "bold"))
    _show_facts(opened, rules, rules.zoneinfo)
    if candidates:
        told = say("{count} complaints may be part of it:", count=len(candidates))
        line("  ", told)
        unbroken(f"  tsk incident link {opened.id} {' '.join(map(str, candidates))}")


def show_incident(found: Any, rules: Rules, zone: ZoneInfo) -> None:
    """Prints one incident and every complaint that it explains, with how long it was held."""
    one = found.incident
    line((say("Incident {id}: {title}", id=one.id, title=one.title), "bold"), f"  {_state(one)}")
    _show_facts(one, rules, zone)
    line((say("Explains {count} complaints", count=found.count), "bold"))
    rows = [
        [
            (row.case.number, "bold"),
            (word(row.case.state), ""),
            (say("held {time}", time=clock_text(row.held)) if row.held else "", ""),
            (tr("answered with it") if row.case.answered_with == one.id else "", "green"),
            (row.case.customer.name, "dim"),
        ]
        for row in found.complaints
    ]
    grid(rows, "  ")


def _state(one: Any) -> str:
    return word(f"incident {one.state}")


def _show_facts(one: Any, rules: Rules, zone: ZoneInfo) -> None:
    told = tr(", ").join(labels.who_or_department(rules, name) for name in one.tell)
    since = say("{at}, opened by {who}", at=day_and_time(one.opened_at, zone), who=labels.who(rules, one.opened_by))
    ended = one.ended_at and say(
        "{at}, by {who}", at=day_and_time(one.ended_at, zone), who=labels.who(rules, one.ended_by)
    )
    facts = [
        (tr("About"), about(one.about, rules)),
        (tr("Since"), since),
        (tr("Expected end"), due_text(one.until, zone) if one.until else ""),
        (tr("Notice"), harmless(one.notice)),
        (tr("Told"), told),
        (tr("Why"), harmless(one.reason)),
        (tr("Over"), ended or ""),
        (tr("Answer"), harmless(one.answer)),
        (tr("Basis"), harmless(one.basis)),
        (tr("Cause"), labels.named(rules, "cause", one.cause) if one.cause else ""),
        (tr("Reason"), harmless(one.ended_why)),
    ]
    grid([[(name, "dim"), (value, "")] for name, value in facts if value], "  ")


def show_incidents(found: Sequence[Any], rules: Rules, zone: ZoneInfo) -> None:
    """Prints incidents, one a row."""
    if not found:
        if on_terminal():
            line(tr("No incidents."))
        return
    columns = (
        Column(tr("No."), right=True, keep=True),
        Column(tr("Since"), keep=True),
        Column(tr("State"), keep=True),
        Column(tr("Expected end"), keep=True),
        Column(tr("Complaints"), right=True, keep=True),
        Column(tr("About")),
        Column(tr("Title"), give=True),
    )
    rows = [
        [
            (str(row.incident.id), "bold"),
            (short_time(row.incident.opened_at, zone), ""),
            (_state(row.incident), _STYLE[row.incident.state]),
            (due_text(row.incident.until, zone) if row.incident.until else "–", ""),
            (str(row.count), ""),
            (about(row.incident.about, rules), ""),
            (row.incident.title, ""),
        ]
        for row in found
    ]
    table(columns, rows)


def show_notices(found: Sequence[Any], rules: Rules, zone: ZoneInfo) -> None:
    """Prints the open incidents, one a line, with what staff should know."""
    for one in found:
        parts = [about(one.about, rules), expected(one, zone), harmless(one.notice)]
        told = "".join(f" · {part}" for part in parts if part)
        line((say("Known fault: incident {id}, {title}", id=one.id, title=one.title), "bold yellow"), told)


def show_ended(found: Any, zone: ZoneInfo) -> None:
    """Prints that an incident is over, and what became of the complaints that were linked to it."""
    one = found.incident
    line((say("Incident {id}: {title}", id=one.id, title=one.title), "bold"), f"  {_state(one)}")
    line("  ", _counts(found))


def _counts(found: Any) -> str:
    counts = {name: sum(row.done == name for row in found.outcomes) for name in ("answered", "unlinked")}
    refused = sum(bool(row.error) for row in found.outcomes)
    return say("{answered} answered · {unlinked} only unlinked · {refused} refused", refused=refused, **counts)


def show_gone_on(found: Sequence[Any]) -> None:
    """Prints the incidents whose end was gone on with, and the complaints that still refuse it."""
    for one in found:
        line((say("Incident {id}: {title}", id=one.incident.id, title=one.incident.title), "bold"), f"  {_counts(one)}")
        for row in one.outcomes:
            if row.error:
                line("  ", error_text(row.error))


def show_surges(found: Sequence[Surge], rules: Rules, zone: ZoneInfo) -> None:
    """Prints where more customers complain of the same than usual, and what to type."""
    for one in found:
        said = {"what": about(one.about, rules), "since": short_time(one.since, zone), "usual": one.usual}
        told = say("Surge: {count} × {what} since {since}, usually {usual} at most", count=len(one.ids), **said)
        line((told, "bold red"))
        unbroken(f"  {command_of(one)}")
