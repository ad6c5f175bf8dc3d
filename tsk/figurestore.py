"""The figures of one site as the database counts them, for the reports of the desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from tsk.db import figures, files
from tsk.db.engine import Connection
from tsk.db.figures import HOLDERS, LIMITS, Limits
from tsk.db.scope import Others
from tsk.handlingtime import Handling, Running, in_desk_hands
from tsk.model import iso
from tsk.report import Row, value_of

DIMENSIONS = tuple(figures.DIMENSIONS)
__all__ = ["DIMENSIONS", "HOLDERS", "LIMITS", "Figures", "Limits", "Others", "has"]


class Figures:
    """The complaints received on [since, until) by local date that have those values, seen from `now`.

    `desk` is the department that has what nobody else has to answer or to review, `desks` what other
    sites have.
    """

    def __init__(
        self,
        db: Connection,
        site: str,
        since: date,
        until: date,
        limits: Limits,
        desk: str,
        now: datetime,
        desks: Others = (),
    ) -> None:
        self._db = db
        self._asked = figures.Asked(site, since.isoformat(), until.isoformat(), limits, desks)
        self._desk = desk
        self._desks = {site: name for name, sites in desks for site in sites}
        self._now = iso(now)

    def rows(self, by: str) -> Iterator[Row]:
        """The sums of complaints of one value of the dimension whose milestones went alike."""
        for key, settled, *counts in figures.sums(self._db, self._asked, by, self._now):
            yield Row(value_of(by, key), settled, dict(zip(figures.SUMS, counts, strict=True)))

    def missed_now(self, by: str) -> Iterator[tuple[str, str, int]]:
        """The value of the dimension, a milestone that is owed and late, and how many of it."""
        for key, name, count in figures.missed_now(self._db, self._asked, by, self._now):
            yield value_of(by, key), name, count

    def minutes(self, by: str) -> Iterator[tuple[str, int, int]]:
        """The value of the dimension, the whole working minutes until the answer, and how many took that long."""
        for key, minute, count in figures.minutes(self._db, self._asked, by):
            yield value_of(by, key), minute, count

    def counts(self, by: str) -> Iterator[tuple[str, int]]:
        """The value of the dimension, and how many complaints have it."""
        yield from figures.counts(self._db, self._asked, by)

    def booked(self, by: str, own: Limits) -> dict[str, Handling]:
        """The time booked for each department or handler that had complaints; `own` limits it to one."""
        found = figures.booked(self._db, self._asked, by, self._desk, own)
        return {key: Handling(*sums) for key, *sums in found}

    def booked_cases(self, own: Limits) -> int:
        """How many complaints took any time of one holder."""
        return figures.booked_cases(self._db, self._asked, self._desk, own)

    def running(self, by: str, own: Limits) -> Iterator[Running]:
        """The stays that are not booked."""
        for row in figures.running(self._db, self._asked, by, self._desk, own):
            stay = in_desk_hands(files.read_stay(row), self._desks.get(row["site"], self._desk))
            place = row["site"], row["id"]
            yield Running(value_of(by, row["key"]), place, bool(row["here"]), bool(row["anywhere"]), stay)

    def ended(self) -> dict[str, int]:
        """How many complaints ended on each day of the period, whenever received."""
        return dict(figures.ended(self._db, self._asked))

    def open_before(self) -> int:
        """How many complaints were open when the period began."""
        return figures.open_before(self._db, self._asked)

    def open_now(self) -> dict[str, int]:
        """How many of the complaints received on each day are open, in whatever period."""
        return dict(figures.open_now(self._db, self._asked))


def has(db: Connection, site: str, dimension: str, value: str) -> bool:
    """Whether any complaint has that value."""
    return figures.has(db, site, dimension, value)
