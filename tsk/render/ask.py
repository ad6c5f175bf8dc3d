"""Questions on the terminal, only for what is missing."""

from __future__ import annotations

from contextlib import suppress

from tsk import i18n
from tsk.i18n import tr
from tsk.render.console import line
from tsk.rules import Rules, needs_row

_ALWAYS = ("summary", "name", "phone")


def ask_missing(rules: Rules, given: dict[str, str], channel: str) -> tuple[dict[str, str], str]:
    """What was given and the channel, with what is missing asked for in the order people tell it.

    Name and phone are asked for once; what the policy needs of this channel, until there is an answer.
    """
    _let_people_edit()
    channel = channel or _choose(rules)
    row = needs_row(rules.policy, "registered", {"channel": channel})
    needed = {"summary", *(row.needs["registered"] if row else ())}
    asked = dict(given)
    for field, question in (
        ("summary", "What happened?"),
        ("name", "The customer's name?"),
        ("phone", "The customer's phone?"),
        ("email", "The customer's e-mail address?"),
        ("card", "The customer's card number?"),
        ("address", "The customer's address?"),
        ("occurred", "When did it happen?"),
        ("order", "The order number?"),
        ("demand", "What does the customer want?"),
        ("product", "Which product or plan?"),
        ("region", "Which region?"),
        ("store", "Which store?"),
        ("details", "The whole story?"),
    ):
        while field in (*_ALWAYS, *needed) and not asked.get(field):
            asked[field] = _ask(tr(question))
            if field not in needed:
                break
    return asked, channel


def _let_people_edit() -> None:
    """Lets arrow keys move within a line where the platform can."""
    with suppress(ImportError):
        import readline  # noqa: F401 - importing it is what it takes


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


def is_sure(question: str) -> bool:
    """Whether the person says yes to what cannot be undone."""
    import typer

    return bool(typer.confirm(question, default=False))


def _ask(question: str) -> str:
    import typer

    return str(typer.prompt(question, default="", show_default=False, prompt_suffix=" ")).strip()


def confirmed(question: str) -> bool:
    """Whether the person says yes; nothing said is no."""
    import typer

    return bool(typer.confirm(question, default=False))
