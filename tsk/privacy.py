"""Personal text: how it is shown, compared, and bound into the chain without standing in it."""

from __future__ import annotations

import re
from functools import cache

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


# ── in free text ───────────────────────────────────────────────────────────────────────────────────

_SPELLING = FULL_WIDTH | {ord("＠"): "@", ord("－"): "-", ord("\u3000"): " ", ord("\xa0"): " "}
_HINT = r"[@＠]|[0-9０-９](?:[ .\-－\u3000\xa0]{0,2}[0-9０-９]){10}"  # what every kind below has
_MAIL = r"(?P<email>[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+)"
_GAP = r"[ .\-]?"
_GROUPS = ((3, 4, 4), (3, 3, 5), (4, 3, 4), (4, 4, 3))  # in which people write a mobile number
_ABROAD = r"(?:(?:\+|00)?86[ \-]?)?"
_CARD = r"(?!19|20)\d{4}(?:[ \-]\d{4}){3}(?:[ \-]?\d{1,3})?|62\d{14,17}"  # in fours it begins unlike a year
_SURE = r"\d{17}[Xx]|\d{16,19}"  # a card or an identity number where its check digit says so


@cache
def _hint() -> re.Pattern[str]:
    return re.compile(_HINT)


@cache
def _in_text() -> re.Pattern[str]:
    """What is masked in a text; made when a text hints at it, so that no other command waits for it."""
    groups = "|".join(_GAP.join(rf"\d{{{digits}}}" for digits in group) for group in _GROUPS)
    numbers = rf"(?P<mobile>{_ABROAD}(?=1[3-9])(?:{groups}))|(?P<card>{_CARD})|(?P<sure>{_SURE})"
    return re.compile(rf"{_MAIL}|(?<![\d*])(?:{numbers})(?![\d*])")


def masked_text(text: str) -> str:
    """The text with the middle hidden of each mobile number, card or identity number and e-mail address in it.

    Every other run of digits stays: numbers of complaints and orders, dates, sums.
    """
    if not _hint().search(text):
        return text
    spelled = text.translate(_SPELLING)
    hidden: list[str] = []
    done = 0
    for found in _in_text().finditer(spelled):
        if found.lastgroup != "sure" or _adds_up(found[0]):
            hidden += [text[done : found.start()], mask(found[0])]
            done = found.end()
    return "".join((*hidden, text[done:])) if done else text


def _adds_up(digits: str) -> bool:
    """Whether the check digit is that of a bank card or of an identity number."""
    return _is_card(digits) if len(digits) != 18 else _is_card(digits) or _is_identity(digits)


def _is_card(digits: str) -> bool:
    if not (digits.isdigit() and digits[0] in "3456"):
        return False
    doubled = (int(d) * 2 for d in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(d - 9 if d > 9 else d for d in doubled)) % 10 == 0


def _is_identity(digits: str) -> bool:
    if digits[6:8] not in ("19", "20") or not "01" <= digits[10:12] <= "12":
        return False
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(d) * weight for d, weight in zip(digits, weights, strict=False))
    return "10X98765432"[total % 11] == digits[-1].upper()
