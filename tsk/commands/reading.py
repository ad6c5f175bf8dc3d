"""Looking at complaints: lists, searches, one file."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Argument, Option

from tsk.commands import options as o
from tsk.commands.filters import filters, rows_shown
from tsk.commands.session import Session
from tsk.desk import measurelists, oversight, views
from tsk.desk.access import Seen, as_seen, check_reveal
from tsk.desk.knownfaults import fault_of
from tsk.desk.neglected import recorded_late, without_contact
from tsk.desk.session import Desk
from tsk.desk.words import one_of
from tsk.i18n import tr


def list_(
    ctx: o.Ctx,
    state: o.State = "",
    department: o.Department = "",
    handler: o.Handler = "",
    category: o.Category = "",
    severity: o.Severity = "",
    channel: o.Channel = "",
    store: o.Store = "",
    region: o.Region = "",
    product: o.Product = "",
    customer: o.Customer = "",
    phone: o.Phone = "",
    since: o.Since = "",
    until: o.Until = "",
    month: o.Month = "",
    waiting: o.Waiting = "",
    round: o.Round = None,
    mine: o.Mine = False,
    overdue: o.Overdue = False,
    awaiting: o.Awaiting = "",
    idle: o.Idle = "",
    late: Annotated[
        bool, Option("--recorded-late", help=tr("Recorded later after receipt than the policy allows."))
    ] = False,
    silent: Annotated[bool, Option("--no-contact", help=tr("Without contact with the customer for too long."))] = False,
    incident: Annotated[
        int | None,
        Option("--incident", metavar="N", help=tr("Linked to this incident, or answered with it."), show_default=False),
    ] = None,
    sort: Annotated[str, o.text("--sort", "received, number; with - before it, descending.", "KEY")] = "-received",
    limit: o.Limit = None,
    reveal: o.Reveal = None,
    json: o.Json = False,
) -> None:
    session = o.session(ctx)
    desk = session.desk()
    looks = [look(desk) for said, look in ((late, recorded_late), (silent, without_contact)) if said]
    order = one_of("sort order", oversight.SORTS, sort) or "-received"
    why = check_reveal(desk, reveal)
    found = oversight.listed(desk, filters(desk, ctx.params), order, rows_shown(limit), looks, reveal=why)
    _show_found(session, desk, found, bool(why))


def _show_found(session: Session, desk: Desk, found: oversight.Listed, revealed: bool) -> None:
    """Shows a list of complaints; with contact data in it where they are revealed."""
    from tsk.render.lists import show_list

    if session.as_json:
        shown = (views.complaint_view(case, desk.now, desk.zone, masked=not revealed) for case in found.cases)
        session.json(list(shown))
    else:
        show_list(found.cases, found.total, desk.rules, desk.zone, found.exact, contacts=revealed)


def show(
    ctx: o.Ctx,
    ids: o.Ids,
    history: Annotated[bool, Option("--history", help=tr("Every step, and who had it how long."))] = False,
    reveal: o.Reveal = None,
    json: o.Json = False,
) -> None:
    from tsk.render.case import show_case
    from tsk.render.history import show_history
    from tsk.render.measures import show_measures_of_case

    session: Session = o.session(ctx)
    desk = session.desk()
    why = check_reveal(desk, reveal)

    def seen(ref: str) -> Seen:
        file = oversight.case_file(desk, ref)
        found = as_seen(desk, file.case, file.events, "show", why)
        session.note(found.note)
        return found

    def shown(file: Seen) -> None:
        show_case(file.case, desk.rules, desk.zone, desk.now, fault_of(desk, file.case))
        show_measures_of_case(measurelists.of_complaint(desk, file.case.id), desk.rules, desk.zone, desk.now)
        if history:
            show_history(file.events, oversight.had_by(desk, file.case), desk.rules, desk.zone)

    def view(file: Seen) -> dict[str, object]:
        measures = measurelists.views_of_complaint(desk, file.case.id)
        plain = {**views.complaint_view(file.case, desk.now, desk.zone, masked=file.masked), "measures": measures}
        if not history:
            return plain
        events = [views.event_view(event, desk.zone) for event in file.events]
        shares = [views.share_view(one) for one in oversight.had_by(desk, file.case)]
        return {**plain, "events": events, "had_by": shares}

    session.each(ids, seen, shown, view)


def search(
    ctx: o.Ctx,
    words: Annotated[
        list[str], Argument(metavar="TEXT…", help=tr("Words, a name, a number or a phone; all must be found."))
    ],
    state: o.State = "",
    department: o.Department = "",
    handler: o.Handler = "",
    category: o.Category = "",
    severity: o.Severity = "",
    channel: o.Channel = "",
    store: o.Store = "",
    region: o.Region = "",
    product: o.Product = "",
    customer: o.Customer = "",
    phone: o.Phone = "",
    since: o.Since = "",
    until: o.Until = "",
    month: o.Month = "",
    waiting: o.Waiting = "",
    round: o.Round = None,
    mine: o.Mine = False,
    overdue: o.Overdue = False,
    limit: o.Limit = None,
    lessons: Annotated[
        bool, Option("--lessons", help=tr("What closed complaints taught, from all departments."))
    ] = False,
    reveal: o.Reveal = None,
    json: o.Json = False,
) -> None:
    session = o.session(ctx)
    desk = session.desk()
    if lessons:
        _search_lessons(session, desk, " ".join(words), filters(desk, ctx.params), rows_shown(limit))
        return
    why = check_reveal(desk, reveal)
    found = oversight.searched(desk, " ".join(words), filters(desk, ctx.params), rows_shown(limit), why)
    _show_found(session, desk, found, bool(why))


def _search_lessons(session: Session, desk: Desk, text: str, asked: dict[str, Any], limit: int | None) -> None:
    from tsk.desk.lessons import lesson_view
    from tsk.desk.lessons import lessons as found_lessons
    from tsk.render.measures import show_lessons

    found = found_lessons(desk, text, asked, limit)
    if session.as_json:
        session.json([lesson_view(one) for one in found])
    else:
        show_lessons(found, desk.rules)
