"""Taking steps: load, check right and requirement, apply, compute the milestones, append, in one transaction."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tsk import rights
from tsk.desk.session import Desk
from tsk.errors import NotAllowed, UsageError
from tsk.figures import Fact, facts
from tsk.lifecycle import allowed_steps, apply, apply_dues, check_allowed, fold
from tsk.limits import parse_limit, warn_at
from tsk.model import Case, Draft, Event
from tsk.requirements import check, needs_approval, signatures
from tsk.rules import Policy, answer_milestones, closing_row, facts_of
from tsk.sla import changes
from tsk.steps import STEPS

_LONGEST_LOCK = timedelta(seconds=60)
_MOVES_CLOCKS = ("asked", "cancelled", "assigned", "returned", "reopened")


class Ask(Struct, frozen=True):
    """One step that somebody wants to take, with its fields; which of them are personal, tsk.steps knows."""

    step: str
    said: dict[str, Any] = {}


class Taken(Struct, frozen=True):
    """A case after a command, with the events that the command wrote."""

    before: Case | None
    case: Case
    events: tuple[Event, ...]
    repeated: bool = False


def take(desk: Desk, ref: str, asks: Iterable[Ask], at: datetime | None = None) -> Taken:
    """The case after the steps were taken at `at` (now, where not given); raises TskError with nothing written."""
    store = desk.store
    with store.writing():
        id = store.find(ref)
        before = fold(store.events(id), store.site)
        rights.check_sees(desk.rules, desk.person, before)
        case, drafts = advance(desk, before, asks, at)
        events = store.append("complaint", id, before.seq, drafts, command_key())
        store.save(before, case, fact_of(desk, case))
    return Taken(before, case, events)


def command_key() -> str:
    """A fresh command id: 128 random bits in hex."""
    return os.urandom(16).hex()


def fact_of(desk: Desk, case: Case) -> Fact:
    """The figures of the case under the policy it was received under."""
    return facts(case, answer_milestones(desk.policy_of(case)))


def advance(desk: Desk, case: Case, asks: Iterable[Ask], claimed: datetime | None) -> tuple[Case, tuple[Draft, ...]]:
    """The case and the drafts after all asked steps; a handler's first work on an assigned case accepts it first."""
    policy = desk.policy_of(case)
    asks = tuple(asks)
    at = claimed or _present(desk, case)
    if claimed:
        _check_claim(desk, case, asks, claimed)
    drafts: list[Draft] = []
    for ask in asks:
        for one in (*_acceptance(desk, case, ask), ask):
            full = _completed(desk, case, one, policy)
            _check(desk, case, full, policy, at)
            case, draft = follow(desk, case, draft_of(desk, full, at), policy)
            drafts.append(draft)
    return case, tuple(drafts)


def draft_of(desk: Desk, ask: Ask, at: datetime, actor: str = "") -> Draft:
    """The ask as a draft, its fields sorted into public and personal; fields that say nothing are left out."""
    step = STEPS[ask.step]
    given = {name: value for name, value in ask.said.items() if value not in (None, "", ())}
    return Draft(
        type=step.type,
        at=at,
        recorded_at=desk.options.clock,
        actor=actor or desk.person.id,
        body={name: value for name, value in given.items() if name in step.public},
        private={name: value for name, value in given.items() if name in step.private},
    )


def follow(desk: Desk, case: Case | None, draft: Draft, policy: Policy) -> tuple[Case, Draft]:
    """The case after the draft, and the draft with what it does to the milestones."""
    after = apply(case, draft, desk.store.site)
    dues = changes(case, after, draft, policy, desk.calendars)
    return apply_dues(after, dues), replace(draft, dues=dues)


def _completed(desk: Desk, case: Case, ask: Ask, policy: Policy) -> Ask:
    """The ask with what the desk itself adds to it: facts of the case and the policy that the step must keep."""
    added = _ADDED.get(ask.step)
    return Ask(ask.step, {**ask.said, **added(desk, case, ask, policy)}) if added else ask


def _kept_people(desk: Desk, case: Case, ask: Ask, policy: Policy) -> dict[str, Any]:
    """Co-handling departments stay with the same lead, and new ones join them; the owner stays where policy says so."""
    added: dict[str, Any] = {}
    if "co_departments" in ask.said and ask.said.get("department", case.department) == case.department:
        added["co_departments"] = [*case.co_departments, *ask.said.get("co_departments", ())]
    if desk.rules.settings.owner_until_accepted and "handler" not in ask.said:
        added["handler"] = case.handler
    return added


def _approval_needed(desk: Desk, case: Case, ask: Ask, policy: Policy) -> dict[str, Any]:
    return {"needs_approval": needs_approval(policy, ask.said.get("amount") or 0)}


def _signature(desk: Desk, case: Case, ask: Ask, policy: Policy) -> dict[str, Any]:
    """The sum approved, and whether this was the last signature it needed."""
    if case.proposal is None:
        return {}
    amount = case.proposal.amount
    signed = {*case.proposal.approved_by, desk.person.id}
    return {"amount": amount, "complete": len(signed) >= signatures(policy, amount)}


