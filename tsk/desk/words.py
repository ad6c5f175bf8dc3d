"""Words that people say for things of the policy, turned into its names; unknown ones list what exists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tsk.errors import UsageError, Word
from tsk.rulerows import MilestoneRule, Named, Policy
from tsk.rules import Rules, promise_rule, tiers

_AMOUNT = re.compile(r"([0-9]{1,7})(?:\.([0-9]{1,2}))?")


class Choice:
    """One of several things to choose from: what to type, and in Chinese what it is."""

    def __init__(self, row: Named) -> None:
        self._row = row

    def label(self, lang: str) -> str:
        return f"{self._row.name} {self._row.zh}" if lang == "zh" and self._row.zh else self._row.name


def known(what: str, rows: Iterable[Named], said: str) -> str:
    """The name of the row that is called so (by name or by a label in either language); "" for nothing said.

    Raises UsageError with what exists and the nearest match.
    """
    rows = tuple(rows)
    if not said:
        return ""
    for row in rows:
        if said.casefold() in (row.name.casefold(), row.zh.casefold(), row.en.casefold()):
            return row.name
    raise unknown(what, said, tuple(row.name for row in rows), tuple(row.zh for row in rows), rows)


def titled(what: str, titles: Mapping[str, str], said: str) -> str:
    """The name of what bears that title, or is called so itself."""
    return known(what, (Named(name, zh=title) for name, title in titles.items()), said)


def milestones_of(rules: Rules) -> tuple[MilestoneRule, ...]:
    """The milestones of the policy; that of a promise is there even where the policy has none."""
    return tuple(dict.fromkeys((*rules.policy.milestones, promise_rule(rules.policy))))


def tier_named(rules: Rules, policy: Policy, said: str) -> str:
    """The tier by name or label; without a list of tiers, one that some row of the policy asks for."""
    return known("tier", rules.tiers, said) if rules.tiers else one_of("tier", tiers(policy), said)


def unknown(
    what: str, said: str, names: tuple[str, ...], labels: tuple[str, ...] = (), rows: tuple[Named, ...] = ()
) -> UsageError:
    """The error for an unknown word: what exists, and the nearest match if any is near."""
    from difflib import get_close_matches

    near = get_close_matches(said, [*names, *labels], n=1, cutoff=0.6)
    nearest = dict(zip(labels, names, strict=False)).get(near[0], near[0]) if near else ""
    return UsageError(
        "There is no {what} “{said}”; did you mean {nearest}?" if near else "There is no {what} “{said}”.",
        "There are: {known}.",
        what=Word(what),
        said=said[:60],
        nearest=nearest,
        known=tuple(Choice(row) for row in rows) or names or "–",
    )


def one_of(what: str, words: tuple[str, ...], said: str) -> str:
    """The word itself where it is one of these, or nothing is prescribed; raises UsageError for any other."""
    if not said or said in words or not words:
        return said
    rows = tuple(Named(name, zh=_chinese(what, name)) for name in words)
    for row in rows:
        if said == row.zh:
            return row.name
    raise unknown(what, said, words, tuple(row.zh for row in rows), rows)


def _chinese(what: str, name: str) -> str:
    """What one of the words for a thing is called in Chinese; its own entry counts before that of the word alone."""
    from tsk.locale.words import WORDS

    return WORDS.get(f"{what} {name}", WORDS.get(name, ("", "")))[1]


def handler_named(rules: Rules, said: str) -> str:
    """The staff number of a listed person, by number or name; any name where no staff is listed."""
    return known("person", rules.staff, said) if rules.staff else said


def amount_of(said: str, currency: str) -> int:
    """The sum in hundredths; raises UsageError unless it is a sum of 0 to 9,999,999.99 with at most two decimals."""
    found = _AMOUNT.fullmatch(said.strip())
    if not found:
        raise UsageError(
            "“{said}” is not an amount.",
            "Write {currency} with at most two decimals, such as 50 or 12.90.",
            said=said[:60],
            currency=Word(currency),
        )
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
