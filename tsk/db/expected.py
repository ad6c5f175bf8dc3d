"""What a command is going to ask, so that an engine far away can be asked all of it at once.

Each question is the very statement that is asked afterwards; where one is left out here, or another one comes, nothing
goes wrong: it is asked when it comes.
"""

from __future__ import annotations

from collections.abc import Mapping

from tsk.db import access, entries, files, lists, sites
from tsk.db.engine import Question


def of_case(site: str, id: int) -> tuple[Question, ...]:
    """What is asked of a complaint that is shown."""
    of_file = {"site": site, "kind": "complaint", "id": id}
    return (lists.COMPLAINT, {"site": site, "id": id}), (files.EVENTS, of_file), (files.TEXTS, of_file)


def of_step(site: str, id: int) -> tuple[Question, ...]:
    """What is asked of a complaint that is written to."""
    of_one = {"site": site, "id": id}
    return *of_case(site, id), (sites.SITE_ROW, {"site": site}), (files.STAYS, of_one), (files.SEARCH_TEXT, of_one)


def of_record(site: str, key: str, customer: Mapping[str, str]) -> tuple[Question, ...]:
    """What is asked before a complaint is recorded: its key, the site, the customer's others, the open incidents."""
    own = ((lists.OF_CUSTOMER[by], {"site": site, "key": value}) for by, value in customer.items() if value)
    return (
        (files.EVENT_OF_KEY, {"site": site, "key": key}),
        (sites.SITE_ROW, {"site": site}),
        entries.asked("incident", {"state": "open"}, site),
        *own,
    )


def of_look(site: str, key: str, id: int) -> tuple[Question, ...]:
    """What is asked before a look at a complaint is logged."""
    return (
        (files.EVENT_OF_KEY, {"site": site, "key": key}),
        (access.LAST_SEQ, {"site": site, "kind": access.LOG, "id": id}),
        (sites.SITE_ROW, {"site": site}),
    )
