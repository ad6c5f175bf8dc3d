"""The outbox on the screen: the messages, one with its text, and what became of those just sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from tsk import i18n
from tsk.errors import Noted
from tsk.i18n import say, tr, word
from tsk.outbox import FAILED, SENT
from tsk.render.console import Column, Segment, grid, line, lines, on_terminal, table
from tsk.render.times import short_time
from tsk.text import harmless

_STYLE = {"sent": "green", "failed": "red", "uncertain": "bold yellow", "dropped": "dim"}
_WHY = {
    "no-address": "its address is not known here",
    "rule-file": "the rule file, which holds its address, is broken (`tsk rules check`)",
    "not-understood": "the address is not understood",
    "no-host": "no such host",
    "refused": "the connection was refused",
    "no-connection": "no connection",
    "certificate": "the certificate is not valid",
    "login": "the login was refused",
    "refused-mail": "the mail was refused",
    "refused-text": "the text was refused",
    "no-answer": "no answer came",
    "partly": "only a part went out",
    "unknown": "nobody can tell",
}


def why(error: str) -> str:
    """A kind of failure in words."""
    kind, _, code = error.partition("-")
    if kind in ("http", "answer") and code:
        return say("answered with {code}", code=code)
    return tr(_WHY[error]) if error in _WHY else error


def show_outbox(found: Sequence[Any], states: Mapping[int, str], zone: ZoneInfo) -> None:
    """Prints messages, one a row; `states` are as they are to be understood now."""
    if not found:
        if on_terminal():
            line(tr("The outbox is empty."))
        return
    columns = (
        Column(tr("No."), right=True, keep=True),
        Column(tr("Day"), keep=True),
        Column(tr("Receiver"), keep=True),
        Column(tr("State"), keep=True),
        Column(tr("Tried"), right=True, keep=True),
        Column(tr("At"), keep=True),
        Column(tr("Why"), give=True),
    )
    table(columns, [_row(one, states[one.id], zone) for one in found])


def _row(one: Any, state: str, zone: ZoneInfo) -> list[Segment]:
    return [
        (str(one.id), "bold"),
        (one.day, ""),
        (harmless(one.receiver), ""),
        (word(f"message {state}"), _STYLE.get(state, "")),
        (str(one.attempts), ""),
        (short_time(one.at, zone), ""),
        (why(one.error), ""),
    ]


def show_message(one: Any, state: str, zone: ZoneInfo) -> None:
    """Prints one message with its text."""
    facts = [
        (tr("Receiver"), harmless(one.receiver)),
        (tr("State"), word(f"message {state}")),
        (tr("At"), short_time(one.at, zone)),
        (tr("Tried"), str(one.attempts)),
        (tr("Why"), why(one.error)),
    ]
    grid([[(name, "dim"), (value, "")] for name, value in facts if value])
    line()
    line((harmless(one.subject), "bold"))
    lines([[(text, "")] for text in one.text.split("\n")])


def show_sent(found: Any) -> None:
    """Prints that a message was sent."""
    line(say("Message {id} was sent to {receiver}.", id=found.message.id, receiver=found.message.receiver))


def tell_unsent(found: Sequence[Any]) -> None:
    """Says on stderr which messages did not arrive, or perhaps not, and what becomes of them."""
    for one in found:
        if one.message.state != SENT:
            i18n.tell(_unsent(one))


def _unsent(one: Any) -> str:
    m = one.message
    to = Noted(m.receiver, one.shown) if one.shown else m.receiver
    values = {"id": m.id, "receiver": to, "why": why(m.error)}
    if m.may_be_tried:
        return say("Not sent to {receiver}: {why}. The next run with --notify tries again.", **values)
    if m.state == FAILED:
        return say("Not sent to {receiver}: {why}. Given up; by hand: `tsk outbox send {id}`.", **values)
    return say(
        "It is not known whether {receiver} got the summary: {why}. "
        "`tsk outbox send {id} --again`, or `tsk outbox drop {id}`.",
        **values,
    )
