"""Proving the file: the chain, the personal texts bound into it, and everything derived from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import msgspec

from tsk.custody import stays
from tsk.derived import Derived, derived_rows
from tsk.desk.papers import is_kept
from tsk.desk.session import Desk
from tsk.desk.steps import derived_of, derived_with
from tsk.entries import FOLDS, fold_entry
from tsk.errors import TskError, Word
from tsk.evidence import commitment, link, policy_version
from tsk.handlingtime import Booking, book
from tsk.lifecycle import fold
from tsk.model import Case, Event

Rows = list[Any]
_DAMAGE = (msgspec.MsgspecError, AssertionError, LookupError, RecursionError, TypeError, ValueError, TskError)


class Finding(msgspec.Struct, frozen=True):
    """One difference: a template for people with its values."""

    message: str
    values: dict[str, Any]


class Verified(msgspec.Struct, frozen=True):
    """What was checked, and every difference found; `head` and `events` are the anchor of an honest file."""

    desk_id: str
    events: int
    texts: int
    complaints: int
    head: str
    findings: tuple[Finding, ...]


def verify(desk: Desk) -> Verified:
    """The proof of this site's chain, texts, case rows, milestones and figures, in one view of the file."""
    with desk.store.db.reading():
        return _verified(desk)


def _verified(desk: Desk) -> Verified:
    store = desk.store
    site = store.head()
    findings: list[Finding] = []
    previous, last, texts = site["desk_id"], 0, 0
    for events in store.chain():
        private = store.texts(events[0]["n"], events[-1]["n"])
        texts += len(private)
        previous, last = _check_links(events, previous, last, findings)
        findings += _check_texts(events, private)
    if (last, previous) != (site["n"], site["hash"]):
        findings.append(
            _found("The chain ends at event {n}, the site's row says {expected}.", n=last, expected=site["n"])
        )
    findings += _check_policies(desk)
    if strangers := store.strangers():
        findings.append(_found("{count} events or texts belong to no site or no event.", count=strangers))
    ids = store.file_ids()
    if ids and ids[-1] > site["last_number"]:
        findings.append(
            _found("The counter stands at {n}, but there is a complaint {id}.", n=site["last_number"], id=ids[-1])
        )
    for id in ids:
        findings += _check_file(desk, id)
    for kind in FOLDS:
        for id in store.entry_ids(kind):
            findings += _check_entry(desk, kind, id)
    return Verified(site["desk_id"], last, texts, len(ids), previous, tuple(findings))


def _found(message: str, **values: Any) -> Finding:
    return Finding(message, values)


def _check_links(events: Rows, previous: str, last: int, findings: list[Finding]) -> tuple[str, int]:
    for row in events:
        if row["n"] != last + 1:
            findings.append(_found("Events {first} to {last} are missing.", first=last + 1, last=row["n"] - 1))
        if link(previous, row) != row["hash"]:
            findings.append(
                _found(
                    "Event {n} (complaint {id}, {type}) was changed.", n=row["n"], id=row["id"], type=Word(row["type"])
                )
            )
        previous, last = row["hash"], row["n"]
    return previous, last


def _check_texts(events: Rows, private: Rows) -> Iterator[Finding]:
    kept = {(row["n"], row["field"]): row for row in private}
    for row in events:
        for field, expected in _commitments(row["body"]).items():
            text = kept.pop((row["n"], field), None)
            who = {"field": Word(field), "n": row["n"], "id": row["id"]}
            if text is None:
                yield _found("The {field} of event {n} (complaint {id}) is missing.", **who)
            elif commitment(text["salt"], text["value"]) != expected:
                yield _found(
                    "The {field} of event {n} (complaint {id}) was changed.",
                    field=Word(field),
                    n=row["n"],
                    id=row["id"],
                )
    for n, field in kept:
        yield _found("The {field} of event {n} was added from outside.", field=Word(field), n=n)


def _commitments(body: str) -> dict[str, str]:
    try:
        return dict(msgspec.json.decode(body).get("private", {}))
    except (msgspec.DecodeError, AttributeError, RecursionError, TypeError, ValueError):
        return {}


