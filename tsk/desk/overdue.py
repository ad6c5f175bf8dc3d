"""What is overdue, or due soon: each milestone with who has it, and groups with the worst of each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from tsk import duestore
from tsk.access import hiding, masked_case, personal
from tsk.desk.session import Desk
from tsk.desk.views import complaint_view, local
from tsk.duestore import EVERY, GROUPS, SORTS, AtTheDesk
from tsk.inbox import is_of_the_desk
from tsk.limits import base_due, parse_limit
from tsk.model import Case
from tsk.rights import check_listed, view_of
from tsk.rules import Rules, milestone_rule
from tsk.sla import calendar_of, works

__all__ = ["GROUPS", "SORTS"]


class Lateness(Struct, frozen=True):
    """By how much a milestone is late: `late` seconds by the clock, `late_working` by its own calendar.

    `working_day` is what an ordinary day of that calendar has, in seconds; `always`: the limit runs day and night.
    Seconds below 0 are still ahead.
    """

    late: int
    late_working: int
    working_day: int
    always: bool


class Late(Struct, frozen=True):
    """One running milestone with its complaint: `by` how much it is late, and who has had it since `held_since`.

    `held_by` is the department that has to act: the milestone's own, else the one that has the complaint. `of` is the
    part of the milestone (a department, a promise), `chases` how often the customer asked. `case` is the complaint
    with its contact data masked, where more than that was asked for.
    """

    id: int
    site: str
    number: str
    milestone: str
    of: str
    round: int
    due: datetime
    by: Lateness
    provisional: bool
    state: str
    department: str
    handler: str
    severity: str
    summary: str
    held_by: str
    held_since: datetime
    chases: int
    case: Case | None = None


class LateList(Struct, frozen=True):
    """The milestones shown, how many there are in all, how many are late by now, and of how many complaints."""

    items: tuple[Late, ...]
    total: int
    late: int
    complaints: int


class LateGroup(Struct, frozen=True):
    """What is overdue in one group: milestones `late` and due `soon`, on how many complaints, and the worst of them."""

    key: str
    late: int
    soon: int
    complaints: int
    chased: int
    worst: int
    site: str
    number: str
    milestone: str
    of: str
    due: datetime
    by: Lateness


def overdue(
    desk: Desk,
    filters: dict[str, Any],
    until: datetime,
    limit: int | None,
    sort: str = "worst",
    whole: bool = True,
    with_cases: bool = False,
) -> LateList:
    """The running milestones due before `until`, as far as the person sees; worst: due the longest ago.

    Without `whole` only those shown are counted; `with_cases` has each with its whole complaint.
    """
    check_listed(desk.person)
    asked = asked_of(desk, filters)
    gravest_first = tuple(row.name for row in desk.rules.policy.severities)
    rows = duestore.overdue(desk.store, asked, until, limit, sort, gravest_first)
    items = tuple(late_of(desk, row, asked["desk"], with_cases) for row in rows)
    if not whole:
        return LateList(
            items, len(items), sum(one.by.late > 0 for one in items), len({(one.site, one.id) for one in items})
        )
    late, complaints = duestore.overdue_sums(desk.store, asked, desk.now)
    total = late if until <= desk.now else duestore.overdue_sums(desk.store, asked, until)[0]
    return LateList(items, total, late, complaints)


def asked_of(desk: Desk, filters: dict[str, Any]) -> dict[str, Any]:
    """The filters with what the person may see, and with what is the desk's to do."""
    return {**filters, "view": view_of(desk.rules, desk.person), "desk": at_the_desk(desk)}


def at_the_desk(desk: Desk) -> AtTheDesk:
    """The department that answers and reviews for the house, and the milestones that only its steps meet."""
    if desk.store.scope != EVERY:
        return _at_the_desk(desk.rules)
    from tsk.desk.sites import differing

    usual, others = differing(desk, _at_the_desk)
    return AtTheDesk(usual.department, usual.milestones, tuple((sites, one) for one, sites in others))


def _at_the_desk(rules: Rules) -> AtTheDesk:
    names = (row.name for row in rules.policy.milestones if is_of_the_desk(row))
    return AtTheDesk(rules.desk_department, tuple(names))


def overdue_by(desk: Desk, filters: dict[str, Any], until: datetime, by: str) -> tuple[LateGroup, ...]:
    """The same in groups, the group with the most overdue first."""
    check_listed(desk.person)
    asked = asked_of(desk, filters)
    return tuple(_group(desk, row) for row in duestore.overdue_groups(desk.store, asked, until, desk.now, by))


def naming(desk: Desk, by: str, groups: Iterable[LateGroup]) -> Rules:
    """The rules by which the groups are named; persons of several sites with that of theirs."""
    if by != "handler" or desk.store.scope != EVERY:
        return desk.rules
    from tsk.desk.sites import naming

    return naming(desk, (one.key for one in groups))


