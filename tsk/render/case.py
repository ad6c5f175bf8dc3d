"""One complaint on the screen: just recorded, after a step, or whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tsk import i18n
from tsk.i18n import in_brackets, say, step_word, tr, with_note, word
from tsk.model import SYSTEM, Case, Event, Milestone
from tsk.render import labels
from tsk.render.console import Segment, grid, line
from tsk.render.times import day_and_time, due_text, limit_text, short_time
from tsk.rules import Rules, label
from tsk.sla import standing
from tsk.text import harmless

_INSTANTS = ("received", "occurred", "until")
_NOT_SHOWN = ("id", "number", "policy", "received_on", "needs_approval", "answered")


def show_recorded(case: Case, rules: Rules, words: Sequence[str], route: str, repeated: bool, now: datetime) -> None:
    """Prints the number, where the complaint went and why, and what was promised."""
    zone = rules.zoneinfo
    if repeated:
        line(say("Recorded before under the same key: {number}, {state}.", number=case.number, state=word(case.state)))
        return
    category, severity = labels.category(rules, case.category), labels.severity(rules, case.severity)
    line((case.number, "bold"), "  ", f"{category} · {severity}", *_because(words))
    if case.department:
        line(say("→ {department}", department=_everybody(case, rules)), _by_rule(route))
    _promises(case, rules, zone, now)


def _because(words: Sequence[str]) -> list[Segment]:
    if not words:
        return []
    return [("  " + in_brackets(say("found by {words}", words=list(words))), "dim")]


def _by_rule(route: str) -> Segment:
    told = say("rule {rule}", rule=f"routes.{route}") if route else tr("no route fits")
    return ("  " + in_brackets(told), "dim")


def _everybody(case: Case, rules: Rules) -> str:
    lead = labels.department(rules, case.department)
    co = tr(", ").join(labels.department(rules, name) for name in case.co_departments)
    return say("{lead}, with {others}", lead=lead, others=co) if co else lead


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


def provisional(m: Milestone) -> str:
    """A mark for a due that rests on days not announced yet."""
    return with_note("", tr("provisional")) if m.provisional else ""


def show_taken(before: Case | None, case: Case, events: Sequence[Event], rules: Rules) -> None:
    """Prints what a step made of a complaint: its state, who has it, and every milestone it moved."""
    zone = rules.zoneinfo
    changed = before is not None and before.state != case.state
    state = say(": {before} → {after}", before=word(before.state), after=word(case.state)) if changed and before else ""
    again = say(" · round {round}", round=case.round) if case.round > 1 else ""
    verbs = tr(", ").join(_step_told(event) for event in events)
    line((case.number, "bold"), f"  {verbs}{state}{again}")
    if before and (before.department, before.handler, before.offered_to) != (
        case.department,
        case.handler,
        case.offered_to,
    ):
        line("  ", say("with {who}", who=_holder(case, rules)))
    if events and events[-1].type == "approved" and not events[-1].body.get("complete"):
        line("  ", (tr("One signature is not enough: another person must approve too."), "yellow"))
    rows = [row for event in events for due in event.dues if (row := _due_row(due, case, rules, zone))]
    grid(rows, "  ")


def _step_told(event: Event) -> str:
    """A step as one word; a contact that reached nobody says so."""
    missed = event.type == "contacted" and not event.body.get("reached", True)
    return word("not reached") if missed else step_word(event.type)


def _holder(case: Case, rules: Rules) -> str:
    parts = [_everybody(case, rules)] if case.department else []
    parts += [labels.who(rules, case.handler)] if case.handler else []
    parts += [say("offered to {who}", who=labels.who(rules, case.offered_to))] if case.offered_to else []
    return " · ".join(parts)


def _due_row(due: Any, case: Case, rules: Rules, zone: ZoneInfo) -> list[Segment]:
    m = next(m for m in case.milestones if (m.name, m.round, m.of) == (due.name, due.round, due.of))
    name = labels.milestone(rules, m)
    if due.op == "met":
        style = "green" if m.met_at and m.met_at <= m.due else "yellow"
        told = tr("met on time") if style == "green" else say("met late (was due {due})", due=due_text(m.due, zone))
        return [(name, ""), (told, style)]
    if due.op == "ended":
        return [(name, "dim"), (say("ended: {why}", why=word(due.why)), "dim")]
    told = "now by {due}" if due.op == "moved" else "by {due}"
    return [(name, ""), (say(told, due=due_text(m.due, zone)) + provisional(m), "bold")]


# ── the whole case ─────────────────────────────────────────────────────────────────────────────────


def show_case(case: Case, events: Sequence[Event], rules: Rules, zone: ZoneInfo, now: datetime) -> None:
    """Prints one complaint: what, who, what was promised and how it stands, and every step where they are given."""
    line((case.number, "bold"), f"  {word(case.state)}", say(" · round {round}", round=case.round))
    line((harmless(case.summary), "bold"))
    grid([[(name, "dim"), (value, "")] for name, value in _facts(case, rules, zone) if value], "  ")
    if case.milestones:
        line()
        line((tr("Deadlines"), "bold"))
        grid([_milestone_row(m, case, rules, zone, now) for m in case.milestones], "  ")
    if events:
        line()
        line((tr("Steps"), "bold"))
        for event in events:
            _show_event(event, rules, zone)


def _facts(case: Case, rules: Rules, zone: ZoneInfo) -> list[tuple[str, str]]:
    severity = labels.severity(rules, case.severity)
    subtype = labels.subtype(rules, case.category, case.subtype)
    kind = " · ".join(part for part in (labels.category(rules, case.category), subtype, severity) if part)
    open_waits = [w for w in case.waits if w.open]
    return [
        (tr("Details"), harmless(case.details)),
        (tr("Customer"), _customer(case, rules)),
        (tr("Received"), _received(case, rules, zone)),
        (tr("Kind"), kind),
        (tr("Place"), " · ".join(harmless(part) for part in (case.store, case.region, case.product) if part)),
        (tr("Against"), harmless(case.against)),
        (tr("Order"), harmless(case.order)),
        (tr("Occurred"), day_and_time(case.occurred_at, zone) if case.occurred_at else ""),
        (tr("In dispute"), f"{i18n.said(case.amount / 100)} {word(rules.currency)}" if case.amount else ""),
        (tr("Wants"), harmless(case.demand)),
        (tr("With"), _holder(case, rules)),
        (tr("Waiting"), tr(", ").join(_wait(w, rules, zone) for w in open_waits)),
        (tr("Proposal"), _proposal(case, rules)),
        (tr("Finding"), _finding(case, rules)),
        (tr("Answer"), _answer(case)),
        (tr("Basis"), harmless(case.basis)),
        (tr("Satisfied"), _satisfied(case)),
        (tr("Lesson"), harmless(case.lesson)),
    ]


def _customer(case: Case, rules: Rules) -> str:
    c = case.customer
    parts = [harmless(part) for part in (c.name, c.phone, c.email, c.card, c.address) if part]
    parts += [labels.named(rules, "tier", c.tier)] if c.tier else []
    parts += [say("for {whom}", whom=c.on_behalf_of)] if c.on_behalf_of else []
    return " · ".join(parts)


def _received(case: Case, rules: Rules, zone: ZoneInfo) -> str:
    by = tr("the desk") if case.recorder == SYSTEM else labels.who(rules, case.recorder)
    return say(
        "{when} over {channel}, recorded by {who}",
        when=day_and_time(case.received_at, zone),
        channel=labels.channel(rules, case.channel),
        who=by,
    )


def _wait(wait: Any, rules: Rules, zone: ZoneInfo) -> str:
    name = label(rules.waits, wait.reason, i18n.lang)
    asked = " " + in_brackets(harmless(wait.asked)) if wait.asked else ""
    return say("for {whom}{asked}, until {until}", whom=name, asked=asked, until=due_text(wait.until, zone))


def _proposal(case: Case, rules: Rules) -> str:
    p = case.proposal
    if p is None:
        return ""
    cost = f" · {i18n.said(p.amount / 100)} {word(rules.currency)}" if p.amount else ""
    signed = tr(", ").join(labels.who(rules, name) for name in p.approved_by)
    told = f"{harmless(p.text)}{cost} · {word(f'proposal {p.state}')}"
    return with_note(told, signed) if signed else told


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


def _show_event(event: Event, rules: Rules, zone: ZoneInfo) -> None:
    who = tr("the desk") if event.actor == SYSTEM else labels.who(rules, event.actor)
    at = f"{event.at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    line("  ", (f"{event.seq:>2} {at}  ", "dim"), (_step_told(event), "bold"), f"  {who}")
    for name, value in {**event.body, **event.private}.items():
        if name not in _NOT_SHOWN and value not in ("", None, [], 0):
            line("       ", say("{name}: {value}", name=word(name), value=_plain(name, value, rules, zone)))


def _plain(name: str, value: object, rules: Rules, zone: ZoneInfo) -> str:
    """One field of a step as people say it."""
    if name in _INSTANTS:
        return day_and_time(datetime.fromisoformat(str(value)), zone)
    if name == "amount":
        return i18n.said(int(str(value)) / 100)
    if isinstance(value, bool):
        return word("yes" if value else "no")
    if isinstance(value, list):
        return tr(", ").join(labels.named(rules, name, str(item)) for item in value)
    if name == "outcome":
        return word(f"customer {value}")
    return labels.named(rules, name, str(value)) if name in labels.NAMED else _spoken(name, str(value))


def _spoken(name: str, value: str) -> str:
    return word(value) if name in ("via", "upheld", "satisfied", "by") else value
