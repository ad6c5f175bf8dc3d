"""Who has how much, by department and person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from tsk.i18n import tr
from tsk.render import labels
from tsk.render.console import Column, Segment, line, on_terminal, table
from tsk.render.times import short_time
from tsk.rules import Rules

_STYLE = {"overdue": "red", "today": "yellow", "chased": "yellow", "idle": "yellow"}
_COUNTS = ("open", "overdue", "today", "waiting", "chased", "idle", "approval")


def show_load(found: Sequence[Any], at: Callable[[str], Rules], zone: ZoneInfo, sites: bool = False) -> None:
    """Prints each department with its people below it; in a pipe one row a person, the department in each.

    Departments of several `sites` stand behind the code of theirs; `at` gives the rules of one.
    """
    if not found and on_terminal():
        line(tr("Nothing is open."))
        return
    columns = [
        Column(tr("Who")),
        *(Column(title, right=True, keep=True) for title in _titles()),
        Column(tr("Oldest"), give=True),
    ]
    if on_terminal():
        table(
            columns,
            [row for one in found for row in _department(one, at(one.total.site), zone, sites)],
            _total(found, zone),
        )
    else:
        table(columns, [row for one in found for row in _plain(one, at(one.total.site), zone, sites)])


def _titles() -> tuple[str, ...]:
    """The headings of the counts, in their order."""
    late = (tr("Open"), tr("Overdue"), tr("Today"))
    return (*late, tr("Waiting"), tr("Chased"), tr("Idle"), tr("To approve"))


def _name(one: Any, rules: Rules, sites: bool) -> str:
    name = labels.department(rules, one.department)
    return f"{one.site} {name}" if sites else name


def _department(one: Any, rules: Rules, zone: ZoneInfo, sites: bool) -> list[list[Segment]]:
    name = _name(one.total, rules, sites)
    people = one.people if any(each.handler for each in one.people) else ()
    return [[(name, "bold"), *_counts(one.total, zone)], *(_person(each, rules, zone) for each in people)]


def _total(found: Sequence[Any], zone: ZoneInfo) -> list[Segment]:
    """The sums of all departments, and the oldest of all."""
    sums = {name: sum(getattr(one.total, name) for one in found) for name in _COUNTS}
    oldest = min(one.total.oldest for one in found)
    counts = [(str(count) if count else "–", _STYLE.get(name, "") if count else "dim") for name, count in sums.items()]
    return [(tr("All"), "bold"), *counts, (short_time(oldest, zone, seconds=False), "")]


def _plain(one: Any, rules: Rules, zone: ZoneInfo, sites: bool) -> list[list[Segment]]:
    """One row for each person: the department, the person, the counts."""
    name = _name(one.total, rules, sites)
    return [[(name, ""), (labels.who(rules, each.handler), ""), *_counts(each, zone)] for each in one.people]


def _person(one: Any, rules: Rules, zone: ZoneInfo) -> list[Segment]:
    who = labels.who(rules, one.handler) if one.handler else tr("nobody yet")
    return [("  " + who, "" if one.handler else "dim"), *_counts(one, zone)]


def _counts(one: Any, zone: ZoneInfo) -> list[Segment]:
    told = [(str(count) if (count := getattr(one, name)) else "–", _STYLE.get(name, "")) for name in _COUNTS]
    shown = [(text, style if text != "–" else "dim") for text, style in told]
    return [*shown, (short_time(one.oldest, zone, seconds=False), "")]
