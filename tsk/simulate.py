"""A rehearsal of other rules: how each recorded complaint would stand, what that changes, and the sums of both sides.

A side is what one rule file makes of the same steps of the same people. Nothing here reads or writes anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from tsk.errors import TskError
from tsk.figures import Fact, facts
from tsk.model import Case
from tsk.rulerows import Policy
from tsk.sla import standing

Key = tuple[str, int, str]  # a milestone of a case: name, round, part
_NAMED = 5
DECIDED = ("category", "severity", "route", "department")  # what the rules decide besides deadlines


class Due(Struct, frozen=True):
    """One deadline, and how it stands at the present of the rehearsal."""

    due: datetime
    standing: str
    running: bool


class Lived(Struct, frozen=True):
    """One complaint under one rule file. `route` is the department it was first sent to, by the row `row`."""

    category: str
    severity: str
    route: str
    row: str
    department: str
    state: str
    dues: dict[Key, Due]
    counted: int
    met: int
    not_met: int
    missing: tuple[str, ...] = ()
    impossible: tuple[str, ...] = ()

    def late(self, now: datetime) -> int:
        """How many deadlines are overdue."""
        return sum(one.running and one.due < now for one in self.dues.values())


def lived(
    case: Case,
    policy: Policy,
    zone: ZoneInfo,
    now: datetime,
    sent: tuple[str, str] = ("", ""),
    refused: tuple[tuple[str, ...], tuple[str, ...]] = ((), ()),
) -> Lived:
    """How a case stands at `now` under its policy; `sent` is where it was routed first and by which row.

    `refused` are the steps that something was missing for, and those that were not possible.
    """
    fact = facts(case, policy, zone)
    return Lived(
        category=case.category,
        severity=case.severity,
        route=sent[0],
        row=sent[1],
        department=case.department,
        state=case.state,
        dues={(m.name, m.round, m.of): Due(m.due, standing(m, case, now), m.running) for m in case.milestones},
        counted=fact.counted,
        met=fact.answers_met,
        not_met=_not_met(fact, now),
        missing=refused[0],
        impossible=refused[1],
    )


def _not_met(fact: Fact, now: datetime) -> int:
    owed = fact.answer_due is not None and fact.answer_due < now
    return fact.answers_late + fact.answers_missed + int(owed)


# ── what differs ───────────────────────────────────────────────────────────────────────────────────


class Change(Struct, frozen=True):
    """One thing that differs: a word that the rules decide, or a deadline; None where one side has none."""

    what: str  # category, severity, route, department, state | due
    now: Any
    new: Any
    milestone: str = ""
    round: int = 0
    of: str = ""


class Difference(Struct, frozen=True):
    """A complaint that other rules would have treated otherwise."""

    id: int
    number: str
    received_at: datetime
    changes: tuple[Change, ...]


def changes(now: Lived, new: Lived) -> tuple[Change, ...]:
    """What differs between both sides of a complaint: first what the rules decide, then its deadlines."""
    words = ((name, getattr(now, name), getattr(new, name)) for name in (*DECIDED, "state"))
    decided = tuple(Change(name, a, b) for name, a, b in words if a != b)
    return (*decided, *_moved(now.dues, new.dues))


def _moved(now: dict[Key, Due], new: dict[Key, Due]) -> Iterator[Change]:
    for key in dict.fromkeys((*now, *new)):
        a, b = now.get(key), new.get(key)
        if a != b:
            yield Change("due", a, b, *key)


# ── sums ───────────────────────────────────────────────────────────────────────────────────────────


class Sum(Struct):
    """What adds up on one side: complaints, overdue deadlines, the complaints they are of, answers in time or not."""

    complaints: int = 0
    overdue: int = 0
    overdue_complaints: int = 0
    met: int = 0
    not_met: int = 0

    @property
    def timeliness(self) -> float | None:
        """Answers in time in percent, as in a report; None where none was due."""
        return self.met * 100 / (self.met + self.not_met) if self.met + self.not_met else None

    def add(self, one: Lived, late: int) -> None:
        """Counts a complaint; one that was cancelled as a mistake is not in the figures, but may be overdue."""
        self.complaints += 1
        self.overdue += late
        self.overdue_complaints += bool(late)
        if one.counted:
            self.met += one.met
            self.not_met += one.not_met


class Side(Struct):
    """The sums of one rule file: in all, by the department that has the complaint, by kind of deadline.

    `missing` are complaints with a step that something was missing for, `impossible` those with one that was left out.
    """

    total: Sum = field(default_factory=Sum)
    departments: dict[str, Sum] = field(default_factory=dict)
    milestones: dict[str, dict[str, int]] = field(default_factory=dict)  # how many stand how
    severities: dict[str, int] = field(default_factory=dict)
    missing: int = 0
    impossible: int = 0

    def add(self, one: Lived, now: datetime) -> None:
        late = one.late(now)
        for sums in (self.total, self.departments.setdefault(one.department, Sum())):
            sums.add(one, late)
        self.severities[one.severity] = self.severities.get(one.severity, 0) + 1
        for (name, _, _), due in one.dues.items():
            stands = self.milestones.setdefault(name, {})
            stands[due.standing] = stands.get(due.standing, 0) + 1
        self.missing += bool(one.missing)
        self.impossible += bool(one.impossible)


class Counts(Struct):
    """How many complaints differ in what; of deadlines: how many come sooner, later, begin or are gone."""

    complaints: int = 0
    category: int = 0
    severity: int = 0
    route: int = 0
    department: int = 0
    state: int = 0
    due: int = 0  # complaints with any deadline that differs
    sooner: int = 0
    later: int = 0
    begun: int = 0
    gone: int = 0

    def add(self, found: Iterable[Change]) -> None:
        found = tuple(found)
        self.complaints += bool(found)
        for what in {one.what for one in found}:
            setattr(self, what, getattr(self, what) + 1)
        for one in found:
            if one.what == "due" and (way := _way(one)):
                setattr(self, way, getattr(self, way) + 1)


def _tells(one: Change) -> bool:
    """Whether more changes than a date: what the rules decide, or how a deadline stands."""
    return one.what != "due" or one.now is None or one.new is None or one.now.standing != one.new.standing


def _way(one: Change) -> str:
    """Which way a deadline moves; "" where only its standing differs."""
    if one.now is None or one.new is None:
        return "begun" if one.now is None else "gone"
    return "sooner" if one.new.due < one.now.due else "later" if one.new.due > one.now.due else ""


class Unreplayed(Struct):
    """How many complaints could not be replayed for one reason, and the first few of them."""

    why: TskError
    count: int = 0
    numbers: list[str] = field(default_factory=list)


class Simulation(Struct):
    """The rehearsal of a rule file over the complaints received on [since, until), both sides replayed.

    `unlike` are complaints that stand otherwise in the file than under the rules in force: received under earlier
    ones, or before days were known. `examples` are the first complaints that differ in more than a date, then others.
    `unmet` are the problems of the edited file with its own examples.
    """

    since: date
    until: date
    at: datetime
    file: str
    version: str
    new_file: str
    new_version: str
    unmet: tuple[Any, ...] = ()
    replayed: int = 0
    unlike: int = 0
    differ: Counts = field(default_factory=Counts)
    now: Side = field(default_factory=Side)
    new: Side = field(default_factory=Side)
    unreplayed: dict[str, Unreplayed] = field(default_factory=dict)
    telling: list[Difference] = field(default_factory=list)
    others: list[Difference] = field(default_factory=list)
    most: int = 10

    @property
    def examples(self) -> tuple[Difference, ...]:
        return (*self.telling, *self.others)[: self.most]

    def add(self, case: Case, recorded: Lived, now: Lived, new: Lived) -> None:
        """Counts one complaint with what it is in the file and on both sides; keeps it among the first that differ."""
        self.replayed += 1
        self.unlike += _standing(recorded) != _standing(now)
        self.now.add(now, self.at)
        self.new.add(new, self.at)
        found = changes(now, new)
        self.differ.add(found)
        kept = self.telling if any(map(_tells, found)) else self.others
        if found and len(kept) < self.most:
            kept.append(Difference(case.id, case.number, case.received_at, found))

    def leave_out(self, number: str, why: TskError) -> None:
        """Counts a complaint that could not be replayed, with the first few of each reason."""
        one = self.unreplayed.setdefault(str(why), Unreplayed(why))
        one.count += 1
        if len(one.numbers) < _NAMED:
            one.numbers.append(number)


def _standing(one: Lived) -> tuple[Any, ...]:
    """What of a complaint the file shows too."""
    return (one.category, one.severity, one.department, one.state, one.dues, one.counted, one.met, one.not_met)