def _check_policies(desk: Desk) -> Iterator[Finding]:
    """A policy is named by its content; the limits that a complaint was received under are evidence too."""
    policies = {**desk.store.policies(), desk.rules.version: desk.rules.policy}
    for version, policy in policies.items():
        if policy is None or policy_version(policy) != version:
            yield _found("The policy {version} was changed.", version=version)
    for name in desk.store.db.missing_guards():
        yield _found("The guard {name} that keeps history from being changed is missing.", name=name)


def _check_file(desk: Desk, id: int) -> Iterator[Finding]:
    """Differences between what the events of one complaint fold to and the rows kept of it."""
    stored = desk.store.derived(id)
    try:
        events = desk.store.events(id)
        case = fold(events, desk.store.site)
        if desk.store.policy(case.policy) is None:
            yield _found("The policy {version} of {number} is missing.", version=case.policy, number=case.number)
            return
        expected = derived_rows(case, as_booked(desk, case, tuple(events)))
    except _DAMAGE:
        yield _found("The events of complaint {id} no longer add up to a case.", id=id)
        return
    for one in case.attachments:
        if not is_kept(desk, one):
            yield _found("Attachment {nth} of {number} is missing or was changed.", nth=one.nth, number=case.number)
    for table, rows in expected.items():
        if stored[table] != rows:
            yield _found("The {table} rows of {number} differ from its events.", table=Word(table), number=case.number)


def as_booked(desk: Desk, case: Case, events: tuple[Event, ...]) -> Derived:
    """What should be derived from the file; time booked by other calendars than today's is taken as it is stored."""
    had: tuple[Booking, ...] = ()
    with suppress(AssertionError, TypeError, ValueError):  # damaged rows are none of ours
        had = desk.store.bookings(case.id)
    kept = (one for one in had if one.working is None or one.by != desk.calendars.digest)
    ends = (one.until for one in case.held if one.until)  # what is booked has ended, whatever the present claimed
    ended = max((*ends, *(wait.end for wait in case.waits)), default=desk.now)
    bookings = book(stays(case), kept, desk.calendars, desk.rules.desk_department, ended)
    return derived_with(desk, case, events, bookings)


def _check_entry(desk: Desk, kind: str, id: int) -> Iterator[Finding]:
    """Differences between what the events of one file beside the complaints fold to and its row in the register."""
    try:
        filed = fold_entry(kind, desk.store.events(id, kind))
    except _DAMAGE:
        yield _found("The events of {what} {id} no longer add up.", what=Word(kind), id=id)
        return
    if desk.store.entry(kind, id) != desk.store.entry_row(kind, filed):
        yield _found("The register's row of {what} {id} differs from its events.", what=Word(kind), id=id)


def rebuild(desk: Desk) -> None:
    """Derives again everything that is derived from events, and notes that it is done.

    A file that no longer adds up is left as it is: `verify` names it, and must be able to.
    """
    for id in desk.store.file_ids():
        with desk.store.writing():
            found = _derived(desk, id)
            if found:
                desk.store.save(None, *found)
    for kind in FOLDS:
        for id in desk.store.entry_ids(kind):
            with suppress(*_DAMAGE), desk.store.writing():
                desk.store.save_entry(kind, fold_entry(kind, desk.store.events(id, kind)))
    desk.store.mark_derived()


def _derived(desk: Desk, id: int) -> tuple[Case, Derived, tuple[Booking, ...]] | None:
    """The case, what is derived from it, and the time booked so far; None where its events no longer add up."""
    try:
        events, had = tuple(desk.store.events(id)), desk.store.bookings(id)
        case = fold(events, desk.store.site)
        return case, derived_of(desk, case, events, had), had
    except _DAMAGE:
        return None


def verified_view(found: Verified) -> dict[str, Any]:
    """What was proved, and each difference as a sentence."""
    return {
        "desk_id": found.desk_id,
        "events": found.events,
        "texts": found.texts,
        "complaints": found.complaints,
        "hash": found.head,
        "whole": not found.findings,
        "findings": [one.message.format(**one.values) for one in found.findings],
    }
