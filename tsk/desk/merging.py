"""One matter that was recorded twice: the later complaint goes on in the earlier one."""

from __future__ import annotations

from datetime import datetime

from tsk.desk.additions import Ask
from tsk.desk.once import command_key, was_done
from tsk.desk.session import Desk
from tsk.desk.steps import Taken, advance, loaded, write
from tsk.errors import NotAllowed, UsageError
from tsk.model import Case, iso
from tsk.privacy import card_key, email_key, phone_key
from tsk.text import cleaned


def merge(desk: Desk, ref: str, into: str, reason: str, at: datetime | None = None) -> Taken:
    """The merged case; its survivor says so too, in the same transaction."""
    if not into:
        raise UsageError("Into which complaint?", "Add --into ID.")
    said = {"reason": cleaned("reason", reason)}
    with desk.store.writing():
        events, before = loaded(desk, ref)
        if was_done(desk, before.id):
            return Taken(before, before, (), repeated=True)
        others, survivor = loaded(desk, into)
        _check(before, survivor)
        chased = iso(before.chased_at) if before.chased_at else ""
        case, drafts = advance(desk, before, [Ask("merged", {"into": survivor.number, **said})], at)
        after, more = advance(
            desk, survivor, [Ask("absorbed", {"merged": before.number, "chased": chased, **said})], at
        )
        key = command_key(desk, before.id)
        written = write(desk, before, case, events, drafts, key)
        write(desk, survivor, after, others, more, key, len(drafts) + 1)
    return Taken(before, case, written)


def _check(case: Case, survivor: Case) -> None:
    if case.id == survivor.id:
        raise NotAllowed("{number} cannot be merged into itself.", number=case.number)
    if survivor.merged_into == case.number:
        raise NotAllowed(
            "{survivor} was merged into {number} itself.",
            "{number} goes on for both.",
            survivor=survivor.number,
            number=case.number,
        )
    if survivor.merged_into:
        raise NotAllowed(
            "{survivor} was merged into {into} itself.",
            "Merge into that one: `tsk merge {id} --into {into}`.",
            survivor=survivor.number,
            into=survivor.merged_into,
            id=case.id,
        )
    if (case.received_at, case.id) < (survivor.received_at, survivor.id):
        raise NotAllowed(
            "{number} was received before {survivor}; the later one goes into the earlier one.",
            "The other way round: `tsk merge {later} --into {id}`.",
            number=case.number,
            survivor=survivor.number,
            later=survivor.id,
            id=case.id,
        )
    if not same_customer(case, survivor):
        raise NotAllowed(
            "{number} and {survivor} are not of the same customer.",
            "Several customers with one cause are no merge; correct phone or card first if one is wrong.",
            number=case.number,
            survivor=survivor.number,
        )


def same_customer(one: Case, other: Case) -> bool:
    """Whether both have a phone, card or e-mail in common, or nothing but the same name."""
    keys = [_keys(case) for case in (one, other)]
    shared = [(a, b) for a, b in zip(*keys, strict=True) if a and b]
    if shared:
        return any(a == b for a, b in shared)
    return bool(one.customer.name) and one.customer.name == other.customer.name


def _keys(case: Case) -> tuple[str, str, str]:
    c = case.customer
    return phone_key(c.phone), card_key(c.card), email_key(c.email)
