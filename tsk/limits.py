"""A limit is a promise about time: how it is written, when it runs out, how waits move it, when to warn of it.

Two clocks measure every limit: working time of a calendar for `working`, `working_days`, `same_day` and `next_day`;
elapsed time for `elapsed`, `days`, `months` and `agreed`. Instants are timezone-aware UTC, whole seconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache

from msgspec import Struct

from tsk.errors import UsageError
from tsk.worktime import WorkTime

WORKING = frozenset({"working", "working_days", "same_day", "next_day"})
CALENDAR_FREE = frozenset({"elapsed", "days", "months", "agreed"})
CENTURY = 100 * 366 * 86_400
SECOND = timedelta(seconds=1)

ASCII = str.maketrans("０１２３４５６７８９：　", "0123456789: ")
AMOUNT = r"(\d+) *(?:个 *)?((?:working|business|calendar|工作|自然) *)?([a-z]+|[^\d\sa-z]+)"
TIME_OF_DAY = r"([a-z ]+|[^\d\sa-z]+) *(\d{1,2}):(\d{2})"
UNITS = {
    "second": "s sec secs second seconds 秒 秒钟",
    "minute": "m min mins minute minutes 分 分钟",
    "hour": "h hr hrs hour hours 小时 钟头",
    "day": "d day days 天 日",
    "week": "w week weeks 周 星期",
    "month": "month months 月",
}
UNIT = {word: unit for unit, words in UNITS.items() for word in words.split()}
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 7 * 86_400, "month": 31 * 86_400}
SAME_DAY = frozenset({"same day", "当日", "当天", "同日"})
NEXT_DAY = frozenset({"next working day", "next business day", "次工作日", "下一工作日", "下一个工作日", "下个工作日"})
AGREED = frozenset({"agreed", "约定", "按约定"})


class Limit(Struct, frozen=True):
    """How long something may take.

    `amount` counts seconds (elapsed, working), days (working_days, days) or months; `minute` is minutes after local
    midnight (same_day, next_day); `text` is the limit as it was written.
    """

    kind: str  # elapsed, working, working_days, days, months, same_day, next_day, agreed
    amount: int = 0
    minute: int = 0
    text: str = ""

    def label(self, lang: str) -> str:
        """The limit as people say it: in Chinese in the field's own words, else as it was written."""
        if lang != "zh" and self.text.isascii():
            return self.text
        return (_CHINESE if lang == "zh" else _ENGLISH)[self.kind](self)


def _length(seconds: int, units: tuple[tuple[int, str], ...]) -> str:
    size, unit = next((size, unit) for size, unit in units if seconds % size == 0)
    return f"{seconds // size}{unit}"


_CLOCK = ((3600, "小时"), (60, "分钟"), (1, "秒"))
_WORK = ((3600, "个工作小时"), (60, "个工作分钟"), (1, "个工作秒"))
_CHINESE: dict[str, Callable[[Limit], str]] = {
    "elapsed": lambda limit: _length(limit.amount, _CLOCK),
    "working": lambda limit: _length(limit.amount, _WORK),
    "working_days": lambda limit: f"{limit.amount}个工作日",
    "days": lambda limit: f"{limit.amount}天",
    "months": lambda limit: f"{limit.amount}个月",
    "same_day": lambda limit: f"当日{limit.minute // 60:02}:{limit.minute % 60:02}",
    "agreed": lambda limit: "约定",
    "next_day": lambda limit: f"次工作日{limit.minute // 60:02}:{limit.minute % 60:02}",
}


_HOURS = ((3600, "hour"), (60, "minute"), (1, "second"))


def _plural(n: int, unit: str) -> str:
    return f"{n} {unit}" if n == 1 else f"{n} {unit}s"


