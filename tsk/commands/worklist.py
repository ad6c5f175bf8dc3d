"""What is to be done: the inbox of a person, the page for the next shift, the day's summary, and searching."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from tsk.commands import options as o
from tsk.commands.filters import filters, rows_shown
from tsk.desk import daily as desk_daily
from tsk.desk import inbox as desk_inbox
from tsk.desk import oversight, views
from tsk.desk.worklistviews import daily_view, handover_view, inbox_view
from tsk.i18n import tr

FOUND = 10  # the exit code of --check where something was found


def inbox(ctx: o.Ctx, json: o.Json = False) -> None:
    from tsk.render.worklist import show_inbox

    session = o.session(ctx)
    desk = session.desk()
    found = desk_inbox.inbox(desk)
    if session.as_json:
        session.json(inbox_view(found, desk.zone))
    else:
        show_inbox(found, desk.rules, desk.zone, desk.now, rows_shown(None))


def handover(ctx: o.Ctx, department: o.Department = "", store: o.Store = "", json: o.Json = False) -> None:
    from tsk.render.worklist import show_handover

    session = o.session(ctx)
    desk = session.desk()
    found = desk_inbox.handover(desk, department, store)
    if session.as_json:
        session.json(handover_view(found, desk.zone))
    else:
        show_handover(found, desk.rules, desk.zone, desk.now)


def daily(
    ctx: o.Ctx,
    date: Annotated[str, o.text("--date", "Which day; today where left out.", "WHEN")] = "",
    quiet: Annotated[bool, Option("--quiet", help=tr("Print nothing where nothing is owed."))] = False,
    check: Annotated[bool, Option("--check", help=tr("Exit with 10 where anything is overdue."))] = False,
    json: o.Json = False,
) -> None:
    from tsk.render.daily import show_daily

    session = o.session(ctx)
    desk = session.desk()
    found = desk_daily.daily(desk, date)
    session.exit_code = FOUND if check and found.overdue else 0
    if session.as_json:
        session.json(daily_view(found, desk.zone))
    elif not (quiet and desk_daily.is_calm(found)):
        show_daily(found, desk.rules, desk.zone, desk.now)


def search(
    ctx: o.Ctx,
    words: Annotated[
        list[str], Argument(metavar="TEXT…", help=tr("Words, a name, a number or a phone; all must be found."))
    ],
    state: Annotated[str, o.text("--state", "open, done, all, or one state.", "NAME")] = "",
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
    round: o.Round = None,
    mine: o.Mine = False,
    limit: o.Limit = None,
    json: o.Json = False,
) -> None:
    from tsk.render.lists import show_list

    session = o.session(ctx)
    desk = session.desk()
    said = {
        "state": state, "department": department, "handler": handler, "category": category, "severity": severity,
        "channel": channel, "store": store, "region": region, "product": product, "customer": customer, "phone": phone,
        "since": since, "until": until, "month": month, "round": round, "mine": mine,
    }  # fmt: skip
    found = oversight.searched(desk, " ".join(words), filters(desk, said), rows_shown(limit))
    if session.as_json:
        session.json([views.complaint_view(case, desk.now, desk.zone, masked=True) for case in found.cases])
    else:
        show_list(found.cases, found.total, desk.rules, desk.zone)
