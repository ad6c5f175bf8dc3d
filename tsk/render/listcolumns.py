"""What a list of complaints can show: each column by the name that people type, with its title and its text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tsk.i18n import tr, with_note, word
from tsk.model import Case, Milestone
from tsk.render import labels
from tsk.render.console import Column, Segment
from tsk.render.times import due_text, short_time
from tsk.rules import Rules

STATE_STYLE = {"registered": "bold", "pending": "cyan", "resolved": "green", "closed": "dim", "cancelled": "dim"}
_WHOLE = ("number", "received", "due", "late", "phone", "recorded", "occurred", "closed", "since")  # never cut
_RIGHT = ("amount", "score", "chases", "round", "incident", "chased")
_GIVING = ("summary", "details", "answer", "demand")  # what gives where there is too little room
_STYLES = {"number": "bold", "late": "red"}


class Look(NamedTuple):
    """What a text in a list depends on beside the complaint."""

    rules: Rules
    zone: ZoneInfo
    at: Callable[[str], Rules] | None = None  # the rules of the site that a complaint is of

    def of(self, site: str) -> Look:
        """What it depends on at that site."""
        return Look(self.at(site), self.zone) if self.at else self


def titles(rules: Rules) -> dict[str, str]:
    """The title of every column of a complaint, the policy's own fields too, by the name that is typed."""
    own = {field.name: labels.field(rules, field.name) for field in rules.fields}
    return {**{name: title[:1].upper() + title[1:] for name, title in _titles().items()}, **own}


def _titles() -> dict[str, str]:
    return {
        "number": tr("Number"),
        "received": word("when received"),
        "due": tr("Due"),
        "milestone": tr("Milestone"),
        "state": tr("State"),
        "severity": tr("Severity"),
        "department": tr("Department"),
        "handler": tr("Handler"),
        "summary": tr("Summary"),
        "customer": tr("Customer"),
        "phone": tr("Phone"),
        "email": word("email"),
        "card": word("card"),
        "tier": word("tier"),
        "channel": word("channel"),
        "category": word("category"),
        "subtype": word("subtype"),
        "store": word("store"),
        "region": word("region"),
        "product": word("product"),
        "order": word("order"),
        "demand": word("demand"),
        "details": word("details"),
        "answer": word("answer"),
        "cause": word("cause"),
        "upheld": word("upheld"),
        "amount": word("amount"),
        "satisfied": word("satisfied"),
        "score": word("score"),
        "chases": tr("Chased"),
        "round": tr("Round"),
        "waiting": word("wait"),
        "incident": word("incident"),
        "recorder": tr("Recorded by"),
        "recorded": tr("Recorded"),
        "occurred": tr("Occurred"),
        "closed": tr("Closed"),
        "external": word("external"),
    }


def late_titles() -> dict[str, str]:
    """The titles of the columns that only a list of what is overdue has, or has in its own words."""
    return {"late": tr("Late by"), "milestone": tr("Milestone"), "since": tr("Since"), "chased": tr("Chased")}


def columns(names: Sequence[str], title: Mapping[str, str], chosen: bool = True) -> list[Column]:
    """The columns of those names; none is left out that was `chosen`, however narrow the terminal."""
    return [Column(title[name], name in _RIGHT, name in _WHOLE, name in _GIVING and not chosen) for name in names]


def cells(case: Case, names: Sequence[str], look: Look) -> list[Segment]:
    """What the complaint says in those columns."""
    own = look.of(case.site)
    return [(cell(case, name, own), style(case, name)) for name in names]


def style(case: Case, name: str) -> str:
    """How the text of a column stands out."""
    return STATE_STYLE.get(case.state, "") if name == "state" else _STYLES.get(name, "")


def cell(case: Case, name: str, look: Look) -> str:
    """The text of one column, "" where there is nothing to say."""
    if name in _TEXTS:
        return _TEXTS[name](case, look)
    if name in case.fields:
        return labels.field_value(look.rules, name, case.fields[name])
    said = getattr(case, name, None) or getattr(case.customer, name, None) or ""
    return labels.named(look.rules, name, str(said)) if said else ""


def state_text(case: Case, rules: Rules) -> str:
    """The state, with the round where it is not the first, marked where the complaint goes first."""
    state = word(case.state) if case.round == 1 else with_note(word(case.state), str(case.round))
    return labels.urgent(rules, case.severity) + state


def next_owed(case: Case) -> Milestone | None:
    """The milestone that is due first of those still owed."""
    return min((m for m in case.milestones if m.running), key=lambda m: m.due, default=None)


def _when(at: datetime | None, look: Look) -> str:
    return short_time(at, look.zone, seconds=False) if at else ""


def _due(case: Case, look: Look) -> str:
    owed = next_owed(case)
    return due_text(owed.due, look.zone) + labels.unsure(owed.provisional) if owed else ""


def _milestone(case: Case, look: Look) -> str:
    owed = next_owed(case)
    return labels.milestone(look.rules, owed) if owed else ""


def _money(case: Case, look: Look) -> str:
    amount = case.proposal.amount if case.proposal else case.amount
    return f"{amount / 100:.2f}" if amount else ""


def _waiting(case: Case, look: Look) -> str:
    return tr(", ").join(labels.named(look.rules, "wait", one.reason) for one in case.waits)


_TEXTS: dict[str, Callable[[Case, Look], str]] = {
    "received": lambda case, look: _when(case.received_at, look),
    "recorded": lambda case, look: _when(case.recorded_at, look),
    "occurred": lambda case, look: _when(case.occurred_at, look),
    "closed": lambda case, look: _when(case.closed_at, look),
    "due": _due,
    "milestone": _milestone,
    "state": lambda case, look: state_text(case, look.rules),
    "severity": lambda case, look: labels.severity(look.rules, case.severity),
    "department": lambda case, look: labels.department(look.rules, case.department),
    "handler": lambda case, look: labels.who(look.rules, case.handler),
    "recorder": lambda case, look: labels.who(look.rules, case.recorder),
    "summary": lambda case, look: labels.summary(case),
    "customer": lambda case, look: case.customer.name,
    "subtype": lambda case, look: labels.subtype(look.rules, case.category, case.subtype),
    "upheld": lambda case, look: word(case.upheld) if case.upheld else "",
    "satisfied": lambda case, look: word(case.satisfied) if case.satisfied else "",
    "amount": _money,
    "score": lambda case, look: "" if case.score is None else str(case.score),
    "round": lambda case, look: str(case.round),
    "waiting": _waiting,
}
