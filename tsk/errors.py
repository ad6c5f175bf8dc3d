"""The errors that a person can cause, each with its exit code.

An error carries its sentence as a template with named values, so that the edge can say it in the reader's language;
no sentence is put together below the command line.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Word(str):
    """A word of the vocabulary inside a sentence, said in the reader's language at the edge."""

    __slots__ = ()


class Command(NamedTuple):
    """A command that could be given, inside a sentence: the verb to type, and the step that it takes."""

    verb: str
    step: str


class Due:
    """An instant by which something is owed, inside a sentence; midnight is said as the end of the day before."""

    __slots__ = ("at",)

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __str__(self) -> str:
        return str(self.at)


class Noted:
    """A value inside a sentence with another one in brackets behind it."""

    __slots__ = ("note", "value")

    def __init__(self, value: object, note: object) -> None:
        self.value = value
        self.note = note

    def __str__(self) -> str:
        return f"{self.value} ({self.note})"


class TskError(Exception):
    """Something that the person at the terminal can mend.

    `message` and `hint` are English templates with `{named}` values and stand in the catalogue of every language;
    `values` fill both.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "", **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.values = values

    def __str__(self) -> str:
        return " ".join(text for text in (self.message, self.hint) if text).format(**self.values)


class UsageError(TskError):
    """A word, date, amount or option that cannot be understood."""

    exit_code = 2


class NotFound(TskError):
    """A complaint that does not exist, is out of sight, or cannot be told from others."""

    exit_code = 3


class NotAllowed(TskError):
    """A step that the state, the policy or the person's rights forbid now."""

    exit_code = 4


class RulesInvalid(TskError):
    """A rule file that cannot be used, and no earlier one that could."""

    exit_code = 5


class StoreError(TskError):
    """A home, database or file that cannot be opened, read, written or trusted."""

    exit_code = 6


class TryAgain(StoreError):
    """A store that wrote nothing, and would do so a moment later: the same command may be run again."""


class NoSite(StoreError):
    """A database that has not the site that is meant, or no site at all yet."""


class Forbidden(StoreError):
    """What a database server refuses this login."""


class Unreadable(StoreError):
    """A database that cannot be read as one of ours: damaged, another program's, or under another key."""