def _own_part(desk: Desk, case: Case, ask: Ask, policy: Policy) -> dict[str, Any]:
    """Somebody of a co-handling department hands in that department's part, where nothing else is said."""
    own = desk.person.department
    return {"department": own} if own in case.co_departments and not ask.said.get("department") else {}


_ADDED: dict[str, Callable[[Desk, Case, Ask, Policy], dict[str, Any]]] = {
    "assigned": _kept_people,
    "proposed": _approval_needed,
    "approved": _signature,
    "submitted": _own_part,
}


def _acceptance(desk: Desk, case: Case, ask: Ask) -> tuple[Ask, ...]:
    """The acceptance that comes before somebody's first work on a case that is theirs or free to take."""
    begins = STEPS[ask.step].accepts and "accepted" in allowed_steps(case)
    return (Ask("accepted"),) if begins and _takes_over(desk, case) else ()


def _takes_over(desk: Desk, case: Case) -> bool:
    """Whether the person is who it was offered or given to, or of the lead department where nobody has it yet."""
    who, kept = desk.person, desk.rules.settings.owner_until_accepted
    if case.offered_to or (case.handler and not kept):
        return who.id == (case.offered_to or case.handler)
    ours = who.anyone or who.department == case.department
    return ours and who.id != case.handler and rights.has_right(desk.rules, who, "accept")


def _check(desk: Desk, case: Case, ask: Ask, policy: Policy, at: datetime) -> None:
    rules, who = desk.rules, desk.person
    right = _right(ask)
    if ask.step != "accepted" or not _acceptance_is_due(desk, case):
        rights.check_right(rules, who, right)
    check_allowed(case, ask.step, ask.said)
    rights.check_four_eyes(policy, who, right, case)
    check(ask.step, case, ask.said, rules, policy, at)
    rights.check_lead(rules, who, ask.step, case, ask.said)
    if ask.step == "approved":
        rights.check_amount(rules, who, case)
        rights.check_signature(who, case)
    if ask.step == "accepted":
        _check_acceptor(desk, case)
    if ask.step == "closed":
        row = closing_row(policy, facts_of(case, desk.zone))
        rights.check_reviewer(rules, who, case, row.review if row else "")


def _acceptance_is_due(desk: Desk, case: Case) -> bool:
    return desk.person.id in (case.handler, case.offered_to)


def _right(ask: Ask) -> str:
    only_handler = ask.step == "assigned" and not {"department", "co_departments"} & set(ask.said)
    return "assign-handler" if only_handler else STEPS[ask.step].verb


def _check_acceptor(desk: Desk, case: Case) -> None:
    wanted = case.offered_to or ("" if desk.rules.settings.owner_until_accepted else case.handler)
    if desk.person.anyone and not case.offered_to:
        return
    if wanted and wanted != desk.person.id:
        raise NotAllowed(
            "{number} was given to {handler}; only they can accept it.",
            "Name another handler: `tsk assign {id} --handler …`.",
            number=case.number,
            handler=wanted,
            id=case.id,
        )


def _present(desk: Desk, case: Case) -> datetime:
    """Now; for a command that waited for another one's lock, the instant of that one's step, a little later."""
    late = case.last_at - desk.now
    return case.last_at if timedelta(0) < late < _LONGEST_LOCK and not desk.options.now else desk.now


def _check_claim(desk: Desk, case: Case, asks: tuple[Ask, ...], at: datetime) -> None:
    """Raises for an instant in the future, further back than this person may go, or before a due missed since.

    What has been missed by now stays missed unless somebody says why, and nobody moves its clock without the right to
    back-date.
    """
    if at > desk.now:
        raise UsageError("{at} lies in the future.", "A step is recorded when it has been taken.", at=at)
    reasoned = any(ask.said.get("reason") for ask in asks)
    check_backdating(desk, at, reasoned)
    if not any(m.running and at <= m.due < desk.now for m in case.milestones):
        return
    moves = any(ask.step in _MOVES_CLOCKS for ask in asks)
    if not reasoned or (moves and not rights.has_right(desk.rules, desk.person, "backdate")):
        raise NotAllowed(
            "{number}: a deadline has passed since {at}; a step claimed before it needs a reason"
            " and, where it moves the clock, the right `backdate`.",
            'Add --reason "…", or leave out --at.',
            number=case.number,
            at=at,
        )


def check_backdating(desk: Desk, at: datetime, reasoned: bool) -> None:
    """Raises NotAllowed for an instant further back than the policy allows, without a reason or the right to it."""
    if at >= earliest(desk):
        return
    limit = parse_limit(desk.rules.settings.backdate)
    if not reasoned:
        raise NotAllowed(
            "{at} is further back than {limit}; say why it is recorded only now.",
            'Add --reason "…".',
            at=at,
            limit=limit,
        )
    if not rights.has_right(desk.rules, desk.person, "backdate"):
        raise NotAllowed(
            "{at} is further back than {limit}.",
            "Somebody with the right `backdate` can record it.",
            at=at,
            limit=limit,
        )


def earliest(desk: Desk) -> datetime:
    """The earliest instant that may be claimed without the right to back-date."""
    return warn_at(parse_limit(desk.rules.settings.backdate), desk.now, desk.calendars.named())
