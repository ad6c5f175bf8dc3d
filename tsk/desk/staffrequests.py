"""Rights by approved request: asked for with a reason, granted or refused by somebody else, on record."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from tsk.desk.additions import Ask
from tsk.desk.entries import check_order, write_entry
from tsk.desk.handling import still_here
from tsk.desk.session import Desk
from tsk.desk.views import local
from tsk.desk.words import known, one_of
from tsk.errors import NotAllowed, UsageError, Word
from tsk.model import SYSTEM
from tsk.register import Filed
from tsk.rights import check_listed, check_right, role_of
from tsk.rulerows import Role, Staff
from tsk.rules import find
from tsk.staffrequests import APPROVED, ASKED, KIND, STATES, Request
from tsk.steps import rights_of
from tsk.text import cleaned, shows
from tsk.whenwords import parse_day

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")  # ASCII: no name stands in the chain
_SEES = ("own", "store", "department", "all")


def request(desk: Desk, number: str, said: dict[str, str]) -> Request:
    """The request that somebody act in a role; anybody listed may ask.

    Without a word about it, department and store are those that the person has, else the department of whoever asks.
    """
    check_listed(desk.person)
    _check_staff(desk)
    person = _number(desk, number)
    row = find(desk.rules.staff, person)
    fields = {"person": person, "name": _name(row, cleaned("name", said["name"])), **_wanted(desk, row, said)}
    if not shows(said["reason"]):
        raise UsageError("Why is the role asked for?", 'Add --reason "…".')
    fields["reason"] = cleaned("reason", said["reason"])

    def steps(_: Filed | None) -> Iterable[Ask]:
        for waiting in desk.store.entries(KIND, state=ASKED, owner=person):
            raise NotAllowed(
                "Request {id} for {person} waits to be decided.",
                "Decide it first: `tsk staff approve {id}` or `tsk staff refuse {id}`.",
                id=waiting["id"],
                person=person,
            )
        yield Ask("request_made", fields)

    return _request(write_entry(desk, KIND, None, steps))


def _check_staff(desk: Desk) -> None:
    if not desk.rules.staff:
        raise NotAllowed(
            "Nobody is listed as staff, so everybody may do everything and nothing is to be asked for.",
            "Fill in [staff] in {file} first.",
            file=desk.rules.file,
        )


def _number(desk: Desk, said: str) -> str:
    """The staff number: of somebody listed, or a new one."""
    text = cleaned("person", said)
    if not _NUMBER.fullmatch(text) or text == SYSTEM:
        advice = "Letters a–z, digits, - . and _, such as {example}."
        raise UsageError("“{said}” is not a staff number.", advice, said=said[:60], example="w1001")
    return still_here(desk, text)


def _name(row: Staff | None, said: str) -> str:
    """The person's name as said, else as the rule file has it."""
    name = said or (row.zh or row.en if row else "")
    if not shows(name):
        raise UsageError("What is the person called?", "Add --name NAME.")
    return name


def _wanted(desk: Desk, row: Staff | None, said: dict[str, str]) -> dict[str, str]:
    """The role, its department, store and last day; raises UsageError where the person has just that already."""
    rules = desk.rules
    role = known("role", rules.roles, said["role"])
    if not role:
        raise UsageError("Which role?", "Add --role: {known}.", known=tuple(one.name for one in rules.roles))
    department = known("department", rules.departments, said["department"])
    department = department or (row.department if row else desk.person.department)
    if not department:
        raise UsageError(
            "Which department?", "Add --department: {known}.", known=tuple(one.name for one in rules.departments)
        )
    store = cleaned("store", said["store"]) or (row.store if row else "")
    if row and (row.role, row.department, row.store) == (role, department, store):
        raise UsageError("{person} has that role already.", "`tsk staff {person}` shows it.", person=row.name)
    return {"role": role, "department": department, "store": store, "until": _last_day(desk, said["until"])}


def _last_day(desk: Desk, said: str) -> str:
    if not said:
        return ""
    day = parse_day(said, desk.now, desk.zone)
    if day < desk.now.astimezone(desk.zone).date():
        raise UsageError("{at} has passed already.", "Give a later --until.", at=day.isoformat())
    return day.isoformat()


def _request(filed: Filed | None) -> Request:
    assert isinstance(filed, Request)
    return filed


# ── deciding ───────────────────────────────────────────────────────────────────────────────────────


