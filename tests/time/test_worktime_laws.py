"""Laws that working time obeys on every calendar, and a slow second implementation that agrees with it.

The calendars are random: several periods a day, shifts past midnight that may run into the next day's, holidays,
make-up days, yearly closures, zones that change their clocks at night and at midnight.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tsk.limits import Limit, base_due, counts, with_waits
from tsk.worktime import Calendar, Periods, PublicDays, WorkTime, always

FEW = settings(max_examples=60, deadline=None)
SLOW = settings(max_examples=25, deadline=None)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
ZONES = [
    *("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"),
    *("America/Sao_Paulo", "America/St_Johns"),  # 2018: clocks change at midnight; 2010: a minute after it
]
CHANGES = [
    date(2026, 10, 24),
    date(2027, 3, 27),
    date(2018, 2, 16),
    date(2018, 11, 2),
    date(2010, 11, 6),
    date(2026, 2, 14),
]
COUNTRY = PublicDays(
    source="made up",
    first=date(2010, 1, 1),
    last=date(2027, 12, 31),
    off=tuple((day + DAY, day + 3 * DAY, "Feast") for day in sorted(CHANGES)),
    work=tuple((day + 4 * DAY, "Feast") for day in sorted(CHANGES)),
    statutory=(),
)


@st.composite
def hours(draw: st.DrawFn) -> Periods:
    latest = draw(st.sampled_from([1440, 1800]))
    edges = draw(st.lists(st.integers(0, latest), min_size=0, max_size=6, unique=True).map(sorted))
    return tuple((a, b) for a, b in zip(edges[::2], edges[1::2], strict=False) if a < 1440)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    week = tuple(draw(st.lists(hours(), min_size=7, max_size=7)))
    assume(any(week))
    own = st.tuples(st.sampled_from(CHANGES), st.integers(-5, 8)).map(lambda p: (p[0] + p[1] * DAY).isoformat())
    return Calendar(
        name="random",
        zone=draw(st.sampled_from(ZONES)),
        week=week,
        holidays=draw(st.sampled_from(["", "XX"])),
        dates=draw(st.dictionaries(own, hours(), max_size=3)),
        yearly=draw(st.sampled_from([(), (("12-28", "01-02", ()),), (("02-14", "02-16", ((600, 720),)),)])),
        make_up=draw(st.sampled_from([None, ((480, 720),)])),
    )


times = calendars().map(lambda calendar: WorkTime(calendar, COUNTRY))
instants = st.builds(
    lambda day, seconds: datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=seconds),
    st.sampled_from(CHANGES),
    st.integers(-2 * 86_400, 5 * 86_400),
)
amounts = st.integers(0, 60 * 3600)
lengths = st.integers(0, 20 * 86_400)


# Laws


@FEW
@given(times, instants, amounts)
def test_what_a_deadline_grants_is_what_elapses_until_it(time: WorkTime, t: datetime, seconds: int):
    assert time.elapsed(t, time.deadline(t, seconds)) == seconds


@FEW
@given(times, instants, st.integers(1, 60 * 3600))
def test_a_deadline_is_the_earliest_instant(time: WorkTime, t: datetime, seconds: int):
    assert time.elapsed(t, time.deadline(t, seconds) - SECOND) == seconds - 1


@FEW
@given(times, instants, st.integers(1, 60 * 3600))
def test_backwards_the_instant_is_the_latest(time: WorkTime, t: datetime, seconds: int):
    latest = time.latest(t, seconds)
    assert time.elapsed(latest, t) == seconds
    assert time.elapsed(latest + SECOND, t) == seconds - 1


@FEW
@given(times, instants, amounts)
def test_a_negative_amount_counts_backwards(time: WorkTime, t: datetime, seconds: int):
    assert time.deadline(t, -seconds) == (time.latest(t, seconds) if seconds else time.next_open(t))
    assert time.latest(t, -seconds) == (time.deadline(t, seconds) if seconds else time.latest(t, 0))


@FEW
@given(times, instants, amounts, amounts)
def test_two_amounts_in_turn_are_their_sum(time: WorkTime, t: datetime, one: int, two: int):
    assume(two)
    assert time.deadline(time.deadline(t, one), two) == time.deadline(t, one + two)


@FEW
@given(times, instants, instants, instants)
def test_elapsed_time_adds_up(time: WorkTime, a: datetime, b: datetime, c: datetime):
    assert time.elapsed(a, b) + time.elapsed(b, c) == time.elapsed(a, c)
    assert time.elapsed(a, b) == -time.elapsed(b, a)


@FEW
@given(times, instants, instants, amounts, amounts)
def test_later_starts_and_larger_amounts_are_never_due_earlier(
    time: WorkTime, a: datetime, b: datetime, one: int, two: int
):
    (a, b), (one, two) = sorted((a, b)), sorted((one, two))
    assert time.deadline(a, one) <= time.deadline(b, two)
    assert time.latest(a, two) <= time.latest(b, one)


@FEW
@given(times, instants)
def test_a_zero_limit_is_due_in_working_time_at_once_and_else_when_it_opens(time: WorkTime, t: datetime):
    due = time.deadline(t, 0)
    assert due >= t and time.elapsed(t, due) == 0
    assert time.elapsed(due, due + SECOND) == 1


@FEW
@given(calendars(), instants, amounts, st.integers(-2, 8))
def test_a_new_holiday_never_makes_a_deadline_earlier(calendar: Calendar, t: datetime, seconds: int, offset: int):
    closed = (t.date() + offset * DAY).isoformat()
    closer = WorkTime(replace(calendar, dates={**calendar.dates, closed: ()}), COUNTRY)
    assert closer.deadline(t, seconds) >= WorkTime(calendar, COUNTRY).deadline(t, seconds)


@FEW
@given(calendars(), instants, st.integers(1, 9), st.integers(-2, 8))
def test_a_new_holiday_never_makes_a_working_day_earlier(calendar: Calendar, t: datetime, n: int, offset: int):
    day, closed = t.date(), (t.date() + offset * DAY).isoformat()
    assume(all(closes <= 1440 for periods in calendar.week for _, closes in periods))  # no shift hides the next one
    closer = WorkTime(replace(calendar, dates={**calendar.dates, closed: ()}), COUNTRY)
    assert closer.working_day(day, n) >= WorkTime(calendar, COUNTRY).working_day(day, n)


@FEW
@given(times, instants, lengths)
def test_the_stretches_cover_the_time_without_a_gap_and_the_counted_ones_are_the_elapsed(
    time: WorkTime, a: datetime, length: int
):
    b = a + length * SECOND
    stretches = list(time.stretches(a, b))
    edges = [a, *(s.end for s in stretches)]
    assert [s.start for s in stretches] == edges[:-1] and edges[-1] == b
    assert all(s.start < s.end for s in stretches)
    assert sum((s.end - s.start) // SECOND for s in stretches if s.counted) == time.elapsed(a, b)
    assert all(s.counted == (s.kind == "open") for s in stretches)


@FEW
@given(times, instants, lengths)
def test_each_skipped_stretch_lies_in_its_own_date(time: WorkTime, a: datetime, length: int):
    assume(time.calendar.zone != "America/St_Johns")  # there a date ends, and comes back for most of an hour
    for s in time.stretches(a, a + length * SECOND):
        first, last = (t.astimezone(time.zone).date() for t in (s.start, s.end - SECOND))
        assert s.counted or first == s.date == last


@FEW
@given(times, instants)
def test_the_stream_ascends_and_never_overlaps(time: WorkTime, t: datetime):
    stream = time.periods(t)
    spans = [next(stream) for _ in range(12)]
    assert spans[0].end > t
    assert all(span.start < span.end for span in spans)
    assert all(a.end <= b.start and a.date <= b.date for a, b in pairwise(spans))
    assert all(time.date_of(span.start) == time.date_of(span.end - SECOND) == span.date for span in spans)


@FEW
@given(times, instants, st.integers(1, 40))
def test_working_days_there_and_back_are_the_same(time: WorkTime, t: datetime, n: int):
    day = t.date()
    later = time.working_day(day, n)
    assert time.working_days_between(day, later) == n
    works = time.working_days_between(day - DAY, day)
    assert time.working_day(later, -n) == (day if works else time.working_day(day, -1))
    assert time.opening(later) < time.closing(later)


@FEW
@given(times, instants, instants, amounts, amounts)
def test_the_order_of_questions_changes_no_answer(time: WorkTime, a: datetime, b: datetime, one: int, two: int):
    fresh = WorkTime(time.calendar, COUNTRY)
    first = time.deadline(a, one), time.latest(b, two)
    second = fresh.latest(b, two), fresh.deadline(a, one)
    assert first == second[::-1]
    assert time.elapsed(a, b) == fresh.elapsed(a, b)


# Waits

waits = st.lists(st.tuples(instants, st.integers(0, 30 * 3600)), max_size=4).map(
    lambda pairs: [(a, a + timedelta(seconds=length)) for a, length in pairs]
)
limits = st.one_of(
    st.builds(Limit, st.just("working"), st.integers(1, 40 * 3600)),
    st.builds(Limit, st.just("working_days"), st.integers(1, 5)),
    st.builds(Limit, st.just("elapsed"), st.integers(1, 90 * 3600)),
    st.builds(Limit, st.just("days"), st.integers(0, 5)),
    st.builds(Limit, st.just("same_day"), st.just(0), st.integers(0, 1440)),
)


@FEW
@given(times, limits, instants, instants, st.integers(0, 60 * 3600))
def test_one_wait_postpones_by_exactly_the_time_that_it_covers(
    time: WorkTime, limit: Limit, start: datetime, a: datetime, length: int
):
    base, b = base_due(limit, start, time), a + timedelta(seconds=length)
    due = with_waits(limit, base, start, [(a, b)], time)
    covered = counts(limit, time, max(a, start), max(b, start)) if max(a, start) < base else 0
    assert counts(limit, time, base, due) == covered
    assert due >= base and (covered or due == base)


@FEW
@given(times, limits, instants, waits.filter(lambda list_of: len(list_of) < 4))
def test_the_order_in_which_waits_are_written_changes_nothing(time: WorkTime, limit: Limit, start: datetime, given_):
    base = base_due(limit, start, time)
    assert len({with_waits(limit, base, start, order, time) for order in permutations(given_)}) == 1


@FEW
@given(times, limits, instants, waits, waits)
def test_a_further_wait_never_brings_a_due_forward(time: WorkTime, limit: Limit, start: datetime, some, more):
    base = base_due(limit, start, time)
    assert base <= with_waits(limit, base, start, some, time) <= with_waits(limit, base, start, some + more, time)


@FEW
@given(times, limits, instants, waits)
def test_a_wait_cut_in_two_is_the_same_wait(time: WorkTime, limit: Limit, start: datetime, whole):
    base = base_due(limit, start, time)
    middles = [a + (b - a) // SECOND // 2 * SECOND for a, b in whole]
    cut = [half for (a, b), middle in zip(whole, middles, strict=True) for half in ((a, middle), (middle, b))]
    assert with_waits(limit, base, start, cut, time) == with_waits(limit, base, start, whole, time)


# A second implementation, minute by minute


class Minutes:
    """Working minutes found by looking at each minute in turn, with no sums, no window and no shared code."""

    def __init__(self, calendar: Calendar, start: datetime, days: int) -> None:
        self.calendar, self.zone = calendar, ZoneInfo(calendar.zone)
        self.start = start
        opening: set[int] = set()
        self.of_day: dict[date, tuple[int, int]] = {}
        for offset in range(-3, days + 3):
            day = start.date() + timedelta(days=offset)
            for opens, closes in self.hours(day):
                opening.update(range(self.minute(day, opens), self.minute(day, closes)))
        self.open = opening
        self.first, self.last = self.index(start), self.index(start) + days * 1440

    def hours(self, day: date) -> Periods:
        key = day.isoformat()
        if key in self.calendar.dates:
            return self.calendar.dates[key]
        for first, last, periods in self.calendar.yearly:
            inside = [first <= key[5:], key[5:] <= last]
            if all(inside) if first <= last else any(inside):
                return periods
        if self.calendar.holidays:
            if day in dict(COUNTRY.work):
                return self.calendar.week[0] if self.calendar.make_up is None else self.calendar.make_up
            if any(first <= day <= last for first, last, _ in COUNTRY.off):
                return ()
        return self.calendar.week[day.weekday()]

    def minute(self, day: date, minute: int) -> int:
        wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)
        return self.index(wall.replace(tzinfo=self.zone))

    @staticmethod
    def index(t: datetime) -> int:
        return int(t.timestamp()) // 60

    def elapsed(self, a: datetime, b: datetime) -> int:
        return sum(minute in self.open for minute in range(self.index(a), self.index(b)))

    def deadline(self, minutes: int, waits: list[tuple[datetime, datetime]]) -> datetime | None:
        """The end of the nth minute that is open and in no wait."""
        stood = [(self.index(a), self.index(b)) for a, b in waits]
        for minute in range(self.first, self.last):
            minutes -= minute in self.open and not any(a <= minute < b for a, b in stood)
            if minutes == 0:
                return datetime.fromtimestamp(60 * (minute + 1), UTC)
        return None


whole_minutes = instants.map(lambda t: t.replace(second=0))


@SLOW
@given(calendars(), whole_minutes, st.integers(0, 9 * 1440))
def test_elapsed_time_agrees_with_counting_minutes(calendar: Calendar, a: datetime, length: int):
    b = a + length * MINUTE
    assert WorkTime(calendar, COUNTRY).elapsed(a, b) == 60 * Minutes(calendar, a, 10).elapsed(a, b)


@SLOW
@given(calendars(), whole_minutes, st.integers(1, 3000))
def test_a_deadline_agrees_with_counting_minutes(calendar: Calendar, start: datetime, minutes: int):
    expected = Minutes(calendar, start, 12).deadline(minutes, [])
    assume(expected)
    assert WorkTime(calendar, COUNTRY).deadline(start, 60 * minutes) == expected


@SLOW
@given(calendars(), whole_minutes, st.integers(1, 2000), waits)
def test_a_deadline_with_waits_agrees_with_counting_minutes(calendar: Calendar, start: datetime, minutes: int, stood):
    stood = [(a.replace(second=0), b.replace(second=0)) for a, b in stood]
    expected = Minutes(calendar, start, 14).deadline(minutes, stood)
    assume(expected)
    time, limit = WorkTime(calendar, COUNTRY), Limit("working", 60 * minutes)
    assert with_waits(limit, base_due(limit, start, time), start, stood, time) == expected


@pytest.mark.parametrize("zone", ZONES)
def test_a_calendar_that_never_closes_counts_every_second(zone: str):
    time, t = WorkTime(always(zone)), datetime(2018, 1, 1, 12, tzinfo=UTC)
    assert time.elapsed(t, t + 3650 * DAY) == 3650 * 86_400
    assert time.deadline(t, 3650 * 86_400) == t + 3650 * DAY
    assert time.latest(t, 3650 * 86_400) == t - 3650 * DAY
