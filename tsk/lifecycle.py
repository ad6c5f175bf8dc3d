"""The life of a complaint: which step may follow which state, and what each step makes of the case.

`TRANSITIONS` is the whole table. `apply` takes one step to the case, `fold` takes them all; neither decides anything,
so a file that was written once folds to the same case for ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tsk.custody import handed_on
from tsk.effects import changed_by, registered
from tsk.errors import Command, NotAllowed, Word
from tsk.model import (
    DONE_STATES,
    HANDLING_STATES,
    OPEN_STATES,
    PENDING_PROPOSAL,
    STATES,
    SYSTEM,
    Case,
    DueChange,
    Event,
    Milestone,
    Wait,
)
from tsk.stepfacts import Body, Taken, is_whole_file, names_of, takes_effect
from tsk.steps import STEPS
from tsk.traces import traced
from tsk.waits import is_anew, released, waits_after_assignment, waits_after_resuming


class Transition(Struct, frozen=True):
    """From which states a step is allowed, and the state it leads to; `target` None keeps the state."""

    sources: tuple[str, ...]
    target: str | Callable[[Case, Body, datetime], str] | None = None


def _after_assignment(case: Case, body: Body, at: datetime) -> str:
    if not is_anew(case, body):
        return case.state
    return "pending" if _open(waits_after_assignment(case, at, body)) else "assigned"


def _open(waits: tuple[Wait, ...]) -> bool:
    return any(wait.open for wait in waits)


def _after_acceptance(case: Case, body: Body, at: datetime) -> str:
    return "in_progress" if case.state == "assigned" else case.state


def _after_resuming(case: Case, body: Body, at: datetime) -> str:
    return "pending" if _open(waits_after_resuming(case, at, body)) else case.resumes_as or "in_progress"


def _after_linking(case: Case, body: Body, at: datetime) -> str:
    return "resolved" if case.state == "resolved" else "pending"


def _after_unlinking(case: Case, body: Body, at: datetime) -> str:
    if case.state != "pending" or _open(released(case, at)):
        return case.state
    return case.resumes_as or "in_progress"


def _after_rating(case: Case, body: Body, at: datetime) -> str:
    return "in_progress" if body["satisfied"] == "no" else case.state


def _after_return(case: Case, body: Body, at: datetime) -> str:
    if body.get("redo"):
        return "in_progress"
    return "resolved" if case.state == "closed" else case.state


def _after_visit(case: Case, body: Body, at: datetime) -> str:
    return "in_progress" if body.get("satisfied") == "no" else case.state


_WITH_CUSTOMER = (*HANDLING_STATES, "resolved", "closed")  # as long as something can be promised and carried out
TRANSITIONS = {
    "registered": Transition((), "registered"),
    "assigned": Transition(("registered", *HANDLING_STATES), _after_assignment),
    "accepted": Transition(HANDLING_STATES, _after_acceptance),
    "answered": Transition(("registered", *HANDLING_STATES)),
    "contacted": Transition((*HANDLING_STATES, "resolved")),
    "opined": Transition(HANDLING_STATES),
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
    "promised": Transition(_WITH_CUSTOMER),
    "withdrawn": Transition(_WITH_CUSTOMER),
    "delivered": Transition(_WITH_CUSTOMER),
    "extended": Transition(HANDLING_STATES),
    "escalated": Transition((*OPEN_STATES, "closed")),
    "noted": Transition(STATES),
    "attached": Transition(STATES),
    "chased": Transition(STATES),
    "urged": Transition(STATES),
    "inspected": Transition(STATES),
    "corrected": Transition(STATES),
    "visited": Transition(("closed",), _after_visit),
    "rejected": Transition(("registered", "assigned", "in_progress"), "rejected"),
    "merged": Transition(OPEN_STATES, "merged"),
    "absorbed": Transition(OPEN_STATES),
    "linked": Transition(OPEN_STATES, _after_linking),
    "unlinked": Transition(OPEN_STATES, _after_unlinking),
    "undone": Transition(STATES),
    "recalculated": Transition(STATES),
    "penalised": Transition(STATES),
    "penalty_confirmed": Transition(STATES),
    "penalty_waived": Transition(STATES),
    "anonymised": Transition(DONE_STATES),
}

_ALWAYS = tuple(
    name for name, row in TRANSITIONS.items() if row.sources == STATES
)  # no news in a list of what is possible
# Said by the intake, by the merge of another, with an incident, or by hand at any time.
_OWN_WAY = ("answered", "absorbed", "escalated", "linked", "unlinked", "anonymised")


# In an answered case these only complete the file: the duty to contact or to propose ended with the answer.
COMPLETING = ("contacted", "proposed", "approved", "refused")


def can_meet(state: str, step: str) -> bool:
    """Whether a step taken in that state can still meet a milestone."""
    return state in TRANSITIONS[step].sources and not (state == "resolved" and step in COMPLETING)


def allowed_steps(case: Case) -> tuple[str, ...]:
    """The steps that the table allows from the case's state, in its order; a return only of a submitted file."""
    if case.anonymised_at:
        return ()
    steps = (step for step, row in TRANSITIONS.items() if case.state in row.sources)
    return tuple(step for step in steps if _makes_sense(case, step))


