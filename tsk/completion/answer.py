"""What a shell is told: one word a line, behind a tab what it means.  An error is no answer, and never a message."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from threading import Timer

from msgspec.structs import replace

from tsk import i18n
from tsk.completion.commands import Option, commands
from tsk.completion.kinds import FILES, FOLDERS, kind_of
from tsk.completion.line import Line, split, taken_apart
from tsk.i18n import tr
from tsk.rootoptions import FLAGS, ROOT, language
from tsk.verbs import VERBS

Pair = tuple[str, str]

PATIENCE = 1.0  # seconds; who waits longer for a word has typed it
_HELP = "--help"


def answer(words: list[str]) -> int:
    """Prints what may stand next; `words` are the shell and its line, or the shell, `--` and the words of the line.

    The exit code is 0 whatever happens: a shell has no use for another.
    """
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - no path of the house
        sys.stderr, kept = nowhere, sys.stderr
        clock = Timer(PATIENCE, os._exit, (0,))
        clock.daemon = True
        clock.start()
        try:
            sys.stdout.write("".join(f"{line}\n" for line in _lines(words)))
            sys.stdout.flush()
        except Exception:
            pass  # nobody could do anything about it while typing
        finally:
            clock.cancel()
            sys.stderr = kept
    return 0


def _lines(words: list[str]) -> Iterator[str]:
    shell, said = words[0], words[1:]
    if said[:1] == ["--"]:
        line, cut = taken_apart(said[1:]), ""
    else:
        line, cut = taken_apart(split(said[0])[1:]), _kept_by_the_shell(*said)
    i18n.use(language(line.root.get("--lang") or os.environ.get("TSK_LANG", "")))
    for word, told in found(line):
        whole = f"{line.before}{word}" if not word.startswith(":") else word
        yield f"{whole.removeprefix(cut)}\t{told}" if told and shell != "bash" else whole.removeprefix(cut)


def _kept_by_the_shell(line: str, current: str = "") -> str:
    """What bash leaves standing of the word that is typed: it takes words apart at `=`, `:` and `@`."""
    typed, current = split(line)[-1], split(current)[-1]
    current = "" if current in ("=", ":", "@") else current
    return typed[: len(typed) - len(current)] if typed.endswith(current) else ""


# ── what may stand next ────────────────────────────────────────────────────────────────────────────


def found(line: Line) -> list[Pair]:
    """The words that may stand in the place of the one that is being typed, each with what it means."""
    if line.wants:
        return _values(line, line.wants, _value_of(line))
    if line.word.startswith("-") and not line.closed:
        return _begun(_options(line), line.word)
    if not line.verb:
        return _begun(_first_words(), line.word)
    further = [] if line.said else _begun(_second_words(line.verb), line.word)
    own = _arguments(line)
    return [*further, *own] or ([] if line.word or line.closed else _options(line))


def _begun(pairs: Iterable[Pair], word: str) -> list[Pair]:
    return [pair for pair in pairs if pair[0].startswith(word)]


def _first_words() -> Iterator[Pair]:
    """The commands; of a group that is none by itself, with the words that go behind it."""
    for name in dict.fromkeys(verb.split()[0] for verb in VERBS):
        behind = ", ".join(verb.removeprefix(f"{name} ") for verb in VERBS if verb.startswith(f"{name} "))
        yield name, tr(VERBS[name].help) if name in VERBS else behind


def _second_words(verb: str) -> Iterator[Pair]:
    return ((name.removeprefix(f"{verb} "), tr(one.help)) for name, one in VERBS.items() if name.startswith(f"{verb} "))


def _options(line: Line) -> list[Pair]:
    """The options that are not used up, those of every command last."""
    from tsk.render.help import OPTIONS

    command = commands().get(line.verb)
    own = [one for one in command.options if one.several or not set(one.names) & {*line.used}] if command else []
    roots = [name for name in (*ROOT, *FLAGS) if name not in line.root]
    told = {said.split()[0]: tr(help) for said, help in OPTIONS}
    return [(_longest(one), tr(one.help)) for one in own] + [(name, told.get(name, "")) for name in (*roots, _HELP)]


def _longest(option: Option) -> str:
    return max(option.names, key=len)


def _value_of(line: Line) -> str:
    command = commands().get(line.verb)
    option = command.option(line.wants) if command else None
    return option.value if option else ""


def _arguments(line: Line) -> list[Pair]:
    command = commands().get(line.verb)
    argument = command.argument(len(line.said)) if command else None
    if argument and line.word.startswith("@"):
        return _of_desk(line, "view")
    return _values(line, argument.value, argument.value) if argument else []


def _values(line: Line, name: str, value: str) -> list[Pair]:
    kind = kind_of(line.verb, name, value)
    if kind == "column" and "," in line.word:
        return _next_of_several(line, kind)
    if not kind or kind in (FILES, FOLDERS):
        return [(kind, "")] if kind else []
    from tsk.completion.values import fixed

    pairs = fixed(kind)
    return _begun(pairs, line.word) if pairs is not None else _of_desk(line, kind)


def _next_of_several(line: Line, kind: str) -> list[Pair]:
    """The words that may stand behind the last comma, with what stands before it."""
    first, _, begun = line.word.rpartition(",")
    said = first.split(",")
    return [(f"{first},{name}", told) for name, told in _of_desk(replace(line, word=begun), kind) if name not in said]


def _of_desk(line: Line, kind: str) -> list[Pair]:
    """The words that this desk knows for the place."""
    from tsk.completion.numbers import complaints
    from tsk.completion.values import of_desk
    from tsk.desk.glance import glance
    from tsk.rootoptions import options_of

    desk = glance(options_of(line.root, frozenset({"--no-input"})))
    if desk is None:
        return []
    try:
        if kind == "complaint":
            return complaints(desk, line.verb, line.word, line.said)
        return of_desk(kind, desk, line.word)
    finally:
        desk.store.db.close()
