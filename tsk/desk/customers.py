"""What the counter is told of a customer who gives a phone number: what they complained of before, and was promised."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from tsk.access import hiding
from tsk.desk.repeats import earlier_view
from tsk.desk.session import Desk
from tsk.model import Case
from tsk.privacy import phone_key
from tsk.rights import sees
from tsk.store import SHORTEST_PHONE

SHOWN = 4  # complaints of one customer


class Before(Struct, frozen=True):
    """One earlier complaint: outside the person's view only its day, category and promise.

    `promised` and `due` are the last promise to the customer, else the answer's due; it is `broken` where that is past.
    """

    received_at: datetime
    category: str
    promised: str
    due: datetime | None
    kept: bool
    broken: bool
    number: str = ""  # "" outside the person's view
    state: str = ""
    summary: str = ""
    is_open: bool = False


class Customer(Struct, frozen=True):
    """A customer known by phone: the open complaints first, then the latest, and how many more there are."""

    name: str
    tier: str
    before: tuple[Before, ...]
    open: int
    more: int


def known_by_phone(desk: Desk, phone: str) -> Customer | None:
    """The customer whose phone it is, in any spelling; None where nobody complained from it."""
    key = phone_key(phone)
    rows = desk.store.of_customer("phone", key) if len(key) >= SHORTEST_PHONE else []
    cases = [case for row in rows if _counts(case := desk.store.snapshot(row))]
    if not cases:
        return None
    seen = [case for case in cases if sees(desk.rules, desk.person, case)]
    first = sorted(cases, key=lambda case: (case in seen and case.is_open, case.received_at, case.id), reverse=True)
    return Customer(
        name=_latest(case.customer.name for case in seen),
        tier=_latest(case.customer.tier for case in seen),
        before=tuple(_before(desk, case) for case in first[:SHOWN]),
        open=sum(case.is_open for case in seen),
        more=max(0, len(cases) - SHOWN),
    )


def _counts(case: Case) -> bool:
    return not case.merged_into and case.cancelled_by != "mistake" and not case.anonymised_at


def _latest(words: Iterable[str]) -> str:
    return next(filter(None, words), "")


def _before(desk: Desk, case: Case) -> Before:
    last = next((one for one in reversed(case.promises) if not one.withdrawn_at), None)
    told = earlier_view(desk, case)
    kept = bool(last and last.delivered_at)
    plain = Before(
        received_at=case.received_at,
        category=case.category,
        promised=told.promised,
        due=told.promised_for,
        kept=kept,
        broken=bool(told.promised_for and told.promised_for < desk.now and not kept),
    )
    if not told.number:
        return plain
    summary = hiding(case.customer)(case.summary)
    return replace(plain, number=case.number, state=case.state, summary=summary, is_open=case.is_open)
