"""Why each deadline of a complaint is what it is, stretch by stretch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tsk import i18n
from tsk.explain import Explained, Moved, Span
from tsk.i18n import say, step_word, tr, with_note, word
from tsk.limits import SECOND
from tsk.model import SYSTEM
from tsk.render import labels
from tsk.render.console import Segment, flowing, grid, line, lines
from tsk.render.times import clock_text, due_text, exact_text, limit_text, short_time
from tsk.rules import Rules, label
from tsk.sla import works
from tsk.text import harmless

_BETWEEN = ("break", "before-opening", "after-closing")


class InWords(NamedTuple):
    """How one deadline came about, in words: each stretch with its days, its reason, its hours and how much counted."""

    stands: str
    origin: str
    stretches: list[list[str]]
    result: str
    moves: list[str]
    doubt: str


def show_explained(milestones: Sequence[Explained], rules: Rules, zone: ZoneInfo, whole: bool) -> None:
    """Prints for each milestone its rule, its start, what counted and what did not, and the result.

    `whole` shows lunch and nights too, which only lie between what counted.
    """
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
    for moved in one.moves:
        lines(flowing(_moved(moved, rules, zone), "  "))
    if one.warned:
        line("  ", (say("warned of from {at}", at=short_time(one.warned, zone)), "dim"))
    if doubt := _doubt(one):
        line("  ", (doubt, "yellow"))


def in_words(one: Explained, rules: Rules, zone: ZoneInfo) -> InWords:
    """The explanation of one milestone as plain texts, in the order in which it is printed."""
    return InWords(
        stands=_stands(one),
        origin=_origin(one, zone).strip(),
        stretches=[[text for text, _ in _row(spans, one, rules, zone)] for spans in _grouped(one, False)],
        result=_counted(one) + "".join(_changed(one, zone)) + _result(one, zone)[0],
        moves=["".join(text for text, _ in _moved(moved, rules, zone)) for moved in one.moves],
        doubt=_doubt(one),
    )


def _doubt(one: Explained) -> str:
    """Why the due may still change, or should be computed again."""
    if one.course.provisional:
        return tr("provisional: the public holidays of those days are not announced yet")
    return tr("computed before the public holidays were known: `tsk recalculate`") if one.milestone.provisional else ""


def _stands(one: Explained) -> str:
    """The standing; of what was met, whether before its due, in its very second or after it, and by how much."""
    told = labels.stands(one.milestone, one.standing)
    if one.margin is None:
        return told
    if not one.margin:
        return say("{standing}, in the very second of its due", standing=told)
    own = one.margin_own and works(one.course.limit)  # outside its hours the clock of the limit stands
    time = exact_text(abs(one.margin_own or 0), False) if own else exact_text(abs(one.margin), True)
    if one.standing == "met":
        return say("{standing}, {time} early", standing=told, time=time)
    return say("{standing} by {time}", standing=told, time=time)


def _moved(moved: Moved, rules: Rules, zone: ZoneInfo) -> list[Segment]:
    """A step that moved the due: when, what, who, from where to where, and why."""
    more = limit_text(moved.more) if moved.more else ""
    told = say(
        "{at} {step} by {who}: {before} → {after}",
        at=short_time(moved.at, zone),
        step=with_note(step_word(moved.step), more) if more else step_word(moved.step),
        who=tr("the desk") if moved.by == SYSTEM else labels.who(rules, moved.by),
        before=due_text(moved.before, zone),
        after=due_text(moved.after, zone),
    )
    late = say(" (missed by then)") if moved.at > moved.before else ""
    reason = f" · {harmless(moved.reason)}" if moved.reason else ""
    return [(told + late, "dim"), (reason, "dim")]


def _origin(one: Explained, zone: ZoneInfo) -> str:
    """The rule that the limit comes from, the calendar where the limit asks for one, and from when it runs."""
    if one.milestone.agreed:
        start = short_time(one.milestone.start, zone)
        due = due_text(one.milestone.agreed, zone)
        return say("  promised to the customer on {start} for {due}", start=start, due=due)
    rule = say("  rule {rule}", rule=one.where)
    rule += say(" · calendar {calendar}", calendar=one.calendar) if works(one.course.limit) else ""
    return rule + say(" · from {at}", at=short_time(one.course.start, zone))


def _counted(one: Explained) -> str:
    """What was counted, in the limit's own unit; what waits added is told apart."""
    limit = limit_text(one.milestone.limit)
    if one.course.from_receipt:
        limit = with_note(limit, exact_text(one.counted - one.course.added, in_days=False))
    if one.days:
        limit = say("{limit} after the first day", limit=limit)
    waited = sum(span.seconds for span in one.spans if span.kind == "waiting")
    own = not works(one.course.limit)
    return limit + (say(", moved on by {time} of waiting", time=exact_text(waited, own)) if waited else "")


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
    return [
        (_dates(first, last, zone), style),
        (_why(first, one, zone), style),
        ("" if first.counted and first.day == 0 else _hours(spans, zone), style),
        (_amount(spans, one, rules), style),
    ]


