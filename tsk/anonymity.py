"""A person removed from a complaint: how long texts are kept, what of the figures rests on them and stays, who it was.

Texts stand outside the chain and can go; what was counted by their words is written into the step that removes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from tsk.model import Case, Event
from tsk.privacy import FULL_WIDTH, card_key, email_key, phone_key
from tsk.text import folded

_UNITS = {
    "day": "day days 天 日",
    "week": "week weeks 周 星期",
    "month": "month months 个月 月",
    "year": "year years 年",
}
_UNIT = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_RETENTION = re.compile(r"(?:结案后 *)?(\d{1,4}) *([a-z]+|[^\d\sa-z]+?) *(?:after clos(?:ed|ing)|after the end|后)?")


# ── how long ───────────────────────────────────────────────────────────────────────────────────────


def retention(said: str) -> tuple[int, str] | None:
    """How long texts are kept after the end: `3 years after closed` is (3, "year"); None for what says nothing so."""
    found = _RETENTION.fullmatch(" ".join(said.translate(FULL_WIDTH).lower().split()))
    unit = _UNIT.get(found[2].removesuffix("后")) if found else None
    return (int(found[1]), unit) if found and unit and int(found[1]) else None


def ended_by(said: str, today: date) -> date:
    """The latest day of an end from which that retention is over today."""
    kept = retention(said)
    assert kept
    count, unit = kept
    if unit in ("day", "week"):
        return today - timedelta(days=count * (7 if unit == "week" else 1))
    month = today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1)
    first, after = (date(max(m // 12, 1), m % 12 + 1, 1) for m in (month, month + 1))
    return first + timedelta(days=min(today.day, (after - first).days) - 1)


# ── what stays ─────────────────────────────────────────────────────────────────────────────────────


def without_texts(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events as they are once their texts are gone."""
    return tuple(replace(event, private=dict.fromkeys(event.private)) for event in events)


def residue(
    before: Case, without: Case, figures: Mapping[str, Any], figures_without: Mapping[str, Any]
) -> dict[str, Any]:
    """What the texts say of the figures, in words that tell nothing of them: the body of the step.

    `without` is the case, and `figures_without` its figures, as they would be without texts. The people whom penalties
    name are told apart by a number.
    """
    people = tuple(dict.fromkeys(one.person for one in before.penalties if one.person))
    named = {str(one.nth): f"#{people.index(one.person) + 1}" for one in before.penalties if one.person}
    said = {
        "figures": {name: value for name, value in figures.items() if figures_without[name] != value},
        "traces": msgspec.to_builtins(before.traces) if before.traces != without.traces else (),
        "persons": named,
    }
    return {name: value for name, value in said.items() if value}


# ── who ────────────────────────────────────────────────────────────────────────────────────────────

_NAMES, _SHORTEST_NAME = ("name", "on_behalf_of"), 2
_SHORTEST_KEY, _SHORTEST_TEXT = 5, 6
_JOINTS = re.compile(r"(?<=[a-z0-9])[ \-()./]+(?=[a-z0-9])")  # within a number as people write it


class Traits(msgspec.Struct, frozen=True):
    """What a person can be recognised by in other texts: names, keys (phone, card, e-mail), and what they said."""

    names: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    def named_in(self, text: str) -> bool:
        """Whether the text holds a name, or a phone, card or e-mail in any spelling."""
        plain = folded(text)
        joined = _JOINTS.sub("", plain)
        return any(key in plain or key in joined for key in self.keys) or any(_names(plain, one) for one in self.names)

    def told_in(self, text: str) -> bool:
        """Whether the text holds that, or something they said."""
        plain = folded(text)
        return any(one in plain for one in self.said) or self.named_in(text)


def _names(text: str, name: str) -> bool:
    """Whether the name stands in the text; one in letters with spaces between words only as whole words."""
    if not name.isascii():
        return name in text
    return re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", text) is not None


def together(people: Iterable[Traits]) -> Traits:
    """What any of the people can be recognised by."""
    every = tuple(people)
    return Traits(*(tuple(dict.fromkeys(one for who in every for one in getattr(who, name))) for name in _TRAITS))


_TRAITS = Traits.__struct_fields__


def traits(number: str, events: Sequence[Event]) -> Traits:
    """What the person of a complaint can be recognised by, earlier spellings too; its number among what was said."""
    texts = [(field, text) for event in events for field, text in event.private.items() if text]
    names = (folded(text) for field, text in texts if field in _NAMES)
    keys = (_KEYS[field](text) for field, text in texts if field in _KEYS)
    said = (folded(text) for field, text in texts if field not in (*_NAMES, *_KEYS))
    return Traits(
        names=tuple(dict.fromkeys(one for one in names if len(one) >= _SHORTEST_NAME)),
        keys=tuple(dict.fromkeys(one for one in keys if len(one) >= _SHORTEST_KEY)),
        said=(number, *dict.fromkeys(one for one in said if len(one) >= _SHORTEST_TEXT)),
    )


_KEYS = {"phone": phone_key, "card": card_key, "email": email_key}
