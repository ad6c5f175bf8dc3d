"""Questions on the terminal, only for what is missing."""

from __future__ import annotations

from tsk import i18n
from tsk.i18n import tr
from tsk.render.console import line
from tsk.rules import Rules


def ask_missing(rules: Rules, texts: dict[str, str], channel: str) -> tuple[dict[str, str], str]:
    """The texts and the channel with what was missing asked for, in the order people tell it."""
    asked = dict(texts)
    for field, question in (
        ("summary", "What happened?"),
        ("name", "The customer's name?"),
        ("phone", "The customer's phone?"),
    ):
        if not asked[field]:
            asked[field] = _ask(tr(question))
    return asked, channel or _choose(rules)


def _choose(rules: Rules) -> str:
    default = next((row.name for row in rules.channels if row.default), "")
    if default:
        return default
    for number, row in enumerate(rules.channels, 1):
        line(f"  {number}  {row.label(i18n.lang)}")
    said = _ask(tr("Which channel?"))
    if said.isdecimal() and 1 <= int(said) <= len(rules.channels):
        return rules.channels[int(said) - 1].name
    return said


def _ask(question: str) -> str:
    import typer

    return str(typer.prompt(question, default="", show_default=False, prompt_suffix=" ")).strip()
