"""The outbox as the desk sees it: queue, claim, settle; two machines on one database never send the same twice."""

from __future__ import annotations

from datetime import datetime

from tsk.db import outbox
from tsk.db.engine import Row
from tsk.model import iso
from tsk.outbox import SENDING, Message, key_of
from tsk.store import Store


def is_queued(store: Store, kind: str, receiver: str, day: str) -> bool:
    """Whether the receiver has that message, whatever became of it."""
    return outbox.has_key(store.db, store.site, key_of(kind, receiver, day))


def queue(store: Store, kind: str, receiver: str, day: str, subject: str, text: str, at: datetime) -> bool:
    """Puts a message into the outbox; False where the receiver has one of that kind and day already."""
    row = {"key": key_of(kind, receiver, day), "receiver": receiver, "address": "", "kind": kind, "day": day}
    with store.writing():
        return outbox.queue(store.db, store.site, {**row, "subject": subject, "text": text, "at": iso(at)})


def message(store: Store, id: int) -> Message | None:
    """The message of that number, or None."""
    row = outbox.message(store.db, store.site, id) if 0 < id < 1_000_000_000 else None
    return _read(row) if row else None


def unsent(store: Store) -> tuple[Message, ...]:
    """The messages that are neither sent nor dropped, oldest first."""
    return tuple(map(_read, outbox.unsent(store.db, store.site)))


def latest(store: Store, limit: int | None) -> tuple[Message, ...]:
    """All messages, latest first."""
    return tuple(map(_read, outbox.latest(store.db, store.site, limit)))


def claim(store: Store, one: Message, address: str, at: datetime) -> Message | None:
    """The message marked as being sent by this run, on the disk; None where another run was faster."""
    marked = (SENDING, one.attempts + 1)
    with store.writing():
        store.hold()  # who moved to another database sends from there
        ours = outbox.move(store.db, store.site, one.id, (one.state, one.attempts), marked, address, "", iso(at))
    return message(store, one.id) if ours else None


def settle(store: Store, one: Message, state: str, error: str, at: datetime) -> bool:
    """Writes what became of a message that is as it was seen; False where it is no longer."""
    seen, after = (one.state, one.attempts), (state, one.attempts)
    with store.writing():
        return outbox.move(store.db, store.site, one.id, seen, after, one.address, error, iso(at))


def _read(row: Row) -> Message:
    plain = {name: row[name] for name in Message.__struct_fields__ if name != "at"}
    return Message(**plain, at=datetime.fromisoformat(row["at"]))