def _hours(spans: list[Span], zone: ZoneInfo) -> str:
    """The times of day of what counted or what stood still; a weekend or a holiday needs none."""
    first, last = spans[0], spans[-1]
    if first.kind in ("clock", "waiting", *_BETWEEN):
        same = _day(first, zone) == (last.end - SECOND).astimezone(zone).date()
        end = _clock(last.end, zone, last) if same else due_text(last.end, zone)
        begin = _clock(first.start, zone) if same else short_time(first.start, zone)
        return f"{begin} – {end}"
    return tr(", ").join(f"{_clock(s.start, zone)}–{_clock(s.end, zone, s)}" for s in spans if s.counted)


def _amount(spans: list[Span], one: Explained, rules: Rules) -> str:
    """How much counted; of a wait, for whom."""
    first = spans[0]
    if first.kind == "waiting":
        return _waited_for(first, one, rules)
    return clock_text(sum(span.seconds for span in spans)) if first.counted and first.day != 0 else ""


def _day(span: Span, zone: ZoneInfo) -> date:
    """The local date on which a stretch begins."""
    return span.start.astimezone(zone).date()


def _dates(first: Span, last: Span, zone: ZoneInfo) -> str:
    start, end = _day(first, zone), (last.end - SECOND).astimezone(zone).date()
    if start == end or (first is last and first.kind == "open"):
        return f"{start:%m-%d} {word(f'{start:%a}')}"
    return f"{start:%m-%d} – {end:%m-%d}"


def _clock(at: datetime, zone: ZoneInfo, span: Span | None = None) -> str:
    local = at.astimezone(zone)
    if span is not None and (local.hour, local.minute, local.second) == (0, 0, 0):
        return "24:00"
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"


def _why(span: Span, one: Explained, zone: ZoneInfo) -> str:
    if span.day == 0 and span.counted:
        return tr("first day, not counted")
    if span.kind == "waiting":
        return tr("waiting")
    if span.counted:
        if _is_added(span, one):
            return tr("time added")
        if span.kind == "clock":
            return tr("counted")
        day = say("working day {n}", n=span.day) if span.day else tr("counted")
        if span.date != _day(span, zone):
            return say("{day}, shift of {date}", day=day, date=f"{span.date:%m-%d}")
        return say("{day} (make-up)", day=day) if span.name else day
    return tr(span.name) if span.name and span.kind not in _BETWEEN else word(span.kind)


def _waited_for(span: Span, one: Explained, rules: Rules) -> str:
    """Whom the case waited for, and for what."""
    name = label(rules.waits, span.name, i18n.lang)
    asked = next((w.asked for w in one.waits if w.reason == span.name and w.since <= span.start < w.end), "")
    return with_note(name, harmless(asked)) if asked else name
