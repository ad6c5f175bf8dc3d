"""The records that a store (G5) and a company (C9) keep of a complaint: every box of the paper, filled or left open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from tsk.desk.formfile import FormFile
from tsk.forms.measured import Measured, measured
from tsk.forms.ownfields import Own
from tsk.forms.speech import Speech, Tick, joined
from tsk.forms.talks import Talk, last_proposal, last_rating, talks, visits
from tsk.i18n import tr
from tsk.lifecycle import effective
from tsk.model import SYSTEM, Event
from tsk.render import labels

_ROUNDS, _SPARE = 3, 2  # the talks that the record has boxes for, and the empty ones of its continuation
_MEASURES = 3
_NOTHING = Talk(when="", what="", by="", via="", said="", outcome="", wants="")

# Fields of the policy's own that have a box on these papers; all others are printed below with their labels.
_BOTH = ("member_card", "demand_kind", "severity_found", "finding", "department_opinion", "final_measure")
_STORE = (*_BOTH, "store_number")
_COMPANY = (*_BOTH, "occasion", "verified_at", "in_charge", "party_concerned", "ruling")


class Round(Struct, frozen=True):
    """One numbered talk, with the boxes for what the customer said to the offer."""

    nth: int
    talk: Talk
    ticks: list[Tick]


def store(file: FormFile, speech: Speech) -> dict[str, Any]:
    """What the store's record says beside the facts of the case."""
    own = Own(file.case, speech)
    rating = last_rating(file.events, speech)
    return {
        **_boxes(file, speech, own),
        "title": tr("Store complaint record"),
        "extras": own.others(_STORE),
        "store_number": joined(file.case.store, own.text("store_number")),
        "satisfied_ticks": _either(tr("satisfied"), tr("not satisfied"), _said_yes(rating)),
        "why_not": joined(rating.said, rating.wants) if rating and rating.satisfied == "no" else "",
        "measures": _numbered(file, speech, _MEASURES),
        "visits": visits(file.events, speech) or [_NOTHING],
        "leader": _leaders(file, speech),
    }


def company(file: FormFile, speech: Speech) -> dict[str, Any]:
    """What the company's record says beside the facts of the case."""
    case, own = file.case, Own(file.case, speech)
    held = talks(file.events, speech)
    more = held[_ROUNDS:]
    return {
        **_boxes(file, speech, own),
        "title": tr("Company complaint record"),
        "extras": own.others(_COMPANY),
        "ways": speech.ticks(speech.rules.channels, case.channel),
        "occasions": own.ticks("occasion"),
        "complainants": speech.ticks(speech.rules.tiers, case.customer.tier),
        "verified_at": own.text("verified_at") or speech.when(_verified_at(file)),
        "departments": speech.departments(case.departments),
        "in_charge": own.text("in_charge") or speech.who(case.handler),
        "party": joined(case.fault, own.text("party_concerned")),
        "ruling": joined(speech.named("responsible", case.responsible), own.text("ruling")),
        "rounds": _rounds(held[:_ROUNDS], _ROUNDS),
        "continuation": _rounds(more, max(_SPARE, len(more) + 1), after=_ROUNDS),
        "measures": _numbered(file, speech, 1),
    }


def _boxes(file: FormFile, speech: Speech, own: Own) -> dict[str, Any]:
    """The boxes that both records have."""
    case = file.case
    subtype = labels.subtype(speech.rules, case.category, case.subtype)
    return {
        "types": speech.ticks(file.policy.categories, case.category, subtype),
        "demands": own.ticks("demand_kind") or _open(tr("Return"), tr("Exchange"), tr("Compensation"), tr("Other")),
        "severities": own.ticks("severity_found") or _severities(file, speech),
        "card": joined(case.customer.card, own.text("member_card")),
        "content": "\n".join(text for text in (labels.summary(case), case.details) if text),
        "found": own.text("finding"),
        "opinion": own.text("department_opinion"),
        "final": own.text("final_measure"),
    }


def _severities(file: FormFile, speech: Speech) -> list[Tick]:
    """The severities, mildest first; ticked once it was verified, not as it was graded by words."""
    verified = _verified_at(file) or any("severity" in one.body for one in _corrections(file))
    return speech.ticks(reversed(file.policy.severities), file.case.severity if verified else "")


def _corrections(file: FormFile) -> Iterator[Event]:
    return (one for one in effective(file.events) if one.type == "corrected")


def _open(*labels: str) -> list[Tick]:
    """Boxes to tick by hand."""
    return [(label, False) for label in labels]


def _either(yes: str, no: str, said: bool | None) -> list[Tick]:
    """Two boxes, one of them ticked where it is known which."""
    return [(yes, said is True), (no, said is False)]


def _said_yes(rating: Talk | None) -> bool | None:
    return None if rating is None else rating.satisfied == "yes"


def _rounds(held: Sequence[Talk], rows: int, after: int = 0) -> list[Round]:
    """The talks numbered on from `after`, with empty ones up to so many rows."""
    padded = [*held, *[_NOTHING] * (rows - len(held))]
    return [Round(nth, talk, _outcome(talk)) for nth, talk in enumerate(padded, after + 1)]


def _outcome(talk: Talk) -> list[Tick]:
    said = {"accepted": True, "refused": False}.get(talk.outcome)
    return _either(tr("accepted"), tr("not accepted"), said)


def _numbered(file: FormFile, speech: Speech, rows: int) -> list[Measured]:
    """The measures numbered, with empty ones up to so many rows."""
    filled = [measured(nth, one, speech) for nth, one in enumerate(file.measures, 1)]
    return filled + [Measured(nth) for nth in range(len(filled) + 1, rows + 1)]


def _verified_at(file: FormFile) -> datetime | None:
    """When it was last said whether the complaint is upheld."""
    return next((one.at for one in reversed(effective(file.events)) if one.body.get("upheld")), None)


def _leaders(file: FormFile, speech: Speech) -> str:
    """Who signed: whoever approved the proposal, and whoever closed the case, the handler aside."""
    proposal = last_proposal(file.events)
    signed = proposal.approved_by if proposal else ()
    closed = (one.actor for one in effective(file.events) if one.type == "closed")
    return speech.people(dict.fromkeys(who for who in (*signed, *closed) if who not in (file.case.handler, SYSTEM)))
