"""Steps on the files beside the complaints: load, decide, append, in one transaction, as for a complaint."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from tsk.desk.additions import Ask
from tsk.desk.session import Desk
from tsk.desk.steps import command_key, draft_of
from tsk.entries import Filed, fold_entry
from tsk.errors import NotFound, Word

Decide = Callable[[Filed | None], Iterable[Ask]]


def write_entry(
    desk: Desk, kind: str, id: int | None, decide: Decide, at: datetime | None = None, key: str = ""
) -> Filed:
    """The file after the steps that `decide` asks for as it stands; without an `id` a new one, given to it as None.

    Raises NotFound for a number that no file of the kind has; nothing is written where nothing is asked.
    """
    with desk.store.writing():
        return append_entry(desk, kind, id, decide, at, key)


def append_entry(
    desk: Desk, kind: str, id: int | None, decide: Decide, at: datetime | None = None, key: str = "", first: int = 1
) -> Filed:
    """The same inside a transaction that is open; a command that writes to several files counts on from `first`."""
    known = desk.store.events(id, kind) if id is not None else []
    if id is not None and not known:
        raise no_such_entry(kind, id)
    before = fold_entry(kind, known) if known else None
    drafts = tuple(draft_of(desk, ask, at or desk.now) for ask in decide(before))
    if not drafts:
        assert before is not None
        return before
    id = desk.store.next_entry(kind) if id is None else id
    written = desk.store.append(kind, id, len(known), drafts, key or command_key(), first)
    after = fold_entry(kind, (*known, *written))
    desk.store.save_entry(kind, after)
    return after


def no_such_entry(kind: str, id: int) -> NotFound:
    """The error for a number that no file of the kind has."""
    return NotFound("There is no {what} {id} here.", "`tsk {verb} list` shows them.", what=Word(kind), id=id, verb=kind)
