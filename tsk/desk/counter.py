"""What people type at the counter about a case that exists, checked against the policy and turned into asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from tsk.desk.additions import Ask
from tsk.desk.ownfields import fields_said
from tsk.desk.papers import Paper, ask_attach, attached_already, distinct, keep
from tsk.desk.session import Desk
from tsk.desk.steps import Taken, loaded, take_of
from tsk.desk.words import amount_of, handler_named, known, tier_named
from tsk.errors import UsageError
from tsk.model import Case, iso
from tsk.rules import find
from tsk.stepfacts import CLEARED
from tsk.steps import STEPS
from tsk.text import cleaned
from tsk.whenwords import parse_when


def ask_note(note: str, reason: str) -> list[Ask]:
    """Something worth knowing that changes nothing."""
    text = cleaned("note", note)
    if not text:
        raise UsageError("A note needs a text.", 'Write it: `tsk note ID "…"`.')
    return [Ask("noted", {"note": text, "reason": cleaned("reason", reason)})]


def ask_urge(desk: Desk, to: str, note: str, reason: str) -> list[Ask]:
    """A supervisor's word to hurry: to whoever has the case, or to somebody named."""
    who = handler_named(desk.rules, cleaned("handler", to)) if to else ""
    return [Ask("urged", {"tell": who, "note": cleaned("note", note), "reason": cleaned("reason", reason)})]


def update(
    desk: Desk, ref: str, said: dict[str, Any], keep: bool, at: datetime | None = None, fields: Iterable[str] = ()
) -> Taken:
    """The case with what was corrected; a new category routes it again, unless `keep` or a person chose where it is.

    `fields` are those of the policy's own, as `NAME=VALUE`.
    """
    own = fields_said(desk, fields)
    return take_of(desk, ref, lambda case: [_correction(desk, case, said, own, keep)], at)


def _correction(desk: Desk, case: Case, said: dict[str, Any], own: dict[str, Any], keep: bool) -> Ask:
    """The correction, with only what differs from the case."""
    fields = {**_words(desk, case, said), **_texts(said)}
    now = {**_present(case), **_customer(case)}
    changed = {name: value for name, value in fields.items() if value not in (None, "") and value != now.get(name)}
    changed = {name: value for name, value in changed.items() if value != CLEARED or now.get(name)}
    if changed.get("summary") == CLEARED:
        raise UsageError("A complaint needs a summary.", 'Say in one line what happened: `tsk record "…"`.')
    changed |= own
    if not changed:
        raise UsageError("Nothing would change.", "Say what is to be corrected: `tsk update --help`.")
    if changed.get("category") and case.subtype and "subtype" not in changed:
        changed["subtype"] = CLEARED
    return Ask("corrected", {**changed, "keep": keep or "", "reason": cleaned("reason", said.get("reason", ""))})


def _present(case: Case) -> dict[str, Any]:
    names = (*STEPS["corrected"].public, *STEPS["corrected"].private)
    plain = {name: getattr(case, name, None) for name in names}
    return {**plain, "occurred": iso(case.occurred_at) if case.occurred_at else ""}


def _customer(case: Case) -> dict[str, Any]:
    return {name: getattr(case.customer, name) for name in case.customer.__struct_fields__}


def _texts(said: dict[str, Any]) -> dict[str, str]:
    """Personal and free texts, cleaned."""
    own = STEPS["corrected"].private
    plain = (*own, "store", "region", "product")
    return {name: cleaned(name, said[name]) for name in plain if said.get(name) and name != "reason"}


def _words(desk: Desk, case: Case, said: dict[str, Any]) -> dict[str, Any]:
    """Words of the policy under which the complaint was received, sums and instants."""
    rules, policy = desk.rules, desk.policy_of(case)
    category = known("category", policy.categories, said.get("category", ""))
    row = find(policy.categories, category or case.category)
    occurred = parse_when(said["occurred"], desk.now, desk.zone) if said.get("occurred") else None
    if occurred and occurred > desk.now:
        raise UsageError("{at} lies in the future.", "Say when it happened.", at=occurred)
    return {
        "category": category,
        "subtype": _or_cleared(said.get("subtype", ""), lambda one: known("subtype", row.subtypes if row else (), one)),
        "severity": known("severity", policy.severities, said.get("severity", "")),
        "channel": known("channel", rules.channels, said.get("channel", "")),
        "tier": _or_cleared(cleaned("tier", said.get("tier", "")), lambda one: tier_named(rules, policy, one)),
        "amount": amount_of(said["amount"], rules.currency) if said.get("amount") else None,
        "occurred": iso(occurred) if occurred else "",
    }


def _or_cleared(said: str, named: Callable[[str], str]) -> str:
    """The policy's name for what was said, or the mark of what is to be left open."""
    return said if said == CLEARED else named(said)


def attach(desk: Desk, ref: str, papers: tuple[Paper, ...], reason: str, at: datetime | None = None) -> Taken:
    """The case with the papers; one that it has already adds nothing."""
    why = cleaned("reason", reason)

    def asks(case: Case) -> list[Ask]:
        new = (paper for paper in distinct(papers) if not attached_already(case, paper))
        return [Ask(ask.step, {**ask.said, "reason": why}) for ask in map(ask_attach, new)]

    return take_of(desk, ref, asks, at, lambda: keep(desk, papers))


def seen(desk: Desk, ref: str) -> Case:
    """The case that people call so, as far as the person may see it; nothing is written."""
    with desk.store.db.reading():
        return loaded(desk, ref)[1]
