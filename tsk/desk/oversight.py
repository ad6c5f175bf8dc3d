"""What people look at: one case, lists, the figures of a month, why a deadline is what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec import Struct, structs

from tsk.custody import Stay, stays
from tsk.desk.session import Desk
from tsk.desk.words import handler_named
from tsk.errors import UsageError
from tsk.explain import Explained, explained
from tsk.handlingtime import Handled, Handling, Share, handled, in_desk_hands, shares
from tsk.lifecycle import effective, fold
from tsk.model import HANDLING_STATES, Case, Event
from tsk.report import Line, Report, report_of
from tsk.rights import check_listed, check_sees, scope_of, view_of
from tsk.searchtext import searches
from tsk.store import DIMENSIONS, SORTS
from tsk.whenwords import FIRST_YEAR, LAST_YEAR, parse_day

__all__ = ["DIMENSIONS", "SORTS"]


class CaseFile(Struct, frozen=True):
    """One case with its events, oldest first."""

    case: Case
    events: tuple[Event, ...]


class Listed(Struct, frozen=True):
    """The cases shown, and how many there are in all; where that is not `exact`, there are more."""

    cases: tuple[Case, ...]
    total: int
    exact: bool = True


def case_file(desk: Desk, ref: str) -> CaseFile:
    """The file of one complaint; raises NotFound where it does not exist or lies outside the person's view."""
    id = desk.find(ref)
    events = tuple(desk.store.events(id))
    case = fold(events, desk.store.site)
    if not _asked_by_number(desk, ref, case):
        check_sees(desk.rules, desk.person, case)
    return CaseFile(case, events)


def _asked_by_number(desk: Desk, ref: str, case: Case) -> bool:
    """Somebody who is not listed may see a case whose whole number they know."""
    return not desk.person.known and ref.strip() == case.number


def had_by(desk: Desk, case: Case) -> tuple[Share, ...]:
    """How long each department, handler and wait had the case up to now, in working time."""
    held = (in_desk_hands(stay, desk.rules.desk_department) for stay in stays(case))
    return shares(held, desk.calendars, desk.now)


def listed(
    desk: Desk, filters: dict[str, Any], sort: str, limit: int | None, looks: Iterable[Callable[[Case], bool]] = ()
) -> Listed:
    """The complaints that pass the filters and that the person may see; `looks` are asked of each of them."""
    check_listed(desk.person)
    looks = tuple(looks)
    asked = {**filters, "view": view_of(desk.rules, desk.person)}
    cases = desk.store.complaints(asked, sort, None if looks else limit)
    visible = [case for case in cases if all(look(case) for look in looks)]
    shown = tuple(visible[:limit])
    if looks or limit is None or len(shown) < limit:
        return Listed(shown, len(visible))
    total = desk.store.count(asked, limit + _COUNTED)
    return Listed(shown, total, total < limit + _COUNTED)


_COUNTED = 1000  # so many beyond those shown are counted; a whole count would read the file


def searched(desk: Desk, text: str, filters: dict[str, Any], limit: int | None) -> Listed:
    """The complaints in which all the words are said, newest first, as far as the person may see them."""
    words = searches(text)
    if not words:
        raise UsageError("Search for what?", "Give a word, a name, a number or a phone.")
    return listed(desk, {**filters, "words": words}, "-received", limit)


def handler_once(desk: Desk, said: str) -> str:
    """The handler of that number or name: somebody listed, or whose cases are still here after they were taken out."""
    try:
        return handler_named(desk.rules, said)
    except UsageError:
        if desk.store.count({"handler": said}):
            return said
        raise


def cases_of(desk: Desk, handler: str) -> tuple[str, ...]:
    """The numbers of the complaints that somebody handles and has not answered, oldest first."""
    check_listed(desk.person)
    found = desk.store.complaints({"state": "open", "handler": handler}, "received", None)
    return tuple(case.number for case in in_view(desk, found) if case.state in ("registered", *HANDLING_STATES))


def in_view(desk: Desk, cases: Iterable[Case]) -> list[Case]:
    """Those of the cases that the person may see."""
    view = view_of(desk.rules, desk.person)
    return [case for case in cases if view.sees(case)]