def approve(desk: Desk, id: int, reason: str) -> Request:
    """The request granted: from now on its person acts so; nobody grants their own request, or more than they have."""
    check_right(desk.rules, desk.person, "staff")

    def steps(filed: Filed | None) -> Iterable[Ask]:
        one = _request(filed)
        _check_state(one, (ASKED,))
        check_order(KIND, id, desk.now, one.at)
        _check_four_eyes(desk, one)
        _check_may_grant(desk, one)
        yield Ask("request_approved", {"reason": cleaned("reason", reason)})

    return _request(write_entry(desk, KIND, id, steps))


def refuse(desk: Desk, id: int, reason: str) -> Request:
    """The request refused, or the rights that it gave taken back, with the reason."""
    check_right(desk.rules, desk.person, "staff")
    if not shows(reason):
        raise UsageError("Why is it refused?", 'Add --reason "…".')

    def steps(filed: Filed | None) -> Iterable[Ask]:
        one = _request(filed)
        _check_state(one, (ASKED, APPROVED))
        check_order(KIND, id, desk.now, one.decided_at or one.at)
        yield Ask("request_refused", {"reason": cleaned("reason", reason)})

    return _request(write_entry(desk, KIND, id, steps))


def _check_state(one: Request, possible: tuple[str, ...]) -> None:
    if one.state not in possible:
        raise NotAllowed(
            "Request {id} was decided already: {state}, by {who}.",
            "`tsk staff requests` shows what waits.",
            id=one.id,
            state=Word(f"request {one.state}"),
            who=one.decided_by,
        )


def _check_four_eyes(desk: Desk, one: Request) -> None:
    if desk.person.id in (one.by, one.person):
        raise NotAllowed(
            "Request {id}: nobody may approve their own request (four eyes).",
            "Ask a colleague with the right `staff`.",
            id=one.id,
        )


def _check_may_grant(desk: Desk, one: Request) -> None:
    """Raises NotAllowed where the role can do more, or reaches further, than whoever would grant it."""
    own, role = role_of(desk.rules, desk.person), find(desk.rules.roles, one.role)
    if role is None:
        raise UsageError(
            "There is no role “{said}” any more.", "Refuse it: `tsk staff refuse {id}`.", said=one.role, id=one.id
        )
    if desk.person.anyone or (_covers(own, role) and _reaches(desk, own, role, one)):
        return
    raise NotAllowed(
        "Request {id}: the role {role} goes beyond what {person} may do or see.",
        "Ask somebody whose own role reaches as far.",
        id=one.id,
        role=role,
        person=desk.person.id,
    )


def _covers(own: Role, role: Role) -> bool:
    within = rights_of(role.may) <= rights_of(own.may) and role.approves <= own.approves
    return within and _SEES.index(role.sees) <= _SEES.index(own.sees)


def _reaches(desk: Desk, own: Role, role: Role, one: Request) -> bool:
    """Whether what the request lets its person see lies within what the approver sees.

    A store is compared where the role sees one, or the approver no more than one; the department always.
    """
    if own.sees == "all":
        return True
    same_store = desk.person.store == one.store
    narrow = own.sees in ("own", "store") or role.sees == "store"
    return desk.person.department == one.department and (same_store or not narrow)


# ── looking ────────────────────────────────────────────────────────────────────────────────────────


def requests(desk: Desk, state: str) -> tuple[Request, ...]:
    """The requests in one state, or all of them: those that wait first, then the latest."""
    check_listed(desk.person)
    wanted = one_of("state", (*STATES, "all"), state)
    found = map(read, desk.store.entries(KIND, state="" if wanted == "all" else wanted))
    return tuple(sorted(found, key=lambda one: (one.state != ASKED, -one.id)))


def read(row: Any) -> Request:
    """The request of a row of the register."""
    return msgspec.json.decode(row["snapshot"], type=Request)


def request_view(one: Request, zone: ZoneInfo) -> dict[str, Any]:
    """One request; `until` is the last day on which it counts."""
    plain = ("id", "state", "person", "name", "role", "department", "store", "by", "reason", "decided_by", "why")
    times = {"at": local(one.at, zone), "decided_at": local(one.decided_at, zone), "until": one.until or None}
    return {**{name: getattr(one, name) for name in plain}, **times}


def request_views(found: Iterable[Request], zone: ZoneInfo) -> list[dict[str, Any]]:
    """All of these requests."""
    return [request_view(one, zone) for one in found]
