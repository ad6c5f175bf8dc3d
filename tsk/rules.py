"""The compiled rule file and its questions: which category, severity, route, limit and closing row fits a case.

One rule, one line, one name; order is priority. `Policy` holds what is frozen for a complaint at its receipt,
the rest of `Rules` follows the file of today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tsk.conditions import fits
from tsk.model import Case, Person
from tsk.rulerows import (
    Approval,
    Cause,
    Channel,
    ClosingRow,
    Department,
    Field,
    Frequent,
    LimitRow,
    MeasureKind,
    MilestoneRule,
    Named,
    NeedsRow,
    Policy,
    Receiver,
    Role,
    Settings,
    Staff,
    Target,
    View,
)
from tsk.text import folded, stands
from tsk.worktime import Calendar, PublicDays, WorkTime, always

COMPILER = "6"  # the shape of the compiled form; a stored policy of another shape is compiled again
N = TypeVar("N", bound="Named")


class Rules(Struct, frozen=True, omit_defaults=True):
    """A whole compiled rule file; `version` names its frozen part."""

    name: str
    zh: str
    en: str
    zone: str
    currency: str
    file: str
    version: str
    policy: Policy
    calendars: tuple[Calendar, ...] = ()
    default_calendar: str = ""
    public: dict[str, PublicDays] = {}
    departments: tuple[Department, ...] = ()
    roles: tuple[Role, ...] = ()
    staff: tuple[Staff, ...] = ()
    channels: tuple[Channel, ...] = ()
    tiers: tuple[Named, ...] = ()
    causes: tuple[Cause, ...] = ()
    fields: tuple[Field, ...] = ()
    themes: tuple[Named, ...] = ()
    frequent: tuple[Frequent, ...] = ()
    templates: tuple[Named, ...] = ()  # texts to the customer, in both languages
    measures: tuple[MeasureKind, ...] = ()
    evidence: tuple[Named, ...] = ()  # kinds of evidence of a violation
    parties: tuple[Named, ...] = ()
    waits: tuple[Named, ...] = ()
    attachments: tuple[Named, ...] = ()  # the kinds of papers; none listed: any word is one
    settings: Settings = Settings()
    targets: tuple[Target, ...] = ()
    notify: tuple[Receiver, ...] = ()
    views: tuple[View, ...] = ()

    @property
    def zoneinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def desk_department(self) -> str:
        return next((row.name for row in self.departments if row.desk), "")


# A date given to a customer is a milestone, whether the policy says more about it or not.
PROMISE = MilestoneRule(
    name="promise", zh="承诺", en="Promise", from_=("promised",), met_by=("delivered",), each="promise", scope="case"
)

FROZEN = Policy.__struct_fields__  # the sections that are frozen for a complaint at its receipt


class Routing(Struct, frozen=True):
    """Where a case goes and by which row; an empty `row` means the desk, because no row fitted."""

    to: str
    co: tuple[str, ...]
    row: str


class Calendars:
    """The working time of each calendar of a rule file, built when first asked for."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self.zone = rules.zoneinfo
        self._built: dict[str, WorkTime] = {}
        self._digest = ""

    def named(self, name: str = "") -> WorkTime:
        """The working time of that calendar; of the policy's default calendar without a name."""
        name = name or self._rules.default_calendar or "always"
        if name not in self._built:
            self._built[name] = self._build(name)
        return self._built[name]

    def of_department(self, department: str) -> WorkTime:
        """The working time of that department's own calendar, else of the policy's."""
        row = find(self._rules.departments, department)
        return self.named(row.calendar if row else "")

    @property
    def digest(self) -> str:
        """Eight hex digits that name what all these calendars say: other hours or holidays have another digest."""
        if not self._digest:
            from hashlib import sha256

            rules = self._rules
            of = [(row.name, row.calendar) for row in rules.departments]
            said = (rules.zone, rules.default_calendar, rules.calendars, rules.public, rules.desk_department, of)
            self._digest = sha256(msgspec.json.encode(said, order="deterministic")).hexdigest()[:8]
        return self._digest

    def _build(self, name: str) -> WorkTime:
        calendar = next((c for c in self._rules.calendars if c.name == name), None) or always(self._rules.zone)
        return WorkTime(calendar, self._rules.public.get(calendar.holidays))


def find(rows: Iterable[N], name: str) -> N | None:
    """The row of that name, or None."""
    return next((row for row in rows if row.name == name), None)


def label(rows: Iterable[Named], name: str, lang: str) -> str:
    """The label of the row of that name in that language; the name itself where no row has it."""
    row = find(rows, name)
    return row.label(lang) if row else name


# ── questions ──────────────────────────────────────────────────────────────────────────────────────


def suggest_category(policy: Policy, text: str) -> tuple[str, tuple[str, ...]]:
    """The category whose words the text holds most of, with those words; the last one when it holds none.

    A word that stands only inside longer words of the text is not counted beside them.
    """
    said = folded(text)
    spelt = {word: folded(word) for row in policy.categories for word in row.words}
    present = {word for word in spelt.values() if word and word in said}
    counted = {word for word in present if stands(word, present, said)}
    hits = [({spelt[w]: w for w in row.words if spelt[w] in counted}, row.name) for row in policy.categories]
    words, name = max(hits, key=lambda hit: len(hit[0]))
    return (name, tuple(words.values())) if words else (policy.categories[-1].name, ())


