"""The rule file on the screen: its problems, its sections, the policies to start from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tsk import i18n
from tsk.errors import TskError
from tsk.i18n import error_text, say, tr
from tsk.render import labels
from tsk.render.console import grid, line, unbroken
from tsk.render.times import due_text
from tsk.rulerows import Named
from tsk.rules import Rules

_SHOWN = 20  # deadlines; JSON has them all


def show_check(found: Any, unannounced: Sequence[Any]) -> None:
    """Prints all problems with their lines, or that there is none; how far the calendars are sure of their days.

    `unannounced` are the running deadlines that rest on days beyond that.
    """
    for one in (*found.problems, *found.remarks):
        text = error_text(TskError(one.message, one.hint, **one.values))
        where = (say("line {line}", line=one.line) + "  ", "bold") if one.line else ("", "")
        line(where, say("{name}: {value}", name=one.name, value=text) if one.name else text)
    if found.problems:
        line(say("{file}: problems found: {count}.", file=found.file, count=len(found.problems)))
    else:
        line(say("{file}: no problems; its examples come out as expected.", file=found.file))
    for one in found.sure:
        told = say("calendar {name}: holidays are known to {day}", name=one.calendar, day=f"{one.until}")
        line(told, (f"  ({one.source})", "dim"))
    if found.rules:
        _show_unannounced([one for one in unannounced if not one.known], found.rules)
        _show_known([one for one in unannounced if one.known])


def _show_known(found: Sequence[Any]) -> None:
    if found:
        told = say("Computed before these days were known: {count} deadlines. Run `tsk recalculate`.", count=len(found))
        line((told, "yellow"))


def _show_unannounced(found: Sequence[Any], rules: Rules) -> None:
    if not found:
        return
    told = say("Running deadlines that rest on later days, provisional: {count}", count=len(found))
    line((told, "yellow"))
    zone = rules.zoneinfo
    grid(
        [
            [
                (one.number, "bold"),
                (labels.milestone_name(rules, one.milestone, one.of), ""),
                (due_text(one.due, zone, year=True), ""),
            ]
            for one in found[:_SHOWN]
        ],
        "  ",
    )
    if len(found) > _SHOWN:
        line("  ", say("… {count} more: `tsk rules check --json`.", count=len(found) - _SHOWN))
    line(tr("When the days are announced: enter them, or update the holiday package; then `tsk recalculate`."))


def show_rules(rules: Rules, lines: Sequence[tuple[int, str]]) -> None:
    """Prints the rules in force as they stand in the file, each line with its number."""
    line((f"{rules.zh} / {rules.en}", "bold"), f"  {rules.file} · {rules.version} · {rules.zone}")
    for number, text in lines:
        unbroken(f"{number:>4}  {text}")


def show_policies(rows: Sequence[Named]) -> None:
    """Prints the policies that a new desk can start with."""
    grid([[(row.name, "cyan"), (row.label(i18n.lang), "")] for row in rows])
    line(tr("Start with one: `tsk init --policy NAME`."))
