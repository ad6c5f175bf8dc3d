"""Who is listed as staff: what they may and see, who stands in for them, how much they have in hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec import Struct

from tsk.desk.session import Desk
from tsk.desk.words import known, one_of
from tsk.errors import UsageError
from tsk.rights import OPEN_TO_ALL, check_listed
from tsk.rulerows import Role, Staff
from tsk.rules import find
from tsk.steps import GROUPS, RIGHTS, rights_of

RIGHT_WORDS = (*GROUPS, "all", *sorted(RIGHTS))


class Colleague(Struct, frozen=True):
    """One listed person with `open` complaints in hand; somebody whose last day is over has left and may do nothing.

    `absence` is the present one or the next, its first and its last day.
    """

    row: Staff
    role: Role
    open: int
    left: bool
    away: bool
    absence: tuple[date, date] | None
    request: int | None = None  # the approved request that gave the role

    @property
    def name(self) -> str:
        return self.row.zh or self.row.en

    @property
    def rights(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The single rights by group, in the order of the work; everybody may record and chase."""
        held = rights_of(self.role.may) | frozenset(OPEN_TO_ALL)
        rows = ((group, tuple(right for right in rights if right in held)) for group, rights in GROUPS.items())
        return () if self.left else tuple((group, rights) for group, rights in rows if rights)

    def may(self, right: str) -> bool:
        """Whether the person holds that right, or every right of that group."""
        return rights_of((right,)) <= {name for _, names in self.rights for name in names}


def colleagues(desk: Desk, may: str = "", department: str = "") -> tuple[Colleague, ...]:
    """The listed people in the order of the rule file, or those of one department, or who hold one right."""
    check_listed(desk.person)
    right = one_of("right", RIGHT_WORDS, may)
    wanted = known("department", desk.rules.departments, department)
    rows = (row for row in desk.rules.staff if wanted in ("", row.department))
    found = (_colleague(desk, row) for row in rows)
    return tuple(one for one in found if not right or one.may(right))


def colleague(desk: Desk, said: str) -> Colleague | None:
    """The one person of that number or name; None where nobody is listed.

    Raises UsageError for a name that nobody bears, or several.
    """
    check_listed(desk.person)
    staff = desk.rules.staff
    if not staff:
        return None
    same = [row.name for row in staff if said.casefold() in (row.zh.casefold(), row.en.casefold())]
    if len(same) > 1 and find(staff, said) is None:
        raise UsageError(
            "Several people are called “{said}”.", "Give the staff number: {known}.", said=said[:60], known=tuple(same)
        )
    number = known("person", staff, said)
    return next(_colleague(desk, row) for row in staff if row.name == number)


def today(desk: Desk) -> date:
    """The local date by which people are here or away."""
    return desk.now.astimezone(desk.zone).date()


def _colleague(desk: Desk, row: Staff) -> Colleague:
    here = today(desk)
    real = desk.options.clock.astimezone(desk.zone).date()  # by which rights end; --now gives none back
    absence = min((days for days in map(_days, row.away) if days[1] >= here), default=None)
    return Colleague(
        row=row,
        role=find(desk.rules.roles, row.role) or Role(name=row.role),
        open=desk.store.count({"state": "open", "handler": row.name}),
        left=bool(row.until) and row.until < real.isoformat(),
        away=absence is not None and absence[0] <= here,
        absence=absence,
        request=desk.granted.get(row.name),
    )


def _days(said: str) -> tuple[date, date]:
    first, _, last = said.partition("..")
    return date.fromisoformat(first), date.fromisoformat(last or first)


def colleague_view(one: Colleague, whole: bool = False) -> dict[str, Any]:
    """One person as JSON shows them; the single rights where the person was asked for."""
    row = one.row
    return {
        "number": row.name,
        "name": one.name,
        "role": row.role,
        "department": row.department,
        "store": row.store,
        "deputy": row.deputy,
        "away": list(row.away),
        "until": row.until or None,
        "may": list(one.role.may),
        "sees": one.role.sees,
        "approves": one.role.approves / 100,
        "open": one.open,
        "left": one.left,
        "request": one.request,
        **({"rights": [right for _, rights in one.rights for right in rights]} if whole else {}),
    }
