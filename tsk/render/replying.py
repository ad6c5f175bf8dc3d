"""An answer to a customer asked for on the terminal: a sentence, one of the policy's templates, or the editor."""

from __future__ import annotations

import re

from tsk import i18n
from tsk.i18n import tr
from tsk.render.ask import ask, let_people_edit
from tsk.render.console import cut, grid, width
from tsk.render.editor import edited
from tsk.rulerows import Named
from tsk.rules import Rules
from tsk.text import folded

_BLANK = "{answer}"


def answer_asked(rules: Rules, on_disk: bool) -> tuple[str, str]:
    """What the customer is told, and the name of the template that it stands in, "" for none."""
    let_people_edit()
    rows = rules.templates
    if rows:
        grid([[(f"{number}", ""), (row.name, ""), (_begins(row), "dim")] for number, row in enumerate(rows, 1)], "  ")
    said = ""
    while not said:
        said = ask(tr("What is the customer told? (or a template's number, or e for the editor)"))
    if folded(said) == "e":
        return edited("", on_disk), ""
    if not (said.isdecimal() and 1 <= int(said[:4]) <= len(rows)):
        return said, ""
    row = rows[int(said) - 1]
    blank = _BLANK in row.label(i18n.lang)
    return (ask(tr("What is the answer in it?")) if blank else ""), row.name


def _begins(row: Named) -> str:
    """How the template begins, with … for what is filled in."""
    return cut(re.sub(r"\{\w+\}", "…", row.label(i18n.lang)), max(10, width() - len(row.name) - 8))
