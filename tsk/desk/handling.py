"""What people type for a step, checked against the policy and turned into asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tsk.desk.additions import Ask, told
from tsk.desk.oversight import cases_of, handler_once
from tsk.desk.session import Desk
from tsk.desk.words import amount_of, handler_named, known, one_of
from tsk.errors import Due, UsageError
from tsk.limits import base_due, parse_limit
from tsk.model import AGREED, CONTACT_METHODS, CONTACT_OUTCOMES, NOBODY, SATISFIED, UPHELD, iso
from tsk.rulerows import Named
from tsk.rules import find
from tsk.steps import STEPS
from tsk.text import cleaned, shows
from tsk.whenwords import parse_when

YES_NO = ("yes", "no")


def texts_of(step: str, said: dict[str, Any]) -> dict[str, Any]:
    """The fields with their personal and free texts cleaned."""
    private = STEPS[step].private
    return {name: cleaned(name, value) if name in private else value for name, value in said.items()}


def ask_plainly(step: str, reason: str) -> list[Ask]:
    """A step that carries nothing but its reason."""
    return [Ask(step, texts_of(step, {"reason": reason}))]


def ask_assign(desk: Desk, to: str, co: list[str], handler: str, reason: str) -> list[Ask]:
    """Lead and co-handling departments, or a handler; raises UsageError where nothing is given."""
    rules = desk.rules
    handler = cleaned("handler", handler)
    if not all(shows(name) for name in co) or not (to or co or handler):
        raise UsageError("Assign it to whom?", "Give --to DEPT, --with DEPT or --handler NAME.")
    said: dict[str, Any] = texts_of("assigned", {"reason": reason})
    if to:
        said["department"] = known("department", rules.departments, to)
    if to or co:
        named = dict.fromkeys(known("department", rules.departments, name) for name in co)
        said["co_departments"] = [name for name in named if name != said.get("department")]
    if handler:
        field = "offered_to" if rules.settings.owner_until_accepted else "handler"
        said[field] = still_here(desk, handler_named(rules, handler))
    return [Ask("assigned", said)]


def still_here(desk: Desk, name: str) -> str:
    """The staff number; raises UsageError for somebody who has left."""
    row = find(desk.rules.staff, name)
    if row and row.until and row.until < desk.options.clock.astimezone(desk.zone).date().isoformat():
        raise UsageError("{who} left on {day}.", "Name somebody else: `tsk staff`.", who=row, day=row.until)
    return name


def ask_reassign(
    desk: Desk, said: str, ids: list[str], to: str, co: list[str], handler: str, reason: str
) -> tuple[list[str], list[Ask]]:
    """Every open complaint of an absent person, and the assignment to a colleague or a department."""
    rules = desk.rules
    if ids:
        raise UsageError("--from takes every open complaint of that person, so no numbers.", "Leave one of them out.")
    if co:
        raise UsageError("--from and --with exclude each other.", "Leave one of them out.")
    if not shows(said) or not (to or handler):
        raise UsageError("Assign it to whom?", "Give --to DEPT, --with DEPT or --handler NAME.")
    department = next((row.name for row in rules.departments if to in (row.name, row.zh, row.en)), "") if to else ""
    asks = ask_assign(desk, department, [], handler or ("" if department else to), reason)
    if department and not handler:
        asks = [Ask(ask.step, {**ask.said, "handler": NOBODY}) for ask in asks]
    return list(cases_of(desk, handler_once(desk, cleaned("handler", said)))), asks


def ask_contact(desk: Desk, said: dict[str, Any]) -> list[Ask]:
    """A contact with the customer, reached or not."""
    if not said["via"]:
        raise UsageError("How was the customer contacted?", "Add --via: {known}.", known=CONTACT_METHODS)
    via = one_of("way of contact", CONTACT_METHODS, said["via"])
    outcome = one_of("outcome", CONTACT_OUTCOMES, said["outcome"])
    reached = one_of("answer", YES_NO, said["reached"]) == "yes"
    later = parse_when(said["next"], desk.now, desk.zone) if said.get("next") else None
    if later and later <= desk.now:
        raise UsageError("{at} has passed already.", "Say when the customer is called next.", at=later)
    plain = {"via": via, "outcome": outcome, "reached": reached, "next": iso(later) if later else ""}
    plain |= {"choice": said.get("choice") or ""}
    return [Ask("contacted", {**texts_of("contacted", said), **plain})]


def ask_pend(desk: Desk, reason: str, until: str, note: str, at: str) -> list[Ask]:
    """A wait with its reason and its end: as said, else the policy's longest."""
    reasons = desk.rules.waits
    if not reason:
        names = tuple(row.name for row in reasons)
        raise UsageError("What is waited for?", "Add --reason: {known}.", known=names or "–")
    wait = known("reason for waiting", reasons, reason)
    start = parse_when(at, desk.now, desk.zone) if at else desk.now
    longest = base_due(parse_limit(desk.rules.settings.longest_wait), start, desk.calendars.named())
    end = parse_when(until, desk.now, desk.zone, end_of_day=True) if until else longest
    if end <= start:
        raise UsageError("The wait would end at {end}, before it begins.", "Give a later --until.", end=Due(end))
    if end > longest:
        raise UsageError(
            "The wait would last until {end}; the policy allows {limit}, until {longest}.",
            "Give an earlier --until; a further wait can be opened then.",
            end=end,
            limit=parse_limit(desk.rules.settings.longest_wait),
            longest=longest,
        )
    return [Ask("asked", {"wait": wait, "until": iso(end), "reason": cleaned("note", note)})]


