"""Taking steps: load, check right and requirement, apply, compute the milestones, append, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from tsk import rights
from tsk.conditions import facts_of
from tsk.custody import stays
from tsk.derived import Derived
from tsk.desk.additions import Ask, completed, escalated, own_part, routed_again
from tsk.desk.claims import check_claim, check_missed_stays, present
from tsk.desk.knownfaults import holding_on
from tsk.desk.once import command_key, was_done
from tsk.desk.session import Desk
from tsk.duties import changes
from tsk.errors import NotAllowed
from tsk.escalation import DueStep, acts, due_steps
from tsk.figures import facts
from tsk.handlingtime import Booking, book
from tsk.lifecycle import allowed_steps, apply, apply_dues, check_allowed, fold
from tsk.model import SYSTEM, Case, Draft, Event, stands_for
from tsk.requirements import check, check_needs
from tsk.rulerows import Policy
from tsk.rules import closing_row
from tsk.searchtext import search_text
from tsk.stepfacts import FIELD
from tsk.steps import ENTRY_STEPS, FIELDS, STEPS

Way = tuple[Case, tuple[Draft, ...]]  # a case after steps, and the steps


class Taken(Struct, frozen=True):
    """A case after a command, with the events that the command wrote."""

    before: Case | None
    case: Case
    events: tuple[Event, ...]
    repeated: bool = False


def take(desk: Desk, ref: str, asks: Iterable[Ask], at: datetime | None = None) -> Taken:
    """The case after the steps were taken at `at` (now, where not given); raises TskError with nothing written."""
    return take_of(desk, ref, lambda case: asks, at)


def take_of(
    desk: Desk,
    ref: str,
    asks: Callable[[Case], Iterable[Ask]],
    at: datetime | None = None,
    last: Callable[[], None] | None = None,
) -> Taken:
    """The case after steps that depend on how it stands; where there are none, nothing is written.

    `last` is done when all is written, before it is committed.
    """
    with desk.store.writing():
        events, before = loaded(desk, ref)
        wanted = () if was_done(desk, before.id) else tuple(asks(before))
        if not wanted:
            return Taken(before, before, (), repeated=True)
        case, drafts = advance(desk, before, wanted, at)
        written = write(desk, before, case, events, drafts, command_key(desk, before.id))
        if last:
            last()
    return Taken(before, case, written)


def loaded(desk: Desk, ref: str) -> tuple[tuple[Event, ...], Case]:
    """The file that people call so, as far as the person may see it; call it while writing."""
    events, case = file_of(desk, desk.find(ref))
    rights.check_sees(desk.rules, desk.person, case)
    return events, case


def file_of(desk: Desk, id: int) -> tuple[tuple[Event, ...], Case]:
    """The events of one file and the case they add up to."""
    events = tuple(desk.store.events(id))
    return events, fold(events, desk.store.site)


def write(
    desk: Desk,
    before: Case | None,
    case: Case,
    events: tuple[Event, ...],
    drafts: tuple[Draft, ...],
    key: str,
    first: int = 1,
) -> tuple[Event, ...]:
    """The drafts as written events of the file, with everything derived from it; call it while writing."""
    written = desk.store.append("complaint", case.id, before.seq if before else 0, drafts, key, first)
    had = desk.store.bookings(case.id) if before else ()
    desk.store.save(before, case, derived_of(desk, case, (*events, *written), had), had)
    return written


def derived_of(desk: Desk, case: Case, events: tuple[Event, ...], had: Iterable[Booking]) -> Derived:
    """What is derived from the file: its figures under its own policy; time that was booked stays as it was."""
    kept = (one for one in had if one.working is not None)
    bookings = book(stays(case), kept, desk.calendars, desk.rules.desk_department, desk.now)
    return derived_with(desk, case, events, bookings)


def derived_with(desk: Desk, case: Case, events: tuple[Event, ...], bookings: tuple[Booking, ...]) -> Derived:
    """What is derived from the file of a case with its time booked so."""
    fact = facts(case, desk.policy_of(case), desk.zone, bookings)
    return Derived(fact, search_text(case.number, events), bookings)


def advance(desk: Desk, case: Case, asks: Iterable[Ask], claimed: datetime | None) -> Way:
    """The case and the drafts after all asked steps and what follows from them by rule.

    A handler's first work on an assigned case accepts it first.
    """
    policy = desk.policy_of(case)
    asks = tuple(asks)
    at = claimed or present(desk, case)
    if claimed:
        reasoned = any(ask.said.get("reason") for ask in asks)
        check_claim(desk, case, (ask.step for ask in asks), reasoned, claimed)
    case, more = by_rule(desk, case, holding_on(desk, case, at), policy, at)
    drafts = list(more)
    for ask in asks:
        for one in (*acceptance(desk, case, ask), own_part(desk, case, ask)):
            before = case
            _check_may(desk, case, one)
            check_allowed(case, one.step, one.said)
            rights.check_lead(desk.rules, desk.person, one.step, case, one.said)
            full = completed(desk, case, one, policy, at)
            _check(desk, case, full, policy, at)
            case, draft = follow(desk, case, draft_of(desk, full, at), policy)
            if one.step == "corrected":
                check_missed_stays(desk, before, draft.dues, bool(one.said.get("reason")), at)
            drafts.append(draft)
            routed = tuple(routed_again(desk, before, case, full, policy))
            for ask_again in routed:
                check_needs(ask_again.step, case, ask_again.said, desk.rules, policy)
            case, more = by_rule(desk, case, routed, policy, at)
            drafts += more
    case, more = escalations(desk, case, policy, present(desk, case), at_once=True)
    return case, (*drafts, *more)


def by_rule(desk: Desk, case: Case, asks: Iterable[Ask], policy: Policy, at: datetime) -> Way:
    """The case and the drafts after steps that the desk takes by itself."""
    drafts: list[Draft] = []
    for ask in asks:
        full = completed(desk, case, ask, policy, at)
        case, draft = follow(desk, case, draft_of(desk, full, at, SYSTEM), policy)
        drafts.append(draft)
    return case, tuple(drafts)


def escalations(desk: Desk, case: Case, policy: Policy, at: datetime, at_once: bool = False) -> Way:
    """The case and the drafts after every escalation that is due; what one leads to may make another due."""
    drafts: tuple[Draft, ...] = ()
    while due := _next_due(desk, case, policy, at, at_once):
        case, more = by_rule(desk, case, escalated(desk, case, due, policy), policy, at)
        drafts = (*drafts, *more)
    return case, drafts


def _next_due(desk: Desk, case: Case, policy: Policy, at: datetime, at_once: bool) -> DueStep | None:
    """The escalation step that fell due first and has something to do, or None."""
    due = due_steps(case, policy, desk.calendars, at, at_once)
    return next((one for one in due if acts(one, case, policy, desk.rules)), None)


def draft_of(desk: Desk, ask: Ask, at: datetime, actor: str = "") -> Draft:
    """The ask as a draft, its fields sorted into public and personal; fields that say nothing are left out."""
    step = STEPS.get(ask.step) or ENTRY_STEPS[ask.step]
    given = {name: value for name, value in ask.said.items() if value not in (None, "", (), {})}
    return Draft(
        type=step.type,
        at=at,
        recorded_at=desk.options.clock,
        actor=actor or desk.person.id,
        body={name: value for name, value in given.items() if name in step.public or name == FIELDS},
        private={name: value for name, value in given.items() if name in step.private or name.startswith(FIELD)},
    )


def follow(desk: Desk, case: Case | None, draft: Draft, policy: Policy) -> tuple[Case, Draft]:
    """The case after the draft, and the draft with what it does to the milestones."""
    after = apply(case, draft, desk.store.site)
    dues = changes(case, after, draft, policy, desk.calendars)
    return apply_dues(after, dues), replace(draft, dues=dues)


def acceptance(desk: Desk, case: Case, ask: Ask) -> tuple[Ask, ...]:
    """The acceptance that comes before somebody's first work on a case that is theirs or free to take."""
    begins = STEPS[ask.step].accepts and "accepted" in allowed_steps(case)
    return (Ask("accepted"),) if begins and _takes_over(desk, case) else ()


