"""The filters that lists share, as options: declared once, given to every command that takes `**said`."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from typer import Argument, Option

from tsk.commands import options as o
from tsk.desk.listviews import SIGN
from tsk.errors import UsageError
from tsk.i18n import tr

Command = TypeVar("Command", bound=Callable[..., None])
Incident = Annotated[
    int | None,
    Option("--incident", metavar="N", help=tr("Linked to this incident, or answered with it."), show_default=False),
]
OfSite = Annotated[str, o.text("--of-site", "Of another site of the database, or all.", "CODE")]
View = Annotated[
    str,
    Argument(metavar="[@VIEW]", help=tr("A view of the policy: its filters, columns and order."), show_default=False),
]
Sort = Annotated[
    str,
    o.text("--sort", "received, number, due, severity, department …; with - before it, descending.", "KEY"),
]
SearchSort = Annotated[
    str, o.text("--sort", "best (hits in names and summaries first), or received, number, due …; -: descending.", "KEY")
]
Columns = Annotated[str, o.text("--columns", "What to show, such as number,due,summary.", "NAMES")]
Format = Annotated[
    str, o.text("--format", "A line for scripts with the keys of --json: '{number}\\t{due}'.", "PATTERN")
]

# In the order in which `--help` tells them: the type with its option, and what stands for nothing said.
FILTERS: dict[str, tuple[Any, object]] = {
    "state": (o.State, ""),
    "department": (o.Department, ""),
    "handler": (o.Handler, ""),
    "category": (o.Category, ""),
    "severity": (o.Severity, ""),
    "channel": (o.Channel, ""),
    "store": (o.Store, ""),
    "region": (o.Region, ""),
    "product": (o.Product, ""),
    "customer": (o.Customer, ""),
    "phone": (o.Phone, ""),
    "of_site": (OfSite, ""),
    "since": (o.Since, ""),
    "until": (o.Until, ""),
    "month": (o.Month, ""),
    "waiting": (o.Waiting, ""),
    "round": (o.Round, None),
    "mine": (o.Mine, False),
    "overdue": (o.Overdue, False),
    "awaiting": (o.Awaiting, ""),
    "idle": (o.Idle, ""),
    "incident": (Incident, None),
}


def named(view: str) -> str:
    """The name of a view as it was typed; raises UsageError for a word that names none."""
    if view and not view.startswith(SIGN):
        raise UsageError(
            "These words are too many: {words}.", "Put quotes around a text of several words.", words=view[:60]
        )
    return view


def filtered(*left_out: str) -> Callable[[Command], Command]:
    """Gives a command the filters, but for those left out, in the place of its `**said`."""

    def give(command: Command) -> Command:
        own = inspect.signature(command, eval_str=True)
        kept = [one for one in own.parameters.values() if one.kind is not inspect.Parameter.VAR_KEYWORD]
        first = sum(one.default is inspect.Parameter.empty for one in kept)
        given = [
            inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=kind, default=nothing)
            for name, (kind, nothing) in FILTERS.items()
            if name not in left_out
        ]
        whole = own.replace(parameters=[*kept[:first], *given, *kept[first:]])
        command.__signature__ = whole  # type: ignore[attr-defined]
        command.__annotations__ = {one.name: one.annotation for one in whole.parameters.values()}
        return command

    return give
