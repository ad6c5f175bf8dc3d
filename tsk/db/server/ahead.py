"""Questions that are put together into one message, and their answers until each is asked for.

An answer is given out once, to the same question with the same values; it is gone when its table is written to, and
all are when a transaction begins, so that nothing is decided by what stood before the lock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from tsk.db.engine import Row

_TABLE = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)")


class Answers:
    """What was answered already to questions that come next."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, frozenset[tuple[str, Any]]], list[Row]] = {}

    def keep(self, sql: str, values: Mapping[str, object], rows: list[Row]) -> None:
        self._rows[sql, frozenset(values.items())] = rows

    def given(self, sql: str, values: Mapping[str, object]) -> list[Row] | None:
        """The answer to that question, which is forgotten with it; None where it has to be asked."""
        return self._rows.pop((sql, frozenset(values.items())), None) if self._rows else None

    def written(self, sql: str) -> None:
        """Forgets what the statement may change."""
        found = _TABLE.match(sql) if self._rows else None
        if found:
            name = re.compile(rf"\b(?:FROM|JOIN) {found.group(1)}\b")
            self._rows = {asked: rows for asked, rows in self._rows.items() if not name.search(asked[0])}

    def forget(self) -> None:
        self._rows.clear()


def together(questions: Iterable[bytes]) -> bytes:
    """One question whose answer is a row with the answers to all of them, each as a text for `apart`.

    None of them may ask for bytes: a text would not tell them from a text.
    """
    asked = (b"(SELECT CAST(json_agg(q) AS text) FROM (" + sql + b") q)" for sql in questions)
    return b"SELECT " + b", ".join(asked)


def apart(text: str | None) -> list[Row]:
    """The rows in the text of an answer."""
    return msgspec.json.decode(text, type=list[dict[str, Any]]) if text else []