def is_possible(case: Case, step: str) -> bool:
    """Whether the table allows the step from the case's state, whoever may take it."""
    return case.state in TRANSITIONS[step].sources and _makes_sense(case, step)


def _makes_sense(case: Case, step: str) -> bool:
    """Whether the case has what the step is about: a file to send back, a proposal to decide on, nobody who took it."""
    if step in ("approved", "refused"):
        return case.proposal is not None and case.proposal.state in PENDING_PROPOSAL
    if step in ("withdrawn", "delivered"):
        return any(one.open for one in case.promises) or (step == "delivered" and case.proposal is not None)
    return can_return(case) if step == "returned" else not _taken(case, step)


def can_return(case: Case) -> bool:
    """Whether there is a file to send back: handed in for review, or closed."""
    return bool(case.submitted_by) or case.state == "closed"


def _taken(case: Case, step: str) -> bool:
    """Whether the step would take over a case that somebody handles already and that is offered to nobody."""
    waits_to_be = "assigned" in (case.state, case.resumes_as)
    return step == "accepted" and not waits_to_be and bool(case.handler) and not case.offered_to


def check_allowed(case: Case, step: str, said: Mapping[str, Any]) -> None:
    """Raises NotAllowed, naming the steps that are possible now, where the table forbids this one.

    A co-handling department hands in its part whenever the case is being handled.
    """
    check_has_person(case)
    part = step == "submitted" and not is_whole_file(case, said)
    sources = (*HANDLING_STATES, "resolved") if part else TRANSITIONS[step].sources
    if case.state in sources and not _taken(case, step):
        return
    raise NotAllowed(
        "{number} is {state} ({last} by {who}): `{verb}` is not possible now.",
        "It goes on as {into}." if case.merged_into else "Possible: {possible}.",
        into=case.merged_into,
        number=case.number,
        state=Word(case.state),
        last=Word(f"step {case.last_step}"),
        who=case.last_by,
        verb=STEPS[step].verb,
        possible=_possible(case) or "–",
    )


def _possible(case: Case) -> tuple[Command, ...]:
    """The commands that are possible now, each once, with the first step that it takes; what always is, is left out."""
    hidden = (*_ALWAYS, *_OWN_WAY)
    names = [name for name in allowed_steps(case) if name not in hidden]
    verbs = dict.fromkeys(STEPS[name].verb for name in names)
    return tuple(Command(verb, next(name for name in names if STEPS[name].verb == verb)) for verb in verbs)


def check_has_person(case: Case) -> None:
    """Raises NotAllowed where the person was removed from the case: nothing more is recorded of it."""
    if case.anonymised_at:
        raise NotAllowed(
            "{number} was anonymised on {at}: nothing more is recorded of it.",
            "A new matter is a new complaint: `tsk record`.",
            number=case.number,
            at=case.anonymised_at,
        )


# ── apply ──────────────────────────────────────────────────────────────────────────────────────────


def apply(case: Case | None, step: Taken, site: str = "") -> Case:
    """The case after one step, milestones included; `case` is None for the registration only."""
    said: Body = {**step.body, **{name: text or "" for name, text in step.private.items()}}
    after = registered(step, said, site) if case is None else _after(case, step, said)
    return apply_dues(traced(case, handed_on(case, after, step, said), step, said), step.dues)


