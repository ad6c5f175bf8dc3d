"""Steps on the files beside the complaints: load, decide, append, in one transaction, as for a complaint."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from tsk.desk.additions import Ask
from tsk.desk.claims import check_stated
from tsk.desk.once import command_key, was_done
from tsk.desk.register import no_such_entry
from tsk.desk.session import Desk
from tsk.desk.steps import draft_of
from tsk.entries import fold_entry
from tsk.errors import UsageError, Word
from tsk.register import Filed

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
    if done := _done_before(desk, kind, id):
        return done
    drafts = tuple(draft_of(desk, ask, at or desk.now) for ask in decide(before))
    if not drafts:
        assert before is not None
        return before
    key = key or command_key(desk, id)
    id = desk.store.next_entry(kind) if id is None else id
    written = desk.store.append(kind, id, len(known), drafts, key, first)
    after = fold_entry(kind, (*known, *written))
    desk.store.save_entry(kind, after)
    return after


def _done_before(desk: Desk, kind: str, id: int | None) -> Filed | None:
    """The file as it stands where the command that --once names was carried out before."""
    if desk.options.once and id is None:
        id = desk.store.written_under(command_key(desk), kind)
    elif id is None or not was_done(desk, id, kind):
        return None
    return None if id is None else fold_entry(kind, desk.store.events(id, kind))


def instant_of(desk: Desk, at: datetime | None, reason: str) -> datetime:
    """The instant of a step: as claimed, else now; raises for one in the future, or further back than allowed."""
    if at is not None:
        check_stated(desk, at, bool(reason))
    return at or desk.now


def check_order(kind: str, id: int, at: datetime, last_at: datetime) -> None:
    """Raises UsageError for a step before the last one of its file."""
    if at < last_at:
        raise UsageError(
            "{what} {id}: {at} lies before {since}, when the last step was taken.",
            "Give a later --at.",
            what=Word(kind),
            id=id,
            at=at,
            since=last_at,
        )
