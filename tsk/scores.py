"""Scores by the policy's targets and weights, and ranks; what could not be measured does not weigh."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from tsk.rulerows import Target


class Counted(Struct, frozen=True):
    """A rate as it is counted: `count` of `of`."""

    count: int
    of: int


def score(rates: Mapping[str, Counted], targets: tuple[Target, ...]) -> float | None:
    """Σ weight × min(1, rate ÷ target), from 0 to 100; for what should be small, target ÷ rate.

    A rate without a denominator does not weigh: the others share its weight. None where nothing was measured.
    """
    parts = [(t.weight, _reached(rates[t.name], t)) for t in targets if t.weight and t.name in rates]
    measured = [(weight, share) for weight, share in parts if share is not None]
    weights = sum(weight for weight, _ in measured)
    return 100 * sum(weight * share for weight, share in measured) / weights if weights else None


def _reached(rate: Counted, target: Target) -> float | None:
    """How much of the target is reached, from 0 to 1."""
    if not rate.of:
        return None
    percent = rate.count * 100 / rate.of
    if target.at_least is not None:
        return min(1.0, percent / target.at_least) if target.at_least else 1.0
    most = target.at_most or 0.0
    return 1.0 if percent <= most else most / percent


def ranks(scores: Mapping[str, float | None]) -> dict[str, int]:
    """The rank of each that has a score, the highest first; equal scores share a rank, and the next is left out.

    Scores are equal that differ by less than a billionth: they are sums of fractions.
    """
    known = {name: round(one, 9) for name, one in scores.items() if one is not None}
    return {name: 1 + sum(other > one for other in known.values()) for name, one in known.items()}
