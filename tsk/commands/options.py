"""The options that several commands share, each declared once."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Argument, Context, Option

from tsk.commands.session import Session
from tsk.errors import UsageError
from tsk.i18n import tr

Ctx = Context
Id = Annotated[str, Argument(metavar="ID", help=tr("Complaint number, or its last digits."), show_default=False)]
Ids = Annotated[
    list[str],
    Argument(
        metavar="ID…", help=tr("Complaint numbers, or their last digits; - reads them from a pipe."), show_default=False
    ),
]
MaybeIds = Annotated[
    list[str] | None,
    Argument(
        metavar="ID…", help=tr("Complaint numbers, or their last digits; - reads them from a pipe."), show_default=False
    ),
]
At = Annotated[str, Option("--at", metavar="WHEN", help=tr("When the step was taken, if not now."), show_default=False)]
Reason = Annotated[str, Option("--reason", metavar="TEXT", help=tr("Why."), show_default=False)]
Reveal = Annotated[
    str | None,
    Option(
        "--reveal",
        metavar="REASON",
        help=tr("Show contact data as they are, for this reason, on record."),
        show_default=False,
    ),
]
Json = Annotated[bool, Option("--json", help=tr("Print JSON."))]


def text(flag: str, help: str, metavar: str = "TEXT") -> Any:
    """A text option that says nothing by default."""
    return Option(flag, metavar=metavar, help=tr(help), show_default=False)


def some(ids: list[str] | None) -> list[str]:
    """The complaint numbers; raises UsageError where there are none."""
    if not ids:
        raise UsageError("{option} is missing.", "Give the number of a complaint.", option="ID")
    return ids


def session(context: Context) -> Session:
    """The session of this run."""
    found: Session = context.obj
    return found


State = Annotated[str, text("--state", "open, done, all, or one state.", "NAME")]
Department = Annotated[str, text("--department", "Lead department.", "NAME")]
Handler = Annotated[str, text("--handler", "Handler.", "NAME")]
Category = Annotated[str, text("--category", "Category.", "NAME")]
Severity = Annotated[str, text("--severity", "Severity.", "NAME")]
Channel = Annotated[str, text("--channel", "Channel.", "NAME")]
Store = Annotated[str, text("--store", "Store (shop).", "NAME")]
Region = Annotated[str, text("--region", "Region.", "NAME")]
Product = Annotated[str, text("--product", "Product or plan.", "NAME")]
Customer = Annotated[str, text("--customer", "Part of the customer's name.", "NAME")]
Phone = Annotated[str, text("--phone", "The customer's phone, in any spelling.", "NUMBER")]
Since = Annotated[str, text("--since", "Received from this day on.", "WHEN")]
Until = Annotated[str, text("--until", "Received up to and including this day.", "WHEN")]
Month = Annotated[str, text("--month", "Received in this month.", "YYYY-MM")]
Mine = Annotated[bool, Option("--mine", help=tr("Only complaints that I handle."))]
Overdue = Annotated[bool, Option("--overdue", help=tr("Only with something overdue."))]
Awaiting = Annotated[str, text("--awaiting", "Waiting for an approval, an answer or a review.", "NAME")]
Idle = Annotated[str, text("--idle", 'Open, and no step by anybody for this limit, such as "3 working days".', "LIMIT")]
Limit = Annotated[int | None, Option("--limit", metavar="N", help=tr("At most so many rows."), show_default=False)]
Waiting = Annotated[str, text("--waiting", "Waiting for this reason.", "REASON")]
Round = Annotated[int | None, Option("--round", metavar="N", help=tr("In this round."), show_default=False)]

Set = Annotated[
    list[str] | None,
    Option("--set", metavar="NAME=VALUE", help=tr("A field of the policy's own; may be repeated."), show_default=False),
]

# What is said about a complaint, new or corrected.
SaidDetails = Annotated[str, text("--details", "The whole story.")]
SaidCustomer = Annotated[str, text("--customer", "The customer's name.", "NAME")]
SaidPhone = Annotated[str, text("--phone", "The customer's phone.", "NUMBER")]
SaidEmail = Annotated[str, text("--email", "The customer's e-mail address.", "ADDRESS")]
SaidCard = Annotated[str, text("--card", "The customer's card number.", "NUMBER")]
SaidAddress = Annotated[str, text("--address", "The customer's address.")]
SaidTier = Annotated[str, text("--tier", "What the policy treats specially: elderly, key-account …", "NAME")]
SaidOnBehalfOf = Annotated[str, text("--on-behalf-of", "For whom the customer speaks.", "NAME")]
SaidChannel = Annotated[str, text("--channel", "How it came in.", "NAME")]
SaidSubtype = Annotated[str, text("--subtype", "Subtype of the category.", "NAME")]
SaidStore = Annotated[str, text("--store", "The store (shop) it is about.", "NAME")]
SaidRegion = Annotated[str, text("--region", "Region.", "NAME")]
SaidProduct = Annotated[str, text("--product", "Product or plan.", "NAME")]
SaidAgainst = Annotated[str, text("--against", "Whom it is about.", "NAME")]
SaidOrder = Annotated[str, text("--order", "Order number.", "NUMBER")]
SaidDemand = Annotated[str, text("--demand", "What the customer wants.")]
SaidAmount = Annotated[str, text("--amount", "The sum in dispute.", "N")]
SaidOccurred = Annotated[str, text("--occurred", "When it happened.", "WHEN")]
