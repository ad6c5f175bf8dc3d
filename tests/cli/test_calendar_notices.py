"""`tsk calendar` shows every day from 2020 to 2026 as the State Council's notices have it, and of 2027 what is law.

Each of the 2,557 days of the seven years is compared, as the command prints it for the default rule file: whether the
office works, what kind of day it is, which festival it belongs to, its hours, and that it is certain. A day that no
notice names is a working day from Monday to Friday and a weekend on Saturday and Sunday. Two days (JOINED) are off in
both, but a weekend in the notice and a holiday here.

2027 had not been announced when this was written. Its thirteen statutory days are typed here from the regulation on
public holidays (from 2025 on: New Year 1, Spring Festival 4, Tomb-sweeping 1, Labour Day 2, Dragon Boat 1, Mid-autumn
1, National Day 3) and an almanac. Days off in lieu and make-up days are not guessed.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import Desk

from tsk.publicdays import public_days

NOTICES = Path(__file__).parents[2].parent / "shared" / "data" / "holiday-cn"
YEARS = range(2020, 2027)
DAYS = 2557
# The weekend before Monday 1 January 2024: by the notice the holiday is joined to it, by our source it belongs to it.
# Off either way; a source that comes to agree with the notice is right too.
JOINED = {"2023-12-30": ("holiday", "New Year's Day"), "2023-12-31": ("holiday", "New Year's Day")}
OFFICE = ["09:00-12:00", "13:30-18:00"]
SATURDAY = 5
FESTIVALS = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Tomb-sweeping Day",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-autumn Festival",
    "国庆节": "National Day",
}
STATUTORY = {
    "2027-01-01": "New Year's Day",
    "2027-02-05": "Spring Festival",  # the eve of the lunar year, which begins on Saturday 6 February
    "2027-02-06": "Spring Festival",
    "2027-02-07": "Spring Festival",
    "2027-02-08": "Spring Festival",
    "2027-04-05": "Tomb-sweeping Day",
    "2027-05-01": "Labour Day",
    "2027-05-02": "Labour Day",
    "2027-06-09": "Dragon Boat Festival",
    "2027-09-15": "Mid-autumn Festival",
    "2027-10-01": "National Day",
    "2027-10-02": "National Day",
    "2027-10-03": "National Day",
}


class Said(NamedTuple):
    """What a day is; where two festivals share a holiday, either gives the name."""

    kind: str
    names: frozenset[str] = frozenset({""})


@pytest.fixture(scope="module")
def desk(practice_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(practice_home).copy(tmp_path_factory.mktemp("calendar") / "home")


@pytest.fixture(scope="module")
def shown(desk: Desk) -> dict[str, dict[str, Any]]:
    """Every day that the command shows for the seven years, by its date."""
    return {day["date"]: day for year in YEARS for day in desk.ok("calendar", year)}


@pytest.fixture(scope="module")
def noticed() -> dict[str, Said]:
    """What the notices say of every day of the seven years, in the order of the days."""
    if not NOTICES.exists():
        pytest.skip(f"{NOTICES} is not part of this checkout; the State Council's notices stand there")
    files = [json.loads((NOTICES / f"{year}.json").read_text("utf-8")) for year in YEARS]
    rows = {row["date"]: row for file in files for row in file["days"]}
    days = (date(2020, 1, 1) + timedelta(days=n) for n in range(DAYS))
    return {f"{day}": said_of(day, rows.get(f"{day}")) for day in days}


def said_of(day: date, row: dict[str, Any] | None) -> Said:
    """A worked weekday among the named days (2020-02-03, after a prolonged holiday) is an ordinary one."""
    weekend = day.weekday() >= SATURDAY
    if row is None or not (row["isOffDay"] or weekend):
        return Said("weekend" if weekend else "working")
    names = frozenset(FESTIVALS[festival] for festival in row["name"].split("、"))
    return Said("holiday" if row["isOffDay"] else "make-up", names)


# ── announced ──────────────────────────────────────────────────────────────────────────────────────


def test_every_day_of_the_seven_years_is_shown_once(desk: Desk, noticed: dict[str, Said]) -> None:
    days = [day["date"] for year in YEARS for day in desk.ok("calendar", year)]
    assert len(days) == DAYS
    assert days == [*noticed]


def test_every_day_is_worked_or_off_as_the_notices_say(
    shown: dict[str, dict[str, Any]], noticed: dict[str, Said]
) -> None:
    worked = {day for day, said in noticed.items() if said.kind in ("working", "make-up")}
    assert {day for day, one in shown.items() if one["working"]} == worked


def test_every_day_is_of_the_kind_that_the_notices_make_it(
    shown: dict[str, dict[str, Any]], noticed: dict[str, Said]
) -> None:
    wrong = {day: one for day, one in shown.items() if one["kind"] != noticed[day].kind}
    assert joined(wrong) == {}


def test_every_holiday_and_make_up_day_bears_the_name_of_its_festival_and_no_other_day_a_name(
    shown: dict[str, dict[str, Any]], noticed: dict[str, Said]
) -> None:
    wrong = {day: one for day, one in shown.items() if one["name"] not in noticed[day].names}
    assert joined(wrong) == {}


def joined(wrong: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What is wrong, apart from the two days that are known to be named otherwise."""
    return {day: one for day, one in wrong.items() if (one["kind"], one["name"]) != JOINED.get(day)}


def test_every_working_day_has_the_office_s_hours_and_every_other_day_none(
    shown: dict[str, dict[str, Any]], noticed: dict[str, Said]
) -> None:
    hours = {day: OFFICE if said.kind in ("working", "make-up") else [] for day, said in noticed.items()}
    assert {day: one["hours"] for day, one in shown.items()} == hours


def test_no_announced_day_is_provisional(shown: dict[str, dict[str, Any]]) -> None:
    assert [day for day, one in shown.items() if one["provisional"]] == []


# ── not announced ──────────────────────────────────────────────────────────────────────────────────


def test_2027_has_its_statutory_days_only_and_every_day_is_provisional(desk: Desk) -> None:
    """On each of the 365 days: 1 January is a holiday, the eve of the New Year a Friday off, no weekend is worked."""
    if public_days("CN").last.year > 2026:
        pytest.skip("2027 has been announced")
    days = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
    assert desk.ok("calendar", 2027) == [unannounced(day) for day in days]


def unannounced(day: date) -> dict[str, Any]:
    name = STATUTORY.get(f"{day}", "")
    kind = "holiday" if name else "weekend" if day.weekday() >= SATURDAY else "working"
    return {
        "date": f"{day}",
        "working": kind == "working",
        "kind": kind,
        "name": name,
        "hours": OFFICE if kind == "working" else [],
        "provisional": True,
    }
