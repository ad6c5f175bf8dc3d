"""Improvement measures: who does what by when, in dated parts where its kind has any, and whether it worked.

A measure is the fold of its events. It is done once its effect was checked and is there; what was checked and not
found stays on record and keeps it open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from tsk.model import Event
from tsk.register import Entry
from tsk.stepfacts import Body, instant


class Part(Struct, frozen=True, omit_defaults=True):
    """One dated part, such as D3 of an 8D report: open until `done_at`; `told_at`: when the customer heard of it."""

    name: str
    text: str = ""
    owner: str = ""
    due: datetime | None = None
    done_at: datetime | None = None
    done_by: str = ""
    told_at: datetime | None = None


class Check(Struct, frozen=True):
    """What was found when the effect was checked; `confirmed` is yes or no."""

    at: datetime
    by: str
    effect: str
    confirmed: str


class Measure(Struct, frozen=True, omit_defaults=True):
    """The present state of one measure; `complaint` and `number` are those of the complaint it comes from, if any."""

    id: int
    seq: int
    at: datetime
    by: str
    last_at: datetime
    text: str
    kind: str = ""
    complaint: int = 0
    number: str = ""
    department: str = ""
    owner: str = ""
    due: datetime | None = None
    source: str = ""  # the finding, or the line of a report, that it comes from
    study: tuple[str, ...] = ()  # the themes or categories that it studies together
    parts: tuple[Part, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def done(self) -> bool:
        """Whether its effect was checked and is there."""
        return bool(self.checks) and self.checks[-1].confirmed == "yes"

    @property
    def state(self) -> str:
        return "done" if self.done else "open"

    @property
    def open_parts(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.done_at is None)

    @property
    def owners(self) -> frozenset[str]:
        """Everybody who has something to do with it by name."""
        return frozenset(filter(None, (self.owner, *(part.owner for part in self.parts))))

    @property
    def entry(self) -> Entry:
        dues = [due for _, _, due in owed(self)]
        return Entry(self.state, min(dues, default=None), self.department, self.owner, self.complaint)


def owed(measure: Measure) -> Iterator[tuple[str, str, datetime]]:
    """What is still owed: the name of the part, "" for the whole, with its owner and its date."""
    if measure.done:
        return
    for part in measure.open_parts:
        if part.due:
            yield part.name, part.owner or measure.owner, part.due
    if measure.due:
        yield "", measure.owner, measure.due


def satisfied(measures: Sequence[Measure]) -> tuple[str, ...]:
    """What these measures of one complaint fulfil of its closing: any, all done, one of a kind done."""
    names = ["measure"] if measures else []
    names += ["measures"] if measures and all(one.done for one in measures) else []
    return (*names, *dict.fromkeys(f"measure:{one.kind}" for one in measures if one.kind and one.done))


# ── the fold ───────────────────────────────────────────────────────────────────────────────────────


def fold_measure(events: Sequence[Event]) -> Measure:
    """The measure that its events add up to, oldest first."""
    measure = _added(events[0])
    for event in events[1:]:
        said: Body = {**event.body, **{name: text or "" for name, text in event.private.items()}}
        changed = _EFFECTS[event.type](measure, event, said)
        measure = replace(changed, seq=event.seq, last_at=max(measure.last_at, event.at))
    return measure


def _added(event: Event) -> Measure:
    body, texts = event.body, event.private
    return Measure(
        id=event.id,
        seq=event.seq,
        at=event.at,
        by=event.actor,
        last_at=event.at,
        text=texts.get("text") or "",
        source=texts.get("source") or "",
        due=instant(body.get("due")),
        study=tuple(body.get("study", ())),
        parts=tuple(Part(name) for name in body.get("parts", ())),
        **{name: body[name] for name in ("kind", "complaint", "number", "department", "owner") if name in body},
    )


def _changed(measure: Measure, event: Event, said: Body) -> Measure:
    """The measure itself or one of its parts, as the step says."""
    if not said.get("part"):
        return replace(measure, **_said(said))
    parts = tuple(_worked(part, event, said) if part.name == said["part"] else part for part in measure.parts)
    return replace(measure, parts=parts)


def _worked(part: Part, event: Event, said: Body) -> Part:
    part = replace(part, **_said(said))
    if said.get("due") and part.done_at:  # another date for what is done: it is to be done again
        part = replace(part, done_at=None, done_by="")
    if said.get("finished"):
        part = replace(part, done_at=event.at, done_by=event.actor)
    return replace(part, told_at=event.at) if said.get("told") else part


def _said(said: Body) -> Body:
    found: Body = {name: said[name] for name in ("text", "owner") if name in said}
    return {**found, "due": instant(said["due"])} if said.get("due") else found


def _checked(measure: Measure, event: Event, said: Body) -> Measure:
    check = Check(event.at, event.actor, said.get("effect", ""), said["confirmed"])
    return replace(measure, checks=(*measure.checks, check))


_EFFECTS: dict[str, Callable[[Measure, Event, Body], Measure]] = {
    "measure_step": _changed,
    "measure_checked": _checked,
}
