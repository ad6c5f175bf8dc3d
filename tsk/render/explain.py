"""Why each deadline of a complaint is what it is, stretch by stretch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from tsk import i18n
from tsk.explain import Explained, Granted, Span
from tsk.i18n import say, tr, with_note, word
from tsk.model import Case
from tsk.render import labels
from tsk.render.console import Segment, grid, line
from tsk.render.times import clock_text, due_text, exact_text, limit_text, short_time
from tsk.rules import Rules, label
from tsk.sla import works
from tsk.text import harmless

_BETWEEN = ("break", "before-opening", "after-closing")


def show_explained(case: Case, milestones: Sequence[Explained], rules: Rules, zone: ZoneInfo, whole: bool) -> None:
    """Prints for each milestone its rule, its start, what counted and what did not, and the result.

    `whole` shows lunch and nights too, which only lie between what counted.
    """
    line((case.number, "bold"), f"  {case.summary}")
    for one in milestones:
        line()
        _show_one(one, rules, zone, whole)


def _show_one(one: Explained, rules: Rules, zone: ZoneInfo, whole: bool) -> None:
    m = one.milestone
    line(
        (labels.milestone(rules, m), "bold"),
        say(" · round {round}", round=m.round),
        say(": {limit}, due {due}", limit=limit_text(m.limit), due=due_text(m.due, zone, year=True)),
        (f"  {_stands(one)}", labels.STANDING_STYLE[one.standing]),
    )
    line((_origin(one, zone), "dim"))
    grid([_row(spans, one, rules, zone) for spans in _grouped(one, whole)], "  ")
    line("  ", _counted(one), *_changed(one, zone), _result(one, zone))
    for given in one.extensions:
        line("  ", _granted(given, one, rules, zone))
    if one.warned:
        line("  ", (say("warned of from {at}", at=short_time(one.warned, zone)), "dim"))
    if m.provisional:
        line("  ", (tr("provisional: the public holidays of those days are not announced yet"), "yellow"))


def _stands(one: Explained) -> str:
    """The standing; of what was met, whether before its due, in its very second or after it, and by how much."""
    told = labels.stands(one.milestone, one.standing)
    if one.margin is None:
        return told
    if one.milestone.met_at == one.promised:
        return say("{standing}, in the very second of its due", standing=told)
    time = exact_text(abs(one.margin), not works(one.course.limit))
    if one.standing == "met":
        return say("{standing}, {time} early", standing=told, time=time)
    return say("{standing} by {time}", standing=told, time=time)


def _granted(given: Granted, one: Explained, rules: Rules, zone: ZoneInfo) -> Segment:
    """An extension, with who granted it and why."""
    told = say(
        "{time} granted on {at} by {who}",
        time=exact_text(given.seconds, not works(one.course.limit)),
        at=short_time(given.at, zone),
        who=labels.who(rules, given.by),
    )
    return (say("{name}: {value}", name=told, value=harmless(given.reason)) if given.reason else told, "")


def _origin(one: Explained, zone: ZoneInfo) -> str:
    """The rule that the limit comes from, and the calendar where the limit asks for one."""
    if one.milestone.agreed:
        start = short_time(one.milestone.start, zone)
        due = due_text(one.milestone.agreed, zone)
        return say("  promised to the customer on {start} for {due}", start=start, due=due)
    rule = say("  rule {rule}", rule=one.where)
    return rule + say(" · calendar {calendar}", calendar=one.calendar) if works(one.course.limit) else rule


def _counted(one: Explained) -> str:
    """What was counted, in the limit's own unit; what waits added to days is told apart."""
    days = [span.day for span in one.spans if span.day]
    if not days:
        return say("counted {time}", time=exact_text(one.counted, not works(one.course.limit)))
    waited = sum(span.seconds for span in one.spans if span.kind == "waiting")
    moved = (
        say(", moved on by {time} of waiting", time=exact_text(waited, not works(one.course.limit))) if waited else ""
    )
    return say("{limit} after the first day", limit=limit_text(one.milestone.limit)) + moved


