"""A limit is read from the words that staff write, in English and in Chinese, and from nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tsk.errors import UsageError
from tsk.limits import Limit, base_due, counts, is_sure, moved, parse_limit, warn_at, with_waits
from tsk.worktime import Calendar, WorkTime, always

OFFICE = WorkTime(Calendar("office", "Asia/Shanghai", (((540, 720), (810, 1080)),) * 5 + ((), ())))
MONDAY = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai

SPELLINGS = [
    ("20 seconds", "elapsed", 20),
    ("1 second", "elapsed", 1),
    ("20 s", "elapsed", 20),
    ("20秒", "elapsed", 20),
    ("30 minutes", "elapsed", 1800),
    ("30 min", "elapsed", 1800),
    ("30分钟", "elapsed", 1800),
    ("30 分", "elapsed", 1800),
    ("72 hours", "elapsed", 259_200),
    ("1 hour", "elapsed", 3600),
    ("24 h", "elapsed", 86_400),
    ("24h", "elapsed", 86_400),
    ("4小时", "elapsed", 14_400),
    ("4 个小时", "elapsed", 14_400),
    ("4 working hours", "working", 14_400),
    ("1 Working Hour", "working", 3600),
    ("4 business hours", "working", 14_400),
    ("4个工作小时", "working", 14_400),
    ("4工作小时", "working", 14_400),
    ("30 working minutes", "working", 1800),
    ("30个工作分钟", "working", 1800),
    ("0 working minutes", "working", 0),
    ("3 working days", "working_days", 3),
    ("1 working day", "working_days", 1),
    ("3 business days", "working_days", 3),
    ("3个工作日", "working_days", 3),
    ("3工作日", "working_days", 3),
    ("３个工作日", "working_days", 3),
    ("3 个 工作日", "working_days", 3),
    ("15 days", "days", 15),
    ("1 day", "days", 1),
    ("15 calendar days", "days", 15),
    ("15天", "days", 15),
    ("15日", "days", 15),
    ("15个自然日", "days", 15),
    ("15自然日", "days", 15),
    ("8 weeks", "days", 56),
    ("1 week", "days", 7),
    ("8周", "days", 56),
    ("2个星期", "days", 14),
    ("1 month", "months", 1),
    ("14 months", "months", 14),
    ("1个月", "months", 1),
    ("agreed", "agreed", 0),
    ("约定", "agreed", 0),
]
TIMES_OF_DAY = [
    ("same day 17:00", "same_day", 1020),
    ("Same day 9:05", "same_day", 545),
    ("same day 24:00", "same_day", 1440),
    ("当日17:00", "same_day", 1020),
    ("当日 17：00", "same_day", 1020),
    ("当天１７：００", "same_day", 1020),
    ("next working day 12:00", "next_day", 720),
    ("次工作日12:00", "next_day", 720),
    ("下一工作日12:00", "next_day", 720),
    ("下一个工作日 12:00", "next_day", 720),
]
WRONG = [
    *("", "3", "days", "three days", "3 dogs", "-3 days", "1.5 hours", "3 working weeks", "3 working months"),
    *("3 calendar hours", "same day", "same day 25:00", "same day 12:60", "same day 24:01", "next day 12:00"),
    *("3个", "3个工作周", "个工作日", "工作日3", "3 days ago", "3 working days 4 hours", "999999 days", "agreed 3"),
    *("{days}", "3 days; 4 days", "９９９９９９９９９９ 个月"),
]


@pytest.mark.parametrize(("text", "kind", "amount"), SPELLINGS)
def test_an_amount_is_understood(text: str, kind: str, amount: int):
    assert parse_limit(text) == Limit(kind, amount, 0, text)


@pytest.mark.parametrize(("text", "kind", "minute"), TIMES_OF_DAY)
def test_a_time_of_day_is_understood(text: str, kind: str, minute: int):
    assert parse_limit(text) == Limit(kind, 0, minute, text)


@pytest.mark.parametrize("text", WRONG)
def test_other_words_are_refused_with_forms_that_work(text: str):
    with pytest.raises(UsageError) as error:
        parse_limit(text)
    assert f'"{text}" is not a limit' in str(error.value)
    assert "3 working days" in str(error.value) and "4小时" in str(error.value)
    assert error.value.exit_code == 2


def test_the_forms_that_the_error_names_work():
    assert parse_limit("3 working days").kind == "working_days"
    assert parse_limit("4小时").kind == "elapsed"


def test_a_limit_keeps_the_words_it_was_written_in():
    assert parse_limit(" 当日17：00 ").text == "当日17：00"


def test_an_agreed_limit_has_no_due_of_its_own():
    with pytest.raises(UsageError, match="promised"):
        base_due(parse_limit("agreed"), MONDAY, OFFICE)
    with pytest.raises(UsageError, match="promised"):
        warn_at(parse_limit("agreed"), MONDAY, OFFICE)


@pytest.mark.parametrize("text", ["4 working hours", "3 working days", "same day 17:00", "next working day 12:00"])
def test_working_limits_are_measured_in_working_time(text: str):
    next_noon = datetime(2026, 11, 3, 4, 0, tzinfo=UTC)
    assert counts(parse_limit(text), OFFICE, MONDAY, next_noon) == 6 * 3600 + 1800 + 3 * 3600


@pytest.mark.parametrize("text", ["4 hours", "3 days", "2 weeks", "1 month", "agreed"])
def test_other_limits_are_measured_in_elapsed_time(text: str):
    next_noon = datetime(2026, 11, 3, 4, 0, tzinfo=UTC)
    assert counts(parse_limit(text), OFFICE, MONDAY, next_noon) == 26 * 3600


@pytest.mark.parametrize("text", ["4 working hours", "3 working days", "same day 17:00", "15 days"])
def test_moving_by_nothing_leaves_a_due_outside_working_time_where_it_is(text: str):
    sunday = datetime(2026, 11, 8, 4, 0, tzinfo=UTC)
    assert moved(parse_limit(text), sunday, 0, OFFICE) == sunday


def test_a_wait_that_ends_before_it_begins_is_none():
    limit = parse_limit("4 working hours")
    due = base_due(limit, MONDAY, OFFICE)
    noon, eleven = datetime(2026, 11, 2, 4, tzinfo=UTC), datetime(2026, 11, 2, 3, tzinfo=UTC)
    assert with_waits(limit, due, MONDAY, [(noon, eleven), (eleven, eleven)], OFFICE) == due


def test_elapsed_and_calendar_limits_are_sure_where_the_calendar_is_not():
    unsure = WorkTime(Calendar("cn", "Asia/Shanghai", OFFICE.calendar.week, holidays="CN"))
    limits = {text: parse_limit(text) for text in ("4 hours", "15 days", "1 month", "3个工作日")}
    sure = {text: is_sure(limit, MONDAY, base_due(limit, MONDAY, unsure), unsure) for text, limit in limits.items()}
    assert sure == {"4 hours": True, "15 days": True, "1 month": True, "3个工作日": False}


def test_a_working_day_round_the_clock_is_due_at_24_00():
    time = WorkTime(always("Asia/Shanghai"))
    assert base_due(parse_limit("1 working day"), MONDAY, time) == datetime(2026, 11, 3, 16, tzinfo=UTC)
