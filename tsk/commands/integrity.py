"""Fair figures: `report --integrity`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tsk.commands.session import Session
from tsk.desk import integrity
from tsk.desk.session import Desk


def show_integrity(session: Session, desk: Desk, since: date, until: date, filters: Mapping[str, str]) -> None:
    """Shows what the steps of a period left behind, as a table or as JSON."""
    found = integrity.integrity(desk, since, until, filters)
    if session.as_json:
        session.json(integrity.integrity_view(found, desk))
    else:
        from tsk.render.integrity import show_kinds

        show_kinds(found, desk.rules, integrity.bounds_of(desk))
