"""Free text as people type and paste it: cleaned on the way in, shown harmlessly on the way out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from tsk.errors import UsageError, Word

LONGEST = {"summary": 500, "details": 100_000, "answer": 20_000, "proposal": 20_000, "note": 20_000}
_LONGEST_FIELD = 2_000
_KEPT = "\n\t"


def cleaned(field: str, text: str) -> str:
    """The text with one kind of line ending, without control characters and outer blanks.

    Raises UsageError for text that is no Unicode or longer than its field allows.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UsageError(
            "The {field} is not valid text at character {position}.",
            "Set the terminal to UTF-8, or type it again.",
            field=Word(field),
            position=error.start + 1,
        ) from error
    longest = LONGEST.get(field, _LONGEST_FIELD)
    if len(text) > longest:
        raise UsageError(
            "The {field} has {length} characters; at most {longest} are kept.",
            "Shorten it and keep the whole text as a file with the case.",
            field=Word(field),
            length=len(text),
            longest=longest,
        )
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in _KEPT or unicodedata.category(c) != "Cc").strip()


def folded(text: str) -> str:
    """The text as it is compared: full-width and half-width, capitals and small letters alike, blanks single."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def stands(word: str, words: Iterable[str], text: str) -> bool:
    """Whether the word stands anywhere in the text but inside longer ones of the words."""
    longer = [one for one in words if word in one and word != one]
    inside = {start + at for one in longer for start in _places(one, text) for at in _places(word, one)}
    return any(place not in inside for place in _places(word, text))


def _places(word: str, text: str) -> Iterator[int]:
    """Where the word begins in the text, each time."""
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)


def shows(text: str) -> bool:
    """Whether anything of the text can be seen."""
    return any(unicodedata.category(c)[0] not in "CZ" for c in text)


def harmless(text: str) -> str:
    """The text on one line with every control and direction-changing character spelled out."""
    if text.isprintable():
        return text
    return "".join(_visible(c) for c in text)


def _visible(c: str) -> str:
    if c in "\n\t":
        return " "
    if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") and c not in "\u200d\ufe0f":
        return f"<U+{ord(c):04X}>"
    return c
