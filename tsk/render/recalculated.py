"""What a recalculation moves: each deadline with its old and its new due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from tsk.i18n import say, tr, word
from tsk.model import Case, Milestone
from tsk.render import labels
from tsk.render.console import Segment, grid, line, on_terminal
from tsk.render.taken import provisional
from tsk.render.times import due_text
from tsk.rules import Rules


def show_recalculated(before: Case, case: Case, moves: Sequence[Any], rules: Rules, done: bool) -> None:
    """Prints one complaint's deadlines that moved, or that would move; where none does, that it is so already."""
    changed = bool(moves) or before.policy != case.policy
    head = tr("recalculated") if done else tr("would be recalculated")
    line((case.number, "bold"), "  ", head if changed else tr("it is so already; nothing was written"))
    if before.policy != case.policy:
        line("  ", say("policy: {before} → {after}", before=before.policy, after=case.policy))
    grid([_row(one.before, one.after, rules, rules.zoneinfo) for one in moves], "  ")


def _row(before: Milestone | None, after: Milestone, rules: Rules, zone: ZoneInfo) -> list[Segment]:
    """From which due to which; a due that stays but rests on known days now says so."""
    ended = say("ended: {why}", why=word(after.why)) if after.ended_at else ""
    had = due_text(before.due, zone, year=True) + provisional(before) if before else ""
    new = due_text(after.due, zone, year=True) + provisional(after)
    return [(labels.milestone(rules, after), ""), (had, "dim"), ("→", "dim"), (ended or new, "" if ended else "bold")]


def show_sum(changed: int, done: bool) -> None:
    """Prints how many complaints the recalculation of all changed (on a terminal), or would change."""
    if done and not on_terminal():
        return
    if not changed:
        line(tr("Every running deadline is as the calendar of today has it."))
    elif done:
        line(say("Complaints changed: {count}.", count=changed))
    else:
        line(say("Complaints that would change: {count}. Nothing was written.", count=changed))
