"""One complaint on the screen: just recorded, after a step, or whole."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tsk import i18n
from tsk.i18n import in_brackets, say, tr, with_note, word
from tsk.model import SYSTEM, Attachment, Case, Milestone, Opinion, Promise
from tsk.render import labels
from tsk.render.console import Segment, fitting, grid, line
from tsk.render.incidents import expected
from tsk.render.inspections import finding_told
from tsk.render.taken import everybody, holder, provisional
from tsk.render.times import day_and_time, due_text, limit_text, short_time
from tsk.rules import Rules, label
from tsk.sla import standing
from tsk.text import harmless


def show_recorded(case: Case, rules: Rules, words: Sequence[str], route: str, repeated: bool, now: datetime) -> None:
    """Prints the number, where the complaint went and why, and what was promised."""
    zone = rules.zoneinfo
    if repeated:
        line(say("Recorded before under the same key: {number}, {state}.", number=case.number, state=word(case.state)))
        return
    category, severity = labels.category(rules, case.category), labels.severity(rules, case.severity)
    line((case.number, "bold"), "  ", f"{category} · {severity}", *_because(words))
    if case.settled:
        line(say("settled on the spot by {department}: answered and closed", department=everybody(case, rules)))
    elif case.department:
        line(say("→ {department}", department=everybody(case, rules)), _by_rule(route))
    _promises(case, rules, zone, now)
    if case.recurs:
        line("  ", (_recurrence(case), "yellow"))
    if case.told:
        names = [labels.who_or_department(rules, one.who) for one in case.told]
        line("  ", (say("told {who}", who=tr(", ").join(names)), "yellow"))


def _recurrence(case: Case) -> str:
    """That measures were taken before because of the same product."""
    return say("a measure was taken for this product before: measure {ids}", ids=[str(id) for id in case.recurs])


def show_repeat(earlier: Any, rules: Rules) -> None:
    """Prints that the customer complained of the same before, and what was promised then."""
    zone = rules.zoneinfo
    said = say(
        "Repeat of {number} of {day}, {category}" if earlier.number else "Repeat of a complaint of {day}, {category}",
        number=earlier.number,
        day=short_time(earlier.received_at, zone),
        category=labels.category(rules, earlier.category),
    )
    line((said, "bold yellow"), f" · {word(earlier.state)}" if earlier.state else "")
    if earlier.promised:
        due = due_text(earlier.promised_for, zone)
        line("  ", say("promised then: {text}, by {due}", text=earlier.promised, due=due))
    elif earlier.promised_for:
        line("  ", say("an answer was promised by {due}", due=due_text(earlier.promised_for, zone)))
    if earlier.answer:
        line("  ", say("answered then: {text}", text=earlier.answer))


def show_known_fault(fault: Any, rules: Rules) -> None:
    """Prints that the fault is known, when it should be over, and what the customer is told."""
    until = expected(fault, rules.zoneinfo)
    said = say("Known fault: incident {id}, {title}", id=fault.id, title=fault.title)
    line((f"{said} · {until}" if until else said, "bold yellow"))
    if fault.notice:
        line("  ", harmless(fault.notice))


def _fault(case: Case, fault: Any, zone: ZoneInfo) -> str:
    """The incident that the case is linked to, or that it was answered with."""
    title = harmless(fault.title)
    if not case.incident:
        return say("answered with incident {id}, {title}", id=fault.id, title=title)
    over = "" if fault.is_open else say("over since {at}", at=short_time(fault.ended_at, zone))
    parts = (say("incident {id}, {title}", id=fault.id, title=title), over or expected(fault, zone))
    return " · ".join(filter(None, parts))


def _because(words: Sequence[str]) -> list[Segment]:
    if not words:
        return []
    return [("  " + in_brackets(say("found by {words}", words=list(words))), "dim")]


def _by_rule(route: str) -> Segment:
    told = say("rule {rule}", rule=f"routes.{route}") if route else tr("no route fits")
    return ("  " + in_brackets(told), "dim")


def _promises(case: Case, rules: Rules, zone: ZoneInfo, now: datetime) -> None:
    rows = [
        [
            (labels.milestone(rules, m), ""),
            (say("by {due}", due=due_text(m.due, zone, year=True)), "bold"),
            (f"{limit_text(m.limit)}{provisional(m)}", "dim"),
            (tr("past already") if m.due < now else "", "bold red"),
        ]
        for m in sorted(case.milestones, key=lambda m: m.due)
        if m.running
    ]
    grid(rows, "  ")


# ── the whole case ─────────────────────────────────────────────────────────────────────────────────


def show_case(
    case: Case, rules: Rules, zone: ZoneInfo, now: datetime, fault: Any = None, estimated: Collection[str] = ()
) -> None:
    """Prints one complaint: what, who, what was promised and how it stands.

    `fault` is the incident it is part of; `estimated` names the times of its receipt that nobody told whole.
    """
    line((case.number, "bold"), f"  {word(case.state)}", say(" · round {round}", round=case.round))
    line((harmless(labels.summary(case)), "bold"))
    facts = _facts(case, rules, zone, now, fault, estimated)
    grid([[(name, "dim"), (value, "")] for name, value in facts if value], "  ")
    if case.milestones:
        line()
        line((tr("Deadlines"), "bold"))
        grid(fitting([_milestone_row(m, case, rules, zone, now) for m in case.milestones], "  "), "  ")


def _facts(
    case: Case, rules: Rules, zone: ZoneInfo, now: datetime, fault: Any, estimated: Collection[str]
) -> list[tuple[str, str]]:
    return [*_told(case, rules, zone, estimated), *_became(case, rules, zone, now, fault)]


def _told(case: Case, rules: Rules, zone: ZoneInfo, estimated: Collection[str]) -> list[tuple[str, str]]:
    """What was said when it was received."""
    severity = labels.severity(rules, case.severity)
    subtype = labels.subtype(rules, case.category, case.subtype)
    kind = " · ".join(part for part in (labels.category(rules, case.category), subtype, severity) if part)
    return [
        (tr("Details"), harmless(case.details)),
        (tr("Customer"), _customer(case, rules)),
        (word("when received"), _received(case, rules, zone, "received" in estimated)),
        (tr("Kind"), kind),
        (tr("Place"), " · ".join(harmless(part) for part in (case.store, case.region, case.product) if part)),
        (tr("Against"), harmless(case.against)),
        (tr("Order"), harmless(case.order)),
        (tr("Occurred"), _when(case.occurred_at, zone, "occurred" in estimated) if case.occurred_at else ""),
        (tr("In dispute"), f"{i18n.said(case.amount / 100)} {word(rules.currency)}" if case.amount else ""),
        (tr("Wants"), harmless(case.demand)),
    ]


def _became(case: Case, rules: Rules, zone: ZoneInfo, now: datetime, fault: Any) -> list[tuple[str, str]]:
    """What has become of it since."""
    open_waits = [w for w in case.waits if w.open]
    return [
        (tr("Repeat of"), case.repeat_of),
        (tr("Recurs"), _recurrence(case) if case.recurs else ""),
        (tr("Mass fault"), _fault(case, fault, zone) if fault else ""),
        (tr("With"), holder(case, rules)),
        (tr("Waiting"), tr(", ").join(_wait(w, rules, zone, now) for w in open_waits)),
        *((tr("Opinion"), _opinion(one, rules)) for one in case.opinions),
        (tr("Proposal"), _proposal(case, rules)),
        *_offers(case),
        (tr("Paid"), f"{i18n.said(case.paid / 100)} {word(rules.currency)}" if case.paid else ""),
        (tr("Finding"), _finding(case, rules)),
        (tr("Person at fault"), harmless(case.fault)),
        (tr("Answer"), _answer(case)),
        (tr("Basis"), harmless(case.basis)),
        (tr("Rating"), _satisfied(case)),
        (tr("Lesson"), harmless(case.lesson)),
        *((labels.field(rules, name), labels.field_value(rules, name, text)) for name, text in case.fields.items()),
        *((say("Promise {nth}", nth=one.nth), _promise(one, zone)) for one in case.promises),
        (tr("Chased"), _chased(case, zone)),
        (tr("Call back"), day_and_time(case.callback_at, zone) if case.callback_at else ""),
        (tr("Sent back"), harmless(case.sent_back)),
        *((say("Attachment {nth}", nth=one.nth), _attachment(one, rules)) for one in case.attachments),
        *((tr("Inspected"), finding_told(one, rules, zone)) for one in case.inspections),
        (tr("Merged into"), case.merged_into),
        (tr("Goes on for"), tr(", ").join(case.absorbed)),
    ]


def _customer(case: Case, rules: Rules) -> str:
    c = case.customer
    parts = [say("removed on {at}", at=case.anonymised_at)] if case.anonymised_at else []
    parts += [harmless(part) for part in (c.name, c.phone, c.email, c.card, c.address) if part]
    parts += [labels.named(rules, "tier", c.tier)] if c.tier else []
    parts += [say("for {whom}", whom=c.on_behalf_of)] if c.on_behalf_of else []
    return " · ".join(parts)


def _when(at: datetime, zone: ZoneInfo, estimated: bool) -> str:
    return with_note(day_and_time(at, zone), word("estimated")) if estimated else day_and_time(at, zone)


def _received(case: Case, rules: Rules, zone: ZoneInfo, estimated: bool) -> str:
    by = tr("the desk") if case.recorder == SYSTEM else labels.who(rules, case.recorder)
    return say(
        "{when} over {channel}, recorded by {who}",
        when=_when(case.received_at, zone, estimated),
        channel=labels.channel(rules, case.channel),
        who=by,
    )


def _wait(wait: Any, rules: Rules, zone: ZoneInfo, now: datetime) -> str:
    name = label(rules.waits, wait.reason, i18n.lang)
    asked = " " + in_brackets(harmless(wait.asked)) if wait.asked else ""
    if wait.until <= now:
        return say("the wait for {whom} is over", whom=name)
    return say("for {whom}{asked}, until {until}", whom=name, asked=asked, until=due_text(wait.until, zone))


def _opinion(one: Opinion, rules: Rules) -> str:
    return with_note(harmless(one.text), labels.department(rules, one.department))


def _proposal(case: Case, rules: Rules) -> str:
    p = case.proposal
    if p is None:
        return ""
    cost = f" · {i18n.said(p.amount / 100)} {word(rules.currency)}" if p.amount else ""
    signed = tr(", ").join(labels.who(rules, name) for name in p.approved_by)
    told = f"{harmless(p.text)}{cost} · {word(f'proposal {p.state}')}"
    return with_note(told, signed) if signed else told


def _offers(case: Case) -> list[tuple[str, str]]:
    others = case.proposal.alternatives.splitlines() if case.proposal else []
    told = tr("; ").join(harmless(one) for one in others)
    return [(tr("Also offered"), told), (tr("Chosen"), harmless(case.chosen))]


def _promise(one: Promise, zone: ZoneInfo) -> str:
    done = one.delivered_at or one.withdrawn_at
    how = tr("delivered {at}") if one.delivered_at else tr("withdrawn {at}") if done else tr("open")
    told = say("{text}, by {due}", text=one.text, due=due_text(one.due, zone))
    return f"{told} · {how.format(at=short_time(done, zone) if done else '')}"


def _chased(case: Case, zone: ZoneInfo) -> str:
    if not case.chases:
        return ""
    last = say("not answered since {at}", at=short_time(case.chased_at, zone)) if case.chased_at else ""
    return with_note(f"×{case.chases}", last) if last else f"×{case.chases}"


def _attachment(one: Attachment, rules: Rules) -> str:
    kind = label(rules.attachments, one.kind, i18n.lang)
    size = f"{max(1, one.size // 1000)} kB"
    return " · ".join(part for part in (harmless(one.name), kind, size) if part)


def _finding(case: Case, rules: Rules) -> str:
    upheld = word({"yes": "upheld", "no": "not upheld", "partly": "partly upheld"}.get(case.upheld, ""))
    cause = label(rules.causes, case.cause, i18n.lang)
    party = label((*rules.departments, *rules.parties), case.responsible, i18n.lang)
    return " · ".join(part for part in (upheld, cause, party) if part)


def _answer(case: Case) -> str:
    return with_note(case.answer, word(case.answered_via)) if case.answer and case.answered_via else case.answer


def _satisfied(case: Case) -> str:
    told = word(case.satisfied) if case.satisfied else ""
    return with_note(told, str(case.score)) if told and case.score is not None else told


def _milestone_row(m: Milestone, case: Case, rules: Rules, zone: ZoneInfo, now: datetime) -> list[Segment]:
    stands = standing(m, case, now)
    done = m.met_at or m.ended_at
    name = labels.milestone(rules, m)
    return [
        (name if case.round == 1 else say("{name}, round {round}", name=name, round=m.round), ""),
        (due_text(m.due, zone, year=True) + provisional(m), ""),
        (labels.stands(m, stands), labels.STANDING_STYLE[stands]),
        (short_time(done, zone) if done else "", "dim"),
        (limit_text(m.limit), "dim"),
    ]
