"""What a foreign file says, in the words of the policy: each word is looked up once, each text cleaned."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from tsk.desk.ownfields import fields_said
from tsk.desk.session import Desk
from tsk.desk.words import amount_of, handler_named, known, one_of, tier_named
from tsk.errors import TskError, UsageError, Word
from tsk.model import CANCELLED_BY, CONTACT_METHODS, CONTACT_OUTCOMES, SATISFIED, UPHELD, iso
from tsk.rules import find
from tsk.steps import STEPS
from tsk.text import cleaned

UNKNOWN, UNREADABLE = "word", "damaged"  # reasons of faults


class Refused(Exception):
    """Why a complaint of a foreign file is not taken: one word for the totals, and the column it is about."""

    def __init__(self, reason: str, why: TskError, column: str = "") -> None:
        super().__init__(str(why))
        self.reason = reason
        self.why = why
        self.column = column


def refusing(reason: str, column: str, read: Callable[[], Any]) -> Any:
    """What is read; raises Refused, naming the column, where it cannot be."""
    try:
        return read()
    except TskError as why:
        raise Refused(reason, why, column) from why


class Words:
    """The words of the rules in force, as foreign files say them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._found: dict[tuple[str, Any], Any] = {}
        rules = desk.rules
        self.channel = next((row.name for row in rules.channels if row.default), "")
        parties = (*rules.departments, *rules.parties)
        self._of: dict[str, Callable[[str], Any]] = {
            "channel": lambda said: known("channel", rules.channels, said),
            "category": lambda said: known("category", rules.policy.categories, said),
            "severity": lambda said: known("severity", rules.policy.severities, said),
            "tier": lambda said: tier_named(rules, rules.policy, cleaned("tier", said)),
            "amount": lambda said: amount_of(said, rules.currency),
            "department": lambda said: known("department", rules.departments, said),
            "handler": lambda said: handler_named(rules, cleaned("handler", said)),
            "offered_to": lambda said: handler_named(rules, cleaned("handler", said)),
            "actor": lambda said: handler_named(rules, cleaned("handler", said)),
            "cause": lambda said: known("cause", rules.causes, said),
            "responsible": lambda said: known("responsible party", parties, said),
            "wait": lambda said: known("reason for waiting", rules.waits, said),
            "upheld": lambda said: one_of("judgement", UPHELD, said),
            "satisfied": lambda said: one_of("answer", SATISFIED, said),
            "via": lambda said: one_of("way of contact", CONTACT_METHODS, said),
            "outcome": lambda said: one_of("outcome", CONTACT_OUTCOMES, said),
            "by": lambda said: one_of("person", CANCELLED_BY, said),
            "reached": lambda said: one_of("answer", ("yes", "no"), said) == "yes",
            "score": _whole,
            "nth": _whole,
        }

    def word(self, name: str, said: str) -> Any:
        """The policy's word for what is said in that field; "" for nothing said. Raises Refused."""
        if said in ("", None):
            return ""
        key = (name, said)
        if key not in self._found:
            self._found[key] = refusing(UNKNOWN, name, lambda: self._of[name](said))
        return self._found[key]

    def subtype(self, category: str, said: str) -> str:
        """The subtype of that category."""
        if not said:
            return ""
        key = (f"subtype {category}", said)
        if key not in self._found:
            row = find(self._desk.rules.policy.categories, category)
            found = refusing(UNKNOWN, "subtype", lambda: known("subtype", row.subtypes if row else (), said))
            self._found[key] = found
        return str(self._found[key])

    def own_fields(self, fields: dict[str, str]) -> dict[str, Any]:
        """The policy's own fields as a step carries them."""
        if not fields:
            return {}
        said = [f"{name}={value}" for name, value in fields.items() if value]
        found: dict[str, Any] = refusing(UNKNOWN, "field", lambda: fields_said(self._desk, said))
        return found

    def step(self, step: str, said: dict[str, Any]) -> dict[str, Any]:
        """The fields of a step: words of the policy by their names, texts cleaned, instants as they are stored."""
        return {name: self._field(step, name, value) for name, value in said.items() if value not in (None, "")}

    def _field(self, step: str, name: str, value: Any) -> Any:
        if name in _INSTANTS:
            return refusing(UNREADABLE, name, lambda: iso(instant_of(value)))
        if name == "co_departments":
            return [self.word("department", one) for one in _listed(value)]
        if name in self._of and isinstance(value, str):
            return self.word(name, value)
        if name in STEPS[step].private:
            return text_of(name, str(value))
        return value if not isinstance(value, str) else text_of(name, value)


_INSTANTS = ("due", "until", "next")


def _listed(value: Any) -> Iterable[str]:
    return [one.strip() for one in value.split(";") if one.strip()] if isinstance(value, str) else value


def _whole(said: str) -> int:
    if not (said.isdecimal() and len(said) < 4):
        raise UsageError("“{said}” is not a number.", said=said[:20])
    return int(said)


def instant_of(said: Any) -> datetime:
    """The instant of an aware datetime, or of ISO text with its offset."""
    try:
        at = said if isinstance(said, datetime) else datetime.fromisoformat(str(said))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise UsageError("“{said}” is not a date.", "Write it as 2026-11-20T15:20+08:00.", said=str(said)[:40])
    return at.astimezone(UTC).replace(microsecond=0)


def text_of(name: str, said: str) -> str:
    """The cleaned text; raises Refused, naming the field, for one that cannot be kept."""
    found: str = refusing(UNREADABLE, name, lambda: cleaned(name, said))
    return found


def missing(what: str) -> Refused:
    """The refusal of a complaint that lacks something."""
    why = UsageError("A complaint needs a {what}.", "Map a column to it, or a constant.", what=Word(what))
    return Refused("missing", why, what)
