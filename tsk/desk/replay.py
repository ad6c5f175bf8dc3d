"""One recorded complaint, lived again under other rules: what people did stays, what the rules decide is decided anew.

People's steps come at the instants and in the order in which they were recorded. Made anew are the category and the
severity that nobody typed, the route, the signatures that a proposal needs, extensions, escalations, and every
deadline with its waits. Escalations that only time makes due are carried out whenever the desk carried out any.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from copy import copy
from datetime import datetime
from itertools import groupby
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tsk.conditions import facts_of
from tsk.desk.additions import Ask, assigned_by, completed, own_part, routed_again
from tsk.desk.session import Desk
from tsk.desk.steps import acceptance, by_rule, escalations, follow
from tsk.errors import NotAllowed, UsageError, Word
from tsk.escalation import acts, fallen_due
from tsk.lifecycle import apply, check_allowed, command_of, effective
from tsk.model import SYSTEM, Case, Draft, Event
from tsk.requirements import check
from tsk.rulerows import Named, Policy
from tsk.rules import Rules, find, grade, person, route, suggest_category
from tsk.stepfacts import FIELD
from tsk.steps import BY_RULE, FIELDS, STEPS

Said = dict[str, Any]


class Runs(Struct, frozen=True):
    """When the desk carried out escalations: the place of each run in the chain, in order, and its present."""

    places: tuple[int, ...] = ()
    presents: tuple[datetime, ...] = ()

    def between(self, first: int, last: int) -> tuple[datetime, ...]:
        """The runs after the event `first` and before the event `last` of the chain."""
        return self.presents[bisect_right(self.places, first) : bisect_right(self.places, last)]


class Replayed(Struct, frozen=True):
    """A complaint as it would stand, with the department and the row that it was first routed by.

    `missing` are the steps that the rules would have refused as they were said, taken all the same; `impossible` those
    that had nothing to be taken on, left out.
    """

    case: Case
    to: str = ""
    row: str = ""
    missing: tuple[str, ...] = ()
    impossible: tuple[str, ...] = ()


def under(desk: Desk, rules: Rules) -> Desk:
    """The same desk with other rules in force."""
    return Desk(desk.options, desk.store, rules, ())


def replayed(desk: Desk, events: Sequence[Event], runs: Runs) -> Replayed:
    """The complaint of those events under the desk's rules; raises NotAllowed, saying why, where it cannot be."""
    return _Replay(desk, runs).through(effective(events))


