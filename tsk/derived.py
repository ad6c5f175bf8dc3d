"""The rows that a case should have, derived from it: list row, figures, search text, milestones, stays."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import structs

from tsk.custody import stays
from tsk.db import files
from tsk.figures import Fact
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


def stay_rows(case: Case) -> list[dict[str, object]]:
    """The rows that tell who had the case when, and what was waited for."""
    return [files.stay_row(case, one) for one in stays(case)]


def reach_rows(case: Case) -> list[dict[str, object]]:
    """The rows that lead people to the case, one for each mark."""
    return [files.reach_row(case, mark) for mark in marks_of(case)]


def penalty_rows(case: Case) -> list[dict[str, object]]:
    """The rows of a case's penalties, as the ledger keeps them."""
    return [files.penalty_row(case, one) for one in case.penalties]


ROWS_OF = {"milestone": milestone_rows, "stay": stay_rows, "penalty": penalty_rows, "reach": reach_rows}


def text_row(case: Case, text: str) -> dict[str, object]:
    """The row of a case's search text."""
    return {"site": case.site, "id": case.id, "text": text}


def derived_rows(case: Case, fact: Fact, text: str) -> Mapping[str, list[dict[str, object]]]:
    """All rows that a case should have, by table, in the order of `files.derived_rows`."""
    return {
        **{table: sorted(rows_of(case), key=files.place_in(table)) for table, rows_of in ROWS_OF.items()},
        "fact": [fact_row(case, fact)],
        "search_text": [text_row(case, text)],
        "complaint": [files.complaint_row(case, customer_keys(case))],
    }


def fact_row(case: Case, fact: Fact) -> dict[str, object]:
    """The row of a case's figures."""
    row: dict[str, object] = structs.asdict(fact)
    return {**row, "site": case.site, "id": case.id, "answer_due": iso(fact.answer_due) if fact.answer_due else None}
