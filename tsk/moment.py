"""One step at the moment it is taken: what it makes of a case, under which policy and by which calendars."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from tsk.conditions import facts_of
from tsk.model import Case, DueChange, Milestone
from tsk.rulerows import MilestoneRule, Policy
from tsk.rules import Calendars
from tsk.stepfacts import Taken

ENDING = ("resolved", "closed", "cancelled", "rejected", "merged")  # where a duty that nothing can meet is over
COMPUTED_AGAIN = ("corrected", "recalculated")  # the steps after which other rows, rules or days may hold


class Moment(Struct, frozen=True):
    """A step with the case `before` it (None for a registration) and `after` it, its milestones untouched."""

    before: Case | None
    after: Case
    step: Taken
    policy: Policy
    calendars: Calendars

    @property
    def at(self) -> datetime:
        return self.step.at

    @property
    def is_computed_again(self) -> bool:
        return self.step.type in COMPUTED_AGAIN

    @property
    def facts(self) -> Mapping[str, object]:
        """What a `when` may ask about the case after the step."""
        return facts_of(self.after, self.calendars.zone)


def over(m: Milestone, at: datetime, why: str) -> DueChange:
    """The milestone's duty ended unmet."""
    return DueChange("ended", m.name, m.round, m.of, at=at, why=why)


def moved(m: Milestone, due: datetime, provisional: bool) -> DueChange:
    """The milestone due at another instant, with what was added to it and from where it runs."""
    return DueChange(
        op="moved",
        name=m.name,
        round=m.round,
        of=m.of,
        due=due,
        provisional=provisional,
        added=m.added,
        counted_from=m.counted_from,
        overtaken=m.overtaken,
    )


def part_of(step: Taken) -> str:
    """The part of a milestone that a promise is, or its delivery or withdrawal."""
    return f"#{step.body['nth']}" if step.body.get("nth") else ""


def owing(rule: MilestoneRule, case: Case) -> tuple[str, ...]:
    """The departments that owe the milestone: each on the case, or the lead alone."""
    return case.departments if rule.each == "department" else tuple(filter(None, (case.department,)))
