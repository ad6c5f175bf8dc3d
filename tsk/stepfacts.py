"""What a step says, as the rules and the case ask it: whether it counts, what narrows it, whose file it hands in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
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


def begins_round(type: str, said: Mapping[str, Any]) -> bool:
    """Whether a step that says this begins a new round: nobody is satisfied, or it is taken up or done again."""
    return type == "reopened" or said.get("satisfied") == "no" or bool(said.get("redo"))


def is_step(words: tuple[str, ...], step: Taken) -> bool:
    """Whether the step is one of those that the words of a policy name: `assigned`, or narrowed, `assigned:network`."""
    narrowed = _narrowed(words, step.type)
    return narrowed is None or (bool(narrowed) and any(name in narrowed for name in names_of(step.type, step.body)))


@lru_cache(1024)
def _narrowed(words: tuple[str, ...], type: str) -> tuple[str, ...] | None:
    """The words that name only some steps of that type; None where one of them names them all."""
    return None if type in words else tuple(word for word in words if word.startswith(f"{type}:"))


def names_of(type: str, said: Mapping[str, Any]) -> tuple[str, ...]:
    """What a policy may call a step that says this: `assigned`, and narrowed by a word of it, `assigned:network`."""
    words = [said.get(name) for name in _NARROWED_BY.get(type, ())]
    if type == "assigned" and any(_names_somebody(said, name) for name in ("handler", "offered_to")):
        words.append("handler")
    if type == "inspected":  # all in order, or anything found wanting
        words.append("no" if "no" in [said.get(name) for name in INSPECTED] else "yes")
    return (type, *dict.fromkeys(f"{type}:{word}" for word in words if word))


def _names_somebody(said: Mapping[str, Any], field: str) -> bool:
    """Whether the assignment names somebody anew: not nobody, nor the owner who keeps the case."""
    return said.get(field) not in (None, "", NOBODY) and not (field == "handler" and said.get("kept"))


INSPECTED = ("followed", "reasonable", "satisfied")  # what an inspection answers

# What the words of a step are that a policy may narrow it by; the rule file knows which of them exist.
_NARROWED_BY = {
    "assigned": ("department",),
    "contacted": ("outcome", "via"),
    "asked": ("wait",),
    "resumed": ("wait",),
    "opined": ("department",),
    "proposed": ("upheld", "cause", "responsible"),
    "replied": ("via",),
    "rated": ("satisfied",),
    "submitted": ("department",),
    "visited": ("satisfied",),
    "attached": ("kind",),
    "escalated": ("rule",),
    "corrected": ("severity", "category"),
    "cancelled": ("by",),
}


def instant(text: str | None) -> datetime | None:
    """The stored instant, or None."""
    return datetime.fromisoformat(text) if text else None
