"""Working time is a lazy stream of half-open periods; every answer is a fold over it.

Instants are timezone-aware UTC datetimes of whole seconds. Inside, they are integers: seconds since 1970, with prefix
sums of the working seconds before each period, so that one bisection answers a deadline of any length. Days are
ordinals. The periods are built for a few weeks around the first question and the window doubles on demand.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from operator import sub
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec import Struct

from tsk.errors import RulesInvalid, UsageError

Periods = tuple[tuple[int, int], ...]
"""(opens, closes) in minutes after local midnight, ascending and half-open; a closing past 1440 (up to 2880) lies in
the next night and belongs to the date on which the period opens."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY = EPOCH.toordinal()
SECOND = timedelta(seconds=1)
DAY = 86_400
MIDNIGHT = time()
BEHIND, AHEAD = 7, 21  # days built around the first question
PATIENCE = 5 * 366  # days without a period after which a search gives up
LAST_DAY = date(9990, 1, 1).toordinal()


class PublicDays(Struct, frozen=True):
    """One country's holidays: certain from `first` to `last`, statutory days only after that."""

    source: str
    first: date
    last: date
    off: tuple[tuple[date, date, str], ...]  # closed ranges, ascending
    work: tuple[tuple[date, str], ...]  # make-up days, each with the name of its holiday
    statutory: tuple[tuple[date, date, str], ...]  # closed ranges beyond `last`


class Calendar(Struct, frozen=True):
    """The hours of one desk: a week, the exceptions to it, and the zone in which both are meant."""

    name: str
    zone: str
    week: tuple[Periods, ...]  # seven, Monday first
    holidays: str = ""  # whose public days apply; empty: none
    dates: dict[str, Periods] = {}  # "2027-02-05" → its own periods, () closed
    yearly: tuple[tuple[str, str, Periods], ...] = ()  # ("12-28", "01-02", ()): closed, may wrap the New Year
    confirmed: date | None = None  # certain up to here, whatever the source knows
    make_up: Periods | None = None  # the hours of a make-up day; None: those of Monday


class Day(Struct, frozen=True):
    """What one local date is, and its periods."""

    date: date
    kind: str  # working, weekend (a weekday without hours), holiday, make-up, own
    name: str
    periods: Periods
    sure: bool


class Period(NamedTuple):
    """One half-open stretch of working time and the date on which it opens."""

    start: datetime
    end: datetime
    date: date


class Stretch(Struct, frozen=True):
    """A half-open piece of time that the clock counts or skips, and why."""

    start: datetime
    end: datetime
    counted: bool
    kind: str  # open, before-opening, break, after-closing, weekend, holiday, own
    name: str
    date: date


def always(zone: str) -> Calendar:
    """The calendar that never closes."""
    return Calendar(name="always", zone=zone, week=(((0, 1440),),) * 7)


def _seconds(t: datetime) -> int:
    passed = t - EPOCH  # dividing by a second would take twice as long
    return passed.days * DAY + passed.seconds


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


