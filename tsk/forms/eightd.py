"""The 8D report: one measure in eight dated parts, with the defect described from the case and its photographs."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from tsk.desk.formfile import FormFile, Paper
from tsk.forms.measured import checked, owner_of
from tsk.forms.ownfields import Own
from tsk.forms.speech import Speech
from tsk.i18n import say, tr, word
from tsk.measures import Measure
from tsk.render import labels
from tsk.render.measures import part_label

_PARTS = ("D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8")
_LABELS = {
    "D1": "Team",
    "D2": "Description of the problem",
    "D3": "Interim measure",
    "D4": "Root cause",
    "D5": "Choice of measures",
    "D6": "Implementation",
    "D7": "Prevention of recurrence",
    "D8": "Closing",
}
_PICTURES = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
}


class Row(Struct, frozen=True):
    """One part of the report in words; what is not known is left open."""

    label: str
    text: str
    owner: str
    due: str
    done: str
    told: str = ""


class Picture(Struct, frozen=True):
    """An attachment as it is printed; `source` is the picture itself, nothing where it is none or is missing."""

    nth: int
    name: str
    kind: str
    sha256: str
    source: str
    missing: bool


def content(file: FormFile, speech: Speech) -> dict[str, Any]:
    """What the report says beside the facts of the case: the latest measure with parts, else eight open ones."""
    measure = next((one for one in reversed(file.measures) if one.parts), None)
    described = "\n".join(text for text in (labels.summary(file.case), file.case.details) if text)
    pictures = [_picture(one, speech) for one in file.papers]
    return {
        "title": tr("8D report"),
        "measure": f"#{measure.id} {measure.text}" if measure else "",
        "measure_state": word(f"measure {measure.state}") if measure else "",
        "measure_due": speech.due(measure.due) if measure else "",
        "owner": owner_of(measure, speech) if measure else "",
        "parts": list(_rows(measure, described, speech) if measure else _open_rows(described)),
        "checks": [checked(one, speech) for one in measure.checks] if measure else [],
        "pictures": [one for one in pictures if one.source],
        "papers": [one for one in pictures if not one.source],
        "own_fields": Own(file.case, speech).others(()),
    }


def _open_rows(described: str) -> Iterator[Row]:
    """The eight parts to be filled in by hand; the description is that of the case."""
    for name in _PARTS:
        yield Row(f"{name} {tr(_LABELS[name])}", described if name == "D2" else "", "", "", "")


def _rows(measure: Measure, described: str, speech: Speech) -> Iterator[Row]:
    """The parts in words; the second, the description, is filled from the case where nobody wrote another."""
    for place, part in enumerate(measure.parts):
        owner = part.owner or measure.owner
        yield Row(
            label=part_label(speech.rules, measure, part.name),
            text=part.text or (described if place == 1 else ""),
            owner=speech.who(owner) if owner else "",
            due=speech.due(part.due),
            done=speech.when(part.done_at),
            told=say("customer told {at}", at=speech.when(part.told_at)) if part.told_at else "",
        )


def _picture(paper: Paper, speech: Speech) -> Picture:
    one = paper.attachment
    kind = speech.named("kind", one.kind)
    return Picture(one.nth, one.name, kind, one.sha256, source_of(paper.data or b""), paper.data is None)


def source_of(data: bytes) -> str:
    """The picture as a data URI; nothing for what is none that a browser shows."""
    media = next((media for media, starts in _PICTURES.items() if data.startswith(starts)), "")
    if not media and data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        media = "image/webp"
    return f"data:{media};base64,{b64encode(data).decode()}" if media else ""
