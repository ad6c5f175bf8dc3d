"""What the desk itself adds: to a step, facts of the case and the policy; after it, the steps that follow by rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from tsk import escalation
from tsk.approvals import is_complete, may_sign_next, signing
from tsk.conditions import facts_of
from tsk.desk.measurelists import of_complaint
from tsk.desk.repeats import of_same_customer
from tsk.desk.session import Desk
from tsk.effects import changed_by
from tsk.errors import NotAllowed, UsageError, Word
from tsk.extension import extendable, extension
from tsk.limits import base_due, parse_limit, warn_at
from tsk.measures import satisfied
from tsk.model import AGREED, HANDLING_STATES, SYSTEM, Case, Draft, iso
from tsk.requirements import MEASURES
from tsk.rulerows import Policy
from tsk.rules import Routing, approval_row, closing_row, find, grade, limit_row, promise_rule, route, where
from tsk.sla import calendar_of
from tsk.stepfacts import CLEARED, FIELD, begins_round
from tsk.steps import BY_RULE, FIELDS


class Ask(Struct, frozen=True):
    """One step that somebody wants to take, with its fields; which of them are personal, tsk.steps knows."""

    step: str
    said: dict[str, Any] = {}


def completed(desk: Desk, case: Case, ask: Ask, policy: Policy, at: datetime) -> Ask:
    """The ask with what the desk itself adds to it: facts of the case and the policy that the step must keep."""
    added = _ADDED.get(ask.step)
    said = {**ask.said, **added(desk, case, ask, policy, at)} if added else ask.said
    return Ask(ask.step, {**said, **_emptied(desk, case, ask)} if begins_round(ask.step, ask.said) else said)


def _emptied(desk: Desk, case: Case, ask: Ask) -> dict[str, Any]:
    """The fields of a round, empty again with the step that begins the next one."""
    over = [row for row in desk.rules.fields if row.scope == "round" and row.name in case.fields]
    plain = {row.name: CLEARED for row in over if row.kind != "text"} | ask.said.get(FIELDS, {})
    texts = {FIELD + row.name: ask.said.get(FIELD + row.name, CLEARED) for row in over if row.kind == "text"}
    return {**texts, **({FIELDS: plain} if plain else {})}


def _kept_people(desk: Desk, case: Case, ask: Ask, policy: Policy, at: datetime) -> dict[str, Any]:
    """Co-handling departments stay with the same lead, and new ones join them; the owner stays where policy says so."""
    added: dict[str, Any] = {}
    if "co_departments" in ask.said and ask.said.get("department", case.department) == case.department:
        added["co_departments"] = [*case.co_departments, *ask.said.get("co_departments", ())]
    if desk.rules.settings.owner_until_accepted and "handler" not in ask.said:
        added |= {"handler": case.handler, "kept": True}
    return added


def _proposal(desk: Desk, case: Case, ask: Ask, policy: Policy, at: datetime) -> dict[str, Any]:
    """Who must sign the proposal, and who is responsible for its cause where nobody says so."""
    amount = ask.said.get("amount") or 0
    said = {name: value for name, value in ask.said.items() if value not in (None, "", ())}
    facts = facts_of(changed_by(case, Draft("proposed", at, at, desk.person.id, said), said), desk.zone)
    _check_authority(desk, case, policy, facts, amount)
    added = signing(policy, desk.rules.roles, facts, amount, _given_before(desk, case, policy, at)).said
    cause = find(desk.rules.causes, ask.said.get("cause", ""))
    return {**added, "responsible": ask.said.get("responsible") or (cause.department if cause else "")}


def _given_before(desk: Desk, case: Case, policy: Policy, at: datetime) -> int:
    """The hundredths that the customer was given, on whichever complaint, within the time that the policy looks at."""
    most = policy.authority.per_customer
    if most is None:
        return 0
    since = warn_at(parse_limit(most.within), at, desk.calendars.named())
    theirs = {one.id: one for one in (case, *of_same_customer(desk, case))}
    paid = sum(paid.amount for one in theirs.values() for paid in one.payments if since <= paid.at <= at)
    return paid + sum(_still_to_pay(one) for one in theirs.values() if one.id != case.id)


def _still_to_pay(case: Case) -> int:
    """The hundredths that a proposal of a complaint still promises."""
    proposal = case.proposal if case.is_open else None
    return max(0, proposal.amount - proposal.paid) if proposal and proposal.state != "refused" else 0


def _check_authority(desk: Desk, case: Case, policy: Policy, facts: Mapping[str, object], amount: int) -> None:
    """Raises NotAllowed, naming the rule, where none of those who sign level by level has the authority for the sum."""
    row = approval_row(policy, facts)
    if row is None or not row.enough:
        return
    highest = max((role.approves for name in row.by if (role := find(desk.rules.roles, name))), default=0)
    if amount > highest:
        raise NotAllowed(
            "{number}: nobody may approve {amount} {currency}; the highest authority is {highest} (rule {rule}).",
            "Propose less, or ask for a higher level in [approvals].",
            number=case.number,
            amount=amount / 100,
            highest=highest / 100,
            currency=Word(desk.rules.currency),
            rule=where(desk.rules, "approvals", row, case),
        )


def _signature(desk: Desk, case: Case, ask: Ask, policy: Policy, at: datetime) -> dict[str, Any]:
    """The sum approved, in which role, and whether this was the last signature it needed."""
    proposal, who = case.proposal, desk.person
    if proposal is None:
        return {}
    role = who.role if who.role in proposal.signers else ""
    if who.anyone:
        role = next(iter(may_sign_next(proposal)), "")
    return {"amount": proposal.amount, "role": role, "complete": is_complete(proposal, policy, role, who.id)}


_PARTS = ("submitted", "opined")  # what each department does for itself


def own_part(desk: Desk, case: Case, ask: Ask) -> Ask:
    """The ask; what somebody of a co-handling department hands in is that department's part, if nothing is said."""
    if ask.step not in _PARTS or ask.said.get("department"):
        return ask
    own = desk.person.department
    return Ask(ask.step, {**ask.said, "department": own if own in case.co_departments else case.department})


