"""The rows of a rule file as they are compiled: departments, people, categories, limits, approvals, settings.

One rule, one line, one name; order is priority. `Policy` holds what is frozen for a complaint at its receipt.
"""

from __future__ import annotations

from msgspec import Struct

from tsk.conditions import When
from tsk.steps import step_of


class Named(Struct, frozen=True, omit_defaults=True):
    """A word of the policy with its label in both languages and its line in the file."""

    name: str
    zh: str = ""
    en: str = ""
    line: int = 0

    def label(self, lang: str) -> str:
        return (self.zh if lang == "zh" else self.en) or self.en or self.zh or self.name


class Frequent(Named, frozen=True, omit_defaults=True):
    """What many complain of: what `record --template` fills in; without a summary its label is one."""

    summary: str = ""
    details: str = ""
    category: str = ""
    subtype: str = ""
    severity: str = ""
    channel: str = ""
    product: str = ""
    demand: str = ""


class Department(Named, frozen=True, omit_defaults=True):
    desk: bool = False
    head: str = ""
    above: str = ""
    calendar: str = ""


class Role(Named, frozen=True, omit_defaults=True):
    may: tuple[str, ...] = ()
    sees: str = "own"
    approves: int = 0  # hundredths


class Staff(Named, frozen=True, omit_defaults=True):
    role: str = ""
    department: str = ""
    store: str = ""
    deputy: str = ""
    until: str = ""
    away: tuple[str, ...] = ()  # days of absence, `2026-11-20` or `2026-11-20..2026-12-04`; the deputy has the inbox


class Channel(Named, frozen=True, omit_defaults=True):
    default: bool = False


class Severity(Named, frozen=True, omit_defaults=True):
    when: When | None = None
    first: bool = False


class Category(Named, frozen=True, omit_defaults=True):
    words: tuple[str, ...] = ()
    subtypes: tuple[Named, ...] = ()
    theme: str = ""  # under which the figures are reported together


class Cause(Named, frozen=True, omit_defaults=True):
    department: str = ""  # who is responsible for it where nobody says otherwise


class Field(Named, frozen=True, omit_defaults=True):
    """A field of the policy's own; a check is ticked with yes, a choice is one of its options."""

    kind: str = "text"  # text | number | date | check | choice
    options: tuple[Named, ...] = ()
    scope: str = "case"  # round: empty again in every new round
    personal: bool = False  # a text that says who the customer is: masked like a card


class Route(Named, frozen=True, omit_defaults=True):
    to: str = ""
    co: tuple[str, ...] = ()
    when: When = {}


class MilestoneRule(Named, frozen=True, omit_defaults=True):
    from_: tuple[str, ...] = ()
    met_by: tuple[str, ...] = ()
    waits: tuple[str, ...] = ()
    calendar: str = ""
    each: str = "case"
    extend: str = ""  # the cap, a limit from the start; without one there is no extension
    scope: str = "round"
    statutory: bool = False
    from_receipt: bool = False
    warn: str = ""
    extend_from: str = ""  # receipt: the cap counts from there, else from the milestone's start

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps that may meet it, whatever they are narrowed to."""
        return tuple(dict.fromkeys(step_of(word) for word in self.met_by))


class LimitRow(Named, frozen=True, omit_defaults=True):
    when: When = {}
    limits: dict[str, str] = {}
    extend: dict[str, str] = {}  # caps of extensions, by milestone


class NeedsRow(Named, frozen=True, omit_defaults=True):
    when: When = {}
    needs: dict[str, tuple[str, ...]] = {}  # step -> fields, or steps taken before it


class ClosingRow(Named, frozen=True, omit_defaults=True):
    when: When = {}
    requires: tuple[str, ...] = ()
    review: str = ""  # the role that closes; "" = no review
    unless: dict[str, tuple[str, ...]] = {}


class Escalation(Named, frozen=True, omit_defaults=True):
    """A step that is carried out by itself, once: the trigger, the condition, and whom it tells, moves to or raises.

    Triggers: `before` or `after` a `milestone`'s due, or a share of its limit `used` without a step; `idle` since the
    last step (limits as written); `chases` or `round` reached; a step taken (`on`).
    """

    milestone: str = ""
    after: str = ""
    before: str = ""
    idle: str = ""
    chases: int = 0
    round: int = 0
    on: str = ""
    used: float = 0  # percent of a milestone's limit that passed without a step
    when: When = {}
    tell: tuple[str, ...] = ()  # handler, recorder, head, above, a department or a staff number
    move: str = ""  # above or a department
    raise_: int = 0  # lines up in the severities
    always: bool = False  # at night too, else in the policy's hours


class Approval(Named, frozen=True, omit_defaults=True):
    """Which roles sign a proposal: all of them in any order, or level by level until one's authority is `enough`."""

    when: When = {}
    by: tuple[str, ...] = ()
    enough: bool = False


