"""Lists: complaints, and what is overdue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from tsk.i18n import say, tr, with_note, word
from tsk.model import Case
from tsk.render import labels
from tsk.render.console import Column, Segment, line, on_terminal, table
from tsk.render.times import clock_text, due_text, short_time, working_text
from tsk.rules import Rules

_STATE_STYLE = {"registered": "bold", "pending": "cyan", "resolved": "green", "closed": "dim", "cancelled": "dim"}


def show_list(cases: Sequence[Case], total: int, rules: Rules, zone: ZoneInfo) -> None:
    """Prints complaints, one a row."""
    if not cases:
        _nothing("No complaints.")
        return
    columns = (
        Column(tr("Number"), keep=True),
        Column(tr("Received"), keep=True),
        Column(tr("State")),
        Column(tr("Department")),
        Column(tr("Handler")),
        Column(tr("Summary"), give=True),
    )
    table(columns, [_case_row(case, rules, zone) for case in cases])
    more(total - len(cases))


def _case_row(case: Case, rules: Rules, zone: ZoneInfo) -> list[Segment]:
    state = word(case.state) if case.round == 1 else with_note(word(case.state), str(case.round))
    return [
        (case.number, "bold"),
        (short_time(case.received_at, zone), ""),
        (labels.urgent(rules, case.severity) + state, _STATE_STYLE.get(case.state, "")),
        (labels.department(rules, case.department), ""),
        (labels.who(rules, case.handler), ""),
        (case.summary, ""),
    ]


def show_overdue(items: Sequence[Any], total: int, rules: Rules, zone: ZoneInfo, measures: Sequence[Any] = ()) -> None:
    """Prints missed milestones, earliest due first, and below them what of measures is late."""
    if not (items or measures):
        _nothing("Nothing is overdue.")
        return
    if items:
        show_late(items, rules, zone)
        more(total - len(items))
    if measures:
        from tsk.render.measures import show_late_measures

        show_late_measures(measures, rules, zone)


def show_late(items: Sequence[Any], rules: Rules, zone: ZoneInfo) -> None:
    """Prints milestones that are late or due soon, one a row."""
    columns = (
        Column(tr("Number"), keep=True),
        Column(tr("Due"), keep=True),
        Column(tr("Late by"), keep=True),
        Column(tr("Milestone"), keep=True),
        Column(tr("Department")),
        Column(tr("Handler"), give=not any(item.handler for item in items)),
        Column(tr("Summary"), give=True),
    )
    table(columns, [_late_row(item, rules, zone) for item in items])
    explain_unsure(item.provisional for item in items)


def explain_unsure(provisional: Iterable[bool]) -> None:
    """Says on a terminal what the mark of a provisional due means, where one was shown."""
    if on_terminal() and any(provisional):
        line(("≈", "yellow"), " ", tr("provisional: the holidays of those days are not announced, or not known here"))


def _late_row(item: Any, rules: Rules, zone: ZoneInfo) -> list[Segment]:
    late = item.late > 0
    part = item.of.partition("#")[0]
    handler = item.handler if part in ("", item.department) else ""  # a co-handling department's part is not theirs
    return [
        (item.number, "bold"),
        (due_text(item.due, zone), ""),
        (_late(item), "red") if late else (tr("due soon"), "yellow"),
        (_milestone(item, rules), ""),
        (labels.department(rules, part or item.department), ""),
        (labels.who(rules, handler), ""),
        (item.summary, ""),
    ]


def _milestone(item: Any, rules: Rules) -> str:
    name = labels.milestone_name(rules, item.milestone, item.of if item.of.startswith("#") else "")
    return labels.urgent(rules, item.severity) + name + labels.unsure(item.provisional)


def _late(item: Any) -> str:
    """How late: on the limit's own clock, so that it never seems to shrink."""
    if item.always:
        return clock_text(item.late)
    return working_text(item.late_working, item.working_day) if item.late_working else tr("after hours")


def _nothing(template: str) -> None:
    if on_terminal():
        line(tr(template))


def more(count: int) -> None:
    """Says on a terminal how many rows were left out."""
    if count > 0 and on_terminal():
        line((say("… {count} more: --limit N, or a narrower filter.", count=count), "dim"))