def _changed(one: Explained, zone: ZoneInfo) -> list[str]:
    """What was added to the limit, and from when it runs where a correction shortened it."""
    m, way = one.milestone, one.course
    parts = [say(", extended by {time}", time=exact_text(way.added, not works(way.limit)))] if way.added else []
    return parts + ([say(", counted from {at}", at=short_time(m.counted_from, zone))] if m.counted_from else [])


def _result(one: Explained, zone: ZoneInfo) -> Segment:
    if one.course.due == one.promised:
        return (say(" → {due}", due=due_text(one.promised, zone, year=True)), "bold")
    today = due_text(one.course.due, zone, year=True)
    return (
        say(
            " → {today} by the calendar of today; promised was {due}",
            today=today,
            due=due_text(one.promised, zone, year=True),
        ),
        "bold red",
    )


def _grouped(one: Explained, whole: bool) -> list[list[Span]]:
    """Counted stretches by day, skipped ones of one reason in a row; lunch and night only in the whole of it."""
    if whole:
        return [[span] for span in one.spans]
    telling = [span for span in one.spans if span.kind not in _BETWEEN]
    return [list(group) for _, group in groupby(telling, key=lambda span: _verdict(span, one))]


def _verdict(span: Span, one: Explained) -> tuple[object, ...]:
    counts = span.counted and span.day != 0
    day = span.date if counts and span.kind != "clock" else None
    return counts, span.kind, span.name, day, _is_added(span, one)


def _is_added(span: Span, one: Explained) -> bool:
    """Whether the stretch is of a day after those of the limit."""
    return bool(span.day and span.day > one.days)


def _row(spans: list[Span], one: Explained, rules: Rules, zone: ZoneInfo) -> list[Segment]:
    first, last = spans[0], spans[-1]
    counts = first.counted and first.day != 0
    style = "" if counts else "dim"
    hours = tr(", ").join(f"{_clock(s.start, zone)}–{_clock(s.end, zone, s)}" for s in spans) if counts else ""
    if first.kind in ("clock", "waiting", *_BETWEEN) and first.day != 0:
        hours = f"{due_text(first.start, zone)} – {due_text(last.end, zone)}"
    return [
        (_dates(first, last), style),
        (_why(first, one, rules), style),
        (hours, style),
        (clock_text(sum(span.seconds for span in spans)) if counts else "", style),
    ]


def _dates(first: Span, last: Span) -> str:
    if first.date == last.date:
        return f"{first.date:%m-%d} {word(f'{first.date:%a}')}"
    return f"{first.date:%m-%d} – {last.date:%m-%d}"


def _clock(at: datetime, zone: ZoneInfo, span: Span | None = None) -> str:
    local = at.astimezone(zone)
    if span is not None and (local.hour, local.minute, local.second) == (0, 0, 0):
        return "24:00"
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"


def _why(span: Span, one: Explained, rules: Rules) -> str:
    if span.day == 0 and span.counted:
        return tr("first day, not counted")
    if span.kind == "waiting":
        return say("waiting for {whom}, not counted", whom=_waited_for(span, one, rules))
    if span.counted:
        if _is_added(span, one):
            return tr("time added")
        if span.kind == "clock":
            return tr("counted")
        day = say("working day {n}", n=span.day) if span.day else tr("counted")
        return say("{day} (make-up)", day=day) if span.name else day
    return tr(span.name) if span.name and span.kind not in _BETWEEN else word(span.kind)


def _waited_for(span: Span, one: Explained, rules: Rules) -> str:
    """Whom the case waited for, and for what."""
    name = label(rules.waits, span.name, i18n.lang)
    asked = next((w.asked for w in one.waits if w.reason == span.name and w.since <= span.start < w.end), "")
    return with_note(name, harmless(asked)) if asked else name
