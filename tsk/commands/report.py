"""The figures of a period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from typer import Option

from tsk.commands import options as o
from tsk.commands.filteroptions import View, filtered, named
from tsk.commands.filters import filters
from tsk.desk import oversight
from tsk.desk.listviews import with_view
from tsk.desk.values import check_one_site
from tsk.desk.words import one_of
from tsk.errors import UsageError
from tsk.i18n import tr

_NO_DAYS = {"since": "", "until": "", "month": ""}  # a report counts days of receipt, not instants


@filtered()
def report(
    ctx: o.Ctx,
    view: View = "",
    quarter: Annotated[str, o.text("--quarter", "Received in this quarter.", "YYYY-Qn")] = "",
    by: Annotated[
        str, o.text("--by", "What each line is: department, cause, month or another dimension.", "NAME")
    ] = "",
    compare: Annotated[
        str, o.text("--compare", "Beside the period before it, or a year earlier.", "previous|year")
    ] = "",
    trend: Annotated[int, Option("--trend", metavar="N", help=tr("The N months before, beside it."))] = 0,
    format: Annotated[
        str, o.text("--format", "table, json, csv, html (a page to read and print) or xlsx (a workbook).", "FORMAT")
    ] = "",
    output: Annotated[
        str,
        Option(
            "-o",
            "--output",
            metavar="FILE",
            help=tr("A new file, its ending may say the format; or - for a pipe."),
        ),
    ] = "",
    integrity: Annotated[
        bool,
        Option("--integrity", help=tr("Receipts dated back, waits just before a deadline and the like instead.")),
    ] = False,
    access: Annotated[
        bool,
        Option("--access", help=tr("Who saw contact data and exported complaints instead.")),
    ] = False,
    json: o.Json = False,
    **_: Any,
) -> None:
    from tsk.commands.reportfile import PAPERS, chosen, deliver, here
    from tsk.desk import reports
    from tsk.desk.reportfile import Asked, report_file
    from tsk.desk.reportviews import report_view
    from tsk.render.report import show_report

    session, name = o.session(ctx), named(view)
    wanted = chosen(format, output, session.as_json)
    desk = session.desk_of(ctx.params["of_site"])
    said = with_view(desk, {**ctx.params, "by": by}, name, ())
    first, last = oversight.period(desk, said["month"], said["since"], said["until"], quarter)
    limits = reports.with_others(reports.filters_of(desk, said), filters(desk, {**said, **_NO_DAYS}))
    others = {"--state, --phone …": limits.keys() - set(reports.FILTERS)}
    check_alone({"--access": access, "--integrity": integrity}, {"--compare": compare, "--trend": trend, **others})
    for option, asked_for in (("--access", access), ("--integrity", integrity)):
        if asked_for:
            check_one_site(desk, option)
    if access:
        from tsk.commands.access import show_access_log

        show_access_log(session, desk, (first, last), said["handler"], wanted, output)
        return
    dimension = one_of("dimension", reports.DIMENSIONS, said["by"]) or "department"
    if integrity:
        from tsk.commands.integrity import show_integrity

        session.as_json = here(wanted, output) == "json"
        show_integrity(session, desk, first, last, limits)
        return
    to = one_of("comparison", reports.COMPARISONS, compare) or ("previous" if wanted in PAPERS else "")
    asked = Asked(first, last, dimension, limits, trend, to)
    file = report_file(desk, asked, by_all=wanted == "xlsx")
    if wanted == "table":
        show_report(file.report, file.rules)
    elif wanted == "json" and not output:
        session.json(report_view(file.report))
    else:
        deliver(session, file, wanted, output)


def check_alone(views: Mapping[str, bool], others: Mapping[str, object]) -> None:
    """Raises UsageError where another view of a period is asked for together with a second, or with what it lacks."""
    named = [name for name, asked in views.items() if asked]
    more = named[1:] or [name for name, said in others.items() if said]
    if named and more:
        raise UsageError("{one} and {other} exclude each other.", "Leave one of them out.", one=named[0], other=more[0])
