"""What each step makes of a case, its milestones aside: one function for each kind of step, none of them decides."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from tsk.addedeffects import ADDED, Effect
from tsk.model import (
    NOBODY,
    PENDING_PROPOSAL,
    SYSTEM,
    Case,
    Customer,
    Payment,
    Promise,
    Proposal,
    Told,
)
from tsk.stepfacts import CLEARED, FIELD, Body, Taken, instant, is_whole_file, names_of
from tsk.steps import IMPORTED, step_of
from tsk.waits import asked, ended_waits, is_anew, linked, resumed, unlinked, waits_after_assignment

_CUSTOMER = ("name", "phone", "email", "card", "address", "tier", "on_behalf_of")
_COMPLAINT = (
    *("channel", "category", "severity", "summary", "details", "subtype", "store", "region"),
    *("product", "against", "order", "demand", "amount"),
)
BY_ESCALATION = "escalation."  # begins the route of a case that was moved by an escalation
_WORK = (
    *("assigned", "accepted", "contacted", "asked", "proposed", "replied", "submitted", "promised", "delivered"),
    "visited",
)
_OVER = ("closed", "cancelled", "rejected", "merged")


def changed_by(case: Case, step: Taken, said: Body) -> Case:
    """The case with everything that the step says about it."""
    effect = _EFFECTS.get(step.type)
    return _with_fields(_attended(effect(case, step, said) if effect else case, step), said)


def _with_fields(case: Case, said: Body) -> Case:
    """The case with what the step says of the policy's own fields, and by which import it says so."""
    if IMPORTED in said:
        case = replace(case, imported=said[IMPORTED])
    texts = {name.removeprefix(FIELD): text for name, text in said.items() if name.startswith(FIELD)}
    found = {**said.get("fields", {}), **texts}
    if not found:
        return case
    kept = {name: text for name, text in {**case.fields, **found}.items() if text != CLEARED}
    return replace(case, fields=_in_order(kept))


def _in_order(fields: dict[str, str]) -> dict[str, str]:
    """The fields by name: an event keeps no order of its own, and the snapshot is compared letter by letter."""
    return dict(sorted(fields.items()))


def _attended(case: Case, step: Taken) -> Case:
    """The case with what the step answers by being taken: an urge, and the news of an escalation.

    News is answered by any step of the person who was told; that of a department by anybody's work.
    """
    if step.actor == SYSTEM:
        return case
    worked = step.type in _WORK
    left = (one for one in case.told if one.who != step.actor and not (worked and one.department))
    told = () if step.type in _OVER else tuple(left)
    urged_at = None if step.type in _WORK else case.urged_at
    unchanged = told == case.told and urged_at == case.urged_at
    return case if unchanged else replace(case, told=told, urged_at=urged_at)


# ── at the counter ─────────────────────────────────────────────────────────────────────────────────


def registered(step: Taken, said: Body, site: str) -> Case:
    """The case that a registration begins."""
    received = instant(said["received"])
    assert received
    texts = {name.removeprefix(FIELD): text for name, text in said.items() if name.startswith(FIELD)}
    plain = ("number", "policy", "external", IMPORTED, "settled", "department", "repeat_of", *_COMPLAINT)
    return Case(
        site=site,
        id=said["id"],
        seq=1,
        state="registered",
        last_at=received,
        active_at=received,
        last_step=step.type,
        last_by=step.actor,
        round=1,
        round_since=received,
        received_at=received,
        received_on=said["received_on"],
        registered_at=step.at,
        recorded_at=step.recorded_at,
        recorder=step.actor,
        occurred_at=instant(said.get("occurred")),
        customer=Customer(**{name: said[name] for name in _CUSTOMER if name in said}),
        fields=_in_order({**said.get("fields", {}), **texts}),
        done=("registered",),
        recurs=tuple(said.get("recurs", ())),
        **{name: said[name] for name in plain if name in said},
    )


def _only_latest(type: str, case: Case, said: Body) -> tuple[str, ...]:
    """The steps of the round, of that type only what the latest one says: an earlier judgement no longer holds."""
    current = names_of(type, said)
    return tuple(name for name in case.done if not name.startswith(f"{type}:") or name in current)


def _corrected(case: Case, step: Taken, said: Body) -> Case:
    customer = replace(case.customer, **{name: _cleared(said[name]) for name in _CUSTOMER if name in said})
    changed = {name: _cleared(said[name]) for name in _COMPLAINT if name in said}
    occurred = instant(said.get("occurred")) or case.occurred_at
    done = _only_latest("corrected", case, said)
    return replace(case, customer=customer, occurred_at=occurred, done=done, **changed)


def _cleared(value: Any) -> Any:
    """The corrected value; "" for what is to be left open."""
    return "" if value == CLEARED else value


