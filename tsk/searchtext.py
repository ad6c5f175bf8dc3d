"""The text by which a complaint is found: everything that was said about it, spelled alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from tsk.lifecycle import effective
from tsk.model import Event
from tsk.privacy import phone_key
from tsk.text import folded


def searches(said: str) -> tuple[tuple[str, ...], ...]:
    """What to look for: a text is found by any of these sets of words, each of which must be in it whole.

    The words as they were said, and with phone numbers spelled as digits alone.
    """
    words = tuple(dict.fromkeys(folded(said).split()))[:_MOST_WORDS]
    digits = tuple(_digits(word) or word for word in words)
    whole = _digits(" ".join(words))
    return tuple(dict.fromkeys(one for one in (words, digits, (whole,) if whole else ()) if one))


def _digits(text: str) -> str:
    """The digits of a phone number in some spelling; "" for anything else."""
    key = phone_key(text)
    return key if _PHONE.fullmatch(text) and _SHORTEST <= len(key) <= _LONGEST else ""


_PHONE = re.compile(r"[+(]?[\d][\d\s()/-]*")
_MOST_WORDS = 50
_SHORTEST, _LONGEST = 7, 15  # digits


def search_text(number: str, events: Iterable[Event]) -> str:
    """All texts of the events that count, one a line, with the number and the phone's digits."""
    return text_of(number, [event.private for event in effective(events)])


def text_of(number: str, said: Sequence[Mapping[str, str | None]]) -> str:
    """The text of what was said step by step."""
    texts = dict.fromkeys(folded(text) for one in said for _, text in sorted(one.items()) if text)
    phones = dict.fromkeys(phone_key(one.get("phone") or "") for one in said)
    return "\n".join(line for line in (number, *phones, *texts) if line)