class _Replay:
    """The walk through one file: the case as it was recorded beside the case as it would be."""

    def __init__(self, desk: Desk, runs: Runs) -> None:
        self.desk = desk
        self.policy: Policy = desk.rules.policy
        self.runs = runs
        self.recorded: Case | None = None
        self.case: Case | None = None
        self.to: str = ""
        self.row: str = ""
        self.missing: list[str] = []
        self.impossible: list[str] = []

    def through(self, events: tuple[Event, ...]) -> Replayed:
        last = events[0].n
        for _, grouped in groupby(events, key=lambda event: command_of(event.key)):
            command = tuple(grouped)
            self._escalates(self.runs.between(last, command[0].n))
            self._again(command)
            last = command[-1].n
        self._escalates(self.runs.between(last, self.runs.places[-1] if self.runs.places else 0))
        assert self.case
        return Replayed(self.case, self.to, self.row, tuple(self.missing), tuple(self.impossible))

    def _again(self, command: tuple[Event, ...]) -> None:
        """One command: what people said in it, and what follows from that by rule."""
        routing: Event | None = None
        for event in command:
            if routing and event.type != "answered":
                self._routes(routing)
                routing = None
            if event.type == "registered":
                self._registers(event)
                routing = None if event.body.get("settled") else event
            elif not _is_made_anew(event, command):
                self._takes(event)
            self.recorded = apply(self.recorded, event, event.site)
        if routing:
            self._routes(routing)
        if command[0].type != "recalculated" and not all(_is_by_rule(event) for event in command):
            self._at_once(command)

    # ── steps ──────────────────────────────────────────────────────────────────────────────────────

    def _registers(self, event: Event) -> None:
        draft = _registration(event, self._as(event.actor, event.at), event.site)
        self.case, _ = follow(self._as(event.actor, event.at), None, draft, self.policy)

    def _routes(self, event: Event) -> None:
        """The route of a new complaint."""
        assert self.case
        routing = route(self.desk.rules, self.policy, facts_of(self.case, self.desk.zone))
        self.to, self.row = routing.to, routing.row
        if routing.to:
            self._by_rule([Ask("assigned", assigned_by(routing))], event)

    def _takes(self, event: Event) -> None:
        """One step of a person, with the acceptance before it and the route behind it."""
        assert self.case and self.recorded
        desk = self._as(event.actor, event.at)
        ask = _as_said(event, self.recorded)
        first = () if _by_itself(event) else acceptance(desk, self.case, ask)
        for one in first:
            self.case, _ = follow(desk, self.case, _draft(one, event), self.policy)
        before = self.case
        if event.type == "corrected":
            _check_words(desk.rules, ask.said)
        full = self._completed(desk, own_part(desk, before, ask), event)
        if full is None:
            return
        self.case, _ = follow(desk, before, _draft(full, event), self.policy)
        self._by_rule(list(routed_again(desk, before, self.case, full, self.policy)), event)

    def _completed(self, desk: Desk, ask: Ask, event: Event) -> Ask | None:
        """The step with what the desk adds to it; None for one that nothing is left to be taken on."""
        assert self.case
        try:
            check_allowed(self.case, ask.step, ask.said)
            full = completed(desk, self.case, ask, self.policy, event.at)
        except (NotAllowed, UsageError):
            self.impossible.append(STEPS[ask.step].verb)
            return None
        try:
            at = max(event.at, self.case.last_at)
            check(ask.step, self.case, _whole(full, event), desk.rules, self.policy, at)
        except (NotAllowed, UsageError):
            if ask.step in _NEEDS_AN_OBJECT:
                self.impossible.append(STEPS[ask.step].verb)
                return None
            self.missing.append(STEPS[ask.step].verb)
        return full

    # ── what follows by rule ───────────────────────────────────────────────────────────────────────

    def _by_rule(self, asks: list[Ask], event: Event) -> None:
        if asks and self.case:
            self.case, _ = by_rule(self._as(event.actor, event.at), self.case, asks, self.policy, event.at)

    def _at_once(self, command: tuple[Event, ...]) -> None:
        """What a command makes due by itself: chases, rounds, steps that are told of."""
        assert self.case
        at = _present(command, self.desk.store.practice)
        self.case, _ = escalations(self._as(command[0].actor, at), self.case, self.policy, at, at_once=True)

    def _escalates(self, presents: Sequence[datetime]) -> None:
        """What falls due as time goes by, at the runs at which the desk carried such things out."""
        if not presents:
            return
        soonest = self._falls_due(max(presents))
        for now in presents:
            assert self.case
            at = max(now, self.case.last_at)
            if soonest is None or at < soonest:
                continue
            self.case, drafts = escalations(self._as(SYSTEM, at), self.case, self.policy, at)
            soonest = self._falls_due(max(presents)) if drafts else soonest

    def _falls_due(self, by: datetime) -> datetime | None:
        """When the first escalation falls due that has something to do, if it does by then."""
        assert self.case
        case, desk = self.case, self.desk
        due = fallen_due(case, self.policy, desk.calendars, max(by, case.last_at))
        return min((one.since for one in due if acts(one, case, self.policy, desk.rules)), default=None)

    def _as(self, actor: str, now: datetime) -> Desk:
        """The desk with that person at it, at that instant."""
        desk = copy(self.desk)
        desk.person = person(desk.rules, actor, now.astimezone(desk.zone).date().isoformat())
        desk.now = now
        return desk


_NEEDS_AN_OBJECT = ("approved", "refused", "resumed", "unlinked", "withdrawn", "returned", "opined", "accepted")
_RULED = {  # what the desk itself wrote into a step
    "proposed": ("needs_approval", "signers", "in_order", "rule"),
    "approved": ("amount", "role", "complete"),
    "extended": ("seconds",),
    "visited": ("unreachable",),
    "recalculated": ("policy",),  # the whole complaint is under one policy already
}
_CARRIED_OUT = ("assigned", "escalated", "corrected")


def _is_by_rule(event: Event) -> bool:
    """Whether the rules placed, told, moved or raised the complaint with it."""
    return event.actor == SYSTEM and event.type in _CARRIED_OUT


