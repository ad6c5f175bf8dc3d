"""Who looked at contact data, revealed them and took complaints along, when, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import Struct

from tsk import accessstore
from tsk.access import EXPORTED, LOOKED, UNMASKED
from tsk.desk.oversight import utc_midnight
from tsk.desk.reportviews import days_view
from tsk.desk.session import Desk
from tsk.desk.views import local
from tsk.errors import NotAllowed
from tsk.rights import check_listed, check_right, scope_of


class Access(Struct, frozen=True):
    """One entry of the log; `id` and `number` are those of one complaint, 0 and "" where it was about `count`.

    `ground` is why the person may look without a reason; `complaints` are their numbers, such as `1-3,7`. A reason
    that was removed is empty.
    """

    n: int
    at: datetime
    recorded_at: datetime
    who: str
    type: str
    id: int = 0
    number: str = ""
    verb: str = ""
    ground: str = ""
    count: int = 1
    filters: tuple[str, ...] = ()
    complaints: str = ""
    format: str = ""
    masked: bool = False
    reason: str = ""


class Person(Struct, frozen=True):
    """How often somebody did what, and how many complaints were exported."""

    who: str
    looked: int
    revealed: int
    exported: int
    complaints: int


class AccessLog(Struct, frozen=True):
    """What was logged on [since, until): who did it how often, most first, then all of it, oldest first."""

    since: date
    until: date
    people: tuple[Person, ...]
    entries: tuple[Access, ...]


def access_log(desk: Desk, since: date, until: date, who: str = "") -> AccessLog:
    """The log of those days, of one person where one is named; for who may reveal and sees everything."""
    check_listed(desk.person)
    check_right(desk.rules, desk.person, "reveal")
    if scope_of(desk.rules, desk.person):
        raise NotAllowed(
            "{person} sees only a part of the complaints; the log of who looked is about all of them.",
            'Act --as somebody whose role has sees = "all" ([roles] in {file}).',
            person=desk.person.id,
            file=desk.rules.file,
        )
    rows = accessstore.logged(desk.store, utc_midnight(desk, since), utc_midnight(desk, until), who)
    entries = tuple(map(_entry, rows))
    return AccessLog(since, until, _people(entries), entries)


def _entry(row: Any) -> Access:
    said = msgspec.json.decode(row["body"])
    names = ("verb", "ground", "count", "complaints", "format", "masked")
    return Access(
        n=row["n"],
        at=datetime.fromisoformat(row["at"]),
        recorded_at=datetime.fromisoformat(row["recorded_at"]),
        who=row["actor"],
        type=row["type"],
        id=row["id"],
        number=row["number"] or "",
        filters=tuple(said.get("filters", ())),
        reason=row["reason"] or "",
        **{name: said[name] for name in names if name in said},
    )


def _people(entries: Sequence[Access]) -> tuple[Person, ...]:
    names = dict.fromkeys(one.who for one in entries)
    found = (_person(who, [one for one in entries if one.who == who]) for who in names)
    return tuple(sorted(found, key=lambda one: (-one.exported, -one.revealed, -one.looked, one.who)))


def _person(who: str, own: Sequence[Access]) -> Person:
    looked, revealed, exported = (sum(one.type == type for one in own) for type in (LOOKED, UNMASKED, EXPORTED))
    return Person(who, looked, revealed, exported, sum(one.count for one in own if one.type == EXPORTED))


def access_view(found: AccessLog, desk: Desk) -> dict[str, Any]:
    """The log as JSON shows it; `until` is the day after `last`."""
    return {
        **days_view(found.since, found.until),
        "people": [{name: getattr(one, name) for name in one.__struct_fields__} for one in found.people],
        "items": [entry_view(one, desk) for one in found.entries],
    }


def entry_view(one: Access, desk: Desk) -> dict[str, Any]:
    """One entry of the log as JSON shows it."""
    plain = ("n", "who", "type", "verb", "ground", "count", "complaints", "format", "masked", "reason")
    return {
        "at": local(one.at, desk.zone),
        "recorded_at": local(one.recorded_at, desk.zone),
        **{name: getattr(one, name) for name in plain},
        "id": one.id or None,
        "number": one.number or None,
        "filters": list(one.filters),
    }