def why(desk: Desk, ref: str) -> tuple[CaseFile, tuple[Explained, ...]]:
    """How each milestone of a case came about, computed again with the calendars of today."""
    check_listed(desk.person)
    file = case_file(desk, ref)
    policy, events = desk.policy_of(file.case), effective(file.events)
    return file, tuple(
        explained(m, file.case, events, policy, desk.rules, desk.calendars, desk.now) for m in file.case.milestones
    )


def month_of(desk: Desk, said: str) -> tuple[date, date]:
    """The first day of the month said as `2026-11`, and of the month after it; this month for nothing said."""
    today = desk.now.astimezone(desk.zone).date()
    try:
        first = date.fromisoformat(f"{said}-01") if said else today.replace(day=1)
        if not FIRST_YEAR <= first.year <= LAST_YEAR:
            raise ValueError(said)
        return first, (first + timedelta(days=32)).replace(day=1)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            "“{said}” is not a month.", "Write it as {example}.", said=said, example=f"{today:%Y-%m}"
        ) from error


def period(desk: Desk, month: str, since: str, until: str) -> tuple[date, date]:
    """The local dates [first, after the last) of a month, or of a stretch that includes its last day.

    A stretch without a beginning begins with the month of its end; one without an end ends today.
    """
    if not (since or until):
        return month_of(desk, month)
    if month:
        raise UsageError("A month and --since or --until exclude each other.", "Leave one of them out.")
    last = parse_day(until, desk.now, desk.zone) if until else desk.now.astimezone(desk.zone).date()
    first = parse_day(since, desk.now, desk.zone) if since else last.replace(day=1)
    if first > last:
        raise UsageError("--since lies after --until.", "Swap them.")
    return first, last + timedelta(days=1)


def report(desk: Desk, since: date, until: date, by: str, trend: int = 0) -> Report:
    """The figures of complaints received on [since, until) by local date, as far as the person's view reaches.

    `trend` is how many months before it are shown beside it.
    """
    check_listed(desk.person)
    if not 0 <= trend <= _LONGEST_TREND:
        raise UsageError("{option} takes a number from 1 to {most}.", option="--trend", most=_LONGEST_TREND)
    scope = scope_of(desk.rules, desk.person)
    first, after = since.isoformat(), until.isoformat()
    rows = desk.store.sums(first, after, desk.now, by, scope)
    time = handled(_had(desk, first, after, by, scope), desk.calendars, desk.now)
    found = report_of(rows, time, since, until, by, desk.rules.targets)
    return structs.replace(found, trend=_trend(desk, since, trend)) if trend else found


_LONGEST_TREND = 24  # months


def _trend(desk: Desk, since: date, months: int) -> tuple[Line, ...]:
    """The figures of each of the months before that day, the earliest first; those without a complaint too."""
    firsts = [_months_before(since, back) for back in range(months, 0, -1)]
    found = {one.key: one for one in report(desk, firsts[0], since.replace(day=1), "month").lines}
    empty = report_of((), Handled({}, Handling()), since, since, "month", ()).total
    return tuple(found.get(f"{day:%Y-%m}", structs.replace(empty, key=f"{day:%Y-%m}")) for day in firsts)


def _months_before(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


_OF_THE_HOLDER = ("department", "handler")


def _had(desk: Desk, since: str, until: str, by: str, scope: dict[str, str]) -> Iterator[tuple[str, int, Stay]]:
    """Who had the complaints of a period: by department or handler, of whoever had them then, else of the complaint.

    Whose view is a department's, or their own, sees the time of that department or their own, whoever has them now.
    """
    of_holder = by in _OF_THE_HOLDER
    own = {name: value for name, value in scope.items() if of_holder and name in _OF_THE_HOLDER}
    for key, id, stay in desk.store.stays(since, until, by, {} if own else scope):
        held = in_desk_hands(stay, desk.rules.desk_department)
        if all(getattr(held, name) == value for name, value in own.items()):
            yield str(getattr(held, by)) if of_holder else key, id, held


def utc_midnight(desk: Desk, day: date) -> datetime:
    """The instant at which the local day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=desk.zone).astimezone(UTC)
