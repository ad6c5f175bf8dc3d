"""What is to be done: the inbox, and the page for the next shift."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tsk import i18n
from tsk.i18n import in_brackets, say, tr, with_note
from tsk.inbox import Reason, Todo
from tsk.model import Case
from tsk.render import labels
from tsk.render.console import Segment, cut, flowing, line, lines, on_terminal, padded, tabbed, width
from tsk.render.incidents import show_notices
from tsk.render.lists import explain_unsure
from tsk.render.times import day_and_time, due_text, short_time
from tsk.rules import Rules, label
from tsk.text import harmless

STYLE = {
    "overdue": "bold red",
    "today": "yellow",
    "soon": "yellow",
    "chased": "magenta",
    "urged": "magenta",
    "told": "magenta",
}
SECTIONS = (
    ("Overdue", ("overdue",)),
    ("Asked for", ("chased", "urged", "told", "returned", "callback", "wait-over")),
    ("Due by then", ("today",)),
    ("Due soon after", ("soon",)),
    ("Waiting for one of us", ("accept", "approval", "answer", "review")),
    ("Waiting for others", ("waiting",)),
)


def counts(taken: Mapping[str, int]) -> list[Segment]:
    """How many complaints each thing happened to, as segments that may stand on several lines."""
    told = (
        say("new {n}", n=taken["new"]),
        say("answered {n}", n=taken["replied"]),
        say("closed {n}", n=taken["closed"]),
        say("reopened {n}", n=taken["reopened"]),
        say("called off {n}", n=taken["cancelled"]),
        say("chased {n}", n=taken["chased"]),
        say("escalated {n}", n=taken["escalated"]),
    )
    return [(text + ("" if text is told[-1] else " · "), "") for text in told]


def show_inbox(found: Any, rules: Rules, zone: ZoneInfo, now: datetime, limit: int | None) -> None:
    """Prints what somebody has to do, most urgent first, one case a row with every reason."""
    if on_terminal():
        line((say("{who} · {now}", who=labels.who(rules, found.who), now=day_and_time(now, zone)), "bold"))
    for name in found.stands_in_for if on_terminal() else ():
        line((say("standing in for {who}", who=labels.who(rules, name)), "dim"))
    if on_terminal():
        show_notices(found.incidents, rules, zone)
    if not found.items:
        if on_terminal():
            line(tr("Nothing to do."))
        return
    show_todos(found.items[:limit], rules, zone, now)
    explain_unsure(is_unsure(one) for one in found.items[:limit])
    more = len(found.items) - len(found.items[:limit])
    if more and on_terminal():
        line((say("… {count} more", count=more), "dim"))


def show_todos(items: Sequence[Todo], rules: Rules, zone: ZoneInfo, now: datetime) -> None:
    """Prints cases with their reasons: two lines each on a terminal, one in a pipe."""
    if on_terminal():
        lines(row for one in items for row in _block(one, rules, zone, now))
    else:
        tabbed(_fields(one, rules, zone) for one in items)


def is_unsure(one: Todo) -> bool:
    """Whether a due among the reasons is provisional."""
    return any(reason.provisional for reason in one.reasons)


def _block(one: Todo, rules: Rules, zone: ZoneInfo, now: datetime) -> list[list[Segment]]:
    """The case with its due on one line, every reason to see to it on the next."""
    case = one.case
    due = due_text(one.due, zone) if one.due else "–"
    late = bool(one.due and one.due < now)
    room = width() - len(case.number) - max(_DUE, len(due)) - 4
    head = [
        (case.number, "bold"),
        ("  ", ""),
        (padded(due, _DUE), STYLE["overdue"] if late else ""),
        ("  ", ""),
        (cut(_about(case, rules), room), ""),
    ]
    return [head, *flowing([*_coloured(one, rules, zone), *_with_whom(case, rules)], "    ")]


_DUE = len("10-10 18:00")


def _coloured(one: Todo, rules: Rules, zone: ZoneInfo) -> list[Segment]:
    """The reasons, each in the colour of its urgency."""
    told = _why(one, rules, zone)
    last = len(told) - 1
    return [(text + ("" if i == last else " · "), STYLE.get(kind, "")) for i, (kind, text) in enumerate(told)]


def _with_whom(case: Case, rules: Rules) -> list[Segment]:
    who = case.handler or case.offered_to
    parts = [labels.department(rules, case.department)] if case.department else []
    parts += [labels.who(rules, who)] if who else []
    parts += [labels.named(rules, "tier", case.customer.tier)] if case.customer.tier else []
    return [("  " + in_brackets(tr(", ").join(parts)), "dim")] if parts else []


def _fields(one: Todo, rules: Rules, zone: ZoneInfo) -> list[str]:
    """Number, due, reasons, department, handler and complaint, for a pipe."""
    case = one.case
    due = due_text(one.due, zone) if one.due else "–"
    why = " · ".join(text for _, text in _why(one, rules, zone))
    care = labels.named(rules, "tier", case.customer.tier)
    about = with_note(_about(case, rules), care) if care else _about(case, rules)
    return [
        case.number,
        due,
        why,
        labels.department(rules, case.department),
        labels.who(rules, case.handler or case.offered_to),
        about,
    ]


def _about(case: Case, rules: Rules) -> str:
    """Whose complaint it is, and what about; marked where it goes first."""
    said = " · ".join(part for part in (case.customer.name, case.summary) if part)
    return labels.urgent(rules, case.severity) + harmless(said).replace("\n", " ")


def _why(one: Todo, rules: Rules, zone: ZoneInfo) -> list[tuple[str, str]]:
    """Every reason as a few words, with its kind; of what is only due some day, the first."""
    found = []
    for kind in dict.fromkeys(reason.kind for reason in one.reasons):
        same = [reason for reason in one.reasons if reason.kind == kind]
        told = [reason_text(reason, rules, zone) for reason in (same[:1] if kind == "due" else same)]
        names = tr(", ").join(dict.fromkeys(told))
        found.append((kind, say(_KINDS[kind], names=names) if kind in _KINDS else names))
    return found


_KINDS = {"overdue": "{names} overdue", "today": "{names} due", "soon": "{names} due soon", "due": "next: {names}"}


def reason_text(reason: Reason, rules: Rules, zone: ZoneInfo) -> str:
    """One reason in the reader's language."""
    return _TOLD[reason.kind](reason, rules, zone)


