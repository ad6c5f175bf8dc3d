"""What no policy can lift: conditions of single steps, whatever the rule file says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tsk.approvals import needs_approval
from tsk.errors import Due, NotAllowed, Word
from tsk.lifecycle import can_return
from tsk.model import PENDING_PROPOSAL, Case
from tsk.rulerows import Policy
from tsk.rules import Rules, find, where
from tsk.stepfacts import INSPECTED

Said = Mapping[str, Any]
Condition = Callable[[Case, Said, Rules, Policy], None]


def _open_proposal(case: Case, said: Said, rules: Rules, policy: Policy) -> None:
    if case.proposal is None or case.proposal.state not in PENDING_PROPOSAL:
        raise NotAllowed(
            "{number} has no proposal that waits for approval.",
            'Put one forward: `tsk propose {id} "…"`.',
            number=case.number,
            id=case.id,
        )


def _approved_before_answer(case: Case, said: Said, rules: Rules, policy: Policy) -> None:
    proposal = case.proposal
    if proposal and proposal.state in ("open", "refused") and proposal.required:
        row = find(policy.approvals, proposal.rule)
        raise NotAllowed(
            "{number}: the proposal of {amount} {currency} is not approved (rule {rule});"
            " nothing may be promised before."
            if row
            else "{number}: the proposal of {amount} {currency} is not approved; nothing may be promised before.",
            "Approve it: `tsk approve {id}`, or put forward another.",
            rule=where(rules, "approvals", row, case) if row else "",
            number=case.number,
            amount=proposal.amount / 100,
            currency=Word(rules.currency),
            id=case.id,
        )


def _demand_when_unsatisfied(case: Case, said: Said, rules: Rules, policy: Policy) -> None:
    if said.get("satisfied") == "no" and not said.get("demand"):
        raise NotAllowed(
            "{number}: a customer who is not satisfied starts a new round; say what the customer now wants.",
            'Add --demand "…".',
            number=case.number,
        )


def _grounds_when_not_upheld(case: Case, said: Said, rules: Rules, policy: Policy) -> None:
    if said.get("upheld") == "no" and not said.get("reason"):
        raise NotAllowed(
            "{number}: a complaint is judged not upheld only with a reason.",
            'Add --reason "…".',
            number=case.number,
        )


def _has_department(case: Case, said: Said, rules: Rules, policy: Policy) -> None:
    if not case.department:
        raise NotAllowed(
            "{number} has no department yet.", "Assign it: `tsk assign {id} --to …`.", number=case.number, id=case.id
        )


def _submitted_file(case: Case, said: Said, rules: Rules, policy: Policy) -> None:
    if not can_return(case):
        raise NotAllowed(
            "{number}: no file has been submitted for review.",
            "Hand it in: `tsk submit {id}`.",
            number=case.number,
            id=case.id,
        )


def own_part(case: Case, said: Said, rules: Rules, policy: Policy) -> None:
    department = said.get("department", case.department)
    if department and department not in case.departments:
        raise NotAllowed(
            "{number}: {department} has no part in this case.",
            "Its departments: {known}.",
            number=case.number,
            department=find(rules.departments, department) or department,
            known=tuple(find(rules.departments, name) or name for name in case.departments),
        )


def _no_open_promise(case: Case, said: Said, rules: Rules, policy: Policy) -> None:
    owed = next((one for one in case.promises if one.open), None)
    if owed:
        raise NotAllowed(
            "{number}: promise {nth} is still open, due {due}.",
            'Deliver it (`tsk deliver {id}`) or take it back (`tsk promise {id} --withdraw {nth} --reason "…"`) first.',
            number=case.number,
            nth=owed.nth,
            due=Due(owed.due),
            id=case.id,
        )


def _that_promise(case: Case, said: Said, rules: Rules, policy: Policy) -> None:
    nth = said.get("nth")
    if nth is not None and not any(one.nth == nth and one.open for one in case.promises):
        raise NotAllowed(
            "{number} has no open promise {nth}.",
            "Open: {known}.",
            number=case.number,
            nth=nth,
            known=tuple(str(one.nth) for one in case.promises if one.open) or "–",
        )


def _approved_sum(case: Case, said: Said, rules: Rules, policy: Policy) -> None:
    amount = said.get("amount") or 0
    proposal = case.proposal
    approved = proposal.amount - proposal.paid if proposal and proposal.state == "approved" else 0
    in_all = amount + (proposal.paid if proposal else 0)
    if amount > approved and (needs_approval(policy, in_all) or bool(proposal and proposal.required)):
        raise NotAllowed(
            "{number}: {amount} {currency} is more than was approved ({approved}).",
            'Put a proposal forward and have it approved: `tsk propose {id} "…" --amount …`.',
            number=case.number,
            amount=amount / 100,
            approved=approved / 100,
            currency=Word(rules.currency),
            id=case.id,
        )


def _something_to_deliver(case: Case, said: Said, rules: Rules, policy: Policy) -> None:
    if said.get("nth") is None and (case.proposal is None or case.proposal.state == "refused"):
        raise NotAllowed(
            "{number}: nothing has been promised or decided that could be carried out.",
            'Promise it first: `tsk promise {id} "…" --by …`.',
            number=case.number,
            id=case.id,
        )


def _graver_when_raised(case: Case, said: Said, rules: Rules, policy: Policy) -> None:
    names = [row.name for row in policy.severities]
    if not said.get("raised") or said["severity"] in names[: names.index(case.severity)]:
        return
    raise NotAllowed(
        "{number} is {severity} already.",
        "Name a graver one; `tsk update {id} --severity …` corrects a wrong one.",
        number=case.number,
        severity=find(policy.severities, case.severity) or case.severity,
        id=case.id,
    )


def _one_of_the_offers(case: Case, said: Said, rules: Rules, policy: Policy) -> None:
    nth = said.get("choice")
    offers = 1 + len(case.proposal.alternatives.splitlines()) if case.proposal else 0
    if nth and not 1 <= nth <= offers:
        raise NotAllowed(
            "{number}: nothing {nth} was offered; there are {count} offers.",
            'Offer more with `tsk propose {id} "…" --alternative "…"`.',
            number=case.number,
            nth=nth,
            count=offers,
            id=case.id,
        )


def _breach_dealt_with(case: Case, said: Said, rules: Rules, policy: Policy) -> None:
    wanting = [name for name in INSPECTED if said.get(name) == "no"]
    if wanting and not (said.get("consequence") or said.get("note")):
        raise NotAllowed(
            "{number}: found wanting ({missing}); a breach is dealt with on record.",
            'Add --consequence "…", or say with --note what it was.',
            number=case.number,
            missing=[Word(f"not {name}") for name in wanting],
        )


PRECONDITIONS: dict[str, tuple[Condition, ...]] = {
    "accepted": (_has_department,),
    "contacted": (_one_of_the_offers,),
    "approved": (_open_proposal,),
    "refused": (_open_proposal,),
    "replied": (_approved_before_answer,),
    "rated": (_demand_when_unsatisfied,),
    "proposed": (_grounds_when_not_upheld,),
    "opined": (own_part,),
    "returned": (_submitted_file,),
    "inspected": (_breach_dealt_with,),
    "corrected": (_graver_when_raised,),
    "promised": (_approved_before_answer,),
    "withdrawn": (_that_promise,),
    "delivered": (_that_promise, _something_to_deliver, _approved_before_answer, _approved_sum),
    "visited": (_demand_when_unsatisfied,),
    "cancelled": (_no_open_promise,),
    "rejected": (_no_open_promise,),
    "merged": (_no_open_promise,),
}
