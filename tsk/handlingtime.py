"""How long who had a case: the working time of each stay, by the holder's own calendar, and its sums."""

from __future__ import annotations

from collections.abc import Iterable
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

    Half of them took no longer than `median`, nine of ten no longer than `ninetieth`; None where there is none.
    """

    count: int = 0
    median: int | None = None
    ninetieth: int | None = None


class Handled(Struct, frozen=True):
    """The handling of a period by each value of a dimension, and in all."""

    by_key: dict[str, Handling]
    total: Handling


def handled(of: Iterable[tuple[str, int, Stay]], calendars: Calendars, now: datetime) -> Handled:
    """The stays of many cases added up; each comes with the value of the dimension and the case that it belongs to."""
    seconds: dict[tuple[str, str], int] = {}
    cases: dict[str, set[int]] = {}
    for key, case, stay in of:
        kind = "reviewed" if stay.part == "review" else "waited" if stay.wait else "handled"
        passed = working_seconds(stay, calendars, now)
        seconds[key, kind] = seconds.get((key, kind), 0) + passed
        if passed and kind != "reviewed":
            cases.setdefault(key, set()).add(case)
    every = len(set().union(*cases.values()))
    by_key = {key: _handling(len(cases.get(key, ())), seconds, key) for key, _ in seconds}
    total = Handling(every, *(sum(getattr(one, kind) for one in by_key.values()) for kind in _KINDS))
    return Handled(by_key, total)


_KINDS = ("handled", "waited", "reviewed")


def _handling(cases: int, seconds: dict[tuple[str, str], int], key: str) -> Handling:
    return Handling(cases, *(seconds.get((key, kind), 0) for kind in _KINDS))


def shares(stays: Iterable[Stay], calendars: Calendars, now: datetime) -> tuple[Share, ...]:
    """The stays of one case added up by holder and what was waited for, in the order in which each began."""
    sums: dict[tuple[str, str, str, str], tuple[int, int]] = {}
    for stay in stays:
        key = (stay.department, stay.handler, stay.part, stay.wait)
        working, clock = sums.get(key, (0, 0))
        passed = int((_end(stay, now) - stay.since).total_seconds())
        sums[key] = working + working_seconds(stay, calendars, now), clock + passed
    return tuple(Share(*key, *both) for key, both in sums.items() if both[1])
