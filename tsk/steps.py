"""What each step of a complaint is: its verb, the right it takes, the fields it carries, which of them are personal.

Public fields stand in the chain for ever; private ones are personal or free text and stand outside it, removable.
"""

from __future__ import annotations

from msgspec import Struct

GROUPS = {
    "counter": ("record", "settle", "update", "attach", "note", "chase", "undo"),
    "handling": (
        *("assign", "assign-handler", "accept", "contact", "pend", "resume", "opinion", "propose", "approve", "refuse"),
        *("promise", "deliver", "extend", "escalate", "reply", "rate", "submit"),
    ),
    "closing": ("close", "return", "reopen", "cancel", "reject", "merge", "visit"),
    "supervision": (
        *("urge", "recalculate", "incident", "measure", "penalty", "decide-penalty", "inspect", "staff", "backdate"),
    ),
    "office": ("all-sites",),
    "data": ("reveal", "export", "import", "anonymise", "restore"),
}
RIGHTS = frozenset(right for rights in GROUPS.values() for right in rights)


class Step(Struct, frozen=True):
    """One kind of step; `verb` is what people type and the right it takes; `accepts` takes an assigned case over."""

    type: str
    verb: str
    public: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    accepts: bool = False


BY_RULE = "by_rule"  # the words of the step that nobody typed: the rules chose them

_TABLE = (
    Step(
        "registered",
        "record",
        public=(
            *(
                "id",
                "number",
                "policy",
                "received",
                "received_on",
                "channel",
                "category",
                "subtype",
                "severity",
                "store",
                "region",
            ),
            *("product", "tier", "amount", "occurred", "external", "settled", "answered", "department", "repeat_of"),
            *("recurs", BY_RULE),
        ),
        private=(
            *("summary", "details", "name", "phone", "email", "card", "address", "on_behalf_of"),
            *("against", "order", "demand", "reason"),
        ),
    ),
    Step("assigned", "assign", ("department", "co_departments", "handler", "kept", "offered_to", "route"), ("reason",)),
    Step("accepted", "accept", (), ("reason",)),
    Step("answered", "record"),
    Step(
        "contacted",
        "contact",
        ("via", "reached", "outcome", "choice", "next"),
        ("note", "demand", "reason"),
        accepts=True,
    ),
    Step("asked", "pend", ("wait", "until"), ("reason", "note"), accepts=True),
    Step("resumed", "resume", ("wait", "until"), ("reason",)),
    Step("opined", "opinion", ("department",), ("opinion", "reason"), accepts=True),
    Step(
        "proposed",
        "propose",
        ("cause", "upheld", "responsible", "amount", "needs_approval", "signers", "in_order", "rule"),
        ("proposal", "alternatives", "fault", "reason"),
        accepts=True,
    ),
    Step("approved", "approve", ("amount", "complete", "role"), ("reason",)),
    Step("refused", "refuse", (), ("reason",)),
    Step("replied", "reply", ("via", "incident", "cause"), ("answer", "basis", "reason"), accepts=True),
    Step("rated", "rate", ("satisfied", "score", "via"), ("demand", "reason")),
    Step("submitted", "submit", ("department",), ("reason",), accepts=True),
    Step("returned", "return", ("redo",), ("reason",)),
    Step("closed", "close", ("rule",), ("lesson", "reason")),
    Step("reopened", "reopen", (), ("reason", "demand")),
    Step("cancelled", "cancel", ("by",), ("reason",)),
    Step("promised", "promise", ("nth", "due"), ("promise", "reason"), accepts=True),
    Step("withdrawn", "promise", ("nth",), ("reason",)),
    Step("delivered", "deliver", ("nth", "amount"), ("note", "reason"), accepts=True),
    Step("extended", "extend", ("milestone", "of", "more", "until", "seconds", "told"), ("reason",)),
    Step("escalated", "escalate", ("rule", "milestone", "of", "stage", "tell", "departments"), ("reason",)),
    Step("noted", "note", (), ("note", "reason")),
    Step("attached", "attach", ("kind", "sha256", "size"), ("file_name", "reason")),
    Step("chased", "chase", ("via", "on"), ("note", "reason")),
    Step("urged", "urge", ("tell",), ("note", "reason")),
    Step(
        "inspected",
        "inspect",
        ("inspection", "followed", "reasonable", "satisfied"),
        ("note", "consequence", "reason"),
    ),
    Step(
        "corrected",
        "update",
        (
            *("channel", "category", "subtype", "severity", "store", "region", "product", "tier", "amount"),
            *("occurred", "raised", "keep", BY_RULE),
        ),
        (
            *("summary", "details", "name", "phone", "email", "card", "address", "on_behalf_of"),
            *("against", "order", "demand", "reason"),
        ),
    ),
    Step("visited", "visit", ("via", "reached", "satisfied", "score", "unreachable"), ("note", "demand", "reason")),
    Step("rejected", "reject", (), ("reason",)),
    Step("merged", "merge", ("into",), ("reason",)),
    Step("absorbed", "merge", ("merged", "chased"), ("reason",)),
    Step("linked", "incident", ("incident", "until"), ("reason",)),
    Step("unlinked", "incident", ("incident", "until"), ("reason",)),
    Step("undone", "undo", ("key", "steps"), ("reason",)),
    Step(
        "penalised",
        "penalty",
        (
            *("nth", "rule", "outlet", "day", "state", "proven", "amount", "liability", "referred", "evidence"),
            "unproven",
        ),
        ("person", "note", "reason"),
    ),
    Step("penalty_confirmed", "decide-penalty", ("nth", "evidence"), ("reason",)),
    Step("penalty_waived", "decide-penalty", ("nth",), ("reason",)),
    Step("recalculated", "recalculate", ("policy",), ("reason",)),
    Step("anonymised", "anonymise", ("figures", "traces", "persons"), ("reason",)),
)
STEPS = {step.type: step for step in _TABLE}

