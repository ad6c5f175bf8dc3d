"""The slip that the customer takes home: the number, what was understood, by when there is an answer, where to ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tsk.desk.formfile import FormFile
from tsk.forms.ownfields import Own
from tsk.forms.speech import Speech, joined
from tsk.i18n import tr, with_note
from tsk.lifecycle import fold
from tsk.model import Case, Milestone
from tsk.render import labels
from tsk.rulerows import Policy
from tsk.rules import answer_milestones, milestone_rule

_TO_CUSTOMER = ("contacted", "replied")


def content(file: FormFile, speech: Speech) -> dict[str, Any]:
    """What the slip says beside the facts of the case."""
    case, customer = file.case, file.case.customer
    return {
        "title": tr("Complaint receipt"),
        "kind": joined(
            speech.named("category", case.category),
            labels.subtype(speech.rules, case.category, case.subtype),
        ),
        "reached_at": "\n".join(text for text in (customer.phone, customer.email, customer.address) if text),
        "promised": list(_promised(file, speech)),
        "what": joined(case.product, case.order),
        "told": Own(case, speech).told(fold(file.events[:1]).fields),
    }


def _promised(file: FormFile, speech: Speech) -> Iterator[tuple[str, str]]:
    """What the customer was promised and by when, earliest first: a promise by its own words."""
    for m in sorted(_owed(file.case, file.policy), key=lambda m: m.due):
        due = speech.due(m.due)
        yield _name(m, file.case, speech), with_note(due, tr("provisional")) if m.provisional else due


def _name(m: Milestone, case: Case, speech: Speech) -> str:
    promise = next((one.text for one in case.promises if m.of == f"#{one.nth}"), "") if m.agreed else ""
    return promise or labels.milestone_name(speech.rules, m.name)


def _owed(case: Case, policy: Policy) -> list[Milestone]:
    """The running answers and promises; where the policy names no answer, whatever else the customer waits for."""
    running = [m for m in case.milestones if m.running]
    told = [m for m in running if m.name in answer_milestones(policy) or _is_promise(m, policy)]
    return told or [m for m in running if _steps_of(m, policy) & set(_TO_CUSTOMER)]


def _is_promise(m: Milestone, policy: Policy) -> bool:
    rule = milestone_rule(policy, m.name)
    return bool(m.agreed) or bool(rule and rule.each == "promise")


def _steps_of(m: Milestone, policy: Policy) -> set[str]:
    """The steps that meet a milestone, whatever narrows them."""
    rule = milestone_rule(policy, m.name)
    return {step.partition(":")[0] for step in rule.met_by} if rule else set()
