"""What every form says of a case, in words."""

from __future__ import annotations

from typing import Any

from tsk import i18n
from tsk.desk.formfile import FormFile
from tsk.forms.speech import Speech, joined
from tsk.forms.talks import first_demand, last_proposal
from tsk.i18n import say, with_note, word
from tsk.model import Case, Proposal
from tsk.render import labels

_AS_SAID = (
    *("number", "state", "round", "summary", "details", "store", "region", "product", "against", "order", "demand"),
    *("lesson", "basis", "repeat_of", "merged_into"),
)
_JUDGED = {"yes": "upheld", "no": "not upheld", "partly": "partly upheld"}


def sheet(file: FormFile, speech: Speech) -> dict[str, Any]:
    """The facts of a case by name, each as a text that may be printed as it is."""
    case = file.case
    return {
        **{name: getattr(case, name) for name in _AS_SAID},
        **_kind(case, speech),
        **_times(case, speech),
        **_result(file, speech),
        "house": speech.house,
        "customer": case.customer,
        "tier": speech.named("tier", case.customer.tier),
        "state": word(case.state),
        "recorder": speech.who(case.recorder),
        "department": speech.named("department", case.department),
        "co_departments": speech.departments(case.co_departments),
        "handler": speech.who(case.handler),
        "first_demand": first_demand(file.events),
        "disputed": speech.money(case.amount),
        "printed": say("Printed {when} by {who}", when=speech.when(file.now), who=speech.who(file.printed_by)),
    }


def _kind(case: Case, speech: Speech) -> dict[str, str]:
    return {
        "channel": speech.named("channel", case.channel),
        "category": speech.named("category", case.category),
        "subtype": labels.subtype(speech.rules, case.category, case.subtype),
        "severity": speech.named("severity", case.severity),
    }


def _times(case: Case, speech: Speech) -> dict[str, str]:
    return {
        "received": speech.when(case.received_at),
        "received_on": speech.day(case.received_at),
        "recorded": speech.when(case.registered_at),
        "occurred": speech.when(case.occurred_at),
        "closed": speech.when(case.closed_at),
    }


def _result(file: FormFile, speech: Speech) -> dict[str, str]:
    case = file.case
    responsible = speech.named("responsible", case.responsible)
    judged = joined(word(_JUDGED[case.upheld]) if case.upheld else "", speech.named("cause", case.cause))
    return {
        **_proposal(last_proposal(file.events), speech),
        "judged": judged,
        "verdict": joined(judged, responsible),
        "at_fault": joined(responsible, case.fault),
        "answer": with_note(case.answer, word(case.answered_via)) if case.answered_via else case.answer,
        "paid": speech.money(case.paid),
        "satisfied": word(case.satisfied) if case.satisfied else "",
        "score": "" if case.score is None else i18n.said(case.score),
    }


def _proposal(p: Proposal | None, speech: Speech) -> dict[str, str]:
    """The latest proposal, of whatever round: what became of it and who signed."""
    return {
        "proposal": joined(p.text, speech.money(p.amount)) if p else "",
        "alternatives": p.alternatives if p else "",
        "approval": _approval(p, speech) if p else "",
    }


def _approval(p: Proposal, speech: Speech) -> str:
    state = word(f"proposal {p.state}")
    return say("{name}: {value}", name=state, value=speech.people(p.approved_by)) if p.approved_by else state