# ── handling ───────────────────────────────────────────────────────────────────────────────────────


def _assigned(case: Case, step: Taken, said: Body) -> Case:
    lead = said.get("department", case.department)
    new_lead = lead != case.department
    co = dict.fromkeys(said.get("co_departments", case.co_departments))
    return replace(
        case,
        rose=case.rose + (new_lead and said.get("route", "").startswith(BY_ESCALATION)),
        department=lead,
        co_departments=tuple(name for name in co if name != lead),
        handler=_handler(said.get("handler", "" if new_lead else case.handler)),
        offered_to=said.get("offered_to", ""),
        placed_by=step.actor if "department" in said else case.placed_by,
        resumes_as="assigned" if case.state == "pending" and is_anew(case, said) else case.resumes_as,
        proposal=None if new_lead and case.proposal and case.proposal.state in PENDING_PROPOSAL else case.proposal,
        waits=waits_after_assignment(case, step.at, said),
    )


def _handler(name: str) -> str:
    return "" if name == NOBODY else name


def _accepted(case: Case, step: Taken, said: Body) -> Case:
    return replace(case, handler=step.actor, offered_to="", resumes_as="")


def _contacted(case: Case, step: Taken, said: Body) -> Case:
    reached = said.get("reached", True)
    return replace(
        case,
        demand=said.get("demand") or case.demand,
        outcome=said.get("outcome") or case.outcome,
        chosen=_chosen(case, said) or case.chosen,
        attempts=0 if reached else case.attempts + 1,
        contacted_at=step.at if reached else case.contacted_at,
        chased_at=None if reached and (case.chased_at is None or step.at >= case.chased_at) else case.chased_at,
        callback_at=instant(said.get("next")),
    )


def _chosen(case: Case, said: Body) -> str:
    """What the customer chose: 1 is the proposal itself, from 2 on what else was offered."""
    offers = (case.proposal.text, *case.proposal.alternatives.splitlines()) if case.proposal else ()
    nth = said.get("choice") or 0
    return offers[nth - 1] if 0 < nth <= len(offers) else ""


def _proposed(case: Case, step: Taken, said: Body) -> Case:
    judged = {name: said[name] for name in ("cause", "upheld", "responsible", "fault") if name in said}
    done = tuple(name for name in _only_latest("proposed", case, said) if name != "approved")
    required = bool(said.get("needs_approval"))
    proposal = Proposal(
        text=said.get("proposal", ""),
        by=step.actor,
        amount=said.get("amount", 0),
        state="open" if required else "noted",
        required=required,
        signers=tuple(said.get("signers", ())),
        in_order=bool(said.get("in_order")),
        rule=said.get("rule", ""),
        alternatives=said.get("alternatives", ""),
    )
    return replace(case, proposal=proposal, done=done, workers=_with_worker(case, step), sent_back="", **judged)


def _with_worker(case: Case, step: Taken) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*case.workers, step.actor)))


def _approved(case: Case, step: Taken, said: Body) -> Case:
    assert case.proposal
    signed = replace(
        case.proposal,
        approved_by=(*case.proposal.approved_by, step.actor),
        signed_as=(*case.proposal.signed_as, *filter(None, (said.get("role"),))),
        state="approved" if said.get("complete") else "open",
    )
    done = case.done if said.get("complete") else tuple(name for name in case.done if name != "approved")
    return replace(case, proposal=signed, done=done)


def _refused(case: Case, step: Taken, said: Body) -> Case:
    assert case.proposal
    refused = replace(case.proposal, state="refused", approved_by=(), signed_as=())
    return replace(case, proposal=refused, sent_back=said.get("reason", "") or step.type)


def _promised(case: Case, step: Taken, said: Body) -> Case:
    due = instant(said["due"])
    assert due
    one = Promise(said["nth"], said.get("promise", ""), step.actor, step.at, due)
    return replace(case, promises=(*case.promises, one))


def _withdrawn(case: Case, step: Taken, said: Body) -> Case:
    return replace(case, promises=_one_promise(case, said, withdrawn_at=step.at))


def _delivered(case: Case, step: Taken, said: Body) -> Case:
    amount = said.get("amount") or 0
    payments = (*case.payments, Payment(step.at, amount)) if amount else case.payments
    proposal = replace(case.proposal, paid=case.proposal.paid + amount) if case.proposal else None
    paid = replace(case, payments=payments, proposal=proposal)
    return replace(paid, promises=_one_promise(case, said, delivered_at=step.at)) if said.get("nth") else paid


def _one_promise(case: Case, said: Body, **changes: datetime) -> tuple[Promise, ...]:
    return tuple(replace(one, **changes) if one.nth == said["nth"] else one for one in case.promises)


