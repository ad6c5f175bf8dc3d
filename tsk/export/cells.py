"""How much room a text takes, in the width of a Latin letter."""

from __future__ import annotations

from itertools import accumulate
from unicodedata import east_asian_width


def cells(text: str) -> int:
    """The width of the widest line; a Chinese character takes two."""
    return max(sum(map(_width, line)) for line in text.split("\n"))


def cut(text: str, most: int) -> str:
    """The text in at most that many widths, with … where something was left out."""
    if cells(text) <= most:
        return text
    ends = [end for end, so_far in enumerate(accumulate(map(_width, text)), 1) if so_far < most]
    return text[: ends[-1] if ends else 0].rstrip() + "…"


def _width(letter: str) -> int:
    return 2 if east_asian_width(letter) in "WF" else 1
