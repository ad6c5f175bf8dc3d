"""The figures of a report counted a second time, in plain Python from what `show --history --json` tells of each file.

Nothing of the program's own counting is used: states, holders, waits and working time are worked out here again, the
public holidays come from the package `chinese_calendar` itself. Nothing here knows a step that was undone.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import accumulate, pairwise
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import chinese_calendar

File = dict[str, Any]
HANDLED = ("registered", "assigned", "in_progress", "pending")
ENDS = {"closed": "closed", "cancelled": "cancelled", "rejected": "rejected", "merged": "merged"}
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


# ── working time ───────────────────────────────────────────────────────────────────────────────────


class Office(NamedTuple):
    """One calendar of a rule file: the hours of each weekday, and whether China's holidays apply."""

    zone: ZoneInfo
    week: dict[int, tuple[tuple[time, time], ...]]
    chinese: bool

    def seconds(self, a: datetime, b: datetime) -> int:
        """The working seconds between two instants, added up day by day."""
        if a >= b:
            return 0
        if not self.week:
            return int((b - a).total_seconds())
        first, last = a.astimezone(self.zone).date(), b.astimezone(self.zone).date()
        days = (first + timedelta(days=i) for i in range((last - first).days + 1))
        return sum(self._on(day, a, b) for day in days)

    def _on(self, day: date, a: datetime, b: datetime) -> int:
        weekday = day.weekday()
        if self.chinese:
            works = chinese_calendar.is_workday(day)
            weekday = 0 if works and weekday > 4 else weekday if works else 6
        spans = (
            (datetime.combine(day, opens, self.zone), datetime.combine(day, closes, self.zone))
            for opens, closes in self.week.get(weekday, ())
        )
        return sum(int(max(timedelta(), min(b, end) - max(a, start)).total_seconds()) for start, end in spans)


class House(NamedTuple):
    """What is needed of a rule file: the calendar of each department, the default one, the desk, the zone."""

    zone: ZoneInfo
    calendars: dict[str, Office]
    default: Office
    desk: str

    def of(self, department: str) -> Office:
        return self.calendars.get(department, self.default)


def house_of(rules: Path) -> House:
    """The calendars and departments of a rule file."""
    said = tomllib.loads(rules.read_text("utf-8"))
    zone = ZoneInfo(said["policy"]["zone"])
    offices = {name: _office(row, zone) for name, row in said.get("calendars", {}).items()}
    always = Office(zone, {}, chinese=False)
    default = next((offices[name] for name, row in said.get("calendars", {}).items() if row.get("default")), always)
    own = {name: offices[row["calendar"]] for name, row in said["departments"].items() if "calendar" in row}
    desk = next(name for name, row in said["departments"].items() if row.get("desk"))
    return House(zone, own, default, desk)


def _office(row: dict[str, Any], zone: ZoneInfo) -> Office:
    week: dict[int, tuple[tuple[time, time], ...]] = {}
    for days, spans in row["hours"].items():
        first, _, last = days.partition("-")
        for day in range(WEEK.index(first), WEEK.index(last or first) + 1):
            week[day] = tuple(
                (time.fromisoformat(opens), time.fromisoformat(closes))
                for opens, _, closes in (span.partition("-") for span in spans)
            )
    return Office(zone, week, row.get("holidays") == "CN")


# ── one file ───────────────────────────────────────────────────────────────────────────────────────


class Spell(NamedTuple):
    """A stretch in which one department and handler had a complaint, as lead, co, answer or review."""

    part: str
    department: str
    handler: str
    since: datetime
    until: datetime | None


