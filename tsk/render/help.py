"""The list of commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tsk.i18n import tr
from tsk.render.console import grid, line

OPTIONS = (
    ("--home DIR", "Where the desk lives (TSK_HOME)."),
    ("--db PLACE", "Its database: a file, or postgresql://… (TSK_DB)."),
    ("--site CODE", "Which site of the database (TSK_SITE)."),
    ("--rules FILE", "Another rule file (TSK_RULES)."),
    ("--as USER", "Who acts; else the login (TSK_USER)."),
    ("--lang en|zh", "Language; else as the system says (TSK_LANG)."),
    ("--now INSTANT", "Another present, to practise (TSK_NOW)."),
    ("--once KEY", "Name this command: given again, it does nothing more."),
    ("--no-input", "Never ask."),
)


def command_list(verbs: Mapping[str, tuple[str, str]]) -> None:
    """Prints the commands by group (verb → group, help line) and the options that all of them take."""
    line((tr("tsk – the complaint desk: what was promised to whom by when."), "bold"))
    line(tr("Usage: tsk COMMAND [OPTIONS]   ·   tsk COMMAND --help"))
    for group in dict.fromkeys(group for group, _ in verbs.values()):
        line()
        line((tr(group), "bold"))
        grid([[(name, "cyan"), (tr(help), "")] for name, (own, help) in verbs.items() if own == group], "  ")
    line()
    line((tr("Options of every command, before or after it"), "bold"))
    grid([[(name, "cyan"), (tr(help), "")] for name, help in OPTIONS], "  ")


def translated_frame() -> Any:
    """The kind of command whose help speaks the reader's language, down to the words of Typer's own frame."""
    from typer import rich_utils
    from typer.core import TyperArgument, TyperCommand

    rich_utils.ARGUMENTS_PANEL_TITLE = tr("Arguments")
    rich_utils.OPTIONS_PANEL_TITLE = tr("Options")
    rich_utils.REQUIRED_LONG_STRING = tr("[required]")
    rich_utils.DEFAULT_STRING = tr("[default: {value}]").replace("{value}", "{}")

    class Framed(TyperCommand):
        def get_usage(self, ctx: Any) -> str:
            told = super().get_usage(ctx)
            return told.replace("Usage: ", tr("Usage: "), 1).replace("[OPTIONS]", tr("[OPTIONS]"), 1)

        def get_help_option(self, ctx: Any) -> Any:
            found = super().get_help_option(ctx)
            if found:
                found.help = tr("Show this help.")
            return found

        def get_params(self, ctx: Any) -> Any:
            found: list[Any] = super().get_params(ctx)
            for one in found:
                if isinstance(one, TyperArgument) and one.type.name in _KINDS:
                    one.type.name = tr(_KINDS[one.type.name])
            return found

    return Framed


_KINDS = {"str": "any text", "int": "whole number"}  # of what stands in an argument, as Typer names them
