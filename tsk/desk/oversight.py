"""What people look at: one case, lists, why a deadline is what it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec import Struct

from tsk.access import masked_file, personal
from tsk.custody import stays
from tsk.desk.access import as_listed
from tsk.desk.openly import looks
from tsk.desk.session import Desk
from tsk.desk.words import handler_named
from tsk.errors import UsageError
from tsk.explain import Explained, explained
from tsk.handlingtime import Share, in_desk_hands, shares
from tsk.lifecycle import effective, fold
from tsk.model import HANDLING_STATES, Case, Event
from tsk.rights import check_listed, check_sees, view_of
from tsk.rules import Rules
from tsk.searchtext import searches
from tsk.store import BEST, SORTS
from tsk.whenwords import FIRST_YEAR, LAST_YEAR, first_day, last_day

__all__ = ["SORTS"]
SEARCH_SORTS = (*SORTS, BEST)


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


def home_of(desk: Desk, ref: str) -> Desk:
    """The desk that reads the complaint that is called so: `HZ01/7` and `HZ01-20261121-0007` are of site HZ01."""
    text = ref.strip("\ufeff \t\r\n#")
    code = text.partition("/")[0] if "/" in text else text.partition("-")[0] if text.count("-") == 2 else ""
    if code in ("", desk.store.site) or code not in desk.store.sites():
        return desk
    from tsk.desk.sites import across

    return across(desk, code)


def rules_at(desk: Desk) -> Callable[[str], Rules]:
    """What gives the rules of the site that a complaint is of."""
    return lambda site: desk.at(site).rules


def _asked_by_number(desk: Desk, ref: str, case: Case) -> bool:
    """Somebody who is not listed may see a case whose whole number they know."""
    return not desk.person.known and ref.strip() == case.number


def had_by(desk: Desk, case: Case) -> tuple[Share, ...]:
    """How long each department, handler and wait had the case up to now, in working time."""
    held = (in_desk_hands(stay, desk.rules.desk_department) for stay in stays(case))
    return shares(held, desk.calendars, desk.now)


def listed(
    desk: Desk,
    filters: dict[str, Any],
    sort: str,
    limit: int | None,
    looks: Iterable[Callable[[Case], bool]] = (),
    verb: str = "list",
    reveal: str = "",
) -> Listed:
    """The complaints that pass the filters and that the person may see; `looks` are asked of each of them.

    Their contact data are masked, unless there is a reason to `reveal` them, which is logged.
    """
    check_listed(desk.person)
    looks = tuple(looks)
    asked = {**filters, "view": view_of(desk.rules, desk.person)}
    if "severity" in sort:
        asked["severities"] = tuple(row.name for row in desk.rules.policy.severities)
    cases = desk.store.complaints(asked, sort, None if looks else limit)
    visible = [case for case in cases if all(look(case) for look in looks)]
    shown = as_listed(desk, visible[:limit], verb, filters, reveal)
    if looks or limit is None or len(shown) < limit:
        return Listed(shown, len(visible))
    total = desk.store.count(asked, limit + _COUNTED)
    return Listed(shown, total, total < limit + _COUNTED)


_COUNTED = 1000  # so many beyond those shown are counted; a whole count would read the file


def searched(desk: Desk, text: str, filters: dict[str, Any], sort: str, limit: int | None, reveal: str = "") -> Listed:
    """The complaints in which all the words are said, as far as the person may see them."""
    words = searches(text)
    if not words:
        raise UsageError("Search for what?", "Give a word, a name, a number or a phone.")
    asked = () if reveal else looks(desk, text)
    return listed(desk, {**filters, "words": words}, sort, limit, asked, "search", reveal)


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
    """How each milestone of a case came about; nobody needs contact data for it, so that they are masked."""
    check_listed(desk.person)
    file = case_file(desk, ref)
    masked = CaseFile(*masked_file(file.case, file.events, personal(desk.rules)))
    return masked, explained_file(desk, masked)


def explained_file(desk: Desk, file: CaseFile) -> tuple[Explained, ...]:
    """How each milestone of a file came about, computed again with the calendars of today."""
    policy, events = desk.policy_of(file.case), effective(file.events)
    return tuple(
        explained(m, file.case, events, policy, desk.rules, desk.calendars, desk.now) for m in file.case.milestones
    )


def month_of(desk: Desk, said: str) -> tuple[date, date]:
    """The first day of the month said as `2026-11`, `last` or `11月`, and of the month after it; else this month."""
    today = desk.now.astimezone(desk.zone).date()
    try:
        first = date.fromisoformat(f"{said}-01") if said else today.replace(day=1)
        if not FIRST_YEAR <= first.year <= LAST_YEAR:
            raise ValueError(said)
    except ValueError:
        first = _month_in_words(desk, said)
    return first, (first + timedelta(days=32)).replace(day=1)


def _month_in_words(desk: Desk, said: str) -> date:
    """The first day of a month that is said in words; raises UsageError for what is no whole month."""
    words = f"{said} month" if said in ("this", "last") else said
    with suppress(UsageError):
        first, last = first_day(words, desk.now, desk.zone), last_day(words, desk.now, desk.zone)
        if first.day == 1 and last.month == first.month and (last + timedelta(days=1)).day == 1:
            return first
    example = f"{desk.now.astimezone(desk.zone):%Y-%m}"
    raise UsageError("“{said}” is not a month.", "Write it as {example}.", said=said[:60], example=example)


def period(desk: Desk, month: str, since: str, until: str, quarter: str = "") -> tuple[date, date]:
    """The local dates [first, after the last) of a month, of a quarter, or of a stretch that includes its last day.

    A stretch without a beginning begins with the month of its end; one without an end ends today.
    """
    if sum(map(bool, (month, quarter, since or until))) > 1:
        raise UsageError("A month, a quarter and --since or --until exclude each other.", "Leave all but one out.")
    if quarter:
        return quarter_of(desk, quarter)
    today = desk.now.astimezone(desk.zone).date()
    if not (since or until):
        return month_of(desk, month)
    last = last_day(until, desk.now, desk.zone) if until else today
    first = first_day(since, desk.now, desk.zone) if since else last.replace(day=1)
    if first > last:
        raise UsageError("--since lies after --until.", "Swap them.")
    return first, last + timedelta(days=1)


_QUARTER = re.compile(r"([0-9]{4})-?(?:Q|年第?)([1-4])(?:季度)?", re.IGNORECASE)


def quarter_of(desk: Desk, said: str) -> tuple[date, date]:
    """The first day of the quarter said as `2026-Q3`, and of the quarter after it."""
    found = _QUARTER.fullmatch(said.strip())
    year, nth = (int(found[1]), int(found[2])) if found else (0, 0)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        example = f"{desk.now.astimezone(desk.zone).year}-Q1"
        raise UsageError("“{said}” is not a quarter.", "Write it as {example}.", said=said[:60], example=example)
    first = date(year, 3 * nth - 2, 1)
    return first, (first + timedelta(days=95)).replace(day=1)


def utc_midnight(desk: Desk, day: date) -> datetime:
    """The instant at which the local day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=desk.zone).astimezone(UTC)
