"""The figures of a period on the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tsk import i18n
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
    columns: tuple[Column, ...] = (
        Column(word(found.by).capitalize()),
        Column(tr("Received"), right=True, keep=True),
        Column(tr("Open"), right=True, keep=True),
        Column(tr("Overdue answers").replace(" ", "\n"), right=True, keep=True),
        Column(tr("In time"), right=True, keep=True),
        Column(tr("Resolved"), right=True, keep=True),
        Column(tr("Satisfied"), right=True, keep=True),
        Column(tr("Hours each").replace(" ", "\n"), right=True, keep=True),
    )
    more = [(title, said) for title, said in _MORE if any(said(row) for row in found.lines)]
    beside = [] if on_terminal() else more  # a screen is too narrow for all of them in one table
    columns += tuple(Column(tr(title), right=True, keep=True) for title, _ in beside)
    rows = [_row(labels.dimension(rules, found.by, row.key), row, beside) for row in found.lines]
    table(columns, rows, _row(tr("Total"), found.total, beside))
    if on_terminal():
        line((tr("Hours each: in hand per complaint, by the calendar of whoever had it then."), "dim"))
        _show_more(found, more, rules)
    if found.by == "cause":
        _show_shares(found, rules)
    if found.trend:
        _show_trend(found, columns, beside)


def _show_more(found: Report, more: list[_More], rules: Rules) -> None:
    """Prints what there is beside the first figures: repeats and chases, rises, points, scores and ranks."""
    if not more and not (found.total.repeated or found.total.chased):
        return
    titles = (tr("Repeats"), tr("Chases"), *(tr(title) for title, _ in more))
    columns = (Column(word(found.by).capitalize()), *(Column(title, right=True, keep=True) for title in titles))
    names = [(labels.dimension(rules, found.by, row.key), row) for row in found.lines]
    table(columns, [_more_row(name, row, more) for name, row in names], _more_row(tr("Total"), found.total, more))


def _more_row(name: str, row: Line, more: list[_More]) -> list[Segment]:
    return [(name, ""), rate_text(row.repeat), rate_text(row.chase), *((said(row), "") for _, said in more)]


_More = tuple[str, Callable[[Line], str]]
_MORE: tuple[_More, ...] = (  # columns that are shown where anything stands in them
    ("Rose", lambda row: str(row.rose) if row.rose else ""),
    ("Points", lambda row: i18n.said(row.points) if row.points else ""),
    ("Score", lambda row: f"{row.score:.1f}" if row.score is not None else ""),
    ("Rank", lambda row: str(row.rank) if row.rank else ""),
)


def _show_trend(found: Report, columns: tuple[Column, ...], more: list[_More]) -> None:
    """Prints the months before, the earliest first, and how many complaints more or fewer came in since the last."""
    line()
    line((tr("The months before"), "bold"))
    table((Column(tr("Month")), *columns[1:]), [_row(row.key, row, more) for row in found.trend])
    change = found.total.received - found.trend[-1].received
    line(say("Received: {change} against {month}.", change=f"{change:+}", month=found.trend[-1].key))


def _show_shares(found: Report, rules: Rules) -> None:
    """Prints what makes up how much of all complaints, the most frequent first, added up as it goes."""
    columns = (
        Column(word(found.by).capitalize()),
        Column(tr("Received"), right=True, keep=True),
        Column(tr("Share"), right=True, keep=True),
        Column(tr("Added up"), right=True, keep=True),
    )
    rows = [
        [
            (labels.dimension(rules, found.by, row.key), ""),
            (str(row.received), ""),
            *map(_percent, (row.share, row.cumulative)),
        ]
        for row in found.lines
    ]
    line()
    table(columns, rows)


def _parts(row: Line) -> tuple[Segment, Segment]:
    return _percent(row.share), _percent(row.cumulative)


def _percent(share: float | None) -> Segment:
    return ("–", "dim") if share is None else (say("{percent} %", percent=f"{share:.1f}"), "")


def _row(name: str, row: Line, more: list[_More]) -> list[Segment]:
    return [
        (name, ""),
        (str(row.received), ""),
        (str(row.open), ""),
        (str(row.overdue), "red" if row.overdue else ""),
        rate_text(row.timeliness),
        rate_text(row.resolution),
        rate_text(row.satisfaction),
        _hours(row.handling.each),
        *((said(row), "") for _, said in more),
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