def ask_resume(desk: Desk, wait: str, reason: str) -> list[Ask]:
    """The end of one wait, or of all."""
    name = known("reason for waiting", desk.rules.waits, wait)
    return [Ask("resumed", {"wait": name, **texts_of("resumed", {"reason": reason})})]


def ask_opinion(desk: Desk, opinion: str, department: str, reason: str) -> list[Ask]:
    """A department's preliminary opinion, its own or the lead's."""
    text = cleaned("opinion", opinion)
    if not text:
        raise UsageError("An opinion needs a text.", "Say what the department thinks of it.")
    name = known("department", desk.rules.departments, department)
    return [Ask("opined", {"opinion": text, "department": name, **_reason("opined", reason)})]


def ask_propose(desk: Desk, said: dict[str, str], others: Iterable[str] = ()) -> list[Ask]:
    """A proposal with its judgement, cause, responsible party and cost, and what is offered besides."""
    rules = desk.rules
    parties: tuple[Named, ...] = (*rules.departments, *rules.parties)
    proposal = cleaned("proposal", said["proposal"])
    if not proposal:
        raise UsageError("A proposal needs a text.", "Say what should be done.")
    return [
        Ask(
            "proposed",
            {
                **texts_of("proposed", said),
                "alternatives": "\n".join(" ".join(cleaned("proposal", one).split()) for one in others),
                "cause": known("cause", rules.causes, said["cause"]),
                "upheld": one_of("judgement", UPHELD, said["upheld"]),
                "responsible": known("responsible party", parties, said["responsible"]),
                "amount": amount_of(said["amount"], rules.currency) if said["amount"] else "",
            },
        )
    ]


def ask_reply(desk: Desk, said: dict[str, str], rating: dict[str, str]) -> list[Ask]:
    """The answer to the customer, with the rating where it was given at once."""
    via = one_of("way of contact", CONTACT_METHODS, said["via"])
    answer = texts_of("replied", said)
    if not answer["answer"]:
        raise UsageError("An answer needs a text.", "Say what the customer is told.")
    rated = ask_rate(desk, rating) if rating["satisfied"] or rating["score"] else []
    return [Ask("replied", {**answer, "via": via}), *rated]


def ask_rate(desk: Desk, said: dict[str, str]) -> list[Ask]:
    """The customer's satisfaction, by word or by score on the policy's scale."""
    satisfied = one_of("answer", SATISFIED, said["satisfied"])
    score = _score(desk, said["score"])
    if score is not None:
        by_score = "yes" if score >= desk.rules.settings.satisfied_from else "no"
        if satisfied not in ("", "unknown", by_score):
            raise UsageError(
                "A score of {score} means satisfied: {by_score}, but --satisfied says {said}.",
                "Give one of the two.",
                score=score,
                by_score=by_score,
                said=satisfied,
            )
        satisfied = by_score
    if not satisfied:
        raise UsageError("Is the customer satisfied?", "Add --satisfied yes|no|unknown or --score.")
    via = one_of("way of contact", CONTACT_METHODS, said.get("via", ""))
    return [Ask("rated", {**texts_of("rated", said), "via": via, "satisfied": satisfied, "score": score})]


