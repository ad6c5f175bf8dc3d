"""Fields of the policy's own, as people type them: `NAME=VALUE`, checked by their kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from tsk.desk.additions import Ask
from tsk.desk.session import Desk
from tsk.desk.words import known, one_of
from tsk.errors import UsageError
from tsk.rulerows import Field
from tsk.rules import find
from tsk.stepfacts import CLEARED, FIELD
from tsk.steps import FIELDS
from tsk.text import cleaned
from tsk.whenwords import parse_day

_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,4})?")


def fields_said(desk: Desk, words: Iterable[str]) -> dict[str, Any]:
    """What a step carries for `NAME=VALUE` words: figures and words of the policy together, each text by itself.

    Raises UsageError for a field that the policy does not have, or a value that its kind does not allow.
    """
    plain: dict[str, str] = {}
    said: dict[str, Any] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise UsageError("“{said}” is not NAME=VALUE.", "Write --set NAME=VALUE.", said=word[:60])
        row = find(desk.rules.fields, known("field", desk.rules.fields, name.strip()))
        if row is None:
            raise UsageError("Which field is to be filled in?", "Write --set NAME=VALUE.")
        text = cleaned(row.name, value)
        read = text if text in ("", CLEARED) else _READ[row.kind](desk, row, text)
        if row.kind == "text" and read != CLEARED:
            said[FIELD + row.name] = read
        else:
            plain[row.name] = read or CLEARED
    return {**said, **({FIELDS: plain} if plain else {})}


def with_fields(desk: Desk, asks: list[Ask], words: Iterable[str] | None) -> list[Ask]:
    """The asks, the first of which carries the fields as well."""
    said = fields_said(desk, words or ())
    if not said or not asks:
        return asks
    first, *rest = asks
    return [Ask(first.step, {**first.said, **said}), *rest]


def _text(desk: Desk, row: Field, said: str) -> str:
    return said


def _figure(desk: Desk, row: Field, said: str) -> str:
    if not _NUMBER.fullmatch(said):
        raise UsageError(
            "“{said}” is not a number.", "{field} takes a number, such as 12 or 0.5.", said=said, field=row
        )
    return said


def _day(desk: Desk, row: Field, said: str) -> str:
    return parse_day(said, desk.now, desk.zone).isoformat()


def _check(desk: Desk, row: Field, said: str) -> str:
    return one_of("answer", ("yes", "no"), said)


def _choice(desk: Desk, row: Field, said: str) -> str:
    return known("option", row.options, said)


_READ: dict[str, Callable[[Desk, Field, str], str]] = {
    "text": _text,
    "number": _figure,
    "date": _day,
    "check": _check,
    "choice": _choice,
}
