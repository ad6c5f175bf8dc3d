"""Removing the person from complaints that are over: their texts go for ever, figures and chain stay as they were."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from tsk import removalstore
from tsk.anonymity import Traits, ended_by, residue, together, traits, without_texts
from tsk.desk.session import Desk
from tsk.desk.steps import derived_of, derived_with, file_of
from tsk.errors import Due, NotAllowed, NotFound, StoreError, TskError, UsageError, Word
from tsk.incidents import KIND as INCIDENT
from tsk.lifecycle import fold
from tsk.model import Case, Draft
from tsk.privacy import phone_key
from tsk.rights import check_right, check_sees, sees
from tsk.rules import find
from tsk.searchtext import searches
from tsk.sight import is_at_hand
from tsk.text import cleaned


class Left(Struct, frozen=True):
    """A complaint that keeps its person, as it was called, and why."""

    said: str
    why: TskError


class Plan(Struct, frozen=True):
    """What is to be done: the complaints that lose their person, those that have lost it, and those that keep it."""

    cases: tuple[Case, ...]
    done_before: tuple[Case, ...]
    left: tuple[Left, ...]


class Removed(Struct, frozen=True):
    """One complaint that lost its person: how many texts and papers, and what the person can be recognised by."""

    case: Case
    texts: int
    papers: int
    person: Traits


# ── which ──────────────────────────────────────────────────────────────────────────────────────────


def planned(desk: Desk, refs: Iterable[str], phone: str, before: date | None, due: bool) -> Plan:
    """What is to be done with the complaints that are named, are of that customer, or ended long enough ago.

    Raises what stands against it where a single one is named.
    """
    check_right(desk.rules, desk.person, "anonymise")
    named = tuple(refs)
    called = _called(desk, named, phone, before, due)
    cases: dict[int, Case] = {}
    done: dict[int, Case] = {}
    left: list[Left] = []
    for said in called:
        try:
            case = _seen(desk, said)
            if not case.anonymised_at:
                check_over(desk, case)
        except TskError as error:
            if len(named) == 1:
                raise
            left.append(Left(said, error))
        else:
            (done if case.anonymised_at else cases)[case.id] = case
    return Plan(tuple(cases.values()), tuple(done.values()), tuple(left))


def nothing(desk: Desk) -> Plan:
    """No complaint, where only what an interrupted run left is to be finished."""
    check_right(desk.rules, desk.person, "anonymise")
    return Plan((), (), ())


def _called(desk: Desk, named: tuple[str, ...], phone: str, before: date | None, due: bool) -> list[str]:
    """The complaints as people call them; raises UsageError unless they are named in one way."""
    if sum(map(bool, (named, phone, before, due))) != 1:
        raise UsageError(
            "Which complaints?", "Give their numbers, or one of --phone NUMBER, --closed-before DATE, --due."
        )
    if phone:
        return _of_phone(desk, phone)
    if due:
        before = _kept_until(desk)
    ids = removalstore.ended_before(desk.store, before) if before else ()
    return [case.number for case in desk.store.cases(ids) if sees(desk.rules, desk.person, case)] or list(named)


def _kept_until(desk: Desk) -> date:
    """The day before which a complaint must have ended to be due today."""
    said = desk.rules.settings.anonymise
    if not said:
        raise UsageError(
            "{file} does not say how long a complaint keeps its person.",
            'Write privacy = {{ anonymise = "3 years after closed" }} into [settings], or give --closed-before.',
            file=desk.rules.file,
        )
    return ended_by(said, desk.now.astimezone(desk.zone).date()) + timedelta(days=1)


def _of_phone(desk: Desk, phone: str) -> list[str]:
    """All complaints that a customer ever gave that phone for."""
    key = phone_key(phone)
    now = [desk.store.snapshot(row) for row in desk.store.of_customer("phone", key)]
    told = desk.store.complaints({"state": "all", "words": searches(key)}, "received", None) if key else []
    had = [case for case in told if _gave(desk, case, key)]
    found = {case.id: case for case in (*now, *had) if sees(desk.rules, desk.person, case)}
    if not found:
        raise NotFound("No complaint here is of a customer with the phone {phone}.", phone=phone[:30])
    return [found[id].number for id in sorted(found)]


def _gave(desk: Desk, case: Case, key: str) -> bool:
    return any(phone_key(event.private.get("phone") or "") == key for event in desk.store.events(case.id))


def _seen(desk: Desk, said: str) -> Case:
    (case,) = desk.store.cases([desk.find(said)])
    check_sees(desk.rules, desk.person, case)
    return case


def check_over(desk: Desk, case: Case) -> None:
    """Raises NotAllowed, saying what to do first, where something is left to do for which the person is needed."""
    values: dict[str, Any] = {"number": case.number, "id": case.id}
    if case.is_open:
        raise NotAllowed(
            "{number} is {state}: its customer still waits.",
            "Close or cancel it first.",
            state=Word(case.state),
            **values,
        )
    if is_at_hand(case):
        owed = min((m for m in case.milestones if m.running), key=lambda m: m.due)
        raise NotAllowed(
            "{number} is closed, but {milestone} is still owed, by {due}.",
            "Do it, or take it back, first: `tsk show {id}`.",
            milestone=find(desk.policy_of(case).milestones, owed.name) or Word(owed.name),
            due=Due(owed.due),
            **values,
        )
    _check_nothing_waits(desk, case, values)


def _check_nothing_waits(desk: Desk, case: Case, values: dict[str, Any]) -> None:
    row = desk.store.entry(INCIDENT, case.incident) if case.incident else None
    if row and row["state"] == "open":
        raise NotAllowed(
            "{number} is linked to incident {incident}, which is not over.",
            "First: `tsk incident resolve {incident}`.",
            incident=case.incident,
            **values,
        )
    if any(one.state == "proposed" for one in case.penalties):
        raise NotAllowed(
            "{number} has a penalty that nobody has decided.",
            "First: `tsk penalty confirm {id}`, or waive it.",
            **values,
        )
    if case.merged_into:
        other = desk.store.cases([desk.store.find(case.merged_into)])[0]
        if is_at_hand(other):
            raise NotAllowed(
                "{number} goes on as {other}, which is not over.",
                "Finish that one first.",
                other=other.number,
                **values,
            )


# ── the texts ──────────────────────────────────────────────────────────────────────────────────────


def people_of(desk: Desk, plan: Plan) -> Traits:
    """What the people can be recognised by who are to be removed."""
    return together(traits(case.number, desk.store.events(case.id)) for case in plan.cases)


def check_reason(people: Traits, reason: str) -> str:
    """The reason as it is kept; raises UsageError where there is none, or it names one of the people itself."""
    said = cleaned("reason", reason)
    if not said:
        raise UsageError("Why are they removed?", "Add --reason.")
    if people.named_in(said):
        raise UsageError(
            "The reason names the customer, and it would stay.", "Say it without name, phone, card or e-mail."
        )
    return said


def remove(desk: Desk, id: int, reason: str) -> Removed | None:
    """The complaint without its person, in one transaction; None where another run was faster.

    Raises NotAllowed where it has been taken up again meanwhile, and StoreError, with nothing removed, where its
    figures would not stay the same.
    """
    store = desk.store
    with store.writing():
        events, before = file_of(desk, id)
        if before.anonymised_at:
            return None
        check_over(desk, before)
        had = store.bookings(id)
        derived = derived_of(desk, before, events, had)
        bare = without_texts(events)
        without = fold(bare, store.site)
        figures = derived_with(desk, without, bare, derived.bookings).fact
        body = residue(before, without, asdict(derived.fact), asdict(figures))
        at = max(desk.now, before.last_at)
        draft = Draft("anonymised", at, desk.options.clock, desk.person.id, body, {"reason": reason})
        (step,) = store.append("complaint", id, before.seq, (draft,), f"anonymise:{id}")
        count = removalstore.delete_texts(store, id, step.n)
        left = tuple(store.events(id))
        case = fold(left, store.site)
        after = derived_of(desk, case, left, had)
        _check_same(before, case, derived.fact == after.fact)
        store.save(before, case, after, had)
    return Removed(case, count, len(before.attachments), traits(before.number, events))


def _check_same(before: Case, after: Case, figures: bool) -> None:
    kept = all(getattr(before, name) == getattr(after, name) for name in _KEPT)
    charged = [(one.nth, one.rule, one.state, one.amount, one.liability) for one in before.penalties]
    still = [(one.nth, one.rule, one.state, one.amount, one.liability) for one in after.penalties]
    if not (figures and kept and charged == still):
        raise StoreError(
            "{number}: the figures would not stay as they are; nothing was removed.",
            "Run `tsk verify`.",
            number=before.number,
        )


_KEPT = ("state", "round", "milestones", "traces", "held", "chases", "payments", "last_at", "closed_at")
