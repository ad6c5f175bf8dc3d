"""How well the forecast foretells: chances of `tsk.forecast` against what happened, on a real incident log.

Learns from the cases received before a day, then foretells for those received from that day on, at several moments of
each one's life, and prints how often what was foretold came true: by the size of the chance, by the group that it came
from, and by the moment.

    python bench/forecast.py [LOG] [--from DAY] [--rolling] [--limit LIMIT …]

LOG is `incident_event_log.csv` of the UCI repository (data set 498), with days written 29/2/2016 or 29-02-2016; without
it the part in ../shared/data is read. Of a whole log everything from `--from` on is held back: nothing is known there
that was not known at that midnight, or with `--rolling`, as in the program, at the midnight before each forecast. The
part holds the incidents of three days only, so there the third day is held back and the whole lives of the others are
known: that tries the method on other cases, not on later ones.

The log does not say its own limits; ours run on both clocks, without waits. What comes out: docs/forecast.md.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from tsk.forecast import GROUPS, LATEST, Forecast, History, Kind, Past, used
from tsk.limits import base_due, counts, moved, parse_limit
from tsk.worktime import Calendar, WorkTime

PROJECT = Path(__file__).resolve().parents[1]
SAMPLE = PROJECT.parent / "shared" / "data" / "uci-incident" / "incident_event_log.sample5998_ddmmyyyy_dash.csv"
LIMITS = ("24 hours", "2 working days", "5 working days", "10 days")
MOMENTS = (0.0, 0.25, 0.5, 0.75, 0.9)
HOURS = ((9 * 60, 18 * 60),)  # minutes of the day


class Missing(Exception):
    """A log that cannot be read here, and why."""


# ── the log ────────────────────────────────────────────────────────────────────────────────────────


class Change(NamedTuple):
    """What was known of an incident from that instant on."""

    at: datetime
    category: str
    severity: str
    department: str


class Incident(NamedTuple):
    """One incident: received, first answered (None: never), and what was known of it when."""

    received: datetime
    answered: datetime | None
    changes: tuple[Change, ...]

    def kind(self, at: datetime) -> Kind:
        """What is known of it at that instant, at least what its first row says."""
        place = bisect_right(self.changes, at, key=lambda change: change.at)
        return Kind(*self.changes[max(0, place - 1)][1:], round=1)


def instant(text: str) -> datetime:
    day, month, year, hour, minute = map(int, re.split("[-/ :]", text))
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def incidents(file: Path) -> list[Incident]:
    """The incidents of the log by their receipt."""
    if not file.exists():
        raise Missing(f"{file} is not there; see the head of this script")
    rows: dict[str, list[dict[str, str]]] = {}
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            rows.setdefault(row["number"], []).append(row)
    return sorted(map(incident, rows.values()))


def incident(rows: list[dict[str, str]]) -> Incident:
    answers = [row for row in rows if row["incident_state"] in ("Resolved", "Closed")]
    received = min(instant(row[name]) for row in rows[:1] for name in ("opened_at", "sys_updated_at"))
    changes = tuple(
        Change(instant(row["sys_updated_at"]), row["category"], row["priority"], row["assignment_group"])
        for row in sorted(rows, key=lambda row: instant(row["sys_updated_at"]))
    )
    return Incident(received, instant(answers[0]["sys_updated_at"]) if answers else None, changes)


# ── one limit ──────────────────────────────────────────────────────────────────────────────────────


class Clock:
    """A limit on its own clock: when it is due, and which share of it has gone by."""

    def __init__(self, limit: str, time: WorkTime) -> None:
        self._limit, self._time = parse_limit(limit), time

    def due(self, start: datetime) -> datetime:
        return base_due(self._limit, start, self._time)

    def used(self, start: datetime, at: datetime) -> float:
        return used(self._limit, self._time, start, self.due(start), at)

    def at(self, start: datetime, share: float) -> datetime:
        """The instant at which that share has gone by."""
        whole = counts(self._limit, self._time, start, self.due(start))
        return moved(self._limit, start, round(share * whole), self._time)


class Told(NamedTuple):
    """One forecast, and whether the due was missed; `share` is the moment it was made at."""

    share: float
    forecast: Forecast | None
    missed: bool


def history(cases: Iterable[Incident], clock: Clock, known: datetime, groups: Sequence[tuple[str, ...]]) -> History:
    """What is known at that instant of the cases received before it."""
    past = []
    for case in cases:
        over = case.answered is not None and case.answered <= known
        end = case.answered if over and case.answered else known
        past.append(Past(case.kind(end), clock.used(case.received, end), running=not over))
    return History(past, groups)


def latest(cases: Sequence[Incident], clock: Clock, now: datetime) -> Sequence[Incident]:
    """Those that the program looks at: the latest that came in at least as long ago as the limit lasts."""
    before = bisect_left(cases, now - (clock.due(now) - now), key=lambda case: case.received)
    return cases[max(0, before - LATEST) : before]


def told(
    cases: list[Incident],
    clock: Clock,
    first: datetime,
    known: datetime | None,
    rolling: bool,
    groups: Sequence[tuple[str, ...]],
) -> Iterator[Told]:
    """The forecasts for the cases received from `first` on, with what is known at `known`, or at each midnight."""
    learned = [case for case in cases if case.received < first]
    fixed = None if rolling else history(learned, clock, known or first, groups)
    nightly: dict[datetime, History] = {}
    for case in (case for case in cases if case.received >= first):
        due = clock.due(case.received)
        for share in MOMENTS:
            at = max(clock.at(case.received, share), case.changes[0].at)
            if at > due or (case.answered and case.answered <= at):
                continue
            night = at.replace(hour=0, minute=0)
            if rolling and night not in nightly:
                nightly[night] = history(latest(cases, clock, night), clock, night, groups)
            seen = fixed or nightly[night]
            made = seen.forecast(case.kind(at), clock.used(case.received, at))
            yield Told(share, made, case.answered is None or case.answered > due)


# ── what is printed ────────────────────────────────────────────────────────────────────────────────


class Score(NamedTuple):
    """How good some forecasts were: Brier's score, that of always saying the share that was missed, and the gap."""

    cases: int
    foretold: float
    missed: float
    brier: float
    base: float


