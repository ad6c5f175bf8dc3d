"""Sampling inspection of closed complaints: draw, record what was found, list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from typer import Argument, Option

from tsk.commands import options as o
from tsk.commands.taking import show_each
from tsk.desk import inspections, oversight
from tsk.errors import UsageError
from tsk.i18n import tr

Since = Annotated[str, o.text("--since", "From this day on.", "WHEN")]
Until = Annotated[str, o.text("--until", "Up to and including this day.", "WHEN")]
Month = Annotated[str, o.text("--month", "In this month; the present one where left out.", "YYYY-MM")]


def draw(
    ctx: o.Ctx,
    month: Month = "",
    since: Since = "",
    until: Until = "",
    department: o.Department = "",
    severity: o.Severity = "",
    n: Annotated[int | None, Option("--n", metavar="N", help=tr("How many are drawn."), show_default=False)] = None,
    share: Annotated[str, o.text("--share", 'Which share is drawn, such as "5 %".', "SHARE")] = "",
    seed: Annotated[str, o.text("--seed", "The same seed draws the same complaints.")] = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    from tsk.render.inspections import show_sample

    session = o.session(ctx)
    desk = session.desk()
    first, last = oversight.period(desk, month, since, until)
    said = {"department": department, "severity": severity, "share": share, "seed": seed, "reason": reason}
    found = inspections.draw(desk, first, last, said, n)
    if session.as_json:
        session.json(inspections.sample_view(found, desk.zone))
    else:
        show_sample(found, desk.rules, desk.zone)


def record(
    ctx: o.Ctx,
    id: o.Id,
    inspection: Annotated[
        int | None,
        Option("--inspection", metavar="N", help=tr("For which draw; else the latest that waits."), show_default=False),
    ] = None,
    followed: Annotated[str, o.text("--followed", "Was the procedure followed? yes or no.", "ANSWER")] = "",
    reasonable: Annotated[str, o.text("--reasonable", "Is the result reasonable? yes or no.", "ANSWER")] = "",
    satisfied: Annotated[str, o.text("--satisfied", "Is the customer satisfied? yes, no or unknown.", "ANSWER")] = "",
    note: Annotated[str, o.text("--note", "What was found.")] = "",
    consequence: Annotated[str, o.text("--consequence", "What follows from a breach, and for whom.")] = "",
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    said = {
        "followed": followed, "reasonable": reasonable, "satisfied": satisfied, "note": note,
        "consequence": consequence, "reason": reason,
    }  # fmt: skip
    show_each(ctx, [id], lambda desk, ref, when: inspections.record(desk, ref, said, inspection, when), at)


def list_(
    ctx: o.Ctx,
    number: Annotated[
        int | None, Argument(metavar="N", help=tr("One draw with its complaints."), show_default=False)
    ] = None,
    findings: Annotated[bool, Option("--findings", help=tr("What was found in a period, drawn or not."))] = False,
    month: Month = "",
    since: Since = "",
    until: Until = "",
    json: o.Json = False,
) -> None:
    from tsk.render.inspections import show_findings, show_sample, show_samples

    session = o.session(ctx)
    desk = session.desk()
    if (month or since or until or findings) and (number is not None or not findings):
        raise UsageError("A period goes with --findings, and neither with a number.", "Leave one of them out.")
    found: Any
    view: Callable[..., object]
    show: Callable[..., None]
    if number is not None:
        found, view, show = inspections.sample(desk, number), inspections.sample_view, show_sample
    elif findings:
        found = inspections.findings(desk, *oversight.period(desk, month, since, until))
        view, show = inspections.looked_views, show_findings
    else:
        found, view, show = inspections.samples(desk), inspections.sample_views, show_samples
    if session.as_json:
        session.json(view(found, desk.zone))
    else:
        show(found, desk.rules, desk.zone)
