"""What was said about a new complaint, as typed: checked word by word, filled in, and understood as an Intake."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from tsk.desk.intake import TEXTS, Intake, Outlook, outlook, told_text
from tsk.desk.ownfields import fields_said
from tsk.desk.papers import Paper, check_paper, kind_named
from tsk.desk.session import Desk
from tsk.desk.words import amount_of, known, one_of, tier_named
from tsk.errors import UsageError
from tsk.model import CONTACT_METHODS
from tsk.rules import find, suggest_category
from tsk.text import cleaned
from tsk.whenwords import parse_when

LARGEST = 2_000_000  # bytes of a file that says one complaint
BETWEEN_FILES = "\0"  # which no name of a file holds
OWN = "field:"  # begins the name of one of the policy's own fields
_PLAIN = ("channel", "category", "subtype", "severity", "tier", "amount", "basis")
_TIMES = ("received", "occurred", "answered")
_FREQUENT = ("summary", "details", "category", "subtype", "severity", "channel", "product", "demand")


def intake_of(desk: Desk, said: Mapping[str, str], papers: tuple[Paper, ...] = ()) -> Intake:
    """What was said as the desk takes it; raises UsageError for a word that cannot be understood.

    An answer that stands in it, even an empty one, says that the matter was settled on the spot.
    """
    plain = {name: said.get(name, "") for name in _PLAIN}
    times = {name: _instant(desk, said.get(name, "")) for name in _TIMES}
    own = (f"{name.removeprefix(OWN)}={text}" for name, text in said.items() if name.startswith(OWN))
    return Intake(
        texts={name: said.get(name, "") for name in TEXTS},
        **plain,  # type: ignore[arg-type]
        settled=said.get("settled"),
        via=one_of("way of contact", CONTACT_METHODS, said.get("via", "")),
        papers=papers,
        fields=fields_said(desk, own),
        **times,  # type: ignore[arg-type]
    )


def own_fields(desk: Desk, words: Iterable[str]) -> dict[str, str]:
    """`NAME=VALUE` words by the names of the policy's own fields."""
    found: dict[str, str] = {}
    for word in words:
        fields_said(desk, [word])
        name, _, text = word.partition("=")
        found[OWN + known("field", desk.rules.fields, name.strip())] = text
    return found


def told_in_file(desk: Desk, content: bytes, name: str) -> dict[str, str]:
    """What a file of that content says, by the same names; raises UsageError for what is no record."""
    from tsk.importer.record import read_record

    if len(content) > LARGEST:
        raise UsageError(
            "{file} is larger than {most} MB.", "It takes one complaint.", file=name, most=LARGEST // 1_000_000
        )
    told = read_record(content, name)
    own = own_fields(desk, (f"{field}={text}" for field, text in told.fields.items() if text))
    files = {"attach": BETWEEN_FILES.join(told.attach)} if told.attach else {}
    return {**told.said, **files, **own}


def filled_in(desk: Desk, said: Mapping[str, str], name: str) -> dict[str, str]:
    """What was said, and of what was not, what the policy's frequent complaint of that name says."""
    row = find(desk.rules.frequent, known("frequent complaint", desk.rules.frequent, name))
    if row is None:
        return dict(said)
    usual = {field: getattr(row, field) for field in _FREQUENT} | {
        "summary": row.summary or row.label(desk.options.lang)
    }
    if said.get("category", row.category) != row.category:
        usual["subtype"] = ""  # of another category
    return {**{field: text for field, text in usual.items() if text}, **{k: v for k, v in said.items() if v}}


def look_ahead(desk: Desk, said: Mapping[str, str]) -> Outlook:
    """What would become of it; files that are named count as attached."""
    papers = tuple(Paper(file, said.get("kind", ""), "", 0, None) for file in files_of(said))
    return outlook(desk, intake_of(desk, said, papers))


def suggested(desk: Desk, said: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """The category that the words of a complaint suggest, with those words."""
    return suggest_category(desk.rules.policy, told_text(said.get("summary", ""), said.get("details", "")))


def files_of(said: Mapping[str, str]) -> tuple[str, ...]:
    """The files that are to be attached."""
    return tuple(filter(None, said.get("attach", "").split(BETWEEN_FILES)))


# ── word by word ───────────────────────────────────────────────────────────────────────────────────


def understood(desk: Desk, said: Mapping[str, str], name: str, text: str) -> str:
    """The text as it will be taken: a word of the policy by its name; raises UsageError for what is none."""
    if name.startswith(OWN):
        fields_said(desk, [f"{name.removeprefix(OWN)}={text}"])
        return text
    read = _READ.get(name)
    return read(desk, said, text) if read and text else cleaned(name, text)


def all_understood(desk: Desk, said: Mapping[str, str]) -> dict[str, str]:
    """Everything that was said as it will be taken; raises UsageError for the first word that is none."""
    found = dict(said)
    for name in sorted(said, key=lambda name: name == "subtype"):  # a subtype is one of its category
        found[name] = understood(desk, found, name, said[name])
    return found


def _category(desk: Desk, said: Mapping[str, str], text: str) -> str:
    return known("category", desk.rules.policy.categories, text)


def _subtype(desk: Desk, said: Mapping[str, str], text: str) -> str:
    row = find(desk.rules.policy.categories, said.get("category", ""))
    return known("subtype", row.subtypes if row else (), text)


def _amount(desk: Desk, said: Mapping[str, str], text: str) -> str:
    amount_of(text, desk.rules.currency)
    return text


def _files(desk: Desk, said: Mapping[str, str], text: str) -> str:
    for file in text.split(BETWEEN_FILES):
        check_paper(Path(file))
    return text


def _past(desk: Desk, said: Mapping[str, str], text: str) -> str:
    at = _instant(desk, text)
    if at and at > desk.now:
        raise UsageError("{at} lies in the future.", "Say when it happened.", at=at)
    return at.astimezone(desk.zone).isoformat() if at else ""  # `-2h` means something else later


def _instant(desk: Desk, text: str) -> datetime | None:
    return parse_when(text, desk.now, desk.zone) if text else None


_READ: dict[str, Callable[[Desk, Mapping[str, str], str], str]] = {
    "category": _category,
    "subtype": _subtype,
    "severity": lambda desk, said, text: known("severity", desk.rules.policy.severities, text),
    "channel": lambda desk, said, text: known("channel", desk.rules.channels, text),
    "tier": lambda desk, said, text: tier_named(desk.rules, desk.rules.policy, text),
    "amount": _amount,
    "attach": _files,
    "kind": lambda desk, said, text: kind_named(desk, text),
    "occurred": _past,
    "received": _past,
    "answered": _past,
}
