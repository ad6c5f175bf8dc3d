"""A complaint that an import brings again: what its row says otherwise is corrected, what happened since is added.

It is compared with what the last import said, not with the complaint: what people here corrected or did is theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tsk.desk.additions import Ask, completed, routed_again
from tsk.desk.importedcases import TEXTS, WORDS, Life, check_times, digest_of, said_of
from tsk.desk.importedwords import Refused, Words
from tsk.desk.session import Desk
from tsk.desk.steps import draft_of, write
from tsk.errors import TskError
from tsk.importer.values import Entry, Past
from tsk.lifecycle import command_of, effective, fold
from tsk.model import SYSTEM, Case, Event, iso
from tsk.stepfacts import CLEARED, FIELD
from tsk.steps import BY_RULE, FIELDS, IMPORTED

_COMPARED = (*(name for name in TEXTS if name != "reason"), *WORDS, "subtype", "amount", "occurred")
_AGAIN = "import:"  # begins the key of a later import of the same complaint
_FIRST = ("registered", "answered")
_OURS = ("corrected", "recalculated")
_BESIDE = ("corrected", "noted", "attached", "chased", "urged", "inspected")  # what stands beside the work on it


class Change(Struct, frozen=True):
    """What became of a complaint that was there already: which fields were corrected, how many steps added.

    `kept` counts what the file says otherwise and people here have said or done themselves.
    """

    case: Case
    corrected: tuple[str, ...] = ()
    added: int = 0
    kept: int = 0


def changed(desk: Desk, words: Words, entry: Entry, id: int, keep: bool) -> Change:
    """The complaint with what the entry says otherwise; written where `keep` is, inside a transaction then."""
    check_times(desk, entry)
    events = tuple(desk.store.events(id))
    before = fold(events, desk.store.site)
    if before.anonymised_at:
        raise Refused("anonymised", TskError("{number} was anonymised.", number=before.number))
    imported = _imported(events)
    corrections, kept = _corrections(words, before, imported, entry)
    life = Life(desk, before)
    since = _worked_here(events, imported, before.received_at)
    fresh, differing = _new_steps(words, imported, _pinned(entry, before))
    added, illegal = _add(life, words, fresh, since)
    kept += differing
    if added:
        life.settle(from_now=False)
    _correct(life, corrections)
    if not life.drafts:
        return Change(before, kept=kept + illegal)
    life.drafts[0].private[IMPORTED] = digest_of(entry)
    case = fold_on(before, life, desk.store.site)
    if keep:
        write(desk, before, case, events, tuple(life.drafts), f"{_AGAIN}{before.seq + 1}:{id}")
    return Change(case, tuple(corrections), added, kept + illegal)


def fold_on(before: Case, life: Life, site: str) -> Case:
    """The case after the steps as they are written."""
    from tsk.lifecycle import apply

    case = before
    for draft in life.drafts:
        case = apply(case, draft, site)
    return case


def _imported(events: Sequence[Event]) -> list[Event]:
    """What imports have told of the complaint, as far as it counts.

    One that people here recorded under the key themselves is theirs, but for what a rule chose then.
    """
    first, by_import = events[0], ("external:", "row:", _AGAIN)
    if IMPORTED in first.private:
        return [one for one in effective(events) if command_of(one.key).startswith(by_import)]
    chosen = {name: first.body[name] for name in (BY_RULE, *first.body.get(BY_RULE, ())) if name in first.body}
    begun = replace(first, body=chosen, private={})
    return [begun, *(one for one in effective(events) if command_of(one.key).startswith(_AGAIN))]


# ── corrections ────────────────────────────────────────────────────────────────────────────────────


def _corrections(words: Words, case: Case, imported: Sequence[Event], entry: Entry) -> tuple[dict[str, Any], int]:
    """The fields in which the file says something else than the last time, and how many of them people here changed."""
    last, left = _said_last(imported)
    new = _flat(said_of(words, entry)) | ({"occurred": iso(entry.occurred)} if entry.occurred else {})
    names = (*_COMPARED, *(name for name in {**last, **new} if name.startswith(FIELD)))
    found: dict[str, Any] = {}
    kept = 0
    for name in names:
        said, now = new.get(name) or "", _now(case, name) or ""
        if said == (last.get(name) or "") or said == now:
            continue
        if now != (left.get(name) or ""):
            kept += 1
        else:
            found[name] = said or CLEARED
    return found, kept


def _said_last(imported: Sequence[Event]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the imports said up to now, and what they left in the case: beside it what a rule chose."""
    left: dict[str, Any] = {}
    by_rule: set[str] = set()
    for event in imported:
        if event.type in ("registered", "corrected") and event.actor != SYSTEM:
            said = _flat({**event.body, **event.private})
            chosen = set(event.body.get(BY_RULE, ()))
            by_rule = (by_rule | chosen) - (said.keys() - chosen)
            left |= {name: "" if value == CLEARED else value for name, value in said.items()}
    return {name: value for name, value in left.items() if name not in by_rule}, left


