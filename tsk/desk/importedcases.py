"""A complaint of a foreign file with its past, as it would be had it been recorded here.

What happened need not have met today's requirements, but every step must have been possible: what a file leaves out
between two steps is filled in at the later one's instant and marked estimated. A duty that ended and of which the file
tells nothing is not measured, rather than missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tsk.conditions import facts_of
from tsk.desk.additions import Ask, assigned_by
from tsk.desk.importedwords import Refused, Words, missing, text_of
from tsk.desk.session import Desk
from tsk.desk.steps import draft_of
from tsk.duties import changes
from tsk.errors import UsageError, Word
from tsk.importer.values import Entry, Past
from tsk.lifecycle import apply, apply_dues, is_possible
from tsk.limits import base_due, parse_limit
from tsk.model import AGREED, SYSTEM, Case, Draft, DueChange, Milestone, iso
from tsk.moment import moved, over
from tsk.rulerows import Policy
from tsk.rules import Calendars, grade, milestone_rule, route, suggest_category
from tsk.sla import NOT_MEASURED, calendar_of, course, stopping
from tsk.steps import BY_RULE, ESTIMATED, IMPORTED
from tsk.text import shows

TEXTS = (
    *("summary", "details", "name", "phone", "email", "card", "address", "on_behalf_of", "against", "order"),
    *("demand", "reason", "product", "region", "store"),
)
WORDS = ("channel", "category", "severity", "tier")
# What a foreign file may tell of the past; the rest is of this desk alone.
TOLD = frozenset(
    (
        *("assigned", "accepted", "contacted", "opined", "proposed", "approved", "refused", "asked", "resumed"),
        *("promised", "withdrawn", "delivered", "replied", "rated", "submitted", "returned", "closed", "visited"),
        *("reopened", "cancelled", "rejected", "noted", "chased", "urged"),
    )
)
# The step that must have come before where the state does not allow one, tried in this order.
_BEFORE = {
    "closed": ("replied",),
    "rated": ("replied",),
    "visited": ("closed", "replied"),
    "submitted": ("accepted", "assigned"),
    "reopened": ("replied",),
    "approved": ("proposed",),
    "refused": ("proposed",),
    "delivered": ("assigned",),
}
_ENDED_BY_THE_REST = ("resolved", "closed")  # why a duty ended that nothing could meet any more
_ANSWERING = ("replied", "closed")


class Made(Struct, frozen=True):
    """A complaint as it is to be written; its number is known then, and that of a `repeated` one of the same batch."""

    entry: Entry
    key: str
    case: Case
    drafts: tuple[Draft, ...]
    category_by_rule: bool = False
    estimated: int = 0


def key_of(entry: Entry, nth: int = 1) -> str:
    """Under which key the complaint is recorded: the other system's, else one made of what the row says."""
    return f"external:{entry.external}" if entry.external else f"row:{digest_of(entry)}:{nth}"


def digest_of(entry: Entry) -> str:
    """The name (16 hex digits) of everything that the entry says."""
    said = (entry.texts, entry.words, entry.fields, entry.received, entry.occurred, entry.answered, entry.past)
    return sha256(msgspec.json.encode(said, order="deterministic")).hexdigest()[:16]


def said_of(words: Words, entry: Entry) -> dict[str, Any]:
    """What the entry says of the complaint itself, as its registration carries it; raises Refused."""
    texts, plain = entry.texts, entry.words
    said: dict[str, Any] = {name: text_of(name, texts[name]) for name in TEXTS if texts.get(name)}
    if not shows(said.get("summary", "")):
        raise missing("summary")
    said |= {name: words.word(name, plain.get(name, "")) for name in WORDS}
    said["channel"] = said["channel"] or words.channel
    if not said["channel"]:
        raise missing("channel")
    said["amount"] = words.word("amount", plain.get("amount", "")) or 0
    said["external"] = text_of("external", entry.external)
    said["subtype"] = words.subtype(said["category"], plain.get("subtype", ""))
    return {**said, **words.own_fields(entry.fields)}


def check_times(desk: Desk, entry: Entry) -> None:
    """Raises Refused for what lies in the future, or before the receipt."""
    times = [("received", entry.received), ("occurred", entry.occurred), ("answered", entry.answered)]
    for name, at in (*times, *((one.step, one.at) for one in entry.past)):
        if at and at > desk.now:
            raise Refused("future", UsageError("{at} lies in the future.", at=at), name)
    answered = [("answered", entry.answered)] if entry.answered else []
    for name, at in (*answered, *((one.step, one.at) for one in entry.past)):
        if at < entry.received:
            told = "{step} at {at} lies before the receipt at {received}."
            why = UsageError(told, step=Word(f"step {name}"), at=at, received=entry.received)
            raise Refused("order", why, name)


