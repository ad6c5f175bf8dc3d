"""Improvement measures on the screen: one with its parts, a list, what is overdue, those of a complaint."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tsk import i18n
from tsk.i18n import say, step_word, tr, with_note, word
from tsk.measures import Check, Measure, Part
from tsk.model import Event
from tsk.render import labels
from tsk.render.console import Column, Segment, fitting, grid, line, on_terminal, table
from tsk.render.times import day_and_time, due_text, short_time, working_text
from tsk.rules import Rules, find, label
from tsk.text import harmless

_STATE_STYLE = {"open": "", "done": "green"}


def show_measure(one: Measure, rules: Rules, zone: ZoneInfo, now: datetime) -> None:
    """Prints one measure: what, whose, by when, its parts, and what was found of its effect."""
    kind = f" · {_kind(rules, one)}" if one.kind else ""
    line((say("Measure {id}", id=one.id), "bold"), ("  " + _state(one), _STATE_STYLE[one.state]), kind)
    line((harmless(one.text), "bold"))
    grid([[(name, "dim"), (value, style)] for name, value, style in _facts(one, rules, zone, now) if value], "  ")
    if one.parts:
        line()
        line((tr("Parts"), "bold"))
        grid(fitting([_part_row(part, one, rules, zone, now) for part in one.parts], "  "), "  ")


def _facts(one: Measure, rules: Rules, zone: ZoneInfo, now: datetime) -> list[tuple[str, str, str]]:
    late = bool(one.due and one.due < now and not one.done)
    return [
        (tr("Complaint"), one.number, ""),
        (tr("Comes from"), harmless(one.source), ""),
        (tr("Studies"), tr(", ").join(_theme(rules, name) for name in one.study), ""),
        (tr("Department"), labels.department(rules, one.department), ""),
        (tr("Owner"), labels.who(rules, one.owner) if one.owner else "", ""),
        (tr("Due"), due_text(one.due, zone, year=True) if one.due else "", "bold red" if late else ""),
        (tr("Taken"), say("{when} by {who}", when=day_and_time(one.at, zone), who=labels.who(rules, one.by)), ""),
        *((tr("Effect"), _check(check, rules, zone), "") for check in one.checks),
    ]


def _state(one: Measure) -> str:
    return word("measure done") if one.done else word("measure open")


def _kind(rules: Rules, one: Measure) -> str:
    return label(rules.measures, one.kind, i18n.lang)


def _theme(rules: Rules, name: str) -> str:
    return label((*rules.themes, *rules.policy.categories), name, i18n.lang)


def part_label(rules: Rules, one: Measure, part: str) -> str:
    """The label of a part, as the kind of the measure calls it today."""
    kind = find(rules.measures, one.kind)
    told = label(kind.steps if kind else (), part, i18n.lang)
    return part if told == part else f"{part} {told}"


def _check(check: Check, rules: Rules, zone: ZoneInfo) -> str:
    found = tr("confirmed") if check.confirmed == "yes" else tr("not confirmed")
    return with_note(
        f"{found} · {harmless(check.effect)}", f"{short_time(check.at, zone)} {labels.who(rules, check.by)}"
    )


def _part_row(part: Part, one: Measure, rules: Rules, zone: ZoneInfo, now: datetime) -> list[Segment]:
    owner = part.owner or one.owner
    return [
        (part_label(rules, one, part.name), ""),
        _part_due(part, zone, now),
        _part_state(part, zone),
        (labels.who(rules, owner) if owner else "", ""),
        (harmless(part.text), "dim"),
    ]


def _part_due(part: Part, zone: ZoneInfo, now: datetime) -> Segment:
    late = bool(part.due and part.due < (part.done_at or now))
    return (due_text(part.due, zone, year=True) if part.due else "–", "red" if late else "")


def _part_state(part: Part, zone: ZoneInfo) -> Segment:
    told = say("customer told {at}", at=short_time(part.told_at, zone)) if part.told_at else ""
    if part.done_at is None:
        return (with_note(word("measure open"), told) if told else word("measure open"), "")
    done = say("done {at}", at=short_time(part.done_at, zone))
    return (with_note(done, told) if told else done, "green")


def show_measure_history(events: Sequence[Event], rules: Rules, zone: ZoneInfo) -> None:
    """Prints everything that happened to a measure, oldest first."""
    line()
    line((tr("Steps"), "bold"))
    rows = [
        [
            (day_and_time(event.at, zone), "dim"),
            (labels.who(rules, event.actor), ""),
            (step_word(event.type), "bold"),
            (_event_told(event, rules, zone), ""),
        ]
        for event in events
    ]
    grid(rows, "  ")


def _event_told(event: Event, rules: Rules, zone: ZoneInfo) -> str:
    said: dict[str, Any] = {**event.body, **event.private}
    due = said.get("due")
    parts = (
        said.get("part"),
        said.get("text"),
        say("owner {who}", who=labels.who(rules, said["owner"])) if said.get("owner") else "",
        say("by {due}", due=due_text(datetime.fromisoformat(due), zone)) if due else "",
        word("finished") if said.get("finished") else "",
        word("told") if said.get("told") else "",
        said.get("effect"),
        tr("not confirmed") if said.get("confirmed") == "no" else "",
        said.get("reason"),
    )
    return " · ".join(harmless(str(part)) for part in parts if part)


# ── lists ──────────────────────────────────────────────────────────────────────────────────────────


def show_measures(found: Sequence[Measure], rules: Rules, zone: ZoneInfo, now: datetime) -> None:
    """Prints measures, one a row: open ones first, earliest due first."""
    if not found:
        if on_terminal():
            line(tr("No measures."))
        return
    columns = (
        Column(tr("No."), right=True, keep=True),
        Column(tr("Due"), keep=True),
        Column(tr("State"), keep=True),
        Column(tr("Kind")),
        Column(tr("Department")),
        Column(tr("Owner")),
        Column(tr("Complaint")),
        Column(tr("What"), give=True),
    )
    table(columns, [_row(one, rules, zone, now) for one in found])


def _row(one: Measure, rules: Rules, zone: ZoneInfo, now: datetime) -> list[Segment]:
    due = one.entry.due
    return [
        (str(one.id), "bold"),
        (due_text(due, zone) if due else "–", "red" if due and due < now else ""),
        (_state(one), _STATE_STYLE[one.state]),
        (_kind(rules, one) if one.kind else "", ""),
        (labels.department(rules, one.department), ""),
        (labels.who(rules, one.owner) if one.owner else "", ""),
        (one.number, ""),
        (one.text, ""),
    ]


def show_late_measures(items: Sequence[Any], rules: Rules, zone: ZoneInfo) -> None:
    """Prints what of measures is late or due soon, one a row, in the columns of late milestones."""
    if not items:
        return
    columns = (
        Column(tr("Complaint"), keep=True),
        Column(tr("Due"), keep=True),
        Column(tr("Late by"), keep=True),
        Column(tr("Measure"), keep=True),
        Column(tr("Department")),
        Column(tr("Owner"), give=not any(item.owner for item in items)),
        Column(tr("What"), give=True),
    )
    if on_terminal():
        line((tr("Improvement measures"), "bold"))
    table(columns, [_late_row(item, rules, zone) for item in items])


def _late_row(item: Any, rules: Rules, zone: ZoneInfo) -> list[Segment]:
    one: Measure = item.measure
    name = say("measure {id}", id=one.id)
    late = working_text(item.late_working, item.working_day) if item.late_working else tr("after hours")
    return [
        (one.number or "–", "bold"),
        (due_text(item.due, zone), ""),
        (late, "red") if item.late > 0 else (tr("due soon"), "yellow"),
        (f"{part_label(rules, one, item.part)} · {name}" if item.part else name, ""),
        (labels.department(rules, one.department), ""),
        (labels.who(rules, item.owner) if item.owner else "–", ""),
        (one.text, ""),
    ]


def show_measures_of_case(found: Sequence[Measure], rules: Rules, zone: ZoneInfo, now: datetime) -> None:
    """Prints the measures that were taken for a complaint."""
    if not found:
        return
    line()
    line((tr("Improvement measures"), "bold"))
    rows = [_row(one, rules, zone, now) for one in found]
    grid([[row[0], row[1], row[2], row[3], row[4], row[5], row[7]] for row in rows], "  ")


def show_lessons(found: Sequence[Any], rules: Rules) -> None:
    """Prints what closed complaints taught, one a row."""
    if not found:
        if on_terminal():
            line(tr("No lessons."))
        return
    columns = (
        Column(tr("Category"), keep=True),
        Column(tr("Cause")),
        Column(tr("Lesson"), give=True),
        Column(tr("Measures")),
    )
    table(columns, [_lesson_row(one, rules) for one in found])


def _lesson_row(one: Any, rules: Rules) -> list[Segment]:
    return [
        (labels.category(rules, one.category), ""),
        (label(rules.causes, one.cause, i18n.lang), ""),
        (one.lesson, ""),
        (" · ".join(measure.text for measure in one.measures), ""),
    ]
