"""The day's summary, and what was carried out before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tsk import i18n
from tsk.i18n import say, tr, word
from tsk.render import labels
from tsk.render.console import Segment, flowing, grid, line, lines, on_terminal
from tsk.render.incidents import show_gone_on, show_notices, show_surges
from tsk.render.lists import explain_unsure, more
from tsk.render.measures import show_late_measures
from tsk.render.overdue import show_late
from tsk.render.report import rate_text
from tsk.render.worklist import counts, is_unsure, show_todos
from tsk.report import Line
from tsk.rules import Rules

MOST = 20  # rows of a summary; `tsk overdue` has them all
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def show_daily(found: Any, rules: Rules, zone: ZoneInfo, now: datetime) -> None:
    """Prints one day of the desk: what happened, what is overdue, what falls due, who asked, what was escalated."""
    day = f"{found.day.isoformat()} {word(_WEEKDAYS[found.day.weekday()])}"
    line((say("{policy} · {day}", policy=rules.zh if i18n.lang == "zh" else rules.en, day=day), "bold"))
    lines(flowing(counts(found.counts), "  "))
    lines(flowing(_month(found.month), "  "))
    line()
    line((say("Complaints overdue now: {late}", late=found.late), "bold red" if found.late else "bold"))
    if found.overdue:
        show_late(found.overdue[:MOST], rules, zone)
        more(len(found.overdue) - MOST)
    show_late_measures(found.measures[:MOST], rules, zone)
    line((say("Due that day: {count}", count=len(found.due)), "bold"))
    if found.due:
        show_todos(found.due, rules, zone, now)
        explain_unsure(is_unsure(one) for one in found.due)
    show_surges(found.surges, rules, zone)
    show_notices(found.incidents, rules, zone)
    show_gone_on(found.ended)
    if found.chased:
        line((tr("Asked for news"), "bold"))
        grid([[(case.number, ""), (f"×{case.chases}", ""), (case.summary, "dim")] for case in found.chased], "  ")
    if found.carried:
        line((tr("Carried out now"), "bold"))
        show_carried(found.carried, rules)


def _month(month: Line) -> list[Segment]:
    """The rates of the month so far."""
    parts: list[Segment] = [(tr("this month"), "")]
    rates = (
        (tr("Timeliness"), month.timeliness),
        (tr("Resolution"), month.resolution),
        (tr("Satisfaction"), month.satisfaction),
    )
    for name, rate in rates:
        text, style = rate_text(rate)
        parts += [(f" · {name} {text}", style)]
    return parts


def show_carried(carried: Sequence[Any], rules: Rules) -> None:
    """Prints each escalation: the case, the rule, and what it did."""
    if not carried:
        if on_terminal():
            line(tr("No escalation step is due."))
        return
    grid(
        [
            [(one.case.number, "bold"), (labels.escalation(rules, one.rule), ""), (_done(one, rules), "")]
            for one in carried
        ],
        "  ",
    )


def _done(one: Any, rules: Rules) -> str:
    told = [labels.who_or_department(rules, name) for name in one.tell]
    parts = [say("told {who}", who=tr(", ").join(told))] if told else []
    parts += [say("raised to {severity}", severity=labels.severity(rules, one.severity))] if one.severity else []
    parts += (
        [say("moved to {department}", department=labels.department(rules, one.department))] if one.department else []
    )
    return " · ".join(parts)
