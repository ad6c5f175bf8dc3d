"""What a working-time deadline costs beside three other libraries, and how many answers each of them gets wrong.

All get the same random questions over one Chinese office, 2025 and 2026, and are timed in one process, in turn: A B C
A B C …, in processor time. A ratio is taken within a round, so that a machine that grows slower or faster meanwhile
does so for all. What is right is found by walking the calendar minute by minute and day by day (`Truth`), on the State
Council's days and with no code of `tsk.worktime`; the walk itself has to reproduce deadlines worked out by hand.

Each of the others is set up twice: as it commonly is (Mon–Fri, the public holidays as holidays), and told of make-up
days in the only way there is, as a week of seven working days in which every rest day is a holiday. They are spared
what can be: they reckon in local times without a zone, and what serves more than one answer is prepared beforehand.

    python bench/worktime.py [--answers 2000] [--seed 1]

The others are the group `bench` of pyproject.toml; `make bench-worktime` installs them, as does `pip install --group
bench` (pip 25.1 or newer). One that is missing is said to be, and the rest goes on.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from itertools import cycle, islice
from random import Random
from statistics import median
from time import process_time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from tsk.limits import base_due, parse_limit
from tsk.publicdays import public_days
from tsk.worktime import Calendar, WorkTime

FIRST, LAST_START = date(2025, 1, 1), date(2026, 11, 30)  # of the receipts
LAST = date(2026, 12, 31)  # no right answer lies after it: these days have been published
HORIZON = date(2027, 12, 31)  # days are given up to here, so that nobody looks for a holiday in a void
HOURS, DAYS = 80, 60  # the longest limits
ROUNDS, SAMPLE, LEAST = 9, 100, 0.02  # rounds of timing, the questions in each, seconds that each takes at least
MILLION = 1_000_000
MORNING, AFTERNOON = (9 * 60, 12 * 60), (13 * 60 + 30, 18 * 60)
CLOSING, HOURS_A_DAY = time(18), 7.5
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MIDNIGHT = datetime.combine(FIRST, time())
SHANGHAI = ZoneInfo("Asia/Shanghai")

PUBLIC = public_days("CN")
OFFICE = Calendar("office", "Asia/Shanghai", ((MORNING, AFTERNOON),) * 5 + ((),) * 2, holidays="CN")

# ── what is right ──────────────────────────────────────────────────────────────────────────────────


class Question(NamedTuple):
    """A receipt in local time and a limit: so many working hours, or so many working days."""

    start: datetime
    limit: int


BY_HAND = {
    "hours": (
        ("2025-01-24 16:00", 8, "2025-01-26 16:30"),  # a make-up Sunday
        ("2025-01-27 16:00", 4, "2025-02-05 11:00"),  # Spring Festival
        ("2025-03-03 11:30", 1, "2025-03-03 14:00"),  # lunch
        ("2025-04-25 17:00", 4, "2025-04-27 12:00"),  # out when lunch begins
        ("2025-04-30 17:00", 4, "2025-05-06 12:00"),  # Labour Day
    ),
    "days": (
        ("2025-01-24 16:00", 2, "2025-01-27 18:00"),
        ("2025-09-22 10:00", 10, "2025-10-11 18:00"),  # National Day, two make-up days
        ("2025-09-25 10:00", 15, "2025-10-22 18:00"),
        ("2026-10-09 16:40", 3, "2026-10-13 18:00"),
    ),
}


class Truth:
    """Every day and every minute up to the horizon, worked or not; a deadline is found by walking."""

    def __init__(self) -> None:
        every, make_up = list(days(FIRST, HORIZON)), {day for day, _ in PUBLIC.work}
        self.holidays = {day for first, last, _ in PUBLIC.off + PUBLIC.statutory for day in days(first, last)}
        self.working = {day for day in every if day in make_up or (day.weekday() < 5 and day not in self.holidays)}
        self.rest = set(every) - self.working
        self.minutes = bytes(day in self.working and in_hours(minute) for day in every for minute in range(1440))

    def hours(self, question: Question) -> datetime:
        """The first minute by which the limit has been worked."""
        now, left = minute_of(question.start), question.limit * 60
        while left:
            left -= self.minutes[now]
            now += 1
        return MIDNIGHT + now * MINUTE

    def days(self, question: Question) -> datetime:
        """Closing time of the Nth working day after the day of receipt."""
        day, left = question.start.date(), question.limit
        while left:
            day += DAY
            left -= day in self.working
        return datetime.combine(day, CLOSING)

    def worked(self, a: datetime, b: datetime) -> int:
        """The minutes worked between two instants, whichever is the earlier."""
        first, last = sorted((minute_of(a), minute_of(b)))
        return sum(self.minutes[first:last])


def days(first: date, last: date) -> Iterator[date]:
    """The days from the first to the last, both included."""
    return (first + n * DAY for n in range((last - first).days + 1))


def in_hours(minute: int) -> bool:
    return any(opens <= minute < closes for opens, closes in (MORNING, AFTERNOON))


def minute_of(t: datetime) -> int:
    return (t - MIDNIGHT) // MINUTE


def check(truth: Truth) -> None:
    """Ends the program unless the walk reproduces what was worked out by hand."""
    for kind, rows in BY_HAND.items():
        for start, limit, due in rows:
            found = getattr(truth, kind)(Question(datetime.fromisoformat(start), limit))
            if found != datetime.fromisoformat(due):
                sys.exit(f"{start} and {limit} working {kind}: the walk says {found}, by hand it is {due}")


class Exam(NamedTuple):
    """The questions of one kind and the right answers."""

    asked: list[Question]
    due: list[datetime]


def exam(count: int, longest: int, answer: Callable[[Question], datetime], seed: int) -> Exam:
    """Receipts at any minute of any day, one in four on the half-hour; what is due too late is drawn again."""
    random, rows = Random(seed), list[tuple[Question, datetime]]()
    while len(rows) < count:
        minute = random.randrange(((LAST_START - FIRST).days + 1) * 1440)
        minute -= minute % 30 if random.random() < 0.25 else 0
        question = Question(MIDNIGHT + minute * MINUTE, random.randint(1, longest))
        due = answer(question)
        if due.date() <= LAST:
            rows.append((question, due))
    return Exam(*map(list, zip(*rows, strict=True)))


# ── who answers ────────────────────────────────────────────────────────────────────────────────────

Answer = Callable[..., Any]  # from a start and a limit to a due, all of the library's own kinds


class Library(NamedTuple):
    """One way to be asked; what `native` makes of the questions is prepared beforehand and not timed."""

    name: str
    calendar: Callable[[], Answer]
    native: Callable[[list[Question]], Any]
    local: Callable[[Any], datetime]  # an answer as a local time
    ask: Callable[[Answer, Any], Any]

    @property
    def package(self) -> str:
        return self.name.replace(",", "").split()[0]


def one_by_one(answer: Answer, asked: list[tuple[Any, Any]]) -> list[Any]:
    return [answer(start, limit) for start, limit in asked]


def all_at_once(answer: Answer, asked: tuple[Any, Any]) -> Any:
    return answer(*asked)


class Week(NamedTuple):
    """A set-up of another library: the weekdays that it takes for working days, and the dates on which nobody works."""

    name: str
    weekdays: range
    off: list[date]

    @property
    def mask(self) -> str:
        return "".join("1" if day in self.weekdays else "0" for day in range(7))


def set_ups(truth: Truth) -> tuple[Week, Week]:
    common = sorted(day for day in truth.holidays if FIRST <= day <= HORIZON)
    return Week("", range(5), common), Week(", told", range(7), sorted(truth.rest))


# tsk reckons in UTC.


def tsk_hours() -> Library:
    def native(asked: list[Question]) -> list[tuple[datetime, int]]:
        return [(utc(start), hours * 3600) for start, hours in asked]

    return Library("tsk", lambda: WorkTime(OFFICE, PUBLIC).deadline, native, local, one_by_one)


def tsk_days() -> Library:
    def native(asked: list[Question]) -> list[tuple[Any, datetime]]:
        return [(parse_limit(f"{n} working days"), utc(start)) for start, n in asked]

    return Library("tsk", lambda: partial(base_due, time=WorkTime(OFFICE, PUBLIC)), native, local, one_by_one)


def utc(t: datetime) -> datetime:
    return t.replace(tzinfo=SHANGHAI).astimezone(UTC)


def local(t: datetime) -> datetime:
    return t.astimezone(SHANGHAI).replace(tzinfo=None)


# businesstimedelta counts hours only. As all days are alike, N days are N × 7.5 h from the midnight after receipt.


def delta_hours(week: Week) -> Library:
    return Library(f"businesstimedelta{week.name}", partial(delta_rules, week), list, without_zone, one_by_one)


def delta_days(week: Week) -> Library:
    def native(asked: list[Question]) -> list[tuple[datetime, float]]:
        return [(datetime.combine(start + DAY, time()), n * HOURS_A_DAY) for start, n in asked]

    return delta_hours(week)._replace(native=native)


def delta_rules(week: Week) -> Answer:
    from businesstimedelta import BusinessTimeDelta, HolidayRule, LunchTimeRule, Rules, WorkDayRule

    office = WorkDayRule(start_time=time(9), end_time=CLOSING, working_days=week.weekdays)
    lunch = LunchTimeRule(start_time=time(12), end_time=time(13, 30), working_days=week.weekdays)
    rules = Rules([office, lunch, HolidayRule(set(week.off))])
    return lambda start, hours: start + BusinessTimeDelta(rules, hours=hours)


def without_zone(t: datetime) -> datetime:
    return t.replace(tzinfo=None)


# pandas counts whole hours, and days. An offset is made once for each length.


def pandas_hours(week: Week) -> Library:
    def calendar() -> Answer:
        from pandas.tseries.offsets import CustomBusinessHour

        hours = {"start": ["09:00", "13:30"], "end": ["12:00", "18:00"]}
        return added(CustomBusinessHour(weekmask=week.mask, holidays=week.off, **hours))

    name = f"pandas CustomBusinessHour{week.name}"
    return Library(name, calendar, stamps, lambda stamp: stamp.to_pydatetime(), one_by_one)


def pandas_days(week: Week) -> Library:
    def calendar() -> Answer:
        from pandas.tseries.offsets import CustomBusinessDay

        return added(CustomBusinessDay(weekmask=week.mask, holidays=week.off))

    name = f"pandas CustomBusinessDay{week.name}"
    return Library(name, calendar, stamps, lambda stamp: datetime.combine(stamp.date(), CLOSING), one_by_one)


def added(one: Any) -> Answer:
    offset = cache(lambda n: one * n)
    return lambda start, n: start + offset(n)


def stamps(asked: list[Question]) -> list[tuple[Any, int]]:
    from pandas import Timestamp

    return [(Timestamp(start), n) for start, n in asked]


# numpy counts days only: one at a time, as a desk asks, or many in one call, which is what it is made for.


def numpy_days(week: Week) -> Library:
    def native(asked: list[Question]) -> list[tuple[Any, int]]:
        from numpy import datetime64

        return [(datetime64(start.date()), n) for start, n in asked]

    return Library(f"numpy busday_offset{week.name}", partial(numpy_calendar, week), native, closing_of, one_by_one)


def numpy_at_once(week: Week) -> Library:
    def native(asked: list[Question]) -> tuple[Any, Any]:
        from numpy import array

        return array([start.date() for start, _ in asked], dtype="M8[D]"), array([n for _, n in asked])

    name = f"numpy, {SAMPLE} in one call{week.name}"
    return Library(name, partial(numpy_calendar, week), native, closing_of, all_at_once)


def numpy_calendar(week: Week) -> Answer:
    from numpy import busday_offset, busdaycalendar

    return partial(busday_offset, roll="backward", busdaycal=busdaycalendar(weekmask=week.mask, holidays=week.off))


def closing_of(day: Any) -> datetime:
    return datetime.combine(day.item(), CLOSING)


# ── timing ─────────────────────────────────────────────────────────────────────────────────────────


class Measured(NamedTuple):
    """One row: wrong answers, those of them that no working time parts from the right one, and the times."""

    wrong: int
    at_close: int
    each: float  # microseconds
    ratio: float
    fresh: float  # milliseconds


def seconds(run: Callable[[], Any]) -> float:
    """Seconds of processor time that one run takes, over as many as fill the least time."""
    start, runs = process_time(), 0
    while (taken := process_time() - start) < LEAST:
        run()
        runs += 1
    return taken / runs


def fresh(library: Library, question: Question) -> float:
    """Processor time for a calendar made anew and its first answer."""
    asked = library.native([question])
    return seconds(lambda: library.ask(library.calendar(), asked))


def compare(libraries: list[Library], exam: Exam, truth: Truth) -> list[Measured]:
    """Every answer of each library is looked at, a sample of them is timed; the ratios are to the first library."""
    ready = [(library, library.calendar()) for library in libraries]
    faults = [
        mistakes(truth, exam.due, map(library.local, library.ask(answer, library.native(exam.asked))))
        for library, answer in ready
    ]
    sample = exam.asked[:SAMPLE]
    runs = [partial(library.ask, answer, library.native(sample)) for library, answer in ready]
    each = [[seconds(run) / len(sample) for run in runs] for _ in range(ROUNDS)]
    ratios = [[taken / row[0] for taken in row] for row in each]
    first = [[fresh(library, question) for library in libraries] for question in sample[:ROUNDS]]
    times = [map(median, zip(*rows, strict=True)) for rows in (each, ratios, first)]
    rows = zip(faults, *times, strict=True)
    return [Measured(*fault, taken * 1e6, ratio, start * 1e3) for fault, taken, ratio, start in rows]


def mistakes(truth: Truth, due: list[datetime], answers: Iterator[datetime]) -> tuple[int, int]:
    """How many answers are wrong, and how many of them only name the next opening instead of the closing."""
    wrong = [(right, said) for right, said in zip(due, answers, strict=True) if right != said]
    return len(wrong), sum(truth.worked(right, said) == 0 for right, said in wrong)


def alone(asked: list[Question]) -> Iterator[str]:
    """What else tsk is asked for, a line each: the median of the rounds."""
    office, starts = WorkTime(OFFICE, PUBLIC), [utc(start) for start, _ in asked[:SAMPLE]]
    pairs = list(zip(starts, reversed(starts), strict=True))
    three, thousand = parse_limit("3 working days"), parse_limit("1000 working days")
    jobs: dict[str, tuple[Callable[[], Any], int]] = {
        "a fresh calendar and 8 working hours on it": (lambda: WorkTime(OFFICE, PUBLIC).deadline(starts[0], 28_800), 1),
        "base_due of “3 working days”": (lambda: [base_due(three, t, office) for t in starts], len(starts)),
        "base_due of “1000 working days”": (lambda: [base_due(thousand, t, office) for t in starts], len(starts)),
        "the same, on a fresh calendar": (lambda: base_due(thousand, starts[0], WorkTime(OFFICE, PUBLIC)), 1),
        "elapsed between two of the receipts": (lambda: [office.elapsed(a, b) for a, b in pairs], len(pairs)),
    }
    for name, (run, count) in jobs.items():
        taken = median(seconds(run) for _ in range(ROUNDS)) / count
        yield f"  {name:49}{figure(taken * 1e6):>11} µs"
    yield f"  {'a million deadlines in hours, all of them computed':49}{figure(million(asked)):>10} s"


def million(asked: list[Question]) -> float:
    """Processor time of a million deadlines on a calendar made for them."""
    library = tsk_hours()
    native = islice(cycle(library.native(asked)), MILLION)
    start = process_time()
    deadline = library.calendar()
    for begin, limit in native:
        deadline(begin, limit)
    return process_time() - start


# ── the table ──────────────────────────────────────────────────────────────────────────────────────

LEGEND = f"""
  told      of make-up days: a week of seven working days in which each rest day
            is a holiday; else Mon–Fri and the public holidays
  at close  of the wrong ones, those that name the next opening instead of the
            closing: not one working minute lies between
  × tsk     the median of the ratios, round by round
  fresh     milliseconds for a calendar made anew and its first answer
  numpy knows no hours; businesstimedelta knows no days, and is asked for
  {HOURS_A_DAY} hours a day from the midnight after receipt; pandas, whole hours only"""


def figure(value: float) -> str:
    """Three digits, or all before the point."""
    return f"{value:,.{2 if value < 10 else 1 if value < 100 else 0}f}"


def show(title: str, libraries: list[Library], exam: Exam, truth: Truth) -> None:
    """Prints one table: a row for each library, whether it is there or not."""
    there = [library for library in libraries if installed(library.package)]
    measured = dict(zip((library.name for library in there), compare(there, exam, truth), strict=True))
    print(f"\n{title:33}{'wrong':>7}{'at close':>10}{'µs each':>10}{'× tsk':>9}{'fresh':>9}")
    for library in libraries:
        m = measured.get(library.name)
        times = [figure(value) for value in m[2:]] if m else []
        row = f"{m.wrong:7,}{m.at_close:10,}{times[0]:>10}{times[1]:>9}{times[2]:>9}" if m else "  not installed"
        print(f"  {library.name:31}{row}", flush=True)


def installed(package: str) -> str:
    """The version of a package, or an empty text."""
    try:
        return version("tsk-complaints" if package == "tsk" else package)
    except PackageNotFoundError:
        return ""


def main() -> None:
    parser = argparse.ArgumentParser(description="What a working-time deadline costs, and who gets it right.")
    parser.add_argument("--answers", type=int, default=2000, help="questions of each kind (default: 2000)")
    parser.add_argument("--seed", type=int, default=1, help="of the random questions (default: 1)")
    given = parser.parse_args()
    if given.answers < 1:
        parser.error("--answers: at least one")
    truth = Truth()
    check(truth)
    common, told = set_ups(truth)
    others = ", ".join(f"{name} {installed(name) or '–'}" for name in ("businesstimedelta", "pandas", "numpy"))
    print(f"{given.answers:,} questions of each kind (seed {given.seed}), days of {PUBLIC.source}")
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors; {others}", flush=True)
    hours = exam(given.answers, HOURS, truth.hours, given.seed)
    by_hours = [tsk_hours(), *(library(week) for library in (delta_hours, pandas_hours) for week in (common, told))]
    show(f"1 to {HOURS} working hours", by_hours, hours, truth)
    whole = exam(given.answers, DAYS, truth.days, given.seed)
    by_days = [library(week) for library in (delta_days, pandas_days, numpy_days) for week in (common, told)]
    show(f"1 to {DAYS} working days", [tsk_days(), *by_days, numpy_at_once(told)], whole, truth)
    print(LEGEND)
    print("\ntsk alone", *alone(hours.asked), sep="\n", flush=True)


if __name__ == "__main__":
    main()
