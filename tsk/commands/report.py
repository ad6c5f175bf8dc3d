"""The figures of a period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from typer import Option

from tsk.commands import options as o
from tsk.desk import oversight
from tsk.desk.words import one_of
from tsk.errors import UsageError
from tsk.i18n import tr


def report(
    ctx: o.Ctx,
    month: o.Month = "",
    quarter: Annotated[str, o.text("--quarter", "Received in this quarter.", "YYYY-Qn")] = "",
    since: o.Since = "",
    until: o.Until = "",
    by: Annotated[
        str, o.text("--by", "What each line is: department, cause, month or another dimension.", "NAME")
    ] = "department",
    compare: Annotated[
        str, o.text("--compare", "Beside the period before it, or a year earlier.", "previous|year")
    ] = "",
    trend: Annotated[int, Option("--trend", metavar="N", help=tr("The N months before, beside it."))] = 0,
    department: o.Department = "",
    handler: o.Handler = "",
    category: o.Category = "",
    severity: o.Severity = "",
    channel: o.Channel = "",
    store: o.Store = "",
    region: o.Region = "",
    product: o.Product = "",
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
) -> None:
    from tsk.commands.reportfile import PAPERS, chosen, deliver, here
    from tsk.desk import reports
    from tsk.desk.reportfile import Asked, report_file
    from tsk.desk.reportviews import report_view
    from tsk.render.report import show_report

    session = o.session(ctx)
    wanted = chosen(format, output, session.as_json)
    desk = session.desk()
    first, last = oversight.period(desk, month, since, until, quarter)
    check_alone({"--access": access, "--integrity": integrity}, {"--compare": compare, "--trend": trend})
    if access:
        from tsk.commands.access import show_access_log

        show_access_log(session, desk, (first, last), handler, wanted, output)
        return
    dimension = one_of("dimension", reports.DIMENSIONS, by) or "department"
    if integrity:
        from tsk.commands.integrity import show_integrity

        session.as_json = here(wanted, output) == "json"
        show_integrity(session, desk, first, last, reports.filters_of(desk, ctx.params))
        return
    to = one_of("comparison", reports.COMPARISONS, compare) or ("previous" if wanted in PAPERS else "")
    asked = Asked(first, last, dimension, reports.filters_of(desk, ctx.params), trend, to)
    file = report_file(desk, asked, by_all=wanted == "xlsx")
    if wanted == "table":
        show_report(file.report, desk.rules)
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
