"""What will probably be missed: the chance of each, how many similar cases are behind it, and who has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from tsk.i18n import say, tr, word
from tsk.render import labels
from tsk.render.console import Column, Segment, cut, line, lines, on_terminal, padded, tabbed, table, width
from tsk.render.lists import explain_unsure, more
from tsk.render.overdue import handler_of, milestone_of
from tsk.render.times import due_text
from tsk.rules import Rules

_ROOM = 140  # columns from which everything stands on one line
_LIKELY = ((0.75, "red"), (0.5, "yellow"))  # from which chance on which colour


def show_outlook(found: Any, rules: Rules, zone: ZoneInfo) -> None:
    """Prints open milestones, the likeliest to be missed first."""
    told = [_plain(one, rules, zone) for one in found.items]
    if not on_terminal():
        tabbed(told)
        return
    if not told:
        line(tr("No forecast: nothing else is likely to be missed soon, or too little is known."))
        return
    line((say("{n} may be missed", n=found.total), "bold"))
    (_show_table if width() >= _ROOM else _show_pairs)(told, [_colour(one) for one in found.items])
    explain_unsure(one.item.provisional for one in found.items)
    more(found.total - len(found.items))


def _plain(one: Any, rules: Rules, zone: ZoneInfo) -> list[str]:
    """Number, due, chance, milestone, department, handler, complaint, cases and what these have in common."""
    item, forecast = one.item, one.forecast
    return [
        item.number,
        due_text(item.due, zone),
        f"{forecast.chance:.0%}" if forecast else "–",
        milestone_of(item, rules),
        labels.department(rules, item.held_by),
        labels.who(rules, handler_of(item)),
        item.summary.replace("\n", " "),
        str(forecast.cases) if forecast else "",
        tr(", ").join(word(name) for name in forecast.of) if forecast else "",
    ]


def _colour(one: Any) -> str:
    chance = one.forecast.chance if one.forecast else 0
    return next((colour for least, colour in _LIKELY if chance >= least), "")


def _show_table(told: Sequence[Sequence[str]], colours: Sequence[str]) -> None:
    columns = (
        Column(tr("Number"), keep=True),
        Column(tr("Due"), keep=True),
        Column(tr("Chance"), right=True, keep=True),
        Column(tr("Milestone"), keep=True),
        Column(tr("Department")),
        Column(tr("Handler")),
        Column(tr("Cases"), right=True, keep=True),
        Column(tr("Same")),
        Column(tr("Summary"), give=True),
    )
    rows: list[list[Segment]] = []
    for (number, due, chance, *who, summary, cases, of), colour in zip(told, colours, strict=True):
        rest: list[Segment] = [(text, "") for text in (*who, cases, of, summary)]
        rows.append([(number, "bold"), (due, ""), (chance, colour), *rest])
    table(columns, rows)


def _show_pairs(told: Sequence[Sequence[str]], colours: Sequence[str]) -> None:
    """What, when, how likely and who on one line; from what it is known, and the complaint, on the next."""
    from rich.cells import cell_len

    widths = [max(cell_len(row[i]) for row in told) for i in range(4)]
    room = width() - sum(widths) - 2 * len(widths)
    rows: list[list[Segment]] = []
    for row, colour in zip(told, colours, strict=True):
        styles = ("bold", "", colour, "")
        head = [(padded(text, cells + 2), style) for text, cells, style in zip(row, widths, styles, strict=False)]
        rows.append([*head, (cut(" · ".join(filter(None, row[4:6])), room), "")])
        rows.append([("    ", ""), (cut(_why(row), width() - 4), "dim")])
    lines(rows)


def _why(row: Sequence[str]) -> str:
    """How many cases of what kind, and the complaint."""
    _, _, _, _, _, _, summary, cases, of = row
    known = say("{cases} cases with the same {of}", cases=cases, of=of) if cases else tr("too few cases")
    return f"{known} · {summary}"
