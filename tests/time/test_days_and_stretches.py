"""What a date is, what the clock counts or skips and why, and where a calendar's knowledge ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest

from tsk.errors import RulesInvalid, UsageError
from tsk.worktime import Calendar, Periods, PublicDays, WorkTime, always

OFFICE: tuple[Periods, ...] = (((540, 720), (810, 1080)),) * 5 + ((), ())
NIGHT: tuple[Periods, ...] = (((1200, 1560),),) * 7
SHANGHAI = ZoneInfo("Asia/Shanghai")
COUNTRY = PublicDays(
    source="a notice",
    first=date(2026, 1, 1),
    last=date(2026, 12, 31),
    off=(
        (date(2026, 9, 25), date(2026, 9, 27), "Mid-autumn Festival"),
        (date(2026, 10, 1), date(2026, 10, 7), "National Day"),
    ),
    work=((date(2026, 9, 20), "National Day"), (date(2026, 10, 10), "National Day")),
    statutory=((date(2027, 1, 1), date(2027, 1, 1), "New Year's Day"),),
)


def desk(week: tuple[Periods, ...] = OFFICE, zone: str = "Asia/Shanghai", **more: object) -> WorkTime:
    calendar = Calendar("office", zone, week, **more)  # type: ignore[arg-type]
    return WorkTime(calendar, COUNTRY if calendar.holidays else None)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def told(time: WorkTime, a: str, b: str) -> list[tuple[str, str, str, str]]:
    """The stretches as (from, kind, name, date), with local wall times."""
    stretches = time.stretches(local(a), local(b))
    return [(f"{s.start.astimezone(SHANGHAI):%m-%d %H:%M}", s.kind, s.name, f"{s.date:%m-%d}") for s in stretches]


# What a date is


def test_a_date_of_the_week_works_or_is_a_weekend():
    assert (desk().day(date(2026, 11, 6)).kind, desk().day(date(2026, 11, 7)).kind) == ("working", "weekend")


def test_a_public_holiday_is_off_even_on_a_sunday():
    day = desk(holidays="CN").day(date(2026, 10, 4))
    assert (day.kind, day.name, day.periods) == ("holiday", "National Day", ())


def test_a_make_up_day_works_the_hours_of_monday():
    day = desk(holidays="CN").day(date(2026, 9, 20))
    assert (day.kind, day.name, day.periods) == ("make-up", "National Day", OFFICE[0])


def test_a_make_up_day_works_its_own_hours_where_the_calendar_names_them():
    assert desk(holidays="CN", make_up=((600, 720),)).day(date(2026, 9, 20)).periods == ((600, 720),)
    assert desk(holidays="CN", make_up=()).day(date(2026, 9, 20)).periods == ()


def test_an_own_date_beats_a_yearly_range_a_make_up_day_and_a_holiday():
    own = {"2026-09-20": (), "2026-10-02": ((600, 660),), "2026-12-30": ((600, 660),)}
    time = desk(holidays="CN", dates=own, yearly=(("12-28", "01-02", ()),))
    assert time.day(date(2026, 9, 20)).periods == ()
    assert time.day(date(2026, 10, 2)).periods == time.day(date(2026, 12, 30)).periods == ((600, 660),)


def test_a_yearly_range_beats_a_make_up_day_and_a_holiday():
    time = desk(holidays="CN", yearly=(("09-20", "09-25", ((600, 660),)),))
    for day in (20, 25):
        found = time.day(date(2026, 9, day))
        assert (found.kind, found.name, found.periods) == ("own", "09-20..09-25", ((600, 660),))


@pytest.mark.parametrize("day", ["2025-12-28", "2025-12-31", "2026-01-01", "2026-01-02", "2026-12-28"])
def test_a_yearly_range_across_new_year_holds_on_both_sides(day: str):
    assert desk(yearly=(("12-28", "01-02", ()),)).day(date.fromisoformat(day)).kind == "own"


@pytest.mark.parametrize("day", ["2025-12-27", "2026-01-03", "2026-06-15"])
def test_a_yearly_range_across_new_year_does_not_hold_outside(day: str):
    assert desk(yearly=(("12-28", "01-02", ()),)).day(date.fromisoformat(day)).kind != "own"


def test_a_calendar_without_public_days_ignores_them():
    assert WorkTime(Calendar("plain", "Asia/Shanghai", OFFICE), COUNTRY).day(date(2026, 10, 2)).kind == "working"


# How far the calendar is sure


def test_a_calendar_is_sure_to_the_last_day_of_its_source():
    time = desk(holidays="CN")
    assert time.sure(local("2026-12-30 10:00"), local("2026-12-31 18:00"))
    assert not time.sure(local("2026-12-31 10:00"), local("2027-01-01 10:00"))
    assert not time.sure(local("2025-12-31 10:00"), local("2026-01-01 10:00"))


def test_the_end_of_the_last_sure_day_is_sure():
    assert desk(holidays="CN").sure(local("2026-12-30 10:00"), local("2027-01-01 00:00"))


def test_a_confirmed_calendar_is_sure_beyond_its_source():
    time = desk(holidays="CN", confirmed=date(2027, 6, 30))
    assert time.sure(local("2026-12-31 10:00"), local("2027-06-30 18:00"))
    assert not time.sure(local("2026-12-31 10:00"), local("2027-07-01 09:00"))
    assert time.day(date(2027, 6, 30)).sure and not time.day(date(2027, 7, 1)).sure


def test_a_calendar_without_holidays_is_always_sure():
    assert desk().sure(local("1990-01-01 00:00"), local("2090-01-01 00:00"))


def test_a_calendar_whose_source_is_missing_is_sure_of_nothing():
    time = WorkTime(Calendar("cn", "Asia/Shanghai", OFFICE, holidays="CN"))
    assert not time.sure(local("2026-01-05 10:00"), local("2026-01-05 11:00"))


# Where there is no working time


@pytest.mark.parametrize(
    "ask",
    [
        lambda time, t: time.deadline(t, 1),
        lambda time, t: time.deadline(t, 0),
        lambda time, t: time.latest(t, 1),
        lambda time, t: time.latest(t, 0),
        lambda time, t: next(time.periods(t)),
        lambda time, t: time.closing(t.date()),
        lambda time, t: time.opening(t.date()),
        lambda time, t: time.working_day(t.date(), 1),
        lambda time, t: time.working_day(t.date(), -1),
        lambda time, t: time.ordinary_day(),
    ],
)
def test_a_calendar_without_hours_is_an_error_and_no_endless_loop(ask):
    with pytest.raises(RulesInvalid, match="has no working time") as error:
        ask(desk(((),) * 7), local("2026-11-02 10:00"))
    assert str(error.value) == "calendar office has no working time Give it hours: `tsk rules check`."


def test_a_calendar_that_ends_answers_up_to_its_end():
    time = desk(((),) * 7, dates={"2026-11-03": ((540, 600),)})
    assert time.deadline(local("2026-11-01 10:00"), 3600) == local("2026-11-03 10:00")
    assert time.elapsed(local("2020-01-01 00:00"), local("2040-01-01 00:00")) == 3600
    with pytest.raises(RulesInvalid):
        time.deadline(local("2026-11-01 10:00"), 3601)


def test_an_empty_calendar_elapses_nothing_and_still_says_why():
    time = desk(((),) * 7)
    assert time.elapsed(local("2026-11-02 00:00"), local("2026-11-09 00:00")) == 0
    assert told(time, "2026-11-02 10:00", "2026-11-02 11:00") == [("11-02 10:00", "weekend", "", "11-02")]


def test_a_deadline_beyond_the_countable_years_is_refused():
    with pytest.raises(UsageError):
        desk((((0, 1),),) + ((),) * 6).deadline(local("9980-01-01 00:00"), 10_000_000)


# Days, openings and closings


def test_opening_and_closing_are_those_of_the_day_or_of_the_next_that_works():
    time = desk()
    assert (time.opening(date(2026, 11, 6)), time.closing(date(2026, 11, 6))) == (
        local("2026-11-06 09:00"),
        local("2026-11-06 18:00"),
    )
    assert time.closing(date(2026, 11, 7)) == local("2026-11-09 18:00")


def test_working_days_count_in_both_directions():
    time, friday = desk(), date(2026, 11, 6)
    assert [time.working_day(friday, n) for n in (-1, 0, 1, 6)] == [
        date(2026, 11, 5), friday, date(2026, 11, 9), date(2026, 11, 16)
    ]  # fmt: skip
    assert time.working_days_between(friday, date(2026, 11, 9)) == 1
    assert time.working_days_between(date(2026, 11, 9), friday) == -1
    assert time.working_days_between(friday, friday) == 0


def test_a_night_shift_belongs_to_the_date_on_which_it_opens():
    time = desk(NIGHT)
    assert time.date_of(local("2026-11-03 01:59")) == date(2026, 11, 2)
    assert time.date_of(local("2026-11-03 02:00")) == date(2026, 11, 3)
    assert time.closing(date(2026, 11, 2)) == local("2026-11-03 02:00")


def test_the_ordinary_day_is_the_most_frequent_length():
    assert desk().ordinary_day() == 7 * 3600 + 1800
    assert desk((((540, 720),), ((540, 600),)) + (((540, 720),),) * 2 + ((),) * 3).ordinary_day() == 3 * 3600


def test_of_two_ordinary_days_the_longer_counts():
    assert desk((((540, 600),), ((540, 720),)) + ((),) * 5).ordinary_day() == 3 * 3600


def test_seconds_backwards_from_nothing_end_at_the_last_closing():
    time = desk()
    assert time.latest(local("2026-11-08 12:00"), 0) == local("2026-11-06 18:00")
    assert time.latest(local("2026-11-06 18:00"), 0) == local("2026-11-06 18:00")
    assert time.latest(local("2026-11-06 10:00"), 0) == local("2026-11-06 10:00")


def test_the_window_grows_into_the_past_without_changing_an_answer():
    time, fresh = desk(holidays="CN"), desk(holidays="CN")
    a, b = local("2026-11-02 10:00"), local("2026-11-20 10:00")
    before = time.elapsed(a, b)
    time.latest(a, 900 * 3600)
    time.deadline(b, 9000 * 3600)
    assert time.elapsed(a, b) == before == fresh.elapsed(a, b)


def test_backwards_across_a_long_closure_the_last_closing_is_found():
    closed = {f"2026-11-{day:02}": () for day in range(1, 21)}
    assert desk(dates=closed).latest(local("2026-11-20 12:00"), 0) == local("2026-10-30 18:00")


def test_every_hour_near_the_edge_of_the_window_is_counted_alike():
    t, wide = local("2026-11-02 01:00"), desk(NIGHT)
    wide.elapsed(t - timedelta(days=90), t + timedelta(days=90))
    for hours in range(-12 * 24, 30 * 24):
        narrow, other = desk(NIGHT), t + timedelta(hours=hours)
        narrow.next_open(t)
        assert narrow.elapsed(t, other) == wide.elapsed(t, other)


def test_a_period_that_an_earlier_shift_covers_is_none_of_its_own():
    time = desk((((1200, 1560),), ((60, 90),)) + ((),) * 5)  # Tuesday 01:00-01:30 lies in Monday's shift
    spans = list(islice(time.periods(local("2026-11-02 12:00")), 2))
    assert [span.date for span in spans] == [date(2026, 11, 2), date(2026, 11, 9)]
    assert time.working_days_between(date(2026, 11, 2), date(2026, 11, 8)) == 0


# Zones


def test_a_wall_time_in_the_gap_moves_forward_by_the_gap():
    time = desk(zone="Europe/Berlin")
    assert time.at(date(2027, 3, 28), 150) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_of_a_wall_time_that_comes_twice_the_first_counts():
    time = desk(zone="Europe/Berlin")
    assert time.at(date(2026, 10, 25), 150) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_whose_midnight_does_not_exist_is_counted_whole():
    time = WorkTime(always("America/Sao_Paulo"))  # 2018-11-04 begins at 01:00
    spans = list(islice(time.periods(datetime(2018, 11, 3, 12, tzinfo=UTC)), 3))
    assert [(span.end - span.start) // timedelta(hours=1) for span in spans] == [24, 23, 24]
    assert all(a.end == b.start for a, b in pairwise(spans))


def test_a_period_that_the_gap_pushes_into_the_next_is_clipped():
    time = desk((((120, 165), (180, 300)),) * 7, zone="Europe/Berlin")
    first, second = islice(time.periods(datetime(2027, 3, 28, 0, tzinfo=UTC)), 2)
    assert first.end == second.start == datetime(2027, 3, 28, 1, 45, tzinfo=UTC)


def test_a_period_that_ends_with_the_gap_it_begins_in_vanishes():
    time = desk((((150, 180),),) * 7, zone="Europe/Berlin")
    dates = [span.date for span in islice(time.periods(datetime(2027, 3, 27, 12, tzinfo=UTC)), 2)]
    assert dates == [date(2027, 3, 29), date(2027, 3, 30)]


def test_an_evening_that_comes_twice_is_covered_once():
    time = desk(((),) * 7, zone="America/St_Johns")  # 2010-11-07 00:01 became 23:01 on the 6th, 02:31 UTC
    a, b = datetime(2010, 11, 7, 2, 40, tzinfo=UTC), datetime(2010, 11, 7, 12, tzinfo=UTC)
    stretches = list(time.stretches(a, b))
    assert [s.start for s in stretches[1:]] == [s.end for s in stretches[:-1]]
    assert (stretches[0].start, stretches[-1].end) == (a, b)
    assert all(s.start < s.end for s in stretches)


def test_a_naive_instant_is_refused():
    with pytest.raises(TypeError):
        desk().next_open(datetime(2026, 11, 2, 10, 0))


# Why the clock stands


def test_each_stretch_of_an_ordinary_evening_and_morning_has_its_reason():
    assert told(desk(), "2026-11-05 11:00", "2026-11-06 10:00") == [
        ("11-05 11:00", "open", "", "11-05"),
        ("11-05 12:00", "break", "", "11-05"),
        ("11-05 13:30", "open", "", "11-05"),
        ("11-05 18:00", "after-closing", "", "11-05"),
        ("11-06 00:00", "before-opening", "", "11-06"),
        ("11-06 09:00", "open", "", "11-06"),
    ]


def test_holidays_weekends_and_own_days_are_told_one_date_at_a_time():
    time = desk(holidays="CN", dates={"2026-09-28": ()}, yearly=(("09-29", "09-29", ()),))
    assert told(time, "2026-09-24 18:00", "2026-09-30 09:00") == [
        ("09-24 18:00", "after-closing", "", "09-24"),
        ("09-25 00:00", "holiday", "Mid-autumn Festival", "09-25"),
        ("09-26 00:00", "holiday", "Mid-autumn Festival", "09-26"),
        ("09-27 00:00", "holiday", "Mid-autumn Festival", "09-27"),
        ("09-28 00:00", "own", "", "09-28"),
        ("09-29 00:00", "own", "09-29..09-29", "09-29"),
        ("09-30 00:00", "before-opening", "", "09-30"),
    ]
    assert told(time, "2026-09-18 18:00", "2026-09-20 10:00") == [
        ("09-18 18:00", "after-closing", "", "09-18"),
        ("09-19 00:00", "weekend", "", "09-19"),
        ("09-20 00:00", "before-opening", "National Day", "09-20"),
        ("09-20 09:00", "open", "National Day", "09-20"),
    ]


def test_a_shift_past_midnight_is_one_stretch_of_its_own_date():
    assert told(desk(NIGHT), "2026-11-02 21:00", "2026-11-03 21:00") == [
        ("11-02 21:00", "open", "", "11-02"),
        ("11-03 02:00", "before-opening", "", "11-03"),
        ("11-03 20:00", "open", "", "11-03"),
    ]


def test_nothing_lies_between_an_instant_and_itself():
    assert told(desk(), "2026-11-05 11:00", "2026-11-05 11:00") == []
    assert told(desk(), "2026-11-05 19:00", "2026-11-05 19:00") == []
    assert told(desk(), "2026-11-05 11:00", "2026-11-05 10:00") == []