Repeating = Callable[[dict[str, Any], datetime], str]


Clocks = Callable[[Case | None, Case, Draft, Policy, Calendars], tuple[DueChange, ...]]  # what a step does to dues


def no_clocks(before: Case | None, after: Case, draft: Draft, policy: Policy, calendars: Calendars) -> tuple[()]:
    """Nothing: for whoever asks only whether a complaint can be taken, and no deadline decides that."""
    return ()


def made(
    desk: Desk, words: Words, entry: Entry, key: str, repeating: Repeating, from_now: bool, clocks: Clocks = changes
) -> Made:
    """The complaint with its past; raises Refused. `repeating` tells the number of the one that it repeats.

    With `from_now` what is still owed has its limit from today on.
    """
    check_times(desk, entry)
    said = said_of(words, entry)
    life = begun(desk, entry, said, repeating, clocks)
    live(life, words, entry, entry.past)
    life.settle(from_now)
    return Made(entry, key, life.case, tuple(life.drafts), "category" in life.by_rule, life.estimated)


def begun(desk: Desk, entry: Entry, said: dict[str, Any], repeating: Repeating, clocks: Clocks = changes) -> Life:
    """The complaint registered: classified and graded where the file does not say."""
    policy = desk.rules.policy
    by_rule = [name for name in ("category", "severity") if not said[name]]
    if not said["category"]:
        said["category"], _ = suggest_category(policy, f"{said['summary']}\n{said.get('details', '')}")
    times = {"received": entry.received, "occurred": entry.occurred, "answered": entry.answered}
    said |= {name: iso(at) for name, at in times.items() if at}
    said |= {
        "repeat_of": repeating(said, entry.received),
        "policy": desk.rules.version,
        BY_RULE: by_rule,
        "id": 0,
        "number": "?",
    }
    said["received_on"] = entry.received.astimezone(desk.zone).date().isoformat()
    draft = draft_of(desk, Ask("registered", said), entry.received)
    draft.private[IMPORTED] = digest_of(entry)
    draft.body.update({ESTIMATED: list(entry.estimated)} if entry.estimated else {})
    if "severity" in by_rule:
        draft.body["severity"] = grade(policy, facts_of(apply(None, draft, desk.store.site), desk.zone))
    life = Life(desk, None, by_rule, clocks)
    life.follow(draft)
    life.estimated += bool(entry.estimated)
    return life


def live(life: Life, words: Words, entry: Entry, past: Iterable[Past]) -> None:
    """Takes the steps of the past after the registration, with what lies between them."""
    steps = tuple(past)
    life.tells_delivery = any(one.step in ("delivered", "withdrawn") for one in steps)
    if entry.answered and not life.drafts[1:]:
        life.take("answered", entry.answered, {})
    if not any(one.step == "assigned" and "department" in one.said for one in steps):
        life.route(entry.received)
    for one in steps:
        if one.step not in TOLD:
            raise Refused("step", UsageError("A file cannot tell the step {step}.", step=Word(f"step {one.step}")))
        life.tell(one.step, one.at, words.step(one.step, one.said), one.estimated)
    life.route(entry.received)


