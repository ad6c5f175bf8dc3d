"""The rows that a case should have, derived from it: list row, figures, search text, milestones, stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, structs

from tsk.db import files
from tsk.figures import Fact
from tsk.handlingtime import Booking
from tsk.model import Case, iso
from tsk.privacy import card_key, email_key, phone_key
from tsk.sight import marks_of


def customer_keys(case: Case) -> dict[str, str]:
    """Phone, card and e-mail of the customer in the form in which they are compared."""
    c = case.customer
    return {"phone": phone_key(c.phone), "card": card_key(c.card), "email": email_key(c.email)}


def milestone_rows(case: Case) -> list[dict[str, object]]:
    """The rows of a case's milestones."""
    return [files.milestone_row(case, m) for m in case.milestones]


def stay_rows(case: Case, bookings: Iterable[Booking]) -> list[dict[str, object]]:
    """The rows that tell who had the case when, what was waited for, and what it took."""
    return [files.stay_row(case, one.stay, one.working, one.by) for one in bookings]


def reach_rows(case: Case) -> list[dict[str, object]]:
    """The rows that lead people to the case, one for each mark."""
    return [files.reach_row(case, mark) for mark in marks_of(case)]


def penalty_rows(case: Case) -> list[dict[str, object]]:
    """The rows of a case's penalties, as the ledger keeps them."""
    return [files.penalty_row(case, one) for one in case.penalties]


def trace_rows(case: Case) -> list[dict[str, object]]:
    """The rows of what the steps of a case left behind for a fair look at the figures."""
    return [files.trace_row(case, one) for one in case.traces]


ROWS_OF = {"milestone": milestone_rows, "penalty": penalty_rows, "reach": reach_rows, "trace": trace_rows}


class Derived(Struct, frozen=True):
    """What is derived from a file beside the case: its figures, its search text, and what each stay took."""

    fact: Fact
    text: str
    bookings: tuple[Booking, ...]


def text_row(case: Case, text: str) -> dict[str, object]:
    """The row of a case's search text."""
    return {"site": case.site, "id": case.id, "text": text}


def derived_rows(case: Case, derived: Derived) -> Mapping[str, list[dict[str, object]]]:
    """All rows that a case should have, by table, in the order of `files.derived_rows`."""
    many = {name: rows_of(case) for name, rows_of in ROWS_OF.items()} | {"stay": stay_rows(case, derived.bookings)}
    return {
        **{table: sorted(rows, key=files.place_in(table)) for table, rows in many.items()},
        "fact": [fact_row(case, derived.fact)],
        "search_text": [text_row(case, derived.text)],
        "complaint": [files.complaint_row(case, customer_keys(case))],
    }


def fact_row(case: Case, fact: Fact) -> dict[str, object]:
    """The row of a case's figures."""
    row: dict[str, object] = structs.asdict(fact)
    dues = {name: iso(due) if (due := getattr(fact, name)) else None for name in ("answer_due", "next_due")}
    return {**row, **dues, "site": case.site, "id": case.id}