def _flat(said: dict[str, Any]) -> dict[str, Any]:
    """What is said, with the policy's own figures under the names that its texts have."""
    own = {f"{FIELD}{name}": value for name, value in said.get(FIELDS, {}).items()}
    return {name: value for name, value in said.items() if name != FIELDS} | own


def _now(case: Case, name: str) -> Any:
    if name.startswith(FIELD):
        return case.fields.get(name.removeprefix(FIELD))
    if name == "occurred":
        return iso(case.occurred_at) if case.occurred_at else ""
    return getattr(case.customer, name) if name in case.customer.__struct_fields__ else getattr(case, name)


def _correct(life: Life, corrections: dict[str, Any]) -> None:
    """Takes the correction, and what the rules make of it."""
    if not corrections:
        return
    before, desk = life.case, life.desk
    at = max(desk.now, before.last_at)
    own = {name.removeprefix(FIELD): corrections[name] for name in corrections if _is_plain(desk, name)}
    texts = {name: value for name, value in corrections.items() if not _is_plain(desk, name)}
    if texts.get("amount") == CLEARED:
        texts["amount"] = 0
    ask = Ask("corrected", {**texts, **({FIELDS: own} if own else {})})
    full = completed(desk, before, ask, life.policy, at)
    life.follow(draft_of(desk, full, at))
    for again in routed_again(desk, before, life.case, full, life.policy):
        life.follow(draft_of(desk, completed(desk, life.case, again, life.policy, at), at, SYSTEM))


def _is_plain(desk: Desk, name: str) -> bool:
    """Whether that is a field of the policy's own that is no text."""
    kinds = {FIELD + row.name: row.kind for row in desk.rules.fields}
    return kinds.get(name, "text") != "text"


# ── later history ──────────────────────────────────────────────────────────────────────────────────


def _pinned(entry: Entry, case: Case) -> Iterator[Past]:
    """The past, its promises of the receipt at the receipt as it stands here."""
    for one in entry.past:
        is_first = one.step == "promised" and one.at == entry.received
        yield replace(one, at=case.received_at) if is_first else one


def _new_steps(words: Words, imported: Sequence[Event], past: Iterable[Past]) -> tuple[list[Past], int]:
    """The steps of the past that no import has told before, and how many of the others say something else by now."""
    told: dict[tuple[str, datetime], list[Event]] = {}
    for event in imported:
        if event.actor != SYSTEM and event.type not in (*_FIRST, *_OURS):
            told.setdefault((event.type, event.at), []).append(event)
    fresh: list[Past] = []
    differing = 0
    for one in past:
        before = told.get((one.step, one.at))
        if before:
            differing += _differs(before.pop(0), words.step(one.step, one.said))
        else:
            fresh.append(one)
    return fresh, differing


def _differs(event: Event, said: dict[str, Any]) -> bool:
    before = {**event.body, **event.private}
    return any(before.get(name) != value for name, value in said.items() if name not in ("actor", "handler"))


def _worked_here(events: Sequence[Event], imported: Sequence[Event], received: datetime) -> datetime:
    """When people here last worked on the complaint by themselves, else when it was received."""
    told = {one.seq for one in imported}
    own = (one for one in effective(events) if one.actor != SYSTEM and one.seq not in told)
    return max((one.at for one in own if one.type not in (*_FIRST, *_BESIDE)), default=received)


def _add(life: Life, words: Words, steps: list[Past], since: datetime) -> tuple[int, int]:
    """How many steps were added, and how many do not fit what is known, or was done here since then."""
    added = kept = 0
    life.tells_delivery = any(one.step in ("delivered", "withdrawn") for one in steps)
    for one in steps:
        try:
            if one.at < since:
                kept += 1
                continue
            life.tell(one.step, one.at, words.step(one.step, one.said), one.estimated)
            added += 1
        except Refused as error:
            if error.reason != "step":
                raise
            kept += 1
    return added, kept
