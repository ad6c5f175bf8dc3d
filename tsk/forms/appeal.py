"""The whole file for an appeal: the course, every contact, the evidence, every deadline with its explanation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from msgspec import Struct

from tsk.desk.formfile import FormFile
from tsk.explain import Explained
from tsk.forms.measured import measured
from tsk.forms.ownfields import Own
from tsk.forms.speech import Speech, joined
from tsk.forms.talks import exchanges
from tsk.i18n import tr
from tsk.lifecycle import effective
from tsk.model import Attachment, Event, Promise, Wait
from tsk.render import labels
from tsk.render.explain import InWords, in_words
from tsk.render.history import fields_told
from tsk.render.taken import step_told
from tsk.render.times import limit_text

_LATE = 60  # seconds between a step and its recording from which both are told


class Entry(Struct, frozen=True):
    """One step of the history; `recorded` only where it was written down later, `back` where it was taken back."""

    seq: int
    at: str
    recorded: str
    what: str
    by: str
    fields: list[tuple[str, str]]
    back: bool


class Deadline(Struct, frozen=True):
    """One milestone: what was owed from when to when, how it stands, and the way from start to due."""

    name: str
    round: int
    limit: str
    start: str
    due: str
    done: str
    standing: str
    why: InWords


def content(file: FormFile, speech: Speech) -> dict[str, Any]:
    """What the appeal pack says beside the facts of the case."""
    case = file.case
    last = file.events[-1]
    return {
        "title": tr("Complaint file for an appeal"),
        "course": list(_course(file, speech)),
        "exchanges": exchanges(file.events, speech),
        "waits": [_wait(one, speech) for one in case.waits],
        "promises": [_promise(one, speech) for one in case.promises],
        "deliveries": [_delivery(one, speech) for one in effective(file.events) if one.type == "delivered"],
        "evidence": [_evidence(one, speech) for one in case.attachments],
        "deadlines": [_deadline(one, speech) for one in file.deadlines],
        "measures": [measured(nth, one, speech) for nth, one in enumerate(file.measures, 1)],
        "own_fields": Own(case, speech).others(()),
        "policy": joined(speech.house, case.policy),
        "anchor": f"{file.desk_id} {last.n} {last.hash}",
    }


def _course(file: FormFile, speech: Speech) -> Iterator[Entry]:
    counted = {one.seq for one in effective(file.events)}
    for one in file.events:
        late = abs((one.recorded_at - one.at).total_seconds()) >= _LATE
        yield Entry(
            seq=one.seq,
            at=speech.exactly(one.at),
            recorded=speech.exactly(one.recorded_at) if late else "",
            what=step_told(one),
            by=speech.who(one.actor),
            fields=fields_told(one, speech.rules, speech.zone),
            back=one.seq not in counted and one.type != "undone",
        )


def _wait(one: Wait, speech: Speech) -> tuple[str, ...]:
    return speech.named("wait", one.reason), one.asked, speech.when(one.since), speech.due(one.end), _over(one)


def _over(one: Wait) -> str:
    return tr("open") if one.open else tr("ended")


def _promise(one: Promise, speech: Speech) -> tuple[str, ...]:
    done = one.delivered_at or one.withdrawn_at
    how = tr("delivered") if one.delivered_at else tr("withdrawn") if done else tr("open")
    return (
        str(one.nth),
        one.text,
        speech.who(one.by),
        speech.when(one.at),
        speech.due(one.due),
        joined(how, speech.when(done)),
    )


def _delivery(one: Event, speech: Speech) -> tuple[str, ...]:
    nth = one.body.get("nth")
    note = joined(one.private.get("note") or "", one.private.get("reason") or "")
    return (
        speech.when(one.at),
        f"#{nth}" if nth else "",
        speech.money(one.body.get("amount", 0)),
        speech.who(one.actor),
        note,
    )


def _evidence(one: Attachment, speech: Speech) -> tuple[str, ...]:
    kind = speech.named("kind", one.kind)
    return str(one.nth), joined(one.name, kind), str(one.size), one.sha256, speech.who(one.by), speech.when(one.at)


def _deadline(one: Explained, speech: Speech) -> Deadline:
    m = one.milestone
    return Deadline(
        name=labels.milestone(speech.rules, m),
        round=m.round,
        limit=limit_text(m.limit),
        start=_exact(m.start, speech),
        due=speech.due(m.due),
        done=_exact(m.met_at or m.ended_at, speech),
        standing=labels.stands(m, one.standing),
        why=in_words(one, speech.rules, speech.zone),
    )


def _exact(at: datetime | None, speech: Speech) -> str:
    """The instant, to the second where it has any."""
    return speech.exactly(at).removesuffix(":00") if at else ""
