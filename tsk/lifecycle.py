"""The life of a complaint: which step may follow which state, and what each step makes of the case.

`TRANSITIONS` is the whole table. `apply` takes one step to the case, `fold` takes them all; neither decides anything,
so a file that was written once folds to the same case for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tsk.errors import NotAllowed, Word
from tsk.model import (
    HANDLING_STATES,
    OPEN_STATES,
    PENDING_PROPOSAL,
    SYSTEM,
    Case,
    Customer,
    Draft,
    DueChange,
    Event,
    Milestone,
    Proposal,
    Wait,
)
from tsk.steps import STEPS

Taken = Draft | Event
Body = dict[str, Any]


class Transition(Struct, frozen=True):
    """From which states a step is allowed, and the state it leads to; `target` None keeps the state."""

    sources: tuple[str, ...]
    target: str | Callable[[Case, Body, datetime], str] | None = None


def _after_assignment(case: Case, body: Body, at: datetime) -> str:
    return "assigned" if body.get("department", case.department) != case.department else case.state


def _after_acceptance(case: Case, body: Body, at: datetime) -> str:
    return "in_progress" if case.state == "assigned" else case.state


def _after_resuming(case: Case, body: Body, at: datetime) -> str:
    waits = _ended_waits(case, at, body.get("wait", ""))
    return "pending" if any(wait.open for wait in waits) else "in_progress"


def _after_rating(case: Case, body: Body, at: datetime) -> str:
    return "in_progress" if body["satisfied"] == "no" else case.state


def _after_return(case: Case, body: Body, at: datetime) -> str:
    if body.get("redo"):
        return "in_progress"
    return "resolved" if case.state == "closed" else case.state


TRANSITIONS = {
    "registered": Transition((), "registered"),
    "assigned": Transition(("registered", *HANDLING_STATES), _after_assignment),
    "accepted": Transition(HANDLING_STATES, _after_acceptance),
    "answered": Transition(("registered", *HANDLING_STATES)),
    "contacted": Transition((*HANDLING_STATES, "resolved")),
    "proposed": Transition((*HANDLING_STATES, "resolved")),
    "approved": Transition((*HANDLING_STATES, "resolved")),
    "refused": Transition((*HANDLING_STATES, "resolved")),
    "asked": Transition(HANDLING_STATES, "pending"),
    "resumed": Transition(("pending",), _after_resuming),
    "replied": Transition(("registered", *HANDLING_STATES, "resolved"), "resolved"),
    "rated": Transition(("resolved", "closed"), _after_rating),
    "submitted": Transition(("in_progress", "resolved")),
    "returned": Transition((*HANDLING_STATES, "resolved", "closed"), _after_return),
    "closed": Transition(("resolved",), "closed"),
    "reopened": Transition(("resolved", "closed", "cancelled", "rejected"), "in_progress"),
    "cancelled": Transition(OPEN_STATES, "cancelled"),
}


# In an answered case these only complete the file: the duty to contact or to propose ended with the answer.
COMPLETING = ("contacted", "proposed", "approved", "refused")


def can_meet(state: str, step: str) -> bool:
    """Whether a step taken in that state can still meet a milestone."""
    return state in TRANSITIONS[step].sources and not (state == "resolved" and step in COMPLETING)


def allowed_steps(case: Case) -> tuple[str, ...]:
    """The steps that the table allows from the case's state, in its order; a return only of a submitted file."""
    steps = (step for step, row in TRANSITIONS.items() if case.state in row.sources)
    return tuple(step for step in steps if _makes_sense(case, step))


def _makes_sense(case: Case, step: str) -> bool:
    """Whether the case has what the step is about: a file to send back, a proposal to decide on, nobody who took it."""
    if step in ("approved", "refused"):
        return case.proposal is not None and case.proposal.state in PENDING_PROPOSAL
    return bool(case.submitted_by) if step == "returned" else not _taken(case, step)


def _taken(case: Case, step: str) -> bool:
    """Whether the step would take over a case that somebody handles already and that is offered to nobody."""
    return step == "accepted" and case.state != "assigned" and not case.offered_to


def check_allowed(case: Case, step: str, said: Mapping[str, Any]) -> None:
    """Raises NotAllowed, naming the steps that are possible now, where the table forbids this one.

    A co-handling department hands in its part whenever the case is being handled.
    """
    part = step == "submitted" and not is_whole_file(case, said)
    sources = (*HANDLING_STATES, "resolved") if part else TRANSITIONS[step].sources
    if case.state in sources and not _taken(case, step):
        return
    verbs = dict.fromkeys(STEPS[name].verb for name in allowed_steps(case) if name != "answered")
    raise NotAllowed(
        "{number} is {state}: `{verb}` is not possible now.",
        "Possible: {possible}.",
        number=case.number,
        state=Word(case.state),
        verb=STEPS[step].verb,
        possible=tuple(verbs) or "–",
    )


