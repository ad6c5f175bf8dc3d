"""Rows for scripts: a pattern such as `{number}\\t{due}`, filled with the values that JSON has under those keys."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Any, NamedTuple

from tsk.errors import UsageError, Word
from tsk.text import harmless

_ESCAPES = {"t": "\t", "n": "\n", "0": "\0", "\\": "\\"}


class Part(NamedTuple):
    """A text, and the key of the value that follows it; "" for none."""

    text: str
    key: str


def pattern_of(said: str, keys: Iterable[str], open_keys: tuple[str, ...] = ()) -> tuple[Part, ...]:
    """The parts of a pattern; raises UsageError for one that is none, or that asks for a key that there is not.

    A key that begins with one of `open_keys` may go on as it likes.
    """
    plain = re.sub(r"\\([tn0\\])", lambda found: _ESCAPES[found[1]], said)
    try:
        parts = list(Formatter().parse(plain))
    except ValueError as error:
        raise _no_pattern(said) from error
    known = tuple(keys)
    for _, key, spec, conversion in parts:
        if key is not None and key not in known and not key.startswith(open_keys or ("\0",)):
            raise UsageError(
                "There is no {what} “{said}”.", "There are: {known}.", what=Word("key"), said=key, known=known
            )
        if spec or conversion:
            raise _no_pattern(said)
    return tuple(Part(text, key or "") for text, key, _, _ in parts)


def _no_pattern(said: str) -> UsageError:
    return UsageError(
        "“{said}” is not a format.", "Write keys in braces, such as {example}.", said=said[:60],
        example="'{number}\\t{due}'",
    )  # fmt: skip


def show_formatted(pattern: tuple[Part, ...], views: Iterable[Mapping[str, Any]]) -> None:
    """Prints a line for each view; one that the pattern ends itself is not ended again."""
    end = "" if pattern and not pattern[-1].key and pattern[-1].text.endswith(("\n", "\0")) else "\n"
    for view in views:
        sys.stdout.write("".join(part.text + _value(view, part.key) for part in pattern) + end)


def _value(view: Mapping[str, Any], key: str) -> str:
    value: Any = view
    for name in key.split(".") if key else ():
        value = value.get(name) if isinstance(value, Mapping) else None
    return _text(value) if key else ""


def _text(value: Any) -> str:
    """A value on one line: nothing for none, the elements of a list with commas between them."""
    if value is None or isinstance(value, Mapping):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ",".join(_text(one) for one in value)
    return harmless(str(value))
