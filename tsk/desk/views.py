"""Cases as plain values for JSON: keys are a contract and only ever added; instants in the policy's zone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tsk.custody import in_whose_hands, is_handed_over
from tsk.explain import Explained, Moved
from tsk.handlingtime import Share
from tsk.model import Attachment, Case, Event, Finding, Milestone, Penalty, Promise, iso
from tsk.rules import Rules
from tsk.sla import standing, works
from tsk.steps import ESTIMATED
from tsk.store import Store

_PLAIN = (
    *("id", "site", "number", "state", "round", "category", "subtype", "severity", "channel", "summary", "details"),
    *("store", "region", "product", "against", "order", "demand", "department", "handler", "offered_to", "upheld"),
    *("cause", "responsible", "satisfied", "score", "answer", "basis", "lesson", "external", "policy", "recorder"),
)


def penalty_view(one: Penalty) -> dict[str, Any]:
    """One penalty as JSON shows it; sums in the policy's currency."""
    plain = {name: getattr(one, name) for name in one.__struct_fields__}
    return {**plain, "amount": one.amount / 100, "liability": one.liability / 100}


def local(at: datetime | None, zone: ZoneInfo) -> str | None:
    """The instant as ISO 8601 text with the zone's offset."""
    return at.astimezone(zone).isoformat() if at else None


def complaint_view(case: Case, now: datetime, zone: ZoneInfo, masked: bool = False) -> dict[str, Any]:
    """One complaint as JSON shows it; `masked` says whether contact data are hidden in it (tsk.access hides them)."""
    return {
        **{name: getattr(case, name) for name in _PLAIN},
        "received_at": local(case.received_at, zone),
        "registered_at": local(case.registered_at, zone),
        "recorded_at": local(case.recorded_at, zone),
        "occurred_at": local(case.occurred_at, zone),
        "closed_at": local(case.closed_at, zone),
        "co_departments": list(case.co_departments),
        "customer": _customer_view(case, masked),
        "amount": (case.proposal.amount if case.proposal else case.amount) / 100,
        "proposal": proposal_view(case),
        "paid": case.paid / 100,
        "repeat_of": case.repeat_of or None,
        "recurs": list(case.recurs),
        "merged_into": case.merged_into or None,
        "absorbed": list(case.absorbed),
        "chases": case.chases,
        "callback_at": local(case.callback_at, zone),
        "promises": [promise_view(one, zone) for one in case.promises],
        "attachments": [attachment_view(one, zone) for one in case.attachments],
        "inspections": [finding_view(one, zone) for one in case.inspections],
        "incident": case.incident or None,
        "answered_with": case.answered_with or None,
        "fields": case.fields,
        "chosen": case.chosen,
        "opinions": [
            {"department": one.department, "text": one.text, "by": one.by, "at": local(one.at, zone)}
            for one in case.opinions
        ],
        "penalties": [penalty_view(one) for one in case.penalties],
        "rose": case.rose,
        "anonymised_at": local(case.anonymised_at, zone),
        "fault": case.fault,
        "waits": [
            {"reason": w.reason, "asked": w.asked, "since": local(w.since, zone), "until": local(w.end, zone)}
            for w in case.waits
        ],
        "milestones": [milestone_view(m, case, now, zone) for m in case.milestones],
    }