# ── apply ──────────────────────────────────────────────────────────────────────────────────────────


def apply(case: Case | None, step: Taken, site: str = "") -> Case:
    """The case after one step, milestones included; `case` is None for the registration only."""
    said: Body = {**step.body, **{name: text or "" for name, text in step.private.items()}}
    after = _registered(step, said, site) if case is None else _after(case, step, said)
    return apply_dues(after, step.dues)


def _after(case: Case, step: Taken, said: Body) -> Case:
    target = TRANSITIONS[step.type].target
    state = target(case, said, step.at) if callable(target) else target or case.state
    # What the desk does by itself at the registration dates nothing: a contact made before it may still be told.
    last_at = case.last_at if step.actor == SYSTEM else max(case.last_at, step.at)
    done = case.done if step.type in case.done or not _counts_as_done(case, step, said) else (*case.done, step.type)
    moved = replace(case, seq=case.seq + 1, state=state, done=done, last_at=last_at)
    changed = _EFFECTS.get(step.type)
    return changed(moved, step, said) if changed else moved


def _counts_as_done(case: Case, step: Taken, said: Body) -> bool:
    if step.type == "submitted":
        return is_whole_file(case, said)
    return step.type != "contacted" or bool(said.get("reached", True))


def is_whole_file(case: Case, said: Mapping[str, Any]) -> bool:
    """Whether what is handed in is the lead department's file, and not one co-handling department's part of it."""
    return bool(said.get("department", case.department) == case.department)


def apply_dues(case: Case, changes: Iterable[DueChange]) -> Case:
    """The case with its milestones started, moved, met, ended or revived as the step says."""
    rows = {(m.name, m.round, m.of): m for m in case.milestones}
    for change in changes:
        key = (change.name, change.round, change.of)
        rows[key] = _DUE_EFFECTS[change.op](rows.get(key), change)
    return replace(case, milestones=tuple(rows.values())) if changes else case


def _started(_: Milestone | None, c: DueChange) -> Milestone:
    assert c.start and c.due
    return Milestone(c.name, c.round, c.of, c.start, c.due, c.provisional, c.limit, c.rule, c.waits)


def _moved(m: Milestone | None, c: DueChange) -> Milestone:
    assert m and c.due
    return replace(m, due=c.due, provisional=c.provisional)


def _met(m: Milestone | None, c: DueChange) -> Milestone:
    assert m
    return replace(m, met_at=c.at)


def _ended(m: Milestone | None, c: DueChange) -> Milestone:
    assert m
    return replace(m, ended_at=c.at, why=c.why)


def _revived(m: Milestone | None, c: DueChange) -> Milestone:
    assert m
    return replace(m, ended_at=None, why="")


_DUE_EFFECTS = {"started": _started, "moved": _moved, "met": _met, "ended": _ended, "revived": _revived}


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _registered(step: Taken, said: Body, site: str) -> Case:
    same = ("number", "policy", "channel", "category", "severity", "summary", "details", "subtype", "store", "region")
    more = ("product", "against", "order", "demand", "amount", "external", "settled")
    customer = ("name", "phone", "email", "card", "address", "tier", "on_behalf_of")
    received = _instant(said["received"])
    assert received
    return Case(
        site=site,
        id=said["id"],
        seq=1,
        state="registered",
        last_at=received,
        round=1,
        round_since=received,
        received_at=received,
        received_on=said["received_on"],
        registered_at=step.at,
        recorded_at=step.recorded_at,
        recorder=step.actor,
        occurred_at=_instant(said.get("occurred")),
        customer=Customer(**{name: said[name] for name in customer if name in said}),
        done=("registered",),
        **{name: said[name] for name in (*same, *more) if name in said},
    )


def _assigned(case: Case, step: Taken, said: Body) -> Case:
    lead = said.get("department", case.department)
    new_lead = lead != case.department
    co = dict.fromkeys(said.get("co_departments", case.co_departments))
    return replace(
        case,
        department=lead,
        co_departments=tuple(name for name in co if name != lead),
        handler=said.get("handler", "" if new_lead else case.handler),
        offered_to=said.get("offered_to", ""),
        proposal=None if new_lead and case.proposal and case.proposal.state in PENDING_PROPOSAL else case.proposal,
        waits=_ended_waits(case, step.at) if new_lead else case.waits,
    )


def _accepted(case: Case, step: Taken, said: Body) -> Case:
    return replace(case, handler=step.actor, offered_to="")


