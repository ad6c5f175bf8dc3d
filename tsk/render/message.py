"""The day's summary as a message: plain lines with numbers and departments, and no customer's words or names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from tsk import i18n
from tsk.i18n import say, tr
from tsk.render import labels
from tsk.render.daily import heading, month, remarks
from tsk.render.incidents import about
from tsk.render.overdue import late_text
from tsk.render.times import due_text, short_time
from tsk.render.worklist import counts
from tsk.rules import Rules

_ROWS = 10  # of a kind; the counts are of everything


def message(found: Any, rules: Rules, zone: ZoneInfo, lang: str) -> tuple[str, str]:
    """Subject and text of the summary in that language."""
    mine = i18n.lang
    i18n.use(lang or mine, zone)
    try:
        numbers = say("overdue {late}, due {due}", late=found.late.complaints, due=found.due_count)
        subject = say("{name}: {value}", name=heading(found, rules), value=numbers)
        return subject, "\n".join(_lines(found, rules, zone))
    finally:
        i18n.use(mine, zone)


def _lines(found: Any, rules: Rules, zone: ZoneInfo) -> Iterator[str]:
    yield _flat(counts(found.counts))
    yield _flat(month(found.month))
    yield from (text for text, _ in remarks(found, zone))
    yield from (_surge(one, rules, zone) for one in found.surges)
    yield from (say("Known fault: incident {id}", id=one.id) for one in found.incidents)
    if found.measures:
        yield say("Overdue measures: {count}", count=len(found.measures))
    late = say("Complaints overdue now: {late}", late=found.late.complaints)
    left = "… {count} more deadlines"  # the title counts complaints
    yield from _list(late, found.overdue, found.late.milestones, left, lambda one: _late(one, rules, zone))
    due = say("Due that day: {count}", count=found.due_count)
    yield from _list(due, found.due, found.due_count, "… {count} more", lambda one: _due(one, rules, zone))
    yield ""
    yield say("Anchor: {anchor}", anchor=found.anchor)  # kept in many letter boxes, it proves a rewritten file


def _flat(segments: list[tuple[str, str]]) -> str:
    return "".join(text for text, _ in segments)


def _list(title: str, rows: Any, count: int, left: str, said: Callable[[Any], str]) -> Iterator[str]:
    yield ""
    yield title
    yield from (f"  {said(one)}" for one in rows[:_ROWS])
    if count > len(rows[:_ROWS]):
        yield "  " + say(left, count=count - len(rows[:_ROWS]))


def _late(one: Any, rules: Rules, zone: ZoneInfo) -> str:
    name = labels.milestone_name(rules, one.milestone, one.of if one.of.startswith("#") else "")
    by = one.by
    how = say("late by {time}", time=late_text(by)) if by.always or by.late_working > 0 else late_text(by)
    owing = labels.department(rules, one.held_by)
    due = say("due {due}", due=due_text(one.due, zone))
    return " · ".join([one.number, name + labels.unsure(one.provisional), due, how, owing])


def _due(one: Any, rules: Rules, zone: ZoneInfo) -> str:
    names = dict.fromkeys(labels.milestone_name(rules, each.milestone, each.of) for each in one.reasons)
    owing = labels.department(rules, one.case.department)
    return " · ".join([one.case.number, due_text(one.due, zone), tr(", ").join(names), owing])


def _surge(one: Any, rules: Rules, zone: ZoneInfo) -> str:
    said = {"what": about(one.about, rules), "since": short_time(one.since, zone), "usual": one.usual}
    return say("Surge: {count} × {what} since {since}, usually {usual} at most", count=len(one.ids), **said)
