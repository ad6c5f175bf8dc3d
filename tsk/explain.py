"""Why a deadline is what it is: the stretches that its computation consumed, each counted or skipped for a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from tsk.limits import SECOND
from tsk.model import Case, DueChange, Event, Milestone
from tsk.rulerows import Policy
from tsk.rules import Calendars, Rules, find, line_today, milestone_rule, where
from tsk.sla import Course, course_of, standing, warned_from, works


class Span(Struct, frozen=True):
    """A half-open stretch of the way from start to due: `kind` says why it counted or not.

    What counted adds up to the clock time between start and due. For a limit in days or working days `day` numbers
    them, 0 being the first day, whose hours are no day of the limit but run on its clock; None for all else.
    """

    start: datetime
    end: datetime
    counted: bool
    kind: str
    name: str
    date: date
    day: int | None = None

    @property
    def seconds(self) -> int:
        return int((self.end - self.start).total_seconds())


class Waited(Struct, frozen=True):
    """A half-open wait as far as it moved the due: its reason, and what was asked for."""

    since: datetime
    end: datetime
    reason: str
    asked: str


class Moved(Struct, frozen=True):
    """A step that moved the due: who took it when and why, and from which due to which.

    `more` is the limit or `seconds` (of the limit's own clock) by which an extension added time.
    """

    step: str
    at: datetime
    by: str
    reason: str
    before: datetime
    after: datetime
    more: str
    seconds: int


class Explained(Struct, frozen=True):
    """One milestone with its rule and its way: `promised` is what was said then, `course.due` what comes out today.

    `waits` are those between start and due; `moves` every step that moved the due. `margin` are the seconds left when
    it was met, by the clock: positive before the due, 0 in its very second, negative after it, None while it is unmet;
    `margin_own` the same on the limit's own clock, which may stand in between.
    """

    milestone: Milestone
    rule: str
    line: int  # in the file of today, 0 where that says something else
    where: str
    calendar: str
    course: Course
    standing: str
    spans: tuple[Span, ...]
    waits: tuple[Waited, ...]
    moves: tuple[Moved, ...]
    margin: int | None
    margin_own: int | None
    warned: datetime | None

    @property
    def days(self) -> int:
        """How many days the limit has, waits and extensions aside; 0 where it is not in days."""
        number = _NUMBERED.get(self.course.limit.kind)
        last = self.course.time.date_of(self.course.base - SECOND)
        return number(self.course, last) if number and not self.course.from_receipt else 0

    @property
    def promised(self) -> datetime:
        return self.milestone.due

    @property
    def counted(self) -> int:
        """The seconds that counted."""
        return sum(span.seconds for span in self.spans if span.counted)


def explained(
    m: Milestone,
    case: Case,
    events: Iterable[Event],
    policy: Policy,
    rules: Rules,
    calendars: Calendars,
    now: datetime,
) -> Explained:
    """The explanation of one milestone of a case under the policy it was received under and the calendars of today.

    `events` are those that count, none that was undone.
    """
    way = course_of(m, case, policy, calendars)
    row, rule = find(policy.limits, m.rule), milestone_rule(policy, m.name)
    waits = tuple(_waited(m, case, way))
    return Explained(
        milestone=m,
        rule=m.rule,
        line=line_today(rules, "limits", row) if row else 0,
        where=where(rules, "limits", row, case) if row else f"limits.{m.rule}",
        calendar=way.time.calendar.name,
        course=way,
        standing=standing(m, case, now),
        spans=tuple(_numbered(way, _with_waits(_plain(way), waits))),
        waits=waits,
        moves=tuple(_moves(m, events)),
        margin=int((m.due - m.met_at).total_seconds()) if m.met_at else None,
        margin_own=way.counts(m.met_at, m.due) if m.met_at else None,
        warned=warned_from(m, rule, calendars) if rule and m.running else None,
    )


def _waited(m: Milestone, case: Case, way: Course) -> Iterator[Waited]:
    """The waits that stood between start and due, in the order in which they began."""
    known = [wait for wait in case.waits if wait.reason in m.waits]
    for since, end in way.waits:
        wait = next(wait for wait in known if wait.since == since)
        known.remove(wait)
        first, last = max(since, way.start), min(end, way.due)
        if first < last:
            yield Waited(first, last, wait.reason, wait.asked)


def _moves(m: Milestone, events: Iterable[Event]) -> Iterator[Moved]:
    """The steps that moved that milestone, oldest first."""
    for event, due, before in dues_of(events):
        if due.op == "moved" and (due.name, due.round, due.of) == (m.name, m.round, m.of) and before and due.due:
            said = event.body if event.type == "extended" else {}
            more, seconds = str(said.get("more", "")), int(said.get("seconds", 0))
            reason = event.private.get("reason") or ""
            yield Moved(event.type, event.at, event.actor, reason, before, due.due, more, seconds)


def dues_of(events: Iterable[Event]) -> Iterator[tuple[Event, DueChange, datetime | None]]:
    """What each event did to a milestone, with the due that it had before; None where it began."""
    dues: dict[tuple[str, int, str], datetime] = {}
    for event in events:
        for change in event.dues:
            place = (change.name, change.round, change.of)
            yield event, change, dues.get(place)
            if change.due:
                dues[place] = change.due


def _plain(way: Course) -> Iterator[Span]:
    """The stretches from start to due without a look at waits."""
    if not works(way.limit):
        yield from _by_the_clock(way)
        return
    for s in way.time.stretches(way.start, way.due):
        yield Span(s.start, s.end, s.counted, s.kind, s.name, s.date)


def _by_the_clock(way: Course) -> Iterator[Span]:
    """The whole way of a limit that always runs; day by day where it is in days."""
    start, day = way.start, way.start.astimezone(way.time.zone).date()
    while way.limit.kind in ("days", "months") and (midnight := way.time.at(day, 1440)) < way.due:
        yield Span(start, midnight, True, "clock", "", day)
        start, day = midnight, day + timedelta(days=1)
    yield Span(start, way.due, True, "clock", "", day)


def _with_waits(spans: Iterable[Span], waits: Iterable[Waited]) -> Iterator[Span]:
    """The same stretches with what the waits stopped cut out as not counted, each with the reason for waiting.

    Where waits overlap, the first that began is the reason.
    """
    pieces = list(spans)
    for wait in sorted(waits, key=lambda wait: wait.since):
        pieces = [piece for span in pieces for piece in _cut(span, wait)]
    yield from pieces


def _cut(span: Span, wait: Waited) -> Iterator[Span]:
    start, end = max(span.start, wait.since), min(span.end, wait.end)
    if not span.counted or start >= end:
        yield span
        return
    if span.start < start:
        yield Span(span.start, start, True, span.kind, span.name, span.date)
    yield Span(start, end, False, "waiting", wait.reason, span.date)
    if end < span.end:
        yield Span(end, span.end, True, span.kind, span.name, span.date)


def _numbered(way: Course, spans: Iterable[Span]) -> Iterator[Span]:
    number = _NUMBERED.get(way.limit.kind)
    if number is None or way.from_receipt:
        yield from spans
        return
    for span in spans:
        runs = span.counted or span.kind == "waiting"
        yield replace(span, day=number(way, span.date)) if runs else span


def _working_day(way: Course, day: date) -> int:
    return way.time.working_days_between(way.time.date_of(way.start), day)


def _calendar_day(way: Course, day: date) -> int:
    return (day - way.start.astimezone(way.time.zone).date()).days


_NUMBERED = {"working_days": _working_day, "days": _calendar_day, "months": _calendar_day}
