"""What became of the deadlines of earlier complaints: the store's side of forecasts."""

from __future__ import annotations

from datetime import date, datetime

from tsk.db import history
from tsk.db.engine import Row
from tsk.model import iso
from tsk.store import Store


def past_milestones(
    store: Store, name: str, promised: str, received_before: date, now: datetime, most: int
) -> list[Row]:
    """The milestones of that name and limit begun before now, of the latest complaints received before that day."""
    return history.past_milestones(store.db, store.site, name, promised, received_before.isoformat(), iso(now), most)
