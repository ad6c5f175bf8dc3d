"""The text by which a complaint is found: everything that was said about it, spelled alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from tsk.lifecycle import effective
from tsk.model import Event
from tsk.privacy import phone_key


def folded(text: str) -> str:
    """The text as it is compared: full-width and half-width, capitals and small letters alike, blanks single."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def search_words(said: str) -> tuple[str, ...]:
    """The words that must all be found; a phone number in any spelling is one of them."""
    text = folded(said)
    digits = phone_key(text)
    if digits and not any(c.isalpha() for c in text):
        return (digits,)
    return tuple(text.split())


def search_text(number: str, events: Iterable[Event]) -> str:
    """All texts of the events that count, one a line, with the number and the phone's digits."""
    live = effective(events)
    texts = dict.fromkeys(folded(text) for event in live for text in event.private.values() if text)
    phones = dict.fromkeys(phone_key(event.private.get("phone") or "") for event in live)
    return "\n".join(line for line in (number, *phones, *texts) if line)
