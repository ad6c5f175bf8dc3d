"""Which running milestones a step moves, and to when: waits, extensions, corrections, other rules, other days."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from tsk.conditions import facts_of, of_part
from tsk.limits import parse_limit
from tsk.model import AGREED, Case, DueChange, Milestone
from tsk.moment import Moment, moved, over
from tsk.rulerows import LimitRow, MilestoneRule
from tsk.rules import limit_row, milestone_rule
from tsk.sla import Course, calendar_of, course, course_of, stopping, works


def moves(now: Moment, running: list[Milestone]) -> Iterator[DueChange]:
    """What becomes of the milestones that still run after the step."""
    if now.before is None:
        return
    stopped = now.before.waits != now.after.waits
    other_rules = now.step.type == "corrected" or now.before.policy != now.after.policy
    for m in running:
        renewed = tuple(_under_new_rules(m, now.before, now)) if other_rules else ()
        yield from renewed
        one = _extended(m, now)
        if not renewed and (one != m or (stopped and m.waits) or now.step.type == "recalculated"):
            yield from _by_its_course(m, one, now)


def _extended(m: Milestone, now: Moment) -> Milestone:
    """The milestone with what the step adds to it, where it is the one that is extended."""
    said = now.step.body
    same = now.step.type == "extended" and (m.name, m.of) == (said.get("milestone"), said.get("of", ""))
    return replace(m, added=m.added + int(said["seconds"])) if same else m


def _by_its_course(m: Milestone, one: Milestone, now: Moment) -> Iterator[DueChange]:
    """The milestone's move to where its course leads; `one` is the milestone with what was added to it."""
    new = course_of(one, now.after, now.policy, now.calendars)
    if new.due < min(m.due, now.at):  # the calendar has changed since it was promised
        one, new = _no_sooner_than_known(one, new, now)
    if (one, new.due, new.provisional) != (m, m.due, m.provisional):
        yield moved(one, new.due, new.provisional)


def _no_sooner_than_known(m: Milestone, new: Course, now: Moment) -> tuple[Milestone, Course]:
    """A due that would have passed before anybody could know: the old one, or the same limit from now on."""
    soonest = course(m.limit, now.at, new.time, stopping(now.after, m.waits, now.at), new.from_receipt)
    if soonest.due < m.due:
        return replace(m, counted_from=now.at, overtaken=m.added), soonest
    spared = replace(m, added=m.added + new.counts(new.due, m.due))  # so that later waits go on from the old due
    return spared, replace(new, due=m.due)


# ── under other rules ──────────────────────────────────────────────────────────────────────────────


def _under_new_rules(m: Milestone, before: Case, now: Moment) -> Iterator[DueChange]:
    """What becomes of a running milestone when other rows fit the case, or other rules hold.

    A limit that gets shorter runs from its start, but never ends before it could be kept from now on, nor later than
    before; a raise never moves a date later; what the new rules lack is over.
    """
    rule = milestone_rule(now.policy, m.name)
    if m.limit == AGREED or (rule and rule.each == "promise"):
        return
    row = limit_row(now.policy, m.name, of_part(now.facts, m.of)) if rule else None
    if rule is None or row is None:
        yield from () if now.step.body.get("raised") else (over(m, now.at, now.step.type),)
        return
    had = limit_row(now.policy, m.name, of_part(facts_of(before, now.calendars.zone), m.of))
    same = had and now.step.type == "corrected" and had.limits[m.name] == row.limits[m.name]
    if not same and (row.limits[m.name] != m.limit or rule.waits != m.waits):
        yield from _with_limit(rule, row, m, now)


def _with_limit(rule: MilestoneRule, row: LimitRow, m: Milestone, now: Moment) -> Iterator[DueChange]:
    """The milestone under that row's limit; nothing where the old due stays in force."""
    limit, time, after = row.limits[m.name], calendar_of(rule, m.of, now.calendars), now.after
    added = _added_on(limit, m, now)
    fresh = course(limit, m.start, time, stopping(after, rule.waits, m.start), rule.from_receipt, added)
    new = replace(m, limit=limit, rule=row.name, added=added, counted_from=None, overtaken=0)
    if fresh.due < m.due:
        soonest = course(limit, now.at, time, stopping(after, rule.waits, now.at), rule.from_receipt)
        if fresh.due < m.due <= soonest.due:
            return
        if fresh.due < soonest.due:
            fresh, new = soonest, replace(new, counted_from=now.at, overtaken=added)
    elif now.step.body.get("raised"):
        return
    yield replace(moved(new, fresh.due, fresh.provisional), limit=limit, rule=row.name, waits=rule.waits)


def _added_on(limit: str, m: Milestone, now: Moment) -> int:
    """The seconds of an extension on the clock of another limit."""
    if not m.added or works(parse_limit(limit)) == works(parse_limit(m.limit)):
        return m.added
    bare = replace(m, added=0, counted_from=None, overtaken=0)
    full = replace(bare, added=m.added)
    plain, extended = (course_of(one, now.after, now.policy, now.calendars) for one in (bare, full))
    return course(limit, m.start, plain.time).counts(plain.due, extended.due)
