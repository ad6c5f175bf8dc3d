"""The figures of a period, counted and summed from the fact rows; nothing here reads a case."""

from __future__ import annotations

from typing import Any, NamedTuple

from tsk.db.engine import Connection, Row
from tsk.db.lists import conditions
from tsk.db.scope import EVERY, Others, by_site, of, personal, whole

_OF_THE_COMPLAINT = {
    name: f"f.{name}"
    for name in (
        *("department", "category", "severity", "channel", "store", "region", "product", "cause", "handler"),
        *("theme", "subtype", "site"),
    )
}
_OF_TIME = {"month": "substr(f.received_on, 1, 7)", "quarter": "substr(f.received_on, 1, 7)", "week": "f.received_on"}
DIMENSIONS = {**_OF_THE_COMPLAINT, **_OF_TIME}  # those of time are put together from months and days by the reader
LIMITS = tuple(_OF_THE_COMPLAINT)
_HOLDER = {  # what nobody else has to answer or to review is with the desk department
    "department": (
        "CASE WHEN {s}.department = '' AND {s}.part IN ('answer', 'review') THEN {desk} ELSE {s}.department END"
    ),
    "handler": "{s}.handler",
}
HOLDERS = tuple(_HOLDER)
Limits = tuple[tuple[str, str], ...]  # dimensions, each with its only value; or filters of lists


class Asked(NamedTuple):
    """The complaints received on [since, until) by local date that have those values: what a report is about.

    `desks` are the desk departments of the sites that have another than most, where several are asked at once.
    """

    site: str
    since: str
    until: str
    limits: Limits = ()
    desks: Others = ()

    @property
    def values(self) -> dict[str, object]:
        limits = {f"limit{i}": value for i, (_, value) in enumerate(self._own)}
        own = {**self._others[1], "site": self.site, "since": self.since, "until": self.until, **limits}
        return {**own, **self._desks[1]}

    def key(self, by: str) -> str:
        """The expression of the value of a dimension."""
        found = DIMENSIONS[by]
        return personal("f", self.site, found) if by == "handler" else found

    def holder(self, by: str, stay: str) -> str:
        """The expression of whoever had a complaint for that stay, by department or handler."""
        desk = by_site(stay, ":desk", self._desks[0])
        found = _HOLDER[by].format(s=stay, desk=desk)
        return personal(stay, self.site, found) if by == "handler" else found

    @property
    def _desks(self) -> tuple[Others, dict[str, object]]:
        """The parameters that the other desk departments and their sites are called by, and their values."""
        named: list[tuple[str, tuple[str, ...]]] = []
        values: dict[str, object] = {}
        for i, (department, sites) in enumerate(self.desks):
            own = {f"desk{i}_site{j}": site for j, site in enumerate(sites)}
            values |= {f"desk{i}": department, **own}
            named.append((f":desk{i}", tuple(own)))
        return tuple(named), values

    @property
    def _own(self) -> Limits:
        """The limits that the fact rows know themselves."""
        return tuple(limit for limit in self.limits if limit[0] in DIMENSIONS)

    @property
    def _others(self) -> tuple[str, dict[str, object]]:
        """The condition for the other limits, which are filters of lists, and their values."""
        filters = {name: value for name, value in self.limits if name not in DIMENSIONS}
        if not filters:
            return "", {}
        asked, values = conditions({**filters, "site": self.site})
        if self.site == EVERY:
            return f" AND (f.site, f.id) IN (SELECT c.site, c.id FROM complaint c WHERE {asked})", values
        return f" AND f.id IN (SELECT c.id FROM complaint c WHERE {asked})", values

    @property
    def where(self) -> str:
        return f"{self.anywhen} AND f.received_on >= :since AND f.received_on < :until"

    @property
    def anywhen(self) -> str:
        limits = "".join(f" AND {DIMENSIONS[name]} = :limit{i}" for i, (name, _) in enumerate(self._own))
        return f"{of('f', self.site)} AND f.counted = 1{limits}{self._others[0]}"


