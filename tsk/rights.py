"""Who may take which step: the role's rights, what it sees, and four eyes.  Without listed staff, everyone may."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tsk.approvals import may_sign_next
from tsk.conditions import facts_of
from tsk.errors import NotAllowed, NotFound, Word
from tsk.model import Case, Person, stands_for
from tsk.rulerows import Policy, Role
from tsk.rules import Rules, closing_row, find, where
from tsk.sight import View, of_department, of_person, of_store, told_to
from tsk.steps import rights_of

OPEN_TO_ALL = ("record", "chase")  # what everybody may do, listed or not
_FOUR_EYES = ("approve", "return", "close", "inspect")


def role_of(rules: Rules, person: Person) -> Role:
    """The person's role; an empty one for somebody who is not listed."""
    return find(rules.roles, person.role) or Role(name="")


def has_right(rules: Rules, person: Person, right: str) -> bool:
    """Whether the person's role holds that right."""
    if person.anyone or right in OPEN_TO_ALL:
        return True
    return right in rights_of(role_of(rules, person).may)


def check_right(rules: Rules, person: Person, right: str) -> None:
    """Raises NotAllowed, naming the missing right and who holds it, where the person lacks it."""
    if has_right(rules, person, right):
        return
    holders = tuple(row for row in rules.roles if right in rights_of(row.may))
    lacking = "{person} may not `{right}`: the role {role} lacks that right."
    raise NotAllowed(
        lacking if person.role else "{person} may not `{right}`, and is not listed as staff here.",
        "Roles that hold it: {holders}.",
        person=person.id,
        right=right,
        role=role_of(rules, person),
        holders=holders or "–",
    )


def sees(rules: Rules, person: Person, case: Case) -> bool:
    """Whether the case lies within what the person's role sees; one's own cases always do."""
    return view_of(rules, person).sees(case)


def view_of(rules: Rules, person: Person) -> View:
    """What the person may see: their own, those of whom they stand in for, and what their role's view reaches."""
    scope = role_of(rules, person).sees if person.known else ""
    if person.anyone or scope == "all":
        return View(everything=True)
    own = map(of_person, filter(None, (person.id, *person.deputises)))
    wide = {"department": of_department(person.department), "store": of_store(person.store)}
    told = (told_to(person.department),) if person.department else ()
    reaches = (wide[scope],) if getattr(person, scope, "") and scope in wide else ()
    return View(marks=(*own, *told, *reaches))


def check_sees(rules: Rules, person: Person, case: Case) -> None:
    """Raises NotFound where the case is outside the person's view; a number is not told to who is not listed."""
    seen = sees(rules, person, case)
    if not seen and not person.known:
        raise NotFound(
            "That complaint is not within what {person} may see.",
            "Give its whole number, as it stands on the slip.",
            person=person.id,
        )
    if not seen:
        raise NotFound(
            "{number} is not within what {person} may see.",
            "Ask its department ({department}) or a supervisor.",
            number=case.number,
            person=person.id,
            department=find(rules.departments, case.department) or "–",
        )


def check_listed(person: Person) -> None:
    """Raises NotAllowed for a login that is not listed where staff is: it may record, and show by the whole number."""
    if not (person.anyone or person.known):
        raise NotAllowed(
            "{person} is not listed as staff here.",
            "Add yourself to [staff] in the rule file, or act --as somebody.",
            person=person.id,
        )


def check_all_sites(rules: Rules, person: Person) -> None:
    """Raises NotAllowed for whoever may not read what other sites recorded, or sees only a part of their own."""
    check_listed(person)
    check_right(rules, person, "all-sites")
    if not view_of(rules, person).everything:
        raise NotAllowed(
            "{person} sees a part of this site alone: the role {role} cannot read other sites.",
            'A role that reads them has `sees = "all"`.',
            person=person.id,
            role=role_of(rules, person),
        )


def scope_of(rules: Rules, person: Person) -> dict[str, str]:
    """What a person's figures are limited to, as filters; nothing for whoever sees everything."""
    sees = "all" if person.anyone else role_of(rules, person).sees
    scopes = {"store": person.store, "department": person.department}
    if sees == "all":
        return {}
    return {sees: scopes[sees]} if scopes.get(sees) else {"handler": person.id}


def check_four_eyes(policy: Policy, person: Person, right: str, case: Case) -> None:
    """Raises NotAllowed where somebody would approve or review their own work."""
    if person.anyone or not policy.authority.four_eyes or right not in _FOUR_EYES:
        return
    own = _own_work(right, case)
    if person.id in own and _reviewed(right, case):
        raise NotAllowed(
            "{number}: nobody may `{right}` their own work (four eyes).",
            "Ask a colleague with that right.",
            number=case.number,
            right=right,
        )


