"""What people type at the counter about a case that exists, checked against the policy and turned into asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tsk.desk.additions import Ask
from tsk.desk.papers import Paper, ask_attach, attached_already, distinct
from tsk.desk.session import Desk
from tsk.desk.steps import Taken, advance, command_key, loaded, write
from tsk.desk.words import amount_of, handler_named, known, one_of
from tsk.effects import CLEARED
from tsk.errors import UsageError
from tsk.model import Case, iso
from tsk.rules import find, tiers
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


def update(desk: Desk, ref: str, said: dict[str, Any], keep: bool, at: datetime | None = None) -> Taken:
    """The case with what was corrected; a new category routes it again, unless `keep` or a person chose where it is."""
    store = desk.store
    with store.writing():
        events, before = loaded(desk, ref)
        ask = _correction(desk, before, said, keep)
        case, drafts = advance(desk, before, [ask], at)
        written = write(desk, before, case, events, drafts, command_key())
    return Taken(before, case, written)


def _correction(desk: Desk, case: Case, said: dict[str, Any], keep: bool) -> Ask:
    """The correction, with only what differs from the case."""
    fields = {**_words(desk, case, said), **_texts(said)}
    now = {**_present(case), **_customer(case)}
    changed = {name: value for name, value in fields.items() if value not in (None, "") and value != now.get(name)}
    changed = {name: value for name, value in changed.items() if value != CLEARED or now.get(name)}
    if not changed:
        raise UsageError("Nothing would change.", "Say what is to be corrected: `tsk update --help`.")
    if changed.get("category") and case.subtype and "subtype" not in changed:
        changed["subtype"] = CLEARED
    return Ask("corrected", {**changed, "keep": keep, "reason": cleaned("reason", said.get("reason", ""))})


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
    tier = cleaned("tier", said.get("tier", ""))
    return {
        "category": category,
        "subtype": known("subtype", row.subtypes if row else (), said.get("subtype", "")),
        "severity": known("severity", policy.severities, said.get("severity", "")),
        "channel": known("channel", rules.channels, said.get("channel", "")),
        "tier": known("tier", rules.tiers, tier) if rules.tiers else one_of("tier", tiers(policy), tier),
        "amount": amount_of(said["amount"], rules.currency) if said.get("amount") else None,
        "occurred": iso(occurred) if occurred else "",
    }


def attach(desk: Desk, ref: str, papers: tuple[Paper, ...], reason: str, at: datetime | None = None) -> Taken:
    """The case with the papers; one that it has already adds nothing."""
    store = desk.store
    with store.writing():
        events, before = loaded(desk, ref)
        new = [paper for paper in distinct(papers) if not attached_already(before, paper)]
        if not new:
            return Taken(before, before, (), repeated=True)
        asks = [Ask(ask.step, {**ask.said, "reason": cleaned("reason", reason)}) for ask in map(ask_attach, new)]
        case, drafts = advance(desk, before, asks, at)
        written = write(desk, before, case, events, drafts, command_key())
    return Taken(before, case, written)


def seen(desk: Desk, ref: str) -> Case:
    """The case that people call so, as far as the person may see it; nothing is written."""
    with desk.store.db.reading():
        return loaded(desk, ref)[1]
