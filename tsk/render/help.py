"""The list of commands."""

from __future__ import annotations

from collections.abc import Mapping

from tsk.i18n import tr
from tsk.render.console import grid, line

_OPTIONS = (
    ("--home DIR", "Where the desk lives (TSK_HOME)."),
    ("--db PATH", "Its database, if elsewhere (TSK_DB)."),
    ("--site CODE", "Which site of the database (TSK_SITE)."),
    ("--rules FILE", "Another rule file (TSK_RULES)."),
    ("--as USER", "Who acts; else the login (TSK_USER)."),
    ("--lang en|zh", "Language; else as the system says (TSK_LANG)."),
    ("--now INSTANT", "Another present, to practise (TSK_NOW)."),
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
    grid([[(name, "cyan"), (tr(help), "")] for name, help in _OPTIONS], "  ")


def translate_frame() -> None:
    """Puts the words of Typer's own help frame into the reader's language."""
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = tr("Arguments")
    rich_utils.OPTIONS_PANEL_TITLE = tr("Options")
    rich_utils.REQUIRED_LONG_STRING = tr("[required]")
