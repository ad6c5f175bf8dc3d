"""What a list of complaints can show and be sorted by: the names that people type, the same in every list."""

from __future__ import annotations

SORTS = (
    *("received", "number", "due", "severity", "state", "department", "handler", "category", "customer"),
    *("store", "region", "product", "channel", "round", "active", "site"),
)
OF_COMPLAINTS = (
    *("number", "received", "due", "milestone", "state", "severity", "department", "handler", "summary", "customer"),
    *("phone", "email", "card", "tier", "channel", "category", "subtype", "store", "region", "product", "order"),
    *("demand", "details", "answer", "cause", "upheld", "amount", "satisfied", "score", "chases", "round", "waiting"),
    *("incident", "recorder", "recorded", "occurred", "closed", "external"),
)
OF_MILESTONES = ("late", "since", "chased")  # besides, in a list of what is overdue


def both_ways(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The keys as they are, and with the sign of descending order before them."""
    return (*keys, *(f"-{key}" for key in keys))


# What --format may ask of a complaint: the keys of its JSON, and the due of what is owed first.
KEYS = (
    *("id", "site", "number", "state", "round", "category", "subtype", "severity", "channel", "summary", "details"),
    *("store", "region", "product", "against", "order", "demand", "department", "co_departments", "handler"),
    *("offered_to", "upheld", "cause", "responsible", "satisfied", "score", "answer", "basis", "lesson", "external"),
    *("policy", "recorder", "received_at", "registered_at", "recorded_at", "occurred_at", "closed_at", "callback_at"),
    *("anonymised_at", "amount", "paid", "repeat_of", "recurs", "merged_into", "absorbed", "chases", "incident"),
    *("answered_with", "chosen", "rose", "fault"),
    *("customer.name", "customer.phone", "customer.email", "customer.card", "customer.address", "customer.tier"),
    *("customer.on_behalf_of", "due", "milestone"),
)
KEYS_OF_MILESTONES = ("of", "provisional", "held_by", "held_since", "late_seconds", "late_working_seconds")
OWN_FIELD = "fields."