def _escalated(case: Case, step: Taken, said: Body) -> Case:
    key = escalation_key(said.get("rule", ""), said.get("milestone", ""), said.get("of", ""), said.get("stage", ""))
    told = {one.who: one for one in case.told}
    departments = said.get("departments", ())
    told |= {who: Told(who, said.get("rule", ""), step.at, who in departments) for who in said.get("tell", ())}
    return replace(case, told=tuple(told.values()), escalated=(*case.escalated, key))


def escalation_key(rule: str, milestone: str, of: str, stage: str) -> str:
    """What is carried out once: a rule for one part of one milestone at one stage (round and due, chases, a step)."""
    return f"{rule}|{milestone}|{of}|{stage}"


def _replied(case: Case, step: Taken, said: Body) -> Case:
    return replace(
        case,
        answer=said.get("answer", ""),  # an import may not tell it
        basis=said.get("basis", case.basis),
        answered_via=said.get("via", ""),
        answered_with=said.get("incident", 0),
        incident=0 if "incident" in said else case.incident,
        cause=case.cause or said.get("cause", ""),
        satisfied="",
        score=None,
        contacted_at=step.at,
        chased_at=None,
        callback_at=None,
        attempts=0,
        waits=ended_waits(case, step.at),
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
        reopened=case.reopened + bool(case.closed_at),
        done=names_of(step.type, step.body),  # what began the round is all that was done in it
        incident=0 if case.closed_at else case.incident,  # which may be over by now
        submitted_by="",
        workers=(),
        closed_at=None,
        proposal=None,
        outcome="",
        sent_back="",
        visit_attempts=0,
        unreachable=False,
        demand=said.get("demand", case.demand),
        waits=ended_waits(case, step.at),
    )


def _submitted(case: Case, step: Taken, said: Body) -> Case:
    if not is_whole_file(case, said):
        return case
    return replace(case, submitted_by=step.actor, workers=_with_worker(case, step), sent_back="")


# ── closing ────────────────────────────────────────────────────────────────────────────────────────


def _returned(case: Case, step: Taken, said: Body) -> Case:
    why = said.get("reason", "") or step.type
    if said.get("redo"):
        return replace(_next_round(case, step, said), sent_back=why)
    done = tuple(name for name in case.done if step_of(name) not in ("submitted", "closed"))
    return replace(case, submitted_by="", done=done, closed_at=None, sent_back=why)


def _closed(case: Case, step: Taken, said: Body) -> Case:
    return replace(case, closed_at=step.at, lesson=said.get("lesson", case.lesson), chased_at=None, callback_at=None)


def _visited(case: Case, step: Taken, said: Body) -> Case:
    if not said.get("reached", True):
        gone = bool(said.get("unreachable"))
        return replace(case, visit_attempts=case.visit_attempts + 1, unreachable=gone)
    return _rated(replace(case, unreachable=False), step, said)


def _reopened(case: Case, step: Taken, said: Body) -> Case:
    return replace(_next_round(case, step, said), reopened=case.reopened + 1, cancelled_by="")


def _cancelled(case: Case, step: Taken, said: Body) -> Case:
    return replace(_called_off(case, step, said), cancelled_by=said["by"])


def _called_off(case: Case, step: Taken, said: Body) -> Case:
    return replace(case, waits=ended_waits(case, step.at), incident=0, chased_at=None, callback_at=None)


def _merged(case: Case, step: Taken, said: Body) -> Case:
    return replace(_called_off(case, step, said), merged_into=said["into"])


def _absorbed(case: Case, step: Taken, said: Body) -> Case:
    asked = (case.chased_at, instant(said.get("chased")))  # a customer who still waits for news does so here
    chased_at = max((at for at in asked if at), default=None)
    return replace(case, absorbed=(*case.absorbed, said["merged"]), chased_at=chased_at)


def _recalculated(case: Case, step: Taken, said: Body) -> Case:
    return replace(case, policy=said.get("policy", case.policy))


_EFFECTS: dict[str, Effect] = {
    **ADDED,
    "corrected": _corrected,
    "assigned": _assigned,
    "accepted": _accepted,
    "contacted": _contacted,
    "asked": asked,
    "resumed": resumed,
    "linked": linked,
    "unlinked": unlinked,
    "proposed": _proposed,
    "approved": _approved,
    "refused": _refused,
    "promised": _promised,
    "withdrawn": _withdrawn,
    "delivered": _delivered,
    "escalated": _escalated,
    "replied": _replied,
    "rated": _rated,
    "submitted": _submitted,
    "returned": _returned,
    "closed": _closed,
    "visited": _visited,
    "reopened": _reopened,
    "cancelled": _cancelled,
    "rejected": _called_off,
    "merged": _merged,
    "absorbed": _absorbed,
    "recalculated": _recalculated,
}
