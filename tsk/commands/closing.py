"""Closing a complaint, sending it back, taking it up again, cancelling it."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from tsk.commands import options as o
from tsk.commands.taking import show_each, take_each
from tsk.desk.closing import ask_cancel, ask_close, ask_reject, ask_reopen, ask_return, ask_visit
from tsk.desk.merging import merge as merge_into
from tsk.i18n import tr


def close(
    ctx: o.Ctx,
    ids: o.Ids,
    lesson: Annotated[str, o.text("--lesson", "What others can learn from it.")] = "",
    set_: o.Set = None,
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    take_each(ctx, ids, lambda desk: ask_close(desk, lesson, reason), at, set_)


def return_(
    ctx: o.Ctx,
    ids: o.Ids,
    redo: Annotated[bool, Option("--redo", help=tr("Handle it again, in a new round."))] = False,
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    take_each(ctx, ids, lambda desk: ask_return(desk, redo, reason), at)


def reopen(
    ctx: o.Ctx,
    ids: o.Ids,
    demand: Annotated[str, o.text("--demand", "What the customer wants now.")] = "",
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    take_each(ctx, ids, lambda desk: ask_reopen(desk, demand, reason), at)


def cancel(
    ctx: o.Ctx,
    ids: o.Ids,
    by: Annotated[str, o.text("--by", "customer, duplicate or mistake.", "NAME")] = "",
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    take_each(ctx, ids, lambda desk: ask_cancel(desk, by, reason), at)


def reject(ctx: o.Ctx, ids: o.Ids, at: o.At = "", reason: o.Reason = "", json: o.Json = False) -> None:
    take_each(ctx, ids, lambda desk: ask_reject(reason), at)


def merge(
    ctx: o.Ctx,
    ids: o.Ids,
    into: Annotated[str, o.text("--into", "The earlier complaint that goes on.", "ID")] = "",
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    show_each(ctx, ids, lambda desk, ref, when: merge_into(desk, ref, into, reason, when), at)


def visit(
    ctx: o.Ctx,
    ids: o.Ids,
    via: Annotated[str, o.text("--via", "phone, sms, email, chat, visit or letter.", "METHOD")] = "",
    reached: Annotated[str, o.text("--reached", "yes or no.", "YES|NO")] = "yes",
    satisfied: Annotated[str, o.text("--satisfied", "yes, no or unknown.", "YES|NO|UNKNOWN")] = "",
    score: Annotated[str, o.text("--score", "The customer's score.", "0-10")] = "",
    demand: Annotated[str, o.text("--demand", "What the customer wants now, if not satisfied.")] = "",
    note: Annotated[str, o.text("--note", "What was said.")] = "",
    set_: o.Set = None,
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    said = {"via": via, "reached": reached, "satisfied": satisfied, "score": score, "demand": demand}
    take_each(ctx, ids, lambda desk: ask_visit(desk, {**said, "note": note, "reason": reason}), at, set_)