def grade(policy: Policy, facts: Mapping[str, object]) -> str:
    """The first severity whose condition fits, else the last one."""
    fitting = (row.name for row in policy.severities if row.when and fits(row.when, facts))
    return next(fitting, policy.severities[-1].name)


def route(rules: Rules, policy: Policy, facts: Mapping[str, object]) -> Routing:
    """Where the first fitting row sends the case, else the desk."""
    for row in policy.routes:
        if fits(row.when, facts):
            return Routing(row.to, row.co, row.name)
    return Routing(rules.desk_department, (), "")


def limit_row(policy: Policy, milestone: str, facts: Mapping[str, object]) -> LimitRow | None:
    """The first row that names the milestone and fits, or None where the policy sets no limit."""
    return next((row for row in policy.limits if milestone in row.limits and fits(row.when, facts)), None)


def extension_cap(policy: Policy, milestone: str, facts: Mapping[str, object]) -> str:
    """How far the milestone may be extended in all: by the first row that says so and fits, else by its own rule."""
    rows = (row for row in policy.limits if milestone in row.extend and fits(row.when, facts))
    rule = find(policy.milestones, milestone)
    own = rule.extend if rule else ""
    return "" if rule and rule.statutory else next((row.extend[milestone] for row in rows), own)


def needs_row(policy: Policy, step: str, facts: Mapping[str, object]) -> NeedsRow | None:
    """The first row that says what the step needs and fits, or None."""
    return next((row for row in policy.needs if step in row.needs and fits(row.when, facts)), None)


def approval_row(policy: Policy, facts: Mapping[str, object]) -> Approval | None:
    """The first row that says who signs and fits, or None."""
    return next((row for row in policy.approvals if fits(row.when, facts)), None)


def closing_row(policy: Policy, facts: Mapping[str, object]) -> ClosingRow | None:
    """The first closing row that fits, or None where the policy asks nothing."""
    return next((row for row in policy.closing if fits(row.when, facts)), None)


def milestone_rule(policy: Policy, name: str) -> MilestoneRule | None:
    """The rule of that milestone; that of a promise is there even where the policy has none."""
    return find(policy.milestones, name) or (PROMISE if name == PROMISE.name else None)


def promise_rule(policy: Policy) -> MilestoneRule:
    """The milestone that a promise to the customer starts."""
    return next((row for row in policy.milestones if row.each == "promise"), PROMISE)


def tiers(policy: Policy) -> tuple[str, ...]:
    """The customer tiers that any row of the policy asks for, in its order."""
    asked = [row.when or {} for row in policy.severities]
    for rows in (policy.routes, policy.limits, policy.needs, policy.closing, policy.escalation, policy.approvals):
        asked += [row.when for row in rows]
    return tuple(dict.fromkeys(word.lstrip("!") for when in asked for word in when.get("tier", ())))


def _by_name(staff: Iterable[Staff], said: str) -> Staff | None:
    """The one person of that name; None where nobody bears it, or several do."""
    found = [row for row in staff if said and said in (row.zh, row.en)]
    return found[0] if len(found) == 1 else None


def person(rules: Rules, login: str, today: str) -> Person:
    """Who that login is on that ISO date: a listed person, anybody where nobody is listed, else an outsider."""
    if not rules.staff:
        return Person(login, anyone=True)
    row = find(rules.staff, login) or _by_name(rules.staff, login)
    if row is None or (row.until and row.until < today):
        return Person(login)
    deputises = tuple(one.name for one in rules.staff if one.deputy == row.name)
    return Person(row.name, row.zh or row.en, row.role, row.department, row.store, known=True, deputises=deputises)


def away(row: Staff, today: str) -> bool:
    """Whether the person is absent on that ISO date."""
    spans = (span.partition("..") for span in row.away)
    return any(first <= today <= (last or first) for first, _, last in spans)


def answer_milestones(policy: Policy) -> tuple[str, ...]:
    """The milestones that count as the answer in the figures: met by nothing but a reply, and not statutory."""
    return tuple(row.name for row in policy.milestones if row.met_by == ("replied",) and not row.statutory)


def where(rules: Rules, section: str, row: Named, case: Case) -> str:
    """A rule's place as people look for it: `closing.standard, rules.toml:88`.

    A row that is no longer so in the file of today is cited by the policy that the case was received under.
    """
    line = line_today(rules, section, row)
    return f"{section}.{row.name}, {f'{rules.file}:{line}' if line else case.policy}"


def line_today(rules: Rules, section: str, row: Named) -> int:
    """The line at which the same row stands in the file of today; 0 where it says something else by now."""
    today = find(getattr(rules.policy, section), row.name)
    return today.line if today and replace(today, line=0) == replace(row, line=0) else 0
