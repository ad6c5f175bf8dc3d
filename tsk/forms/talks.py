"""What the history tells of the customer: talks, answers, ratings, return visits, chases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from tsk.forms.speech import Speech, joined
from tsk.i18n import say, tr, word
from tsk.lifecycle import apply, effective
from tsk.model import Case, Event, Proposal
from tsk.render.taken import step_told
from tsk.stepfacts import takes_effect

WITH_CUSTOMER = ("answered", "contacted", "replied", "rated", "visited", "chased", "promised", "delivered")


class Talk(Struct, frozen=True):
    """One exchange with the customer: when, what it was, by whom and how, what was said, and what came of it.

    `outcome` is accepted, refused or nothing; `wants` what the customer now asks for; `satisfied` yes, no or unknown.
    """

    when: str
    what: str
    by: str
    via: str
    said: str
    outcome: str
    wants: str
    satisfied: str = ""


def talks(events: Iterable[Event], speech: Speech) -> list[Talk]:
    """The talks in which the customer was reached, oldest first, whatever the round."""
    return [_talk(one, speech) for one in effective(events) if one.type == "contacted" and takes_effect(one)]


def visits(events: Iterable[Event], speech: Speech) -> list[Talk]:
    """The return visits, those that reached nobody too."""
    return [_talk(one, speech) for one in effective(events) if one.type == "visited"]


def exchanges(events: Iterable[Event], speech: Speech) -> list[Talk]:
    """Everything that passed between the house and the customer, oldest first."""
    return [_talk(one, speech) for one in effective(events) if one.type in WITH_CUSTOMER]


def last_rating(events: Iterable[Event], speech: Speech) -> Talk | None:
    """The latest yes or no of the customer, of whatever round."""
    rated = (one for one in effective(events) if one.body.get("satisfied") in ("yes", "no"))
    latest = max(rated, key=lambda one: one.seq, default=None)
    return _talk(latest, speech) if latest else None


def first_demand(events: Iterable[Event]) -> str:
    """What the customer asked for when the complaint was taken, as it was corrected later."""
    said = (one.private.get("demand") for one in effective(events) if one.type in ("registered", "corrected"))
    return next(reversed([text for text in said if text]), "")


def last_proposal(events: Iterable[Event]) -> Proposal | None:
    """The latest proposal with its signatures, of whatever round."""
    case: Case | None = None
    latest: Proposal | None = None
    for event in effective(events):
        case = apply(case, event)
        latest = case.proposal or latest
    return latest


def _talk(event: Event, speech: Speech) -> Talk:
    told = event.private
    via = str(event.body.get("via") or "")
    return Talk(
        when=speech.when(event.at),
        what=step_told(event),
        by=speech.who(event.actor),
        via=word(via) if via else "",
        said=joined(*_said(event)),
        outcome=str(event.body.get("outcome") or ""),
        wants=told.get("demand") or "",
        satisfied=str(event.body.get("satisfied") or ""),
    )


def _said(event: Event) -> Iterator[str]:
    for name in ("answer", "promise", "note", "reason"):
        if text := event.private.get(name):
            yield text
    if basis := event.private.get("basis"):
        yield say("{name}: {value}", name=tr("Basis"), value=basis)
