"""The figures of a period as the person may see them: asked of the store in one view, put together by the core."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from tsk.backlog import Backlog, ageing, backlog, months_before
from tsk.comparison import PREVIOUS, YEAR, Compared, compared, period_before
from tsk.desk.oversight import handler_once
from tsk.desk.session import Desk
from tsk.desk.values import known_value
from tsk.duestore import EVERY
from tsk.errors import UsageError
from tsk.figurestore import DIMENSIONS, HOLDERS, Figures, Limits, Others, has
from tsk.handlingtime import Handled, handled
from tsk.privacy import mask
from tsk.report import Line, Report, Tallies, causes_of, days_of, empty_line, handled_of, report_of, spreads, tallies
from tsk.rights import check_listed, scope_of
from tsk.rulerows import Named

__all__ = ["COMPARISONS", "DIMENSIONS"]
COMPARISONS = (PREVIOUS, YEAR)
LONGEST_TREND = 24  # months
OTHERS = ("state", "customer", "phone", "waiting", "round", "late", "awaits", "idle", "incident")  # as lists take them
FILTERS = ("department", "category", "severity", "channel", "store", "region", "product", "handler")


def report(
    desk: Desk,
    since: date,
    until: date,
    by: str,
    filters: Mapping[str, str] | None = None,
    trend: int = 0,
    to: str = "",
) -> Report:
    """The figures of complaints received on [since, until) by local date, as far as the person's view reaches.

    `trend` is how many months before it are shown beside it, `to` what it is compared with: previous or year.
    """
    check_listed(desk.person)
    if not 0 <= trend <= LONGEST_TREND:
        raise UsageError("{option} takes a number from 1 to {most}.", option="--trend", most=LONGEST_TREND)
    limits = tuple((filters or {}).items())
    with desk.store.db.reading():
        found = _lines(desk, since, until, by, limits)
        figures = _figures(desk, since, until, (*_scope(desk), *limits))
        return replace(
            found,
            days=days_of(since, until, _today(desk)),
            filters=_told(limits),
            trend=_trend(desk, since, trend, limits) if trend else (),
            backlog=_backlog(desk, figures, since, until),
            ageing=ageing(figures.open_now(), _today(desk)),
            causes=causes_of(figures.counts("cause")),
            compared=_compared(desk, found, to, limits) if to else None,
        )


def totals(desk: Desk, since: date, until: date, limits: Limits = ()) -> Line:
    """The total of complaints received on [since, until), as far as the person's view and the limits reach."""
    check_listed(desk.person)
    with desk.store.db.reading():
        return _lines(desk, since, until, "month", limits).total


def lines(desk: Desk, since: date, until: date, by: str, filters: Mapping[str, str]) -> Report:
    """The lines and their total alone: the same complaints by another dimension."""
    check_listed(desk.person)
    with desk.store.db.reading():
        return _lines(desk, since, until, by, tuple(filters.items()))


def _lines(desk: Desk, since: date, until: date, by: str, limits: Limits) -> Report:
    """The lines and their total alone."""
    rules = desk.rules
    figures = _figures(desk, since, until, (*_scope(desk), *limits))
    found = tallies(figures.rows(by), figures.missed_now(by), by)
    time = _handled(desk, figures, found, since, until, by, limits)
    order = tuple(row.name for row in rules.policy.milestones)
    return report_of(found, time, spreads(figures.minutes(by)), since, until, by, rules.targets, order)


def _figures(desk: Desk, since: date, until: date, limits: Limits) -> Figures:
    usual, others = _desks(desk)
    return Figures(desk.store.db, desk.store.scope, since, until, limits, usual, desk.now, others)


def _desks(desk: Desk) -> tuple[str, Others]:
    """The department that answers and reviews for the house; and those of the sites that have another."""
    if desk.store.scope != EVERY:
        return desk.rules.desk_department, ()
    from tsk.desk.sites import differing

    return differing(desk, lambda rules: rules.desk_department)


def _scope(desk: Desk) -> Limits:
    return tuple(scope_of(desk.rules, desk.person).items())


def _handled(
    desk: Desk, figures: Figures, found: Tallies, since: date, until: date, by: str, limits: Limits
) -> Handled:
    """Who had the complaints: by department or handler, of whoever had them then, else of the complaint.

    Whose view is a department's, or their own, sees the time of that department or their own, whoever has them now.
    """
    own = tuple((name, value) for name, value in _scope(desk) if by in HOLDERS and name in HOLDERS)
    source = _figures(desk, since, until, limits) if own else figures
    booked = source.booked(by, own) if by in HOLDERS else handled_of(found)
    cases = source.booked_cases(own) if own else found.total.sums["cases"]
    return handled(booked, cases, source.running(by, own), lambda site: desk.at(site).calendars, desk.now)


def _backlog(desk: Desk, figures: Figures, since: date, until: date) -> Backlog:
    received = dict(figures.counts("day"))
    return backlog(since, until, _today(desk), figures.open_before(), received, figures.ended())


def _compared(desk: Desk, found: Report, to: str, limits: Limits) -> Compared:
    since, until = period_before(found.since, found.until, to)
    other = _lines(desk, since, until, found.by, limits)
    return compared(to, since, until, (found.lines, found.total), (other.lines, other.total))


def _today(desk: Desk) -> date:
    return desk.now.astimezone(desk.zone).date()


def _trend(desk: Desk, since: date, months: int, limits: Limits) -> tuple[Line, ...]:
    """The figures of each of the months before that day, the earliest first; those without a complaint too."""
    firsts = [months_before(since, back) for back in range(months, 0, -1)]
    found = {one.key: one for one in _lines(desk, firsts[0], since.replace(day=1), "month", limits).lines}
    return tuple(found.get(f"{day:%Y-%m}", empty_line(f"{day:%Y-%m}", desk.rules.targets)) for day in firsts)


def _told(limits: Limits) -> dict[str, str]:
    """The limits as the heading says them: a phone masked, what is asked of the present as a yes."""
    return {_CALLED.get(name, name): _shown(name, value) for name, value in limits}


def _shown(name: str, value: str) -> str:
    if name == "phone":
        return mask(value)
    return "yes" if name == "late" else value[:10] if name == "idle" else value


_CALLED = {"late": "overdue", "awaits": "awaiting"}

# ── what is asked ──────────────────────────────────────────────────────────────────────────────────


def with_others(filters: Mapping[str, str], asked: Mapping[str, object]) -> dict[str, str]:
    """The filters of a report with those that only lists have, as lists take them."""
    others = {name: str(asked[name]) for name in OTHERS if asked.get(name) not in (None, "", "all")}
    return {**filters, **others, **({"handler": str(asked["handler"])} if asked.get("handler") else {})}


def filters_of(desk: Desk, said: Mapping[str, str]) -> dict[str, str]:
    """The filters of a report by the words that people say; what the policy no longer has is found in the figures."""
    rules = desk.rules
    rows: dict[str, tuple[Named, ...]] = {
        "department": rules.departments,
        "category": rules.policy.categories,
        "severity": rules.policy.severities,
        "channel": rules.channels,
    }
    given = {name: said[name] for name in FILTERS if said.get(name)}
    return {name: _value(desk, name, rows.get(name), word) for name, word in given.items()}


def _value(desk: Desk, name: str, rows: tuple[Named, ...] | None, said: str) -> str:
    if rows:
        return known_value(desk, name, name, rows, said)
    stored = name != "handler" or has(desk.store.db, desk.store.scope, name, said)
    return said if stored else handler_once(desk, said)
