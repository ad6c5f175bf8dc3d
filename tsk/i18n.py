"""Sentences in the reader's language.  English templates are the keys; `locale/` holds the other language.

`use` is called once by the command line; without it everything is English.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta, tzinfo

from tsk.errors import Command, Due, Noted, TskError, Word
from tsk.text import harmless

_catalogue: Mapping[str, str] = {}
_words: Mapping[str, tuple[str, str]] = {}
_zone: tzinfo | None = None
lang = "en"


def use(chosen: str, zone: tzinfo | None = None) -> None:
    """Chooses the language (`en` or `zh`) and the zone in which instants are said."""
    global lang, _catalogue, _zone
    lang = chosen
    _zone = zone or _zone
    if chosen == "zh" and not _catalogue:
        from tsk.locale.zh import MESSAGES

        _catalogue = MESSAGES
    elif chosen != "zh":
        _catalogue = {}


def tr(template: str) -> str:
    """The template in the reader's language; itself where the catalogue has none."""
    return _catalogue.get(template, template)


def say(template: str, **values: object) -> str:
    """The sentence in the reader's language with its values filled in."""
    sentence = tr(template)
    if not values:
        return sentence.replace("{{", "{").replace("}}", "}")
    if lang == "en" and any(type(value) is int and value == 1 for value in values.values()):
        sentence = _of_one(sentence, values)
    return sentence.format(**{name: said(value) for name, value in values.items()})


def _of_one(template: str, values: Mapping[str, object]) -> str:
    """The English template with its nouns in the singular where there is one of them."""
    import re

    def noun(found: re.Match[str]) -> str:
        return found[0].removesuffix("s") if values.get(found[1]) == 1 else found[0]

    return re.sub(rf"\{{(\w+)\}} (?:(?:more|earlier|older|open) )?(?:{_COUNTED})s\b", noun, template)


_COUNTED = (
    "answer|attachment|case|character|complaint|day|deadline|department|difference|event|line|measure|one|paper|place|"
    "row|step|text|working day|byte|file|offer|point|second|minute|hour|time"
)


def _vocabulary() -> Mapping[str, tuple[str, str]]:
    global _words
    if not _words:
        from tsk.locale.words import WORDS

        _words = WORDS
    return _words


def word(name: str) -> str:
    """A word of the vocabulary (a state, a step, a standing, a field) as people say it."""
    pair = _vocabulary().get(name)
    return name if pair is None else pair[lang == "zh"]


def step_word(name: str) -> str:
    """A step as people say it, where a state bears the same name too."""
    return word(f"step {name}") if f"step {name}" in _vocabulary() else word(name)


def in_brackets(text: str) -> str:
    """The text in the brackets of the reader's language."""
    return f"（{text}）" if lang == "zh" else f"({text})"


def with_note(text: str, note: str) -> str:
    """The text with a note in brackets behind it."""
    return f"{text}{'' if lang == 'zh' else ' '}{in_brackets(note)}"


def said(value: object) -> str:
    """One value inside a sentence: words translated, instants in the policy's zone, sums without a trailing .0."""
    if isinstance(value, Word):
        return step_word(value.removeprefix("step ")) if value.startswith("step ") else word(value)
    if isinstance(value, Command):
        return f"{value.verb} {step_word(value.step)}" if lang == "zh" else value.verb
    if isinstance(value, Noted):
        return with_note(said(value.value), said(value.note))
    if isinstance(value, Due):
        local = value.at.astimezone(_zone)
        midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
        return f"{local - timedelta(days=1):%Y-%m-%d} 24:00" if midnight else said(value.at)
    if isinstance(value, TskError):
        return error_text(value)
    if isinstance(value, datetime):
        local = value.astimezone(_zone)
        return f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"
    if hasattr(value, "label"):
        return harmless(str(value.label(lang)))
    if isinstance(value, list | tuple):
        return tr(", ").join(said(item) for item in value)
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.2f}"
    return harmless(str(value))


def tell(text: str) -> None:
    """Says something on stderr; where that cannot be written, the work and the exit code count all the same."""
    with suppress(OSError):
        print(text, file=sys.stderr, flush=True)


def error_text(error: TskError) -> str:
    """The sentence and the advice of an error, in the reader's language."""
    texts = (say(text, **error.values) for text in (error.message, error.hint) if text)
    return " ".join(texts) if lang != "zh" else "".join(texts)