def _takes_over(desk: Desk, case: Case) -> bool:
    """Whether the person is who it was offered or given to, or of the lead department where nobody has it yet."""
    who, kept = desk.person, desk.rules.settings.owner_until_accepted
    if case.offered_to or (case.handler and not kept):
        return stands_for(who, case.offered_to or case.handler)
    ours = who.anyone or who.department == case.department
    return ours and who.id != case.handler and rights.has_right(desk.rules, who, "accept")


def _check_may(desk: Desk, case: Case, ask: Ask) -> None:
    """Raises where the person lacks the right to the step; before anything else is asked of them."""
    if ask.step != "accepted" or not _acceptance_is_due(desk, case):
        rights.check_right(desk.rules, desk.person, _right(ask))


def _check(desk: Desk, case: Case, ask: Ask, policy: Policy, at: datetime) -> None:
    rules, who = desk.rules, desk.person
    rights.check_four_eyes(policy, who, _right(ask), case)
    check(ask.step, case, ask.said, rules, policy, at)
    if ask.step == "approved":
        rights.check_signer(rules, policy, who, case)
        rights.check_amount(rules, who, case)
        rights.check_signature(who, case)
    if ask.step == "accepted":
        _check_acceptor(desk, case)
    if ask.step == "closed":
        row = closing_row(policy, facts_of(case, desk.zone))
        rights.check_reviewer(rules, who, case, row.review if row else "")


def check_followed(desk: Desk, case: Case, ask: Ask, policy: Policy) -> None:
    """Raises where the table or the policy forbids the step now; whose right it is was checked before."""
    check_allowed(case, ask.step, ask.said)
    check(ask.step, case, ask.said, desk.rules, policy, desk.now)


def _acceptance_is_due(desk: Desk, case: Case) -> bool:
    return any(stands_for(desk.person, name) for name in (case.handler, case.offered_to))


def _right(ask: Ask) -> str:
    only_handler = ask.step == "assigned" and not {"department", "co_departments"} & set(ask.said)
    return "assign-handler" if only_handler else STEPS[ask.step].verb


def _check_acceptor(desk: Desk, case: Case) -> None:
    wanted = case.offered_to or ("" if desk.rules.settings.owner_until_accepted else case.handler)
    if desk.person.anyone and not case.offered_to:
        return
    if wanted and not stands_for(desk.person, wanted):
        raise NotAllowed(
            "{number} was given to {handler}; only they can accept it.",
            "Name another handler: `tsk assign {id} --handler …`.",
            number=case.number,
            handler=wanted,
            id=case.id,
        )