class Course:
    """What became of one complaint, step by step."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.state = "registered"
        self.department = self.handler = ""
        self.co: list[str] = []
        self.helping: list[str] = []
        self.handed_in = False
        self.rating = ""
        self.reopened = 0
        self.mistake = False
        self.ended: datetime | None = None
        self.spells: list[Spell] = []
        self._now: dict[tuple[str, str, str], datetime] = {}
        self._hold(_at(file["received_at"]))
        for event in file["events"]:
            self._step(event)
        self.spells += [Spell(*key, since, None) for key, since in self._now.items()]

    def _step(self, event: dict[str, Any]) -> None:
        assert event["type"] != "undone"
        getattr(self, f"_{event['type']}", lambda event: None)(event)
        if event["type"] in ENDS:
            self.state, self.ended = ENDS[event["type"]], _at(event["at"])
            self.mistake = event.get("by") == "mistake"
        self._hold(_at(event["at"]))

    def _hold(self, at: datetime) -> None:
        """Notes who has it from here on; it never goes back before what was noted last."""
        wanted = set(self._holders())
        if wanted == set(self._now):
            return
        at = max([at, *self._now.values(), *(one.since for one in self.spells)])
        for key in [key for key in self._now if key not in wanted]:
            self.spells.append(Spell(*key, self._now.pop(key), at))
        for key in wanted - set(self._now):
            self._now[key] = at

    def _holders(self) -> Iterator[tuple[str, str, str]]:
        if self.state in HANDLED:
            yield ("answer", "", "") if self.handed_in else ("lead", self.department, self.handler)
            yield from (("co", name, "") for name in self.helping)
        elif self.state == "resolved":
            yield "review", "" if self.handed_in else self.department, ""

    # what each kind of step changes

    def _assigned(self, event: dict[str, Any]) -> None:
        to = event.get("department", self.department)
        if to != self.department:
            self.department, self.handler, self.handed_in = to, "", False
        self.handler = event.get("handler", self.handler)
        if "co_departments" in event:
            self.helping = [n for n in event["co_departments"] if n not in self.co or n in self.helping]
            self.co = list(event["co_departments"])

    def _accepted(self, event: dict[str, Any]) -> None:
        self.handler = event["actor"]

    def _submitted(self, event: dict[str, Any]) -> None:
        part = event.get("department", self.department)
        if part == self.department:
            self.handed_in = True
        self.helping = [name for name in self.helping if name != part]

    def _replied(self, event: dict[str, Any]) -> None:
        self.state, self.helping = "resolved", []

    def _rated(self, event: dict[str, Any]) -> None:
        if event["satisfied"] in ("yes", "no"):
            self.rating = event["satisfied"]
        if event["satisfied"] == "no":
            self._again(self.state == "closed")

    def _visited(self, event: dict[str, Any]) -> None:
        if event.get("reached", True):
            self._rated(event)

    def _returned(self, event: dict[str, Any]) -> None:
        closed = self.state == "closed"
        if event.get("redo"):
            self._again(closed)
        else:
            self.handed_in, self.state = False, self.state if self.state in HANDLED else "resolved"

    def _reopened(self, event: dict[str, Any]) -> None:
        self._again(True)

    def _again(self, counts: bool) -> None:
        """A new round begins."""
        self.state, self.handed_in, self.helping = "in_progress", False, list(self.co)
        self.reopened += counts
        self.mistake = False

    # what it adds to the figures

    def seconds(self, house: House, now: datetime) -> Iterator[tuple[Spell, str, int]]:
        """Each spell's working seconds up to now, those in hand, waiting and in review apart."""
        waits = [(_at(wait["since"]), _at(wait["until"])) for wait in self.file["waits"]]
        for spell in self.spells:
            ours = spell.part in ("answer", "review") and not spell.department
            department = house.desk if ours else spell.department
            office, end = house.of(department), min(spell.until or now, now)
            edges = sorted({spell.since, end, *(at for wait in waits for at in wait if spell.since < at < end)})
            for a, b in pairwise(edges):
                waiting = any(since <= a < until for since, until in waits)
                kind = "reviewed" if spell.part == "review" else "waited" if waiting else "handled"
                yield spell._replace(department=department), kind, office.seconds(a, b)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


# ── a period ───────────────────────────────────────────────────────────────────────────────────────


