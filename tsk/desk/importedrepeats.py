"""Whether a complaint of a foreign file repeats an earlier one, on the desk or in the same batch, not yet written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from tsk.desk.repeats import ANYBODY, customer_key
from tsk.desk.session import Desk
from tsk.importstore import latest_like
from tsk.limits import parse_limit, warn_at
from tsk.model import Case

WAITING = "?"  # begins the number of a complaint of the same batch: its place follows
Like = tuple[str, ...]


class Repeats:
    """The complaints of one batch by customer and kind, beside those on the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._settings = desk.rules.settings
        self._limit = parse_limit(self._settings.repeat_within)
        self._batch: dict[Like, list[tuple[datetime, int]]] = {}
        self._since = lru_cache(4096)(self._window)

    def clear(self) -> None:
        """Forgets the batch: it is written."""
        self._batch.clear()

    def of(self, said: Mapping[str, Any], received: datetime) -> str:
        """The number of the latest one that this repeats; `?3` is the fourth of the batch, "" none."""
        likes = tuple(self._likes(said))
        if not likes:
            return ""
        since = self._since(received)
        before = [(at, number) for at, number in self._written(likes, since, received)]
        for like in likes:
            before += [(at, f"{WAITING}{nth}") for at, nth in self._batch.get(like, ()) if since <= at <= received]
        return max(before, default=(received, ""))[1]

    def note(self, nth: int, case: Case) -> None:
        """Notes a complaint of the batch by its place."""
        said = {name: getattr(case, name, "") or getattr(case.customer, name, "") for name in self._asked}
        if case.cancelled_by != "mistake":
            for like in self._likes(said):
                self._batch.setdefault(like, []).append((case.received_at, nth))

    @property
    def _asked(self) -> tuple[str, ...]:
        return (*self._settings.repeat_same, "phone", "card", "email")

    def _likes(self, said: Mapping[str, Any]) -> Iterator[Like]:
        """What makes complaints alike: by whom, who it is, and the words that must be the same."""
        same = tuple(said.get(name) or "" for name in self._settings.repeat_same)
        for by in self._settings.repeat_customer:
            key = "" if by == ANYBODY else customer_key(by, said.get(by) or "")
            if key or (by == ANYBODY and all(same)):
                yield (by, key, *same)

    def _written(self, likes: tuple[Like, ...], since: datetime, received: datetime) -> Iterator[tuple[datetime, str]]:
        for by, key, *same in likes:
            wanted = dict(zip(self._settings.repeat_same, same, strict=True))
            yield from latest_like(self._desk.store, {**wanted, **({by: key} if key else {})}, since, received)

    def _window(self, received: datetime) -> datetime:
        return warn_at(self._limit, received, self._desk.calendars.named())
