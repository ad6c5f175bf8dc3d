"""What became of milestones in the past: the material of forecasts."""

from __future__ import annotations

from tsk.db.engine import Connection, Row


def past_milestones(
    db: Connection, site: str, name: str, promised: str, received_before: str, now: str, most: int
) -> list[Row]:
    """The milestones of that name and limit begun before now, of the latest complaints received before that day.

    So many complaints are looked at, those recorded by mistake left out; a milestone that ended where it began was
    never measured.
    """
    return db.rows(
        "SELECT m.start_at, m.due, m.met_at, m.ended_at, m.round AS milestone_round, m.part, f.category, f.severity, "
        "CASE WHEN m.department = '' THEN f.department ELSE m.department END AS department "
        "FROM (SELECT site, id, category, severity, department FROM fact WHERE site = :site AND counted = 1 "
        "AND received_on < :received_before ORDER BY received_on DESC, id DESC LIMIT :most) f "
        "JOIN milestone m ON m.site = f.site AND m.id = f.id AND m.name = :name AND m.promised = :promised "
        "WHERE m.start_at < :now AND (m.ended_at IS NULL OR m.ended_at > m.start_at)",
        site=site,
        name=name,
        promised=promised,
        received_before=received_before,
        now=now,
        most=most,
    )
