"""The result of `verify`."""

from __future__ import annotations

from tsk.anchors import Anchor
from tsk.desk.upkeep import Verified
from tsk.i18n import say, tr
from tsk.render.console import line, unbroken


def show_verified(found: Verified, mended: tuple[str, ...] = ()) -> None:
    """Prints what was mended, every difference, which anchors hold, and what was proved."""
    if mended:
        line(say("Derived again from the events: {what}.", what=mended))
    for one in found.findings:
        line((say(one.message, **one.values), "red"))
    for anchor, holds in found.held:
        if holds:
            line(say("The anchor of event {n} holds: everything up to it is as it was then.", n=anchor.n))
    counts = {"events": found.anchor.n, "texts": found.texts, "complaints": found.complaints}
    if found.findings:
        line(say("{count} differences; {events} events were read.", count=len(found.findings), events=found.anchor.n))
        line(tr("What is derived is mended by `tsk verify --rebuild`; for the rest: `tsk restore`."))
        return
    line(
        say(
            "Whole: {events} events and {texts} texts in one chain, {complaints} complaints as their events say.",
            **counts,
        )
    )
    unbroken(say("Anchor: {anchor}", anchor=found.anchor.line))


def show_anchor(anchor: Anchor) -> None:
    """Prints the one line that is to be kept elsewhere."""
    unbroken(anchor.line)
