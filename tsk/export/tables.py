"""The tables of a report on paper: every figure behind the charts, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tsk.backlog import Aged, Backlog
from tsk.comparison import Compared
from tsk.export.columns import FIGURES, FIRST, Figure, shown
from tsk.export.words import (
    Cell,
    age_name,
    figure_cell,
    heading,
    percent,
    period,
    signed,
    target_of,
    target_text,
    written,
)
from tsk.i18n import say, tr, word
from tsk.render import labels
from tsk.report import Cause, Line, Report
from tsk.rules import Rules

_SHORT = 30  # rows that are kept on one page


class Table(NamedTuple):
    """The first column names the rows; the others are figures. `total` is the last row, where there is one."""

    title: str
    columns: tuple[str, ...]
    rows: list[list[Cell]]
    total: list[Cell] | None = None

    @property
    def short(self) -> bool:
        """Whether it stays on one page."""
        return len(self.rows) <= _SHORT

    @property
    def missing(self) -> bool:
        """Whether any figure misses its target."""
        return any(cell.missed for row in (*self.rows, self.total or []) for cell in row)


def lines_tables(report: Report, rules: Rules) -> Iterable[Table]:
    """The figures by line: those that everybody asks for first, then the others."""
    figures = shown([*report.lines, report.total])
    first = tuple(one for one in figures if one.name in FIRST)
    yield _by_line(tr("The figures"), first, report, rules)
    yield _by_line(tr("More figures"), tuple(one for one in figures if one.name not in FIRST), report, rules)


def _by_line(title: str, figures: Sequence[Figure], report: Report, rules: Rules) -> Table:
    rows = [_row(labels.dimension(rules, report.by, line.key, line.idle), figures, line) for line in report.lines]
    return Table(title, _heads(report.by, figures), rows, _row(tr("Total"), figures, report.total))


def _heads(by: str, figures: Iterable[Figure]) -> tuple[str, ...]:
    return (word(by).capitalize(), *(heading(one) for one in figures))


def _row(name: str, figures: Iterable[Figure], line: Line) -> list[Cell]:
    return [Cell(name), *(figure_cell(one, line) for one in figures)]


def milestones(report: Report, rules: Rules) -> Table | None:
    """How many deadlines of each kind were met in time; nothing where none fell due."""
    rows = [
        [
            Cell(labels.milestone_name(rules, one.name)),
            Cell(str(one.rate.of)),
            Cell(str(one.rate.count)),
            Cell(percent(one.rate.percent), one.rate.missed),
            Cell(target_text(target_of(rules, one.name))),
        ]
        for one in report.total.milestones
    ]
    columns = (tr("Milestone"), tr("Fell due"), tr("Met in time"), tr("In time"), tr("Target"))
    return Table(tr("Deadlines of every kind"), columns, rows) if rows else None


def targets(report: Report, rules: Rules) -> Table | None:
    """The targets of the policy with what was reached; nothing where it has none."""
    rows = [
        [Cell(heading(one)), Cell(target_text(target_of(rules, one.name))), figure_cell(one, report.total)]
        for one in FIGURES
        if one.kind == "rate" and target_of(rules, one.name)
    ]
    return Table(tr("Targets"), (tr("Figure"), tr("Target"), tr("Reached")), rows) if rows else None


def flow(backlog: Backlog) -> Table:
    """The backlog step by step."""
    rows = [
        [Cell(_days(one.first, one.last)), *(Cell(str(n)) for n in (one.received, one.ended, one.open))]
        for one in backlog.buckets
    ]
    before = [Cell(tr("Open when the period began")), Cell(""), Cell(""), Cell(str(backlog.before))]
    columns = (tr("When"), tr("Received"), tr("Ended"), tr("Open at its end"))
    return Table(tr("Received, ended and open"), columns, [before, *rows])


def _days(first: object, last: object) -> str:
    return str(first) if first == last else say("{since} to {until}", since=str(first), until=str(last))


def ages(ageing: Sequence[Aged]) -> Table:
    """How long what is open now has been open."""
    rows = [[Cell(age_name(one)), Cell(str(one.count))] for one in ageing]
    total = [Cell(tr("Total")), Cell(str(sum(one.count for one in ageing)))]
    return Table(tr("Age of what is open now"), (tr("Open for"), tr("Complaints")), rows, total)


def causes(found: Sequence[Cause], rules: Rules) -> Table:
    """All causes, the main ones first."""
    rows = [
        [
            Cell(labels.dimension(rules, "cause", one.key)),
            Cell(str(one.received)),
            Cell(percent(one.share)),
            Cell(percent(one.cumulative)),
        ]
        for one in found
    ]
    columns = (word("cause").capitalize(), tr("Received"), tr("Share"), tr("Added up"))
    return Table(tr("Main causes"), columns, rows)


def months(report: Report) -> Table | None:
    """The months before; nothing where they were not asked for."""
    figures = tuple(one for one in FIGURES if one.name in FIRST)
    rows = [_row(line.key, figures, line) for line in report.trend]
    return Table(tr("The months before"), _heads("month", figures), rows) if rows else None


def whole_compared(report: Report, compared: Compared) -> Table:
    """Every figure of the whole beside that of the other period."""
    figures = shown([report.total, compared.total])
    rows = [
        [
            Cell(heading(one)),
            figure_cell(one, report.total),
            figure_cell(one, compared.total),
            Cell(signed(one.kind, one.of(report.total), one.of(compared.total))),
        ]
        for one in figures
        if one.name != "rank"
    ]
    then = period(compared.since, compared.until)
    columns = (tr("Figure"), period(report.since, report.until), then, tr("Change"))
    return Table(tr("The whole beside then"), columns, rows)


def lines_compared(report: Report, compared: Compared, rules: Rules) -> Table:
    """What came in and what was answered in time in each line, now and then."""
    now, then = ({line.key: line for line in lines} for lines in (report.lines, compared.lines))
    idle = compared.idle(report.lines)
    rows = [
        [
            Cell(labels.dimension(rules, report.by, change.key, idle)),
            *_beside(FIGURES[0], now.get(change.key), then.get(change.key)),
            *_beside(_TIMELINESS, now.get(change.key), then.get(change.key)),
        ]
        for change in compared.changes
    ]
    heads = tuple(head for one in (FIGURES[0], _TIMELINESS) for head in (heading(one), tr("then"), tr("Change")))
    return Table(tr("Line by line"), (word(report.by).capitalize(), *heads), rows)


_TIMELINESS = next(one for one in FIGURES if one.name == "timeliness")


def _beside(figure: Figure, now: Line | None, then: Line | None) -> list[Cell]:
    """A figure now and then, and the difference; who had no complaints received none."""
    none = 0 if figure.kind == "count" else None
    a, b = (figure.of(line) if line else none for line in (now, then))
    first = figure_cell(figure, now) if now else Cell(written(figure.kind, none))
    second = written(figure.kind, b)
    return [first, Cell(second), Cell(signed(figure.kind, a, b))]
