"""Fair figures of a period at the desk, as far as the person's view reaches."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tsk.desk.oversight import utc_midnight
from tsk.desk.reportviews import days_view
from tsk.desk.session import Desk
from tsk.desk.views import local
from tsk.integrity import AFTER_CLOSING, BEFORE_DUE, Bounds, Integrity, Item, Kind, integrity_of, received_at
from tsk.recorded import traces_between
from tsk.rights import check_listed, scope_of
from tsk.traces import BACKDATED, FEW_SIGNS


def integrity(desk: Desk, since: date, until: date, filters: Mapping[str, str]) -> Integrity:
    """What was left behind by the steps taken on [since, until) on complaints that pass the filters of a report."""
    check_listed(desk.person)
    first, after = utc_midnight(desk, since), utc_midnight(desk, until)
    found = traces_between(desk.store, first, after, (*scope_of(desk.rules, desk.person).items(), *filters.items()))
    return integrity_of(found, since, until, bounds_of(desk))


def bounds_of(desk: Desk) -> Bounds:
    """The thresholds of this desk."""
    return Bounds(desk.rules.settings.recorded, desk.calendars.named(), desk.store.practice)


def integrity_view(found: Integrity, desk: Desk) -> dict[str, Any]:
    """The fair figures as JSON shows them; `until` is the day after `last`, `seconds` are the thresholds."""
    return {
        **days_view(found.since, found.until),
        "thresholds": {
            "recorded_within": desk.rules.settings.recorded,
            "wait_before_due_seconds": int(BEFORE_DUE.total_seconds()),
            "answer_signs": FEW_SIGNS,
            "reopened_within_seconds": int(AFTER_CLOSING.total_seconds()),
        },
        "kinds": [_kind_view(one, desk) for one in found.kinds],
    }


def _kind_view(one: Kind, desk: Desk) -> dict[str, Any]:
    return {
        "kind": one.name,
        "count": one.count,
        "complaints": one.complaints,
        "people": [{"who": who, "count": count} for who, count in one.people],
        "items": [_item_view(item, desk) for item in one.items],
    }


def _item_view(item: Item, desk: Desk) -> dict[str, Any]:
    one = item.trace
    view = {
        "id": item.id,
        "number": item.number,
        "at": local(one.at, desk.zone),
        "who": one.who,
        "seq": one.seq,
        "of": one.of,
        "seconds": one.seconds,
        "claimed_seconds": one.claimed,
    }
    return {**view, "received_at": local(received_at(one), desk.zone)} if one.kind == BACKDATED else view
