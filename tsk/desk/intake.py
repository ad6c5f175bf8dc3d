"""Registering a complaint: cleaned, classified, graded, routed and promised in one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tsk.approvals import needs_approval
from tsk.conditions import facts_of
from tsk.desk.additions import Ask, assigned_by
from tsk.desk.claims import check_backdating
from tsk.desk.knownfaults import known_fault, linking
from tsk.desk.once import command_key
from tsk.desk.papers import Paper, ask_attach, distinct, keep
from tsk.desk.repeats import Earlier, customer_keys, earlier, earlier_view
from tsk.desk.session import Desk
from tsk.desk.steps import Taken, Way, check_followed, draft_of, escalations, follow, write
from tsk.desk.words import amount_of, known, tier_named
from tsk.errors import NotAllowed, UsageError, Word
from tsk.incidents import Incident
from tsk.lifecycle import apply, fold
from tsk.model import SYSTEM, Case, iso
from tsk.requirements import check, lacking
from tsk.rights import check_amount, check_right, sees
from tsk.rules import Routing, find, grade, route, suggest_category
from tsk.text import cleaned, shows

TEXTS = (
    *("summary", "details", "name", "phone", "email", "card", "address", "on_behalf_of", "against", "order"),
    *("demand", "reason", "product", "region", "store", "external"),
)


_SETTLING = ("replied", "rated", "closed")
IN_PERSON = "visit"
NO_ROUTE = Routing("", (), "")


class Intake(Struct, frozen=True):
    """What was said about a new complaint; texts as typed, instants aware UTC."""

    texts: dict[str, str]
    channel: str = ""
    category: str = ""
    subtype: str = ""
    severity: str = ""
    tier: str = ""
    amount: str = ""
    settled: str | None = None  # what the customer was told where the matter was settled on the spot
    via: str = ""
    basis: str = ""
    papers: tuple[Paper, ...] = ()
    fields: dict[str, Any] = {}  # of the policy's own, as a step carries them
    received: datetime | None = None
    occurred: datetime | None = None
    answered: datetime | None = None


class Recorded(Struct, frozen=True):
    """A new complaint and why it went where it went: `words` chose the category where nobody did.

    `visible` is false for a complaint of earlier, recorded under the same key, that the person may not see.
    """

    taken: Taken
    words: tuple[str, ...]
    chosen: bool
    routing: Routing
    visible: bool
    earlier: Earlier | None = None  # what the complaint repeats
    fault: Incident | None = None  # the open incident that explains it


class Outlook(Struct, frozen=True):
    """What the rules make of what was said so far."""

    severity: str
    department: str
    missing: tuple[str, ...]  # what the policy still asks for
    earlier: Earlier | None = None  # what the complaint would repeat


def record(desk: Desk, intake: Intake) -> Recorded:
    """The registered and routed complaint; the same key again gives the first one, with nothing written."""
    check_may(desk, intake.settled)
    said, received, words = _understood(desk, intake)
    key = f"external:{said['external']}" if said.get("external") else command_key(desk)
    with desk.store.writing():
        desk.store.before_record(key, customer_keys(desk, said))
        first = desk.store.written_under(key) if said.get("external") or desk.options.once else None
        done = _written_before(desk, first) if first is not None else _write(desk, said, received, intake, key)
    return replace(done, words=words, chosen=bool(intake.category))


def check_may(desk: Desk, settled: str | None) -> None:
    """Raises NotAllowed for who may not settle what was settled on the spot, UsageError where no answer is said."""
    check_right(desk.rules, desk.person, "record" if settled is None else "settle")
    if settled is not None and not shows(settled):
        raise UsageError("An answer needs a text.", "Say what the customer is told.")


def outlook(desk: Desk, intake: Intake) -> Outlook:
    """What would become of the complaint, and what its policy still asks for; raises UsageError for what is no word."""
    said, received, _ = _understood(desk, intake)
    repeats = earlier(desk, said, received)
    said["repeat_of"] = repeats.number if repeats else ""
    said["severity"] = said["severity"] or grade(desk.rules.policy, _facts(desk, said))
    case = _drafted(desk, said)
    routing = _routing(desk, said, intake)
    return Outlook(
        severity=case.severity,
        department=routing.to or said.get("department", ""),
        missing=lacking("registered", case, said, desk.rules, desk.rules.policy),
        earlier=earlier_view(desk, repeats) if repeats else None,
    )


def _understood(desk: Desk, intake: Intake) -> tuple[dict[str, Any], datetime, tuple[str, ...]]:
    """What was said in words of the policy, when it was received, and the words that chose the category."""
    said = _said(desk, intake)
    received = _received(desk, intake, said)
    by_rule = [name for name in ("category", "severity") if not said[name]]
    words = _classify(desk, intake, said)
    said.update(intake.fields, papers=tuple(paper.kind for paper in intake.papers), by_rule=by_rule or "")
    times = {"received": received, "occurred": intake.occurred, "answered": intake.answered}
    said.update(
        {name: iso(at) for name, at in times.items() if at},
        policy=desk.rules.version,
        received_on=received.astimezone(desk.zone).date().isoformat(),
    )
    return said, received, words


def _written_before(desk: Desk, id: int) -> Recorded:
    case = fold(desk.store.events(id), desk.store.site)
    return Recorded(Taken(None, case, (), repeated=True), (), False, NO_ROUTE, sees(desk.rules, desk.person, case))


def _write(desk: Desk, said: dict[str, Any], received: datetime, intake: Intake, key: str) -> Recorded:
    """The complaint with its number and what it repeats, graded, routed and written."""
    repeats = earlier(desk, said, received)
    said["repeat_of"] = repeats.number if repeats else ""
    said["recurs"] = _recurs(desk, said)
    said["severity"] = said["severity"] or grade(desk.rules.policy, _facts(desk, said))
    routing = _routing(desk, said, intake)
    fault = known_fault(desk, said, received) if not intake.settled else None
    id = desk.store.next_number()
    case, drafts = _steps(desk, {**said, "id": id, "number": number_of(desk, id)}, routing, fault, intake)
    events = write(desk, None, case, (), drafts, key)
    keep(desk, intake.papers)
    told = earlier_view(desk, repeats) if repeats else None
    return Recorded(Taken(None, case, events), (), False, routing, True, told, fault)


def _recurs(desk: Desk, said: dict[str, Any]) -> list[int]:
    """The measures that were done before because of the same product and category."""
    product = said.get("product", "")
    rows = desk.store.entries_like("measure", "done", product, said["category"]) if product else ()
    return [int(row["id"]) for row in rows]


def _routing(desk: Desk, said: dict[str, Any], intake: Intake) -> Routing:
    """Where the rules send the complaint; what is settled on the spot stays with those who settled it."""
    if not intake.settled:
        return route(desk.rules, desk.rules.policy, _facts(desk, said))
    said["department"] = desk.person.department or desk.rules.desk_department
    return NO_ROUTE


def _facts(desk: Desk, said: dict[str, Any]) -> dict[str, object]:
    """What the rules may ask about the complaint before it has a number."""
    return facts_of(_drafted(desk, said), desk.zone)


def _drafted(desk: Desk, said: dict[str, Any]) -> Case:
    """The complaint as it would begin, without a number."""
    draft = draft_of(desk, Ask("registered", {**said, "id": 0, "number": "?"}), desk.now)
    return apply(None, draft, desk.store.site)


def _said(desk: Desk, intake: Intake) -> dict[str, Any]:
    rules = desk.rules
    said: dict[str, Any] = {name: cleaned(name, text) for name, text in intake.texts.items() if name in TEXTS}
    if not shows(said.get("summary", "")):
        raise UsageError("A complaint needs a summary.", 'Say in one line what happened: `tsk record "…"`.')
    said["store"] = said.get("store") or desk.person.store
    default = next((row.name for row in rules.channels if row.default), "")
    said["channel"] = known("channel", rules.channels, intake.channel) or default
    if not said["channel"]:
        raise UsageError(
            "Which channel did the complaint come through?",
            "Add --channel: {known}.",
            known=tuple(row.name for row in rules.channels),
        )
    said["category"] = known("category", rules.policy.categories, intake.category)
    said["severity"] = known("severity", rules.policy.severities, intake.severity)
    said["tier"] = tier_named(rules, rules.policy, cleaned("tier", intake.tier))
    said["amount"] = amount_of(intake.amount, rules.currency) if intake.amount else 0
    said["settled"] = said["channel"] if intake.settled else ""
    return said


def _classify(desk: Desk, intake: Intake, said: dict[str, Any]) -> tuple[str, ...]:
    """Fills in category and subtype; the words that chose the category where nobody named it."""
    words: tuple[str, ...] = ()
    if not said["category"]:
        text = told_text(said["summary"], said.get("details", ""))
        said["category"], words = suggest_category(desk.rules.policy, text)
    row = find(desk.rules.policy.categories, said["category"])
    said["subtype"] = known("subtype", row.subtypes if row else (), intake.subtype)
    return words


def told_text(summary: str, details: str) -> str:
    """The words by which a complaint is classified."""
    return f"{summary}\n{details}"


def _received(desk: Desk, intake: Intake, said: dict[str, Any]) -> datetime:
    received = intake.received or desk.now
    if received > desk.now:
        raise UsageError("{at} lies in the future.", "A complaint is recorded when it has been received.", at=received)
    if intake.occurred and intake.occurred > desk.now:
        raise UsageError("{at} lies in the future.", "Say when it happened.", at=intake.occurred)
    if intake.answered and not received <= intake.answered <= desk.now:
        raise UsageError(
            "The first response at {at} does not lie between receipt and now.", "Check --answered.", at=intake.answered
        )
    check_backdating(desk, received, bool(said.get("reason")))
    return received


def number_of(desk: Desk, id: int) -> str:
    """The number that a complaint recorded today has by its place in the file."""
    day = desk.now.astimezone(desk.zone)
    prefix = "" if desk.store.site == "main" else f"{desk.store.site}-"
    return f"{prefix}{day:%Y%m%d}-{id:04d}"


def _steps(desk: Desk, said: dict[str, Any], routing: Routing, fault: Incident | None, intake: Intake) -> Way:
    policy = desk.rules.policy
    case, draft = follow(desk, None, draft_of(desk, Ask("registered", said), desk.now), policy)
    check("registered", case, said, desk.rules, policy, desk.now)
    if intake.settled and needs_approval(policy, case.amount):
        check_amount(desk.rules, desk.person, case)
    drafts = [draft]
    for ask, at, actor in _next_asks(desk, routing, fault, intake):
        if ask.step in _SETTLING:
            _check_settling(desk, case, ask)
        case, draft = follow(desk, case, draft_of(desk, ask, at, actor), policy)
        drafts.append(draft)
    case, more = escalations(desk, case, policy, desk.now, at_once=True)
    return case, (*drafts, *more)


def _check_settling(desk: Desk, case: Case, ask: Ask) -> None:
    """Raises where the policy does not let the matter be settled on the spot; it has no number to be named by."""
    try:
        check_followed(desk, case, ask, desk.rules.policy)
    except NotAllowed as error:
        values = {**error.values, "number": Word("complaint")}
        problem = NotAllowed(error.message, "", **values)
        raise NotAllowed(
            "It cannot be settled on the spot; nothing was recorded. {problem}",
            "Add what is missing, or record it without --settled.",
            problem=problem,
        ) from error


def _next_asks(desk: Desk, routing: Routing, fault: Incident | None, intake: Intake) -> list[tuple[Ask, datetime, str]]:
    me = desk.person.id
    asks: list[tuple[Ask, datetime, str]] = []
    if intake.answered:
        asks.append((Ask("answered"), intake.answered, me))
    if routing.to:
        asks.append((Ask("assigned", assigned_by(routing)), desk.now, SYSTEM))
    if fault:
        asks.append((linking(desk, fault, desk.now), desk.now, SYSTEM))
    asks += [(ask, desk.now, me) for ask in (*map(ask_attach, distinct(intake.papers)), *_settling(desk, intake))]
    return asks


def _settling(desk: Desk, intake: Intake) -> tuple[Ask, ...]:
    """The answer, the customer's satisfaction and the closing of what was settled on the spot."""
    if not intake.settled:
        return ()
    told = {
        "answer": cleaned("answer", intake.settled),
        "via": intake.via or IN_PERSON,
        "basis": cleaned("basis", intake.basis),
    }
    return Ask("replied", told), Ask("rated", {"satisfied": "yes"}), Ask("closed")
