"""What people filter by: a word of the policy of today, or a value that complaints still have from an earlier one."""

from __future__ import annotations

from collections.abc import Iterable

from tsk.desk.session import Desk
from tsk.desk.words import known
from tsk.duestore import EVERY
from tsk.errors import UsageError
from tsk.rulerows import Named


def known_value(desk: Desk, dimension: str, what: str, rows: Iterable[Named], said: str) -> str:
    """The name that is meant: one of today's, else a stored one spelt so, else by its label; "" for nothing said.

    Raises UsageError with what exists where nothing is called so.
    """
    rows = tuple(rows)
    if not said:
        return ""
    from tsk.figurestore import has  # what counts figures is loaded only where a word has to be looked up

    today = {row.name for row in rows} | {label for row in rows for label in (row.zh, row.en)}
    if said not in today and has(desk.store.db, desk.store.scope, dimension, said):
        return said
    return known(what, rows, said)


def check_one_site(desk: Desk, what: str) -> None:
    """Raises UsageError where all sites are asked at once for what each has for itself."""
    if desk.store.scope == EVERY:
        raise UsageError("{what} is of one site.", "Name one with --of-site.", what=what)