def score(made: Sequence[Told]) -> Score:
    known = [(one.forecast.chance, one.missed) for one in made if one.forecast]
    n = max(1, len(known))
    rate = sum(missed for _, missed in known) / n
    brier = sum((chance - missed) ** 2 for chance, missed in known) / n
    return Score(len(known), sum(chance for chance, _ in known) / n, rate, brier, rate * (1 - rate))


def table(title: str, parts: Iterable[tuple[str, Sequence[Told]]]) -> None:
    print(f"\n  {title:<40} {'cases':>7} {'foretold':>9} {'missed':>8} {'Brier':>7} {'base':>7}")
    for name, made in parts:
        one = score(made)
        shares = f"{one.foretold:>9.1%} {one.missed:>8.1%} {one.brier:>7.3f} {one.base:>7.3f}"
        if one.cases:
            print(f"  {name:<40} {one.cases:>7} {shares}")


def decile(one: Told) -> int:
    return min(9, int(one.forecast.chance * 10)) if one.forecast else -1


def printed(limit: str, made: Sequence[Told]) -> None:
    some = [one for one in made if one.forecast]
    print(f"\n{limit}: {len(made)} open milestones, {len(some) / max(1, len(made)):.1%} got a forecast")
    table("all", [("", some)])
    table("chance", ((f"{n * 10}–{n * 10 + 10} %", [one for one in some if decile(one) == n]) for n in range(10)))
    groups = dict.fromkeys(one.forecast.of for one in some if one.forecast)
    ordered = sorted(groups, key=len, reverse=True)
    table("similar in", ((", ".join(g), [o for o in some if o.forecast and o.forecast.of == g]) for g in ordered))
    table("of its time gone by", ((f"{share:.0%}", [one for one in some if one.share == share]) for share in MOMENTS))


def measured(
    file: Path, first: datetime | None, limits: Sequence[str], rolling: bool, groups: Sequence[tuple[str, ...]] = GROUPS
) -> Iterator[tuple[str, list[Told]]]:
    """The forecasts for each limit."""
    cases = incidents(file)
    last_day = cases[-1].received.replace(hour=0, minute=0)
    whole_lives = None if first else cases[-1].received + timedelta(days=400)
    time = WorkTime(Calendar("office", "UTC", tuple(HOURS if day < 5 else () for day in range(7))))
    for limit in limits:
        yield limit, list(told(cases, Clock(limit, time), first or last_day, whole_lives, rolling, groups))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("log", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--from", dest="first", metavar="DAY", help="the first day held back, as 2016-05-01")
    parser.add_argument("--rolling", action="store_true", help="learn anew every night")
    parser.add_argument("--limit", dest="limits", action="append", metavar="LIMIT")
    said = parser.parse_args()
    first = datetime.fromisoformat(said.first).replace(tzinfo=UTC) if said.first else None
    try:
        for limit, made in measured(said.log, first, said.limits or LIMITS, said.rolling):
            printed(limit, made)
    except Missing as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
