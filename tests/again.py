"""What was recorded at one desk, typed again at another: every step of a person as the command line that takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from conftest import Desk

RecordedEvent = dict[str, Any]
SYSTEM = "system"


class Typed(NamedTuple):
    """One command: when, by whom, its words."""

    at: str
    actor: str
    words: tuple[str, ...]


def typed_again(desk: Desk, numbers: range) -> list[Typed]:
    """The commands behind the files of those numbers, in the order in which they were given."""
    found = []
    for number in numbers:
        events = desk.ok("show", number, "--history")["events"]
        found += [(event["n"], typed) for event, typed in _of_file(number, events)]
    return [typed for _, typed in sorted(found, key=lambda one: one[0])]


def type_again(desk: Desk, commands: list[Typed]) -> None:
    """Gives those commands at a desk for practice; each of them has to be possible there."""
    for one in commands:
        told = desk.at(one.at).tsk(*one.words, "--as", one.actor)
        assert told.code == 0, (one, told)


def _of_file(number: int, events: list[RecordedEvent]) -> Iterator[tuple[RecordedEvent, Typed]]:
    for event, following in pairwise([*events, {"at": "", "type": "", "actor": ""}]):
        together = (following["at"], following["actor"]) == (event["at"], event["actor"])
        follows = event["type"] in ("answered", "rated") or (event["type"] == "accepted" and together)
        if event["actor"] == SYSTEM or follows:
            continue
        rated = following if event["type"] == "replied" and following["type"] == "rated" else {}
        words = WORDS[event["type"]](event, rated)
        ids = () if event["type"] == "registered" else (str(number),)
        yield event, Typed(event["at"], event["actor"], (words[0], *ids, *words[1:]))


def _options(event: RecordedEvent, *names: str) -> tuple[str, ...]:
    """The options of those names for what the step says."""
    said = ((name, event.get(name.replace("-", "_"))) for name in names)
    return tuple(word for name, value in said if value for word in (f"--{name}", str(value)))


def _amount(event: RecordedEvent) -> tuple[str, ...]:
    return ("--amount", str(event["amount"] / 100)) if event.get("amount") else ()


def _recorded(event: RecordedEvent, _: RecordedEvent) -> tuple[str, ...]:
    typed = [name for name in ("category", "severity") if name not in event.get("by_rule", ())]
    plain = ("details", "phone", "email", "card", "address", "tier", "channel", "subtype", "store", "region", "product")
    more = ("received", "answered", "occurred", "reason", "demand")
    customer = ("--customer", event["name"]) if event.get("name") else ()
    return ("record", event["summary"], *_options(event, *plain, *more, *typed), *customer)


def _replied(event: RecordedEvent, rated: RecordedEvent) -> tuple[str, ...]:
    return ("reply", event["answer"], *_options(event, "via", "basis"), *_options(rated, "satisfied", "demand"))


def _proposed(event: RecordedEvent, _: RecordedEvent) -> tuple[str, ...]:
    judged = _options(event, "cause", "upheld", "responsible", "reason")
    return ("propose", event["proposal"], *judged, *_amount(event))


def _asked(event: RecordedEvent, _: RecordedEvent) -> tuple[str, ...]:
    note = ("--note", event["reason"]) if event.get("reason") else ()
    return ("pend", "--reason", event["wait"], "--until", event["until"], *note)


def _plain(verb: str, *names: str) -> Callable[[RecordedEvent, RecordedEvent], tuple[str, ...]]:
    return lambda event, _: (verb, *_options(event, *names))


WORDS: dict[str, Callable[[RecordedEvent, RecordedEvent], tuple[str, ...]]] = {
    "registered": _recorded,
    "accepted": _plain("accept"),
    "contacted": _plain("contact", "via", "note", "demand"),
    "asked": _asked,
    "resumed": _plain("resume"),
    "proposed": _proposed,
    "approved": _plain("approve"),
    "replied": _replied,
    "submitted": _plain("submit"),
    "delivered": lambda event, _: ("deliver", *_amount(event)),
    "closed": _plain("close"),
    "visited": _plain("visit", "via", "satisfied"),
    "cancelled": _plain("cancel", "by", "reason"),
    "chased": _plain("chase", "via"),
}
