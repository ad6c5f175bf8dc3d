"""What happened to one complaint: who had it how long, and every step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tsk import i18n
from tsk.explain import dues_of
from tsk.handlingtime import Share
from tsk.i18n import say, step_word, tr, word
from tsk.lifecycle import effective
from tsk.model import SYSTEM, Event
from tsk.render import labels
from tsk.render.console import Segment, grid, line
from tsk.render.taken import step_told
from tsk.render.times import day_and_time, due_text, exact_text, limit_text
from tsk.rules import Rules, label
from tsk.stepfacts import FIELD
from tsk.steps import FIELDS

_INSTANTS = ("received", "occurred", "until", "due", "next")
_NOT_SHOWN = (
    *("id", "number", "policy", "received_on", "needs_approval", "answered", "key", "stage", "of", "sha256", "seconds"),
    *("departments", "kept", "keep", "by_rule", "figures", "traces", "persons", "imported"),
)


def show_history(events: Sequence[Event], had_by: Sequence[Share], rules: Rules, zone: ZoneInfo) -> None:
    """Prints how long each department, handler and wait had the case in working time, and every step."""
    if had_by:
        line()
        line((tr("Who had it"), "bold"), ("  " + tr("in working time"), "dim"))
        grid([_share_row(one, rules) for one in had_by], "  ")
    line()
    line((tr("Steps"), "bold"))
    moved = _moves(events)
    for event in events:
        _show_event(event, rules, zone)
        for name, before, after in moved.get(event.seq, ()):
            told = f"{due_text(before, zone)} → {due_text(after, zone)}"
            line("       ", say("{name}: {value}", name=labels.milestone_name(rules, *name), value=told))


def _moves(events: Sequence[Event]) -> dict[int, list[tuple[tuple[str, str], datetime, datetime]]]:
    """The deadlines that each step moved: name and part, old due, new due."""
    found: dict[int, list[tuple[tuple[str, str], datetime, datetime]]] = {}
    for event, due, before in dues_of(effective(events)):
        if due.op == "moved" and before and due.due and before != due.due:
            found.setdefault(event.seq, []).append(((due.name, due.of), before, due.due))
    return found


def _share_row(one: Share, rules: Rules) -> list[Segment]:
    department = labels.department(rules, one.department) if one.department else tr("nobody yet")
    holder = " · ".join(filter(None, (department, labels.who(rules, one.handler) if one.handler else "")))
    return [(holder, ""), (_role(one, rules), "dim"), (exact_text(one.working, in_days=False), "")]


def _role(one: Share, rules: Rules) -> str:
    """What the holder had the case for: to handle it, to help, to answer, to review it, or waiting for somebody."""
    if one.wait:
        return say("waiting for {whom}", whom=label(rules.waits, one.wait, i18n.lang))
    told = {
        "co": tr("helping"),
        "answer": tr("handed in, to be answered"),
        "review": tr("answered, to be closed"),
    }
    return told.get(one.part, "")


def _show_event(event: Event, rules: Rules, zone: ZoneInfo) -> None:
    who = tr("the desk") if event.actor == SYSTEM else labels.who(rules, event.actor)
    at = f"{event.at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    line("  ", (f"{event.seq:>2} {at}  ", "dim"), (step_told(event), "bold"), f"  {who}")
    for name, value in fields_told(event, rules, zone):
        line("       ", say("{name}: {value}", name=name, value=value))


def fields_told(event: Event, rules: Rules, zone: ZoneInfo) -> list[tuple[str, str]]:
    """What a step says, field by field: the label and the value as people say them."""
    told: list[tuple[str, str]] = []
    for name, value in {**event.body, **event.private}.items():
        if value is None:
            own = name.startswith(FIELD)
            told.append((labels.field(rules, name.removeprefix(FIELD)) if own else word(name), word("(removed)")))
        elif name == FIELDS or name.startswith(FIELD):
            told += _own_fields(name, value, rules)
        elif name not in _NOT_SHOWN and value not in ("", None, [], 0):
            told.append((word(name), _plain(name, value, rules, zone)))
    return told


def _own_fields(name: str, value: Any, rules: Rules) -> list[tuple[str, str]]:
    """Fields of the policy's own that the step fills in."""
    found = value if isinstance(value, dict) else {name.removeprefix(FIELD): value}
    return [
        (labels.field(rules, field), labels.field_value(rules, field, said) if said else "")
        for field, said in found.items()
    ]


def _plain(name: str, value: object, rules: Rules, zone: ZoneInfo) -> str:
    """One field of a step as people say it."""
    if name in _INSTANTS:
        at = datetime.fromisoformat(str(value))
        return due_text(at, zone, year=True) if name in ("until", "due") else day_and_time(at, zone)
    if name == "amount":
        return i18n.said(int(str(value)) / 100)
    if name == "more":
        return limit_text(str(value))
    if isinstance(value, bool):
        return word("yes" if value else "no")
    if name == "tell":
        who = value if isinstance(value, list) else [value]
        return tr(", ").join(labels.who_or_department(rules, str(item)) for item in who)
    if name == "estimated" and isinstance(value, list):
        return tr(", ").join(word(str(item)) for item in value)
    if name == "steps" and isinstance(value, list):
        return tr(", ").join(step_word(str(item)) for item in value)
    if isinstance(value, list):
        return tr(", ").join(labels.named(rules, name, str(item)) for item in value)
    if name == "outcome":
        return word(f"customer {value}")
    return labels.named(rules, name, str(value)) if name in labels.NAMED else _spoken(name, str(value))


def _spoken(name: str, value: str) -> str:
    return word(value) if name in ("via", "upheld", "satisfied", "by") else value
