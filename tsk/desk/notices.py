"""Who is sent the day's summary, and the sending: each message is marked before it goes out, and goes out once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from tsk import notify, outboxstore
from tsk.desk.addresses import Address, addresses, fingerprint
from tsk.desk.session import Desk
from tsk.desk.views import local
from tsk.errors import NotAllowed, NotFound, RulesInvalid, TskError, Word
from tsk.outbox import DROPPED, FAILED, QUEUED, SENDING, SENT, UNCERTAIN, Message
from tsk.rights import check_listed, scope_of

DAILY = "daily"  # the kind of message
WRONG = "wrong"  # of a receiver who hears only of days on which something is wrong
_GRACE = 5.0  # seconds beyond its patience after which a run that sends must be dead


class Sent(Struct, frozen=True):
    """One message that this run tried to send, as it stands now; `shown` is where to, without a secret."""

    message: Message
    shown: str

    @property
    def arrived(self) -> bool:
        return self.message.state == SENT


# ── who ────────────────────────────────────────────────────────────────────────────────────────────


def check_may_send(desk: Desk) -> None:
    """Raises NotAllowed for somebody who sees only a part: what is sent speaks for the whole desk."""
    check_listed(desk.person)
    if scope_of(desk.rules, desk.person):
        raise NotAllowed(
            "{person} sees only a part of the complaints; what is sent speaks for the whole desk.",
            'Act --as somebody whose role has sees = "all" ([roles] in {file}).',
            person=desk.person.id,
            file=desk.rules.file,
        )


# ── queueing ───────────────────────────────────────────────────────────────────────────────────────


def wanted(desk: Desk, day: date) -> list[Address]:
    """The addresses that have no summary of that day yet."""
    said = day.isoformat()
    return [one for one in addresses(desk) if not outboxstore.is_queued(desk.store, DAILY, one.name, said)]


def queue(desk: Desk, to: Address, day: date, subject: str, text: str) -> None:
    """Puts the summary of a day into the outbox, unless another run has done so meanwhile."""
    outboxstore.queue(desk.store, DAILY, to.name, day.isoformat(), subject, text, desk.options.clock)


# ── sending ────────────────────────────────────────────────────────────────────────────────────────


def can_send(desk: Desk) -> bool:
    """Whether what sends is installed, or nothing waits for it."""
    return not any(one.may_be_tried for one in outboxstore.unsent(desk.store)) or notify.is_installed()


def check_can_send() -> None:
    """Raises TskError where what sends is not installed."""
    if not notify.is_installed():
        raise TskError(
            "Nothing was sent: apprise is not installed.", "Install it: `pip install 'tsk-complaints[notify]'`."
        )


def send_due(desk: Desk) -> tuple[Sent, ...]:
    """Everything that may be tried by itself, sent; what another run is sending, or may have sent, is left alone."""
    return _send(desk, [one for one in outboxstore.unsent(desk.store) if one.may_be_tried])


def _send(desk: Desk, messages: Iterable[Message]) -> tuple[Sent, ...]:
    known = {one.name: one for one in addresses(desk)}
    ready: list[tuple[Message, Address]] = []
    done: list[Sent] = []
    for one in messages:
        to = known.get(one.receiver)
        if to is None or not to.secret:
            done.append(Sent(_unaddressed(desk, one), to.shown if to else ""))
        elif claimed := outboxstore.claim(desk.store, one, fingerprint(desk, to.secret), desk.options.clock):
            ready.append((claimed, to))
    parcels = [notify.Parcel(to.secret, one.subject, one.text) for one, to in ready]
    outcomes = notify.send(parcels, notify.patience())
    for (one, to), outcome in zip(ready, outcomes, strict=True):
        outboxstore.settle(desk.store, one, outcome.state, outcome.error, desk.options.clock)
        done.append(Sent(_again(desk, one), to.shown))
    return tuple(done)


def _unaddressed(desk: Desk, one: Message) -> Message:
    """The message kept for when its address is known again: nothing was tried."""
    broken = any(isinstance(warning, RulesInvalid) for warning in desk.warnings)
    of_file = broken and any(one.receiver.partition("#")[0] == row.name for row in desk.rules.notify)
    outboxstore.settle(desk.store, one, one.state, "rule-file" if of_file else "no-address", desk.options.clock)
    return _again(desk, one)


def _again(desk: Desk, one: Message) -> Message:
    return outboxstore.message(desk.store, one.id) or one


# ── by hand ────────────────────────────────────────────────────────────────────────────────────────


def state_of(desk: Desk, one: Message) -> str:
    """The state as it is to be understood: what was marked long ago and has no outcome is uncertain."""
    if one.state != SENDING:
        return one.state
    age = (desk.options.clock - one.at).total_seconds()
    return SENDING if 0 <= age <= notify.patience() + _GRACE else UNCERTAIN


def unsettled(desk: Desk) -> tuple[Message, ...]:
    """The messages that did not arrive, that wait for an address, or of which nobody knows.

    None for somebody who sees only a part.
    """
    if scope_of(desk.rules, desk.person):
        return ()
    return tuple(one for one in outboxstore.unsent(desk.store) if _is_unsettled(state_of(desk, one), one.error))


def _is_unsettled(state: str, error: str) -> bool:
    return state in (FAILED, UNCERTAIN) or (state == QUEUED and bool(error))


def outbox(desk: Desk, limit: int | None) -> tuple[Message, ...]:
    """The messages of the outbox, latest first."""
    check_may_send(desk)
    return outboxstore.latest(desk.store, limit)


def message(desk: Desk, id: int) -> Message:
    """The message of that number; raises NotFound where there is none."""
    check_may_send(desk)
    found = outboxstore.message(desk.store, id)
    if found is None:
        raise NotFound("There is no message {id} in the outbox.", "`tsk outbox` lists them.", id=id)
    return found


def send_by_hand(desk: Desk, id: int, again: bool) -> Sent:
    """One message sent now; one that may have arrived only where that is said."""
    one = message(desk, id)
    state = state_of(desk, one)
    if state in (SENT, UNCERTAIN, DROPPED) and not again:
        raise NotAllowed(
            "Message {id} to {receiver} is {state}; sent again, it may arrive twice.",
            "If that is meant: `tsk outbox send {id} --again`.",
            id=id,
            receiver=one.receiver,
            state=Word(f"message {state}"),
        )
    if state == SENDING:
        raise _is_on_its_way(one)
    found = _send(desk, [one])
    if not found:
        raise _is_on_its_way(one)
    return found[0]


def _is_on_its_way(one: Message) -> NotAllowed:
    return NotAllowed(
        "Message {id} to {receiver} is being sent just now.", "Look again in a minute: `tsk outbox`.", **_names(one)
    )


def _names(one: Message) -> dict[str, object]:
    return {"id": one.id, "receiver": one.receiver}


def drop(desk: Desk, id: int) -> Message:
    """The message taken off the list: it arrived, or nobody needs it any more."""
    one = message(desk, id)
    if state_of(desk, one) == SENDING:
        raise _is_on_its_way(one)
    if one.state not in (SENT, DROPPED):
        outboxstore.settle(desk.store, one, DROPPED, one.error, desk.options.clock)
    return _again(desk, one)


def message_view(desk: Desk, one: Message, zone: ZoneInfo, whole: bool = False) -> dict[str, Any]:
    """One message as JSON shows it, with its text where it is wanted whole."""
    plain = {name: getattr(one, name) for name in ("id", "receiver", "kind", "day", "attempts", "error", "subject")}
    text = {"text": one.text} if whole else {}
    return {**plain, "state": state_of(desk, one), "at": local(one.at, zone), **text}