class Recount(NamedTuple):
    """All files of a desk, looked at from one instant."""

    courses: list[Course]
    house: House
    now: datetime

    def of(self, since: date, until: date) -> list[Course]:
        """The complaints received from `since` to before `until`, without those cancelled by mistake."""
        return [one for one in self._counted() if since <= self._received(one) < until]

    def _counted(self) -> Iterator[Course]:
        return (one for one in self.courses if not (one.mistake and one.state == "cancelled"))

    def _received(self, one: Course) -> date:
        return _at(one.file["received_at"]).astimezone(self.house.zone).date()

    def line(self, some: Iterable[Course]) -> dict[str, Any]:
        """The figures of these complaints as `report --json` names them, rates as (count, of)."""
        some = list(some)
        milestones = [m for one in some for m in one.file["milestones"]]
        judged = [one for one in some if one.file["upheld"]]
        rated = [one for one in some if one.rating]
        return {
            "received": len(some),
            "solved": _count(some, lambda one: one.state == "closed"),
            "open": _count(some, lambda one: one.state in (*HANDLED, "resolved")),
            "cancelled": _count(some, lambda one: one.state in ("cancelled", "rejected", "merged")),
            "overdue": _count(some, lambda one: any(self._owed(m) for m in one.file["milestones"])),
            "reopened": sum(one.reopened for one in some),
            "chased": _count(some, lambda one: one.file["chases"] > 0),
            "repeated": _count(some, lambda one: bool(one.file["repeat_of"])),
            "timeliness": self._in_time(m for m in milestones if m["name"] == "reply"),
            "resolution": (_count(some, lambda one: one.state == "closed"), len(some)),
            "satisfaction": (_count(rated, lambda one: one.rating == "yes"), len(rated)),
            "repeat": (_count(some, lambda one: bool(one.file["repeat_of"])), len(some)),
            "chase": (sum(one.file["chases"] for one in some), len(some)),
            "upheld": (_count(judged, lambda one: one.file["upheld"] in ("yes", "partly")), len(judged)),
            "reopen": (_count(some, lambda one: one.reopened > 0), len(some)),
            "milestones": self._each_in_time(milestones),
            **self._spread(some),
        }

    def _owed(self, m: dict[str, Any]) -> bool:
        return m["name"] == "reply" and not m["met_at"] and not m["ended_at"] and _at(m["due"]) < self.now

    def _in_time(self, milestones: Iterable[dict[str, Any]]) -> tuple[int, int]:
        told = [known for m in milestones if (known := self._kept(m)) is not None]
        return sum(told), len(told)

    def _each_in_time(self, milestones: list[dict[str, Any]]) -> dict[str, tuple[int, int]]:
        names = {m["name"] for m in milestones}
        found = {name: self._in_time(m for m in milestones if m["name"] == name) for name in names}
        return {name: pair for name, pair in found.items() if pair[1]}

    def _kept(self, m: dict[str, Any]) -> bool | None:
        """Whether a milestone was met in time; None where it did not fall due."""
        due = _at(m["due"])
        if m["met_at"]:
            return _at(m["met_at"]) <= due
        ended = m["ended_at"]
        fell_due = (_at(ended) > due and m["why"] != "not measured") if ended else due < self.now
        return False if fell_due else None

    def _spread(self, some: list[Course]) -> dict[str, Any]:
        answered = [one for one in some if one.state in ("resolved", "closed")]
        took = sorted(self._until_answer(one) // 60 * 60 for one in answered)
        ranks = {"median_seconds": ceil(0.5 * len(took)), "p90_seconds": -(-len(took) * 9 // 10)}
        return {"answered": len(took), **{name: took[n - 1] if took else None for name, n in ranks.items()}}

    def _until_answer(self, one: Course) -> int:
        spent = one.seconds(self.house, self.now)
        return sum(n for spell, kind, n in spent if kind == "handled" and spell.part in ("lead", "answer"))

    def handling(self, some: Iterable[Course], of: Callable[[Course, Spell], str]) -> dict[str, dict[str, int]]:
        """The time of these complaints by whatever `of` says of a complaint and of who had it."""
        sums: dict[str, Counter[str]] = {}
        cases: dict[str, set[int]] = {}
        for one in some:
            for spell, kind, seconds in one.seconds(self.house, self.now):
                key = of(one, spell)
                sums.setdefault(key, Counter())[f"{kind}_seconds"] += seconds
                if seconds and kind != "reviewed":
                    cases.setdefault(key, set()).add(one.file["id"])
        kinds = ("handled_seconds", "waited_seconds", "reviewed_seconds")
        return {
            key: {"complaints": len(cases.get(key, ())), **{kind: one[kind] for kind in kinds}}
            for key, one in sums.items()
        }

    def backlog(self, buckets: Iterable[tuple[date, date]]) -> list[tuple[int, int, int]]:
        """How many came in and ended from the first to the last of those days, and how many were open after it."""
        told = []
        for first, last in buckets:
            came = [one for one in self._counted() if first <= self._received(one) <= last]
            went = [one for one in self._counted() if (day := self._left(one)) and first <= day <= last]
            there = [one for one in self._counted() if self._received(one) <= last and not self._gone(one, last)]
            told.append((len(came), len(went), len(there)))
        return told

    def _left(self, one: Course) -> date | None:
        ended = one.ended if one.state in ENDS.values() else None
        return ended.astimezone(self.house.zone).date() if ended else None

    def _gone(self, one: Course, day: date) -> bool:
        left = self._left(one)
        return left is not None and left <= day

    def ages(self) -> list[int]:
        """How many days each open complaint is old."""
        today = self.now.astimezone(self.house.zone).date()
        return [(today - self._received(one)).days for one in self._counted() if self._left(one) is None]

    def causes(self, some: Iterable[Course]) -> list[tuple[str, int, int]]:
        """The causes, the most frequent first and none last, each with its number and the sum so far."""
        counts = Counter(one.file["cause"] for one in some)
        order = sorted(counts, key=lambda name: (not name, -counts[name], name))
        sums = accumulate(counts[name] for name in order)
        return [(name, counts[name], so_far) for name, so_far in zip(order, sums, strict=True)]


def _count(some: Iterable[Course], holds: Callable[[Course], bool]) -> int:
    return sum(holds(one) for one in some)
