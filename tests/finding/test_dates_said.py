"""Dates and times as people say them: at a counter, in a mail, on a form. It is Friday, 9 October 2026, 16:40."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from conftest import Desk

from tsk.errors import UsageError
from tsk.whenwords import first_day, last_day, parse_when

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 10, 9, 8, 40, tzinfo=UTC)


def at(said: str, end: bool = False, stretch: bool = False) -> str:
    """The instant that the words mean, in local time."""
    return f"{parse_when(said, NOW, ZONE, end, stretch).astimezone(ZONE):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        # the time of a day
        ("3pm", "2026-10-09 15:00"),
        ("12pm", "2026-10-09 12:00"),
        ("12am", "2026-10-09 00:00"),
        ("9:05 a.m.", "2026-10-09 09:05"),
        ("noon", "2026-10-09 12:00"),
        ("15点", "2026-10-09 15:00"),
        ("下午3点", "2026-10-09 15:00"),
        ("下午三点半", "2026-10-09 15:30"),
        ("上午9点一刻", "2026-10-09 09:15"),
        ("下午3:20", "2026-10-09 15:20"),
        ("中午12点半", "2026-10-09 12:30"),
        ("凌晨2点", "2026-10-09 02:00"),
        ("晚上12点", "2026-10-10 00:00"),
        ("9时30分", "2026-10-09 09:30"),
        # days from today
        ("now", "2026-10-09 16:40"),
        ("昨天下午3点", "2026-10-08 15:00"),
        ("昨晚8点", "2026-10-08 20:00"),
        ("今早八点", "2026-10-09 08:00"),
        ("大前天", "2026-10-06 00:00"),
        ("the day before yesterday 10:00", "2026-10-07 10:00"),
        ("2 hours ago", "2026-10-09 14:40"),
        ("两小时前", "2026-10-09 14:40"),
        ("半小时前", "2026-10-09 16:10"),
        ("一个半小时前", "2026-10-09 15:10"),
        ("in 3 days", "2026-10-12 16:40"),
        ("三天后", "2026-10-12 16:40"),
        # days of the week: Monday begins it
        ("last monday", "2026-10-05 00:00"),
        ("last friday", "2026-10-02 00:00"),
        ("next friday", "2026-10-16 00:00"),
        ("this friday", "2026-10-09 00:00"),
        ("last tue at 3pm", "2026-10-06 15:00"),
        ("3pm last friday", "2026-10-02 15:00"),
        ("上周一", "2026-09-28 00:00"),
        ("周一", "2026-10-05 00:00"),
        ("星期天", "2026-10-11 00:00"),
        ("本周三上午9点", "2026-10-07 09:00"),
        ("下个礼拜二 10:00", "2026-10-13 10:00"),
        # dates
        ("11月20日 下午3点", "2026-11-20 15:00"),
        ("11月20日下午3点", "2026-11-20 15:00"),
        ("11月20号", "2026-11-20 00:00"),
        ("十一月二十日晚上八点", "2026-11-20 20:00"),
        ("二〇二六年十月九日", "2026-10-09 00:00"),
        ("2026.10.09", "2026-10-09 00:00"),
        ("2026/10/9 9:05", "2026-10-09 09:05"),
        ("20261009", "2026-10-09 00:00"),
        ("Nov 20", "2026-11-20 00:00"),
        ("nov 20 3pm", "2026-11-20 15:00"),
        ("20 November 2025", "2025-11-20 00:00"),
        ("November 20th, 2025 at 3:15 pm", "2025-11-20 15:15"),
        ("20/11", "2026-11-20 00:00"),
        ("11/20/2025", "2025-11-20 00:00"),
        ("5/5", "2026-05-05 00:00"),
        ("20.11.2025", "2025-11-20 00:00"),
        # what only dateutil knows
        ("Friday, October 9, 2026 3:00 PM", "2026-10-09 15:00"),
        ("9-Oct-2026", "2026-10-09 00:00"),
        ("2026-10-09 15:00 +0200", "2026-10-09 21:00"),
    ],
)
def test_an_instant_is_understood_as_people_say_it(said: str, meant: str) -> None:
    assert at(said) == meant


@pytest.mark.parametrize(
    ("said", "one", "other"),
    [
        ("03/04", "2026-03-04", "2026-04-03"),
        ("3.4.2025", "2025-03-04", "2025-04-03"),
        ("03-04-2025", "2025-03-04", "2025-04-03"),
        ("03/04 15:00", "2026-03-04", "2026-04-03"),
        ("13/04/26", "2013-04-26", "2026-04-13"),
        ("monday", "2026-10-05", "2026-10-12"),
        ("friday 3pm", "2026-10-09", "2026-10-16"),
        ("3点", "03:00", "15:00"),
        ("昨天9点半", "09:30", "21:30"),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused_with_both(said: str, one: str, other: str) -> None:
    with pytest.raises(UsageError) as refused:
        at(said)
    assert refused.value.values == {"said": said, "one": one, "other": other}


@pytest.mark.parametrize(
    "said",
    ["2026-02-30", "11月31日", "Feb 30", "31/11", "13pm", "25点", "晚上3点", "下午11点", "10",
     "Monday, October 9, 2026", "2026-10-09 15:00 CST", "断网3天", "last", "周八", "last week", "2026-11", "上个月"],
)  # fmt: skip
def test_what_is_no_instant_is_quoted(said: str) -> None:
    with pytest.raises(UsageError, match="is not a date or time") as refused:
        at(said)
    assert refused.value.values["said"] == said


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("last week", "2026-09-28", "2026-10-04"),
        ("本周", "2026-10-05", "2026-10-11"),
        ("上个月", "2026-09-01", "2026-09-30"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("november 2025", "2025-11-01", "2025-11-30"),
        ("12月", "2026-12-01", "2026-12-31"),
        ("去年", "2025-01-01", "2025-12-31"),
        ("昨天", "2026-10-08", "2026-10-08"),
        ("last monday", "2026-10-05", "2026-10-05"),
        ("2026-10-09 15:00", "2026-10-09", "2026-10-09"),
    ],
)
def test_a_stretch_has_a_first_and_a_last_day(said: str, first: str, last: str) -> None:
    assert (f"{first_day(said, NOW, ZONE)}", f"{last_day(said, NOW, ZONE)}") == (first, last)


WRITTEN = Path(__file__).parents[2] / "docs" / "finding.md"


def test_the_page_about_finding_says_what_is_so() -> None:
    """Each row of its table of dates: the words in the first column mean the instant in the second."""
    rows = re.findall(r"^\| (`.+`) \| (\d{4}-\d{2}-\d{2} \d{2}:\d{2}) \|$", WRITTEN.read_text("utf-8"), re.MULTILINE)
    told = [(said, meant) for words, meant in rows for said in re.findall(r"`([^`]+)`", words)]
    assert len(told) > 20
    assert [(said, at(said)) for said, _ in told] == told


def test_the_page_about_finding_names_what_is_refused() -> None:
    _, _, after = WRITTEN.read_text("utf-8").partition("refused with both readings, never guessed: ")
    refused = re.findall(r"`([^`]+)`", after.partition("\n")[0])
    assert len(refused) == 3
    for said in refused:
        with pytest.raises(UsageError, match="can be"):
            at(said)


# ── at the command line ────────────────────────────────────────────────────────────────────────────


def test_lists_are_asked_for_in_these_words(desk: Desk) -> None:
    for day in ("2026-09-25 10:00", "2026-10-05 10:00", "2026-10-09 10:00"):
        desk.at(day).ok("record", "断网")
    desk.at("2026-10-09 16:40")

    def found(*words: object) -> list[int]:
        return [case["id"] for case in desk.ok("list", *words, "--sort", "number")]

    assert found("--since", "last monday") == [2, 3]
    assert found("--since", "上周一") == [2, 3]
    assert found("--until", "last week") == [1]
    assert found("--since", "上个月", "--until", "上个月") == [1]
    assert found("--month", "last") == found("--month", "上个月") == found("--month", "2026年9月") == [1]
    assert found("--month", "this") == [2, 3]
    assert desk.ok("report", "--since", "last week", "--until", "last week")["total"]["received"] == 0


def test_a_time_is_said_in_chinese_at_the_counter(desk: Desk) -> None:
    assert desk.ok("record", "断网", "--received", "今天下午2点")["received_at"] == "2026-10-09T14:00:00+08:00"


def test_two_readings_are_a_mistake_of_the_command_line(desk: Desk) -> None:
    done = desk.tsk("list", "--since", "03/04")
    assert (done.code, done.err) == (
        2, '"03/04" can be 2026-03-04 or 2026-04-03. Write the one that you mean.\n',
    )  # fmt: skip
    assert desk.tsk("list", "--month", "week").code == 2


def test_dateutil_waits_until_nothing_else_understands() -> None:
    """What people type every day must not wait for a parser of everything."""
    code = (
        "import sys; from datetime import *; from zoneinfo import ZoneInfo; from tsk.whenwords import parse_when\n"
        "for said in sys.argv[1:]: parse_when(said, datetime(2026, 10, 9, tzinfo=UTC), ZoneInfo('UTC'))\n"
        "print([name for name in ('dateutil', 'tsk.whenspoken') if name in sys.modules])"
    )

    def loaded(*said: str) -> str:
        done = subprocess.run([sys.executable, "-c", code, *said], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    assert loaded("2026-10-09 09:30", "10-09", "09:30", "yesterday 15:20", "-2h") == "[]"
    assert loaded("last monday", "下午3点", "Nov 20") == "['tsk.whenspoken']"
    assert loaded("9-Oct-2026") == "['dateutil', 'tsk.whenspoken']"


def test_words_without_end_are_not_repeated_whole() -> None:
    with pytest.raises(UsageError) as told:
        parse_when("9" * 100_000, datetime(2026, 10, 9, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))
    assert len(str(told.value)) < 300
