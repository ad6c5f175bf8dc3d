"""What a search found: complaints as lists show them, each with the hit in its context."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from tsk.i18n import say, word
from tsk.model import Case
from tsk.render import labels
from tsk.render.console import Segment, cut, lines, on_terminal, tabbed, width
from tsk.render.listcolumns import Look, cell
from tsk.render.lists import PLAIN, WITH_CONTACTS, more, nothing, pairs
from tsk.rules import Rules
from tsk.searchtext import Hit
from tsk.stepfacts import FIELD

_HIT = "bold yellow"


def show_found(
    cases: Sequence[Case],
    found: Sequence[Sequence[Hit]],
    total: int,
    rules: Rules,
    zone: ZoneInfo,
    exact: bool,
    contacts: bool,
    at: Callable[[str], Rules] | None = None,
) -> None:
    """Prints complaints with what was found in each: below it on a terminal, as the last field in a pipe.

    `at` gives the rules of the site that a complaint is of.
    """
    look = Look(rules, zone, at)
    if not cases:
        nothing("No complaints.")
        return
    if not on_terminal():
        names = WITH_CONTACTS if contacts else PLAIN
        tabbed(
            [*(cell(case, name, look.of(case.site)) for name in names), " · ".join(_plain(hit, rules) for hit in hits)]
            for case, hits in zip(cases, found, strict=True)
        )
        return
    for pair, hits in zip(pairs(cases, look, contacts), found, strict=True):
        lines(_marked(pair, hits, rules))
    more(total - len(cases), exact)


def _marked(pair: list[list[Segment]], hits: Sequence[Hit], rules: Rules) -> list[list[Segment]]:
    """The two lines of a complaint with the hits in them marked, and a line for each hit that is not in them."""
    rows = pair
    below = []
    for hit in hits:
        own = hit.text[hit.start : hit.start + hit.of] or hit.text
        marked = [_split(row, own) for row in rows] if hit.field in _IN_THE_LINES else rows
        below += [_line(hit, rules)] if marked == rows else []
        rows = marked
    return [*rows, *below]


_IN_THE_LINES = ("number", "name", "phone", "summary")


def _split(row: list[Segment], own: str) -> list[Segment]:
    """The line with the first place of that text marked; as it is where it has none."""
    for i, (text, style) in enumerate(row):
        before, found, after = text.partition(own)
        if found:
            return [*row[:i], (before, style), (found, _HIT), (after, style), *row[i + 1 :]]
    return row


def _plain(hit: Hit, rules: Rules) -> str:
    return say("{name}: {value}", name=_field(hit.field, rules), value=hit.text)


def _line(hit: Hit, rules: Rules) -> list[Segment]:
    """The piece of the text on one line, the hit itself marked."""
    label = say("{name}: {value}", name=_field(hit.field, rules), value="")
    before, own, after = hit.text[: hit.start], hit.text[hit.start : hit.start + hit.of], hit.text[hit.start + hit.of :]
    head = cut(f"    {label}{before}", width() - 8)
    own = cut(own, max(4, width() - _cells(head) - 2))
    return [(head, "dim"), (own, _HIT), (cut(after, max(1, width() - _cells(head + own))), "dim")]


def _cells(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def _field(name: str, rules: Rules) -> str:
    return labels.field(rules, name.removeprefix(FIELD)) if name.startswith(FIELD) else word(name)
