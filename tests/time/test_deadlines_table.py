"""The table `deadlines.toml`, which a supervisor can read and extend, holds row by row."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tsk.limits import base_due, is_sure, parse_limit, warn_at, with_waits
from tsk.publicdays import public_days
from tsk.worktime import Calendar, Periods, WorkTime

TABLE = tomllib.loads(Path(__file__).with_name("deadlines.toml").read_text("utf-8"))
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def periods(texts: list[str]) -> Periods:
    pairs = ((minutes(text[:5]), minutes(text[6:])) for text in texts)
    return tuple((opens, closes if closes > opens else closes + 1440) for opens, closes in pairs)


@cache
def desk(name: str) -> WorkTime:
    row = TABLE["calendars"][name]
    week: list[Periods] = [()] * 7
    for span, texts in row["hours"].items():
        first, last = span.split("-")
        for day in range(WEEKDAYS.index(first), WEEKDAYS.index(last) + 1):
            week[day] = periods(texts)
    dates = {day: periods(texts) for day, texts in row.get("dates", {}).items()}
    yearly = tuple((*span.split(".."), periods(texts)) for span, texts in row.get("yearly", {}).items())
    calendar = Calendar(
        name, row["zone"], tuple(week), row.get("holidays", ""), dates, yearly, confirmed=row.get("confirmed")
    )
    return WorkTime(calendar, public_days("CN") if calendar.holidays else None)


def instant(text: str, zone: ZoneInfo) -> datetime:
    day, clock = text.split(" ")
    late = timedelta(days=1) if clock == "24:00" else timedelta(0)
    wall = datetime.fromisoformat(f"{day} {'00:00' if late else clock}") + late
    return wall.replace(tzinfo=zone).astimezone(UTC)


def name_of(row: dict) -> str:
    return row["why"].split(":")[0].replace("/", " ")


@pytest.mark.parametrize("row", TABLE["due"], ids=name_of)
def test_a_due_of_the_table_is_reproduced(row: dict):
    time = desk(row.get("calendar", "office"))
    limit, start = parse_limit(row["limit"]), instant(row["start"], time.zone)
    waits = [(instant(a, time.zone), instant(b, time.zone)) for a, b in row.get("waits", [])]
    unmoved = base_due(limit, start, time, row.get("from_receipt", False))
    due = with_waits(limit, unmoved, start, waits, time)
    assert due == instant(row["due"], time.zone)
    assert is_sure(limit, start, unmoved, time) is row.get("sure", True)


@pytest.mark.parametrize("row", TABLE["warn"], ids=name_of)
def test_a_warning_of_the_table_is_reproduced(row: dict):
    time = desk(row.get("calendar", "office"))
    at = warn_at(parse_limit(row["before"]), instant(row["due"], time.zone), time)
    assert at == instant(row["at"], time.zone)


def test_every_row_says_why():
    assert all(row["why"] for row in TABLE["due"] + TABLE["warn"])