class Life:
    """One complaint that grows step by step; `drafts` are the steps so far."""

    def __init__(self, desk: Desk, case: Case | None, by_rule: Iterable[str] = (), clocks: Clocks = changes) -> None:
        self.desk = desk
        self._clocks = clocks
        self._case = case
        self.by_rule = tuple(by_rule)
        self.policy = desk.policy_of(case) if case else desk.rules.policy
        self.drafts: list[Draft] = []
        self.estimated = 0
        self.tells_delivery = False

    @property
    def case(self) -> Case:
        assert self._case
        return self._case

    def follow(self, draft: Draft) -> None:
        """Takes the step; what ends unmet because of it is not measured, as nobody told of it."""
        after = apply(self._case, draft, self.desk.store.site)
        dues = tuple(map(_as_told, self._clocks(self._case, after, draft, self.policy, self.desk.calendars)))
        self._case = apply_dues(after, dues)
        self.drafts.append(replace(draft, dues=dues))

    def take(self, step: str, at: datetime, said: dict[str, Any], actor: str = "", estimated: bool = False) -> None:
        """Takes the step as it is said."""
        draft = draft_of(self.desk, Ask(step, said), at, actor)
        if estimated:
            draft.body[ESTIMATED] = True
            self.estimated += 1
        self.follow(draft)

    def tell(self, step: str, at: datetime, said: dict[str, Any], estimated: bool) -> None:
        """Takes a step that the file tells, after those that must have come before it; raises Refused."""
        for before in self._before(step):
            self._fill_in(before, at)
        if step == "accepted" and self.case.handler and not is_possible(self.case, step):
            self._work_again(at)  # somebody has it already: the file begins in the middle
            return
        if not is_possible(self.case, step):
            told = "{step} at {at} is not possible: the complaint is {state} then."
            why = UsageError(told, step=Word(f"step {step}"), at=at, state=Word(self.case.state))
            raise Refused("step", why, step)
        actor = said.pop("actor", "")
        if step == "accepted":
            actor = actor or said.pop("handler", "") or self.case.handler
        if step in ("cancelled", "rejected"):
            self._close_promises("withdrawn", at)
        self.take(step, at, _completed(self, step, at, said), actor, estimated)
        if step in _ANSWERING:
            self._close_promises("delivered", at)

    def _work_again(self, at: datetime) -> None:
        """Ends the waits of whoever has the case and works on it."""
        if self.case.state == "pending":
            self.take("resumed", at, {}, estimated=True)

    def _before(self, step: str) -> Iterator[str]:
        """The steps that are missing before this one, in order."""
        for name in reversed(_BEFORE.get(step, ())):
            if not is_possible(self.case, step) and is_possible(self.case, name):
                yield name
        if self.case.state == "registered" and not is_possible(self.case, step):
            yield "assigned"

    def _fill_in(self, step: str, at: datetime) -> None:
        if step == "assigned":
            self.route(at, estimated=True)
        else:
            handler = self.case.handler if step == "accepted" else ""
            self.take(step, at, {}, handler, estimated=True)
        if step in _ANSWERING:
            self._close_promises("delivered", at)

    def route(self, at: datetime, estimated: bool = False) -> None:
        """Sends the complaint where the rules send it, where nobody has it yet."""
        if self.case.department or self.case.state != "registered":
            return
        routing = route(self.desk.rules, self.policy, facts_of(self.case, self.desk.zone))
        if routing.to:
            self.take("assigned", at, assigned_by(routing), SYSTEM, estimated)

    def _close_promises(self, step: str, at: datetime) -> None:
        """An old date was kept or not by the answer, where the file tells no delivery of its own."""
        if not self.tells_delivery:
            for one in self.case.promises:
                if one.open:
                    self.take(step, at, {"nth": one.nth}, estimated=True)

    def settle(self, from_now: bool) -> None:
        """Ends what is over without a word about it; with `from_now` what is owed runs from today."""
        now, case = self.desk.now, self.case
        running = [m for m in case.milestones if m.running]
        if not case.is_open:
            gone = tuple(over(m, case.last_at, NOT_MEASURED) for m in running if m.due < now and m.limit != AGREED)
            if gone:
                self._case = apply_dues(case, gone)
                self.drafts[-1] = replace(self.drafts[-1], dues=(*self.drafts[-1].dues, *gone))
        elif from_now:
            moves = tuple(filter(None, map(self._from_now, running)))
            if moves:
                draft = replace(draft_of(self.desk, Ask("recalculated"), now, SYSTEM), dues=moves)
                self._case = apply(self.case, draft, self.desk.store.site)
                self.drafts.append(draft)

    def _from_now(self, m: Milestone) -> DueChange | None:
        """The milestone with its limit from now on; a date that was given and a legal limit stay."""
        rule = milestone_rule(self.policy, m.name)
        if rule is None or rule.statutory or m.limit == AGREED:
            return None
        now, time = self.desk.now, calendar_of(rule, m.of, self.desk.calendars)
        new = course(m.limit, now, time, stopping(self.case, m.waits, now), rule.from_receipt)
        return moved(replace(m, counted_from=now), new.due, new.provisional) if new.due > m.due else None


def _as_told(due: DueChange) -> DueChange:
    unmet = due.op == "ended" and due.why in _ENDED_BY_THE_REST
    return replace(due, why=NOT_MEASURED) if unmet else due


def _completed(life: Life, step: str, at: datetime, said: dict[str, Any]) -> dict[str, Any]:
    """The fields of a step with those that every such step has."""
    if step == "promised":
        if not said.get("due"):
            raise missing("due")
        return {**said, "nth": len(life.case.promises) + 1}
    if step in ("withdrawn", "delivered") and "nth" not in said:
        return {**said, "nth": next((one.nth for one in life.case.promises if one.open), None)}
    if step == "asked":
        longest = parse_limit(life.desk.rules.settings.longest_wait)
        until = said.get("until") or iso(base_due(longest, at, life.desk.calendars.named()))
        if not said.get("wait"):
            raise missing("wait")
        return {**said, "until": until}
    return {**_USUAL.get(step, {}), **said}


_USUAL: dict[str, dict[str, Any]] = {
    "cancelled": {"by": "customer"},
    "approved": {"complete": True},
    "contacted": {"reached": True},
    "rated": {"satisfied": "unknown"},
    "visited": {"reached": True, "satisfied": "unknown"},
}
