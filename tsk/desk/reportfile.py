"""What a report for paper or for another program is made from: its figures, where they come from, when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import astuple

from tsk.desk import reports
from tsk.desk.session import Desk
from tsk.duestore import EVERY
from tsk.report import Report
from tsk.rights import scope_of
from tsk.rules import Rules


class Asked(Struct, frozen=True):
    """What a report is asked: the figures of [since, until); the rest as `reports.report` takes it."""

    since: date
    until: date
    by: str
    filters: dict[str, str]
    trend: int = 0
    to: str = ""


class ReportFile(Struct, frozen=True):
    """One report under the `rules` of today, as `made_by` may see it: `scope` are the dimensions it is limited to.

    `others` are the same complaints by other dimensions.
    """

    report: Report
    rules: Rules
    site: str
    practice: bool
    now: datetime
    made_by: str
    scope: dict[str, str]
    others: tuple[Report, ...] = ()


def report_file(desk: Desk, asked: Asked, by_all: bool = False) -> ReportFile:
    """The report with what its heading says; `by_all` by every other dimension too, all in one view of the store."""
    with desk.store.db.reading():
        report = reports.report(desk, *astuple(asked))
        others = _by_others(desk, report, asked.filters) if by_all else ()
        return ReportFile(
            report=report,
            rules=_naming(desk, (report, *others)),
            site=_sites(desk),
            practice=desk.store.practice,
            now=desk.now,
            made_by=desk.person.id,
            scope={**scope_of(desk.rules, desk.person), **report.filters},
            others=others,
        )


def _sites(desk: Desk) -> str:
    """The sites that the figures are of, as a heading names them."""
    if desk.store.scope != EVERY:
        return desk.store.site
    names = desk.store.sites()
    return ", ".join([*names[:_MOST_SITES], *["…"] * (len(names) > _MOST_SITES)])


_MOST_SITES = 12


def _naming(desk: Desk, found: Iterable[Report]) -> Rules:
    """The rules by which the lines are named; persons of several sites with that of theirs."""
    if desk.store.scope != EVERY:
        return desk.rules
    from tsk.desk.sites import naming

    of_people = [one for one in found if one.by == "handler"]
    lines = [line for one in of_people for line in (*one.lines, *(one.compared.lines if one.compared else ()))]
    return naming(desk, (line.key for line in lines))


def _by_others(desk: Desk, report: Report, filters: Mapping[str, str]) -> tuple[Report, ...]:
    """The same complaints by every other dimension that says anything of them."""
    names = [name for name in reports.DIMENSIONS if name != report.by]
    found = [reports.lines(desk, report.since, report.until, name, filters) for name in names]
    return tuple(one for one in found if _says_anything(one))


def _says_anything(report: Report) -> bool:
    """Whether anybody has said a value of that dimension; a single site goes without saying."""
    least = 2 if report.by == "site" else 1
    return sum(bool(line.key) for line in report.lines) >= least