def _promise(desk: Desk, case: Case, ask: Ask, policy: Policy, at: datetime) -> dict[str, Any]:
    """The promise's number, and its date: as said, else after the policy's limit for promises."""
    nth = {"nth": len(case.promises) + 1}
    if ask.said.get("due"):
        return nth
    rule = promise_rule(policy)
    row = limit_row(policy, rule.name, facts_of(case, desk.zone))
    limit = row.limits[rule.name] if row else AGREED
    if parse_limit(limit).kind == AGREED:
        raise UsageError("By when is it promised?", "Add --by WHEN.")
    return {**nth, "due": iso(base_due(parse_limit(limit), at, calendar_of(rule, "", desk.calendars)))}


def _which_promise(desk: Desk, case: Case, ask: Ask, policy: Policy, at: datetime) -> dict[str, Any]:
    """The only open promise, where nobody says which one is meant."""
    open_ones = [one for one in case.promises if one.open]
    if ask.said.get("nth") is not None or not open_ones:
        return {}
    if len(open_ones) > 1:
        raise UsageError(
            "{number} has several open promises: which one?",
            "Add --promise: {known}.",
            number=case.number,
            known=tuple(str(one.nth) for one in open_ones),
        )
    return {"nth": open_ones[0].nth}


def _more_time(desk: Desk, case: Case, ask: Ask, policy: Policy, at: datetime) -> dict[str, Any]:
    """The milestone that is extended, and by how many seconds of its own clock."""
    name, of = ask.said.get("milestone", ""), ask.said.get("of", "")
    m = extendable(case, policy, desk.zone, name, of, desk.person.department)
    until = datetime.fromisoformat(ask.said["until"]) if ask.said.get("until") else None
    seconds = extension(case, m, policy, desk.calendars, ask.said.get("more", ""), until, at)
    return {"milestone": m.name, "of": m.of, "seconds": seconds}


