"""What `doctor` found: a line for each look, what is wrong with its way out."""

from __future__ import annotations

from collections.abc import Iterable

from tsk.desk.doctor import BAD, NOTE, Checkup
from tsk.i18n import say, tr
from tsk.render.console import line

_STYLES = {NOTE: "yellow", BAD: "red"}
_MARKS = {"ok": "ok  ", NOTE: "look", BAD: "BAD "}


def show_checkups(found: Iterable[Checkup]) -> None:
    """Prints each finding, and in one line whether the desk can be relied on."""
    rows = tuple(found)
    for one in rows:
        line((tr(_MARKS[one.state]), _STYLES.get(one.state, "green")), "  ", say(one.message, **one.values))
        if one.hint:
            line("      ", (say(one.hint, **one.values), "dim"))
    wrong = sum(one.state == BAD for one in rows)
    line(say("Wrong: {count}.", count=wrong) if wrong else tr("The desk can be relied on."))