class WorkTime:
    """The working time of one calendar.

    `public` are the days of the country that `calendar.holidays` names; a calendar without that name ignores them.
    Searches raise RulesInvalid when five years pass without a working period.
    """

    def __init__(self, calendar: Calendar, public: PublicDays | None = None) -> None:
        self.calendar = calendar
        self.zone = ZoneInfo(calendar.zone)
        self._dated = {date.fromisoformat(day): periods for day, periods in calendar.dates.items()}
        self._public = public if calendar.holidays else None
        self._off = (*self._public.off, *self._public.statutory) if self._public else ()
        self._off_from = [first for first, _, _ in self._off]
        self._work = dict(self._public.work) if self._public else {}
        self._first = self._last = 0  # the ordinals built so far, half-open
        self._low, self._high = 1, 0  # the instants between which the periods are complete
        self._opens: list[int] = []
        self._closes: list[int] = []
        self._dates: list[int] = []  # the ordinal of each period
        self._sums = [0]  # working seconds before each period, and after the last
        self._days: list[int] = []  # the ordinals that have a period

    def day(self, d: date) -> Day:
        """A date follows its own entry, then a yearly range, a make-up day, a public holiday, and last the week."""
        return Day(d, *self._rule(d), self._known(d))

    def _rule(self, d: date) -> tuple[str, str, Periods]:
        week = self.calendar.week[d.weekday()]
        return self._own(d) or self._public_day(d) or ("working" if week else "weekend", "", week)

    def _own(self, d: date) -> tuple[str, str, Periods] | None:
        if d in self._dated:
            return "own", "", self._dated[d]
        day = f"{d:%m-%d}" if self.calendar.yearly else ""
        for first, last, periods in self.calendar.yearly:
            if first <= day <= last or (last < first and not last < day < first):
                return "own", f"{first}..{last}", periods
        return None

    def _public_day(self, d: date) -> tuple[str, str, Periods] | None:
        if d in self._work:
            make_up = self.calendar.make_up
            return "make-up", self._work[d], self.calendar.week[0] if make_up is None else make_up
        i = bisect_right(self._off_from, d) - 1
        if i >= 0 and d <= self._off[i][1]:
            return "holiday", self._off[i][2], ()
        return None

    def _known(self, d: date) -> bool:
        confirmed, public = self.calendar.confirmed, self._public
        if not self.calendar.holidays or (confirmed and d <= confirmed):
            return True
        return public is not None and public.first <= d <= public.last

    def sure(self, a: datetime, b: datetime) -> bool:
        """Every local day touched by [a, b) is one that the source or `confirmed` is sure of; [a, a) touches a's."""
        return self._known(self._local(a)) and self._known(self._local(max(a, b - SECOND)))

    def ordinary_day(self) -> int:
        """The working seconds of the weekday length that is most frequent in the week; of two, the longer."""
        lengths = Counter(length for periods in self.calendar.week if (length := sum(c - o for o, c in periods)))
        if not lengths:
            raise self._no_time()
        return 60 * max(lengths, key=lambda length: (lengths[length], length))

    def _no_time(self) -> RulesInvalid:
        return RulesInvalid(
            "calendar {name} has no working time", "Give it hours: `tsk rules check`.", name=self.calendar.name
        )

    def _local(self, t: datetime) -> date:
        return t.astimezone(self.zone).date()

    def at(self, d: date, minute: int) -> datetime:
        """A local wall time as an instant: one in a DST gap moves forward by the gap, of two equal ones the first."""
        return _instant(self._wall(d.toordinal(), minute))

    def _wall(self, ordinal: int, minute: int) -> int:
        midnight = datetime.combine(date.fromordinal(ordinal), MIDNIGHT, self.zone)
        return _seconds(midnight + timedelta(minutes=minute) if minute else midnight)

    def _spans(self, first: int, last: int) -> Iterator[tuple[int, int, int]]:
        """The (start, end, ordinal) of each period that opens on a day of [first, last), clipped to those before it."""
        midnights = [self._wall(ordinal, 0) for ordinal in range(first - 1, last + 2)]
        floor = midnights[0]
        for ordinal, midnight, third in zip(range(first - 1, last), midnights, midnights[2:], strict=False):
            steady = third - midnight == 2 * DAY
            for opens, closes in self._rule(date.fromordinal(ordinal))[2]:
                start = max(floor, midnight + 60 * opens if steady else self._wall(ordinal, opens))
                floor = max(floor, midnight + 60 * closes if steady else self._wall(ordinal, closes))
                if start < floor and ordinal >= first:
                    yield start, floor, ordinal

    def _grow(self, first: int, last: int) -> None:
        """The window becomes the days [first, last), of which it holds some; the lists stay the same objects."""
        if first < 3 or last > LAST_DAY:
            raise UsageError("calendar {name} cannot count as far as that", name=self.calendar.name)
        self._put(0, tuple(self._spans(first, self._first)))
        self._put(len(self._dates), tuple(self._spans(self._last, last)))
        self._days[:] = dict.fromkeys(self._dates)
        self._sums[:] = accumulate(map(sub, self._closes, self._opens), initial=0)
        self._first, self._last = first, last
        self._low, self._high = self._wall(first + 1, 0), self._wall(last, 0)

    def _put(self, place: int, spans: tuple[tuple[int, int, int], ...]) -> None:
        self._opens[place:place] = [start for start, _, _ in spans]
        self._closes[place:place] = [end for _, end, _ in spans]
        self._dates[place:place] = [ordinal for _, _, ordinal in spans]

    def _ensure(self, first: int, last: int) -> None:
        """The window holds the days [first, last) after this; where it has to grow, it doubles."""
        size = self._last - self._first
        if not size:
            self._first = self._last = first
            return self._grow(first - BEHIND, last + AHEAD)
        low = min(first, self._first - size) if first < self._first else self._first
        high = max(last, self._last + size) if last > self._last else self._last
        return self._grow(low, high) if high - low > size else None

    def _cover(self, t: int) -> None:
        if not self._low <= t <= self._high:
            day = t // DAY + EPOCH_DAY
            self._ensure(day - 2, day + 3)

    def _later(self) -> None:
        self._ensure(self._first, self._last + 1)
        if self._last - (self._dates[-1] if self._dates else self._first) > PATIENCE:
            raise self._no_time()

    def _earlier(self) -> None:
        self._ensure(self._first - 1, self._last)
        if (self._dates[0] if self._dates else self._last) - self._first > PATIENCE:
            raise self._no_time()

    def _worked(self, t: int) -> int:
        """Working seconds from the beginning of the window, which may move, up to t."""
        if not self._low <= t <= self._high:
            self._cover(t)
        i = bisect_right(self._opens, t) - 1
        if i < 0:
            return 0
        closes = self._closes[i]
        return self._sums[i] + (t if t < closes else closes) - self._opens[i]

    def _next(self, t: int) -> int:
        """The index of the first period that closes after t."""
        self._cover(t)
        while not self._closes or self._closes[-1] <= t:
            self._later()
        return bisect_right(self._closes, t)

    def _after(self, t: int, seconds: int) -> int:
        if not seconds:
            return max(t, self._opens[self._next(t)])
        target = self._worked(t) + seconds
        while self._sums[-1] < target:
            self._later()
        i = bisect_left(self._sums, target) - 1
        return self._opens[i] + target - self._sums[i]

    def _before(self, t: int, seconds: int) -> int:
        while (worked := self._worked(t)) < seconds or not self._opens or t < self._opens[0]:
            self._earlier()
        i = bisect_right(self._sums, worked - seconds) - 1 if seconds else bisect_right(self._opens, t) - 1
        return self._opens[i] + worked - seconds - self._sums[i]

    def _day(self, d: date) -> int:
        """The ordinal of d, which now lies in the window."""
        ordinal = d.toordinal()
        self._ensure(ordinal, ordinal + 1)
        return ordinal

    def _on(self, d: date) -> int:
        """The index of the first period of the first working day not before d."""
        ordinal = self._day(d)
        while not self._dates or self._dates[-1] < ordinal:
            self._later()
        return bisect_left(self._dates, ordinal)

    def periods(self, start: datetime) -> Iterator[Period]:
        """The endless stream of periods that end after `start`, whole, ascending and never overlapping."""
        t = _seconds(start)
        while True:
            i = self._next(t)
            t = self._closes[i]
            yield Period(_instant(self._opens[i]), _instant(t), date.fromordinal(self._dates[i]))

    def deadline(self, start: datetime, seconds: int) -> datetime:
        """The earliest instant at which `seconds` of working time have passed; of none, the next working instant."""
        return _instant(self._after(_seconds(start), seconds)) if seconds >= 0 else self.latest(start, -seconds)

    def latest(self, end: datetime, seconds: int) -> datetime:
        """The latest instant with `seconds` of working time left until `end`; of none, the last one open or closing."""
        return _instant(self._before(_seconds(end), seconds)) if seconds >= 0 else self.deadline(end, -seconds)

    def elapsed(self, a: datetime, b: datetime) -> int:
        """Working seconds in [a, b); negative when b lies before a."""
        first, last = _seconds(a), _seconds(b)
        self._cover(first)
        return self._worked(last) - self._worked(first)

    def next_open(self, t: datetime) -> datetime:
        """The first working instant that is not before t."""
        return self.deadline(t, 0)

    def opening(self, d: date) -> datetime:
        """The start of the first period of d, or of the first working day after it."""
        return _instant(self._opens[self._on(d)])

    def closing(self, d: date) -> datetime:
        """The end of the last period of d, or of the first working day after it."""
        day = self._dates[self._on(d)]
        return _instant(self._closes[bisect_right(self._dates, day) - 1])

    def working_day(self, d: date, n: int) -> date:
        """The nth working day after d, or before it for a negative n; d itself for none."""
        ordinal = self._day(d)
        if n > 0:
            while (i := bisect_right(self._days, ordinal) + n - 1) >= len(self._days):
                self._later()
        else:
            while (i := bisect_left(self._days, ordinal) + n) < 0:
                self._earlier()
        return date.fromordinal(self._days[i]) if n else d

    def working_days_between(self, a: date, b: date) -> int:
        """The number of working days in (a, b]; negative when b lies before a."""
        first, last = self._day(a), self._day(b)
        return bisect_right(self._days, last) - bisect_right(self._days, first)

    def date_of(self, t: datetime) -> date:
        """The date whose period contains t, else t's local date: a night shift belongs to the evening before."""
        seconds = _seconds(t)
        self._cover(seconds)
        i = bisect_right(self._opens, seconds) - 1
        return date.fromordinal(self._dates[i]) if i >= 0 and seconds < self._closes[i] else self._local(t)

    def stretches(self, a: datetime, b: datetime) -> Iterator[Stretch]:
        """The counted and skipped pieces of [a, b), without a gap; a skipped one lies in one local date."""
        now, end = _seconds(a), max(_seconds(a), _seconds(b))
        self._cover(now)
        self._cover(end)
        spans = slice(bisect_right(self._closes, now), bisect_left(self._opens, end) if now < end else 0)
        found = zip(self._opens[spans], self._closes[spans], self._dates[spans], strict=True)
        for opens, closes, ordinal in found:
            yield from self._skipped(now, opens)
            start, now = max(now, opens), min(closes, end)
            day = date.fromordinal(ordinal)
            yield Stretch(_instant(start), _instant(now), True, "open", self.day(day).name, day)
        yield from self._skipped(now, end)

    def _skipped(self, now: int, end: int) -> Iterator[Stretch]:
        while now < end:
            day = self._local(_instant(now))
            midnight = self._wall(day.toordinal() + 1, 0)
            until = min(end, midnight if midnight > now else now + 3600)  # clocks that go back across midnight
            yield Stretch(_instant(now), _instant(until), False, self._reason(now, day), self.day(day).name, day)
            now = until

    def _reason(self, now: int, day: date) -> str:
        """Why the clock stands at `now`, an instant of `day` that lies in no period."""
        first, last = (edge(self._dates, day.toordinal()) for edge in (bisect_left, bisect_right))
        if first == last:
            kind = self.day(day).kind
            return kind if kind in ("holiday", "own") else "weekend"
        if now < self._opens[first]:
            return "before-opening"
        return "after-closing" if now >= self._closes[last - 1] else "break"
