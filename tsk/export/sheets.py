"""What stands on the sheets of a workbook: values with their kinds, and what is drawn of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tsk.backlog import Aged, Backlog
from tsk.comparison import Compared
from tsk.desk.reportfile import ReportFile
from tsk.export.columns import FIGURES, Figure, Value, shown
from tsk.export.words import age_name, heading, nothing_before, period, target_of, target_text
from tsk.forms.speech import Speech, joined
from tsk.i18n import say, tr, word
from tsk.render import labels
from tsk.report import Cause, Line, Rate, Report
from tsk.rules import Rules


class Entry(NamedTuple):
    """A value of a kind: text, count, share (of one), hours, points, day, month or instant; None is an empty cell."""

    kind: str
    value: str | int | float | date | None
    missed: bool = False


class Plot(NamedTuple):
    """A chart of the rows below the heading: columns by their places, lines over them; `share` scales are percent."""

    title: str
    columns: tuple[int, ...]
    lines: tuple[int, ...] = ()
    share: bool = False


class Sheet(NamedTuple):
    """One table with its heading; `total` stands under it and outside the filter, `plot` on the summary."""

    name: str
    heads: list[str]
    rows: list[list[Entry]]
    total: list[Entry] | None = None
    plot: Plot | None = None
    filtered: bool = True


def sheets(file: ReportFile) -> Iterator[Sheet]:
    """All sheets, the summary first, then the dimension asked for, then the others."""
    report, rules = file.report, file.rules
    yield _summary(file)
    yield _dimension(report, rules, drawn=True)
    for one in file.others:
        yield _dimension(one, rules)
    if report.causes:
        yield _causes(report.causes, rules)
    if report.total.milestones:
        yield _milestones(report, rules)
    if report.backlog and report.backlog.buckets:
        yield _flow(report.backlog)
    if report.ageing:
        yield _ages(report.ageing)
    if report.compared and not report.compared.empty:
        yield _beside(report, report.compared, rules)
    yield _notes()


# ── the kinds ──────────────────────────────────────────────────────────────────────────────────────


def _text(text: str) -> Entry:
    return Entry("text", text or None)


def _count(n: int | None) -> Entry:
    return Entry("count", n)


def _percent(percent: float | None) -> Entry:
    return Entry("share", None if percent is None else percent / 100)


def _figure(figure: Figure, line: Line | None) -> Entry:
    return _entry(figure.kind, figure.of(line) if line else None)


def _entry(kind: str, value: Value) -> Entry:
    """A figure as a cell: a rate as the fraction that it is, hours as hours."""
    kind = "share" if kind == "rate" else kind
    if isinstance(value, Rate):
        return Entry("share", value.count / value.of if value.of else None, value.missed)
    return Entry(kind, value / 3600 if kind == "hours" and value is not None else value)


def _line_name(by: str, key: str, rules: Rules, idle: bool = False) -> Entry:
    """The name of a line; a month as the day on which it begins."""
    if by == "month" and key:
        return Entry("month", date.fromisoformat(f"{key}-01"))
    return _text(labels.dimension(rules, by, key, idle))


# ── the sheets ─────────────────────────────────────────────────────────────────────────────────────


def _summary(file: ReportFile) -> Sheet:
    rows = [*_facts(file), *_whole(file)]
    heads = [tr("Figure"), tr("Value"), tr("Counted"), tr("Out of"), tr("Target")]
    return Sheet(tr("Summary"), heads, rows, filtered=False)


def _facts(file: ReportFile) -> Iterator[list[Entry]]:
    speech, report, rules = Speech(file.rules), file.report, file.rules
    local = file.now.astimezone(rules.zoneinfo).replace(tzinfo=None)
    yield [_text(tr("Desk")), _text(joined(speech.house, file.site, tr("practice") if file.practice else ""))]
    yield [_text(tr("Received from")), Entry("day", report.since)]
    yield [_text(tr("Received up to")), Entry("day", report.until - timedelta(days=1))]
    if not report.days.over:
        yield [_text(tr("Days")), _text(labels.running(report.days))]
    if report.compared and report.compared.empty:
        yield [_text(tr("Comparison")), _text(nothing_before(report.compared))]
    for by, key in file.scope.items():
        yield [_text(say("{name}: {value}", name=tr("Limited to"), value=word(by))), _line_name(by, key, rules)]
    yield [_text(tr("As of")), Entry("instant", local)]
    yield [_text(tr("Made by")), _text(speech.who(file.made_by))]
    yield [_text(tr("Policy")), _text(joined(rules.name, rules.version[:12]))]


def _whole(file: ReportFile) -> Iterator[list[Entry]]:
    total = file.report.total
    for one in shown([total]):
        value = one.of(total)
        rate = value if isinstance(value, Rate) else None
        target = target_of(file.rules, one.name) if rate else None
        parts = [_count(rate.count), _count(rate.of)] if rate else [_count(None)] * 2
        yield [_text(heading(one)), _figure(one, total), *parts, _text(target_text(target) if target else "")]


def _dimension(report: Report, rules: Rules, drawn: bool = False) -> Sheet:
    """The figures by line, then what their rates are counted from."""
    figures = shown([*report.lines, report.total])
    rates = [one for one in figures if one.kind == "rate"]
    target = target_of(rules, "timeliness")
    at = (target.at_least if target.at_least is not None else target.at_most) if target else None
    heads = [word(report.by).capitalize(), *(heading(one) for one in figures), tr("Share"), tr("Added up")]
    for one in rates:
        heads += [say("{name}: {value}", name=heading(one), value=part) for part in (tr("Counted"), tr("Out of"))]
    rows = [
        _dimension_row(_line_name(report.by, line.key, rules, line.idle), line, figures, rates) for line in report.lines
    ]
    total = _dimension_row(_text(tr("Total")), report.total, figures, rates)
    lines: tuple[int, ...] = ()
    if at is not None:
        heads.append(say("{name}: {value}", name=tr("Target"), value=tr("In time")))
        rows = [[*row, _percent(float(at))] for row in rows]
        lines = (len(heads) - 1,)
    place = 1 + next(i for i, one in enumerate(figures) if one.name == "timeliness")
    plot = Plot(tr("Answers in time"), (place,), lines, share=True)
    return Sheet(word(report.by).capitalize(), heads, rows, total, plot if drawn else None)


def _dimension_row(name: Entry, line: Line, figures: Iterable[Figure], rates: Iterable[Figure]) -> list[Entry]:
    row = [name, *(_figure(one, line) for one in figures), _percent(line.share), _percent(line.cumulative)]
    for one in rates:
        rate = one.of(line)
        row += [_count(rate.count), _count(rate.of)] if isinstance(rate, Rate) else []
    return row


def _causes(causes: Sequence[Cause], rules: Rules) -> Sheet:
    rows = [
        [_line_name("cause", one.key, rules), _count(one.received), _percent(one.share), _percent(one.cumulative)]
        for one in causes
    ]
    heads = [word("cause").capitalize(), tr("Received"), tr("Share"), tr("Added up")]
    return Sheet(tr("Main causes"), heads, rows, plot=Plot(tr("Main causes"), (2,), (3,), share=True))


def _milestones(report: Report, rules: Rules) -> Sheet:
    """Deadlines of every kind by line: one row for each pair, ready for a pivot table."""
    rows = [
        [
            _line_name(report.by, line.key, rules),
            _text(labels.milestone_name(rules, one.name)),
            _count(one.rate.of),
            _count(one.rate.count),
            _entry("rate", one.rate),
            _text(target_text(target) if (target := target_of(rules, one.name)) else ""),
        ]
        for line in report.lines
        for one in line.milestones
    ]
    names = [word(report.by).capitalize(), tr("Milestone")]
    return Sheet(tr("Milestones"), [*names, tr("Fell due"), tr("Met in time"), tr("In time"), tr("Target")], rows)


def _flow(backlog: Backlog) -> Sheet:
    rows = [
        [Entry("day", one.first), Entry("day", one.last), *map(_count, (one.received, one.ended, one.open))]
        for one in backlog.buckets
    ]
    heads = [tr("First date"), tr("Last date"), tr("Received"), tr("Ended"), tr("Open at its end")]
    return Sheet(tr("Flow and backlog"), heads, rows, plot=Plot(tr("Received, ended and open"), (2, 3), (4,)))


def _ages(ageing: Sequence[Aged]) -> Sheet:
    rows = [[_text(age_name(one)), _count(one.count)] for one in ageing]
    heads = [tr("Open for"), tr("Complaints")]
    return Sheet(tr("Ageing"), heads, rows, plot=Plot(tr("Age of what is open now"), (1,)))


def _beside(report: Report, compared: Compared, rules: Rules) -> Sheet:
    """Every figure of every line now and then, one row for each, with the difference."""
    now, then = ({line.key: line for line in lines} for lines in (report.lines, compared.lines))
    idle = compared.idle(report.lines)
    heads = [word(report.by).capitalize(), tr("Figure"), period(report.since, report.until)]
    heads += [period(compared.since, compared.until), tr("Change")]
    rows = [
        [_line_name(report.by, one.key, rules, idle), *row]
        for one in compared.changes
        for row in _both(now.get(one.key), then.get(one.key))
    ]
    total = [[_text(tr("Total")), *row] for row in _both(report.total, compared.total)]
    return Sheet(tr("Comparison"), heads, [*rows, *total])


def _both(now: Line | None, then: Line | None) -> Iterator[list[Entry]]:
    for one in FIGURES:
        a, b = _figure(one, now), _figure(one, then)
        if a.value is None and b.value is None:
            continue
        yield [_text(heading(one)), a, b, _difference(a, b)]


def _difference(a: Entry, b: Entry) -> Entry:
    if isinstance(a.value, int | float) and isinstance(b.value, int | float):
        return Entry(a.kind, a.value - b.value)
    return Entry(a.kind, None)


def _notes() -> Sheet:
    rows = [[_text(heading(one)), _text(tr(one.about))] for one in FIGURES]
    return Sheet(tr("What the figures say"), [tr("Figure"), tr("What it says")], rows, filtered=False)
