"""Deadlines computed again: by today's calendar, or under today's rules."""

from __future__ import annotations

from tsk.desk.additions import Ask
from tsk.desk.oversight import in_view
from tsk.desk.session import Desk
from tsk.desk.steps import Taken, command_key, draft_of, follow, loaded, write
from tsk.rights import check_right
from tsk.text import cleaned


def recalculate(desk: Desk, ref: str, policy: bool, reason: str) -> Taken:
    """The case with its running milestones as today's calendar has them; with `policy` under the rules of today.

    Nothing is written where nothing moves.
    """
    check_right(desk.rules, desk.person, "recalculate")
    with desk.store.writing():
        events, before = loaded(desk, ref)
        moves = policy and before.is_open and before.policy != desk.rules.version
        said = {"policy": desk.rules.version if moves else "", "reason": cleaned("reason", reason)}
        rules = desk.rules.policy if moves else desk.policy_of(before)
        draft = draft_of(desk, Ask("recalculated", said), max(desk.now, before.last_at))
        case, draft = follow(desk, before, draft, rules)
        if not (draft.dues or moves):
            return Taken(before, before, (), repeated=True)
        written = write(desk, before, case, events, (draft,), command_key())
    return Taken(before, case, written)


def open_numbers(desk: Desk) -> tuple[str, ...]:
    """The numbers of all complaints with a deadline that may still move, oldest first."""
    check_right(desk.rules, desk.person, "recalculate")
    cases = in_view(desk, desk.store.at_hand())
    return tuple(case.number for case in sorted(cases, key=lambda case: case.id))
