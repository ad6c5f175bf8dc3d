"""What a step says, as the rules and the case ask it: whether it counts, what narrows it, whose file it hands in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tsk.model import NOBODY, Case, Draft, Event

Taken = Draft | Event
Body = dict[str, Any]
CLEARED = "-"  # the correction of what was wrong and has no right value, as a subtype of another category
FIELD = "field "  # begins the name of a personal text that is a field of the policy's own


def is_whole_file(case: Case, said: Mapping[str, Any]) -> bool:
    """Whether what is handed in is the lead department's file, and not one co-handling department's part of it."""
    return bool(said.get("department", case.department) == case.department)


def takes_effect(step: Taken) -> bool:
    """Whether the step counts as taken: a contact or a visit reached somebody, an approval was the last one needed."""
    if step.type == "approved":
        return bool(step.body.get("complete"))
    return step.type not in ("contacted", "visited") or bool(step.body.get("reached", True))


def is_step(words: tuple[str, ...], step: Taken) -> bool:
    """Whether the step is one of those that the words of a policy name: `assigned`, or narrowed, `assigned:network`."""
    return any(_is(word, step) for word in words)


def _is(word: str, step: Taken) -> bool:
    type, _, value = word.partition(":")
    return step.type == type and (not value or value in _values(step))


def _values(step: Taken) -> set[str]:
    """What the step may be narrowed by: its public words, and that a handler was named."""
    said = {value for value in step.body.values() if isinstance(value, str)}
    named = step.type == "assigned" and any(step.body.get(name, NOBODY) != NOBODY for name in ("handler", "offered_to"))
    return said | ({"handler"} if named else set())


def instant(text: str | None) -> datetime | None:
    """The stored instant, or None."""
    return datetime.fromisoformat(text) if text else None