def _after(case: Case, step: Taken, said: Body) -> Case:
    target = TRANSITIONS[step.type].target
    state = target(case, said, step.at) if callable(target) else target or case.state
    names = names_of(step.type, step.body) if _counts_as_done(case, step, said) else ()
    done = (*case.done, *(name for name in names if name not in case.done))
    place = step.seq if isinstance(step, Event) else case.seq + 1
    moved = replace(case, seq=place, state=state, done=done, resumes_as=_behind(case, step, state))
    return changed_by(_dated(moved, step), step, said)


def _behind(case: Case, step: Taken, state: str) -> str:
    """What the end of the waits gives back: the state in which an incident found the case."""
    if state != "pending":
        return ""
    return case.state if step.type == "linked" and case.state != "pending" else case.resumes_as


def _dated(case: Case, step: Taken) -> Case:
    """What the desk does by itself and what is only said about a case date nothing: earlier work may still be told."""
    if step.actor == SYSTEM or step.type in _NO_WORK:
        return case
    case = replace(case, active_at=max(case.active_at or step.at, step.at))
    if step.type in _ONLY_SAID:
        return case
    return replace(case, last_at=max(case.last_at, step.at), last_step=step.type, last_by=step.actor)


_NO_WORK = ("chased", "urged", "anonymised")
_ONLY_SAID = ("noted", "attached", "inspected", "penalised", "penalty_confirmed", "penalty_waived")


def _counts_as_done(case: Case, step: Taken, said: Body) -> bool:
    if step.type == "submitted":
        return is_whole_file(case, said)
    return takes_effect(step)


def apply_dues(case: Case, changes: Iterable[DueChange]) -> Case:
    """The case with its milestones started, moved, met, ended or revived as the step says."""
    rows = {(m.name, m.round, m.of): m for m in case.milestones}
    for change in changes:
        key = (change.name, change.round, change.of)
        rows[key] = _DUE_EFFECTS[change.op](rows.get(key), change, case.seq)
    return replace(case, milestones=tuple(rows.values())) if changes else case


def _started(_: Milestone | None, c: DueChange, seq: int) -> Milestone:
    assert c.start and c.due
    plain = (c.name, c.round, c.of, c.start, c.due, c.provisional, c.limit, c.rule, c.waits)
    return replace(Milestone(*plain), agreed=c.agreed, begun=seq, **_clock_of(c))


def _clock_of(c: DueChange) -> dict[str, Any]:
    """From where the limit runs, and what was added to it."""
    return {"added": c.added, "counted_from": c.counted_from, "overtaken": c.overtaken}


def _moved(m: Milestone | None, c: DueChange, seq: int) -> Milestone:
    assert m and c.due
    moved = replace(m, due=c.due, provisional=c.provisional, **_clock_of(c))
    return replace(moved, limit=c.limit, rule=c.rule, waits=c.waits) if c.limit else moved


def _met(m: Milestone | None, c: DueChange, seq: int) -> Milestone:
    assert m
    return replace(m, met_at=c.at, over=seq)


def _ended(m: Milestone | None, c: DueChange, seq: int) -> Milestone:
    assert m
    return replace(m, ended_at=c.at, why=c.why, over=seq)


def _revived(m: Milestone | None, c: DueChange, seq: int) -> Milestone:
    assert m
    return replace(m, ended_at=None, why="", over=0)


_DUE_EFFECTS = {"started": _started, "moved": _moved, "met": _met, "ended": _ended, "revived": _revived}


_LATER = re.compile(r"^\d+:")


def command_of(key: str) -> str:
    """The command that an event's key belongs to: the second and later events of one bear its key with their number."""
    return _LATER.sub("", key, count=1)


def effective(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events that count: not those of commands that were undone, and not the undoing itself."""
    every = tuple(events)
    undone = {event.body["key"] for event in every if event.type == "undone"}
    if not undone:
        return every
    return tuple(e for e in every if e.type != "undone" and command_of(e.key) not in undone)


def fold(events: Iterable[Event], site: str = "") -> Case:
    """The case that the events of one file add up to, oldest first; what was undone adds nothing but its place."""
    every = tuple(events)
    case: Case | None = None
    for event in effective(every):
        case = apply(case, event, site)
    assert case is not None
    return case if case.seq == every[-1].seq else replace(case, seq=every[-1].seq)
