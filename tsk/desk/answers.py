"""Answers filled in from the policy's templates, in the language that the customer speaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from tsk.answers import blanks, filled, language_of
from tsk.desk.additions import Ask
from tsk.desk.handling import ask_reply
from tsk.desk.ownfields import with_fields
from tsk.desk.session import Desk
from tsk.desk.steps import Taken, take_of
from tsk.desk.words import one_of, unknown
from tsk.errors import UsageError, Word
from tsk.locale.words import WORDS
from tsk.model import Case
from tsk.rules import find, label
from tsk.text import cleaned

LANGUAGES = ("en", "zh")


class Wording(Struct, frozen=True):
    """Which template, and in which language; "" for that of the customer's own words."""

    template: str
    language: str = ""


def reply_from(
    desk: Desk,
    ref: str,
    wording: Wording,
    said: Mapping[str, str],
    rating: Mapping[str, str],
    fields: Iterable[str],
    at: datetime | None,
) -> Taken:
    """The case answered with the template, filled in as the case stands; `said` may hold an answer to stand in it."""
    one_of("language", LANGUAGES, wording.language)
    fields = tuple(fields)

    def asks(case: Case) -> list[Ask]:
        answer = answer_text(desk, case, wording, said)
        return with_fields(desk, ask_reply(desk, {**said, "answer": answer}, dict(rating)), fields)

    return take_of(desk, ref, asks, at)


def answer_text(desk: Desk, case: Case, wording: Wording, said: Mapping[str, str]) -> str:
    """The template filled in for the case; raises UsageError for a blank of which nothing is known."""
    row = find(desk.rules.templates, wording.template)
    if row is None:  # their labels are whole letters, so they go by name alone
        raise unknown("template", wording.template, tuple(one.name for one in desk.rules.templates))
    lang = wording.language or language_of(case) or desk.options.lang
    text, values = row.label(lang), _values(desk, case, lang, said)
    if values["answer"] and "answer" not in blanks(text):
        raise UsageError(
            "The template {name} has no place for a text of your own.",
            "Leave the text out, or write {{answer}} into the template.",
            name=row.name,
        )
    empty = tuple(Word(name) for name in blanks(text) if not values.get(name))
    if empty:
        raise UsageError(
            "The template {name} needs {missing}, and {number} does not say it.",
            "Say it first, or write the answer yourself; the text that stands for the answer comes behind the number.",
            name=row.name,
            missing=empty,
            number=case.number,
        )
    return filled(text, values)


def _values(desk: Desk, case: Case, lang: str, said: Mapping[str, str]) -> dict[str, str]:
    """What stands in each blank, in that language; "" where nothing is known."""
    promise = next((one for one in reversed(case.promises) if one.open), None)
    amount = case.proposal.amount if case.proposal else case.amount
    currency = WORDS.get(desk.rules.currency, (desk.rules.currency,) * 2)[lang == "zh"]
    return {
        "customer": case.customer.name or WORDS["customer"][lang == "zh"],
        "number": case.number,
        "received": _day(case.received_at, desk),
        "summary": case.summary,
        "category": label(desk.policy_of(case).categories, case.category, lang),
        "product": case.product,
        "order": case.order,
        "store": case.store,
        "department": label(desk.rules.departments, case.department, lang) if case.department else "",
        "proposal": case.proposal.text if case.proposal else "",
        "amount": f"{_plain(amount)} {currency}" if amount else "",
        "promise": promise.text if promise else "",
        "due": _due(promise.due, desk) if promise else "",
        "answer": cleaned("answer", said.get("answer", "")),
        "basis": cleaned("basis", said.get("basis", "")),
    }


def _day(at: datetime, desk: Desk) -> str:
    return at.astimezone(desk.zone).date().isoformat()


def _due(at: datetime, desk: Desk) -> str:
    """The day of a due, with its hour unless it is the end of that day."""
    local = at.astimezone(desk.zone)
    midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    return f"{local - timedelta(days=1):%Y-%m-%d}" if midnight else f"{local:%Y-%m-%d %H:%M}"


def _plain(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02}" if hundredths % 100 else str(hundredths // 100)
