"""Who must sign a proposal before anything of it is promised or carried out, and who may sign it next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from tsk.conditions import compare
from tsk.model import Proposal
from tsk.rulerows import Policy, Role
from tsk.rules import approval_row, find


class Signing(Struct, frozen=True):
    """Whether a proposal must be approved; by which roles, `in_order` one after the other; by which row."""

    required: bool
    signers: tuple[str, ...] = ()
    in_order: bool = False
    rule: str = ""

    @property
    def said(self) -> dict[str, Any]:
        """The signing as the step of the proposal carries it."""
        plain = {"needs_approval": self.required, "signers": list(self.signers) or "", "rule": self.rule}
        return {**plain, "in_order": self.in_order or ""}


def needs_approval(policy: Policy, amount: int) -> bool:
    """Whether the policy asks for the approval of that sum (hundredths), whoever signs."""
    test = policy.authority.need_approval
    return bool(test) and compare(test, amount / 100)


def signatures(policy: Policy, amount: int) -> int:
    """How many different people must approve a proposal of that sum (hundredths)."""
    test = policy.authority.second_signature
    return 2 if test and compare(test, amount / 100) else 1


def signing(policy: Policy, roles: Iterable[Role], facts: Mapping[str, object], amount: int, given: int) -> Signing:
    """Who signs a proposal of that sum (hundredths) on a case with those facts.

    `given` is what the customer was given before, within the time that the policy looks at.
    """
    row = approval_row(policy, facts)
    signers = _levels(row.by, tuple(roles), amount) if row and row.enough else row.by if row else ()
    most = policy.authority.per_customer
    more = bool(most and amount and given + amount > most.at_most and most.then not in signers)
    if most and more:
        signers = (*signers, most.then)
    in_order = bool(row and row.enough)
    return Signing(bool(signers) or needs_approval(policy, amount), signers, in_order, row.name if row else "")


def _levels(by: tuple[str, ...], roles: tuple[Role, ...], amount: int) -> tuple[str, ...]:
    """The roles from the first level up to the one whose authority covers the sum; all of them where none does."""
    able = (i for i, name in enumerate(by) if (role := find(roles, name)) and role.approves >= amount)
    return by[: next(able, len(by) - 1) + 1]


def may_sign_next(proposal: Proposal) -> tuple[str, ...]:
    """The roles that may sign now: the next one in order, or whichever has not signed yet; none once all have."""
    left = tuple(name for name in proposal.signers if name not in proposal.signed_as)
    return left[:1] if proposal.in_order else left


def is_complete(proposal: Proposal, policy: Policy, role: str, person: str) -> bool:
    """Whether the signature of that person, in that role, is the last that the proposal needs.

    Where a row of the approvals names the roles, they are enough; else the policy says how many people sign.
    """
    roles = {*proposal.signed_as, role}
    people = {*proposal.approved_by, person}
    enough = bool(proposal.rule) or len(people) >= signatures(policy, proposal.amount)
    return roles.issuperset(proposal.signers) and enough
