"""Dates and times in the words of a conversation: `last monday 3pm`, `上周一`, `11月20日 下午3点`, `Nov 20`.

Loaded where the plain forms of `tsk.whenwords` do not fit. What may be read in two ways is refused with both readings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tsk.errors import UsageError

LONGEST = 60  # characters; what is longer is no date


class Span(NamedTuple):
    """The days [first, after) that somebody means: one day, a week, a month."""

    first: date
    after: date


class Clock(NamedTuple):
    """A time of day; hour 24 is the midnight that ends the day."""

    hour: int
    minute: int = 0
    second: int = 0


def spoken(text: str, now: datetime, zone: ZoneInfo, end_of_day: bool, stretch: bool) -> datetime | None:
    """The local instant that the words mean, None where nobody can tell; raises UsageError for two readings.

    A day without a time means its beginning, or with `end_of_day` its end; so does a longer `stretch`, where one may
    be said.
    """
    if len(text) > LONGEST:
        return None
    said = _plain(text)
    today = now.astimezone(zone).date()
    try:
        return _ago(said, now) or _put_together(text, said, today, zone, end_of_day, stretch)
    except OverflowError:
        return None


def _plain(text: str) -> str:
    """Small letters, half-width signs, single blanks and Arabic numbers."""
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    whole = re.sub("([昨今明])([早晚])(?!上)", r"\1天\2上", folded)
    told = re.sub(_CHINESE_NUMBER, lambda found: _number(found[0]), whole)
    return re.sub(_HALF_HOUR, lambda found: f"{int(found[1] or 0) * 60 + 30}分钟", told)


_HALF_HOUR = r"^(?:(\d{1,3}) ?个)?半个?小时(?=以?[前后]$)"


_NUMERALS = "〇一二三四五六七八九"
_CHINESE_NUMBER = (
    rf"(?<![周期拜])[{_NUMERALS}两十]{{1,4}}(?=个?(?:半?小时|分钟|[年月日号点时分天]|周前|周后|星期前|星期后))"
)


def _number(said: str) -> str:
    """`二十一` as 21; a row of digits such as `二〇二六` as 2026."""
    plain = said.replace("两", "二")
    if "十" not in plain:
        return "".join(str(_NUMERALS.index(one)) for one in plain)
    tens, _, ones = plain.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return said
    return str((_NUMERALS.index(tens) if tens else 1) * 10 + (_NUMERALS.index(ones) if ones else 0))


# ── so long ago ────────────────────────────────────────────────────────────────────────────────────

_UNITS = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
_UNITS |= {"分钟": 60, "小时": 3600, "天": 86_400, "周": 604_800, "星期": 604_800}
_ENGLISH_AGO = r"(?:(?P<ahead>in) )?(?P<n>\d{1,5}) ?(?P<unit>minute|hour|day|week)s?(?P<back> ago)?"
_CHINESE_AGO = r"(?P<n>\d{1,5}) ?个?(?P<unit>分钟|小时|天|周|星期)(?:(?P<back>以?前)|(?P<ahead>以?后))"


def _ago(said: str, now: datetime) -> datetime | None:
    """`2 hours ago`, `in 3 days`, `2小时前`, `3天后`, `now`."""
    if said in ("now", "现在"):
        return now
    found = re.fullmatch(_ENGLISH_AGO, said) or re.fullmatch(_CHINESE_AGO, said)
    if not found or bool(found["ahead"]) == bool(found["back"]):
        return None
    away = timedelta(seconds=int(found["n"]) * _UNITS[found["unit"]])
    return now + away if found["ahead"] else now - away


# ── a day and a time ───────────────────────────────────────────────────────────────────────────────


def _put_together(text: str, said: str, today: date, zone: ZoneInfo, end: bool, stretch: bool) -> datetime | None:
    """A stretch of days, or a day with a time in either order."""
    for day, clock in _parts(said):
        span = _span(text, day, today) if day else Span(today, today + timedelta(days=1))
        at = _clock(text, clock) if clock and span else None
        if span is None or (clock and at is None) or not (_is_day(span) or (stretch and not clock)):
            continue
        return _local(span.first, at, zone) if at else _local(span.after if end else span.first, Clock(0), zone)
    return None


def _is_day(span: Span) -> bool:
    return span.after - span.first == timedelta(days=1)


_BETWEEN = r"(?:, | at | on |[, 的T]|)"
_CLOCKS = (
    r"(?:at )?\d{1,2}(?::\d{2}){1,2} ?[ap]\.?m\.?|(?:at )?\d{1,2} ?[ap]\.?m\.?|(?:at )?noon|"
    r"(?:凌晨|清晨|清早|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|晚|早)?"
    r" ?(?:\d{1,2}(?::\d{2}){1,2}|\d{1,2} ?[点时](?:整|半|[13一三]刻|\d{1,2}分?)?)|中午"
)


def _parts(said: str) -> Iterator[tuple[str, str]]:
    """The ways to take the words apart into a day and a time: all of it is the day, or the time, or both."""
    yield said, ""
    if re.fullmatch(_CLOCKS, said):
        yield "", said
    for pattern in (rf"(?P<day>.+?){_BETWEEN}(?P<clock>{_CLOCKS})", rf"(?P<clock>{_CLOCKS}){_BETWEEN}(?P<day>.+)"):
        found = re.fullmatch(pattern, said)
        if found:
            yield found["day"].strip(", "), found["clock"]


def _local(day: date, at: Clock, zone: ZoneInfo) -> datetime | None:
    if at == Clock(24):
        day, at = day + timedelta(days=1), Clock(0)
    try:
        return datetime.combine(day, time(*at), zone)
    except ValueError:
        return None


def refused(text: str, one: str, other: str) -> UsageError:
    """The error for words that mean one thing or another."""
    return UsageError(
        '"{said}" can be {one} or {other}.', "Write the one that you mean.", said=text, one=one, other=other
    )


# ── days ───────────────────────────────────────────────────────────────────────────────────────────


def _span(text: str, said: str, today: date) -> Span | None:
    """The days that the words mean."""
    for reader in (_day_word, _weekday, _stretch, _whole_month, _numbered, _month_named):
        found = reader(said, today)
        if found:
            return found
    _check_weekday(text, said, today)
    return _slashed(text, said, today)


_DAYS = {
    "today": 0, "yesterday": -1, "tomorrow": 1, "day before yesterday": -2, "the day before yesterday": -2,
    "day after tomorrow": 2, "the day after tomorrow": 2,
    "今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "大前天": -3,
    "明天": 1, "明日": 1, "后天": 2, "大后天": 3,
}  # fmt: skip


def _day_word(said: str, today: date) -> Span | None:
    return _one_day(today + timedelta(days=_DAYS[said])) if said in _DAYS else None


def _one_day(day: date) -> Span:
    return Span(day, day + timedelta(days=1))


def _dated(year: int, month: int, day: int) -> Span | None:
    try:
        return _one_day(date(year, month, day))
    except ValueError:
        return None


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = {**{name[:3]: i for i, name in enumerate(_WEEKDAYS)}, "tues": 1, "wednes": 2, "thur": 3, "thurs": 3}
_WEEKS = {"上上": -2, "上": -1, "这": 0, "本": 0, "": 0, "下": 1, "下下": 2}


def _weekday(said: str, today: date) -> Span | None:
    """`last monday`: the latest before today; `next friday`: the first after it; `上周一`, `周五`: of that week."""
    found = re.fullmatch(r"(上上|上|这|本|下下|下|)个?(?:周|星期|礼拜)([一二三四五六日天])", said)
    if found:
        return _one_day(_monday(today, _WEEKS[found[1]]) + timedelta(days="一二三四五六日".index(_sunday(found[2]))))
    found = re.fullmatch(r"(last|next|this|past) ([a-z]+)", said)
    nth = nth_weekday(found[2]) if found else None
    if found is None or nth is None:
        return None
    if found[1] == "this":
        return _one_day(_monday(today) + timedelta(days=nth))
    before, after = _around(today, nth)
    return _one_day(after if found[1] == "next" else before)


def _around(today: date, nth: int) -> tuple[date, date]:
    """The latest such day of the week before today, and the first after it."""
    ahead = (nth - today.weekday()) % 7
    return today + timedelta(days=ahead - 7), today + timedelta(days=ahead or 7)


def _check_weekday(text: str, said: str, today: date) -> None:
    """Raises UsageError for a bare `friday`: in English it is the last one to some and the next one to others."""
    nth = nth_weekday(said)
    if nth is not None:
        before, after = _around(today, nth)
        raise refused(text, f"{today if today.weekday() == nth else before}", f"{after}")


def _sunday(said: str) -> str:
    return "日" if said == "天" else said


def nth_weekday(said: str) -> int | None:
    """Which day of the week from 0 for Monday, by its English name or the short form of it."""
    return _WEEKDAYS.index(said) if said in _WEEKDAYS else _SHORT.get(said)


def _monday(today: date, weeks: int = 0) -> date:
    return today + timedelta(days=7 * weeks - today.weekday())


def month_from(day: date, months: int = 0) -> Span:
    """The month that lies so many months after that of the day."""
    count = day.year * 12 + day.month - 1 + months
    return Span(date(count // 12, count % 12 + 1, 1), date((count + 1) // 12, (count + 1) % 12 + 1, 1))


def _week(today: date, weeks: int) -> Span:
    return Span(_monday(today, weeks), _monday(today, weeks + 1))


def _year(today: date, years: int) -> Span:
    return Span(date(today.year + years, 1, 1), date(today.year + years + 1, 1, 1))


_STRETCHES: tuple[tuple[str, Callable[[date, int], Span]], ...] = (
    (r"(last|this|next) week|(上上|上|这|本|下下|下)个?(?:周|星期|礼拜)", _week),
    (r"(last|this|next) month|(上上|上|这|本|下下|下)个?月", month_from),
    (r"(last|this|next) year|(去|今|明)年", _year),
)
_STEPS = {"last": -1, "this": 0, "next": 1, "去": -1, "今": 0, "明": 1, **_WEEKS}


def _stretch(said: str, today: date) -> Span | None:
    """`last week`, `this month`, `上个月`, `去年`."""
    for pattern, span in _STRETCHES:
        found = re.fullmatch(pattern, said)
        if found:
            return span(today, _STEPS[found[1] or found[2]])
    return None


def _whole_month(said: str, today: date) -> Span | None:
    """`2026-11`, `2026年11月`, `11月` of this year."""
    found = re.fullmatch(r"(\d{4})(?:-|/|年)(\d{1,2})月?|()(\d{1,2})月", said)
    if not found:
        return None
    year, month = int(found[1] or today.year), int(found[2] or found[4])
    return month_from(date(year, month, 1)) if 1 <= month <= 12 and 0 < year < 9999 else None


def _numbered(said: str, today: date) -> Span | None:
    """Year, month, day in this order, with or without the year."""
    found = re.fullmatch(r"(?:(\d{4})[-/.年] ?)?(\d{1,2})[-月] ?(\d{1,2})[日号]?", said) or re.fullmatch(
        r"(\d{4})[-/.年] ?(\d{1,2})[-/.月] ?(\d{1,2})[日号]?", said
    )
    found = found or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", said)
    return _dated(int(found[1] or today.year), int(found[2]), int(found[3])) if found else None


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"


def _month_named(said: str, today: date) -> Span | None:
    """`nov 20`, `20 november 2026`, `november 20th, 2026`; `november 2026` as a whole."""
    year = r"(?:,? (?P<year>\d{4}))?"
    for pattern in (rf"{_MONTH} ?{_DAY}{year}", rf"{_DAY}(?: of)? ?{_MONTH}{year}"):
        found = re.fullmatch(pattern, said)
        if found:
            return _dated(int(found["year"] or today.year), _month_number(found["month"]), int(found["day"]))
    found = re.fullmatch(rf"{_MONTH}{year}", said)
    return month_from(date(int(found["year"] or today.year) or 1, _month_number(found["month"]), 1)) if found else None


def _month_number(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1


def _slashed(text: str, said: str, today: date) -> Span | None:
    """`20/11`, `11/20/2026`, `20.11.2026`: one of the numbers is no month; raises UsageError where both may be."""
    found = re.fullmatch(r"(\d{1,2})([/.])(\d{1,2})(?:\2(\d{4}))?", said) or re.fullmatch(
        r"(\d{1,2})(-)(\d{1,2})-(\d{4})", said
    )
    if not found:
        return None
    one, other, year = int(found[1]), int(found[3]), int(found[4] or today.year)
    readings = [span for span in (_dated(year, one, other), _dated(year, other, one)) if span]
    if len(set(readings)) > 1:
        raise refused(text, f"{readings[0].first}", f"{readings[1].first}")
    return readings[0] if readings else None


# ── times of day ───────────────────────────────────────────────────────────────────────────────────

_AFTERNOON = ("下午", "傍晚")
_EVENING = ("晚上", "夜里", "晚")
_NIGHT = ("凌晨",)
_QUARTERS = {"半": 30, "1刻": 15, "一刻": 15, "3刻": 45, "三刻": 45, "整": 0, "": 0}


def _clock(text: str, said: str) -> Clock | None:
    """The time of day that the words mean; raises UsageError for an hour that may be one before or after noon."""
    if said in ("noon", "at noon", "中午"):
        return Clock(12)
    found = re.fullmatch(r"(?:at )?(\d{1,2})(?::(\d{2}))?(?::(\d{2}))? ?([ap])\.?m\.?", said)
    if found:
        hour = int(found[1])
        return _checked(hour % 12 + 12 * (found[4] == "p"), found[2], found[3]) if 1 <= hour <= 12 else None
    found = re.fullmatch(r"(\D*?) ?(\d{1,2}):(\d{2})(?::(\d{2}))?", said)
    if found:
        return _checked(_hour(found[1], int(found[2])), found[3], found[4])
    found = re.fullmatch(r"(\D*?) ?(\d{1,2}) ?[点时](整|半|[13一三]刻|)(?:(\d{1,2})分?)?", said)
    if not found:
        return None
    minute = found[4] or str(_QUARTERS[found[3]])
    hour = int(found[2])
    if not found[1] and 1 <= hour <= 11 and "点" in said:
        raise refused(text, f"{hour:02}:{int(minute):02}", f"{hour + 12}:{int(minute):02}")
    return _checked(_hour(found[1], hour), minute, None)


def _hour(part: str, hour: int) -> int | None:
    """The hour of 24 in that part of the day; None where it is none of it."""
    if part in _NIGHT:
        return hour % 12 if hour <= 6 or hour == 12 else None
    if part in _EVENING:
        return hour + 12 if 5 <= hour <= 12 else hour if 17 <= hour <= 24 else None
    if part in _AFTERNOON:
        return hour + 12 if 1 <= hour <= 8 else hour if 12 <= hour <= 20 else None
    if part == "中午":
        return hour + 12 if 1 <= hour <= 2 else hour if 11 <= hour <= 14 else None
    return hour if not part or hour <= 12 else None


def _checked(hour: int | None, minute: str | None, second: str | None) -> Clock | None:
    if hour is None:
        return None
    found = Clock(hour, int(minute or 0), int(second or 0))
    whole = found.hour < 24 or found == Clock(24)
    return found if whole and found.minute < 60 and found.second < 60 else None
