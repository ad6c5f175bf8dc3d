"""Whether a new complaint repeats an earlier one of the same customer, and what was promised then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from tsk.access import hiding
from tsk.desk.session import Desk
from tsk.desk.views import local
from tsk.limits import parse_limit, warn_at
from tsk.model import Case, iso
from tsk.privacy import card_key, email_key, phone_key
from tsk.rights import sees
from tsk.rules import answer_milestones

_KEYS = {"phone": phone_key, "card": card_key, "email": email_key}
ANYBODY = "anybody"


def customer_key(by: str, said: str) -> str:
    """The comparable form of a phone, card or e-mail."""
    return _KEYS[by](said)


class Earlier(Struct, frozen=True):
    """The complaint that is repeated: outside the person's view only its day, category and promise.

    `promised` and `promised_for` are the last promise to the customer, else the answer's due; `answer` is what they
    were told.
    """

    number: str  # "" outside the person's view
    received_at: datetime
    category: str
    promised: str
    promised_for: datetime | None
    state: str = ""
    answer: str = ""
    handler: str = ""


def repeat_view(one: Earlier, zone: ZoneInfo) -> dict[str, Any]:
    """The earlier complaint as JSON shows it."""
    return {
        "number": one.number,
        "received_at": local(one.received_at, zone),
        "category": one.category,
        "promised": one.promised,
        "promised_for": local(one.promised_for, zone),
        "state": one.state,
        "answer": one.answer,
        "handler": one.handler,
    }


def customer_keys(desk: Desk, said: Mapping[str, Any]) -> dict[str, str]:
    """What the customer is known by at this desk, in its comparable form."""
    return {by: key(said.get(by) or "") for by, key in _KEYS.items() if by in desk.rules.settings.repeat_customer}


def earlier(desk: Desk, said: Mapping[str, Any], received: datetime) -> Case | None:
    """The latest complaint of the same customer and kind within the policy's window before `received`."""
    return max(_same(desk, said, received), key=lambda case: (case.received_at, case.id), default=None)


def _same(desk: Desk, said: Mapping[str, Any], received: datetime) -> Iterator[Case]:
    settings = desk.rules.settings
    since = warn_at(parse_limit(settings.repeat_within), received, desk.calendars.named())
    for by in settings.repeat_customer:
        for case in _of(desk, by, said, since):
            alike = all(getattr(case, name) == said.get(name, "") for name in settings.repeat_same)
            if alike and since <= case.received_at <= received and _counts(case):
                yield _going_on(desk, case)


def _of(desk: Desk, by: str, said: Mapping[str, Any], since: datetime) -> Iterable[Case]:
    """The complaints among which a repeat may be: of the same customer, or of anybody about the same thing."""
    if by != ANYBODY:
        return (desk.store.snapshot(row) for row in desk.store.of_customer(by, _KEYS[by](said.get(by) or "")))
    same = {name: said.get(name) for name in desk.rules.settings.repeat_same}
    if not all(same.values()):
        return ()  # what nobody named is not the same
    return desk.store.complaints({**same, "since": iso(since)}, "-received", None)


def of_same_customer(desk: Desk, case: Case) -> Iterator[Case]:
    """The complaints of the customer, by what the policy knows a customer by; the case itself among them."""
    for by in _KEYS.keys() & desk.rules.settings.repeat_customer:
        for row in desk.store.of_customer(by, _KEYS[by](getattr(case.customer, by))):
            yield desk.store.snapshot(row)


def _going_on(desk: Desk, case: Case) -> Case:
    """The case itself, or the one that goes on for it."""
    while case.merged_into:
        case = desk.store.cases([desk.store.find(case.merged_into)])[0]
    return case


def _counts(case: Case) -> bool:
    return case.cancelled_by != "mistake"


def earlier_view(desk: Desk, case: Case) -> Earlier:
    """What the counter is told about the earlier complaint."""
    hide = hiding(case.customer)
    last = next((one for one in reversed(case.promises) if not one.withdrawn_at), None)
    answers = answer_milestones(desk.policy_of(case))
    owed = [m.due for m in case.milestones if m.name in answers[:1] and m.running]
    plain = Earlier(
        number="",
        received_at=case.received_at,
        category=case.category,
        promised=hide(last.text) if last else "",
        promised_for=last.due if last else max(owed, default=None),
    )
    if not sees(desk.rules, desk.person, case):
        return plain
    return replace(plain, number=case.number, state=case.state, answer=hide(case.answer), handler=case.handler)
