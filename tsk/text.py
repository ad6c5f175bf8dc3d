"""Free text as people type and paste it: cleaned on the way in, shown harmlessly on the way out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from tsk.errors import UsageError, Word

LONGEST = {"summary": 500, "details": 100_000, "answer": 20_000, "proposal": 20_000, "note": 20_000}
_LONGEST_FIELD = 2_000
_KEPT = "\n\t"


def cleaned(field: str, text: str) -> str:
    """The text with one kind of line ending, without control characters and outer blanks; "" where nothing shows.

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
    if text.isprintable():
        plain = text.strip()
        return plain if shows(plain) else ""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in lines if c in _KEPT or unicodedata.category(c) != "Cc").strip()
    return kept if shows(kept) else ""


@lru_cache(512)  # the words of the policy, and a text that each row asks for
def folded(text: str) -> str:
    """The text as it is compared: full-width and half-width, capitals and small letters alike, blanks single."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def file_name(said: str, otherwise: str) -> str:
    """A name for a new file that hides nothing and leads nowhere, on any system; `otherwise` where none is left."""
    plain = harmless(said).translate(_NO_NAME).lstrip(". -").rstrip(". ")
    name = f"_{plain}" if plain.partition(".")[0].strip().upper() in _DEVICES else plain
    return name.encode()[:_LONGEST_NAME].decode(errors="ignore") or otherwise


_NO_NAME = str.maketrans('/\\:*?"<>|', "_________")
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}
_LONGEST_NAME = 255  # bytes


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
    return any(unicodedata.category(c)[0] not in "CZM" and c not in _BLANK for c in text)


def harmless(text: str) -> str:
    """The text on one line with everything spelled out that steers a terminal, turns the text or cannot be seen."""
    if text.isprintable() and (text.isascii() or _plain().fullmatch(text)):
        return text
    return "".join(_spelled(text))


def spelled_in_json(text: str, encoding: str = "utf-8") -> str:
    """JSON that says the same with an escape for every such character, and for all that the encoding may lack."""
    if encoding.lower().replace("-", "") not in ("utf8", "utf_8"):
        return re.sub("[^\\x00-\\x7e]", lambda found: _escape(found[0]), text)
    if text.isascii() and "\x7f" not in text:
        return text
    return _steering().sub(lambda found: _escape(found[0]), text)


_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs that leave their place empty
_JOINER, _AS_PICTURE = "\u200d", "\ufe0f"
_MARKS = 4  # on one letter; more only cover the lines above and below
_SPELLED = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


@cache
def _plain() -> re.Pattern[str]:
    """Latin, Greek, Cyrillic and Chinese text with their signs, of which all can be seen."""
    signs = "\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u27ff"
    chinese = "\u3001-\u3029\u3030-\u3098\u309b-\u3163\u3165-\ua48f\uac00-\ud7a3\uf900-\ufaff\uff01-\uff9f\uffe0-\uffee"
    return re.compile(f"[ -~{signs}{chinese}\U00020000-\U0002a6df]*")


@cache
def _steering() -> re.Pattern[str]:
    """What a terminal may act upon, or what turns, hides or is not seen, where a JSON text can hold it."""
    steering = "\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    unseen = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe00-\ufe0e\ue000-\uf8ff\ufffe\uffff"
    beyond = "\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
    return re.compile(f"[{steering}{unseen}{beyond}]")


def _escape(c: str) -> str:
    units = c.encode("utf-16-be")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def _spelled(text: str) -> Iterator[str]:
    """The text piece by piece; a joiner is left inside a picture, and so is the sign that makes one of a letter."""
    before, marks = "", 0
    for c in text:
        kind = unicodedata.category(c)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if c in "\n\t":
            yield " "
        elif c in (_JOINER, _AS_PICTURE) and _is_picture(before):
            yield c
        elif kind in _SPELLED or marks > _MARKS or _is_unseen(c):
            yield f"<U+{ord(c):04X}>"
        else:
            yield c
        before = c


def _is_picture(c: str) -> bool:
    return bool(c) and (c == _AS_PICTURE or unicodedata.category(c) in ("So", "Sk", "Sm", "Po", "Nd"))


def _is_unseen(c: str) -> bool:
    """Whether a character of a kind that can be seen cannot."""
    return c in _BLANK or c in "\u034f\u17b4\u17b5" or "\ufe00" <= c <= "\ufe0f" or "\U000e0100" <= c <= "\U000e01ef"
