"""Which complaints may have an escalation due: those touched since everything was looked at, and those whose time came.

An unchanged complaint under unchanged rules changes by the passing of time alone, so that one look tells when the next
is needed. What is kept here is only a memory: without it, everything at hand is looked at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from tsk.db import watch
from tsk.errors import StoreError
from tsk.model import iso
from tsk.store import DERIVED_BY, Store

_BY = "1"  # how looks are reckoned; a new number has everything looked at again
_AT_ONCE = 2000  # rows in one transaction
Look = tuple[int, int, datetime | None]  # a complaint, the last step of it that was seen, and when to look again


class Watch:
    """One run's view of the memory: what is to be looked at, then `keep` for what was."""

    def __init__(self, store: Store) -> None:
        self._store, self._db, self._site = store, store.db, store.site
        self._head = int(store.head()["n"])  # before anything is read: what changes meanwhile is looked at next time
        self._rules = _rules_in_force(store)
        row = watch.seen(self._db, self._site)
        self._since = int(row["n"]) if row and row["under"] == self._rules and row["n"] <= self._head else None

    @property
    def is_new(self) -> bool:
        """Whether nothing is remembered that still holds: then everything at hand is to be looked at."""
        return self._since is None

    def to_look_at(self, now: datetime) -> list[int]:
        """The complaints that may have something due."""
        if self._since is None:
            return watch.at_hand(self._db, self._site)
        changed = watch.changed(self._db, self._site, self._since)
        return sorted({*changed, *watch.due(self._db, self._site, iso(now))})

    def keep(self, looks: Sequence[Look]) -> None:
        """Notes when each complaint is to be looked at again, and that everything was looked at.

        Rows are written only as long as the memory is still that of the same rules. A memory that cannot be written,
        in a file that may only be read, is none.
        """
        if self._since is not None and self._since == self._head and not looks:
            return
        token = self._rules if self._since is not None else f"{self._rules}…{id(self)}:{self._head}"
        with suppress(StoreError):
            if self.is_new:
                self._begin(token)
            for start in range(0, len(looks), _AT_ONCE):
                self._write(looks[start : start + _AT_ONCE], token)
            self._end(token)

    def _begin(self, token: str) -> None:
        """Forgets what held under other rules; what is written from here on is nobody's until it is whole."""
        with self._store.writing():
            watch.forget(self._db, self._site)
            watch.mark(self._db, self._site, 0, token)

    def _write(self, looks: Sequence[Look], token: str) -> None:
        rows = ((id, seq, iso(at) if at else None) for id, seq, at in looks)
        with self._store.writing():
            if self._is_ours(token):
                watch.keep(self._db, self._site, rows)

    def _end(self, token: str) -> None:
        with self._store.writing():
            if self._is_ours(token):
                watch.mark(self._db, self._site, self._head, self._rules)

    def _is_ours(self, token: str) -> bool:
        row = watch.seen(self._db, self._site)
        return row is not None and row["under"] == token


def _rules_in_force(store: Store) -> str:
    """Tells the rules and calendars of one moment from those of another."""
    import hashlib

    row = store.rule_file()
    said = f"{_BY}\n{DERIVED_BY}\n{row['compiler']}\n{row['compiled']}" if row else ""
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def look_again(store: Store) -> None:
    """Has the next look be at everything at hand."""
    with store.writing():
        watch.forget(store.db, store.site)
        watch.forget_mark(store.db, store.site)
