"""Penalties: put on the ledger, confirmed, waived, listed."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from tsk.commands import options as o
from tsk.commands.taking import show_each, taken_view
from tsk.desk import penalties
from tsk.desk.oversight import period
from tsk.desk.session import Desk
from tsk.i18n import tr

MaybeId = Annotated[
    str, Argument(metavar="ID", help=tr("Complaint number; without one every article is tried."), show_default=False)
]
Nth = Annotated[int | None, Option("--nth", metavar="N", help=tr("Which of its penalties."), show_default=False)]


def propose(
    ctx: o.Ctx,
    id: MaybeId = "",
    article: Annotated[str, o.text("--article", "The article that was violated.", "NAME")] = "",
    amount: Annotated[str, o.text("--amount", "The sum, where the article leaves a range.", "N")] = "",
    liability: Annotated[str, o.text("--liability", "Compensation or costs, booked beside the fine.", "N")] = "",
    person: Annotated[str, o.text("--person", "Whose violation it is; the outlet is charged.", "NAME")] = "",
    unproven: Annotated[bool, Option("--unproven", help=tr("It cannot be proven."))] = False,
    evidence: Annotated[str, o.text("--evidence", "What proves it.", "KIND")] = "",
    outlet: Annotated[str, o.text("--outlet", "Who is charged, if not the complaint's store.", "NAME")] = "",
    note: Annotated[str, o.text("--note", "What happened, in a sentence.")] = "",
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    if not id:
        _assess(ctx)
        return
    said = penalties.Violation(article, amount, liability, person, unproven, evidence, outlet, note, reason)
    show_each(ctx, [id], lambda desk, ref, when: penalties.propose(desk, ref, said, when), at)


def _assess(ctx: o.Ctx) -> None:
    """Tries every article on every complaint, and shows what came onto the ledger."""
    from tsk.render.penalties import show_ledger

    session = o.session(ctx)
    desk = session.desk()
    done = penalties.assess_all(desk)
    if session.as_json:
        session.json([taken_view(taken, desk) for taken in done])
        return
    if not done:
        session.nothing("No article fits anything new.")
        return
    charges = tuple(penalties.charge(desk, one.case, one.case.penalties[-1]) for one in done)
    show_ledger(charges, None, desk.rules)


def confirm(
    ctx: o.Ctx,
    ids: o.Ids,
    nth: Nth = None,
    evidence: Annotated[str, o.text("--evidence", "What proves it.", "KIND")] = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    show_each(ctx, ids, lambda desk, ref, when: penalties.confirm(desk, ref, nth, evidence, reason))


def waive(ctx: o.Ctx, ids: o.Ids, nth: Nth = None, reason: o.Reason = "", json: o.Json = False) -> None:
    show_each(ctx, ids, lambda desk, ref, when: penalties.waive(desk, ref, nth, reason))


def list_(
    ctx: o.Ctx,
    outlet: Annotated[str, o.text("--outlet", "Only this outlet.", "NAME")] = "",
    article: Annotated[str, o.text("--article", "Only this article, by its name in the rule file.", "NAME")] = "",
    state: Annotated[str, o.text("--state", "proposed, filed, confirmed or waived.", "NAME")] = "",
    month: o.Month = "",
    since: o.Since = "",
    until: o.Until = "",
    json: o.Json = False,
) -> None:
    from tsk.render.penalties import show_ledger

    session = o.session(ctx)
    desk = session.desk()
    days = _days(desk, month, since, until)
    found = penalties.ledger(desk, {"outlet": outlet, "rule": article, "state": state, **days})
    if session.as_json:
        session.json(penalties.ledger_view(found))
    else:
        show_ledger(found.charges, found, desk.rules)


def _days(desk: Desk, month: str, since: str, until: str) -> dict[str, str]:
    """The local days [since, until) of violations; nothing said means all of them."""
    if not (month or since or until):
        return {}
    first, after = period(desk, month, since, until)
    return {"since": first.isoformat(), "until": after.isoformat()}
