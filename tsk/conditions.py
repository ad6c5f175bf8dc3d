"""Conditions: what a `when` may ask about a case, and whether a row of the rule file fits it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from tsk.model import Case
from tsk.text import folded

When = dict[str, tuple[str, ...]]


def facts_of(case: Case, zone: ZoneInfo) -> dict[str, object]:
    """What a `when` may ask about a case: words of the policy, numbers, the text, the local minute of receipt.

    The policy's own fields stand beside them under their names.
    """
    return {
        "category": case.category,
        "subtype": case.subtype,
        "severity": case.severity,
        "channel": case.channel,
        "store": case.store,
        "region": case.region,
        "tier": case.customer.tier,
        "product": case.product,
        "amount": (case.proposal.amount if case.proposal else case.amount) / 100,
        "words": f"{case.summary}\n{case.details}",
        "round": case.round,
        "repeat": int(bool(case.repeat_of)),
        "chases": case.chases,
        "upheld": case.upheld,
        "settled": case.settled,
        "satisfied": case.satisfied,
        "outcome": case.outcome,
        "received": minute_of_day(case.received_at, zone),
        "department": case.department,
        "cause": case.cause,
        "responsible": case.responsible,
        "incident": "yes" if case.incident else "",
        **case.fields,
    }


def of_part(facts: Mapping[str, object], of: str) -> Mapping[str, object]:
    """The facts as they are asked for a part of a milestone: a department's own one asks for that department."""
    department = of.partition("#")[0]
    return {**facts, "department": department} if department else facts


def minute_of_day(at: datetime, zone: ZoneInfo) -> int:
    local = at.astimezone(zone)
    return local.hour * 60 + local.minute


def fits(when: When | None, facts: Mapping[str, object]) -> bool:
    """Whether every field of the condition holds; a field holds when any of its alternatives does."""
    return all(_holds(name, wanted, facts) for name, wanted in (when or {}).items())


def _holds(name: str, wanted: tuple[str, ...], facts: Mapping[str, object]) -> bool:
    value = facts.get(name, "")
    if name == "words":
        text = folded(str(value))
        return any(folded(word) in text for word in wanted)
    if name == "received":
        return any(within(window, int(str(value))) for window in wanted)
    if isinstance(value, int | float):
        return any(compare(test, value) for test in wanted)
    if isinstance(value, tuple):
        return any(word in value for word in wanted)
    refused = [word[1:] for word in wanted if word.startswith("!")]
    allowed = [word for word in wanted if not word.startswith("!")]
    return value not in refused and (value in allowed or not allowed)


def within(window: str, minute: int) -> bool:
    """Whether a minute of the day lies in a half-open window such as `08:00-18:00`, which may pass midnight."""
    start, end = (int(part[:2]) * 60 + int(part[3:5]) for part in window.split("-"))
    return start <= minute < end if start < end else minute >= start or minute < end


_TESTS = {
    ">=": lambda value, bound: value >= bound,
    "<=": lambda value, bound: value <= bound,
    ">": lambda value, bound: value > bound,
    "<": lambda value, bound: value < bound,
    "!": lambda value, bound: value != bound,
    "=": lambda value, bound: value == bound,
}


def compare(test: str, value: float) -> bool:
    """Whether a number passes a test such as `>= 500`, `!3` or plain `3`."""
    text = test.strip()
    sign = next((sign for sign in _TESTS if text.startswith(sign)), "")
    return bool(_TESTS[sign or "="](value, float(text[len(sign) :])))
