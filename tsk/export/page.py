"""A report as one page for screen and paper: charts, the tables behind them, and what every figure says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tsk.comparison import Compared
from tsk.desk.reportfile import ReportFile
from tsk.export import pictures, tables
from tsk.export.columns import FIGURES, FIRST, shown
from tsk.export.pictures import Picture
from tsk.export.tables import Table
from tsk.export.words import Cell, figure_cell, heading, nothing_before, period, target_of, target_text
from tsk.forms.environment import environment
from tsk.forms.speech import Speech, joined
from tsk.i18n import say, tr, word
from tsk.render import labels
from tsk.report import Report
from tsk.rules import Rules

_TEMPLATES = Path(__file__).parent / "templates"


class Part(NamedTuple):
    """One part of the page: a chart with the tables under it; `about` says what is counted, `warning` what to mind."""

    title: str
    about: str
    picture: Picture | None
    tables: tuple[Table, ...]
    warning: str = ""


class Tile(NamedTuple):
    """One of the first figures, with its target where there is one."""

    title: str
    cell: Cell
    target: str


def page(file: ReportFile) -> str:
    """The HTML of the report; it asks for nothing outside itself."""
    report, speech = file.report, Speech(file.rules)
    content: dict[str, Any] = {
        "title": tr("Complaint report"),
        "house": speech.house,
        "period": period(report.since, report.until),
        "running": labels.running(report.days),
        "facts": list(_facts(file, speech)),
        "tiles": [_tile(name, report, file.rules) for name in FIRST],
        "parts": list(_parts(report, file.rules)),
        "about": [(heading(one), tr(one.about)) for one in shown([*report.lines, report.total])],
    }
    return environment(_TEMPLATES).get_template("report.html").render(content)


def _facts(file: ReportFile, speech: Speech) -> Iterator[tuple[str, str]]:
    """What the figures are of: desk, days, dimension, limits; when and for whom they were made, by which rules."""
    rules = file.rules
    yield tr("Desk"), joined(speech.house, file.site, tr("practice") if file.practice else "")
    yield tr("Received"), period(file.report.since, file.report.until)
    yield tr("Each line"), word(file.report.by)
    if file.scope:
        yield tr("Limited to"), tr("; ").join(_limit(by, key, rules) for by, key in file.scope.items())
    yield tr("As of"), speech.exactly(file.now)
    yield tr("Made by"), speech.who(file.made_by)
    yield tr("Policy"), joined(rules.name, rules.version[:12])


def _limit(by: str, key: str, rules: Rules) -> str:
    return say("{name}: {value}", name=word(by), value=labels.dimension(rules, by, key))


def _tile(name: str, report: Report, rules: Rules) -> Tile:
    figure = next(one for one in FIGURES if one.name == name)
    target = target_of(rules, name) if figure.kind == "rate" else None
    return Tile(heading(figure), figure_cell(figure, report.total), target_text(target) if target else "")


def _parts(report: Report, rules: Rules) -> Iterator[Part]:
    """The parts that there is anything to say of, each chart with its tables."""
    yield _by_line(report, rules)
    if report.backlog and any(one.received or one.ended or one.open for one in report.backlog.buckets):
        about = tr("Counts complaints whenever they were received. Ended: closed, cancelled, turned away or merged.")
        yield Part(tr("Flow and backlog"), about, pictures.flow(report.backlog), (tables.flow(report.backlog),))
    if any(one.count for one in report.ageing):
        about = tr("Counts complaints whenever they were received, by the days since their receipt.")
        yield Part(tr("Ageing"), about, pictures.ages(report.ageing), (tables.ages(report.ageing),))
    if report.causes:
        about = tr("Each cause as a part of all complaints received, and of it with the causes before it.")
        found = (tables.causes(report.causes, rules),)
        yield Part(tr("Main causes"), about, pictures.pareto(report.causes, rules), found)
    months = _there([tables.months(report)])
    if report.compared:
        yield _beside(report, report.compared, months, rules)
    elif months:
        yield Part(tr("The months before"), "", None, months)


def _by_line(report: Report, rules: Rules) -> Part:
    found = [tables.targets(report, rules), *tables.lines_tables(report, rules), tables.milestones(report, rules)]
    return Part(
        title=say("Figures by {dimension}", dimension=word(report.by)),
        about=tr("Answers given in time ÷ answers that fell due."),
        picture=pictures.timely(report.lines, report.by, rules),
        tables=_there(found),
    )


def _beside(report: Report, compared: Compared, months: tuple[Table, ...], rules: Rules) -> Part:
    before = word(compared.to)
    days = period(compared.since, compared.until)
    if compared.empty:
        return Part(tr("Comparison"), nothing_before(compared), None, months)
    return Part(
        title=tr("Comparison"),
        about=say("Compared with {period}, {before}; both as they stand now.", period=days, before=before),
        warning=labels.running(report.days),
        picture=pictures.beside(report.total, compared, before),
        tables=(tables.whole_compared(report, compared), tables.lines_compared(report, compared, rules), *months),
    )


def _there(found: Iterable[Table | None]) -> tuple[Table, ...]:
    return tuple(one for one in found if one)
