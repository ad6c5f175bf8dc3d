"""How long who had a case: the working time of each stay, by the holder's own calendar, and its sums."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from tsk.custody import Stay
from tsk.rules import Calendars


class Share(Struct, frozen=True):
    """What one holder had of a case: `working` and `clock` are seconds; the parts and reasons are those of a stay."""

    department: str
    handler: str
    part: str
    wait: str
    working: int
    clock: int


def in_desk_hands(stay: Stay, desk: str) -> Stay:
    """The stay; what nobody else has to answer or to review is with the desk department."""
    return replace(stay, department=desk) if stay.part in ("answer", "review") and not stay.department else stay


def working_seconds(stay: Stay, calendars: Calendars, now: datetime) -> int:
    """The working seconds of a stay up to `now`, by the calendar of the department that had the case."""
    return calendars.of_department(stay.department).elapsed(stay.since, _end(stay, now))


def _end(stay: Stay, now: datetime) -> datetime:
    """The end of a stay seen from `now`; a wait that is to last longer has lasted until now."""
    return max(stay.since, min(stay.until or now, now))


class Booking(Struct, frozen=True):
    """A stay with its working seconds, booked when it ended `by` the calendars of that day (their digest).

    One that lasts has none yet.
    """

    stay: Stay
    working: int | None = None
    by: str = ""


def book(
    stays: Iterable[Stay], kept: Iterable[Booking], calendars: Calendars, desk: str, now: datetime
) -> tuple[Booking, ...]:
    """The stays with their time: as it is kept, else by the calendars of today where they have ended."""
    known = {one.stay: one for one in kept}
    return tuple(known.get(stay) or _booked(stay, calendars, desk, now) for stay in stays)


def _booked(stay: Stay, calendars: Calendars, desk: str, now: datetime) -> Booking:
    if stay.until is None or stay.until > now:
        return Booking(stay)
    return Booking(stay, working_seconds(in_desk_hands(stay, desk), calendars, now), calendars.digest)


class Taken(Struct, frozen=True):
    """The booked working seconds of one case: in anybody's hands, waiting, and after the answer.

    `lead` is that of the lead department and on the answer alone.
    """

    lead: int = 0
    handled: int = 0
    waited: int = 0
    reviewed: int = 0


def taken(bookings: Iterable[Booking]) -> Taken:
    """The booked time of one case added up."""
    sums = dict.fromkeys(("lead", *_KINDS), 0)
    for one in bookings:
        kind = _kind(one.stay)
        sums[kind] += one.working or 0
        sums["lead"] += (one.working or 0) if kind == "handled" and one.stay.part != "co" else 0
    return Taken(**sums)


class Handling(Struct, frozen=True):
    """How long one department or person had complaints: `cases` is how many, the rest are working seconds.

    `handled` is work as lead, as helper or on the answer, `waited` what the cases waited for somebody else meanwhile,
    `reviewed` the time from the answer to the end.
    """

    cases: int = 0
    handled: int = 0
    waited: int = 0
    reviewed: int = 0

    @property
    def each(self) -> int | None:
        """The working seconds of handling that a complaint took on average; None where there was none."""
        return self.handled // self.cases if self.cases else None


class Spread(Struct, frozen=True):
    """How the handling times of the complaints answered lie: of `count`, by nearest rank, in working seconds.

    Half of them took no longer than `median`, nine of ten no longer than `ninetieth`, in whole minutes rounded down;
    None where there is none.
    """

    count: int = 0
    median: int | None = None
    ninetieth: int | None = None


def spread_of(minutes: Mapping[int, int]) -> Spread:
    """How the times lie of which so many took so many minutes each."""
    count = sum(minutes.values())
    return Spread(count, *(_nearest_rank(minutes, count, share) for share in (50, 90))) if count else Spread()


def _nearest_rank(minutes: Mapping[int, int], count: int, share: int) -> int:
    """The least time, in seconds, that at least that share of them took at most."""
    so_far = 0
    for minute in sorted(minutes):
        so_far += minutes[minute]
        if so_far * 100 >= share * count:
            return 60 * minute
    raise AssertionError


class Handled(Struct, frozen=True):
    """The handling of a period by each value of a dimension, and in all."""

    by_key: dict[str, Handling]
    total: Handling


class Running(Struct, frozen=True):
    """A stay that is not booked, of the complaint `case` (its site and id), under the value `key` of a dimension.

    `here`: the complaint counts under that value already by what is booked; `anywhere`: under any value.
    """

    key: str
    case: tuple[str, int]
    here: bool
    anywhere: bool
    stay: Stay


def handled(
    booked: Mapping[str, Handling],
    cases: int,
    running: Iterable[Running],
    calendars_of: Callable[[str], Calendars],
    now: datetime,
) -> Handled:
    """What is booked by each value of a dimension, of so many cases in all, with what runs added up to `now`.

    What runs is measured by the calendars of the complaint's site.
    """
    sums = {key: [getattr(one, kind) for kind in _KINDS] for key, one in booked.items()}
    more: dict[str, set[tuple[str, int]]] = {}
    new: set[tuple[str, int]] = set()
    for one in running:
        passed, kind = working_seconds(one.stay, calendars_of(one.case[0]), now), _kind(one.stay)
        sums.setdefault(one.key, [0, 0, 0])[_KINDS.index(kind)] += passed
        if passed and kind != "reviewed":
            more.setdefault(one.key, set()).update(() if one.here else (one.case,))
            new.update(() if one.anywhere else (one.case,))
    before = {key: one.cases for key, one in booked.items()}
    by_key = {key: Handling(before.get(key, 0) + len(more.get(key, ())), *some) for key, some in sums.items()}
    whole = (sum(some[i] for some in sums.values()) for i in range(len(_KINDS)))
    return Handled(by_key, Handling(cases + len(new), *whole))


_KINDS = ("handled", "waited", "reviewed")


def _kind(stay: Stay) -> str:
    return "reviewed" if stay.part == "review" else "waited" if stay.wait else "handled"


def shares(stays: Iterable[Stay], calendars: Calendars, now: datetime) -> tuple[Share, ...]:
    """The stays of one case added up by holder and what was waited for, in the order in which each began."""
    sums: dict[tuple[str, str, str, str], tuple[int, int]] = {}
    for stay in stays:
        key = (stay.department, stay.handler, stay.part, stay.wait)
        working, clock = sums.get(key, (0, 0))
        passed = int((_end(stay, now) - stay.since).total_seconds())
        sums[key] = working + working_seconds(stay, calendars, now), clock + passed
    return tuple(Share(*key, *both) for key, both in sums.items() if both[1])
