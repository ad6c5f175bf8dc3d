"""The rule file on the screen: its problems, its sections, the policies to start from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from tsk import i18n
from tsk.errors import TskError
from tsk.i18n import error_text, say, tr
from tsk.render.console import grid, line
from tsk.rules import Named, Rules


def show_check(found: Any) -> None:
    """Prints all problems with their lines, or that there is none."""
    for one in found.problems:
        text = error_text(TskError(one.message, one.hint, **one.values))
        line((say("line {line}", line=one.line), "bold"), "  ", say("{name}: {value}", name=one.name, value=text))
    if found.problems:
        line(say("{file}: {count} problems.", file=found.file, count=len(found.problems)))
    else:
        line(say("{file}: no problems; its examples come out as expected.", file=found.file))


def show_rules(rules: Rules, sections: Mapping[str, Any]) -> None:
    """Prints the rules in force, section by section, each row with its line in the file."""
    line((f"{rules.zh} / {rules.en}", "bold"), f"  {rules.file} · {rules.version} · {rules.zone}")
    for name, rows in sections.items():
        line()
        line((f"[{name}]", "bold"))
        _show_section(rows)


def _show_section(rows: Any) -> None:
    if not isinstance(rows, tuple):
        grid([[(key, "cyan"), (_value(value), "")] for key, value in msgspec.to_builtins(rows).items()], "  ")
        return
    for row in rows:
        built = msgspec.to_builtins(row)
        values = {k: v for k, v in built.items() if k not in ("name", "line") and v not in ("", None, [], {})}
        at = say("line {line}", line=built["line"]) if built.get("line") else ""
        line(
            "  ",
            (built["name"], "cyan"),
            "  ",
            "  ".join(f"{k}={_value(v)}" for k, v in values.items()),
            (f"  {at}", "dim"),
        )


def _value(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def show_policies(rows: Sequence[Named]) -> None:
    """Prints the policies that a new desk can start with."""
    grid([[(row.name, "cyan"), (row.label(i18n.lang), "")] for row in rows])
    line(tr("Start with one: `tsk init --policy NAME`."))