def _last_attempt(desk: Desk, case: Case, ask: Ask, policy: Policy, at: datetime) -> dict[str, Any]:
    """Whether a visit that reached nobody was the last that the policy asks for."""
    last = case.visit_attempts + 1 >= desk.rules.settings.visit_attempts
    return {"unreachable": True} if last and ask.said.get("reached") is False else {}


def _measures(desk: Desk, case: Case, ask: Ask, policy: Policy, at: datetime) -> dict[str, Any]:
    """What the improvement measures of the case fulfil of its closing."""
    row = closing_row(policy, facts_of(case, desk.zone))
    wanted = any(name.partition(":")[0] in MEASURES for name in row.requires) if row else False
    return {"measures": satisfied(of_complaint(desk, case.id))} if wanted else {}


def _graded(desk: Desk, case: Case, ask: Ask, policy: Policy, at: datetime) -> dict[str, Any]:
    """The severity that the rules give the corrected case, where it had the one that they gave it before."""
    if ask.said.get("severity") or case.severity != grade(policy, facts_of(case, desk.zone)):
        return {}
    after = grade(policy, facts_of(corrected(case, ask.said), desk.zone))
    return {"severity": after, BY_RULE: ["severity"]} if after != case.severity else {}


def corrected(case: Case, said: dict[str, Any]) -> Case:
    """The case as it would be with those fields corrected."""
    body = {name: value for name, value in said.items() if value not in (None, "", ())}
    return changed_by(case, Draft("corrected", case.last_at, case.last_at, SYSTEM, body), body)


def _up_the_line(desk: Desk, case: Case, ask: Ask, policy: Policy, at: datetime) -> dict[str, Any]:
    """Whom an escalation by hand tells where nobody is named: the department above, at the top the desk."""
    if "tell" in ask.said:
        return {}
    return told(desk, [escalation.head_above(case.department, desk.rules) or desk.rules.desk_department])


_ADDED: dict[str, Callable[[Desk, Case, Ask, Policy, datetime], dict[str, Any]]] = {
    "assigned": _kept_people,
    "proposed": _proposal,
    "approved": _signature,
    "promised": _promise,
    "withdrawn": _which_promise,
    "delivered": _which_promise,
    "extended": _more_time,
    "visited": _last_attempt,
    "closed": _measures,
    "corrected": _graded,
    "escalated": _up_the_line,
}


# ── what follows by rule ───────────────────────────────────────────────────────────────────────────


def routed_again(desk: Desk, before: Case, case: Case, ask: Ask, policy: Policy) -> Iterator[Ask]:
    """The assignment that a corrected category leads to, unless a person chose the department or it is to be kept."""
    if ask.step != "corrected" or ask.said.get("keep") or case.category == before.category:
        return
    routing = route(desk.rules, policy, facts_of(case, desk.zone))
    chosen = case.placed_by not in ("", SYSTEM) and not desk.rules.settings.reroute_always
    if not chosen and routing.to != case.department and case.state in ("registered", *HANDLING_STATES):
        yield Ask("assigned", assigned_by(routing))


def assigned_by(routing: Routing) -> dict[str, Any]:
    """The fields of an assignment by rule."""
    return {"department": routing.to, "co_departments": list(routing.co), "route": routing.row}


def told(desk: Desk, names: list[str]) -> dict[str, list[str]]:
    """Who is told, and which of them are departments."""
    departments = {row.name for row in desk.rules.departments}
    return {"tell": names, "departments": [name for name in names if name in departments]}


def escalated(desk: Desk, case: Case, step: escalation.DueStep, policy: Policy) -> Iterable[Ask]:
    """The steps that an escalation is: told to people, raised, moved."""
    row = step.rule
    tell = list(escalation.told_by(row, case, step.of, desk.rules))
    said = {"rule": row.name, "milestone": step.milestone, "of": step.of, "stage": step.stage}
    yield Ask("escalated", {**said, **told(desk, tell)})
    if severity := escalation.raised(row, case, policy):
        yield Ask("corrected", {"severity": severity, "raised": True})
    if to := escalation.moved_to(row, case, desk.rules):
        yield Ask("assigned", {"department": to, "route": f"escalation.{row.name}"})
