"""Who sees the contact data of a complaint as they are, on which ground, and how it looks to everybody else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tsk.model import Case, Customer, Event, Person, stands_for
from tsk.privacy import mask, masked_text
from tsk.rules import Rules
from tsk.stepfacts import CLEARED, FIELD

ANYONE, HANDLER, RECORDER, DESK, REVEALED = "anyone", "handler", "recorder", "desk", "reveal"
LOOKED, UNMASKED, EXPORTED = "looked", "revealed", "exported"  # what the log tells: the types of its events
TAKEN_OVER = "taken_over"
KIND = "access"  # the kind of those events

_MASKED = ("phone", "email", "card")
_HIDDEN = ("address", "on_behalf_of")
_TEXTS = (
    *("summary", "details", "against", "demand", "chosen", "answer", "basis", "lesson", "sent_back", "fault"),
    "settled",
)
_PARTS = {
    "promises": ("text",),
    "opinions": ("text",),
    "waits": ("asked",),
    "attachments": ("name",),
    "inspections": ("note", "consequence"),
    "penalties": ("person", "why"),
}
_SHORTEST = 5  # letters or digits of a phone or card that is looked for in other texts too
Hide = Callable[[str], str]


def ground(rules: Rules, person: Person, case: Case) -> str:
    """On which ground somebody who may see the case sees its contact data as they are; "" for none.

    Its handler and its recorder do, who stands in for them, and everybody of the department that answers; without
    listed staff, anyone.
    """
    if person.anyone:
        return ANYONE
    own = ((HANDLER, case.handler), (RECORDER, case.recorder))
    answers = bool(rules.desk_department) and person.department == rules.desk_department
    return next((name for name, who in own if stands_for(person, who)), DESK if answers else "")


# ── as everybody else sees it ──────────────────────────────────────────────────────────────────────


def personal(rules: Rules) -> frozenset[str]:
    """The policy's own fields that say who the customer is, and are masked like a card."""
    return frozenset(row.name for row in rules.fields if row.personal)


def masked_customer(one: Customer) -> Customer:
    """The customer with the middle of phone, e-mail and card hidden, without address and whom they speak for."""
    if not any(getattr(one, name) for name in (*_MASKED, *_HIDDEN)):
        return one
    hidden = {name: mask(getattr(one, name)) for name in _MASKED}
    return replace(one, **hidden, **dict.fromkeys(_HIDDEN, ""))


def masked_case(case: Case, fields: frozenset[str] = frozenset()) -> Case:
    """The case with its contact data masked, in every text too; the case itself where it holds none.

    `fields` are those of the policy's own that are personal.
    """
    return _masked(case, fields, hiding(case.customer))


def _masked(case: Case, fields: frozenset[str], hide: Hide) -> Case:
    customer = masked_customer(case.customer)
    whole = "\n".join(_all_texts(case))
    if hide(whole) == whole and not (case.fields and fields):  # the rule, not the exception: one look for all texts
        return case if customer is case.customer else replace(case, customer=customer)
    found: dict[str, Any] = {name: hide(getattr(case, name)) for name in _TEXTS if getattr(case, name)}
    for name, texts in _PARTS.items():
        if parts := getattr(case, name):
            found[name] = tuple(_with_texts(one, texts, hide) for one in parts)
    if case.proposal:
        found["proposal"] = _with_texts(case.proposal, ("text", "alternatives"), hide)
    if case.fields:
        found["fields"] = {name: _field(name, text, fields, hide) for name, text in case.fields.items()}
    found["customer"] = customer
    changed = {name: value for name, value in found.items() if value != getattr(case, name)}
    return replace(case, **changed) if changed else case


def _all_texts(case: Case) -> Iterator[str]:
    """Everything of the case that somebody said in words of their own."""
    for name in _TEXTS:
        if text := getattr(case, name):
            yield text
    for name, texts in _PARTS.items():
        for part in getattr(case, name):
            for text in texts:
                yield getattr(part, text)
    if case.proposal:
        yield from (case.proposal.text, case.proposal.alternatives)
    yield from case.fields.values()


def masked_file(
    case: Case, events: Iterable[Event], fields: frozenset[str] = frozenset()
) -> tuple[Case, tuple[Event, ...]]:
    """The case and its events with the contact data masked; what was corrected since is hidden everywhere too."""
    events = tuple(events)
    said = (event.private.get(name) or "" for event in events for name in _MASKED)
    hide = _hiding((*_values(case.customer), *said))
    return _masked(case, fields, hide), tuple(_masked_event(one, fields, hide) for one in events)


def hiding(customer: Customer) -> Hide:
    """What masks a text about that customer: numbers and addresses by their form, and the customer's own."""
    return _hiding(_values(customer))


def _values(customer: Customer) -> tuple[str, ...]:
    return tuple(getattr(customer, name) for name in _MASKED)


def _hiding(values: Iterable[str]) -> Hide:
    known = tuple(sorted({one for one in values if len(one) >= _SHORTEST}, key=len, reverse=True))
    return partial(_without, known) if known else masked_text


def _without(known: tuple[str, ...], text: str) -> str:
    for value in known:
        if value in text:
            text = text.replace(value, mask(value))
    return masked_text(text)


def _with_texts(one: Struct, texts: Iterable[str], hide: Hide) -> Struct:
    said = ((name, getattr(one, name)) for name in texts)
    changed = {name: hidden for name, text in said if text and (hidden := hide(text)) != text}
    return replace(one, **changed) if changed else one


def _field(name: str, text: str, fields: frozenset[str], hide: Hide) -> str:
    return mask(text) if name in fields and text != CLEARED else hide(text)


def _masked_event(event: Event, fields: frozenset[str], hide: Hide) -> Event:
    private = {name: _masked_word(name, text, fields, hide) for name, text in event.private.items()}
    return event if private == event.private else replace(event, private=private)


def _masked_word(name: str, text: str | None, fields: frozenset[str], hide: Hide) -> str | None:
    """One text of a step; one that was removed stays so."""
    if not text:
        return text
    if name in _HIDDEN:
        return ""
    if name in _MASKED:
        return mask(text)
    return text if name == "name" else _field(name.removeprefix(FIELD), text, fields, hide)


# ── what the log says ──────────────────────────────────────────────────────────────────────────────

_OF_THE_CUSTOMER = ("customer", "phone", "words")  # filters whose words are a customer's
_TYPED = ("store", "region", "product")  # filters that take any word: known as one of ours where something was found
_LONGEST = 2_000


def filters_told(filters: dict[str, Any], count: int) -> tuple[str, ...]:
    """The filters as the log keeps them for ever: `state=open`; of those that may name a customer only the name."""
    found: list[str] = []
    for name, value in filters.items():
        if value in (None, "", ()) or name in ("view", "desk") or (name, value) == ("state", "all"):
            continue
        silent = name in _OF_THE_CUSTOMER or (name in _TYPED and not count)
        found.append(name if silent else f"{name}={value}")
    return tuple(found)


def ranges(ids: Iterable[int]) -> str:
    """The numbers in order, as short as they can be written: `1-3,7`; a very long line ends in …."""
    found: list[list[int]] = []
    for id in sorted(ids):
        if found and id == found[-1][1] + 1:
            found[-1][1] = id
        else:
            found.append([id, id])
    return shortened(",".join(str(first) if first == last else f"{first}-{last}" for first, last in found))


def shortened(told: str) -> str:
    """The numbers as they are; a very long line ends in …."""
    return told if len(told) <= _LONGEST else told[:_LONGEST].rpartition(",")[0] + ",…"