def _contacted(case: Case, step: Taken, said: Body) -> Case:
    return replace(case, demand=said["demand"]) if said.get("demand") else case


def _asked(case: Case, step: Taken, said: Body) -> Case:
    until = _instant(said["until"])
    assert until
    return replace(case, waits=(*case.waits, Wait(said["wait"], step.at, until, asked=said.get("reason", ""))))


def _resumed(case: Case, step: Taken, said: Body) -> Case:
    return replace(case, waits=_ended_waits(case, step.at, said.get("wait", "")))


def _ended_waits(case: Case, at: datetime, reason: str = "") -> tuple[Wait, ...]:
    """The waits with those for that reason (all, without one) ended, and with them those whose own end has passed."""
    return tuple(
        replace(wait, resumed_at=at) if wait.open and (reason in ("", wait.reason) or wait.until <= at) else wait
        for wait in case.waits
    )


def _proposed(case: Case, step: Taken, said: Body) -> Case:
    judged = {name: said[name] for name in ("cause", "upheld", "responsible", "fault") if name in said}
    done = tuple(name for name in case.done if name != "approved")
    state = "open" if said.get("needs_approval") else "noted"
    proposal = Proposal(said["proposal"], step.actor, said.get("amount", 0), state=state)
    return replace(case, proposal=proposal, done=done, workers=_with_worker(case, step), **judged)


def _with_worker(case: Case, step: Taken) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*case.workers, step.actor)))


def _approved(case: Case, step: Taken, said: Body) -> Case:
    assert case.proposal
    signed = replace(
        case.proposal,
        approved_by=(*case.proposal.approved_by, step.actor),
        state="approved" if said.get("complete") else "open",
    )
    done = case.done if said.get("complete") else tuple(name for name in case.done if name != "approved")
    return replace(case, proposal=signed, done=done)


def _refused(case: Case, step: Taken, said: Body) -> Case:
    assert case.proposal
    return replace(case, proposal=replace(case.proposal, state="refused", approved_by=()))


def _replied(case: Case, step: Taken, said: Body) -> Case:
    return replace(
        case,
        answer=said["answer"],
        basis=said.get("basis", case.basis),
        answered_via=said.get("via", ""),
        satisfied="",
        score=None,
        waits=_ended_waits(case, step.at),
    )


def _rated(case: Case, step: Taken, said: Body) -> Case:
    rating = said["satisfied"] if said["satisfied"] != "unknown" else case.rating
    rated = replace(case, satisfied=said["satisfied"], score=said.get("score"), rating=rating)
    return _next_round(rated, step, said) if said["satisfied"] == "no" else rated


def _next_round(case: Case, step: Taken, said: Body) -> Case:
    return replace(
        case,
        round=case.round + 1,
        round_since=step.at,
        done=(),
        submitted_by="",
        workers=(),
        closed_at=None,
        proposal=None,
        demand=said.get("demand", case.demand),
        waits=_ended_waits(case, step.at),
    )


def _submitted(case: Case, step: Taken, said: Body) -> Case:
    return (
        replace(case, submitted_by=step.actor, workers=_with_worker(case, step)) if is_whole_file(case, said) else case
    )


def _returned(case: Case, step: Taken, said: Body) -> Case:
    if said.get("redo"):
        return _next_round(case, step, said)
    done = tuple(name for name in case.done if name not in ("submitted", "closed"))
    return replace(case, submitted_by="", done=done, closed_at=None)


def _closed(case: Case, step: Taken, said: Body) -> Case:
    return replace(case, closed_at=step.at, lesson=said.get("lesson", case.lesson))


def _reopened(case: Case, step: Taken, said: Body) -> Case:
    return replace(_next_round(case, step, said), reopened=case.reopened + 1, cancelled_by="")


def _cancelled(case: Case, step: Taken, said: Body) -> Case:
    return replace(case, cancelled_by=said["by"], waits=_ended_waits(case, step.at))


_EFFECTS: dict[str, Callable[[Case, Taken, Body], Case]] = {
    "assigned": _assigned,
    "accepted": _accepted,
    "contacted": _contacted,
    "asked": _asked,
    "resumed": _resumed,
    "proposed": _proposed,
    "approved": _approved,
    "refused": _refused,
    "replied": _replied,
    "rated": _rated,
    "submitted": _submitted,
    "returned": _returned,
    "closed": _closed,
    "reopened": _reopened,
    "cancelled": _cancelled,
}


def fold(events: Iterable[Taken], site: str = "") -> Case:
    """The case that the events of one file add up to, oldest first."""
    case: Case | None = None
    for event in events:
        case = apply(case, event, site)
    assert case is not None
    return case
