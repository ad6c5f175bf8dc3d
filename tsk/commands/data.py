"""The data itself: prove that it is whole, mend what is derived, and look whether the desk can be relied on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Option

from tsk import i18n
from tsk.anchors import Anchor, anchors_in
from tsk.commands import options as o
from tsk.commands.session import Session
from tsk.desk import upkeep
from tsk.desk.session import Desk
from tsk.errors import UsageError, Word
from tsk.i18n import say, tr

if TYPE_CHECKING:
    from tsk.desk.doctor import Checkup

DAMAGED = 6
_LARGEST = 10_000_000  # bytes of a text with anchors


def verify(
    ctx: o.Ctx,
    rebuild: Annotated[
        bool, Option("--rebuild", help=tr("Derive again whatever differs from the events; events are never touched."))
    ] = False,
    anchor: Annotated[bool, Option("--anchor", help=tr("Print nothing but the anchor, to keep it elsewhere."))] = False,
    against: Annotated[
        str, o.text("--against", "An anchor kept elsewhere, or a file with anchors in it; - reads a pipe.", "ANCHOR")
    ] = "",
    json: o.Json = False,
) -> None:
    from tsk.render.proof import show_anchor, show_verified

    session = o.session(ctx)
    anchors = _anchors(against) if against else ()
    desk, mended = _mended(session) if rebuild else (session.desk(), ())
    found = upkeep.verify(desk, anchors)
    session.exit_code = DAMAGED if found.findings else 0
    if session.as_json:
        session.json({**upkeep.verified_view(found), "mended": list(mended)})
    elif anchor and not found.findings:
        show_anchor(found.anchor)
    else:
        show_verified(found, mended)


def doctor(ctx: o.Ctx, json: o.Json = False) -> None:
    from tsk.desk import doctor as look
    from tsk.render.doctor import show_checkups

    session = o.session(ctx)
    found = look.doctor(session.options, lambda desk: i18n.use(i18n.lang, desk.zone))
    sound = look.is_sound(found)
    session.exit_code = 0 if sound else DAMAGED
    if session.as_json:
        session.json({"sound": sound, "findings": [_checkup_view(one) for one in found]})
    else:
        show_checkups(found)


def _checkup_view(one: Checkup) -> dict[str, str]:
    hint = say(one.hint, **one.values) if one.hint else ""
    return {"about": one.about, "state": one.state, "message": say(one.message, **one.values), "hint": hint}


def _mended(session: Session) -> tuple[Desk, tuple[str, ...]]:
    """The desk by the rules of their text, and everything that was derived again."""
    from tsk.desk.rebuilding import mend, mend_rules

    desk = session.desk()
    if rules := mend_rules(desk):
        session.close()
        desk = session.desk()
    return desk, (*rules, *mend(desk))


def _anchors(said: str) -> tuple[Anchor, ...]:
    """The anchors that the words are, or that the file or pipe holds; raises UsageError where there are none."""
    found = anchors_in(said) or anchors_in(_text(said))
    if not found:
        raise UsageError(
            "No anchor stands in {what}.",
            "An anchor is a line of a desk, a number and 64 hexadecimal digits, as `tsk verify --anchor` prints it.",
            what=said[:80],
        )
    return found


def _text(said: str) -> str:
    try:
        if said == "-":
            return sys.stdin.read(_LARGEST)
        with Path(said).open(encoding="utf-8", errors="replace") as file:
            return file.read(_LARGEST)
    except (OSError, ValueError) as error:
        raise UsageError(
            "{file} cannot be read ({reason}).",
            "Give the anchor itself, or a file that holds it.",
            file=said[:80],
            reason=Word(getattr(error, "strerror", None) or str(error)),
        ) from error
