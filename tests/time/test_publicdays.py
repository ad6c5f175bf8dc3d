"""China's days are those of the State Council's notices; other countries' are those of the holidays package."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tsk.errors import UsageError
from tsk.publicdays import public_days
from tsk.worktime import Calendar, PublicDays, WorkTime

NOTICES = Path(__file__).parents[2].parent / "shared" / "data" / "holiday-cn"
FESTIVALS = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Tomb-sweeping Day",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-autumn Festival",
    "国庆节": "National Day",
}


@pytest.fixture(scope="module")
def china() -> PublicDays:
    return public_days("CN")


@pytest.fixture(scope="module")
def time(china: PublicDays) -> WorkTime:
    return WorkTime(Calendar("cn", "Asia/Shanghai", (((540, 1080),),) * 5 + ((), ()), holidays="CN"), china)


def noticed() -> dict[date, tuple[bool, str]]:
    """Each day that a notice names, with whether it is off, and its festival."""
    if not NOTICES.exists():
        pytest.skip(f"{NOTICES} is not part of this checkout; the State Council's notices stand there")
    files = [json.loads(path.read_text("utf-8")) for path in sorted(NOTICES.glob("20*.json"))]
    return {date.fromisoformat(day["date"]): (day["isOffDay"], day["name"]) for file in files for day in file["days"]}


def test_every_day_of_the_notices_is_off_or_worked_as_they_say(time: WorkTime):
    notices = noticed()
    day, wrong = date(2020, 1, 1), []
    while day <= date(2026, 12, 31):
        off, _ = notices.get(day, (day.weekday() >= 5, ""))
        if bool(time.day(day).periods) is off:
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []


def test_every_day_of_the_notices_bears_the_name_of_its_festival(time: WorkTime):
    for day, (off, name) in noticed().items():
        found = time.day(day)
        if not off and day.weekday() < 5:
            continue  # 2020-02-03: the end of a prolonged holiday, an ordinary Monday
        assert found.kind == ("holiday" if off else "make-up")
        assert any(FESTIVALS[part] == found.name for part in name.split("、")), (day, name, found.name)


def test_the_source_is_sure_of_whole_years_to_the_end_of_2026_at_least(china: PublicDays):
    assert china.first == date(2004, 1, 1)
    assert (china.last.month, china.last.day) == (12, 31)
    assert china.last >= date(2026, 12, 31)


def test_consecutive_days_of_one_festival_are_one_range(china: PublicDays):
    assert (date(2026, 10, 1), date(2026, 10, 7), "National Day") in china.off
    assert (date(2026, 9, 25), date(2026, 9, 27), "Mid-autumn Festival") in china.off
    assert (date(2026, 2, 15), date(2026, 2, 23), "Spring Festival") in china.off


def test_make_up_days_bear_the_name_of_their_holiday(china: PublicDays):
    assert {(date(2026, 9, 20), "National Day"), (date(2026, 10, 10), "National Day")} <= set(china.work)


def test_ranges_ascend_and_do_not_overlap(china: PublicDays):
    ranges = [*china.off, *china.statutory]
    assert all(a[1] < b[0] for a, b in pairwise(ranges))
    assert all(first <= last for first, last, _ in ranges)


def test_estimates_begin_after_the_last_sure_day_and_reach_2060(china: PublicDays):
    assert china.statutory[0][0] > china.last
    assert china.statutory[-1][1].year == 2060


def test_estimates_are_statutory_days_only(china: PublicDays):
    if china.last.year > 2026:
        pytest.skip("2027 has been announced")
    assert [row for row in china.statutory if row[0].year == 2027] == [
        (date(2027, 1, 1), date(2027, 1, 1), "New Year's Day"),
        (date(2027, 2, 5), date(2027, 2, 8), "Spring Festival"),
        (date(2027, 4, 5), date(2027, 4, 5), "Tomb-sweeping Day"),
        (date(2027, 5, 1), date(2027, 5, 2), "Labour Day"),
        (date(2027, 6, 9), date(2027, 6, 9), "Dragon Boat Festival"),
        (date(2027, 9, 15), date(2027, 9, 15), "Mid-autumn Festival"),
        (date(2027, 10, 1), date(2027, 10, 3), "National Day"),
    ]


def test_a_festival_has_one_name_whether_announced_or_estimated(china: PublicDays):
    announced = {name for _, _, name in china.off} | {name for _, name in china.work}
    assert {name for _, _, name in china.statutory} == set(FESTIVALS.values())
    assert announced == set(FESTIVALS.values()) | {"Victory Day"}


def test_another_country_has_its_own_days_and_no_make_up_days():
    britain = public_days("GB")
    assert (date(2026, 12, 25), date(2026, 12, 25), "Christmas Day") in britain.off
    assert britain.work == () == britain.statutory
    assert (britain.first, britain.last) == (date(1990, 1, 1), date(2040, 12, 31))


def test_a_part_of_a_country_has_the_days_of_that_part():
    epiphany = date(2026, 1, 6)
    assert any(first == epiphany for first, _, _ in public_days("DE-BY").off)
    assert not any(first == epiphany for first, _, _ in public_days("DE").off)


@pytest.mark.parametrize("code", ["XX", "China", "DE-XX", ""])
def test_an_unknown_code_is_refused_with_some_that_work(code: str):
    with pytest.raises(UsageError) as error:
        public_days(code)
    assert f'"{code}"' in str(error.value) and "DE-BY" in str(error.value)
