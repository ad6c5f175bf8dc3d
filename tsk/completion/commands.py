"""What may be typed behind each command, as a table: reading the commands themselves would cost more than an answer.

`commands.json` is written from them by `python tests/docs/references.py`; a test compares.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct


class Argument(Struct, frozen=True):
    """A word without an option: what the help calls it and says of it."""

    value: str
    help: str = ""
    several: bool = False


class Option(Struct, frozen=True):
    """An option with all its names; `value` is what the help calls its value, "" where it takes none."""

    names: tuple[str, ...]
    value: str = ""
    help: str = ""
    several: bool = False


class Command(Struct, frozen=True):
    """Everything that may stand behind a verb."""

    arguments: tuple[Argument, ...] = ()
    options: tuple[Option, ...] = ()

    def option(self, name: str) -> Option | None:
        """The option that is called so."""
        return next((one for one in self.options if name in one.names), None)

    def argument(self, nth: int) -> Argument | None:
        """The argument at that place; the last one stands at all further ones where there may be several."""
        if nth < len(self.arguments):
            return self.arguments[nth]
        last = self.arguments[-1] if self.arguments else None
        return last if last and last.several else None


@cache
def commands() -> dict[str, Command]:
    """Every command by its verb."""
    table = Path(__file__).with_name("commands.json").read_bytes()
    return msgspec.json.decode(table, type=dict[str, Command])
