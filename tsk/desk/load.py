"""Who has how much: the open complaints of each department and person, and what of them presses."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from tsk import duestore
from tsk.desk.inbox import end_of, today
from tsk.desk.neglected import idle_since
from tsk.desk.session import Desk
from tsk.desk.views import local
from tsk.rights import check_listed, view_of


class Load(Struct, frozen=True):
    """What one person of a department of a site has, or nobody in it yet (`handler` empty); counts are complaints.

    `overdue` and `today` have a milestone that is late or falls due before the day is over, `waiting` wait for somebody
    else, `idle` have had no step by anybody for the limit, `approval` wait for one. `oldest` is the earliest receipt.
    """

    site: str
    department: str
    handler: str
    open: int
    overdue: int
    today: int
    waiting: int
    chased: int
    idle: int
    approval: int
    oldest: datetime


class DepartmentLoad(Struct, frozen=True):
    """One department: the sum of what its people have, and each of them, the most loaded first."""

    total: Load
    people: tuple[Load, ...]


def load(desk: Desk, filters: dict[str, Any], idle: str = "") -> tuple[DepartmentLoad, ...]:
    """What each department has open, the most first, as far as the person sees; idle by the policy's `silence`."""
    check_listed(desk.person)
    asked = {**filters, "state": "open", "view": view_of(desk.rules, desk.person)}
    since = idle_since(desk, idle or desk.rules.settings.silence)
    rows = [_load(desk, row) for row in duestore.load(desk.store, asked, desk.now, end_of(desk, today(desk)), since)]
    names: dict[tuple[str, str], list[Load]] = {}
    for row in rows:
        names.setdefault((row.site, row.department), []).append(row)
    found = map(_department, names.values())
    return tuple(sorted(found, key=lambda one: (-one.total.open, one.total.site, one.total.department)))


def _load(desk: Desk, row: Any) -> Load:
    return Load(**{"site": desk.store.site, **row, "oldest": datetime.fromisoformat(row["oldest"])})


_COUNTS = ("open", "overdue", "today", "waiting", "chased", "idle", "approval")


def _department(people: list[Load]) -> DepartmentLoad:
    sums = {name: sum(getattr(one, name) for one in people) for name in _COUNTS}
    total = structs.replace(people[0], handler="", oldest=min(one.oldest for one in people), **sums)
    return DepartmentLoad(total, tuple(sorted(people, key=lambda one: (-one.open, one.handler))))


def load_view(one: DepartmentLoad, zone: ZoneInfo) -> dict[str, Any]:
    """One department with its people as JSON shows them."""
    return {**_view(one.total, zone), "people": [_view(each, zone) for each in one.people]}


def _view(one: Load, zone: ZoneInfo) -> dict[str, Any]:
    return {**structs.asdict(one), "oldest": local(one.oldest, zone)}
