"""Searching without guessing: who may not see a phone or a card does not find it by parts of it either."""

from __future__ import annotations

import re
from collections.abc import Callable

from tsk.access import ground, masked_file, personal
from tsk.desk.session import Desk
from tsk.model import Case
from tsk.privacy import masked_text
from tsk.searchtext import search_text, searches
from tsk.text import folded

_PART = re.compile(r"\d{3}|@")  # what may be a part of a number or of an address


def looks(desk: Desk, text: str) -> tuple[Callable[[Case], bool], ...]:
    """What is asked of each complaint that a search has found; nothing where no part of a number is searched for.

    A whole number finds what it always did: whoever knows it is told nothing new.
    """
    said = folded(text)
    if desk.person.anyone or not _PART.search(said) or masked_text(said) != said:
        return ()
    return (lambda case: said in case.number or _is_open(desk, case, text),)


def _is_open(desk: Desk, case: Case, text: str) -> bool:
    """Whether the words stand in what the person may see of the complaint."""
    if case.site == desk.logbook.site and ground(desk.rules, desk.person, case):
        return True
    said = desk.store.events(case.id, site=case.site)
    _, events = masked_file(case, said, personal(desk.at(case.site).rules))
    seen = search_text(case.number, events)
    return any(all(word in seen for word in words) for words in searches(text))
