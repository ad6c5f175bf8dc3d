"""The hours and days of a rule file: weeks, dates and yearly ranges, read into calendars; days of absence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from tsk.rulefile.lines import Path
from tsk.rulefile.values import Page, day, shown, span, table
from tsk.worktime import Calendar, Periods

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_LONGEST = 3660  # days
_YEARLY = re.compile(r"\d{2}-\d{2}")


def periods(page: Page, path: Path, value: Any) -> Periods | None:
    """The hours of one day; the last period may pass midnight and belongs to the day on which it opens."""
    found: list[tuple[int, int]] = []
    for one in value if isinstance(value, list) else [value]:
        found_span = span(one)
        if found_span is None:
            page.wrong(path, '"{value}" is not a time of day.', 'Write for example "09:00-18:00".', value=shown(one))
            return None
        opens, closes = found_span
        if opens == closes:
            page.wrong(path, '"{value}" is empty.', 'All day is "00:00-24:00"; closed is [].', value=one)
            return None
        if found and opens < found[-1][1]:
            page.wrong(path, '"{value}" begins before the period before it ends.', "Order them by time.", value=one)
            return None
        found.append((opens, closes if closes > opens else closes + 1440))
    return tuple(found)


def week(page: Page, path: Path, value: Any) -> tuple[Periods, ...] | None:
    """Seven days, Monday first: `"always"`, or a table of weekdays and their hours."""
    if value == "always":
        return (((0, 1440),),) * 7
    hours: dict[int, Periods] = {}
    for name, value_of_day in table(page, path, value).items():
        here = (*path, name)
        found = periods(page, here, value_of_day)
        for index in _weekdays(page, here, name):
            if index in hours:
                page.wrong(
                    here,
                    "{day} is given twice.",
                    'Write for example "mon-thu" and "fri": each day once.',
                    day=WEEKDAYS[index],
                )
            hours[index] = found or ()
    return tuple(hours.get(index, ()) for index in range(7))


def _weekdays(page: Page, path: Path, name: str) -> tuple[int, ...]:
    ends = name.split("-")
    for end in ends:
        if end not in WEEKDAYS:
            page.unknown(path, '"{word}" is not a weekday.', end, WEEKDAYS)
            return ()
    first, last = WEEKDAYS.index(ends[0]), WEEKDAYS.index(ends[-1])
    return tuple(index % 7 for index in range(first, last + 1 if last >= first else last + 8))


class Dates(Struct, frozen=True):
    """The exceptions of a calendar: single dates, and ranges of every year."""

    dates: dict[str, Periods] = {}
    yearly: tuple[tuple[str, str, Periods], ...] = ()


def dates(page: Page, path: Path, value: Any) -> Dates | None:
    """Days with hours of their own: `2027-02-05`, `"2027-02-05..2027-02-09"`, and each year `"12-28..01-02"`."""
    single: dict[str, Periods] = {}
    ranges: dict[str, Periods] = {}
    yearly: list[tuple[str, str, Periods]] = []
    for name, hours in table(page, path, value).items():
        here = (*path, name)
        found = periods(page, here, hours) or ()
        first, _, last = name.partition("..")
        if _YEARLY.fullmatch(first):
            _check_yearly(page, here, first, last or first)
            yearly.append((first, last or first, found))
        elif last:
            days = [one.isoformat() for one in _range(page, here, first, last)]
            if twice := next((one for one in days if one in ranges), ""):
                page.wrong(here, "{day} is in another range already.", "Give each day once.", day=twice)
            ranges |= dict.fromkeys(days, found)
        else:
            single |= {one.isoformat(): found for one in _range(page, here, first, first)}
    return Dates(ranges | single, tuple(yearly))  # a day of its own stands above the range that it lies in


def _check_yearly(page: Page, path: Path, first: str, last: str) -> None:
    for end in (first, last):
        day(page, path, f"2024-{end}")


def _range(page: Page, path: Path, first: str, last: str) -> list[date]:
    """Every day from the first to the last."""
    start, end = _ends(page, path, first, last)
    if not (start and end):
        return []
    if (end - start).days > _LONGEST:
        page.wrong(path, "{first}..{last} is longer than ten years.", "Give a shorter range.", first=first, last=last)
        return []
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


def _ends(page: Page, path: Path, first: str, last: str) -> tuple[date | None, date | None]:
    """The first and the last day; None where it cannot be read."""
    start = day(page, path, first)
    end = start if last == first else day(page, path, last)
    if start and end and end < start:
        page.wrong(
            path, "{first}..{last} ends before it begins.", "Write the earlier date first.", first=first, last=last
        )
    return start, end


def days_away(page: Page, path: Path, value: Any) -> tuple[str, ...]:
    """Days of absence: one or several of `"2026-11-20"` and `"2026-11-20..2026-12-04"`."""
    found = []
    for one in value if isinstance(value, list) else [value]:
        first, dots, last = shown(one).partition("..")
        start, end = _ends(page, path, first.strip(), (last if dots else first).strip())
        if start and end:
            found.append(f"{start}..{end}" if end > start else f"{start}")
    return tuple(found)


def calendar(name: str, zone: str, fields: Mapping[str, Any]) -> Calendar:
    """The calendar of that name out of its read fields, in its own zone or the policy's."""
    own = fields.get("dates") or Dates()
    return Calendar(
        name=name,
        zone=fields.get("zone") or zone,
        week=fields.get("hours") or ((),) * 7,
        holidays=fields.get("holidays") or "",
        dates=own.dates,
        yearly=own.yearly,
        confirmed=fields.get("confirmed"),
        make_up=fields.get("make_up"),
    )
