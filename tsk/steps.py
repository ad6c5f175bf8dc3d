"""What each step of a complaint is: its verb, the right it takes, the fields it carries, which of them are personal.

Public fields stand in the chain for ever; private ones are personal or free text and stand outside it, removable.
"""

from __future__ import annotations

from msgspec import Struct

GROUPS = {
    "counter": ("record", "update", "attach", "note", "chase", "undo"),
    "handling": (
        *("assign", "assign-handler", "accept", "contact", "pend", "resume", "propose", "approve", "refuse"),
        *("promise", "deliver", "extend", "escalate", "reply", "rate", "submit"),
    ),
    "closing": ("close", "return", "reopen", "cancel", "reject", "merge", "visit"),
    "supervision": ("urge", "incident", "measure", "penalty", "inspect", "backdate"),
}
RIGHTS = frozenset(right for rights in GROUPS.values() for right in rights)


class Step(Struct, frozen=True):
    """One kind of step; `verb` is what people type and the right it takes; `accepts` takes an assigned case over."""

    type: str
    verb: str
    public: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    accepts: bool = False


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
            *("product", "tier", "amount", "occurred", "external", "settled", "answered"),
        ),
        private=(
            *("summary", "details", "name", "phone", "email", "card", "address", "on_behalf_of"),
            *("against", "order", "demand", "reason"),
        ),
    ),
    Step("assigned", "assign", ("department", "co_departments", "handler", "offered_to", "route"), ("reason",)),
    Step("accepted", "accept", (), ("reason",)),
    Step("answered", "record"),
    Step("contacted", "contact", ("via", "reached", "outcome", "next"), ("note", "demand", "reason"), accepts=True),
    Step("asked", "pend", ("wait", "until"), ("reason", "note"), accepts=True),
    Step("resumed", "resume", ("wait",), ("reason",)),
    Step(
        "proposed",
        "propose",
        ("cause", "upheld", "responsible", "amount", "needs_approval"),
        ("proposal", "fault", "reason"),
        accepts=True,
    ),
    Step("approved", "approve", ("amount", "complete"), ("reason",)),
    Step("refused", "refuse", (), ("reason",)),
    Step("replied", "reply", ("via",), ("answer", "basis", "reason"), accepts=True),
    Step("rated", "rate", ("satisfied", "score", "via"), ("demand", "reason")),
    Step("submitted", "submit", ("department",), ("reason",), accepts=True),
    Step("returned", "return", ("redo",), ("reason",)),
    Step("closed", "close", ("rule",), ("lesson", "reason")),
    Step("reopened", "reopen", (), ("reason", "demand")),
    Step("cancelled", "cancel", ("by",), ("reason",)),
)
STEPS = {step.type: step for step in _TABLE}
INTAKE_ONLY = ("answered",)  # measured only where the intake tells it; otherwise its milestones are void


def rights_of(may: tuple[str, ...]) -> frozenset[str]:
    """The single rights behind a role's list of groups and rights."""
    if "all" in may:
        return RIGHTS
    return frozenset(right for word in may for right in GROUPS.get(word, (word,)))
