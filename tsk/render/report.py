"""The figures of a period on the screen: a page to read in ten seconds; in a pipe the lines with tabs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from tsk import i18n
from tsk.comparison import Change
from tsk.i18n import say, tr, word
from tsk.render import labels
from tsk.render.charts import show_blocks
from tsk.render.console import Column, Segment, flowing, line, lines, on_terminal, table, table_cells, width
from tsk.render.reportblocks import (
    ageing_block,
    backlog_block,
    cause_block,
    deadline_block,
    percent_text,
    rate_names,
    target_block,
)
from tsk.report import Line, Rate, Report
from tsk.rules import Rules


def show_report(found: Report, rules: Rules) -> None:
    """Prints one row for each value of the dimension and the total, and on a terminal what stands behind them."""
    more = [one for one in _MORE if any(one[1](row) for row in found.lines)]
    if on_terminal():
        _show_page(found, more, rules)
    else:
        table(
            _first_columns(found.by),
            [_first(_name(found, row, rules), row, more) for row in found.lines],
            _first(tr("Total"), found.total, more),
        )
        if found.by == "cause":
            _show_shares(found, rules)
    if found.compared:
        _show_compared(found, rules)
    if found.trend:
        _show_trend(found, more)


def _show_page(found: Report, more: list[_More], rules: Rules) -> None:
    _show_head(found, rules)
    show_blocks((target_block(found.total, rules), deadline_block(found.total, rules)))
    if found.lines:
        _show_lines(found, more, rules)
    show_blocks((backlog_block(found), ageing_block(found), cause_block(found, rules)))


def _show_head(found: Report, rules: Rules) -> None:
    """Prints the period, what it is limited to, and the counts."""
    last = found.until - timedelta(days=1)
    since, until = str(found.since), str(last)
    if not found.total.received:
        line((say("No complaint was received from {since} to {until}.", since=since, until=until), "bold"))
    else:
        line((say("Complaints received from {since} to {until}", since=since, until=until), "bold"))
    for name, value in found.filters.items():
        line((say("Only {what}: {value}", what=word(name), value=labels.dimension(rules, name, value)), "dim"))
    if not found.total.received:
        return
    _show_running(found)
    total = found.total
    told = (
        say("{n} received", n=total.received),
        say("{n} closed", n=total.solved),
        say("{n} called off", n=total.cancelled),
        say("{n} still open", n=total.open),
        say("{n} answers overdue", n=total.overdue),
    )
    styles = ["", "", "", "", "bold red" if total.overdue else ""]
    parts = [(text + ("" if text is told[-1] else " · "), style) for text, style in zip(told, styles, strict=True)]
    lines(flowing(parts, " "))


def _show_running(found: Report) -> None:
    if said := labels.running(found.days):
        line((said, "yellow"))


# ── the lines ──────────────────────────────────────────────────────────────────────────────────────

_More = tuple[str, Callable[[Line], str]]
_MORE: tuple[_More, ...] = (  # columns that are shown where anything stands in them
    ("Rose", lambda row: str(row.rose) if row.rose else ""),
    ("Points", lambda row: i18n.said(row.points) if row.points else ""),
    ("Score", lambda row: f"{row.score:.1f}" if row.score is not None else ""),
    ("Rank", lambda row: str(row.rank) if row.rank else ""),
)


def _show_lines(found: Report, more: list[_More], rules: Rules) -> None:
    """Prints the lines as one table where the screen is wide enough, else as two or more."""
    head = Column(word(found.by).capitalize())
    first, second = _first_columns(found.by)[1:], _second_columns(more)
    names = [(_name(found, row, rules), row) for row in found.lines]
    whole = [[*_first(name, row, []), *_second(row, more)] for name, row in names]
    total = [*_first(tr("Total"), found.total, []), *_second(found.total, more)]
    columns = (head, *first, *second)
    for part in _parts(columns, (*whole, total), 1 + len(first)):
        picked = [[row[i] for i in part] for row in (*whole, total)]
        table([columns[i] for i in part], picked[:-1], picked[-1], airy=True)
    line(
        (
            tr("Hours: working time in hand, by the calendar of whoever had it; median and 90 %: of those answered."),
            "dim",
        )
    )


_NAMES = 22  # cells that the names of lines may claim before a table is broken for them


def _parts(columns: Sequence[Column], rows: Sequence[Sequence[Segment]], second: int) -> list[list[int]]:
    """The columns of each table by their places, the names in all: broken at `second` and where the screen ends."""
    cells = [table_cells([one], [[row[i]] for row in rows]) for i, one in enumerate(columns)]
    if sum(cells) <= width():
        return [[*range(len(columns))]]
    parts: list[list[int]] = []
    room = 0
    for i in range(1, len(columns)):
        if i in (1, second) or cells[i] > room:
            parts.append([0])
            room = width() - min(cells[0], _NAMES)
        parts[-1].append(i)
        room -= cells[i]
    return parts


def _name(found: Report, row: Line, rules: Rules) -> str:
    return labels.dimension(rules, found.by, row.key, row.idle)


def _first_columns(by: str) -> tuple[Column, ...]:
    titles = (tr("Received"), tr("Open"), tr("Overdue answers").replace(" ", "\n"), tr("In time"), tr("Resolved"))
    rest = (tr("Satisfied"), tr("Hours each").replace(" ", "\n"))
    return Column(word(by).capitalize()), *(Column(title, right=True, keep=True) for title in (*titles, *rest))


def _first(name: str, row: Line, more: Sequence[_More]) -> list[Segment]:
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


def _second_columns(more: Sequence[_More]) -> tuple[Column, ...]:
    titles = (tr("Median hours").replace(" ", "\n"), tr("90 % within hours").replace(" h", "\nh"))
    rates = tuple(rate_names()[name] for name in _BESIDE)
    return tuple(Column(title, right=True, keep=True) for title in (*titles, *rates, *(tr(title) for title, _ in more)))


_BESIDE = ("repeat", "chase", "reopen", "upheld")


def _second(row: Line, more: Sequence[_More]) -> list[Segment]:
    return [
        _hours(row.spread.median),
        _hours(row.spread.ninetieth),
        *(rate_text(row.rates[name]) for name in _BESIDE),
        *((said(row), "") for _, said in more),
    ]


def _hours(seconds: int | None) -> Segment:
    """Working time in hours to one place; – where there was none."""
    return ("–", "dim") if seconds is None else (f"{seconds / 3600:.1f}", "")


def rate_text(rate: Rate) -> Segment:
    """A rate in percent, marked with ✗ where its target is missed; – where nothing could be counted."""
    if rate.percent is None:
        return ("–", "dim")
    return percent_text(rate.percent) + (" ✗" if rate.missed else ""), "red" if rate.missed else ""


def _show_shares(found: Report, rules: Rules) -> None:
    """Prints what makes up how much of all complaints, the most frequent first, added up as it goes."""
    columns = (
        Column(word(found.by).capitalize()),
        Column(tr("Received"), right=True, keep=True),
        Column(tr("Share"), right=True, keep=True),
        Column(tr("Added up"), right=True, keep=True),
    )
    rows = [
        [(_name(found, row, rules), ""), (str(row.received), ""), *map(_percent, (row.share, row.cumulative))]
        for row in found.lines
    ]
    line()
    table(columns, rows)


def _percent(share: float | None) -> Segment:
    return percent_text(share), "dim" if share is None else ""


# ── other periods ──────────────────────────────────────────────────────────────────────────────────


def _show_trend(found: Report, more: list[_More]) -> None:
    """Prints the months before, the earliest first, and how many complaints more or fewer came in since the last."""
    beside = [] if on_terminal() else more
    line()
    line((tr("The months before"), "bold"))
    columns = (Column(tr("Month")), *_first_columns("month")[1:], *(Column(tr(title)) for title, _ in beside))
    table(columns, [_first(row.key, row, beside) for row in found.trend], airy=True)
    change = found.total.received - found.trend[-1].received
    line(say("Received: {change} against {month}.", change=f"{change:+}", month=found.trend[-1].key))


def _show_compared(found: Report, rules: Rules) -> None:
    """Prints what each line has more or fewer than in the other period: counts, percentage points, hours."""
    other = found.compared
    assert other
    last = str(other.until - timedelta(days=1))
    line()
    if other.empty:
        line(say("Nothing to compare with: no complaint from {since} to {until}.", since=str(other.since), until=last))
        return
    _show_running(found)
    line((say("More or fewer than from {since} to {until}", since=str(other.since), until=last), "bold"))
    titles = (tr("Received"), tr("Open"), tr("In time"), tr("Resolved"), tr("Satisfied"), tr("Median hours"))
    columns = (Column(word(found.by).capitalize()), *(Column(title, right=True, keep=True) for title in titles))
    idle = other.idle(found.lines)
    rows = [_change(labels.dimension(rules, found.by, one.key, idle), one) for one in other.changes]
    table(columns, [] if found.by in _OF_TIME else rows, _change(tr("Total"), other.change), airy=True)
    if on_terminal():
        line((tr("Rates in percentage points."), "dim"))


_OF_TIME = ("month", "quarter", "week")  # the lines of two periods have nothing in common


def _change(name: str, one: Change) -> list[Segment]:
    rates = (one.rates[name] for name in ("timeliness", "resolution", "satisfaction"))
    median = None if one.median is None else one.median / 3600
    return [
        (name, ""),
        (f"{one.received:+}", ""),
        (f"{one.open:+}", ""),
        *(("–", "dim") if points is None else (f"{points:+.1f}", _better(points)) for points in rates),
        ("–", "dim") if median is None else (f"{median:+.1f}", _better(-median)),
    ]


def _better(more: float) -> str:
    return "green" if more > 0.05 else "red" if more < -0.05 else ""