# The steps of the files beside the complaints.
_ENTRIES = (
    Step(
        "measure_added",
        "measure",
        ("complaint", "number", "kind", "department", "owner", "due", "parts", "study"),
        ("text", "source", "reason"),
    ),
    Step("measure_step", "measure", ("part", "owner", "due", "finished", "told"), ("text", "reason")),
    Step("measure_checked", "measure", ("confirmed",), ("effect", "reason")),
    Step(
        "inspection_drawn",
        "inspect",
        ("since", "until", "department", "severity", "share", "seed", "population", "complaints", "numbers"),
        ("reason",),
    ),
    Step("request_made", "staff", ("person", "role", "department", "store", "until"), ("name", "reason")),
    Step("request_approved", "staff", (), ("reason",)),
    Step("request_refused", "staff", (), ("reason",)),
    Step(
        "incident_opened",
        "incident",
        ("category", "subtype", "store", "region", "product", "until", "tell", "departments"),
        ("title", "notice", "reason"),
    ),
    Step("incident_resolved", "incident", ("via", "cause", "lang"), ("answer", "basis", "template", "reason")),
    Step("incident_cancelled", "incident", (), ("reason",)),
    Step("restored", "restore", ("backup", "kept_as", "replaced_n", "replaced_hash"), ("reason",)),
    # who looked at contact data, and took data along: no filter's words that are a customer's
    Step("looked", "show", ("verb", "ground"), ()),
    Step("revealed", "reveal", ("verb", "count", "filters", "complaints"), ("reason",)),
    Step("exported", "export", ("verb", "format", "count", "filters", "complaints", "masked"), ("reason",)),
    Step("taken_over", "import", ("verb", "count", "complaints"), ("file_name",)),
)
ENTRY_STEPS = {step.type: step for step in _ENTRIES}
IMPORTED = "imported"  # what the last import said of a complaint, as a digest, which goes with the texts that it tells
ESTIMATED = "estimated"  # a step of an import whose time nobody told, or of its receipt which of its times
FIELDS = "fields"  # any step may fill in fields of the policy's own: words and figures here, texts as `field NAME`


def step_of(word: str) -> str:
    """The step that a word of the policy names, without what it is narrowed to: `assigned` for `assigned:network`."""
    return word.partition(":")[0]


# The rights by which somebody judges the work of others, or decides for good; on a database server their steps are
# a reviewer's. A request for a role is anybody's to make.
REVIEWING = (
    *("approve", "refuse", "close", "return", "visit", "inspect", "decide-penalty"),
    *("staff", "recalculate", "anonymise", "restore"),
)


def review_steps() -> tuple[str, ...]:
    """The steps of a review, but for the closing: what is settled on the spot is closed by who recorded it."""
    judging = (step.type for step in (*_TABLE, *_ENTRIES) if step.verb in REVIEWING)
    return tuple(sorted(set(judging) - {"closed", "request_made"}))


INTAKE_ONLY = ("answered",)  # measured only where the intake tells it; otherwise its milestones are void


def rights_of(may: tuple[str, ...]) -> frozenset[str]:
    """The single rights behind a role's list of groups and rights."""
    if "all" in may:
        return RIGHTS
    return frozenset(right for word in may for right in GROUPS.get(word, (word,)))
