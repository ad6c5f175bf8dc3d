"""Deadlines worked out elsewhere, most of them by two methods or published for another system, hold here."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tsk.limits import base_due, parse_limit, with_waits
from tsk.publicdays import public_days
from tsk.worktime import Calendar, Periods, PublicDays, WorkTime

SHARED = Path(__file__).parents[2].parent / "shared"
GOLDEN = SHARED / "golden" / "worktime.toml"
CASES = SHARED / "data" / "worktime" / "cases.jsonl"
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def periods(texts: list[str]) -> Periods:
    pairs = [tuple(minutes(clock) for clock in text.split("-")) for text in texts]
    return tuple((opens, closes if closes > opens else closes + 1440) for opens, closes in pairs)


def week_of(hours: dict[str, list[str]] | str) -> tuple[Periods, ...]:
    if hours == "always":
        return (((0, 1440),),) * 7
    week: list[Periods] = [()] * 7
    for span, texts in hours.items():
        first, _, last = span.partition("-")
        for i in range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1):
            week[i] = periods(texts)
    return tuple(week)


def work_time(name: str, row: dict, china: PublicDays) -> WorkTime:
    dates = {day: periods(texts) for day, texts in row.get("dates", {}).items()}
    calendar = Calendar(name, row["zone"], week_of(row["hours"]), row.get("holidays", ""), dates)
    return WorkTime(calendar, china if calendar.holidays else None)


@pytest.fixture(scope="module")
def china() -> PublicDays:
    return public_days("CN")


def golden() -> list[dict]:
    return tomllib.loads(GOLDEN.read_text("utf-8"))["case"] if GOLDEN.exists() else []


def published() -> list[dict]:
    return [json.loads(line) for line in CASES.read_text("utf-8").splitlines()] if CASES.exists() else []


def test_the_folder_with_the_worked_deadlines_is_here():
    if not GOLDEN.exists() or not CASES.exists():
        pytest.skip(f"{SHARED} is not part of this checkout; the worked deadlines stand there")
    assert golden() and published()


@pytest.mark.parametrize("case", golden(), ids=lambda case: f"{case['calendar']} {case['start']} {case['limit']}")
def test_a_worked_deadline_is_reproduced(case: dict, china: PublicDays):
    row = tomllib.loads(GOLDEN.read_text("utf-8"))["calendars"][case["calendar"]]
    time = work_time(case["calendar"], row, china)

    def instant(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(row["zone"])).astimezone(UTC)

    limit, start = parse_limit(case["limit"]), instant(case["start"])
    waits = [(instant(a), instant(b)) for a, b in case.get("pauses", [])]
    due = with_waits(limit, base_due(limit, start, time), start, waits, time)
    assert due == instant(case["due"])


@pytest.mark.parametrize("case", published(), ids=lambda case: case["id"])
def test_a_published_answer_of_another_system_is_reproduced(case: dict):
    week = tuple(tuple((minutes(a), minutes(b)) for a, b in case["schedule"].get(day, [])) for day in WEEKDAYS)
    dates: dict[str, Periods] = dict.fromkeys(case["holidays"], ())
    dates |= {day: tuple((minutes(a), minutes(b)) for a, b in spans) for day, spans in case["special_days"].items()}
    time = WorkTime(Calendar(case["id"], case["tz"], week, dates=dates))

    def instant(text: str) -> datetime:  # the published instants are UTC, whatever zone the calendar has
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    start = instant(case["start"])
    if case["op"] == "between_working_seconds":
        assert time.elapsed(start, instant(case["end"])) == case["expected"]
    elif case["op"] == "next_working_instant":
        assert time.next_open(start) == instant(case["expected"])
    else:
        assert time.deadline(start, case["seconds"]) == instant(case["expected"])
