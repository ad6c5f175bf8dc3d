"""Deadlines computed again: by today's calendar, or under today's rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from msgspec import Struct

from tsk.desk.additions import Ask
from tsk.desk.once import command_key, was_done
from tsk.desk.oversight import in_view
from tsk.desk.session import Desk
from tsk.desk.steps import Taken, draft_of, file_of, follow, loaded, write
from tsk.duestore import provisional
from tsk.model import Case, Draft, Milestone
from tsk.rights import check_right, check_sees
from tsk.rules import milestone_rule
from tsk.sla import calendar_of
from tsk.text import cleaned


class Move(Struct, frozen=True):
    """What becomes of one milestone: `before` is None for one that begins, `after` is as it stands then."""

    before: Milestone | None
    after: Milestone


class Unannounced(Struct, frozen=True):
    """A running milestone whose due (in the policy's zone) was computed from days that nobody had announced yet.

    `known`: they are known by now, and `recalculate` will say so.
    """

    id: int
    number: str
    milestone: str
    of: str
    due: datetime
    known: bool


def recalculate(desk: Desk, ref: str, policy: bool, reason: str) -> Taken:
    """The case with its running milestones as today's calendar has them; with `policy` under the rules of today.

    Nothing is written where nothing moves.
    """
    check_right(desk.rules, desk.person, "recalculate")
    with desk.store.writing():
        events, before = loaded(desk, ref)
        case, draft = _recalculated(desk, before, policy, reason)
        if draft is None or was_done(desk, before.id):
            return Taken(before, before, (), repeated=True)
        written = write(desk, before, case, events, (draft,), command_key(desk, before.id))
    return Taken(before, case, written)


def rehearsed(desk: Desk, ref: str, policy: bool) -> Taken:
    """The case as `recalculate` would leave it; nothing is written."""
    check_right(desk.rules, desk.person, "recalculate")
    _, before = file_of(desk, desk.find(ref))
    check_sees(desk.rules, desk.person, before)
    case, draft = _recalculated(desk, before, policy, "")
    return Taken(before, case, (), repeated=draft is None)


def _recalculated(desk: Desk, before: Case, policy: bool, reason: str) -> tuple[Case, Draft | None]:
    """The case computed again, and the step that does it; none where nothing moves."""
    changes = policy and before.is_open and before.policy != desk.rules.version
    said = {"policy": desk.rules.version if changes else "", "reason": cleaned("reason", reason)}
    rules = desk.rules.policy if changes else desk.policy_of(before)
    draft = draft_of(desk, Ask("recalculated", said), max(desk.now, before.last_at))
    case, draft = follow(desk, before, draft, rules)
    return (case, draft) if draft.dues or changes else (before, None)


def moves(before: Case, after: Case) -> Iterator[Move]:
    """The milestones that stand otherwise, in the order of the case."""
    old = {(m.name, m.round, m.of): m for m in before.milestones}
    for m in after.milestones:
        had = old.get((m.name, m.round, m.of))
        if had != m:
            yield Move(had, m)


def open_numbers(desk: Desk) -> tuple[str, ...]:
    """The numbers of all complaints with a deadline that may still move, oldest first."""
    check_right(desk.rules, desk.person, "recalculate")
    cases = in_view(desk, desk.store.at_hand())
    return tuple(case.number for case in sorted(cases, key=lambda case: case.id))


def unannounced(desk: Desk) -> tuple[Unannounced, ...]:
    """The running milestones that are provisional, earliest due first, as far as the person may see them."""
    if not (desk.person.anyone or desk.person.known):
        return ()
    rows = (row for row in provisional(desk.store) if in_view(desk, [desk.store.snapshot(row)]))
    return tuple(_unannounced(desk, row) for row in rows)


def _unannounced(desk: Desk, row: Any) -> Unannounced:
    due = datetime.fromisoformat(row["due"]).astimezone(desk.zone)
    rule = milestone_rule(desk.frozen(row["policy"], row["number"]), row["name"])
    known = calendar_of(rule, row["part"], desk.calendars).sure(due, due)
    return Unannounced(row["id"], row["number"], row["name"], row["part"], due, known)