def _length_in(seconds: int, word: str) -> str:
    size, unit = next((size, unit) for size, unit in _HOURS if seconds % size == 0)
    return _plural(seconds // size, word + unit)


_ENGLISH: dict[str, Callable[[Limit], str]] = {
    "elapsed": lambda limit: _length_in(limit.amount, ""),
    "working": lambda limit: _length_in(limit.amount, "working "),
    "working_days": lambda limit: _plural(limit.amount, "working day"),
    "days": lambda limit: _plural(limit.amount, "day"),
    "months": lambda limit: _plural(limit.amount, "month"),
    "same_day": lambda limit: f"same day {limit.minute // 60:02}:{limit.minute % 60:02}",
    "agreed": lambda limit: "agreed",
    "next_day": lambda limit: f"next working day {limit.minute // 60:02}:{limit.minute % 60:02}",
}


# Reading


@cache
def parse_limit(text: str) -> Limit:
    """A limit is read from English or Chinese: "3 working days", "3个工作日", "same day 17:00", "约定"."""
    words = " ".join(text.translate(ASCII).lower().split())
    limit = _agreed(words) or _amount(words) or _time_of_day(words)
    if limit is None:
        raise UsageError(
            '"{text}" is not a limit.', 'Write for example "3 working days" or "4小时" (4 hours).', text=text
        )
    kind, amount, minute = limit
    return Limit(kind, amount, minute, text.strip())


def _agreed(words: str) -> tuple[str, int, int] | None:
    return ("agreed", 0, 0) if words in AGREED else None


def _amount(words: str) -> tuple[str, int, int] | None:
    match = re.fullmatch(AMOUNT, words)
    unit = UNIT.get(match[3]) if match else None
    if not match or not unit or int(match[1]) * SECONDS[unit] > CENTURY:
        return None
    kind = _kind(unit, (match[2] or "").strip())
    size = 7 if unit == "week" else SECONDS[unit] if kind in ("elapsed", "working") else 1
    return (kind, int(match[1]) * size, 0) if kind else None


def _kind(unit: str, which: str) -> str:
    """The kind of limit that a unit makes with the word before it; empty where the two make no sense together."""
    small = unit in ("second", "minute", "hour")
    if which in ("working", "business", "工作"):
        return "working" if small else "working_days" if unit == "day" else ""
    if which:
        return "days" if unit == "day" else ""
    return "elapsed" if small else "months" if unit == "month" else "days"


def _time_of_day(words: str) -> tuple[str, int, int] | None:
    match = re.fullmatch(TIME_OF_DAY, words)
    if not match:
        return None
    day, minute = match[1].strip(), int(match[2]) * 60 + int(match[3])
    kind = "same_day" if day in SAME_DAY else "next_day" if day in NEXT_DAY else ""
    return (kind, 0, minute) if kind and int(match[3]) < 60 and minute <= 1440 else None


# Running out


def base_due(
    limit: Limit, start: datetime, time: WorkTime, from_receipt: bool = False, agreed: datetime | None = None
) -> datetime:
    """The earliest instant at which the limit has run out, with no waits.

    `from_receipt` turns N working days into N ordinary days of working time, counted from `start` itself; `agreed` is
    the date given to the customer, which an agreed limit means.
    """
    match limit.kind:
        case "elapsed":
            return start + timedelta(seconds=limit.amount)
        case "working":
            return time.deadline(start, limit.amount)
        case "working_days":
            return _working_days(limit.amount, start, time, from_receipt)
        case "days":
            return time.at(_local_date(start, time) + timedelta(days=limit.amount), 1440)
        case "months":
            return time.at(_months_on(_local_date(start, time), limit.amount), 1440)
        case "same_day":
            return _same_day(limit.minute, start, time)
        case "next_day":
            return time.at(time.working_day(time.date_of(start), 1), limit.minute)
    if agreed is None:
        raise _not_agreed()
    return agreed


def due_after(limit: Limit, due: datetime, time: WorkTime, from_receipt: bool = False) -> datetime:
    """The instant at which a limit that begins at a due has run out: a due at 24:00 belongs to the day it ends."""
    by_date = limit.kind in ("days", "months", "next_day") or (limit.kind == "working_days" and not from_receipt)
    return base_due(limit, due - SECOND if by_date and limit.amount else due, time, from_receipt)


def is_sure(limit: Limit, start: datetime, due: datetime, time: WorkTime) -> bool:
    """Whether the calendar is sure of every day that the due rests on; elapsed and calendar limits rest on none."""
    return limit.kind in CALENDAR_FREE or time.sure(start, due)


def _working_days(n: int, start: datetime, time: WorkTime, from_receipt: bool) -> datetime:
    if n == 0 or from_receipt:
        return time.deadline(start, n and n * time.ordinary_day())
    return time.closing(time.working_day(time.date_of(start), n))


def _same_day(minute: int, start: datetime, time: WorkTime) -> datetime:
    day = _local_date(start, time)
    if time.working_days_between(day - timedelta(days=1), day) and time.at(day, minute) >= start:
        return time.at(day, minute)
    return time.at(time.working_day(day, 1), minute)


def _local_date(t: datetime, time: WorkTime) -> date:
    return t.astimezone(time.zone).date()


def _months_on(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day where it has no such day."""
    month = day.year * 12 + day.month - 1 + months
    first, after = (date(m // 12, m % 12 + 1, 1) for m in (month, month + 1))
    return min(first + timedelta(days=day.day - 1), after - timedelta(days=1))


def _not_agreed() -> UsageError:
    return UsageError("An agreed limit has no date before one is promised.", "Promise a date to the customer first.")


# Moving


def counts(limit: Limit, time: WorkTime, a: datetime, b: datetime) -> int:
    """Seconds of the limit's own clock in [a, b)."""
    return time.elapsed(a, b) if limit.kind in WORKING else (b - a) // SECOND


def moved(limit: Limit, due: datetime, seconds: int, time: WorkTime) -> datetime:
    """The due moved on by seconds of the limit's own clock; none leaves it exactly as it is."""
    if not seconds:
        return due
    return time.deadline(due, seconds) if limit.kind in WORKING else due + timedelta(seconds=seconds)


def with_waits(
    limit: Limit, base: datetime, start: datetime, waits: Iterable[tuple[datetime, datetime]], time: WorkTime
) -> datetime:
    """The base moved on by what each wait covers of the limit's clock; overlaps count once, in whatever order.

    A wait counts whole if it begins before the due so far, and not at all otherwise.
    """
    due = base
    for a, b in _merged(start, waits):
        if a < due:
            due = moved(limit, due, counts(limit, time, a, b), time)
    return due


def _merged(start: datetime, waits: Iterable[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """The waits after `start`, ascending, with those that overlap or touch made one."""
    now: tuple[datetime, datetime] | None = None
    for a, b in sorted((max(a, start), b) for a, b in waits if b > max(a, start)):
        if now and a <= now[1]:
            now = now[0], max(now[1], b)
            continue
        if now:
            yield now
        now = a, b
    if now:
        yield now


# Warning


def warn_at(limit: Limit, due: datetime, time: WorkTime) -> datetime:
    """The latest instant that lies a whole limit before the due.

    Working hours count backwards in working time. N working days before is the Nth working day before, at the due's
    own time of day or, where that lies outside its hours, at the nearer of opening and closing: what is due at
    closing is warned of at closing. Calendar days and months keep the time of day, and a due at 24:00 belongs to
    the day that ends with it. A time of day is the last one on a working day before the due.
    """
    day = time.date_of(due - SECOND)
    match limit.kind:
        case "elapsed":
            return due - timedelta(seconds=limit.amount)
        case "working":
            return time.latest(due, limit.amount)
        case "working_days":
            return _working_days_before(limit.amount, day, due, time)
        case "days":
            return _at_time_of(due, day, day - timedelta(days=limit.amount), time)
        case "months":
            return _at_time_of(due, day, _months_on(day, -limit.amount), time)
        case "same_day":
            return _last_time(limit.minute, day, due, time)
        case "next_day":
            return time.at(time.working_day(day, -1), limit.minute)
    raise _not_agreed()


def _working_days_before(n: int, day: date, due: datetime, time: WorkTime) -> datetime:
    if n == 0:
        return time.latest(due, 0)
    before = time.working_day(day, -n)
    return min(max(_at_time_of(due, day, before, time), time.opening(before)), time.closing(before))


def _at_time_of(due: datetime, day: date, other: date, time: WorkTime) -> datetime:
    """The due's time of day on another date; a due at 24:00 or in the night shift of `day` stays past midnight."""
    wall = due.astimezone(time.zone).replace(tzinfo=None)
    seconds = (wall - datetime(day.year, day.month, day.day)) // SECOND
    return time.at(other, seconds // 60) + timedelta(seconds=seconds % 60)


def _last_time(minute: int, day: date, due: datetime, time: WorkTime) -> datetime:
    if time.working_days_between(day - timedelta(days=1), day) and time.at(day, minute) < due:
        return time.at(day, minute)
    return time.at(time.working_day(day, -1), minute)
