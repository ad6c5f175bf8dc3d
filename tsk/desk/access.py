"""Contact data at the desk: shown on a ground or for a reason, masked to everybody else; every look is on record.

What is shown as it is has been logged before. Where the log cannot be written, what may be seen on a ground of one's
own stays masked, and what is revealed for a reason is not shown at all.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tsk import accessstore
from tsk.access import (
    LOOKED,
    UNMASKED,
    filters_told,
    ground,
    hiding,
    masked_case,
    masked_file,
    personal,
    ranges,
    shortened,
)
from tsk.desk.session import Desk
from tsk.duestore import EVERY
from tsk.errors import StoreError, TskError, UsageError
from tsk.inbox import Todo
from tsk.model import Case, Draft, Event
from tsk.rights import check_right
from tsk.text import cleaned


class Seen(Struct, frozen=True):
    """A file as the person may see it: `masked` where contact data are hidden, with a `note` where they need not be."""

    case: Case
    events: tuple[Event, ...] = ()
    masked: bool = False
    note: TskError | None = None


def check_reveal(desk: Desk, reason: str | None) -> str:
    """The reason to reveal contact data, "" where nobody asks; raises where there is none or the right is missing."""
    if reason is None:
        return ""
    check_right(desk.rules, desk.person, "reveal")
    said = cleaned("reason", reason)
    if not said:
        raise UsageError("Revealing takes a reason.", 'Write --reveal "…".')
    return said


# ── one complaint ──────────────────────────────────────────────────────────────────────────────────


def as_seen(desk: Desk, case: Case, events: Iterable[Event], verb: str, reason: str = "", leaves: bool = False) -> Seen:
    """The file as the person may see it, after the look was logged: for a reason always, else once a day.

    What `leaves` the house, or is another site's, is masked without a reason, whoever asks. Raises StoreError where it
    was to be revealed and cannot be logged.
    """
    whole = Seen(case, tuple(events))
    hidden, steps = masked_file(case, whole.events, personal(desk.at(case.site).rules))
    if hidden is case and steps == whole.events:
        return whole
    masked = Seen(hidden, steps, masked=True)
    elsewhere = case.site != desk.logbook.site
    if reason and elsewhere:
        log_many(desk, UNMASKED, {case.site: [case.id]}, {"verb": verb}, {}, reason)
        return whole
    if reason:
        _log_reveal(desk, UNMASKED, case.id, {"verb": verb, "count": 1}, reason)
        return whole
    on = "" if leaves or elsewhere else ground(desk.rules, desk.person, case)
    if not on:
        return masked
    try:
        _log_look(desk, case, verb, on)
    except StoreError as error:
        told = "{number}: contact data stay masked, as the look cannot be logged. {why}"
        return Seen(hidden, steps, masked=True, note=TskError(told, number=case.number, why=error))
    return whole


def _log_look(desk: Desk, case: Case, verb: str, on: str) -> None:
    """Logs that the person sees the contact data of the case, once on each day of the real calendar."""
    key = f"access:{desk.person.id}:{case.id}:{_moment(desk).astimezone(desk.zone).date().isoformat()}"
    if not accessstore.is_logged(desk.store, key):
        accessstore.log(desk.store, case.id, _draft(desk, LOOKED, {"verb": verb, "ground": on}), key)


def _moment(desk: Desk) -> datetime:
    """The real present; on a desk to practise on the one that is played."""
    return desk.now if desk.store.practice else desk.options.clock


# ── many ───────────────────────────────────────────────────────────────────────────────────────────


def as_listed(
    desk: Desk, cases: Iterable[Case], verb: str = "", filters: Mapping[str, Any] | None = None, reason: str = ""
) -> tuple[Case, ...]:
    """The cases of a list: masked, whoever looks; as they are where there is a reason, which is logged."""
    found = tuple(cases)
    if reason:
        places: dict[str, list[int]] = {}
        for case in found:
            places.setdefault(case.site, []).append(case.id)
        log_many(desk, UNMASKED, places, {"verb": verb}, filters or {}, reason)
        return found
    return tuple(masked_case(case, personal(desk.at(case.site).rules)) for case in found)


def log_many(
    desk: Desk,
    type: str,
    places: Mapping[str, Iterable[int]],
    said: Mapping[str, Any],
    filters: Mapping[str, Any],
    reason: str,
) -> None:
    """Logs that contact data were revealed, or complaints of those sites taken along; raises StoreError where not."""
    found = {site: sorted(ids) for site, ids in sorted(places.items())}
    count = sum(map(len, found.values()))
    asked = {"of-site": "" if desk.store is desk.logbook else desk.store.scope.replace(EVERY, "all"), **filters}
    told = {"count": count, "filters": filters_told(asked, count), "complaints": _told_places(desk, found)}
    _log_reveal(desk, type, 0, {**said, **told}, reason)


def _told_places(desk: Desk, found: Mapping[str, Iterable[int]]) -> str:
    """The numbers of complaints, those of other sites behind the code of theirs."""
    own = desk.logbook.site
    return shortened("; ".join(("" if site == own else f"{site}/") + ranges(ids) for site, ids in found.items()))


def _log_reveal(desk: Desk, type: str, id: int, said: Mapping[str, Any], reason: str) -> None:
    key = f"access:{os.urandom(16).hex()}"
    try:
        accessstore.log(desk.logbook, id, _draft(desk, type, said, reason), key)
    except StoreError as error:
        raise StoreError("Nothing was shown, as it cannot be logged. {why}", why=error) from error


def _draft(desk: Desk, type: str, said: Mapping[str, Any], reason: str = "") -> Draft:
    return Draft(
        type=type,
        at=desk.now,
        recorded_at=desk.options.clock,
        actor=desk.person.id,
        body={name: value for name, value in said.items() if value not in ("", ())},
        private={"reason": reason} if reason else {},
    )


def masked_todo(desk: Desk, one: Todo) -> Todo:
    """What is to be done, with contact data masked in the case and in what was said."""
    hide = hiding(one.case.customer)
    reasons = tuple(replace(reason, text=hide(reason.text)) if reason.text else reason for reason in one.reasons)
    return Todo(masked_case(one.case, personal(desk.rules)), reasons)
