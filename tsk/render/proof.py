"""The result of `verify`."""

from __future__ import annotations

from tsk.desk.upkeep import Verified
from tsk.i18n import say
from tsk.render.console import line, unbroken


def show_verified(found: Verified) -> None:
    """Prints every difference, or what was proved."""
    for one in found.findings:
        line((say(one.message, **one.values), "red"))
    counts = {"events": found.events, "texts": found.texts, "complaints": found.complaints}
    if found.findings:
        line(say("{count} differences; {events} events were read.", count=len(found.findings), events=found.events))
    else:
        line(
            say(
                "Whole: {events} events and {texts} texts in one chain, {complaints} complaints as their events say.",
                **counts,
            )
        )
        unbroken(say("Anchor: {desk} {events} {hash}", desk=found.desk_id, events=found.events, hash=found.head))
