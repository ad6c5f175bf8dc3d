"""Closing a complaint, sending it back, taking it up again, cancelling it."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from tsk.commands import options as o
from tsk.commands.taking import take_each
from tsk.desk.handling import ask_cancel, ask_close, ask_reopen, ask_return
from tsk.i18n import tr


def close(
    ctx: o.Ctx,
    ids: o.Ids,
    lesson: Annotated[str, o.text("--lesson", "What others can learn from it.")] = "",
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    take_each(ctx, ids, lambda desk: ask_close(desk, lesson, reason), at)


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
