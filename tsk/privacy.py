"""Personal text: how it is shown, compared, and bound into the chain without standing in it."""

from __future__ import annotations

import re

_NOT_DIGIT = re.compile(r"\D")
FULL_WIDTH = {ord("０") + i: str(i) for i in range(10)}


def phone_key(text: str) -> str:
    """The digits by which two spellings of one phone number are equal; the Chinese country code is dropped."""
    digits = _NOT_DIGIT.sub("", text.translate(FULL_WIDTH))
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) - len(prefix) == 11:
            return digits[len(prefix) :]
    return digits


def card_key(text: str) -> str:
    """The letters and digits by which two spellings of one card number are equal."""
    return "".join(c for c in text.translate(FULL_WIDTH).casefold() if c.isalnum())


def email_key(text: str) -> str:
    """The address by which two spellings of one e-mail address are equal."""
    return text.strip().casefold()


def mask(text: str) -> str:
    """The text with its middle hidden: `138****1234` for a phone, `z***@example.com` for an address."""
    if "@" in text:
        name, _, host = text.partition("@")
        return f"{name[:1]}***@{host}"
    if len(text) >= 11:
        return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}"
    return f"{text[:1]}{'*' * max(0, len(text) - 2)}{text[-1:]}" if len(text) > 2 else "*" * len(text)
