"""What people type to close a case, to send it back, to take it up again or to call it off."""

from __future__ import annotations

from typing import Any

from tsk.desk.additions import Ask
from tsk.desk.handling import YES_NO, ask_rate, texts_of
from tsk.desk.session import Desk
from tsk.desk.words import one_of
from tsk.errors import UsageError
from tsk.model import CANCELLED_BY, CONTACT_METHODS
from tsk.text import shows


def ask_close(desk: Desk, lesson: str, reason: str) -> list[Ask]:
    """The closing, with what was learned."""
    return [Ask("closed", texts_of("closed", {"lesson": lesson, "reason": reason}))]


def ask_return(desk: Desk, redo: bool, reason: str) -> list[Ask]:
    """A file sent back, to be completed or to be handled again."""
    if not shows(reason):
        raise UsageError("Why is it sent back?", 'Add --reason "…".')
    return [Ask("returned", {"redo": redo or "", **texts_of("returned", {"reason": reason})})]


def ask_reopen(desk: Desk, demand: str, reason: str) -> list[Ask]:
    """A finished case taken up again."""
    if not shows(reason):
        raise UsageError("Why is it taken up again?", 'Add --reason "…".')
    return [Ask("reopened", texts_of("reopened", {"demand": demand, "reason": reason}))]


def ask_cancel(desk: Desk, by: str, reason: str) -> list[Ask]:
    """A case called off, by whom and why."""
    if not by or not shows(reason):
        raise UsageError("Who cancels it, and why?", 'Add --by customer|duplicate|mistake and --reason "…".')
    return [
        Ask("cancelled", {"by": one_of("canceller", CANCELLED_BY, by), **texts_of("cancelled", {"reason": reason})})
    ]


def ask_reject(reason: str) -> list[Ask]:
    """A case that is not ours."""
    if not shows(reason):
        raise UsageError("Why is it not ours?", 'Add --reason "…": whose it is, and what the customer was told.')
    return [Ask("rejected", texts_of("rejected", {"reason": reason}))]


def ask_visit(desk: Desk, said: dict[str, str]) -> list[Ask]:
    """A return visit: the customer was not reached, or says whether they are satisfied."""
    via = one_of("way of contact", CONTACT_METHODS, said["via"])
    reached = one_of("answer", YES_NO, said["reached"]) == "yes"
    texts = texts_of("visited", {"note": said["note"], "reason": said["reason"]})
    if not reached:
        return [Ask("visited", {**texts, "via": via, "reached": False})]
    rated = ask_rate(desk, said)[0].said
    told: dict[str, Any] = {name: rated[name] for name in ("satisfied", "score") if name in rated}
    demand = texts_of("visited", {"demand": said["demand"]})
    return [Ask("visited", {**texts, **told, **demand, "via": via, "reached": True})]