SUMS = {
    "received": "count(*)",
    "solved": "sum(f.solved)",
    "cancelled": "sum(f.cancelled)",
    "met": "sum(f.answers_met)",
    "not_met": "sum(f.answers_late + f.answers_missed + CASE WHEN f.answer_due < :now THEN 1 ELSE 0 END)",
    "overdue": "sum(CASE WHEN f.answer_due < :now THEN 1 ELSE 0 END)",
    "rated": "sum(f.rated)",
    "satisfied": "sum(f.satisfied)",
    "reopened": "sum(f.reopened)",
    "again": "sum(CASE WHEN f.reopened > 0 THEN 1 ELSE 0 END)",
    "chased": "sum(CASE WHEN f.chases > 0 THEN 1 ELSE 0 END)",
    "repeated": "sum(f.repeated)",
    "unreachable": "sum(f.unreachable)",
    "chases": "sum(f.chases)",
    "points": "sum(f.points)",
    "rose": "sum(f.rose)",
    "upheld": "sum(CASE WHEN f.upheld IN ('yes', 'partly') THEN 1 ELSE 0 END)",
    "judged": "sum(CASE WHEN f.upheld <> '' THEN 1 ELSE 0 END)",
    "cases": "sum(CASE WHEN f.in_hand + f.waited > 0 THEN 1 ELSE 0 END)",
    "handled": "sum(f.in_hand)",
    "waited": "sum(f.waited)",
    "reviewed": "sum(f.reviewed)",
}


def sums(db: Connection, asked: Asked, by: str, now: str) -> list[tuple[Any, ...]]:
    """The value of the dimension, what became of the milestones that are over, and the SUMS of the complaints so.

    Replies still owed count as missed from the second after their due, seen from `now`.
    """
    return db.tuples(
        f"SELECT {asked.key(by)}, f.settled, {', '.join(SUMS.values())} FROM fact f WHERE {asked.where} GROUP BY 1, 2",
        **asked.values,
        now=now,
    )


def missed_now(db: Connection, asked: Asked, by: str, now: str) -> list[tuple[str, str, int]]:
    """The value of the dimension, the milestone, and how many of them are still owed and late."""
    late = "CASE WHEN m.met_at IS NULL AND m.ended_at IS NULL AND m.due < :now THEN 1 ELSE 0 END"
    return db.tuples(  # as a condition it would lead to all late milestones of the file, again for each complaint
        f"SELECT {asked.key(by)}, m.name, sum({late}) FROM fact f CROSS JOIN milestone m "
        f"WHERE {asked.where} AND f.next_due < :now AND m.site = f.site AND m.id = f.id GROUP BY 1, 2",
        **asked.values,
        now=now,
    )


def minutes(db: Connection, asked: Asked, by: str) -> list[tuple[str, int, int]]:
    """The value of the dimension, the whole working minutes until the answer, and how many took that long."""
    return db.tuples(
        f"SELECT {asked.key(by)}, f.handled / 60, count(*) FROM fact f "
        f"WHERE {asked.where} AND f.handled IS NOT NULL GROUP BY 1, 2",
        **asked.values,
    )


def counts(db: Connection, asked: Asked, by: str) -> list[tuple[str, int]]:
    """The value of the dimension, or the day, and how many complaints have it."""
    value = asked.key(by) if by in DIMENSIONS else "f.received_on"
    return db.tuples(
        f"SELECT {value}, count(*) FROM fact f WHERE {asked.where} GROUP BY 1",
        **asked.values,
    )


# ── who had them ───────────────────────────────────────────────────────────────────────────────────

_HAD = (
    "count(DISTINCT CASE WHEN s.part <> 'review' AND s.working > 0 THEN {each} END), "
    "sum(CASE WHEN s.part <> 'review' AND s.wait = '' THEN s.working ELSE 0 END), "
    "sum(CASE WHEN s.part <> 'review' AND s.wait <> '' THEN s.working ELSE 0 END), "
    "sum(CASE WHEN s.part = 'review' THEN s.working ELSE 0 END)"
)


