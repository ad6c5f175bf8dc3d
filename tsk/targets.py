"""Which targets of the policy the figures of a period miss so far, and which of them can no longer be reached."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from tsk.reportlines import Line, Rate
from tsk.rulerows import Target


class MissedTarget(Struct, frozen=True):
    """A rate that misses its target so far; `lost` says that what is still open could not mend it."""

    name: str
    rate: Rate
    at_least: float | None
    at_most: float | None
    lost: bool


def missed(line: Line, targets: Iterable[Target]) -> tuple[MissedTarget, ...]:
    """The targets that the figures miss, in the order of the policy.

    The share of solved complaints counts the open ones as unsolved: it is lost once solving all of them is not enough.
    """
    found = ((target, getattr(line, target.name)) for target in targets)
    return tuple(
        MissedTarget(target.name, rate, target.at_least, target.at_most, _is_lost(target, rate, line))
        for target, rate in found
        if rate.reached is False
    )


def _is_lost(target: Target, rate: Rate, line: Line) -> bool:
    if target.name != "resolution" or target.at_least is None:
        return True
    return (rate.count + line.open) * 100 < target.at_least * rate.of