def horizon(desk: Desk, within: str) -> datetime:
    """Before which instant a milestone must be due to be listed: now, or just after a limit from now."""
    if not within:
        return desk.now
    return base_due(parse_limit(within), desk.now, desk.calendars.named()) + timedelta(seconds=1)


def late_of(desk: Desk, row: Any, ours: AtTheDesk, with_case: bool = False) -> Late:
    """The milestone of a row of the store; `ours` is what is the desk's to do."""
    case = desk.store.snapshot(row)
    place = desk.at(case.site)
    held_by, held_since = _holder(case, row, ours if place is desk else _at_the_desk(place.rules))
    return Late(
        id=row["id"],
        site=case.site,
        number=row["number"],
        milestone=row["name"],
        of=row["part"],
        round=row["milestone_round"],
        due=datetime.fromisoformat(row["due"]),
        by=_lateness(desk, case.site, *(row[name] for name in _OF_THE_MILESTONE)),
        provisional=bool(row["provisional"]),
        state=row["state"],
        department=row["department"],
        handler=row["handler"],
        severity=row["severity"],
        summary=hiding(case.customer)(row["summary"]),
        held_by=held_by,
        held_since=held_since,
        chases=row["chases"],
        case=masked_case(case, personal(place.rules)) if with_case else None,
    )


def _lateness(
    desk: Desk, site: str, policy: str, number: str, name: str, part: str, due_at: str, promised: str
) -> Lateness:
    due = datetime.fromisoformat(due_at)
    time = calendar_of(milestone_rule(desk.frozen(policy, number), name), part, desk.at(site).calendars)
    working = time.elapsed(due, desk.now) if due <= desk.now else -time.elapsed(desk.now, due)
    return Lateness(
        int((desk.now - due).total_seconds()), working, time.ordinary_day(), not works(parse_limit(promised))
    )


def _holder(case: Case, row: Any, ours: AtTheDesk) -> tuple[str, datetime]:
    """Who has to act on a milestone, and since when: its own department, the desk, else whoever has the complaint.

    Nobody has a complaint that is closed: what is still owed is owed since the milestone began.
    """
    own = str(row["part"]).partition("#")[0]
    handed_in = case.awaits in ("answer", "review") and not row["part"]
    theirs = bool(ours.department) and not own and (row["name"] in ours.milestones or handed_in)
    parts = ("lead", "co") if own else ("lead", "answer", "review")
    running = [one for one in case.held if one.until is None and one.part in parts and own in ("", one.department)]
    since = running[-1].since if running else datetime.fromisoformat(row["start_at"])
    holder = running[-1].department if running else case.department
    return own or (ours.department if theirs else holder), since


_OF_THE_MILESTONE = ("policy", "number", "name", "part", "due", "promised")
_OF_THE_WORST = ("policy", "number", "worst_name", "worst_part", "worst_due", "promised")


def _group(desk: Desk, row: Any) -> LateGroup:
    site = row.get("site", desk.store.site)
    return LateGroup(
        site=site,
        key=row["key"],
        late=row["late"],
        soon=row["soon"],
        complaints=row["complaints"],
        chased=row["chased"],
        worst=row["worst"],
        number=row["number"],
        milestone=row["worst_name"],
        of=row["worst_part"],
        due=datetime.fromisoformat(row["worst_due"]),
        by=_lateness(desk, site, *(row[name] for name in _OF_THE_WORST)),
    )


# ── as JSON ────────────────────────────────────────────────────────────────────────────────────────


def late_view(item: Late, zone: ZoneInfo) -> dict[str, Any]:
    """One milestone; lengths in seconds, below 0 for what is still ahead."""
    plain = (
        "id",
        "site",
        "number",
        "milestone",
        "of",
        "round",
        "provisional",
        "state",
        "department",
        "handler",
        "severity",
    )
    return {
        **{name: getattr(item, name) for name in (*plain, "summary", "held_by", "chases")},
        "due": local(item.due, zone),
        "held_since": local(item.held_since, zone),
        **_lateness_view(item.by),
        "measure": None,
    }


def flat_view(item: Late, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """One milestone as a line for scripts takes it: its own keys, and those of its complaint."""
    return {**(complaint_view(item.case, now, zone, masked=True) if item.case else {}), **late_view(item, zone)}


def group_view(group: LateGroup, zone: ZoneInfo) -> dict[str, Any]:
    """One group with its counts and its worst milestone."""
    worst = {
        "id": group.worst,
        "site": group.site,
        "number": group.number,
        "milestone": group.milestone,
        "of": group.of,
    }
    return {
        "key": group.key,
        "overdue": group.late,
        "due_soon": group.soon,
        "complaints": group.complaints,
        "chased": group.chased,
        "worst": {**worst, "due": local(group.due, zone), **_lateness_view(group.by)},
    }


def _lateness_view(by: Lateness) -> dict[str, int]:
    return {"late_seconds": by.late, "late_working_seconds": by.late_working}
