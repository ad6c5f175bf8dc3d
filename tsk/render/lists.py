"""Lists of complaints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from tsk.i18n import say, tr, with_note, word
from tsk.model import Case
from tsk.render import labels
from tsk.render.console import Column, Segment, line, on_terminal, table
from tsk.render.times import short_time
from tsk.rules import Rules

_STATE_STYLE = {"registered": "bold", "pending": "cyan", "resolved": "green", "closed": "dim", "cancelled": "dim"}


def show_list(
    cases: Sequence[Case], total: int, rules: Rules, zone: ZoneInfo, exact: bool = True, contacts: bool = False
) -> None:
    """Prints complaints, one a row; with name and phone of the customer where `contacts` are wanted."""
    if not cases:
        _nothing("No complaints.")
        return
    columns: tuple[Column, ...] = (
        Column(tr("Number"), keep=True),
        Column(word("when received"), keep=True),
        Column(tr("State")),
        Column(tr("Department")),
        Column(tr("Handler")),
        Column(tr("Summary"), give=True),
    )
    rows = [_case_row(case, rules, zone) for case in cases]
    if contacts:
        columns = (*columns[:2], Column(tr("Customer")), Column(tr("Phone"), keep=True), *columns[2:])
        who = ([(case.customer.name, ""), (case.customer.phone, "")] for case in cases)
        rows = [[*row[:2], *contact, *row[2:]] for row, contact in zip(rows, who, strict=True)]
    table(columns, rows)
    more(total - len(cases), exact)


def _case_row(case: Case, rules: Rules, zone: ZoneInfo) -> list[Segment]:
    state = word(case.state) if case.round == 1 else with_note(word(case.state), str(case.round))
    return [
        (case.number, "bold"),
        (short_time(case.received_at, zone, seconds=False), ""),
        (labels.urgent(rules, case.severity) + state, _STATE_STYLE.get(case.state, "")),
        (labels.department(rules, case.department), ""),
        (labels.who(rules, case.handler), ""),
        (labels.summary(case), ""),
    ]


def explain_unsure(provisional: Iterable[bool]) -> None:
    """Says on a terminal what the mark of a provisional due means, where one was shown."""
    if on_terminal() and any(provisional):
        line(("≈", "yellow"), " ", tr("provisional: the holidays of those days are not announced, or not known here"))


def _nothing(template: str) -> None:
    if on_terminal():
        line(tr(template))


def more(count: int, exact: bool = True) -> None:
    """Says on a terminal how many rows were left out, or at least how many where that is not `exact`."""
    if count > 0 and on_terminal():
        said = str(count) if exact else say("at least {count}", count=count)
        line((say("… {count} more: --limit N, or a narrower filter.", count=said), "dim"))
