"""Completion: the script that a shell takes into its profile."""

from __future__ import annotations

import sys
from typing import Annotated

from typer import Argument

from tsk.commands import options as o
from tsk.completion.scripts import SHELLS, script
from tsk.desk.words import one_of
from tsk.i18n import tr


def completion(
    ctx: o.Ctx,
    shell: Annotated[str, Argument(metavar="SHELL", help=tr("bash, zsh or fish."), show_default=False)],
    json: o.Json = False,
) -> None:
    session = o.session(ctx)
    text = script(one_of("shell", SHELLS, shell) or SHELLS[0])
    if session.as_json:
        session.json({"shell": shell, "script": text})
    else:
        sys.stdout.write(text)
