"""Pages and tables that are written from the program itself: `python tests/docs/references.py` writes them anew.

Each is made in a process of its own, because a command's help is said in one language for the whole process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def _parameters(verb: str) -> list[Any]:
    """The options and arguments of a verb as Typer reads them."""
    import typer
    from typer.main import get_command

    from tsk.verbs import VERBS

    place = VERBS[verb]
    app = typer.Typer(add_completion=False)
    app.command()(getattr(__import__(f"tsk.commands.{place.module}", fromlist=[place.function]), place.function))
    return list(get_command(app).params)


def _row(parameter: Any) -> dict[str, Any]:
    """What is said of one option or argument; an option that takes no value has none."""
    plain = getattr(parameter, "is_flag", False)
    told = {
        "value": "" if plain else parameter.metavar or "TEXT",
        "help": parameter.help or "",
        "several": parameter.multiple if parameter.param_type_name == "option" else parameter.nargs == -1,
    }
    names = sorted((*parameter.opts, *parameter.secondary_opts), key=len)
    return {"names": names, **told} if parameter.param_type_name == "option" else told


def table() -> dict[str, Any]:
    """What may be typed behind each verb, in the language of this process."""
    from tsk.verbs import VERBS

    found: dict[str, Any] = {}
    for verb in VERBS:
        shown = [one for one in _parameters(verb) if not getattr(one, "hidden", False)]
        kinds = {"arguments": "argument", "options": "option"}
        found[verb] = {key: [_row(one) for one in shown if one.param_type_name == kind] for key, kind in kinds.items()}
    return found


def completion() -> str:
    """tsk/completion/commands.json: one verb a line, without what is left at its default."""

    def short(row: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in row.items() if value}

    rows = {verb: {key: [short(one) for one in some] for key, some in row.items()} for verb, row in table().items()}
    lines = [f"{json.dumps(verb)}: {json.dumps(row, ensure_ascii=False)}" for verb, row in rows.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


PAGES: dict[str, tuple[Callable[[], str], str]] = {
    "tsk/completion/commands.json": (completion, "en"),
}


def made(page: str) -> str:
    """The page as the program would have it now."""
    command = [sys.executable, __file__, page]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=True).stdout


def main(words: list[str]) -> None:
    """Prints one page, or writes them all."""
    if words:
        from tsk import i18n

        make, lang = PAGES[words[0]]
        i18n.use(lang)
        sys.stdout.write(make())
        return
    for page in PAGES:
        (ROOT / page).write_text(made(page), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
