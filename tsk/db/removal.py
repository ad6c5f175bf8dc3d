"""Texts removed with their person: which complaints are due for it, what goes, and what else may name them."""

from __future__ import annotations

from collections.abc import Iterator

from tsk.db.engine import Connection, Row

_GONE = "EXISTS (SELECT 1 FROM event a WHERE a.site = e.site AND a.id = e.id AND a.type = 'anonymised')"


def anonymised(db: Connection, site: str) -> dict[int, int]:
    """The complaints from which the person was removed, each with the place in the chain of the step that did it."""
    rows = db.rows("SELECT id, n FROM event WHERE site = :site AND type = 'anonymised'", site=site)
    return {int(row["id"]): int(row["n"]) for row in rows}


def ended_before(db: Connection, site: str, day: str) -> list[int]:
    """The complaints that ended before that day and still have their person, the earliest end first."""
    rows = db.rows(
        "SELECT e.id FROM fact e WHERE e.site = :site AND e.ended_on IS NOT NULL AND e.ended_on < :day "
        f"AND NOT {_GONE} ORDER BY e.ended_on, e.id",
        site=site,
        day=day,
    )
    return [int(row["id"]) for row in rows]


def half_gone(db: Connection, site: str) -> dict[int, int]:
    """The complaints without their person that have texts of before all the same, with the place of the step."""
    rows = db.rows(
        "SELECT DISTINCT a.id, a.n FROM event a JOIN event e ON e.site = a.site AND e.kind IN ('complaint', 'access') "
        "AND e.id = a.id AND e.n < a.n JOIN private p ON p.site = e.site AND p.n = e.n "
        "WHERE a.site = :site AND a.type = 'anonymised'",
        site=site,
    )
    return {int(row["id"]): int(row["n"]) for row in rows}


def delete_texts(db: Connection, site: str, id: int, before: int) -> int:
    """Deletes the texts of a complaint that came before that place in the chain; how many there were."""
    return db.run(
        "DELETE FROM private WHERE site = :site AND n IN (SELECT e.n FROM event e WHERE e.site = :site "
        "AND e.kind IN ('complaint', 'access') AND e.id = :id AND e.n < :before)",
        site=site,
        id=id,
        before=before,
    )


def mark_remains(db: Connection, site: str, remains: int) -> None:
    """Notes whether something of what was removed may still be left on the disk."""
    db.write(
        "UPDATE site SET remains = :remains WHERE site = :site AND remains <> :remains", site=site, remains=remains
    )


def attached(db: Connection, gone: bool, site: str = "") -> Iterator[str]:
    """The bodies of what attached a paper, at the site or any, to complaints without their person, or to all others."""
    where = "e.site = :site AND " if site else ""
    asked = f"SELECT e.body FROM event e WHERE {where}e.type = 'attached' AND {'' if gone else 'NOT '}{_GONE}"
    rows = db.stream(asked, **({"site": site} if site else {}))
    return (str(body) for (body,) in rows)


def messages(db: Connection) -> list[Row]:
    """The messages of the outbox, of all sites, that have a text."""
    return db.rows("SELECT site, id, subject, text FROM outbox WHERE text <> ''")


def write_message(db: Connection, row: Row, subject: str, text: str) -> None:
    """Gives a message another subject and text, whatever becomes of it meanwhile."""
    db.write(
        "UPDATE outbox SET subject = :subject, text = :text WHERE site = :site AND id = :id",
        site=row["site"],
        id=row["id"],
        subject=subject,
        text=text,
    )


def texts_beside(db: Connection, site: str) -> list[Row]:
    """All texts of what is not about one complaint, such as measures, looks at many, restores: kind, id, text."""
    return db.rows(
        "SELECT e.kind, e.id, p.value FROM event e JOIN private p ON p.site = e.site AND p.n = e.n "
        "WHERE e.site = :site AND e.kind <> 'complaint' AND (e.kind <> 'access' OR e.id = 0) ORDER BY e.kind, e.id",
        site=site,
    )


def exports(db: Connection, site: str, since: str) -> list[str]:
    """The bodies of what the log tells of exports since then."""
    rows = db.rows(
        "SELECT e.body FROM event e "
        "WHERE e.site = :site AND e.kind = 'access' AND e.type = 'exported' AND e.recorded_at >= :since",
        site=site,
        since=since,
    )
    return [row["body"] for row in rows]
