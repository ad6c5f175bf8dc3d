"""Lists of complaints: a table where there is room for the summary, else two lines each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from zoneinfo import ZoneInfo

from tsk.i18n import say, tr
from tsk.model import Case
from tsk.render import labels
from tsk.render.console import Segment, cut, line, lines, on_terminal, padded, table, width
from tsk.render.listcolumns import STATE_STYLE, Look, cell, cells, columns, next_owed, state_text, titles
from tsk.render.times import short_time
from tsk.rules import Rules

_ROOM = 120  # columns from which everything stands on one line
PLAIN = ("number", "received", "state", "department", "handler", "summary")
WITH_CONTACTS = ("number", "received", "customer", "phone", "state", "department", "handler", "summary")


def show_list(
    cases: Sequence[Case],
    total: int,
    rules: Rules,
    zone: ZoneInfo,
    exact: bool = True,
    contacts: bool = False,
    names: Sequence[str] = (),
    at: Callable[[str], Rules] | None = None,
) -> None:
    """Prints complaints; with name and phone of the customer where `contacts` are wanted, or the columns of `names`.

    `at` gives the rules of the site that a complaint is of.
    """
    look = Look(rules, zone, at)
    if not cases:
        nothing("No complaints.")
    elif names or not on_terminal() or width() >= _ROOM:
        shown = names or (WITH_CONTACTS if contacts else PLAIN)
        table(columns(shown, titles(rules), chosen=bool(names)), [cells(case, shown, look) for case in cases])
    else:
        lines(row for pair in pairs(cases, look, contacts) for row in pair)
    if cases:
        if any((owed := next_owed(case)) and owed.provisional for case in cases if "due" in names):
            explain_unsure([True])
        more(total - len(cases), exact)


def pairs(cases: Sequence[Case], look: Look, contacts: bool = False) -> list[list[list[Segment]]]:
    """Each complaint in two lines: number, receipt, state and who has it; below them whose it is and what about."""
    from rich.cells import cell_len

    states = [state_text(case, look.of(case.site).rules) for case in cases]
    numbers = max(len(case.number) for case in cases) + 2
    room = max(cell_len(state) for state in states) + 2
    found = []
    for case, state in zip(cases, states, strict=True):
        head = [
            (padded(case.number, numbers), "bold"),
            (padded(short_time(case.received_at, look.zone, seconds=False), 13), ""),
            (padded(state, room), STATE_STYLE.get(case.state, "")),
        ]
        left = width() - numbers - 13 - room
        whom = cut(_with_whom(case, look.of(case.site)), left)
        found.append([[*head, (whom, "")], [("    ", ""), (_about(case, contacts), "dim")]])
    return found


def _with_whom(case: Case, look: Look) -> str:
    handler = [labels.who(look.rules, case.handler)] if case.handler else []
    return " · ".join([cell(case, "department", look), *handler])


def _about(case: Case, contacts: bool) -> str:
    """Whose complaint it is, and what about; with the phone where contact data are wanted."""
    who = [case.customer.name, case.customer.phone] if contacts else [case.customer.name]
    said = [*(one for one in who if one), labels.summary(case)]
    return cut(" · ".join(said).replace("\n", " "), width() - 4)


def explain_unsure(provisional: Iterable[bool]) -> None:
    """Says on a terminal what the mark of a provisional due means, where one was shown."""
    if on_terminal() and any(provisional):
        line(("≈", "yellow"), " ", tr("provisional: the holidays of those days are not announced, or not known here"))


def nothing(template: str) -> None:
    """Says on a terminal that there is nothing to list."""
    if on_terminal():
        line(tr(template))


def more(count: int, exact: bool = True) -> None:
    """Says on a terminal how many rows were left out, or at least how many where that is not `exact`."""
    if count > 0 and on_terminal():
        said = str(count) if exact else say("at least {count}", count=count)
        line((say("… {count} more: --limit N, or a narrower filter.", count=said), "dim"))
