"""What is added to a complaint that exists: corrections, papers, notes, chases, and taking the last step back."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from tsk.commands import options as o
from tsk.commands.newfile import write_private
from tsk.commands.taking import show_each, take_each, taken_view
from tsk.desk import counter, papers
from tsk.desk.chasing import Chased
from tsk.desk.chasing import chase as chase_case
from tsk.desk.session import Desk
from tsk.desk.steps import Taken
from tsk.desk.undoing import undo as undo_last
from tsk.errors import UsageError
from tsk.i18n import tr
from tsk.text import file_name


def update(
    ctx: o.Ctx,
    id: o.Id,
    summary: Annotated[str, o.text("--summary", "What happened, in one line.")] = "",
    details: o.SaidDetails = "",
    customer: o.SaidCustomer = "",
    phone: o.SaidPhone = "",
    email: o.SaidEmail = "",
    card: o.SaidCard = "",
    address: o.SaidAddress = "",
    tier: o.SaidTier = "",
    on_behalf_of: o.SaidOnBehalfOf = "",
    channel: o.SaidChannel = "",
    category: Annotated[str, o.text("--category", "Category; the complaint is routed again.", "NAME")] = "",
    subtype: o.SaidSubtype = "",
    severity: Annotated[str, o.text("--severity", "Severity; the deadlines follow.", "NAME")] = "",
    keep: Annotated[bool, Option("--keep", help=tr("Keep the department, whatever the category."))] = False,
    store: o.SaidStore = "",
    region: o.SaidRegion = "",
    product: o.SaidProduct = "",
    against: o.SaidAgainst = "",
    order: o.SaidOrder = "",
    demand: o.SaidDemand = "",
    amount: o.SaidAmount = "",
    occurred: o.SaidOccurred = "",
    set_: o.Set = None,
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    said = {
        "summary": summary, "details": details, "name": customer, "phone": phone, "email": email, "card": card,
        "address": address, "tier": tier, "on_behalf_of": on_behalf_of, "channel": channel, "category": category,
        "subtype": subtype, "severity": severity, "store": store, "region": region, "product": product,
        "against": against, "order": order, "demand": demand, "amount": amount, "occurred": occurred, "reason": reason,
    }  # fmt: skip
    show_each(ctx, [id], lambda desk, ref, when: counter.update(desk, ref, said, keep, when, set_ or ()), at)


def attach(
    ctx: o.Ctx,
    id: o.Id,
    files: Annotated[
        list[str] | None, Argument(metavar="FILE…", help=tr("The papers to add."), show_default=False)
    ] = None,
    kind: Annotated[str, o.text("--kind", "What they are; the policy may list the kinds.", "KIND")] = "",
    fetch: Annotated[
        int | None, Option("--fetch", metavar="N", help=tr("Give attachment N back instead."), show_default=False)
    ] = None,
    output: Annotated[str, o.text("-o", "Where attachment N is written; else under its own name here.", "FILE")] = "",
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    if fetch is not None and files:
        raise UsageError("--fetch and a file exclude each other.", "Leave one of them out.")
    if fetch is not None:
        _fetch(ctx, id, fetch, output)
        return
    if not files:
        raise UsageError("{option} is missing.", "Name the file: `tsk attach ID FILE`.", option="FILE")

    def step(desk: Desk, ref: str, when: datetime | None) -> Taken:
        counter.seen(desk, ref)
        with papers.copied(desk, files, kind) as copies:
            return counter.attach(desk, ref, copies, reason, when)

    show_each(ctx, [id], step, at)


def _fetch(ctx: o.Ctx, id: str, nth: int, output: str) -> None:
    """Writes one attachment to a file that does not exist yet."""
    from tsk.render.taken import show_fetched

    session = o.session(ctx)
    if session.as_json and output == "-":
        raise UsageError("--json and -o - exclude each other.", "Leave one of them out.")
    desk = session.desk()
    one, data = papers.content(desk, counter.seen(desk, id), nth)
    if output == "-":
        sys.stdout.buffer.write(data)
        return
    target = Path(output or file_name(one.name, f"attachment-{nth}"))
    write_private(target, data)
    if session.as_json:
        session.json({"file": str(target), "sha256": one.sha256, "size": one.size, "kind": one.kind})
    else:
        show_fetched(str(target), one)


def note(
    ctx: o.Ctx,
    id: o.Id,
    text: Annotated[str, Argument(metavar="TEXT", help=tr("What is worth knowing."), show_default=False)],
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    take_each(ctx, [id], lambda desk: counter.ask_note(text, reason), at)


def chase(
    ctx: o.Ctx,
    id: o.Id,
    text: Annotated[str, Argument(metavar="TEXT", help=tr("What the customer asks."), show_default=False)] = "",
    phone: Annotated[str, o.text("--phone", "The customer's phone, to chase a complaint that one may not see.")] = "",
    via: Annotated[str, o.text("--via", "phone, sms, email, chat, visit or letter.", "METHOD")] = "",
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    from tsk.commands.session import instant
    from tsk.render.taken import show_chased

    session = o.session(ctx)
    desk = session.desk()
    said, when = {"via": via, "note": text, "reason": reason}, instant(desk, at)
    session.each(
        [id],
        lambda ref: chase_case(desk, ref, said, phone, when),
        lambda done: show_chased(done, desk.rules),
        lambda done: _chased_view(done, desk),
    )


def _chased_view(done: Chased, desk: Desk) -> dict[str, object]:
    case = done.taken.case
    if done.visible:
        return taken_view(done.taken, desk)
    return {"id": case.id, "number": case.number, "state": case.state, "chases": case.chases}


def undo(ctx: o.Ctx, id: o.Id, reason: o.Reason = "", json: o.Json = False) -> None:
    show_each(ctx, [id], lambda desk, ref, when: undo_last(desk, ref, reason))


def urge(
    ctx: o.Ctx,
    ids: o.Ids,
    text: Annotated[str, o.text("--note", "What is expected, and by when.")] = "",
    to: Annotated[str, o.text("--to", "Who is urged, if not the handler.", "NAME")] = "",
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    take_each(ctx, ids, lambda desk: counter.ask_urge(desk, to, text, reason), at)
