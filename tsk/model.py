"""The values of a complaint desk and its vocabulary: events, the case folded from them, milestones and waits.

Instants are aware UTC datetimes of whole seconds; sums of money are whole hundredths of the policy's currency.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct, field

from tsk.annexes import Attachment as Attachment
from tsk.annexes import Finding as Finding
from tsk.annexes import Opinion as Opinion
from tsk.annexes import Payment as Payment
from tsk.annexes import Penalty as Penalty
from tsk.annexes import Told as Told
from tsk.annexes import Trace as Trace

OPEN_STATES = ("registered", "assigned", "in_progress", "pending", "resolved")
DONE_STATES = ("closed", "cancelled", "rejected", "merged")
STATES = OPEN_STATES + DONE_STATES
AWAITED = ("approval", "answer", "review")  # what of a complaint waits for somebody else's decision
HANDLING_STATES = ("assigned", "in_progress", "pending")

UPHELD = ("yes", "no", "partly")
SATISFIED = ("yes", "no", "unknown")
CANCELLED_BY = ("customer", "duplicate", "mistake")
CONTACT_METHODS = ("phone", "sms", "email", "chat", "visit", "letter")
CONTACT_OUTCOMES = ("accepted", "refused")

AGREED = "agreed"  # the limit of a date given to the customer

PENDING_PROPOSAL = ("open", "noted")  # what may still be approved or refused

SYSTEM = "system"  # the actor of what the desk does by itself


class DueChange(Struct, frozen=True, omit_defaults=True):
    """What one event does to one milestone, as computed then: this is what was promised.

    `op` is started, moved, met, ended or revived; `at` is the instant of meeting or ending. `agreed` is a date given to
    the customer; `added` counts the seconds of the limit's own clock by which it was extended, in all. `counted_from`
    is the correction from which a shortened limit runs, and `overtaken` what had been added before it.
    """

    op: str
    name: str
    round: int
    of: str = ""
    start: datetime | None = None
    due: datetime | None = None
    provisional: bool = False
    limit: str = ""
    rule: str = ""
    waits: tuple[str, ...] = ()
    at: datetime | None = None
    why: str = ""
    agreed: datetime | None = None
    added: int = 0
    counted_from: datetime | None = None
    overtaken: int = 0


class Milestone(Struct, frozen=True, omit_defaults=True):
    """One promise of the policy: running until `met_at` or `ended_at`, late from the second after `due`.

    `of` names the department of a department's own milestone and counts repetitions within a round (`#2`); of a
    promise it is the promise's number (`#1`). `why` says why the duty ended unmet. `agreed` is the date given to the
    customer where that is the limit; `added` are seconds of the limit's own clock by which it was extended. A limit
    that was shortened may run from the correction, `counted_from`, on; what had been added before is `overtaken`.
    `begun` and `over` are the places in the file of the steps that started it, and that met or ended it.
    """

    name: str
    round: int
    of: str
    start: datetime
    due: datetime
    provisional: bool = False
    limit: str = ""
    rule: str = ""
    waits: tuple[str, ...] = ()
    met_at: datetime | None = None
    ended_at: datetime | None = None
    why: str = ""
    agreed: datetime | None = None
    added: int = 0
    counted_from: datetime | None = None
    overtaken: int = 0
    begun: int = 0
    over: int = 0

    @property
    def running(self) -> bool:
        return self.met_at is None and self.ended_at is None


class Wait(Struct, frozen=True, omit_defaults=True):
    """A stretch in which a case waits: half-open from `since` to the earlier of `until` and `resumed_at`.

    `begun` and `ended` are the places of those steps in the file, which tell the order within one second.
    """

    reason: str
    since: datetime
    until: datetime
    resumed_at: datetime | None = None
    asked: str = ""
    begun: int = 0
    ended: int = 0

    @property
    def end(self) -> datetime:
        return self.until if self.resumed_at is None else min(self.until, self.resumed_at)

    @property
    def open(self) -> bool:
        return self.resumed_at is None


class Held(Struct, frozen=True, omit_defaults=True):
    """A half-open stretch in which somebody has the case; without an `until` it lasts.

    `part` is lead for the department that handles it with its handler, co for one that helps, answer once the lead has
    handed the file in, review once the customer has been answered. What is handed in has no department here: it is
    the desk's.
    """

    department: str
    handler: str
    part: str
    since: datetime
    until: datetime | None = None


class Customer(Struct, frozen=True, omit_defaults=True):
    """Who complains, as said at the counter; `tier` is what the policy treats specially, the rest is personal text."""

    name: str = ""
    phone: str = ""
    email: str = ""
    card: str = ""
    address: str = ""
    tier: str = ""
    on_behalf_of: str = ""


class Proposal(Struct, frozen=True, omit_defaults=True):
    """The plan put forward for a case; `amount` is in hundredths, `approved_by` in order of approval.

    `signers` are the roles that must sign, by the row `rule` of the approvals, `in_order` one after the other;
    `signed_as` are the roles that have.
    """

    text: str
    by: str
    amount: int = 0
    approved_by: tuple[str, ...] = ()
    state: str = "open"  # open: waits for approval | noted: needs none | approved | refused
    required: bool = False  # nothing is promised or carried out before it is approved
    signers: tuple[str, ...] = ()
    in_order: bool = False
    rule: str = ""
    signed_as: tuple[str, ...] = ()
    alternatives: str = ""  # what else was offered, one in each line
    paid: int = 0  # hundredths that were carried out of it


class Promise(Struct, frozen=True, omit_defaults=True):
    """Something promised to the customer for `due`: open until delivered or withdrawn."""

    nth: int
    text: str
    by: str
    at: datetime
    due: datetime
    delivered_at: datetime | None = None
    withdrawn_at: datetime | None = None

    @property
    def open(self) -> bool:
        return self.delivered_at is None and self.withdrawn_at is None


class Case(Struct, frozen=True, omit_defaults=True):
    """The present state of one complaint: the fold of its events, nothing more."""

    site: str
    id: int
    number: str
    seq: int
    state: str
    last_at: datetime  # when somebody last took a step
    round: int
    round_since: datetime
    received_at: datetime
    received_on: str  # the local date of receipt
    registered_at: datetime
    recorded_at: datetime
    recorder: str
    policy: str
    channel: str
    category: str = ""
    severity: str = ""
    summary: str = ""
    details: str = ""
    customer: Customer = Customer()
    subtype: str = ""
    store: str = ""
    region: str = ""
    product: str = ""
    against: str = ""
    order: str = ""
    demand: str = ""
    chosen: str = ""  # which of what was offered the customer chose
    outcome: str = ""  # what the customer last said to a proposal of this round
    amount: int = 0
    occurred_at: datetime | None = None
    external: str = ""
    imported: str = ""  # what the last import said of it, as a digest
    settled: str = ""
    department: str = ""
    co_departments: tuple[str, ...] = ()
    handler: str = ""
    offered_to: str = ""
    proposal: Proposal | None = None
    upheld: str = ""
    cause: str = ""
    responsible: str = ""
    fault: str = ""
    answer: str = ""
    basis: str = ""
    answered_via: str = ""
    satisfied: str = ""
    score: int | None = None
    rating: str = ""  # the latest yes or no of all rounds
    lesson: str = ""
    submitted_by: str = ""
    workers: tuple[str, ...] = ()  # who proposed or handed in this round
    done: tuple[str, ...] = ()  # the steps taken in this round, each under all its names, first occurrence first
    reopened: int = 0
    closed_at: datetime | None = None
    cancelled_by: str = ""
    active_at: datetime | None = None  # the last sign of life: any step of ours, a note too
    last_step: str = ""  # what somebody did last, and who
    last_by: str = ""
    placed_by: str = ""  # who chose the department; the desk itself where a rule did
    repeat_of: str = ""  # the number of the earlier complaint that this one repeats
    recurs: tuple[int, ...] = ()  # measures done before for the same product and category
    merged_into: str = ""  # the number of the complaint that goes on with this one
    absorbed: tuple[str, ...] = ()  # the numbers of those that this one goes on with
    promises: tuple[Promise, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    payments: tuple[Payment, ...] = ()
    fields: dict[str, str] = {}  # the policy's own fields; personal texts among them
    incident: int = 0  # the mass fault that the complaint is linked to
    answered_with: int = 0  # the mass fault with whose end it was answered
    resumes_as: str = ""  # the state that the end of the waits gives back; without one it is in progress then
    rose: int = 0  # how often it was moved up the line by itself
    chases: int = 0
    last_chase: datetime | None = None
    chased_at: datetime | None = None  # when the customer asked for news, until they are contacted or answered
    urged_at: datetime | None = None  # when a supervisor asked for speed, until somebody works on it
    callback_at: datetime | None = None
    contacted_at: datetime | None = None  # when the customer last heard from us
    attempts: int = 0  # contacts in a row that reached nobody
    visit_attempts: int = 0  # return visits in this round that reached nobody
    unreachable: bool = False  # the return visit was given up
    sent_back: str = ""  # why the file or the proposal came back, until it is handed in or put forward again
    inspections: tuple[Finding, ...] = ()
    told: tuple[Told, ...] = ()
    escalated: tuple[str, ...] = ()  # the keys of the escalation steps carried out
    held: tuple[Held, ...] = ()  # who has had it, in the order in which each began
    waits: tuple[Wait, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    traces: tuple[Trace, ...] = ()  # what steps left behind for a fair look at the figures
    anonymised_at: datetime | None = None  # when the person was removed from it
    kept_figures: dict[str, Any] = {}  # figures that rested on texts which are gone

    @property
    def paid(self) -> int:
        """The hundredths that the customer was given in all."""
        return sum(one.amount for one in self.payments)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def awaits(self) -> str:
        """What somebody else has to do with what was put forward or handed in: approval, answer or review; or ""."""
        if self.proposal and self.proposal.state == "open" and self.is_open:
            return "approval"
        handed_in = {"resolved": "review", **dict.fromkeys(HANDLING_STATES, "answer")} if self.submitted_by else {}
        return handed_in.get(self.state, "")

    @property
    def departments(self) -> tuple[str, ...]:
        return (self.department, *self.co_departments) if self.department else self.co_departments


class Draft(Struct, frozen=True):
    """A step decided on but not yet written: `body` is public, `private` is text kept outside the chain."""

    type: str
    at: datetime
    recorded_at: datetime
    actor: str
    body: dict[str, Any] = field(default_factory=dict)
    private: dict[str, str] = field(default_factory=dict)
    dues: tuple[DueChange, ...] = ()


class Event(Struct, frozen=True):
    """One written step, link `n` of its site's chain and number `seq` of its file.

    `private` maps field names to text; None stands for text that was removed. `at` is the instant claimed,
    `recorded_at` the machine's own clock.
    """

    site: str
    n: int
    kind: str
    id: int
    seq: int
    key: str
    at: datetime
    recorded_at: datetime
    actor: str
    type: str
    body: dict[str, Any]
    private: dict[str, str | None]
    dues: tuple[DueChange, ...]
    hash: str


class Person(Struct, frozen=True):
    """Who acts: a staff number with its role, department and store, or an unlisted login (`known` false)."""

    id: str
    name: str = ""
    role: str = ""
    department: str = ""
    store: str = ""
    known: bool = False
    anyone: bool = False  # no staff is listed: everyone may do everything
    deputises: tuple[str, ...] = ()  # whom this person stands in for


NOBODY = "-"  # the handler of a case that is given to a department anew


def stands_for(person: Person, name: str) -> bool:
    """Whether that is the person, or somebody whom the person is the deputy of."""
    return bool(name) and (name == person.id or name in person.deputises)


def iso(at: datetime) -> str:
    """An aware UTC instant as it is stored: `2026-11-21T01:30:00Z`."""
    return at.isoformat()[:19] + "Z"  # a third of the time that strftime takes
