"""An answer to a customer asked for on the terminal: a sentence, one of the policy's templates, or the editor."""

from __future__ import annotations

from tsk import i18n
from tsk.i18n import tr
from tsk.render.ask import ask, let_people_edit
from tsk.render.console import flowing, lines
from tsk.render.editor import edited
from tsk.rules import Rules
from tsk.text import folded, harmless

_BLANK = "{answer}"


def answer_asked(rules: Rules, on_disk: bool) -> tuple[str, str]:
    """What the customer is told, and the name of the template that it stands in, "" for none."""
    let_people_edit()
    rows = rules.templates
    if rows:
        lines(flowing([(f"{number} {harmless(row.name)}   ", "") for number, row in enumerate(rows, 1)], "  "))
    said = ""
    while not said:
        said = ask(tr("What is the customer told? (or a template's number, or e for the editor)"))
    if folded(said) == "e":
        return edited("", on_disk), ""
    if not (said.isdecimal() and 1 <= int(said[:4]) <= len(rows)):
        return said, ""
    row = rows[int(said) - 1]
    blank = _BLANK in row.label(i18n.lang)
    return (ask(tr("What stands for the answer in it?")) if blank else ""), row.name
