"""Looking at complaints: lists, searches, one file."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Argument, Option

from tsk.commands import options as o
from tsk.commands.filteroptions import Columns, Format, SearchSort, Sort, View, filtered, named
from tsk.commands.filters import filters, rows_shown
from tsk.commands.session import Session
from tsk.commands.shape import Shape
from tsk.desk import measurelists, oversight, views
from tsk.desk.access import Seen, as_seen, check_reveal
from tsk.desk.hits import hit_view, hits_of
from tsk.desk.knownfaults import fault_of
from tsk.desk.listviews import with_view, with_view_among
from tsk.desk.neglected import recorded_late, without_contact
from tsk.desk.session import Desk
from tsk.desk.values import check_one_site
from tsk.desk.words import one_of
from tsk.i18n import tr


@filtered()
def list_(
    ctx: o.Ctx,
    view: View = "",
    late: Annotated[
        bool, Option("--recorded-late", help=tr("Recorded later after receipt than the policy allows."))
    ] = False,
    silent: Annotated[bool, Option("--no-contact", help=tr("Without contact with the customer for too long."))] = False,
    sort: Sort = "",
    columns: Columns = "",
    format: Format = "",
    limit: o.Limit = None,
    reveal: o.Reveal = None,
    json: o.Json = False,
    **_: Any,
) -> None:
    session, name = o.session(ctx), named(view)
    desk = session.desk_of(ctx.params["of_site"])
    said = with_view(desk, ctx.params, name, oversight.SORTS)
    looks = [look(desk) for asked, look in ((late, recorded_late), (silent, without_contact)) if asked]
    order = one_of("sort order", oversight.SORTS, said["sort"]) or "-received"
    shown = Shape.of(desk, said)
    why = check_reveal(desk, reveal)
    found = oversight.listed(desk, filters(desk, said), order, rows_shown(said["limit"]), looks, reveal=why)
    _show_found(session, desk, found, shown, bool(why))


def _show_found(session: Session, desk: Desk, found: oversight.Listed, shape: Shape, revealed: bool) -> None:
    """Shows a list of complaints; with contact data in it where they are revealed."""
    from tsk.render.lists import show_list

    if session.as_json:
        shown = (views.complaint_view(case, desk.now, desk.zone, masked=not revealed) for case in found.cases)
        session.json(list(shown))
    elif shape.pattern:
        from tsk.render.formatted import show_formatted

        show_formatted(shape.pattern, (views.flat_view(case, desk.now, desk.zone) for case in found.cases))
    else:
        show_list(
            found.cases,
            found.total,
            desk.rules,
            desk.zone,
            found.exact,
            revealed,
            shape.columns,
            oversight.rules_at(desk),
        )


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

    def seen(ref: str) -> tuple[Desk, Seen]:
        there = oversight.home_of(desk, ref)
        file = oversight.case_file(there, ref)
        found = as_seen(there, file.case, file.events, "show", why)
        session.note(found.note)
        return there, found

    def shown(found: tuple[Desk, Seen]) -> None:
        desk, file = found
        fault, estimated = fault_of(desk, file.case), views.estimated_in(file.events)
        show_case(file.case, desk.rules, desk.zone, desk.now, fault, estimated)
        show_measures_of_case(measurelists.of_complaint(desk, file.case.id), desk.rules, desk.zone, desk.now)
        if history:
            show_history(file.events, oversight.had_by(desk, file.case), desk.rules, desk.zone)

    def view(found: tuple[Desk, Seen]) -> dict[str, object]:
        desk, file = found
        measures = measurelists.views_of_complaint(desk, file.case.id)
        plain = {**views.complaint_view(file.case, desk.now, desk.zone, masked=file.masked), "measures": measures}
        plain["estimated"] = views.estimated_in(file.events)
        if not history:
            return plain
        events = [views.event_view(event, desk.zone) for event in file.events]
        shares = [views.share_view(one) for one in oversight.had_by(desk, file.case)]
        return {**plain, "events": events, "had_by": shares}

    session.each(ids, seen, shown, view)


@filtered()
def search(
    ctx: o.Ctx,
    words: Annotated[
        list[str], Argument(metavar="TEXT…", help=tr("Words, a name, a number or a phone; all must be found."))
    ],
    sort: SearchSort = "",
    columns: Columns = "",
    format: Format = "",
    limit: o.Limit = None,
    lessons: Annotated[
        bool, Option("--lessons", help=tr("What closed complaints taught, from all departments."))
    ] = False,
    reveal: o.Reveal = None,
    json: o.Json = False,
    **_: Any,
) -> None:
    session = o.session(ctx)
    desk = session.desk_of(ctx.params["of_site"])
    said, text = with_view_among(desk, ctx.params, words, oversight.SEARCH_SORTS)
    if lessons:
        check_one_site(desk, "--lessons")
        _search_lessons(session, desk, text, filters(desk, said), rows_shown(said["limit"]))
        return
    order = one_of("sort order", oversight.SEARCH_SORTS, said["sort"]) or "-number"
    shown = Shape.of(desk, said)
    why = check_reveal(desk, reveal)
    found = oversight.searched(desk, text, filters(desk, said), order, rows_shown(said["limit"]), why)
    if shown.columns or shown.pattern:
        _show_found(session, desk, found, shown, bool(why))
    else:
        _show_hits(session, desk, found, text, bool(why))


def _show_hits(session: Session, desk: Desk, found: oversight.Listed, text: str, revealed: bool) -> None:
    """Shows what a search found, each complaint with the hit in its context."""
    where = [hits_of(desk, case, text, revealed) for case in found.cases]
    if session.as_json:
        pairs = zip(found.cases, where, strict=True)
        session.json(
            [
                {**views.complaint_view(case, desk.now, desk.zone, masked=not revealed), "hits": [*map(hit_view, hits)]}
                for case, hits in pairs
            ]
        )
    else:
        from tsk.render.found import show_found

        show_found(
            found.cases, where, found.total, desk.rules, desk.zone, found.exact, revealed, oversight.rules_at(desk)
        )


def _search_lessons(session: Session, desk: Desk, text: str, asked: dict[str, Any], limit: int | None) -> None:
    from tsk.desk.lessons import lesson_view
    from tsk.desk.lessons import lessons as found_lessons
    from tsk.render.measures import show_lessons

    found = found_lessons(desk, text, asked, limit)
    if session.as_json:
        session.json([lesson_view(one) for one in found])
    else:
        show_lessons(found, desk.rules)
