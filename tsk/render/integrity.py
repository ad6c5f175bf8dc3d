"""Fair figures on the screen: each kind with its count and its people, then complaint by complaint."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from tsk import i18n
from tsk.i18n import say, tr, word
from tsk.integrity import Bounds, Integrity, Item, Kind, received_at, recorded_at
from tsk.render import labels
from tsk.render.console import Column, Segment, line, lines, on_terminal, tabbed, table, table_cells, width
from tsk.render.times import clock_text, day_and_time, limit_text
from tsk.rules import Rules
from tsk.traces import ANSWER, BACKDATED, EDIT, EXTENSION, FEW_SIGNS, REOPENED, WAIT

_LISTED = 10  # of a kind on a screen; a pipe and JSON have more
_PEOPLE = 3


def show_kinds(found: Integrity, rules: Rules, bounds: Bounds) -> None:
    """Prints the counts of each kind and what they are of; in a pipe one line for each step."""
    if not on_terminal():
        tabbed([[kind.name, *_plain(item, rules, bounds)] for kind in found.kinds for item in kind.items])
        return
    last = found.until - timedelta(days=1)
    line((say("Steps taken from {since} to {until}", since=str(found.since), until=str(last)), "bold"))
    line((tr("Counted and listed, not judged: why it came about, each complaint's file tells."), "dim"))
    columns = (
        Column(tr("What")),
        Column(word("trace steps"), right=True, keep=True),
        Column(tr("Complaints"), right=True, keep=True),
        Column(tr("Who"), give=True),
    )
    table(columns, [_sum(kind, rules) for kind in found.kinds])
    for kind in found.kinds:
        _show_kind(kind, rules, bounds)


def _sum(kind: Kind, rules: Rules) -> list[Segment]:
    """One kind's counts, with the people who have to do with the most."""
    people = [say("{name} {count}", name=labels.who(rules, who), count=count) for who, count in kind.people[:_PEOPLE]]
    more = [tr("…")] if len(kind.people) > _PEOPLE else []
    counts = (str(kind.count), str(kind.complaints))
    return [(word(f"trace {kind.name}"), ""), *((text, "") for text in counts), (tr(", ").join([*people, *more]), "")]


def _show_kind(kind: Kind, rules: Rules, bounds: Bounds) -> None:
    if not kind.items:
        return
    line()
    line((word(f"trace {kind.name}"), "bold"), "  ", (_rule(kind.name, bounds), "dim"))
    columns = (
        Column(tr("Number"), keep=True),
        Column(tr("When"), keep=True),
        Column(tr("Who"), keep=True),
        Column(tr("What"), keep=True),
    )
    rows = [[(text, "") for text in _plain(item, rules, bounds)] for item in kind.items[-_LISTED:]]
    if table_cells(columns, rows) <= width():
        table(columns, rows)
    else:
        lines(one for row in rows for one in _in_two(row))
    if kind.count > _LISTED:
        line(say("… {count} earlier ones: `--json`, or a pipe.", count=kind.count - _LISTED))


def _in_two(row: Sequence[Segment]) -> tuple[Sequence[Segment], ...]:
    """What was found on a line of its own, where it has no room beside the complaint."""
    *where, found = row
    return [(" " + "  ".join(text for text, _ in where), "")], [("   ", ""), found]


def _rule(kind: str, bounds: Bounds) -> str:
    """From when on a step of the kind is shown."""
    return {
        BACKDATED: say("recorded more than {limit} after receipt", limit=limit_text(bounds.recorded)),
        WAIT: tr("begun in the last two hours before the deadline that they stop"),
        ANSWER: say("answers of fewer than {count} signs, and a new round after them", count=FEW_SIGNS),
        REOPENED: tr("a new round within seven days after closing"),
        EXTENSION: tr("more time for a deadline"),
        EDIT: tr("corrections of what was closed, cancelled, rejected or merged"),
    }[kind]


def _plain(item: Item, rules: Rules, bounds: Bounds) -> list[str]:
    one = item.trace
    at = day_and_time(one.at, rules.zoneinfo)
    return [item.number, at, labels.who(rules, one.who), _told(item, rules, bounds)]


def _told(item: Item, rules: Rules, bounds: Bounds) -> str:
    """What the step was, and by how much."""
    one = item.trace
    if one.kind == BACKDATED:
        late = int((recorded_at(one, bounds) - received_at(one)).total_seconds())
        at = day_and_time(received_at(one), rules.zoneinfo)
        return say("received {at}, recorded {time} later", at=at, time=clock_text(late))
    if one.kind == WAIT:
        return say("{time} before {milestone}", time=clock_text(one.seconds), milestone=_milestone(rules, one.of))
    if one.kind == ANSWER:
        return say("signs: {count}", count=one.seconds)
    if one.kind == REOPENED:
        return say("{time} after closing ({step})", time=clock_text(one.seconds), step=i18n.step_word(one.of))
    if one.kind == EXTENSION:
        return say("{milestone} +{time}", milestone=_milestone(rules, one.of), time=clock_text(one.seconds))
    return tr(", ").join(word(name) for name in one.of.split())


def _milestone(rules: Rules, name: str) -> str:
    return labels.milestone_name(rules, name)
