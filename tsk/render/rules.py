"""The rule file on the screen: its problems, its sections, the policies to start from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tsk import i18n
from tsk.errors import TskError
from tsk.i18n import error_text, say, tr
from tsk.render.console import grid, line, unbroken
from tsk.rules import Named, Rules


def show_check(found: Any) -> None:
    """Prints all problems with their lines, or that there is none."""
    for one in found.problems:
        text = error_text(TskError(one.message, one.hint, **one.values))
        where = (say("line {line}", line=one.line) + "  ", "bold") if one.line else ("", "")
        line(where, say("{name}: {value}", name=one.name, value=text) if one.name else text)
    if found.problems:
        line(say("{file}: problems found: {count}.", file=found.file, count=len(found.problems)))
    else:
        line(say("{file}: no problems; its examples come out as expected.", file=found.file))


def show_rules(rules: Rules, lines: Sequence[tuple[int, str]]) -> None:
    """Prints the rules in force as they stand in the file, each line with its number."""
    line((f"{rules.zh} / {rules.en}", "bold"), f"  {rules.file} · {rules.version} · {rules.zone}")
    for number, text in lines:
        unbroken(f"{number:>4}  {text}")


def show_policies(rows: Sequence[Named]) -> None:
    """Prints the policies that a new desk can start with."""
    grid([[(row.name, "cyan"), (row.label(i18n.lang), "")] for row in rows])
    line(tr("Start with one: `tsk init --policy NAME`."))
