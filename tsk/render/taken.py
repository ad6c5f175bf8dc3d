"""What a step made of a complaint: its state, who has it, and every milestone that moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tsk.custody import in_whose_hands, is_handed_over
from tsk.i18n import say, step_word, tr, with_note, word
from tsk.model import Attachment, Case, Event, Milestone
from tsk.render import labels
from tsk.render.console import Segment, grid, line, unbroken
from tsk.render.inspections import outcome
from tsk.render.times import due_text, short_time
from tsk.rules import Rules, find

_WORK = ("contacted", "asked", "proposed", "promised")  # who does these should know who has the case


def show_taken(before: Case | None, case: Case, events: Sequence[Event], rules: Rules) -> None:
    """Prints what a step made of a complaint: its state, who has it, and every milestone it moved."""
    zone = rules.zoneinfo
    changed = before is not None and before.state != case.state
    state = say(": {before} → {after}", before=word(before.state), after=word(case.state)) if changed and before else ""
    again = say(" · round {round}", round=case.round) if case.round > 1 else ""
    verbs = tr(", ").join(step_told(event) for event in events) or tr("it is so already; nothing was written")
    line((case.number, "bold"), f"  {verbs}{state}{again}")
    if before and is_handed_over(before, case):
        who = say("with {who}", who=holder(case, rules))
        line("  ", with_note(who, _had_it(before, rules, zone)) if _is_taken_from(before, case) else who)
    elif case.handler and any(event.type in _WORK and event.actor != case.handler for event in events):
        line("  ", say("with {who}", who=holder(case, rules)))
    if events and events[-1].type == "approved" and not events[-1].body.get("complete"):
        line("  ", (tr("One signature is not enough: another person must approve too."), "yellow"))
    for event in events:
        told = _detail(event, rules)
        if told:
            line("  ", told)
    if before and before.severity != case.severity:
        names = [labels.severity(rules, one.severity) for one in (before, case)]
        line("  ", (say("severity: {before} → {after}", before=names[0], after=names[1]), "yellow"))
    show_told(events, rules)
    rows = [row for event in events for due in event.dues if (row := _due_row(due, case, rules, zone))]
    rows += _restored(before, case, rules, zone) if any(event.type == "undone" for event in events) else []
    grid(rows, "  ")


def _is_taken_from(before: Case, case: Case) -> bool:
    """Whether somebody loses the case by it: the department it was in, or a person there."""
    person = before.handler or before.offered_to
    return bool(person) or before.department not in ("", case.department)


def _had_it(before: Case, rules: Rules, zone: ZoneInfo) -> str:
    """Who had the case until now, and since when: a colleague may have given it to them a moment ago."""
    held = in_whose_hands(before)
    since = held.since if held else before.received_at
    return say("before: {who}, since {at}", who=holder(before, rules), at=short_time(since, zone, seconds=False))


def _detail(event: Event, rules: Rules) -> str:
    """What a step says that its name does not."""
    zone, said = rules.zoneinfo, {**event.body, **event.private}
    match event.type:
        case "asked":
            until = due_text(datetime.fromisoformat(said["until"]), zone)
            return say("waits for {whom} until {until}", whom=labels.named(rules, "wait", said["wait"]), until=until)
        case "contacted" if said.get("next"):
            return say("call back {at}", at=short_time(datetime.fromisoformat(said["next"]), zone))
        case "inspected":
            return outcome(said)
        case "linked" if said.get("until"):
            until = due_text(datetime.fromisoformat(said["until"]), zone)
            return say("held by incident {incident}, until {until} at first", incident=said["incident"], until=until)
        case "merged":
            return say("goes on as {number}", number=said["into"])
        case "attached":
            return str(said.get("file_name") or "")
    return ""


def show_told(events: Sequence[Event], rules: Rules) -> None:
    """Prints whom escalations told of the case."""
    told = [who for event in events if event.type == "escalated" for who in event.body.get("tell", ())]
    if told:
        names = dict.fromkeys(labels.who_or_department(rules, who) for who in told)
        line("  ", (say("told {who}", who=tr(", ").join(names)), "yellow"))


def step_told(event: Event) -> str:
    """A step as one word; a contact that reached nobody says so, and an undoing what it took back."""
    if event.type == "undone":
        back = tr(", ").join(step_word(name) for name in event.body.get("steps", ()))
        return say("undone: {steps}", steps=back)
    missed = event.type in ("contacted", "visited") and not event.body.get("reached", True)
    return word("not reached") if missed else step_word(event.type)


def holder(case: Case, rules: Rules) -> str:
    parts = [everybody(case, rules)] if case.department else []
    parts += [labels.who(rules, case.handler)] if case.handler else []
    parts += [say("offered to {who}", who=labels.who(rules, case.offered_to))] if case.offered_to else []
    return " · ".join(parts)


def _restored(before: Case | None, case: Case, rules: Rules, zone: ZoneInfo) -> list[list[Segment]]:
    """The milestones that run again, or run otherwise, after a step was taken back."""
    had = set(before.milestones) if before else set()
    again = (m for m in case.milestones if m.running and m not in had)
    return [
        [(labels.milestone(rules, m), ""), (say("by {due}", due=due_text(m.due, zone)) + provisional(m), "bold")]
        for m in again
    ]


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


def everybody(case: Case, rules: Rules) -> str:
    lead = labels.department(rules, case.department)
    co = tr(", ").join(labels.department(rules, name) for name in case.co_departments)
    return say("{lead}, with {others}", lead=lead, others=co) if co else lead


def provisional(m: Milestone) -> str:
    """A mark for a due that rests on days not announced yet."""
    return with_note("", tr("provisional")) if m.provisional else ""


def show_chased(done: Any, rules: Rules) -> None:
    """Prints that a customer asked for news, how often by now, and what they may be told."""
    taken = done.taken
    case = taken.case
    if not done.visible:
        told = say("chased, {count} in all · {state}", count=case.chases, state=word(case.state))
        line((case.number, "bold"), "  ", told)
        return
    show_taken(taken.before, case, taken.events, rules)
    line("  ", say("chased ×{count} in all", count=case.chases), f" · {word(case.state)}", _whose(case, rules))
    running = sorted((m for m in case.milestones if m.running and _for_customer(m, rules)), key=lambda m: m.due)
    for m in running[:1]:
        due = due_text(m.due, rules.zoneinfo)
        late = bool(case.chased_at and m.due < case.chased_at)
        template = "{name} was due {due}" if late else "Next: {name} by {due}"
        line("  ", (say(template, name=labels.milestone(rules, m), due=due), "bold red" if late else ""))


def _whose(case: Case, rules: Rules) -> str:
    who = holder(case, rules)
    return f" · {who}" if who else ""


def _for_customer(m: Milestone, rules: Rules) -> bool:
    """Whether the milestone is something that the customer waits for: a call, an answer, a promise."""
    rule = find(rules.policy.milestones, m.name)
    return bool(m.agreed) or bool(rule and {"contacted", "replied"} & set(rule.met_by))


def show_answer(case: Case) -> None:
    """Prints what the customer was told, to be read out or copied."""
    unbroken(case.answer)


def show_fetched(file: str, one: Attachment) -> None:
    """Prints where an attachment was written."""
    unbroken(say("{file}: attachment {nth} ({size} bytes), unchanged.", file=file, nth=one.nth, size=one.size))
