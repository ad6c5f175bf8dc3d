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
from tsk.render.lists import explain_unsure
from tsk.render.measures import show_late_measures
from tsk.render.overdue import show_late
from tsk.render.report import rate_text
from tsk.render.times import due_text
from tsk.render.worklist import counts, is_unsure, show_todos
from tsk.report import Line
from tsk.rules import Rules

_LATE_ROWS, _DUE_ROWS, _CHASED_ROWS, _CARRIED_ROWS = 6, 4, 3, 3  # on a screen, so that the day fits on one
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def show_daily(found: Any, rules: Rules, zone: ZoneInfo, now: datetime) -> None:
    """Prints one day of the desk: what happened, what is overdue, what falls due, who asked, what was escalated.

    On a terminal the first rows of each, in a pipe all that the summary holds; the counts are of everything.
    """
    line((heading(found, rules), "bold"))
    lines(flowing(counts(found.counts), "  "))
    lines(flowing(month(found.month), "  "))
    for text, style in remarks(found, zone):
        line("  ", (text, style))
    line()
    late = found.late.complaints
    line((say("Complaints overdue now: {late}", late=late), "bold red" if late else "bold"))
    if found.overdue:
        show_late(_first(found.overdue, _LATE_ROWS), rules, zone)
    _left_out(found.late.milestones - len(_first(found.overdue, _LATE_ROWS)), "… {count} more deadlines: `tsk overdue`")
    show_late_measures(_first(found.measures, _LATE_ROWS), rules, zone)
    _left_out(
        len(found.measures) - len(_first(found.measures, _LATE_ROWS)), "… {count} more measures: `tsk measure list`"
    )
    line((say("Due that day: {count}", count=found.due_count), "bold"))
    due = _first(found.due, _DUE_ROWS)
    if due:
        show_todos(due, rules, zone, now)
        explain_unsure(is_unsure(one) for one in due)
    _left_out(found.due_count - len(due), "… {count} more: `tsk handover`")
    show_surges(found.surges, rules, zone)
    show_notices(found.incidents, rules, zone)
    show_gone_on(found.done.ended)
    _show_chased(found)
    if found.done.carried:
        line((tr("Carried out now"), "bold"))
        show_carried(_first(found.done.carried, _CARRIED_ROWS), rules)
        _left_out(len(found.done.carried) - len(_first(found.done.carried, _CARRIED_ROWS)), "… {count} more steps")


def heading(found: Any, rules: Rules) -> str:
    """The policy, the department where it is the part of one, and the day."""
    day = f"{found.day.isoformat()} {word(_WEEKDAYS[found.day.weekday()])}"
    of = [labels.department(rules, found.department)] if found.department else []
    policy = rules.zh if i18n.lang == "zh" else rules.en
    return " · ".join([policy, *of, day])


def month(figures: Line) -> list[Segment]:
    """The rates of the month so far."""
    parts: list[Segment] = [(tr("this month"), "")]
    rates = (
        (tr("Timeliness"), figures.timeliness),
        (tr("Resolution"), figures.resolution),
        (tr("Satisfaction"), figures.satisfaction),
    )
    for name, rate in rates:
        text, style = rate_text(rate)
        parts += [(f" · {name} {text}", style)]
    return parts


def remarks(found: Any, zone: ZoneInfo) -> list[Segment]:
    """What the day's lists do not show: targets, visits, waits that are over, deadlines that are not sure."""
    rows: list[tuple[bool, str, str]] = [
        *((True, _target(one), "red" if one.lost else "yellow") for one in found.missed),
        (found.late.visits > 0, say("Return visits overdue: {count}", count=found.late.visits), "red"),
        (found.waits_over > 0, say("Waits that are over: {count}", count=found.waits_over), "yellow"),
        (found.unsure.count > 0, _unsure(found.unsure, zone), "yellow"),
        (bool(found.messages), _messages(len(found.messages)), "red"),
    ]
    return [(text, style) for there, text, style in rows if there]


def _messages(count: int) -> str:
    return say("Messages that did not arrive, or perhaps not: {count} (`tsk outbox`)", count=count)


def _target(one: Any) -> str:
    """A target that is missed: what it is, how it stands, and whether it can still be reached."""
    limit = "at least {percent} %" if one.at_least is not None else "at most {percent} %"
    wanted = say(limit, percent=f"{one.at_least if one.at_least is not None else one.at_most:g}")
    told = say("{percent} %", percent=f"{one.rate.percent:.1f}")
    values = {"name": tr(_TARGETS[one.name]), "rate": told, "wanted": wanted}
    missed = say("Target missed: {name} {rate}, {wanted}", **values)
    open_yet = say("Target not reached yet: {name} {rate}, {wanted}", **values)
    return missed if one.lost else open_yet


_TARGETS = {
    "timeliness": "Timeliness",
    "resolution": "Resolution",
    "satisfaction": "Satisfaction",
    "repeat": "Repeats",
    "chase": "Chases",
}


def _unsure(unsure: Any, zone: ZoneInfo) -> str:
    earliest = due_text(unsure.earliest, zone, year=True) if unsure.earliest else "–"
    return say("Provisional deadlines: {count}, the earliest {due}", count=unsure.count, due=earliest)


def _show_chased(found: Any) -> None:
    if found.chased:
        line((tr("Asked for news"), "bold"))
        shown = _first(found.chased, _CHASED_ROWS)
        grid([[(case.number, ""), (f"×{case.chases}", ""), (case.summary, "dim")] for case in shown], "  ")
        _left_out(found.counts["chased"] - len(shown), "… {count} more")


def _first(items: Sequence[Any], most: int) -> Sequence[Any]:
    """The rows to show: so many on a terminal, all of them in a pipe."""
    return items[:most] if on_terminal() else items


def _left_out(count: int, told: str) -> None:
    """Says how many rows of what are not here, and where they are."""
    if count > 0:
        line((say(told, count=count), "dim"))


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