def _own_work(right: str, case: Case) -> tuple[str, ...]:
    """Whose work is looked at: who put the proposal forward, who handled it, for an inspection in any round."""
    if right == "approve":
        return (case.proposal.by,) if case.proposal else ()
    once = tuple(stay.handler for stay in case.held) if right == "inspect" else ()
    return (case.handler, *case.workers, *once)


def _reviewed(right: str, case: Case) -> bool:
    return right != "close" or bool(case.submitted_by)


def check_reviewer(rules: Rules, person: Person, case: Case, review: str) -> None:
    """Raises NotAllowed where the policy leaves the closing to another role; whoever may do all may close too."""
    role = role_of(rules, person)
    if person.anyone or review in ("", role.name) or "all" in role.may:
        return
    raise NotAllowed(
        "{number} is closed by the role {role} only.",
        "Ask a colleague with that role.",
        number=case.number,
        role=find(rules.roles, review) or review,
    )


def check_signer(rules: Rules, policy: Policy, person: Person, case: Case) -> None:
    """Raises NotAllowed, naming the rule, where the proposal waits for the signature of another role."""
    proposal = case.proposal
    if person.anyone or proposal is None or not proposal.signers:
        return
    able = may_sign_next(proposal)
    row = find(policy.approvals, proposal.rule)
    if able and person.role not in able:
        raise NotAllowed(
            "{number}: the proposal waits for the signature of {roles}, not of {role} (rule {rule}).",
            "Ask a colleague with that role.",
            number=case.number,
            roles=tuple(find(rules.roles, name) or name for name in able),
            role=role_of(rules, person),
            rule=where(rules, "approvals", row, case) if row else "authority.per_customer",
        )


def check_amount(rules: Rules, person: Person, case: Case) -> None:
    """Raises NotAllowed where the sum that the case costs is above what the person's role may approve.

    Where a row of the approvals says which roles sign, their level does not matter: the last has the authority.
    """
    limit = role_of(rules, person).approves
    amount = case.proposal.amount if case.proposal else case.amount
    if person.anyone or amount <= limit or (case.proposal and case.proposal.rule):
        return
    able = tuple(row for row in rules.roles if row.approves >= amount)
    raise NotAllowed(
        "{number}: {amount} {currency} is above what {role} may approve ({limit}).",
        "Roles that may: {able}.",
        number=case.number,
        amount=amount / 100,
        currency=Word(rules.currency),
        role=role_of(rules, person),
        limit=limit / 100,
        able=able or "–",
    )


def check_signature(person: Person, case: Case) -> None:
    """Raises NotAllowed where the person has already signed this proposal."""
    if case.proposal and person.id in case.proposal.approved_by:
        raise NotAllowed(
            "{number}: {person} has approved this already; another person must sign too.",
            "Ask a colleague with that right.",
            number=case.number,
            person=person.id,
        )


def may_approve(rules: Rules, policy: Policy, person: Person, case: Case) -> bool:
    """Whether the person could sign the case's proposal now."""
    return _passes(
        lambda: check_right(rules, person, "approve"),
        lambda: check_four_eyes(policy, person, "approve", case),
        lambda: check_signer(rules, policy, person, case),
        lambda: check_amount(rules, person, case),
        lambda: check_signature(person, case),
    )


def may_review(rules: Rules, policy: Policy, person: Person, case: Case) -> bool:
    """Whether the person could close the case after reviewing its file."""
    row = closing_row(policy, facts_of(case, rules.zoneinfo))
    return _passes(
        lambda: check_right(rules, person, "close"),
        lambda: check_four_eyes(policy, person, "close", case),
        lambda: check_reviewer(rules, person, case, row.review if row else ""),
    )


def _passes(*checks: Callable[[], None]) -> bool:
    try:
        for check in checks:
            check()
    except NotAllowed:
        return False
    return True


def check_lead(rules: Rules, person: Person, step: str, case: Case, said: Mapping[str, Any]) -> None:
    """Raises NotAllowed where somebody outside the lead department accepts, hands in the file or names the handler."""
    lead = str(said.get("department") or case.department)
    named = find(rules.staff, str(said.get("handler") or said.get("offered_to") or ""))
    outsider = not person.anyone and person.department != lead and not has_right(rules, person, "assign")
    mine = any(stands_for(person, name) for name in (case.handler, case.offered_to))
    if (named and named.department != lead) or (
        outsider and not mine and step in ("accepted", "submitted", "assigned")
    ):
        raise NotAllowed(
            "{number} is led by {department}; {person} belongs to {own}.",
            "Ask {department}; a co-handling department hands in its own part with `tsk submit {id} --department …`.",
            number=case.number,
            id=case.id,
            department=find(rules.departments, lead) or lead,
            person=named or person.id,
            own=find(rules.departments, named.department if named else person.department) or "–",
        )
