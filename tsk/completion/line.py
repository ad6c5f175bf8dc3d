"""A command line as far as it is typed, taken apart: which verb, what has been said, and what is asked for."""

from __future__ import annotations

import shlex
from contextlib import suppress

from msgspec import Struct
from msgspec.structs import replace

from tsk.completion.commands import commands
from tsk.rootoptions import ROOT
from tsk.verbs import VERBS

_END = "\ue000"  # marks the place of the cursor while the line is split


class Line(Struct, frozen=True):
    """What stands before the cursor, and the word that is being typed.

    `wants` is the option whose value comes next; `before` is what stands in the same word already: `--to=`.
    """

    verb: str = ""
    root: dict[str, str] = {}
    said: tuple[str, ...] = ()  # words without an option
    used: tuple[str, ...] = ()  # options
    wants: str = ""
    closed: bool = False  # behind `--` everything is a word
    word: str = ""
    before: str = ""


def split(line: str) -> list[str]:
    """The words of a line of a shell up to the cursor, the last one as far as it is typed; quotes may be open."""
    for quote in ("", '"', "'"):
        with suppress(ValueError):
            words = shlex.split(line + _END + quote)
            return [*words[:-1], words[-1].replace(_END, "")]
    return [""]


def taken_apart(words: list[str]) -> Line:
    """The line of those words behind `tsk`, of which the last one is being typed."""
    line = Line()
    for word in words[:-1]:
        line = _with(line, word)
    typed = words[-1] if words else ""
    name, joined, value = typed.partition("=")
    if joined and name.startswith("--") and not (line.wants or line.closed):
        return replace(line, wants=name, word=value, before=f"{name}=")
    return replace(line, word=typed)


def _with(line: Line, word: str) -> Line:
    """The line with one more whole word."""
    if line.wants:
        root = {**line.root, line.wants: word} if line.wants in ROOT else line.root
        return replace(line, wants="", root=root)
    if line.closed or not word.startswith("-") or word == "-":
        return _with_word(line, word)
    return replace(line, closed=True) if word == "--" else _with_option(line, word)


def _with_word(line: Line, word: str) -> Line:
    if not line.verb:
        return replace(line, verb=word)
    pair = f"{line.verb} {word}"
    return replace(line, verb=pair) if pair in VERBS and not line.said else replace(line, said=(*line.said, word))


def _with_option(line: Line, word: str) -> Line:
    name, joined, value = word.partition("=")
    if name in ROOT:
        return replace(line, root={**line.root, name: value}) if joined else replace(line, wants=name)
    command = commands().get(line.verb)
    option = command.option(name) if command else None
    takes = option is not None and option.value and not joined
    return replace(line, used=(*line.used, name), wants=name if takes else "")
