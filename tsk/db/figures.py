"""The figures of a period, counted and summed from the fact rows."""

from __future__ import annotations

from collections.abc import Mapping

from tsk.db.engine import Connection, Row

DIMENSIONS = {
    "department": "f.department",
    "category": "f.category",
    "severity": "f.severity",
    "channel": "f.channel",
    "store": "f.store",
    "region": "f.region",
    "product": "f.product",
    "cause": "f.cause",
    "handler": "f.handler",
    "month": "substr(f.received_on, 1, 7)",
    "theme": "f.theme",
    "subtype": "f.subtype",
}


def stays(db: Connection, site: str, since: str, until: str, by: str, scope: Mapping[str, str]) -> list[Row]:
    """Who had the complaints received on [since, until) by local date, and when; `key` is the complaint's own value.

    `scope` limits columns to one value each.
    """
    limited = "".join(f" AND {DIMENSIONS[name]} = :{name}" for name in scope)
    return db.rows(
        f"SELECT {DIMENSIONS[by]} AS key, s.id, s.department, s.handler, s.part, s.wait, s.since, s.until "
        "FROM fact f JOIN stay s ON s.site = f.site AND s.id = f.id "
        f"WHERE f.site = :site AND f.received_on >= :since AND f.received_on < :until AND f.counted = 1{limited} "
        "ORDER BY s.id, s.since",
        site=site,
        since=since,
        until=until,
        **scope,
    )


def sums(db: Connection, site: str, since: str, until: str, now: str, by: str, scope: Mapping[str, str]) -> list[Row]:
    """One row of sums for each value of the dimension, over complaints received on [since, until) by local date.

    Replies still owed count as missed from the second after their due, seen from `now`. `scope` limits columns to
    one value each.
    """
    limited = "".join(f" AND {DIMENSIONS[name]} = :{name}" for name in scope)
    return db.rows(
        f"SELECT {DIMENSIONS[by]} AS key, count(*) AS received, sum(solved) AS solved, sum(cancelled) AS cancelled, "
        "sum(answers_met) AS met, "
        "sum(answers_late + answers_missed + CASE WHEN answer_due < :now THEN 1 ELSE 0 END) AS not_met, "
        "sum(CASE WHEN answer_due < :now THEN 1 ELSE 0 END) AS overdue, "
        "sum(rated) AS rated, sum(satisfied) AS satisfied, sum(reopened) AS reopened, "
        "sum(CASE WHEN reopened > 0 THEN 1 ELSE 0 END) AS again, "
        "sum(CASE WHEN chases > 0 THEN 1 ELSE 0 END) AS chased, sum(repeated) AS repeated, "
        "sum(unreachable) AS unreachable, sum(chases) AS chases, sum(points) AS points, sum(rose) AS rose, "
        "sum(CASE WHEN upheld IN ('yes', 'partly') THEN 1 ELSE 0 END) AS upheld, "
        "sum(CASE WHEN upheld <> '' THEN 1 ELSE 0 END) AS judged "
        f"FROM fact f WHERE site = :site AND received_on >= :since AND received_on < :until AND counted = 1{limited} "
        "GROUP BY 1 ORDER BY 2 DESC, 1",
        site=site,
        since=since,
        until=until,
        now=now,
        **scope,
    )
