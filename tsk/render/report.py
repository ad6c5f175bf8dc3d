"""The figures of a period on the screen."""

from __future__ import annotations

from datetime import timedelta

from tsk.i18n import say, tr, word
from tsk.render import labels
from tsk.render.console import Column, Segment, line, on_terminal, table
from tsk.report import Line, Rate, Report
from tsk.rules import Rules


def show_report(found: Report, rules: Rules) -> None:
    """Prints one row for each value of the dimension, and the total."""
    if on_terminal():
        last = found.until - timedelta(days=1)
        title = say("Complaints received from {since} to {until}", since=str(found.since), until=str(last))
        line((title, "bold"))
    columns = (
        Column(word(found.by).capitalize()),
        Column(tr("Received"), right=True, keep=True),
        Column(tr("Open"), right=True, keep=True),
        Column(tr("Overdue answers").replace(" ", "\n"), right=True, keep=True),
        Column(tr("In time"), right=True, keep=True),
        Column(tr("Resolved"), right=True, keep=True),
        Column(tr("Satisfied"), right=True, keep=True),
        Column(tr("Hours each").replace(" ", "\n"), right=True, keep=True),
    )
    rows = [_row(labels.dimension(rules, found.by, row.key), row) for row in found.lines]
    table(columns, rows, _row(tr("Total"), found.total))
    if on_terminal():
        line((tr("Hours each: in hand per complaint, by the calendar of whoever had it then."), "dim"))


def _row(name: str, row: Line) -> list[Segment]:
    return [
        (name, ""),
        (str(row.received), ""),
        (str(row.open), ""),
        (str(row.overdue), "red" if row.overdue else ""),
        rate_text(row.timeliness),
        rate_text(row.resolution),
        rate_text(row.satisfaction),
        _hours(row.handling.each),
    ]


def _hours(seconds: int | None) -> Segment:
    """Working time in hours to one place; – where there was none."""
    return ("–", "dim") if seconds is None else (f"{seconds / 3600:.1f}", "")


def rate_text(rate: Rate) -> Segment:
    """A rate in percent, marked with ✗ where its target is missed; – where nothing could be counted."""
    if rate.percent is None:
        return ("–", "dim")
    mark = " ✗" if rate.reached is False else ""
    return (say("{percent} %", percent=f"{rate.percent:.1f}") + mark, "red" if rate.reached is False else "")
