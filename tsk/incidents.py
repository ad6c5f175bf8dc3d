"""Incidents: one fault that many complain of, what it explains, and when so many complain that it must be one.

An incident is the fold of its events. Which complaints are linked to it stands with them, each in its own file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from tsk.model import Case, Event
from tsk.register import Entry
from tsk.stepfacts import Body, instant

KIND = "incident"
DONE = ("resolved", "cancelled")
ALIKE = ("category", "subtype", "store", "region", "product")  # what it may have in common with complaints


def key_of(incident: int, id: int) -> str:
    """The key under which the end of an incident is written to a complaint: never twice."""
    return f"{KIND}:{incident}:{id}"


class Incident(Struct, frozen=True, omit_defaults=True):
    """The present state of one incident: open, then resolved with an answer for everybody linked, or cancelled.

    `until` is its expected end, `tell` who was told of it when it was opened. `template` is the text, in the language
    `lang`, that each customer's own answer is filled from.
    """

    id: int
    seq: int
    title: str
    opened_at: datetime
    opened_by: str
    state: str = "open"
    category: str = ""
    subtype: str = ""
    store: str = ""
    region: str = ""
    product: str = ""
    until: datetime | None = None
    notice: str = ""
    tell: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()  # those of `tell` that are departments
    reason: str = ""
    answer: str = ""
    basis: str = ""
    via: str = ""
    cause: str = ""
    template: str = ""
    lang: str = ""
    ended_at: datetime | None = None
    ended_by: str = ""
    ended_why: str = ""

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def entry(self) -> Entry:
        return Entry(self.state, due=self.until if self.is_open else None, owner=self.opened_by)

    @property
    def about(self) -> dict[str, str]:
        """What it is about and where, as far as that was said."""
        return {name: getattr(self, name) for name in ALIKE if getattr(self, name)}


def fold_incident(events: Sequence[Event]) -> Incident:
    """The incident that its events add up to, oldest first."""
    first, *later = events
    incident = _opened(first, _said(first))
    for event in later:
        incident = replace(_EFFECTS[event.type](incident, event, _said(event)), seq=event.seq)
    return incident


def _said(event: Event) -> Body:
    return {**event.body, **{name: text or "" for name, text in event.private.items()}}


def _opened(event: Event, said: Body) -> Incident:
    plain = {name: said[name] for name in (*ALIKE, "notice", "reason") if name in said}
    return Incident(
        id=event.id,
        seq=event.seq,
        title=said.get("title", ""),
        opened_at=event.at,
        opened_by=event.actor,
        until=instant(said.get("until")),
        tell=tuple(said.get("tell", ())),
        departments=tuple(said.get("departments", ())),
        **plain,
    )


def _resolved(incident: Incident, event: Event, said: Body) -> Incident:
    plain = {name: said[name] for name in ("answer", "basis", "via", "cause", "template", "lang") if name in said}
    return replace(_ended(incident, event, said), state="resolved", **plain)


def _cancelled(incident: Incident, event: Event, said: Body) -> Incident:
    return replace(_ended(incident, event, said), state="cancelled")


def _ended(incident: Incident, event: Event, said: Body) -> Incident:
    return replace(incident, ended_at=event.at, ended_by=event.actor, ended_why=said.get("reason", ""))


_EFFECTS: dict[str, Callable[[Incident, Event, Body], Incident]] = {
    "incident_resolved": _resolved,
    "incident_cancelled": _cancelled,
}


# ── what it explains ───────────────────────────────────────────────────────────────────────────────


def explains(incident: Incident, said: Mapping[str, str], same: Sequence[str]) -> bool:
    """Whether a complaint shares all of these words with the incident; what either leaves unsaid is not shared."""
    return bool(same) and all(_alike(getattr(incident, name), said.get(name, "")) for name in same)


def covers(incident: Incident, said: Mapping[str, str]) -> bool:
    """Whether the incident is about the same as far as it says what it is about."""
    return bool(incident.about) and all(_alike(word, said.get(name, "")) for name, word in incident.about.items())


def _alike(one: str, other: str) -> bool:
    return bool(one.strip()) and _folded(one) == _folded(other)


def _folded(word: str) -> str:
    return word.strip().casefold()


def held_seconds(case: Case, incident: Incident, now: datetime) -> int:
    """For how long the incident has held the complaint; a hold that still lasts is counted up to now."""
    last = incident.ended_at or now
    holds = (w for w in case.waits if w.reason == KIND and incident.opened_at <= w.since <= last)
    return sum(max(0, int((min(w.end, now) - w.since).total_seconds())) for w in holds)


_BLANK = re.compile(r"\{(customer|number|answer|basis)\}")
BLANKS = ("customer", "number", "answer", "basis")  # what a template of an answer may ask for


def filled(template: str, values: Mapping[str, str]) -> str:
    """The text with its blanks filled in for one customer; what stands in the values is not filled again."""
    return _BLANK.sub(lambda found: values[found[1]], template)


# ── a surge ────────────────────────────────────────────────────────────────────────────────────────

DAYS = 28  # whose windows at the same time of day say what is usual
SPARED = 2  # so many of them may hold as much without its being usual: earlier surges


class Received(Struct, frozen=True):
    """A complaint that no incident explains: when it was received, and what it is about."""

    id: int
    at: datetime
    about: dict[str, str]


class Surge(Struct, frozen=True):
    """More complaints of one kind and place than usual: `usual` is what such a window holds at this time of day."""

    about: dict[str, str]
    ids: tuple[int, ...]
    since: datetime
    usual: int


def surges(
    received: Iterable[Received], since: datetime, now: datetime, least: int, same: Sequence[str]
) -> list[Surge]:
    """The groups of complaints received on [since, now] that are a surge, the largest first.

    A group has all words of `same` in common. It is a surge with `least` complaints or more, if they are more than
    the same window held on all but two of the 28 days before (docs/figures.md).
    """
    groups: dict[tuple[str, ...], list[Received]] = {}
    for one in received:
        groups.setdefault(tuple(_folded(one.about.get(name, "")) for name in same), []).append(one)
    found = (_surge(group, since, now, same) for group in groups.values())
    return sorted((s for s in found if len(s.ids) >= max(least, s.usual + 1)), key=lambda s: (-len(s.ids), s.since))


def _surge(group: Sequence[Received], since: datetime, now: datetime, same: Sequence[str]) -> Surge:
    here = sorted(_between(group, since, now), key=lambda one: (one.at, one.id))
    before = [sum(1 for _ in _between(group, since - day, now - day)) for day in _days()]
    usual = sorted(before, reverse=True)[SPARED]
    about = {name: here[0].about[name] for name in same if here and here[0].about.get(name)}
    return Surge(about, tuple(one.id for one in here), here[0].at if here else now, usual)


def _days() -> Iterator[timedelta]:
    return (timedelta(days=back) for back in range(1, DAYS + 1))


def _between(group: Iterable[Received], since: datetime, until: datetime) -> Iterator[Received]:
    return (one for one in group if since <= one.at <= until)


_PLAIN = re.compile(r"[\w.-]+")


def command_of(one: Surge) -> str:
    """What to type to open an incident for the surge."""
    options = " ".join(f"--{name} {_quoted(word)}" for name, word in one.about.items())
    return f'tsk incident open "…" {options}'.rstrip()


def _quoted(word: str) -> str:
    return word if _PLAIN.fullmatch(word) else "'" + word.replace("'", "'\\''") + "'"
