"""The last look at a new complaint before it is recorded, with the chance to change any of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tsk import i18n
from tsk.errors import TskError
from tsk.i18n import tr, word
from tsk.render import labels
from tsk.render.ask import ask, choose, note
from tsk.render.case import show_repeat
from tsk.render.console import cut, line, width
from tsk.render.entry import (
    BETWEEN_FILES,
    OWN,
    QUESTIONS,
    Help,
    Said,
    answer,
    choices,
    outlook,
    own_field,
    show_known,
    shown,
    tell_story,
)
from tsk.rulerows import Named
from tsk.rules import Rules
from tsk.text import folded

_OTHERS = (
    "received",
    "answered",
    "settled",
    "via",
    "basis",
    "external",
    "reason",
    "attach",
    "kind",
)  # shown, not asked
_LABEL = 16  # cells


def last_look(rules: Rules, said: Said, help: Help, problem: TskError | None = None) -> bool:
    """Shows what will be recorded until the person says so; whether a slip is to be printed with it.

    `problem` is why it could not be recorded as it stood. Raises KeyboardInterrupt where it is put off.
    """
    while True:
        names = _given(rules, said)
        _show(rules, said, names, outlook(said, help) if problem is None else problem)
        problem = None
        line((tr("Enter saves · a number changes its line · + adds a demand, a time, a tier …"), "dim"))
        line((tr("e opens the editor · p saves and prints the receipt · q keeps a draft for later"), "dim"))
        typed = ask(">")
        match folded(typed):
            case "" | "p":
                return bool(typed)
            case "q":
                raise KeyboardInterrupt
            case "e":
                tell_story(said, help)
            case "+":
                _add(rules, said, help)
            case _:
                _change(rules, said, help, names, typed)


def _given(rules: Rules, said: Said) -> list[str]:
    """What was said, in the order of the questions."""
    own = [OWN + row.name for row in rules.fields]
    return [name for name in (*QUESTIONS, *own, *_OTHERS) if said.get(name)]


def _show(rules: Rules, said: Said, names: list[str], look: Any) -> None:
    line()
    for number, name in enumerate(names, 1):
        first, *more = said[name].replace(BETWEEN_FILES, "\n").split("\n")
        text = shown(rules, said, name, first) + (" …" if more else "")
        line(f"{number:>3}  ", (_padded(_label(rules, name)), "dim"), cut(text, width() - _LABEL - 6))
    if isinstance(look, TskError):
        note(i18n.error_text(look))
        return
    goes = f"{labels.department(rules, look.department)} · {labels.severity(rules, look.severity)}"
    line("  →  ", (goes, "bold"))
    if look.earlier:
        show_repeat(look.earlier, rules)


def _padded(text: str) -> str:
    from tsk.render.console import padded

    return padded(cut(text, _LABEL - 1), _LABEL)


def _label(rules: Rules, name: str) -> str:
    row = own_field(rules, name)
    text = row.label(i18n.lang) if row else word(name)
    return text[:1].upper() + text[1:]


def _change(rules: Rules, said: Said, help: Help, names: list[str], typed: str) -> None:
    if not (typed.isdecimal() and len(typed) < 4 and 1 <= int(typed) <= len(names)):
        note(tr("Type the number of a line, or one of the letters."))
        return
    name = names[int(typed) - 1]
    if name in _OTHERS:
        note(tr("This one came with the command and stays as it is."))
        return
    answer(rules, said, help, name, said[name], needed=name == "summary")
    _keep_subtype(rules, said)
    if name == "phone":
        show_known(rules, said, help)


def _keep_subtype(rules: Rules, said: Said) -> None:
    """A subtype goes with its category."""
    if said.get("subtype") not in _names(choices(rules, said, "subtype")):
        said.pop("subtype", None)


def _names(rows: Iterable[Named]) -> list[str]:
    return [row.name for row in rows]


def _add(rules: Rules, said: Said, help: Help) -> None:
    """Asks for one of the fields of which nothing was said."""
    own = [OWN + row.name for row in rules.fields]
    open_ones = [name for name in (*QUESTIONS, *own) if not said.get(name) and _exists(rules, said, name)]
    rows = [Named(name, zh=_label(rules, name), en=_label(rules, name)) for name in open_ones]
    if name := choose(tr("What is to be added?"), rows):
        answer(rules, said, help, name)


def _exists(rules: Rules, said: Said, name: str) -> bool:
    """Whether there is something to choose from, where it is a choice."""
    return name != "subtype" or bool(choices(rules, said, name))