def _score(desk: Desk, said: str) -> int | None:
    if not said:
        return None
    low, high = (int(part) for part in desk.rules.settings.scale.split("-"))
    if not said.isdecimal() or len(said) > 3 or not low <= int(said) <= high:
        raise UsageError("“{said}” is not a score from {low} to {high}.", said=said[:20], low=low, high=high)
    return int(said)


def ask_submit(desk: Desk, department: str, reason: str) -> list[Ask]:
    """The file handed in, or one co-handling department's part of it."""
    name = known("department", desk.rules.departments, department)
    return [Ask("submitted", {**({"department": name} if name else {}), **texts_of("submitted", {"reason": reason})})]


def ask_promise(desk: Desk, promise: str, by: str, reason: str, at: str) -> list[Ask]:
    """Something promised to the customer, with its date; without one the policy's limit for promises says when."""
    text = cleaned("promise", promise)
    if not text:
        raise UsageError("A promise needs a text.", "Say what the customer was promised.")
    start = parse_when(at, desk.now, desk.zone) if at else desk.now
    due = parse_when(by, desk.now, desk.zone, end_of_day=True) if by else None
    if due and due <= start:
        raise UsageError("The promise would be due at {due}, before it is made.", "Give a later --by.", due=Due(due))
    return [Ask("promised", {"promise": text, "due": iso(due) if due else "", **_reason("promised", reason)})]


def ask_withdraw(nth: int, reason: str) -> list[Ask]:
    """A promise taken back, with the reason that the customer was given."""
    if not shows(reason):
        raise UsageError("Why is the promise taken back?", 'Add --reason "…".')
    return [Ask("withdrawn", {"nth": nth, **_reason("withdrawn", reason)})]


def ask_deliver(desk: Desk, nth: int | None, amount: str, note: str, reason: str) -> list[Ask]:
    """What was promised or decided, carried out."""
    said = {"nth": nth, "amount": amount_of(amount, desk.rules.currency) if amount else ""}
    return [Ask("delivered", {**said, **texts_of("delivered", {"note": note, "reason": reason})})]


def ask_extend(desk: Desk, milestone: str, of: str, by: str, until: str, told: bool, reason: str) -> list[Ask]:
    """More time for a deadline (of a department), by a limit or until an instant, with the reason."""
    if bool(by) == bool(until):
        raise UsageError("How much more time?", "Give --by LIMIT or --until WHEN.")
    if not shows(reason):
        raise UsageError("Why is more time needed?", 'Add --reason "…".')
    if by and parse_limit(by).kind == AGREED:
        raise UsageError("How much more time?", "Give --by LIMIT or --until WHEN.")
    end = parse_when(until, desk.now, desk.zone, end_of_day=True) if until else None
    name = known("milestone", desk.rules.policy.milestones, milestone)
    whose = known("department", desk.rules.departments, of)
    said = {"milestone": name, "of": whose, "more": by, "until": iso(end) if end else "", "told": told or ""}
    return [Ask("extended", {**said, **_reason("extended", reason)})]


def ask_escalate(desk: Desk, to: str, raise_to: str, reason: str) -> list[Ask]:
    """A case taken up the line by hand: somebody is told, and it is raised where that is asked for."""
    if not shows(reason):
        raise UsageError("Why is it escalated?", 'Add --reason "…".')
    said = {**(told(desk, _told(desk, to)) if to else {}), **_reason("escalated", reason)}
    raised = known("severity", desk.rules.policy.severities, raise_to)
    more = [Ask("corrected", {"severity": raised, "raised": True})] if raised else []
    return [Ask("escalated", said), *more]


def _told(desk: Desk, to: str) -> list[str]:
    """Whom an escalation by hand tells: a department's head, or a person."""
    rules = desk.rules
    department = next((row for row in rules.departments if to and to in (row.name, row.zh, row.en)), None)
    if department:
        return [department.head or department.name]
    return [handler_named(rules, cleaned("handler", to))]


def _reason(step: str, reason: str) -> dict[str, Any]:
    return texts_of(step, {"reason": reason})
