"""The text by which a complaint is found: everything that was said about it, spelled alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from tsk.lifecycle import effective
from tsk.model import Event
from tsk.privacy import phone_key
from tsk.steps import IMPORTED
from tsk.text import folded


def searches(said: str) -> tuple[tuple[str, ...], ...]:
    """What to look for: a text is found by any of these sets of words, each of which must be in it whole.

    The words as they were said, with phone numbers spelled as digits alone, and without what only parts or ends a
    sentence.
    """
    words = tuple(dict.fromkeys(folded(said).split()))[:_MOST_WORDS]
    digits = tuple(_digits(word) or word for word in words)
    whole = _digits(" ".join(words))
    bare = tuple(filter(None, (word.strip(_AROUND_WORDS) for word in folded(said.translate(_PAUSES)).split())))
    spelled = (words, digits, (whole,) if whole else (), bare[:_MOST_WORDS])
    return tuple(dict.fromkeys(one for one in spelled if one))


def _digits(text: str) -> str:
    """The digits of a phone number in some spelling; "" for anything else."""
    key = phone_key(text)
    return key if _PHONE.fullmatch(text) and _SHORTEST <= len(key) <= _LONGEST else ""


_PAUSES = str.maketrans(dict.fromkeys("，。！？；：、“”‘’（）《》【】「」…—", " "))
_AROUND_WORDS = ".,;:!?\"'()[]"
_PHONE = re.compile(r"[+(]?[\d][\d\s()/-]*")
_MOST_WORDS = 50
_SHORTEST, _LONGEST = 7, 15  # digits


def search_text(number: str, events: Iterable[Event]) -> str:
    """All texts of the events that count, one a line, with the number, the phone's digits and the name's initials."""
    return text_of(number, [event.private for event in effective(events)])


def text_of(number: str, said: Sequence[Mapping[str, str | None]]) -> str:
    """The text of what was said step by step."""
    from tsk.pinyin import initials

    spoken = (pair for one in said for pair in sorted(one.items()) if pair[0] != IMPORTED)
    texts = dict.fromkeys(folded(text) for _, text in spoken if text)
    phones = dict.fromkeys(phone_key(one.get("phone") or "") for one in said)
    letters = dict.fromkeys(line for one in said for line in initials(one.get("name") or ""))
    return "\n".join(line for line in (number, *phones, *letters, *texts) if line)


# ── where it was found ─────────────────────────────────────────────────────────────────────────────


class Hit(Struct, frozen=True):
    """Where words were found: the field, a piece of its text, and where in that the hit is; `of` 0 for all of it."""

    field: str
    text: str
    start: int = 0
    of: int = 0


def hits(said: str, texts: Iterable[tuple[str, str]]) -> tuple[Hit, ...]:
    """The first text that holds each word of a search, each text once; `texts` are fields with what they say."""
    texts = [(field, text) for field, text in texts if text]
    words, *others = searches(said) or ((),)
    whole = next((hit for one in (words, *others) if len(one) == 1 for hit in _in_texts(one[0], texts)), None)
    if whole:
        return (whole,)
    sets = ([next(_in_texts(word, texts), None) for word in one] for one in (words, *others))
    found = max(sets, key=lambda one: sum(map(bool, one)) / max(len(one), 1))
    return tuple({hit.field: hit for hit in reversed(found) if hit}.values())[::-1]


def _in_texts(word: str, texts: Iterable[tuple[str, str]]) -> Iterator[Hit]:
    for field, text in texts:
        place = _place(word, text)
        if place:
            yield _piece(field, text, *place)
        elif _is_meant(word, field, text):
            yield Hit(field, text)


def _is_meant(word: str, field: str, text: str) -> bool:
    """Whether the word stands for a name by its initials, or for a phone by some of its digits."""
    from tsk.pinyin import initials

    if field == "name":
        return any(word in letters for letters in initials(text))
    return field == "phone" and word.isdigit() and len(word) >= _LAST_DIGITS and word in phone_key(text)


def _place(word: str, text: str) -> tuple[int, int] | None:
    """Where the word begins in the text and ends, however either is spelled."""
    if word not in folded(text):  # the rule, not the exception; what follows looks at each character
        return None
    spelt = [(one, place) for place, char in enumerate(text) for one in (folded(char) or " ")]
    plain = [spelt[i] for i in range(len(spelt)) if spelt[i][0] != " " or i == 0 or spelt[i - 1][0] != " "]
    start = "".join(one for one, _ in plain).find(word)
    return (plain[start][1], plain[start + len(word) - 1][1] + 1) if start >= 0 else None


def _piece(field: str, text: str, start: int, end: int) -> Hit:
    """The hit with what stands around it, on its own line of the text."""
    first = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    stop = text.find("\n", end)
    last = min(stop if stop >= 0 else len(text), end + 2 * _AROUND)
    before, after = ("…" if first and text[first - 1] != "\n" else ""), ("…" if last < len(text) else "")
    return Hit(field, f"{before}{text[first:last]}{after}", start - first + len(before), end - start)


_AROUND = 20  # characters before a hit; twice as many after it
_LAST_DIGITS = 4