Told = Callable[[Reason, Rules, ZoneInfo], str]


def _milestone(reason: Reason, rules: Rules, zone: ZoneInfo) -> str:
    name = labels.milestone_name(rules, reason.milestone, reason.of) + labels.unsure(reason.provisional)
    return i18n.with_note(name, harmless(reason.text)) if reason.text else name


def _plain(template: str) -> Told:
    return lambda reason, rules, zone: say(template, text=harmless(reason.text))


def _told(reason: Reason, rules: Rules, zone: ZoneInfo) -> str:
    if reason.text == "urged":
        return tr("urged")
    rule = label(rules.policy.escalation, reason.text, i18n.lang) if reason.text else ""
    return i18n.with_note(tr("escalated"), harmless(rule)) if rule else tr("escalated")


def _when(template: str) -> Told:
    return lambda reason, rules, zone: say(template, at=short_time(reason.at, zone) if reason.at else "")


def _wait(template: str) -> Told:
    return lambda reason, rules, zone: say(
        template,
        whom=label(rules.waits, reason.text, i18n.lang),
        until=due_text(reason.at, zone) if reason.at else "",
    )


_TOLD: dict[str, Told] = {
    "overdue": _milestone,
    "today": _milestone,
    "soon": _milestone,
    "due": _milestone,
    "chased": _plain("chased ×{text}"),
    "urged": _plain("urged"),
    "told": _told,
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
    lines(flowing([(say("{open} open · today: ", open=found.open), ""), *counts(found.taken)], ""))
    show_notices(found.incidents, rules, zone)
    line(say("What matters until {until}:", until=due_text(found.until, zone)))
    for title, kinds in SECTIONS:
        items = [one for one in found.items if one.reasons[0].kind in kinds]
        if items:
            line()
            line((with_note(tr(title), str(len(items))), "bold"))
            show_todos(items, rules, zone, now)
    explain_unsure(is_unsure(one) for one in found.items)
    if not found.items:
        line(tr("Nothing is owed."))
