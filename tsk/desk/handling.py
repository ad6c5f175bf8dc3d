"""What people type for a step, checked against the policy and turned into asks."""

from __future__ import annotations

from typing import Any

from tsk.desk.session import Desk
from tsk.desk.steps import Ask
from tsk.desk.words import amount_of, handler_named, known, one_of
from tsk.errors import UsageError
from tsk.limits import base_due, parse_limit
from tsk.model import CANCELLED_BY, CONTACT_METHODS, CONTACT_OUTCOMES, SATISFIED, UPHELD, iso
from tsk.rules import Named
from tsk.steps import STEPS
from tsk.text import cleaned
from tsk.whenwords import parse_when

YES_NO = ("yes", "no")


def _texts(step: str, said: dict[str, Any]) -> dict[str, Any]:
    """The fields with their personal and free texts cleaned."""
    private = STEPS[step].private
    return {name: cleaned(name, value) if name in private else value for name, value in said.items()}


def ask_plainly(step: str, reason: str) -> list[Ask]:
    """A step that carries nothing but its reason."""
    return [Ask(step, _texts(step, {"reason": reason}))]


def ask_assign(desk: Desk, to: str, co: list[str], handler: str, reason: str) -> list[Ask]:
    """Lead and co-handling departments, or a handler; raises UsageError where nothing is given."""
    rules = desk.rules
    if not (to or co or handler):
        raise UsageError("Assign it to whom?", "Give --to DEPT, --with DEPT or --handler NAME.")
    said: dict[str, Any] = _texts("assigned", {"reason": reason})
    if to:
        said["department"] = known("department", rules.departments, to)
    if to or co:
        named = dict.fromkeys(known("department", rules.departments, name) for name in co)
        said["co_departments"] = [name for name in named if name != said.get("department")]
    if handler:
        field = "offered_to" if rules.settings.owner_until_accepted else "handler"
        said[field] = handler_named(rules, cleaned("handler", handler))
    return [Ask("assigned", said)]


def ask_contact(desk: Desk, said: dict[str, str]) -> list[Ask]:
    """A contact with the customer, reached or not."""
    if not said["via"]:
        raise UsageError("How was the customer contacted?", "Add --via: {known}.", known=CONTACT_METHODS)
    via = one_of("way of contact", CONTACT_METHODS, said["via"])
    outcome = one_of("outcome", CONTACT_OUTCOMES, said["outcome"])
    reached = one_of("answer", YES_NO, said["reached"]) == "yes"
    return [Ask("contacted", {**_texts("contacted", said), "via": via, "outcome": outcome, "reached": reached})]


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
        raise UsageError("The wait would end at {end}, before it begins.", "Give a later --until.", end=end)
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
    return [Ask("resumed", {"wait": name, **_texts("resumed", {"reason": reason})})]


def ask_propose(desk: Desk, said: dict[str, str]) -> list[Ask]:
    """A proposal with its judgement, cause, responsible party and cost."""
    rules = desk.rules
    parties: tuple[Named, ...] = (*rules.departments, *rules.parties)
    proposal = cleaned("proposal", said["proposal"])
    if not proposal:
        raise UsageError("A proposal needs a text.", "Say what should be done.")
    return [
        Ask(
            "proposed",
            {
                **_texts("proposed", said),
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
    answer = _texts("replied", said)
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
    return [Ask("rated", {**_texts("rated", said), "via": via, "satisfied": satisfied, "score": score})]


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
    return [Ask("submitted", {**({"department": name} if name else {}), **_texts("submitted", {"reason": reason})})]


def ask_close(desk: Desk, lesson: str, reason: str) -> list[Ask]:
    """The closing, with what was learned."""
    return [Ask("closed", _texts("closed", {"lesson": lesson, "reason": reason}))]


def ask_return(desk: Desk, redo: bool, reason: str) -> list[Ask]:
    """A file sent back, to be completed or to be handled again."""
    if not reason:
        raise UsageError("Why is it sent back?", 'Add --reason "…".')
    return [Ask("returned", {"redo": redo or "", **_texts("returned", {"reason": reason})})]


def ask_reopen(desk: Desk, demand: str, reason: str) -> list[Ask]:
    """A finished case taken up again."""
    if not reason:
        raise UsageError("Why is it taken up again?", 'Add --reason "…".')
    return [Ask("reopened", _texts("reopened", {"demand": demand, "reason": reason}))]


def ask_cancel(desk: Desk, by: str, reason: str) -> list[Ask]:
    """A case called off, by whom and why."""
    if not by or not reason:
        raise UsageError("Who cancels it, and why?", 'Add --by customer|duplicate|mistake and --reason "…".')
    return [Ask("cancelled", {"by": one_of("canceller", CANCELLED_BY, by), **_texts("cancelled", {"reason": reason})})]
