"""Answers from templates: the blanks that a text to a customer may have, and how they are filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tsk.model import Case

# What the template of an answer may ask for: of the case, and of what is said with the answer.
BLANKS = (
    *("customer", "number", "received", "summary", "category", "product", "order", "store", "department"),
    *("proposal", "amount", "promise", "due", "answer", "basis"),
)
_BLANK = re.compile(r"\{(\w*)\}")
_CHINESE = re.compile("[\u3400-\u9fff]")


def blanks(template: str) -> tuple[str, ...]:
    """The names of the blanks of a template, each once, in its order."""
    return tuple(dict.fromkeys(_BLANK.findall(template)))


def filled(template: str, values: Mapping[str, str]) -> str:
    """The text with its blanks filled in; what stands in the values is not filled again."""
    return _BLANK.sub(lambda found: values.get(found[1], found[0]), template)


def language_of(case: Case) -> str:
    """`zh` or `en`, as the customer's own words are written; "" where they tell nothing."""
    words = f"{case.summary}{case.details}{case.demand}"
    if _CHINESE.search(words):
        return "zh"
    return "en" if any(letter.isalpha() for letter in words) else ""
