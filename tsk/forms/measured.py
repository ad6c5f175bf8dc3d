"""An improvement measure as a form prints it, in words."""

from __future__ import annotations

from msgspec import Struct

from tsk.forms.speech import Speech, joined
from tsk.i18n import say, tr, word
from tsk.measures import Check, Measure


class Measured(Struct, frozen=True):
    """One numbered measure: what, whose, by when, how it stands, and what was found of its effect."""

    nth: int
    text: str = ""
    owner: str = ""
    due: str = ""
    state: str = ""
    effect: str = ""


def measured(nth: int, one: Measure, speech: Speech) -> Measured:
    """The measure in words; one with dated parts is due with the last of them."""
    dues = [due for due in (one.due, *(part.due for part in one.parts)) if due]
    return Measured(
        nth=nth,
        text=one.text,
        owner=owner_of(one, speech),
        due=speech.due(max(dues, default=None)),
        state=word(f"measure {one.state}"),
        effect="\n".join(checked(check, speech) for check in one.checks),
    )


def owner_of(one: Measure, speech: Speech) -> str:
    """The responsible department, with the person who answers for the measure."""
    return joined(speech.named("department", one.department), speech.who(one.owner) if one.owner else "")


def checked(check: Check, speech: Speech) -> str:
    """What was found when the effect was checked, when and by whom."""
    found = tr("confirmed") if check.confirmed == "yes" else tr("not confirmed")
    told = joined(found, check.effect)
    return say("{told} ({when}, {who})", told=told, when=speech.when(check.at), who=speech.who(check.by))
