"""Dates and times as people say them at a counter, in the policy's zone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tsk.errors import UsageError

FIRST_YEAR, LAST_YEAR = 1900, 2999
_SHOWN = 60  # characters of words that are no date
_DAYS = {
    "today": 0, "yesterday": -1, "tomorrow": 1,
    "今天": 0, "昨天": -1, "前天": -2, "明天": 1, "后天": 2,
}  # fmt: skip
_DATE = r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?"
_TIME = r"(\d{1,2})[::](\d{2})(?:[::](\d{2}))?"
_UNITS = {"m": 60, "h": 3600, "d": 86400, "分钟": 60, "小时": 3600, "天": 86400}
_OFFSET = re.compile(r"([+-])(\d{1,6})\s*(m|h|d|分钟|小时|天)")


def parse_when(text: str, now: datetime, zone: ZoneInfo, end_of_day: bool = False, stretch: bool = False) -> datetime:
    """The instant that the words mean; a date alone means its 00:00, or with `end_of_day` its 24:00.

    Where a `stretch` may be said, `last week` and `2026-11` mean their beginning or end likewise.

    ISO 8601 with an offset, `2026-11-21 09:30`, `11-21 09:30`, `09:30`, `yesterday 15:20`, `昨天 15:20`, `-2h`; what is
    none of these is read by `tsk.whenspoken`. Raises UsageError, quoting the words, with two forms that work, or with
    both readings where there are two.
    """
    said = text.strip()
    for reader in (*_READERS, _longer if stretch else _in_conversation, _foreign):
        at = reader(said, now, zone, end_of_day)
        if at is not None and FIRST_YEAR <= at.year <= LAST_YEAR:
            return at.astimezone(UTC).replace(microsecond=0)
    example = now.astimezone(zone)
    raise UsageError(
        '"{said}" is not a date or time that tsk understands.',
        'Two forms that work: "{full}", "{short}".',
        said=text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…",
        full=f"{example:%Y-%m-%d %H:%M}",
        short="yesterday 15:20",
    )


def parse_day(text: str, now: datetime, zone: ZoneInfo) -> date:
    """The local date that the words mean."""
    return parse_when(text, now, zone).astimezone(zone).date()


def first_day(text: str, now: datetime, zone: ZoneInfo) -> date:
    """The local date on which what the words mean begins."""
    return parse_when(text, now, zone, stretch=True).astimezone(zone).date()


def last_day(text: str, now: datetime, zone: ZoneInfo) -> date:
    """The local date on which what the words mean ends."""
    first, after = (parse_when(text, now, zone, end, stretch=True).astimezone(zone) for end in (False, True))
    return first.date() if first == after else after.date() - timedelta(days=1)


def _offset(said: str, now: datetime, zone: ZoneInfo, end: bool) -> datetime | None:
    found = _OFFSET.fullmatch(said)
    if not found:
        return None
    seconds = int(found[2]) * _UNITS[found[3]]
    try:
        return now + timedelta(seconds=seconds if found[1] == "+" else -seconds)
    except OverflowError:
        return None


def _iso(said: str, now: datetime, zone: ZoneInfo, end: bool) -> datetime | None:
    if "T" not in said:
        return None
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=zone)


def _dated(said: str, now: datetime, zone: ZoneInfo, end: bool) -> datetime | None:
    found = re.fullmatch(rf"{_DATE}(?:\s*{_TIME})?", said)
    return _local((int(found[1]), int(found[2]), int(found[3])), found.groups()[3:], zone, end) if found else None


def _dated_this_year(said: str, now: datetime, zone: ZoneInfo, end: bool) -> datetime | None:
    found = re.fullmatch(rf"(\d{{1,2}})[-月](\d{{1,2}})日?(?:\s*{_TIME})?", said)
    year = now.astimezone(zone).year
    return _local((year, int(found[1]), int(found[2])), found.groups()[2:], zone, end) if found else None


def _spoken(said: str, now: datetime, zone: ZoneInfo, end: bool) -> datetime | None:
    found = re.fullmatch(rf"(?:({'|'.join(_DAYS)})\s*)?(?:{_TIME})?", said)
    if not found or not said:
        return None
    day = now.astimezone(zone).date() + timedelta(days=_DAYS.get(found[1] or "", 0))
    return _local((day.year, day.month, day.day), found.groups()[1:], zone, end)


def _local(day: tuple[int, int, int], clock: tuple[str | None, ...], zone: ZoneInfo, end: bool) -> datetime | None:
    try:
        start = date(*day)
        if clock[0] is None:
            start += timedelta(days=1) if end else timedelta(0)
            return datetime.combine(start, time(), zone)
        hour, minute, second = (int(part or 0) for part in clock)
        if (hour, minute, second) == (24, 0, 0):
            return datetime.combine(start + timedelta(days=1), time(), zone)
        return datetime.combine(start, time(hour, minute, second), zone)
    except (ValueError, OverflowError):
        return None


def _in_conversation(said: str, now: datetime, zone: ZoneInfo, end: bool) -> datetime | None:
    from tsk.whenspoken import spoken

    return spoken(said, now, zone, end, stretch=False)


def _foreign(said: str, now: datetime, zone: ZoneInfo, end: bool) -> datetime | None:
    from tsk.whenforeign import foreign

    return foreign(said, now, zone, end)


def _longer(said: str, now: datetime, zone: ZoneInfo, end: bool) -> datetime | None:
    from tsk.whenspoken import spoken

    return spoken(said, now, zone, end, stretch=True)


_READERS: tuple[Callable[[str, datetime, ZoneInfo, bool], datetime | None], ...] = (
    _offset, _iso, _dated, _dated_this_year, _spoken,
)  # fmt: skip