def booked(db: Connection, asked: Asked, by: str, desk: str, own: Limits) -> list[tuple[str, int, int, int, int]]:
    """Each department or handler that had complaints, how many, and the seconds in hand, waiting and in review.

    `own` limits it to one of them; `desk` is the department that has what nobody else has to answer or to review.
    """
    return db.tuples(
        f"SELECT {asked.holder(by, 's')}, {_HAD.format(each=whole('s', asked.site))} FROM fact f CROSS JOIN stay s "
        f"WHERE {asked.where} AND s.site = f.site AND s.id = f.id AND s.working IS NOT NULL{_only(asked, own)} "
        "GROUP BY 1",
        **asked.values,
        **_own(own),
        desk=desk,
    )


def booked_cases(db: Connection, asked: Asked, desk: str, own: Limits) -> int:
    """How many complaints took any time of one holder."""
    row = db.row(
        f"SELECT count(DISTINCT {whole('s', asked.site)}) AS n FROM fact f CROSS JOIN stay s "
        f"WHERE {asked.where} AND s.site = f.site AND s.id = f.id AND s.part <> 'review' AND s.working > 0"
        f"{_only(asked, own)}",
        **asked.values,
        **_own(own),
        desk=desk,
    )
    return int(row["n"]) if row else 0


def running(db: Connection, asked: Asked, by: str, desk: str, own: Limits) -> list[Row]:
    """The stays that are not booked: `key` is the holder for department and handler, else that of the complaint.

    `here` and `anywhere` tell whether the complaint counts already by what is booked, under that key or under any.
    """
    key = asked.holder(by, "s") if by in HOLDERS else asked.key(by)
    took = (
        "SELECT 1 FROM stay b WHERE b.site = s.site AND b.id = s.id AND b.part <> 'review' AND b.working > 0"
        + _only(asked, own, "b")
    )
    here = f"{took} AND {asked.holder(by, 'b')} = {asked.holder(by, 's')}" if by in HOLDERS else took
    return db.rows(
        f"SELECT {key} AS key, s.*, CASE WHEN EXISTS ({here}) THEN 1 ELSE 0 END AS here, "
        f"CASE WHEN EXISTS ({took}) THEN 1 ELSE 0 END AS anywhere "
        "FROM fact f CROSS JOIN stay s "
        f"WHERE {asked.where} AND f.ended_on IS NULL AND s.site = f.site AND s.id = f.id "
        f"AND s.working IS NULL{_only(asked, own)} ORDER BY s.id, s.since",
        **asked.values,
        **_own(own),
        desk=desk,
    )


def _only(asked: Asked, own: Limits, stay: str = "s") -> str:
    return "".join(f" AND {asked.holder(name, stay)} = :own{i}" for i, (name, _) in enumerate(own))


def _own(own: Limits) -> dict[str, object]:
    return {f"own{i}": value for i, (_, value) in enumerate(own)}


# ── what was open ──────────────────────────────────────────────────────────────────────────────────


def ended(db: Connection, asked: Asked) -> list[tuple[str, int]]:
    """How many complaints ended on each day of the period, whenever received."""
    return db.tuples(
        f"SELECT f.ended_on, count(*) FROM fact f WHERE {asked.anywhen} "
        "AND f.ended_on >= :since AND f.ended_on < :until GROUP BY 1",
        **asked.values,
    )


def open_before(db: Connection, asked: Asked) -> int:
    """How many complaints were open when the period began."""
    received = f"{asked.anywhen} AND f.received_on || '' < :since"  # found by their end, of which there are fewer
    row = db.row(
        f"SELECT (SELECT count(*) FROM fact f WHERE {received} AND f.ended_on IS NULL) + "
        f"(SELECT count(*) FROM fact f WHERE {received} AND f.ended_on >= :since) AS n",
        **asked.values,
    )
    return int(row["n"]) if row else 0


def open_now(db: Connection, asked: Asked) -> list[tuple[str, int]]:
    """How many of the complaints received on each day are open, in whatever period."""
    return db.tuples(
        f"SELECT f.received_on, count(*) FROM fact f WHERE {asked.anywhen} AND f.ended_on IS NULL GROUP BY 1",
        **asked.values,
    )


def has(db: Connection, site: str, dimension: str, value: str) -> bool:
    """Whether any complaint has that value."""
    return (
        db.row(
            f"SELECT 1 AS yes FROM fact f WHERE {of('f', site)} AND {DIMENSIONS[dimension]} = :value LIMIT 1",
            site=site,
            value=value,
        )
        is not None
    )
