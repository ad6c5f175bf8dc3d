"""Proving the file: the chain, the personal texts bound into it, and everything derived from it; nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import chain
from typing import Any

import msgspec
from msgspec.structs import replace

from tsk import proofstore
from tsk.anchors import Anchor
from tsk.custody import stays
from tsk.derived import Derived, derived_rows
from tsk.desk.papers import is_kept
from tsk.desk.session import Desk
from tsk.desk.steps import derived_with
from tsk.entries import FOLDS, fold_entry
from tsk.errors import StoreError, TskError, Word
from tsk.evidence import commitment, link, policy_version
from tsk.handlingtime import Booking, book
from tsk.lifecycle import fold
from tsk.model import Case, Event
from tsk.removalstore import anonymised, remains, should_be_gone
from tsk.rules import COMPILER, Rules

Rows = list[Any]
DAMAGE = (msgspec.MsgspecError, AssertionError, LookupError, RecursionError, TypeError, ValueError, TskError)


class Finding(msgspec.Struct, frozen=True):
    """One difference: a template for people with its values."""

    message: str
    values: dict[str, Any]


class Verified(msgspec.Struct, frozen=True):
    """What was checked, and every difference found; the anchor is the chain's last event.

    `held` are the anchors that it was compared with, each with whether the chain still has that event as it was then.
    """

    anchor: Anchor
    texts: int
    complaints: int
    findings: tuple[Finding, ...]
    held: tuple[tuple[Anchor, bool], ...] = ()


class _Chain(msgspec.Struct, frozen=True):
    """What reading the chain told: its last event, how many texts, what differs, and the hashes asked for by place."""

    anchor: Anchor
    texts: int
    findings: tuple[Finding, ...]
    hashes: dict[int, str]
    restores: tuple[Any, ...]  # the events that tell of a restore


def verify(desk: Desk, against: tuple[Anchor, ...] = ()) -> Verified:
    """The proof of this site's chain, texts, case rows, milestones and figures, in one view of the file.

    It is compared with the anchors `against` that are this desk's; raises StoreError where anchors are given and none
    is.
    """
    with desk.store.db.reading():
        return _verified(desk, _of_this_desk(desk, against))


def _of_this_desk(desk: Desk, against: tuple[Anchor, ...]) -> tuple[Anchor, ...]:
    desk_id = desk.store.head()["desk_id"]
    own = tuple(one for one in against if one.desk_id == desk_id)
    if against and not own:
        raise StoreError(
            "None of these anchors is of this desk ({desk}).",
            "They begin with: {known}. Check --home and --site, or the file is another one.",
            desk=desk_id,
            known=tuple(dict.fromkeys(one.desk_id for one in against)),
        )
    return own


def _verified(desk: Desk, against: tuple[Anchor, ...]) -> Verified:
    store = desk.store
    read = _read_chain(desk, frozenset(one.n for one in against))
    held = tuple((one, read.hashes.get(one.n) == one.hash) for one in against)
    ids = proofstore.file_ids(store)
    findings = chain(
        read.findings,
        (_broken_promise(one, read) for one, holds in held if not holds),
        _check_policies(desk),
        check_rules(desk),
        _check_counters(desk, ids),
        chain.from_iterable(_check_file(desk, id) for id in ids),
        chain.from_iterable(_check_entry(desk, kind, id) for kind in FOLDS for id in store.entry_ids(kind)),
        _check_index(desk),
    )
    return Verified(read.anchor, read.texts, len(ids), tuple(findings), held)


def _read_chain(desk: Desk, places: frozenset[int]) -> _Chain:
    """What the whole chain tells, read once, with the hashes of those places."""
    site = desk.store.head()
    findings: list[Finding] = []
    restores: Rows = []
    previous, last, texts = site["desk_id"], 0, 0
    hashes, gone = {0: previous}, anonymised(desk.store)
    for events in proofstore.chain(desk.store):
        private = proofstore.texts(desk.store, events[0]["n"], events[-1]["n"])
        texts += len(private)
        previous, last = _check_links(events, previous, last, findings)
        findings += _check_texts(events, private, gone)
        hashes |= {row["n"]: row["hash"] for row in events if row["n"] in places}
        restores += (row for row in events if (row["kind"], row["type"]) == ("admin", "restored"))
    if (last, previous) != (site["n"], site["hash"]):
        findings.append(
            _found("The chain ends at event {n}, the site's row says {expected}.", n=last, expected=site["n"])
        )
    return _Chain(Anchor(site["desk_id"], last, previous), texts, tuple(findings), hashes, tuple(restores))


def _broken_promise(anchor: Anchor, read: _Chain) -> Finding:
    """What became of the event of an anchor that the chain does not have."""
    for row in read.restores:
        if row["n"] <= anchor.n <= _replaced(row):
            message = "What the anchor of event {n} stands for went when {who} restored a backup (event {at})."
            return _found(message, n=anchor.n, who=row["actor"], at=row["n"])
    if anchor.n > read.anchor.n:
        message = "The anchor is of event {n}; the file ends at event {last}: what came after it was removed."
        return _found(message, n=anchor.n, last=read.anchor.n)
    return _found("Event {n} is not the one of the anchor: what was recorded up to it was rewritten.", n=anchor.n)


def _replaced(row: Any) -> int:
    """How many events the chain had that a restore replaced; 0 where nobody knows."""
    with suppress(*DAMAGE):
        return int(msgspec.json.decode(row["body"]).get("replaced_n", 0))
    return 0


def _check_counters(desk: Desk, ids: list[int]) -> Iterator[Finding]:
    """What belongs to nothing, numbers beyond the counter, and what a removal has left."""
    if remains(desk.store):
        yield _found("What was anonymised may still be read in the file: `tsk anonymise --finish`.")
    if strangers := proofstore.strangers(desk.store):
        yield _found("{count} events or texts belong to no site or no event.", count=strangers)
    last = desk.store.head()["last_number"]
    if ids and ids[-1] > last:
        yield _found("The counter stands at {n}, but there is a complaint {id}.", n=last, id=ids[-1])


def check_rules(desk: Desk) -> Iterator[Finding]:
    """The compiled rules that every command goes by must be what the stored text of the rule file says."""
    stored = desk.store.rule_file()
    if stored is None or stored["compiler"] != COMPILER:  # it is compiled again by the next command
        return
    with suppress(*DAMAGE):
        rules = _rules_of(stored["content"], stored["name"])
        kept = msgspec.json.decode(stored["compiled"], type=Rules)
        if rules is not None and _comparable(rules) == _comparable(kept):
            return
    yield _found("The rules kept of {file} differ from its text.", file=stored["name"])


@lru_cache(maxsize=4)  # a drill proves every site, and often by the same file
def _rules_of(content: bytes, name: str) -> Rules | None:
    """What the text of a rule file compiles to; None where it does not."""
    from tsk.rulefile import compile_rules

    return compile_rules(content, name)[0]


def _comparable(rules: Rules) -> Rules:
    """The rules without what the stored text keeps no secret of, and what comes from the holiday package."""
    return replace(rules, notify=(), public={})


def _check_index(desk: Desk) -> Iterator[Finding]:
    """What the texts of complaints are found by."""
    if wrong := proofstore.index_faults(desk.store):
        yield _found("The search index differs from the complaints' texts in {count} places.", count=wrong)


def _found(message: str, **values: Any) -> Finding:
    return Finding(message, values)


def _check_links(events: Rows, previous: str, last: int, findings: list[Finding]) -> tuple[str, int]:
    for row in events:
        if row["n"] != last + 1:
            findings.append(_found("Events {first} to {last} are missing.", first=last + 1, last=row["n"] - 1))
        if link(previous, row) != row["hash"]:
            findings.append(
                _found(
                    "Event {n} ({what} {id}, {type}) was changed.",
                    n=row["n"],
                    what=Word(str(row["kind"])),
                    id=row["id"],
                    type=Word(str(row["type"])),
                )
            )
        previous, last = row["hash"], row["n"]
    return previous, last


def _check_texts(events: Rows, private: Rows, gone: dict[int, int]) -> Iterator[Finding]:
    """Texts that are missing, changed or added, and those that should have gone with their person (`gone`)."""
    kept = {(row["n"], row["field"]): row for row in private}
    for row in events:
        for field, expected in _commitments(row["body"]).items():
            text = kept.pop((row["n"], field), None)
            who = {"field": Word(field), "n": row["n"], "id": row["id"]}
            if should_be_gone(row, gone):
                if text is not None:
                    yield _found("The {field} of event {n} (complaint {id}) should be gone with its person.", **who)
            elif text is None:
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
    policies = {desk.rules.version: desk.rules.policy, **desk.store.policies()}  # as stored, where it is
    for version, policy in policies.items():
        if policy is None or policy_version(policy) != version:
            yield _found("The policy {version} was changed.", version=version)
    for name in desk.store.db.missing_guards():
        yield _found("The guard {name} that keeps history from being changed is missing.", name=name)


def _check_file(desk: Desk, id: int) -> Iterator[Finding]:
    """Differences between what the events of one complaint fold to and the rows kept of it."""
    stored = proofstore.derived(desk.store, id)
    try:
        events = desk.store.events(id)
        case = fold(events, desk.store.site)
        if desk.store.policy(case.policy) is None:
            yield _found("The policy {version} of {number} is missing.", version=case.policy, number=case.number)
            return
        expected = derived_rows(case, as_booked(desk, case, tuple(events)))
    except DAMAGE:
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
    return booked_with(desk, case, events, had)


def booked_with(desk: Desk, case: Case, events: tuple[Event, ...], had: Iterable[Booking]) -> Derived:
    """The same, with the time that was booked so far."""
    kept = (one for one in had if one.working is None or one.by != desk.calendars.digest)
    ends = (one.until for one in case.held if one.until)  # what is booked has ended, whatever the present claimed
    ended = max((*ends, *(wait.end for wait in case.waits)), default=desk.now)
    bookings = book(stays(case), kept, desk.calendars, desk.rules.desk_department, ended)
    return derived_with(desk, case, events, bookings)


def _check_entry(desk: Desk, kind: str, id: int) -> Iterator[Finding]:
    """Differences between what the events of one file beside the complaints fold to and its row in the register."""
    try:
        filed = fold_entry(kind, desk.store.events(id, kind))
    except DAMAGE:
        yield _found("The events of {what} {id} no longer add up.", what=Word(kind), id=id)
        return
    if desk.store.entry(kind, id) != desk.store.entry_row(kind, filed):
        yield _found("The register's row of {what} {id} differs from its events.", what=Word(kind), id=id)


def verified_view(found: Verified) -> dict[str, Any]:
    """What was proved, and each difference as a sentence."""
    return {
        "desk_id": found.anchor.desk_id,
        "events": found.anchor.n,
        "texts": found.texts,
        "complaints": found.complaints,
        "hash": found.anchor.hash,
        "anchor": found.anchor.line,
        "anchors": [{"n": one.n, "hash": one.hash, "holds": holds} for one, holds in found.held],
        "whole": not found.findings,
        "findings": [one.message.format(**one.values) for one in found.findings],
    }
