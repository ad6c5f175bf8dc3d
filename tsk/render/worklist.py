"""What is to be done: the inbox, and the page for the next shift."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tsk import i18n
from tsk.i18n import say, tr
from tsk.inbox import Reason, Todo
from tsk.render import labels
from tsk.render.console import Column, Segment, line, on_terminal, table
from tsk.render.times import day_and_time, due_text, short_time
from tsk.rules import Rules, label
from tsk.text import harmless

STYLE = {"overdue": "bold red", "today": "yellow", "chased": "magenta", "urged": "magenta", "told": "magenta"}
SECTIONS = (
    ("Overdue", ("overdue",)),
    ("Asked for", ("chased", "urged", "told", "returned", "callback", "wait-over")),
    ("Due by then", ("today",)),
    ("Waiting for one of us", ("accept", "approval", "answer", "review", "visit")),
    ("Waiting for others", ("waiting",)),
)


def show_inbox(found: Any, rules: Rules, zone: ZoneInfo, now: datetime, limit: int | None) -> None:
    """Prints what somebody has to do, most urgent first, one case a row with every reason."""
    if on_terminal():
        line((say("{who} · {now}", who=labels.who(rules, found.who), now=day_and_time(now, zone)), "bold"))
    for name in found.stands_in_for if on_terminal() else ():
        line((say("standing in for {who}", who=labels.who(rules, name)), "dim"))
    if not found.items:
        if on_terminal():
            line(tr("Nothing to do."))
        return
    show_todos(found.items[:limit], rules, zone, now)
    more = len(found.items) - len(found.items[:limit])
    if more and on_terminal():
        line((say("… {count} more", count=more), "dim"))


def show_todos(items: Sequence[Todo], rules: Rules, zone: ZoneInfo, now: datetime, handler: bool = False) -> None:
    """Prints cases with their reasons in columns; with `handler` who has them, too."""
    columns = (
        Column(tr("Number"), keep=True),
        Column(tr("Due"), keep=True),
        Column(tr("What to do")),
        *((Column(tr("Handler")),) if handler else ()),
        Column(tr("Summary"), give=True),
    )
    table(columns, [_row(one, rules, zone, now, handler) for one in items])


def _row(one: Todo, rules: Rules, zone: ZoneInfo, now: datetime, handler: bool) -> list[Segment]:
    case, first = one.case, one.reasons[0]
    due = due_text(one.due, zone) if one.due else "–"
    return [
        (case.number, "bold"),
        (due, STYLE["overdue"] if one.due and one.due < now else ""),
        (labels.urgent(rules, case.severity) + _why(one, rules, zone), STYLE.get(first.kind, "")),
        *([(labels.who(rules, case.handler or case.offered_to), "")] if handler else []),
        (_about(case), ""),
    ]


def _about(case: Any) -> str:
    """The complaint in a few words, and a customer who needs care."""
    return str(case.summary)


def _why(one: Todo, rules: Rules, zone: ZoneInfo) -> str:
    """Every reason as a few words; of what is only due some day, the first."""
    later = [r for r in one.reasons if r.kind == "due"]
    told = [r for r in one.reasons if r.kind != "due"] or later[:1]
    return tr(", ").join(dict.fromkeys(reason_text(reason, rules, zone) for reason in told))


def reason_text(reason: Reason, rules: Rules, zone: ZoneInfo) -> str:
    """One reason in the reader's language."""
    return _TOLD[reason.kind](reason, rules, zone)


Told = Callable[[Reason, Rules, ZoneInfo], str]


def _milestone(template: str) -> Told:
    def told(reason: Reason, rules: Rules, zone: ZoneInfo) -> str:
        name = labels.milestone_name(rules, reason.milestone, reason.of)
        text = i18n.with_note(name, harmless(reason.text)) if reason.text else name
        return say(template, name=text)

    return told


def _plain(template: str) -> Told:
    return lambda reason, rules, zone: say(template, text=harmless(reason.text))


def _when(template: str) -> Told:
    return lambda reason, rules, zone: say(template, at=short_time(reason.at, zone) if reason.at else "")


def _wait(template: str) -> Told:
    return lambda reason, rules, zone: say(
        template,
        whom=label(rules.waits, reason.text, i18n.lang),
        until=due_text(reason.at, zone) if reason.at else "",
    )


_TOLD: dict[str, Told] = {
    "overdue": _milestone("{name} overdue"),
    "today": _milestone("{name} due"),
    "due": _milestone("{name}"),
    "chased": _plain("chased ×{text}"),
    "urged": _plain("urged"),
    "told": _plain("escalated: {text}"),
    "returned": _plain("sent back: {text}"),
    "callback": _when("call back {at}"),
    "wait-over": _wait("the wait for {whom} is over"),
    "waiting": _wait("waits for {whom} until {until}"),
    "accept": _plain("take over"),
    "approval": _plain("approve: {text}"),
    "answer": _plain("answer the customer"),
    "review": _plain("review and close"),
}


# ── the next shift ─────────────────────────────────────────────────────────────────────────────────


def show_handover(found: Any, rules: Rules, zone: ZoneInfo, now: datetime) -> None:
    """Prints the page for the next shift, section by section; each case stands under its most urgent reason."""
    place = [labels.department(rules, found.department)] if found.department else []
    place += [harmless(found.store)] if found.store else []
    head = " · ".join([tr("Handover"), *place, day_and_time(now, zone)])
    line((head, "bold"))
    line(say("{open} open · today: {taken}", open=found.open, taken=_taken(found.taken) or "–"))
    line(say("What matters until {until}:", until=due_text(found.until, zone)))
    for title, kinds in SECTIONS:
        items = [one for one in found.items if one.reasons[0].kind in kinds]
        if items:
            line()
            line((f"{tr(title)} ({len(items)})", "bold"))
            show_todos(items, rules, zone, now, handler=True)
    if not found.items:
        line(tr("Nothing is owed."))


_WORTH_TELLING = ("registered", "replied", "closed", "chased", "escalated", "reopened", "merged", "cancelled")


def _taken(steps: dict[str, int]) -> str:
    """How many complaints each kind of step was taken on today."""
    told = (f"{i18n.step_word(kind)} {steps[kind]}" for kind in _WORTH_TELLING if steps.get(kind))
    return tr(", ").join(told)
