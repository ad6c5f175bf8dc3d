"""Questions on the terminal: a line, one of several things, yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from tsk import i18n
from tsk.i18n import say, tr
from tsk.render.console import Segment, flowing, line, lines
from tsk.rulerows import Named
from tsk.text import folded, harmless

EMPTY = "-"  # typed to empty what was said


def let_people_edit() -> None:
    """Lets arrow keys move within a line where the platform can."""
    with suppress(ImportError):
        import readline  # noqa: F401 - importing it is what it takes


def ask(question: str, present: str = "") -> str:
    """What the person types, "" for nothing; `present` is shown as what Enter keeps.

    Where it is broken off, the line ends, so that what is said next begins a new one.
    """
    shown = f"{question} [{harmless(present)}] " if present else f"{question} "
    try:
        return input(shown).strip()
    except (KeyboardInterrupt, EOFError):
        line()
        raise


def choose(question: str, rows: Sequence[Named], present: str = "") -> str:
    """The name of the row that is chosen by its number or the first letters of its name or label.

    Enter keeps the present one, which may be none; a dash is given back as it is.
    """
    lines(flowing(_numbered(rows), "  "))
    standing = next((row.label(i18n.lang) for row in rows if row.name == present), "")
    while said := ask(question, standing):
        found = meant(said, rows)
        if said == EMPTY:
            return said
        if len(found) == 1:
            return found[0].name
        if found:
            note(say("That may be {rows}.", rows=list(found)))
        else:
            note(tr("Type a number from the list, or the first letters."))
    return present


def meant(said: str, rows: Sequence[Named]) -> list[Named]:
    """The rows that somebody may mean: by number, by the whole word, else by its first letters."""
    if said.isdecimal() and len(said) < 4:
        return list(rows[int(said) - 1 : int(said)]) if int(said) else []
    word = folded(said)
    spelled = [(row, [folded(one) for one in (row.name, row.zh, row.en) if one]) for row in rows]
    whole = [row for row, words in spelled if word in words]
    return whole or [row for row, words in spelled if any(one.startswith(word) for one in words)]


def _numbered(rows: Sequence[Named]) -> list[Segment]:
    return [(f"{number} {harmless(row.label(i18n.lang))}   ", "") for number, row in enumerate(rows, 1)]


def note(text: str) -> None:
    """Says what is wrong with an answer, or worth knowing before the next one."""
    line("  ", (text, "yellow"))


def is_sure(question: str) -> bool:
    """Whether the person says yes to what cannot be undone."""
    return confirmed(question)


def confirmed(question: str) -> bool:
    """Whether the person says yes; nothing said is no."""
    import typer

    return bool(typer.confirm(question, default=False))
