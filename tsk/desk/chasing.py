"""A customer who asks for news: recorded on the case, and on the one that it was merged into."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from tsk.desk.additions import Ask
from tsk.desk.once import command_key, was_done
from tsk.desk.session import Desk
from tsk.desk.steps import Taken, advance, file_of, write
from tsk.desk.words import one_of
from tsk.errors import NotFound
from tsk.model import CONTACT_METHODS, Case, Event
from tsk.privacy import phone_key
from tsk.rights import check_right, check_sees, sees
from tsk.rules import find
from tsk.text import cleaned


class Chased(Struct, frozen=True):
    """The case that goes on, after the chase; `visible` is false for who may chase it but not see it."""

    taken: Taken
    visible: bool


def chase(desk: Desk, ref: str, said: dict[str, str], phone: str = "", at: datetime | None = None) -> Chased:
    """The chased case; whoever knows its whole number and the customer's phone may chase any."""
    check_right(desk.rules, desk.person, "chase")
    via = one_of("way of contact", CONTACT_METHODS, said["via"])
    said = {"via": via, "note": cleaned("note", said["note"]), "reason": cleaned("reason", said["reason"])}
    first = 1
    with desk.store.writing():
        events, case = file_of(desk, desk.find(ref))
        _check_known(desk, ref, phone, case)
        if was_done(desk, case.id):
            return Chased(Taken(case, case, (), repeated=True), sees(desk.rules, desk.person, case))
        key = command_key(desk, case.id)
        while case.merged_into:
            taken = _written(desk, events, case, {**said, "on": case.merged_into}, at, key, first)
            first += len(taken.events)
            events, case = file_of(desk, desk.store.find(case.merged_into))
        taken = _written(desk, events, case, said, at, key, first)
    return Chased(taken, sees(desk.rules, desk.person, taken.case))


def _check_known(desk: Desk, ref: str, phone: str, case: Case) -> None:
    """Raises NotFound for somebody who neither sees the case nor knows its number and its customer's phone."""
    if sees(desk.rules, desk.person, case):
        return
    number = ref.strip() == case.number
    same = bool(phone_key(phone)) and phone_key(phone) == phone_key(case.customer.phone)
    known = same or not desk.person.known
    if number and phone and not known:
        raise NotFound(
            "{number}: that is not the phone of its customer.",
            "Ask the customer again, or its department ({department}).",
            number=case.number,
            department=find(desk.rules.departments, case.department) or "–",
        )
    if not (number and known):
        check_sees(desk.rules, desk.person, case)


def _written(
    desk: Desk,
    events: tuple[Event, ...],
    case: Case,
    said: dict[str, str],
    at: datetime | None,
    key: str,
    first: int,
) -> Taken:
    after, drafts = advance(desk, case, [Ask("chased", said)], at)
    return Taken(case, after, write(desk, case, after, events, drafts, key, first))
