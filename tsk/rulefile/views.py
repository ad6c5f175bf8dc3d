"""What a saved view means: its words are words of the policy, and its order and columns are those of lists."""

from __future__ import annotations

from tsk.errors import Word
from tsk.listing import OF_COMPLAINTS, OF_MILESTONES, SORTS, both_ways
from tsk.model import AWAITED, STATES
from tsk.rulefile.values import Page
from tsk.rulefile.vocabulary import known_words, names, words_asked_for
from tsk.rulerows import View
from tsk.rules import Rules

_ORDERS = ("worst", "-worst", "chased", "milestone", "best", *both_ways(SORTS))


def check(page: Page, rules: Rules) -> None:
    """Every problem of meaning in [views] is added to the page."""
    known = _known(rules)
    columns = {*OF_COMPLAINTS, *OF_MILESTONES, *names(rules.fields)}
    for row in rules.views:
        for key, words in known.items():
            if key in row.said and row.said[key] not in words:
                _no_such(page, row, key, str(row.said[key]), words)
        for word in filter(None, (one.strip() for one in str(row.said.get("columns", "")).split(","))):
            if word not in columns:
                _no_such(page, row, "columns", word, columns, "column")


def _known(rules: Rules) -> dict[str, frozenset[str]]:
    """The words that each option of a view may say."""
    policy, facts = known_words(rules), words_asked_for(rules)
    staff = {"handler": policy["staff number"]} if rules.staff else {}
    return {
        "state": frozenset(("open", "done", "all", *STATES)),
        **{key: facts[key] for key in ("department", "category", "severity", "channel")},
        **staff,
        "waiting": policy["reason for waiting"],
        "awaiting": frozenset(AWAITED),
        "milestone": policy["milestone"],
        "sort": frozenset(_ORDERS),
    }


_KINDS = {"sort": "sort order", "waiting": "reason for waiting", "awaiting": "decision", "handler": "staff number"}


def _no_such(page: Page, row: View, key: str, word: str, known: object, kind: str = "") -> None:
    what = Word(kind or _KINDS.get(key, key))
    page.unknown(("views", row.name, key), 'There is no {kind} "{word}".', word, known, kind=what)  # type: ignore[arg-type]