class PerCustomer(Struct, frozen=True):
    """The sum (hundredths) that one customer may be given within a limit before the role `then` must sign."""

    at_most: int
    within: str
    then: str


class Authority(Struct, frozen=True, omit_defaults=True):
    """Who must approve what; the conditions are numbers in the policy's currency."""

    need_approval: str = ""
    second_signature: str = ""
    four_eyes: bool = False
    per_customer: PerCustomer | None = None


class Article(Named, frozen=True, omit_defaults=True):
    """An article of penalties: what it fines and what repetition adds; sums are hundredths.

    With a `when` it is tried by itself, unless a range is left to be chosen; without one it is proposed by hand.
    `fine` and `plus` (by gravity) run from the lowest to the highest; `add_at` is what the third costs more, say,
    `add_beyond` what each beyond the third does. What cannot be proven costs `unproven` all the same, or is kept on
    file until so many of one person prove each other (`proven_from`); without either only what is proven counts.
    """

    article: str = ""
    when: When = {}
    fine: tuple[int, int] = (0, 0)
    plus: tuple[int, int] | None = None
    add_at: tuple[tuple[int, int], ...] = ()
    add_beyond: tuple[tuple[int, int], ...] = ()
    refer_from: int = 0  # from so many on the outlet is referred to its management
    within: str = ""  # month | week in which repetitions count; without one they count for ever
    unproven: int | None = None
    proven_from: int = 0
    evidence: tuple[str, ...] = ()  # one of these kinds is named


class Points(Named, frozen=True, omit_defaults=True):
    """What a closed case counts for the team that had it; the first row that fits."""

    when: When = {}
    points: float = 0


class MeasureKind(Named, frozen=True, omit_defaults=True):
    """A kind of improvement measure; `steps` are its dated parts in their order."""

    steps: tuple[Named, ...] = ()


class Target(Named, frozen=True, omit_defaults=True):
    at_least: float | None = None
    at_most: float | None = None
    weight: float = 0  # percent of the score


class Receiver(Named, frozen=True, omit_defaults=True):
    """Who is sent the day's summary; of the addresses only schemes are kept, and the names of variables.

    With a `department` it is that department's part, with `when` = wrong only a day on which something is wrong.
    """

    to: tuple[str, ...] = ()
    department: str = ""
    lang: str = ""
    when: str = ""


class View(Named, frozen=True, omit_defaults=True):
    """A saved view: options of lists as they are typed, by the name of the option."""

    said: dict[str, str | int | bool] = {}


class Settings(Struct, frozen=True, omit_defaults=True):
    """Small figures of the policy; limits are kept as written."""

    scale: str = "0-10"
    satisfied_from: int = 8
    backdate: str = "2 days"
    longest_wait: str = "10 working days"
    owner_until_accepted: bool = False
    undo: str = "10 minutes"
    recorded: str = "1 hour"  # within which a complaint is recorded after its receipt
    silence: str = "2 working days"  # after which a customer who heard nothing is listed
    repeat_within: str = "30 days"
    repeat_same: tuple[str, ...] = ("category",)
    repeat_customer: tuple[str, ...] = ("phone", "card")
    visit_attempts: int = 3  # calls after which a customer counts as unreachable
    reroute_always: bool = False  # a corrected category routes again even where a person chose the department
    incident_same: tuple[str, ...] = ()  # what a new complaint must share with an open incident to be linked by itself
    incident_within: str = "1 day"
    incident_reply: str = ""  # the template of the answer to everybody linked
    surge_count: int = 0  # so many of one kind and place within `surge_within` are more than usual; 0: unwatched
    surge_within: str = "2 hours"
    surge_same: tuple[str, ...] = ("category", "region")
    anonymise: str = ""  # how long after its end a complaint keeps its person; "": nobody said


class Policy(Struct, frozen=True, omit_defaults=True):
    """What decides about a complaint, frozen at its receipt."""

    severities: tuple[Severity, ...] = ()
    categories: tuple[Category, ...] = ()
    routes: tuple[Route, ...] = ()
    milestones: tuple[MilestoneRule, ...] = ()
    limits: tuple[LimitRow, ...] = ()
    needs: tuple[NeedsRow, ...] = ()
    escalation: tuple[Escalation, ...] = ()
    closing: tuple[ClosingRow, ...] = ()
    approvals: tuple[Approval, ...] = ()
    points: tuple[Points, ...] = ()
    penalties: tuple[Article, ...] = ()
    authority: Authority = Authority()