def flat_view(case: Case, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """One complaint as a line for scripts takes it: the keys of its JSON, and `due` of the `milestone` owed first."""
    owed = min((m for m in case.milestones if m.running), key=lambda m: m.due, default=None)
    first = {"due": local(owed.due, zone) if owed else None, "milestone": owed.name if owed else None}
    return {**complaint_view(case, now, zone), **first}


def had_view(before: Case, after: Case, zone: ZoneInfo) -> dict[str, Any] | None:
    """Who had the case until a command gave it to somebody else, and since when; None where it stayed."""
    if not is_handed_over(before, after):
        return None
    held = in_whose_hands(before)
    since = local(held.since if held else before.received_at, zone)
    return {name: getattr(before, name) for name in ("department", "handler", "offered_to")} | {"since": since}


def _customer_view(case: Case, masked: bool) -> dict[str, Any]:
    customer = case.customer
    names = ("name", "phone", "email", "card", "address", "tier", "on_behalf_of")
    return {**{name: getattr(customer, name) for name in names}, "masked": masked}


def proposal_view(case: Case) -> dict[str, Any] | None:
    """The proposal of a case, its sum in the policy's currency, with the roles that must sign it and that have."""
    p = case.proposal
    if p is None:
        return None
    return {
        "text": p.text,
        "alternatives": p.alternatives.splitlines(),
        "by": p.by,
        "amount": p.amount / 100,
        "state": p.state,
        "approved_by": list(p.approved_by),
        "signers": list(p.signers),
        "signed_as": list(p.signed_as),
    }


def promise_view(one: Promise, zone: ZoneInfo) -> dict[str, Any]:
    """One promise to the customer; neither delivered nor withdrawn it is open."""
    return {
        "nth": one.nth,
        "text": one.text,
        "by": one.by,
        "at": local(one.at, zone),
        "due": local(one.due, zone),
        "delivered_at": local(one.delivered_at, zone),
        "withdrawn_at": local(one.withdrawn_at, zone),
    }


def attachment_view(one: Attachment, zone: ZoneInfo) -> dict[str, Any]:
    """One paper of the file."""
    return {
        "nth": one.nth,
        "kind": one.kind,
        "name": one.name,
        "sha256": one.sha256,
        "size": one.size,
        "by": one.by,
        "at": local(one.at, zone),
    }


def finding_view(one: Finding, zone: ZoneInfo) -> dict[str, Any]:
    """What was found about a case that was looked at again."""
    plain = ("by", "followed", "reasonable", "satisfied", "note", "consequence")
    named = {"at": local(one.at, zone), "inspection": one.inspection or None, "breach": one.is_breach}
    return {**{name: getattr(one, name) for name in plain}, **named}


def milestone_view(m: Milestone, case: Case, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """One milestone with its standing at `now`."""
    return {
        "name": m.name,
        "round": m.round,
        "of": m.of,
        "from": local(m.start, zone),
        "due": local(m.due, zone),
        "met_at": local(m.met_at, zone),
        "ended_at": local(m.ended_at, zone),
        "standing": standing(m, case, now),
        "limit": m.limit,
        "rule": m.rule,
        "why": m.why,
        "provisional": m.provisional,
        "extended_seconds": m.added,
    }


def event_view(event: Event, zone: ZoneInfo) -> dict[str, Any]:
    """One event with everything that it said; a text that was removed is null."""
    return {
        "n": event.n,
        "seq": event.seq,
        "at": local(event.at, zone),
        "recorded_at": local(event.recorded_at, zone),
        "actor": event.actor,
        "type": event.type,
        **{name: value for name, value in event.body.items() if name not in ("id",)},
        **event.private,
        "dues": [
            {
                "op": due.op,
                "milestone": due.name,
                "round": due.round,
                "of": due.of,
                "due": local(due.due, zone),
                "at": local(due.at, zone),
            }
            for due in event.dues
        ],
    }


def carried_view(event: Event) -> dict[str, Any]:
    """One event as another desk can take it over: all that it said, but for its place in this desk's chain."""
    return {
        "at": iso(event.at),
        "recorded_at": iso(event.recorded_at),
        "actor": event.actor,
        "type": event.type,
        "key": event.key,
        "said": event.body,
        "texts": event.private,
        "dues": event.dues,
    }


def move_view(move: Any, zone: ZoneInfo) -> dict[str, Any]:
    """From which due to which a milestone moves; null where it begins, or ends."""
    before, m = move.before, move.after
    return {
        "milestone": m.name,
        "round": m.round,
        "of": m.of,
        "from": local(before.due, zone) if before else None,
        "to": local(m.due, zone) if m.running else None,
        "provisional": m.provisional,
        "why": m.why,
    }


def explained_view(one: Explained, zone: ZoneInfo, file: str) -> dict[str, Any]:
    """Why one milestone is due when it is: `counted_seconds` adds up the counted stretches."""
    way = one.course
    return {
        "name": one.milestone.name,
        "round": one.milestone.round,
        "of": one.milestone.of,
        "rule": one.rule or None,
        "file": file if one.rule else None,
        "line": one.line if one.rule else None,
        "calendar": one.calendar if works(way.limit) else None,
        "limit": one.milestone.limit,
        "from": local(way.start, zone),
        "base": local(way.base, zone),
        "due": local(one.promised, zone),
        "due_today": local(way.due, zone),
        "provisional": one.milestone.provisional,
        "standing": one.standing,
        "met_at": local(one.milestone.met_at, zone),
        "margin_seconds": one.margin,
        "margin_own_seconds": one.margin_own,
        "warn_at": local(one.warned, zone),
        "waits": [
            {"reason": wait.reason, "asked": wait.asked, "from": local(wait.since, zone), "to": local(wait.end, zone)}
            for wait in one.waits
        ],
        "moves": [moved_view(moved, zone) for moved in one.moves],
        "counted_seconds": one.counted,
        "stretches": [
            {
                "from": local(span.start, zone),
                "to": local(span.end, zone),
                "counted": span.counted,
                "kind": span.kind,
                "name": span.name,
                "day": span.day,
            }
            for span in one.spans
        ],
    }


def moved_view(moved: Moved, zone: ZoneInfo) -> dict[str, Any]:
    """A step that moved a due; `more` and `seconds` are an extension's."""
    return {
        **{name: getattr(moved, name) for name in ("step", "by", "reason", "more", "seconds")},
        "at": local(moved.at, zone),
        "from": local(moved.before, zone),
        "to": local(moved.after, zone),
    }


def share_view(share: Share) -> dict[str, Any]:
    """How long one holder had a complaint, in seconds of working time and of the clock."""
    return {
        **{name: getattr(share, name) for name in ("department", "handler", "part", "wait")},
        "working_seconds": share.working,
        "clock_seconds": share.clock,
    }


def home_view(
    store: Store, rules_file: str, rules: Rules, existed: bool, key_file: str = "", settings: str = ""
) -> dict[str, Any]:
    """A complaint desk as `init` reports it; `key_file` is the one that a new key was written to."""
    return {
        "database": store.db.name,
        "rules": rules_file or None,
        "policy": rules.name,
        "version": rules.version,
        "site": store.site,
        "practice": store.practice,
        "encrypted": store.db.encrypted,
        "key_file": key_file or None,
        "settings": settings or None,
        "existed": existed,
    }


def estimated_in(events: Iterable[Event]) -> list[str]:
    """Which times of its receipt an imported complaint was not told whole: received, occurred, answered."""
    first = next(iter(events), None)
    return list(first.body.get(ESTIMATED, ())) if first else []
