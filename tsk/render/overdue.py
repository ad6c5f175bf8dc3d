"""What is overdue, or due soon: a table where there is room, else two lines each; groups with their worst."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from tsk.i18n import say, tr, word
from tsk.render import labels
from tsk.render.console import Column, Segment, cut, line, lines, on_terminal, padded, tabbed, table, width
from tsk.render.listcolumns import Look, cell, columns, late_titles, titles
from tsk.render.lists import explain_unsure, more
from tsk.render.times import clock_text, due_text, short_time, working_text
from tsk.rules import Rules

_ROOM = 140  # columns from which everything stands on one line
_LATE, _SOON = "red", "yellow"


def show_overdue(
    found: Any,
    rules: Rules,
    zone: ZoneInfo,
    measures: Sequence[Any] = (),
    names: Sequence[str] = (),
    at: Callable[[str], Rules] | None = None,
) -> None:
    """Prints missed milestones in those columns or as lists are, and below them what of measures is late.

    `at` gives the rules of the site that a complaint is of.
    """
    if not (found.items or measures) and on_terminal():
        line(tr("Nothing is overdue."))
    if found.items:
        _head(found)
        if names:
            _show_columns(found.items, names, Look(rules, zone, at))
        else:
            show_late(found.items, rules, zone, at)
        more(found.total - len(found.items))
    if measures:
        from tsk.render.measures import show_late_measures

        show_late_measures(measures, rules, zone)


def _show_columns(items: Sequence[Any], names: Sequence[str], look: Look) -> None:
    own = late_titles()
    rows = []
    for item in items:
        there = look.of(item.site)
        told = dict(zip(_OWN, [*_plain(item, there), *_since(item, look.zone)], strict=True))
        colours = {"number": "bold", "late": _LATE if is_late(item) else _SOON}
        rows.append([(told.get(name) or cell(item.case, name, there), colours.get(name, "")) for name in names])
    table(columns(names, {**titles(look.rules), **own}), rows)
    explain_unsure(item.provisional for item in items)


_OWN = ("number", "due", "late", "milestone", "department", "handler", "summary", "since", "chased", "round")


def _head(found: Any) -> None:
    """How many are overdue and how many due soon, before the list."""
    if not on_terminal():
        return
    soon = found.total - found.late
    template = "{n} overdue, complaints concerned: {complaints}"
    said = [(say(template, n=found.late, complaints=found.complaints), f"bold {_LATE}" if found.late else "")]
    line(*said, *([(" · ", ""), (say("{n} due soon", n=soon), f"bold {_SOON}")] if soon else []))


def show_late(items: Sequence[Any], rules: Rules, zone: ZoneInfo, at: Callable[[str], Rules] | None = None) -> None:
    """Prints milestones that are late or due soon: on a terminal with room for it one a row, else in two lines."""
    look = Look(rules, zone, at)
    if not on_terminal():
        tabbed([*_plain(item, look.of(item.site)), *_since(item, zone)] for item in items)
    elif width() >= _ROOM:
        _show_table(items, look)
    else:
        _show_pairs(items, look)
    explain_unsure(item.provisional for item in items)


def _plain(item: Any, look: Look) -> list[str]:
    """Number, due, how late, milestone, department, handler and complaint."""
    rules = look.rules
    return [
        item.number,
        due_text(item.due, look.zone),
        late_text(item.by) if is_late(item) else tr("due soon"),
        milestone_of(item, rules),
        labels.department(rules, item.held_by),
        labels.who(rules, handler_of(item)),
        item.summary,
    ]


def _since(item: Any, zone: ZoneInfo) -> list[str]:
    """Since when they have it, how often the customer asked, and the round."""
    return [short_time(item.held_since, zone, seconds=False), str(item.chases or ""), str(item.round)]


def is_late(item: Any) -> bool:
    """Whether the due has passed; at the very second it is not late."""
    return bool(item.by.late > 0)


def handler_of(item: Any) -> str:
    """The handler where the complaint is with them; a co-handling department's part is not theirs."""
    return str(item.handler) if item.held_by == item.department else ""


