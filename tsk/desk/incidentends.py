"""The end of an incident: everybody linked is answered, or let go, each in a file of their own and exactly once.

The end is written first. Then the linked complaints are worked through in short transactions, each under a key of its
own, so that a run that was interrupted is gone on with, and two runs at once share the work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from msgspec import Struct

from tsk.desk.additions import Ask
from tsk.desk.claims import check_claim
from tsk.desk.entries import check_order, instant_of, write_entry
from tsk.desk.knownfaults import holding_on, incident_of, ran_out
from tsk.desk.once import fresh_key
from tsk.desk.session import Desk
from tsk.desk.steps import by_rule, draft_of, escalations, file_of, follow, write
from tsk.desk.words import known, one_of
from tsk.errors import NotAllowed, TskError, UsageError, Word
from tsk.incidents import KIND, Incident, filled, key_of
from tsk.lifecycle import check_allowed
from tsk.locale.words import WORDS
from tsk.model import CONTACT_METHODS, Case, Draft, iso
from tsk.register import Filed
from tsk.requirements import check
from tsk.rights import check_right
from tsk.rulerows import Policy
from tsk.rules import find
from tsk.text import cleaned, shows
from tsk.waits import HOLD, is_held

AT_ONCE = 50  # complaints in one transaction


class Outcome(Struct, frozen=True):
    """What the end of an incident made of one complaint: answered, unlinked, or left as it is because of `error`."""

    id: int
    number: str
    done: str = ""
    error: TskError | None = None


class Ended(Struct, frozen=True):
    """An incident that is over, and what became of the complaints that were still linked to it."""

    incident: Incident
    outcomes: tuple[Outcome, ...]


# ── how it ends ────────────────────────────────────────────────────────────────────────────────────


def resolve(desk: Desk, id: int, said: Mapping[str, str], at: datetime | None) -> Ended:
    """The incident with its answer, given to everybody linked; the same again goes on where it was interrupted."""
    check_right(desk.rules, desk.person, KIND)
    check_right(desk.rules, desk.person, "reply")
    texts = {name: cleaned(name, said[name]) for name in ("answer", "basis", "reason")}
    plain = {
        "via": one_of("way of contact", CONTACT_METHODS, said["via"]),
        "cause": known("cause", desk.rules.causes, said["cause"]),
        "lang": desk.options.lang,
        "template": _template(desk),
    }
    return _ended(desk, id, Ask("incident_resolved", {**texts, **plain}), at)


def cancel(desk: Desk, id: int, reason: str, at: datetime | None) -> Ended:
    """The incident called off: everything linked to it is let go."""
    check_right(desk.rules, desk.person, KIND)
    if not shows(reason):
        raise UsageError("Why is it cancelled?", 'Add --reason "…".')
    return _ended(desk, id, Ask("incident_cancelled", {"reason": cleaned("reason", reason)}), at)


def _template(desk: Desk) -> str:
    """The text that each answer is filled from; the answer alone where the policy names none."""
    row = find(desk.rules.templates, desk.rules.settings.incident_reply)
    return row.label(desk.options.lang) if row else "{answer}"


def _ended(desk: Desk, id: int, ask: Ask, at: datetime | None) -> Ended:
    incident = incident_of(desk, id)
    when = instant_of(desk, at, ask.said["reason"])
    check_order(KIND, id, when, incident.opened_at)

    def asks(filed: Filed | None) -> list[Ask]:
        assert isinstance(filed, Incident)
        return _end_of(filed, ask)

    write_entry(desk, KIND, id, asks, when)
    incident = incident_of(desk, id)
    return Ended(incident, tuple(_work_through(desk, incident, at)))


def _end_of(incident: Incident, ask: Ask) -> list[Ask]:
    """The end, where it has not come yet; raises NotAllowed where it was another one."""
    if incident.is_open:
        if ask.step == "incident_resolved" and not shows(ask.said["answer"]):
            raise UsageError("An answer needs a text.", 'Say what everybody is told: --reply "…".')
        return [ask]
    same = ask.step == f"incident_{incident.state}" and ask.said.get("answer", "") in ("", incident.answer)
    if same:
        return []
    raise NotAllowed(
        "Incident {incident} is over since {at} ({state} by {who}); its end stays as it was.",
        "`tsk incident show {incident}` shows it.",
        incident=incident.id,
        at=incident.ended_at,
        state=Word(f"incident {incident.state}"),
        who=incident.ended_by,
    )


# ── everybody linked ───────────────────────────────────────────────────────────────────────────────


def _work_through(desk: Desk, incident: Incident, at: datetime | None) -> Iterator[Outcome]:
    last = 0
    while batch := _batch(desk, incident, at, last):
        yield from batch
        last = batch[-1].id


def _batch(desk: Desk, incident: Incident, at: datetime | None, after: int) -> list[Outcome]:
    with desk.store.writing():
        return [_let_go(desk, incident, id, at) for id in desk.store.linked(incident.id, after, AT_ONCE)]


def _let_go(desk: Desk, incident: Incident, id: int, at: datetime | None) -> Outcome:
    """One complaint answered, or unlinked where it was answered before.

    An answer that is refused leaves it linked; it is held no longer all the same.
    """
    events, before = file_of(desk, id)
    policy, when = desk.policy_of(before), max(at or desk.now, before.last_at)
    answers = incident.state == "resolved" and before.state != "resolved" and not _went_on(incident, before)
    case, drafts = by_rule(desk, before, _release(incident, before, when) if answers else (), policy, when)
    key, error = key_of(incident.id, id), None
    try:
        if at:
            check_claim(desk, before, ("replied",), bool(incident.ended_why), at)
        case, draft = _taken(desk, case, _last_step(incident, case, when, answers), policy, when, incident.ended_by)
        drafts = (*drafts, draft)
    except (NotAllowed, UsageError) as problem:
        key, error = fresh_key(), problem
    if drafts:
        case, more = escalations(desk, case, policy, when, at_once=True)
        write(desk, before, case, events, (*drafts, *more), key)
    return Outcome(id, case.number, "" if error else "answered" if answers else "unlinked", error)


def _went_on(incident: Incident, case: Case) -> bool:
    """Whether the customer was answered and not satisfied since the incident ended, and so asks for more than that."""
    return bool(incident.ended_at and case.round_since > incident.ended_at)


def _taken(desk: Desk, case: Case, ask: Ask, policy: Policy, at: datetime, actor: str) -> tuple[Case, Draft]:
    """The case after a step in the name of who ended the incident, whose right to it was asked then."""
    check_allowed(case, ask.step, ask.said)
    check(ask.step, case, ask.said, desk.rules, policy, at)
    return follow(desk, case, draft_of(desk, ask, at, actor), policy)


def _last_step(incident: Incident, case: Case, at: datetime, answers: bool) -> Ask:
    """What the incident does to the complaint last of all: both unlink it."""
    if answers:
        return _answer(incident, case)
    return Ask("unlinked", {"incident": incident.id, "until": _end(incident, at)})


def _answer(incident: Incident, case: Case) -> Ask:
    """The answer to one customer, filled from the template."""
    nameless = WORDS["customer"][incident.lang == "zh"]
    blanks = {
        "customer": case.customer.name or nameless,
        "number": case.number,
        "answer": incident.answer,
        "basis": incident.basis,
    }
    told = {"answer": filled(incident.template, blanks), "basis": incident.basis, "via": incident.via}
    return Ask("replied", {**told, "incident": incident.id, "cause": incident.cause})


def _release(incident: Incident, case: Case, at: datetime) -> list[Ask]:
    return [Ask("resumed", {"wait": HOLD, "until": _end(incident, at)})] if is_held(case) else []


def _end(incident: Incident, at: datetime) -> str:
    """Until when the incident held what was linked to it, where that is written only later."""
    assert incident.ended_at
    return iso(incident.ended_at) if incident.ended_at < at else ""


# ── what is carried on without anybody ─────────────────────────────────────────────────────────────


def carry_on(desk: Desk) -> tuple[Ended, ...]:
    """What incidents owe to the complaints linked to them: the rest of an end that was interrupted; safe to repeat.

    Where an open incident lasts beyond its expected end, what it holds is held on.
    """
    found = [incident_of(desk, id) for id in desk.store.with_linked()]
    for incident in (one for one in found if one.is_open):
        _hold_on(desk, incident)
    ended = (Ended(one, tuple(_work_through(desk, one, None))) for one in found if not one.is_open)
    return tuple(one for one in ended if one.outcomes)


def _hold_on(desk: Desk, incident: Incident) -> None:
    """Holds what is linked for the longest wait more where its hold has run out, one transaction for each."""
    for known_case in desk.store.complaints({"state": "open", "incident": incident.id}, "number", None):
        if not ran_out(known_case, desk.now):
            continue
        with desk.store.writing():
            events, before = file_of(desk, known_case.id)
            at = max(desk.now, before.last_at)
            case, drafts = by_rule(desk, before, holding_on(desk, before, at), desk.policy_of(before), at)
            if drafts:
                write(desk, before, case, events, drafts, fresh_key())