def _is_made_anew(event: Event, command: tuple[Event, ...]) -> bool:
    """Whether the step follows from others: decided by rule, or the acceptance that comes before somebody's work."""
    worked = any(one.seq > event.seq and one.actor != SYSTEM for one in command)
    return _is_by_rule(event) or (event.type == "accepted" and worked)


def _by_itself(event: Event) -> bool:
    """Whether the step was taken without anybody's taking the complaint over."""
    return event.actor == SYSTEM or event.key.startswith("incident:")


def _present(command: tuple[Event, ...], practice: bool) -> datetime:
    """When the command was given, which may be later than what it claims; on a desk for practice nobody can tell."""
    if command[0].type == "registered":
        return command[0].at
    carried = (event.at for event in command if event.type == "escalated" and event.actor == SYSTEM)
    latest = max(event.at for event in command)
    return next(carried, latest if practice else max(latest, command[0].recorded_at))


def _as_said(event: Event, recorded: Case) -> Ask:
    """The step as the person said it, without what the desk added then."""
    texts = {name: text or "" for name, text in event.private.items()}
    said = {**event.body, **texts}
    left_out = {*_RULED.get(event.type, ()), *said.get(BY_RULE, ()), BY_RULE}
    if said.get("kept"):
        left_out |= {"handler", "kept"}
    if said.get("department") == recorded.department and event.type in ("submitted", "opined"):
        left_out.add("department")
    said = {name: value for name, value in said.items() if name not in left_out}
    if "co_departments" in said and said.get("department", recorded.department) == recorded.department:
        said["co_departments"] = [name for name in said["co_departments"] if name not in recorded.co_departments]
    return Ask(event.type, said)


def _whole(ask: Ask, event: Event) -> Said:
    """What the step says, as it is checked: a text that was removed counts as said."""
    removed = {name: Word("removed") for name, text in event.private.items() if text is None}
    return {**ask.said, **removed}


def _draft(ask: Ask, event: Event) -> Draft:
    """The step as it would be written; a text that was removed stays empty."""
    step = STEPS[ask.step]
    given = {name: value for name, value in ask.said.items() if value not in (None, "", (), {})}
    kept = {name: "" for name in event.private if ask.step == event.type}
    return Draft(
        type=ask.step,
        at=event.at,
        recorded_at=event.recorded_at,
        actor=event.actor,
        body={name: value for name, value in given.items() if name in step.public or name == FIELDS},
        private={**kept, **{n: v for n, v in given.items() if n in step.private or n.startswith(FIELD)}},
    )


# ── registration ───────────────────────────────────────────────────────────────────────────────────


def _registration(event: Event, desk: Desk, site: str) -> Draft:
    """The registration with the words that nobody typed chosen anew."""
    rules, texts = desk.rules, {name: text or "" for name, text in event.private.items()}
    if any(text is None for text in event.private.values()):
        raise NotAllowed("Its texts were removed.")
    chosen = event.body.get(BY_RULE, ())
    said = {**event.body, "policy": rules.version}
    if "category" in chosen:
        text = f"{texts.get('summary', '')}\n{texts.get('details', '')}"
        said["category"] = suggest_category(rules.policy, text)[0]
        said["subtype"] = _of_category(rules, said["category"], said.get("subtype", ""))
    draft = Draft("registered", event.at, event.recorded_at, event.actor, said, texts)
    if "severity" in chosen:
        bare = {**said, "severity": ""}
        case = apply(None, replace(draft, body=bare), site)
        draft = replace(draft, body={**said, "severity": grade(rules.policy, facts_of(case, desk.zone))})
    _check_words(rules, draft.body)
    return draft


def _of_category(rules: Rules, category: str, subtype: str) -> str:
    """The subtype, where the category has it."""
    row = find(rules.policy.categories, category)
    return subtype if row and find(row.subtypes, subtype) else ""


def _check_words(rules: Rules, said: Said) -> None:
    """Raises NotAllowed for a word that somebody typed and that the rules do not know."""
    rows: dict[str, Sequence[Named]] = {
        "category": rules.policy.categories,
        "severity": rules.policy.severities,
        "channel": rules.channels,
    }
    for name, known in rows.items():
        if said.get(name) and not find(known, said[name]):
            raise NotAllowed("{file} knows no {kind} “{word}”.", file=rules.file, kind=Word(name), word=said[name])
