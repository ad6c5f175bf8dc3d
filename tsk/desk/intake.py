"""Registering a complaint: cleaned, classified, graded, routed and promised in one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from tsk.desk.session import Desk
from tsk.desk.steps import Ask, Taken, check_backdating, command_key, draft_of, fact_of, follow
from tsk.desk.words import amount_of, known, one_of
from tsk.errors import UsageError
from tsk.lifecycle import apply, fold
from tsk.model import SYSTEM, Case, Draft, iso
from tsk.requirements import check
from tsk.rights import check_right, sees
from tsk.rules import Routing, Rules, facts_of, find, grade, route, suggest_category, tiers
from tsk.text import cleaned, shows

TEXTS = (
    *("summary", "details", "name", "phone", "email", "card", "address", "on_behalf_of", "against", "order"),
    *("demand", "reason", "product", "region", "store", "external"),
)


class Intake(Struct, frozen=True):
    """What was said about a new complaint; texts as typed, instants aware UTC."""

    texts: dict[str, str]
    channel: str = ""
    category: str = ""
    subtype: str = ""
    severity: str = ""
    tier: str = ""
    amount: str = ""
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


def record(desk: Desk, intake: Intake) -> Recorded:
    """The registered and routed complaint; the same external key again gives the first one, with nothing written."""
    check_right(desk.rules, desk.person, "record")
    said = _said(desk, intake)
    received = _received(desk, intake, said)
    words = _classify(desk, intake, said)
    times = {"received": received, "occurred": intake.occurred, "answered": intake.answered}
    said.update(
        {name: iso(at) for name, at in times.items() if at},
        policy=desk.rules.version,
        received_on=received.astimezone(desk.zone).date().isoformat(),
    )
    said["severity"] = said["severity"] or grade(desk.rules.policy, _facts(desk, said))
    routing = route(desk.rules, desk.rules.policy, _facts(desk, said))
    taken = _write(desk, said, routing, intake)
    visible = not taken.repeated or sees(desk.rules, desk.person, taken.case)
    return Recorded(taken, words, bool(intake.category), routing, visible)


def _facts(desk: Desk, said: dict[str, Any]) -> dict[str, object]:
    """What the rules may ask about the complaint before it has a number."""
    draft = draft_of(desk, Ask("registered", {**said, "id": 0, "number": "?"}), desk.now)
    return facts_of(apply(None, draft, desk.store.site), desk.zone)


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
    said["tier"] = _tier(rules, cleaned("tier", intake.tier))
    said["amount"] = amount_of(intake.amount, rules.currency) if intake.amount else 0
    return said


def _tier(rules: Rules, said: str) -> str:
    """The tier by name or label; without a list of tiers, one that some row of the policy asks for."""
    if rules.tiers:
        return known("tier", rules.tiers, said)
    return one_of("tier", tiers(rules.policy), said)


def _classify(desk: Desk, intake: Intake, said: dict[str, Any]) -> tuple[str, ...]:
    """Fills in category and subtype; the words that chose the category where nobody named it."""
    words: tuple[str, ...] = ()
    if not said["category"]:
        text = f"{said['summary']}\n{said.get('details', '')}"
        said["category"], words = suggest_category(desk.rules.policy, text)
    row = find(desk.rules.policy.categories, said["category"])
    said["subtype"] = known("subtype", row.subtypes if row else (), intake.subtype)
    return words


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


def _write(desk: Desk, said: dict[str, Any], routing: Routing, intake: Intake) -> Taken:
    store = desk.store
    key = f"external:{said['external']}" if said.get("external") else command_key()
    with store.writing():
        first = store.written_under(key) if said.get("external") else None
        if first is not None:
            return Taken(None, fold(store.events(first), store.site), (), repeated=True)
        id = store.next_number()
        case, drafts = _steps(desk, {**said, "id": id, "number": _number(desk, id)}, routing, intake)
        events = store.append("complaint", id, 0, drafts, key)
        store.save(None, case, fact_of(desk, case))
    return Taken(None, case, events)


def _number(desk: Desk, id: int) -> str:
    day = desk.now.astimezone(desk.zone)
    prefix = "" if desk.store.site == "main" else f"{desk.store.site}-"
    return f"{prefix}{day:%Y%m%d}-{id:04d}"


def _steps(desk: Desk, said: dict[str, Any], routing: Routing, intake: Intake) -> tuple[Case, tuple[Draft, ...]]:
    policy = desk.rules.policy
    case, draft = follow(desk, None, draft_of(desk, Ask("registered", said), desk.now), policy)
    check("registered", case, said, desk.rules, policy, desk.now)
    drafts = [draft]
    for ask, at, actor in _next_asks(desk, routing, intake):
        case, draft = follow(desk, case, draft_of(desk, ask, at, actor), policy)
        drafts.append(draft)
    return case, tuple(drafts)


def _next_asks(desk: Desk, routing: Routing, intake: Intake) -> list[tuple[Ask, datetime, str]]:
    asks: list[tuple[Ask, datetime, str]] = []
    if intake.answered:
        asks.append((Ask("answered"), intake.answered, desk.person.id))
    if routing.to:
        where = {"department": routing.to, "co_departments": routing.co, "route": routing.row}
        asks.append((Ask("assigned", where), desk.now, SYSTEM))
    return asks
