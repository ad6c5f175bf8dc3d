"""Handling a complaint: each verb turns its options into steps and takes them."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Argument, Option

from tsk.commands import options as o
from tsk.commands.taking import take_each
from tsk.desk.handling import (
    ask_assign,
    ask_contact,
    ask_pend,
    ask_plainly,
    ask_propose,
    ask_rate,
    ask_reply,
    ask_resume,
    ask_submit,
)
from tsk.i18n import tr


def assign(
    ctx: o.Ctx,
    ids: o.Ids,
    to: Annotated[str, o.text("--to", "The lead department.", "DEPT")] = "",
    co: Annotated[
        list[str] | None, Option("--with", metavar="DEPT", help=tr("A co-handling department; may be repeated."))
    ] = None,
    handler: Annotated[str, o.text("--handler", "Who handles it.", "NAME")] = "",
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    take_each(ctx, ids, lambda desk: ask_assign(desk, to, co or [], handler, reason), at)


def accept(ctx: o.Ctx, ids: o.Ids, at: o.At = "", reason: o.Reason = "", json: o.Json = False) -> None:
    take_each(ctx, ids, lambda desk: ask_plainly("accepted", reason), at)


def contact(
    ctx: o.Ctx,
    ids: o.Ids,
    via: Annotated[str, o.text("--via", "phone, sms, email, chat, visit or letter.", "METHOD")] = "",
    reached: Annotated[str, o.text("--reached", "yes or no.", "YES|NO")] = "yes",
    outcome: Annotated[
        str, o.text("--outcome", "What the customer says to the proposal: accepted or refused.", "NAME")
    ] = "",
    demand: Annotated[str, o.text("--demand", "What the customer now wants.")] = "",
    note: Annotated[str, o.text("--note", "What was said.")] = "",
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    said = {"via": via, "reached": reached, "outcome": outcome, "demand": demand, "note": note, "reason": reason}
    take_each(ctx, ids, lambda desk: ask_contact(desk, said), at)


def pend(
    ctx: o.Ctx,
    ids: o.Ids,
    reason: Annotated[str, o.text("--reason", "What is waited for; the policy lists the reasons.", "NAME")] = "",
    until: Annotated[str, o.text("--until", "When the wait ends; else after the policy's longest wait.", "WHEN")] = "",
    note: Annotated[str, o.text("--note", "What was asked, and what help was given.")] = "",
    at: o.At = "",
    json: o.Json = False,
) -> None:
    take_each(ctx, ids, lambda desk: ask_pend(desk, reason, until, note, at), at)


def resume(
    ctx: o.Ctx,
    ids: o.Ids,
    wait: Annotated[str, o.text("--wait", "Which wait ends, where several are open.", "NAME")] = "",
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    take_each(ctx, ids, lambda desk: ask_resume(desk, wait, reason), at)


def propose(
    ctx: o.Ctx,
    id: o.Id,
    proposal: Annotated[str, Argument(metavar="TEXT", help=tr("What should be done."), show_default=False)],
    cause: Annotated[str, o.text("--cause", "The cause found.", "NAME")] = "",
    upheld: Annotated[str, o.text("--upheld", "yes, no or partly.", "YES|NO|PARTLY")] = "",
    responsible: Annotated[str, o.text("--responsible", "The responsible department or party.", "NAME")] = "",
    fault: Annotated[str, o.text("--fault", "The person at fault.", "NAME")] = "",
    amount: Annotated[str, o.text("--amount", "What it costs.", "N")] = "",
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    said: dict[str, Any] = {
        "proposal": proposal, "cause": cause, "upheld": upheld, "responsible": responsible,
        "fault": fault, "amount": amount, "reason": reason,
    }  # fmt: skip
    take_each(ctx, [id], lambda desk: ask_propose(desk, said), at)


def approve(ctx: o.Ctx, ids: o.Ids, at: o.At = "", reason: o.Reason = "", json: o.Json = False) -> None:
    take_each(ctx, ids, lambda desk: ask_plainly("approved", reason), at)


def refuse(ctx: o.Ctx, ids: o.Ids, at: o.At = "", reason: o.Reason = "", json: o.Json = False) -> None:
    take_each(ctx, ids, lambda desk: ask_plainly("refused", reason), at)


def reply(
    ctx: o.Ctx,
    id: o.Id,
    answer: Annotated[str, Argument(metavar="TEXT", help=tr("What the customer is told."), show_default=False)],
    via: Annotated[str, o.text("--via", "phone, sms, email, chat, visit or letter.", "METHOD")] = "",
    basis: Annotated[str, o.text("--basis", "What the answer rests on.")] = "",
    satisfied: Annotated[str, o.text("--satisfied", "yes, no or unknown.", "YES|NO|UNKNOWN")] = "",
    score: Annotated[str, o.text("--score", "The customer's score.", "0-10")] = "",
    demand: Annotated[str, o.text("--demand", "What the customer wants now, if not satisfied.")] = "",
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    said = {"answer": answer, "via": via, "basis": basis, "reason": reason}
    rating = {"satisfied": satisfied, "score": score, "demand": demand}
    take_each(ctx, [id], lambda desk: ask_reply(desk, said, rating), at)


def rate(
    ctx: o.Ctx,
    ids: o.Ids,
    satisfied: Annotated[str, o.text("--satisfied", "yes, no or unknown.", "YES|NO|UNKNOWN")] = "",
    score: Annotated[str, o.text("--score", "The customer's score.", "0-10")] = "",
    demand: Annotated[str, o.text("--demand", "What the customer wants now, if not satisfied.")] = "",
    via: Annotated[str, o.text("--via", "phone, sms, email, chat, visit or letter.", "METHOD")] = "",
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    rating = {"satisfied": satisfied, "score": score, "demand": demand, "via": via, "reason": reason}
    take_each(ctx, ids, lambda desk: ask_rate(desk, rating), at)


def submit(
    ctx: o.Ctx,
    ids: o.Ids,
    department: Annotated[
        str, o.text("--department", "Whose part is handed in; the lead department's is the whole file.", "DEPT")
    ] = "",
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    take_each(ctx, ids, lambda desk: ask_submit(desk, department, reason), at)
