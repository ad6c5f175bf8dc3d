"""Why a deadline is what it is: the stretches that its computation consumed, each counted or skipped for a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from tsk.model import Case, Milestone
from tsk.rules import Calendars, Policy, Rules, find, line_today, where
from tsk.sla import Course, Interval, course_of, standing, works


class Span(Struct, frozen=True):
    """A half-open stretch of the way from start to due: `kind` says why it counted or not.

    What counted adds up to the clock time between start and due. For a limit in working days `day` numbers them, 0
    being the first day, whose hours are no day of the limit but run on its clock; None for all else.
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


class Explained(Struct, frozen=True):
    """One milestone with its rule and its way: `promised` is what was said then, `course.due` what comes out today."""

    milestone: Milestone
    rule: str
    line: int  # in the file of today, 0 where that says something else
    where: str
    calendar: str
    course: Course
    standing: str
    spans: tuple[Span, ...]

    @property
    def promised(self) -> datetime:
        return self.milestone.due

    @property
    def counted(self) -> int:
        """The seconds that counted."""
        return sum(span.seconds for span in self.spans if span.counted)


def explained(m: Milestone, case: Case, policy: Policy, rules: Rules, calendars: Calendars, now: datetime) -> Explained:
    """The explanation of one milestone of a case under the policy it was received under and the calendars of today."""
    way = course_of(m, case, policy, calendars)
    row = find(policy.limits, m.rule)
    return Explained(
        milestone=m,
        rule=m.rule,
        line=line_today(rules, "limits", row) if row else 0,
        where=where(rules, "limits", row, case) if row else f"limits.{m.rule}",
        calendar=way.time.calendar.name,
        course=way,
        standing=standing(m, case, now),
        spans=tuple(_numbered(way, _with_waits(_plain(way), way.waits))),
    )


def _plain(way: Course) -> Iterator[Span]:
    """The stretches from start to due without a look at waits."""
    if not works(way.limit):
        day = way.start.astimezone(way.time.zone).date()
        yield Span(way.start, way.due, True, "clock", "", day)
        return
    for s in way.time.stretches(way.start, way.due):
        yield Span(s.start, s.end, s.counted, s.kind, s.name, s.date)


def _with_waits(spans: Iterable[Span], waits: Iterable[Interval]) -> Iterator[Span]:
    """The same stretches with what the waits stopped cut out as not counted; overlapping waits count once."""
    pieces = list(spans)
    for wait in sorted(waits):
        pieces = [piece for span in pieces for piece in _cut(span, wait)]
    yield from pieces


def _cut(span: Span, wait: Interval) -> Iterator[Span]:
    start, end = max(span.start, wait[0]), min(span.end, wait[1])
    if not span.counted or start >= end:
        yield span
        return
    if span.start < start:
        yield Span(span.start, start, True, span.kind, span.name, span.date)
    yield Span(start, end, False, "waiting", "", span.date)
    if end < span.end:
        yield Span(end, span.end, True, span.kind, span.name, span.date)


def _numbered(way: Course, spans: Iterable[Span]) -> Iterator[Span]:
    if way.limit.kind != "working_days" or way.from_receipt:
        yield from spans
        return
    first = way.time.date_of(way.start)
    for span in spans:
        works = span.counted or span.kind == "waiting"
        yield replace(span, day=way.time.working_days_between(first, span.date)) if works else span