def _show_table(items: Sequence[Any], look: Look) -> None:
    columns = (
        Column(tr("Number"), keep=True),
        Column(tr("Due"), keep=True),
        Column(tr("Late by"), keep=True),
        Column(tr("Milestone"), keep=True),
        Column(tr("Department")),
        Column(tr("Handler")),
        Column(tr("Since"), keep=True),
        Column(tr("Chased"), right=True, keep=True),
        Column(tr("Round"), right=True, keep=True),
        Column(tr("Summary"), give=True),
    )
    rows = []
    for item in items:
        number, due, late, milestone, department, handler, summary = _plain(item, look.of(item.site))
        since, chased, round = _since(item, look.zone)
        colour = _LATE if is_late(item) else _SOON
        told = [(late, colour), (milestone, ""), (department, ""), (handler, ""), (since, "")]
        rows.append([(number, "bold"), (due, ""), *told, (chased, _SOON), (round, ""), (summary, "")])
    table(columns, rows)


def _show_pairs(items: Sequence[Any], look: Look) -> None:
    """What, when and who on one line; since when, how often asked, the round and the complaint once below them."""
    from rich.cells import cell_len

    told = [_plain(item, look.of(item.site)) for item in items]
    widths = [max(cell_len(row[i]) for row in told) for i in range(4)]
    room = width() - sum(widths) - 2 * len(widths)
    rows: list[list[Segment]] = []
    below = [_more(item, look.of(item.site)) for item in items]
    for place, (item, (number, due, late, milestone, *_)) in enumerate(zip(items, told, strict=True)):
        colour = _LATE if is_late(item) else _SOON
        styles = (("bold", number), ("", due), (colour, late), ("", milestone))
        head = [(padded(text, cells + 2), style) for (style, text), cells in zip(styles, widths, strict=True)]
        rows.append([*head, (cut(labels.department(look.of(item.site).rules, item.held_by), room), "")])
        if place + 1 == len(items) or (items[place + 1].number, below[place + 1]) != (item.number, below[place]):
            rows.append([("    ", ""), (cut(below[place], width() - 4), "dim")])
    lines(rows)


def _more(item: Any, look: Look) -> str:
    handler = handler_of(item)
    parts = [labels.who(look.rules, handler)] if handler else []
    parts += [say("since {at}", at=short_time(item.held_since, look.zone, seconds=False))]
    parts += [say("chased ×{text}", text=item.chases)] if item.chases else []
    parts += [say("round {n}", n=item.round)] if item.round > 1 else []
    return " · ".join([*parts, item.summary.replace("\n", " ")])


def milestone_of(item: Any, rules: Rules) -> str:
    """The milestone as it is listed: marked where the complaint goes first, or its due is not sure."""
    name = labels.milestone_name(rules, item.milestone, item.of if item.of.startswith("#") else "")
    return labels.urgent(rules, item.severity) + name + labels.unsure(item.provisional)


def late_text(by: Any) -> str:
    """How late: on the limit's own clock, so that it never seems to shrink."""
    if by.always:
        return clock_text(by.late)
    return working_text(by.late_working, by.working_day) if by.late_working > 0 else tr("after hours")


# ── in groups ──────────────────────────────────────────────────────────────────────────────────────


def show_groups(groups: Sequence[Any], by: str, rules: Rules, zone: ZoneInfo) -> None:
    """Prints one row a group, the most overdue first, with the worst of each."""
    if not groups and on_terminal():
        line(tr("Nothing is overdue."))
        return
    soon = any(group.soon for group in groups)
    columns = [
        Column(tr(_TITLES[by])),
        Column(word("overdue deadlines"), right=True, keep=True),
        *([Column(tr("Due soon"), right=True, keep=True)] if soon or not on_terminal() else []),
        Column(word("overdue complaints"), right=True, keep=True),
        Column(tr("Chased"), right=True, keep=True),
        Column(tr("Worst"), keep=True),
        Column(word("overdue longest"), keep=True),
        Column(tr("Milestone"), give=True),
    ]
    table(columns, [_group_row(group, by, rules, soon) for group in groups])


_TITLES = {
    "department": "Department",
    "handler": "Handler",
    "milestone": "Milestone",
    "category": "Category",
    "severity": "Severity",
    "channel": "Channel",
    "store": "Store",
    "region": "Region",
    "product": "Product",
    "state": "State",
    "site": "Site",
}


def _group_row(group: Any, by: str, rules: Rules, soon: bool) -> list[Segment]:
    late = is_late(group)
    return [
        (labels.dimension(rules, by, group.key), ""),
        (str(group.late), _LATE if group.late else ""),
        *([(str(group.soon), _SOON if group.soon else "")] if soon or not on_terminal() else []),
        (str(group.complaints), ""),
        (str(group.chased), _SOON if group.chased else ""),
        (group.number, "bold"),
        (late_text(group.by) if late else tr("due soon"), _LATE if late else _SOON),
        (labels.milestone_name(rules, group.milestone, group.of), ""),
    ]
