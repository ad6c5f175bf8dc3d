"""The instant that somebody claims for a step: not in the future, not too far back, no missed deadline wiped out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from tsk.desk.session import Desk
from tsk.errors import Due, NotAllowed, UsageError
from tsk.limits import parse_limit, warn_at
from tsk.model import Case, DueChange
from tsk.rights import has_right
from tsk.rules import milestone_rule

_LONGEST_LOCK = timedelta(seconds=60)
_MOVES_CLOCKS = (
    "asked",
    "cancelled",
    "assigned",
    "returned",
    "reopened",
    "extended",
    "corrected",
    "withdrawn",
    "merged",
    "rejected",
    "linked",
    "unlinked",
)


def present(desk: Desk, case: Case) -> datetime:
    """Now; for a command that waited for another one's lock, the instant of that one's step, a little later."""
    late = case.last_at - desk.now
    return case.last_at if timedelta(0) < late < _LONGEST_LOCK and not desk.options.now else desk.now


def check_claim(desk: Desk, case: Case, steps: Iterable[str], reasoned: bool, at: datetime) -> None:
    """Raises for an instant in the future, further back than this person may go, or before a due missed since.

    What has been missed by now stays missed unless somebody says why, and nobody moves its clock without the right to
    back-date.
    """
    check_stated(desk, at, reasoned)
    if not any(m.running and at <= m.due < desk.now for m in case.milestones):
        return
    moves = any(step in _MOVES_CLOCKS for step in steps)
    if not reasoned or (moves and not has_right(desk.rules, desk.person, "backdate")):
        raise NotAllowed(
            "{number}: a deadline has passed since {at}; a step claimed before it needs a reason"
            " and, where it moves the clock, the right `backdate`.",
            'Add --reason "…", or leave out --at.',
            number=case.number,
            at=at,
        )


def check_stated(desk: Desk, at: datetime, reasoned: bool) -> None:
    """Raises for an instant in the future, or further back than this person may go."""
    if at > desk.now:
        raise UsageError("{at} lies in the future.", "A step is recorded when it has been taken.", at=at)
    check_backdating(desk, at, reasoned)


def check_missed_stays(desk: Desk, before: Case, dues: Iterable[DueChange], reasoned: bool, at: datetime) -> None:
    """Raises NotAllowed where a correction would move a deadline that has been missed already.

    That needs a reason and the right to back-date: otherwise a word could wipe out what was promised and not kept.
    """
    late = {(m.name, m.round, m.of): m for m in before.milestones if m.running and m.due < at}
    moved = [late[key] for due in dues if due.op == "moved" and (key := (due.name, due.round, due.of)) in late]
    if moved and not (reasoned and has_right(desk.rules, desk.person, "backdate")):
        raise NotAllowed(
            "{number}: {milestone} was due at {due} and has been missed; moving it needs a reason"
            " and the right `backdate`.",
            'Add --reason "…", or ask a supervisor.',
            number=before.number,
            milestone=milestone_rule(desk.policy_of(before), moved[0].name) or moved[0].name,
            due=Due(moved[0].due),
        )


def check_backdating(desk: Desk, at: datetime, reasoned: bool) -> None:
    """Raises NotAllowed for an instant further back than the policy allows, without a reason or the right to it."""
    if at >= earliest(desk):
        return
    limit = parse_limit(desk.rules.settings.backdate)
    if not reasoned:
        raise NotAllowed(
            "{at} is further back than {limit}; say why it is recorded only now.",
            'Add --reason "…".',
            at=at,
            limit=limit,
        )
    if not has_right(desk.rules, desk.person, "backdate"):
        raise NotAllowed(
            "{at} is further back than {limit}.",
            "Somebody with the right `backdate` can record it.",
            at=at,
            limit=limit,
        )


def earliest(desk: Desk) -> datetime:
    """The earliest instant that may be claimed without the right to back-date."""
    return warn_at(parse_limit(desk.rules.settings.backdate), desk.now, desk.calendars.named())
