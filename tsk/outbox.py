"""A message in the outbox: marked before it is sent, so that none is sent twice and none is lost unseen."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

MOST_ATTEMPTS = 10
QUEUED, SENDING, SENT, FAILED, UNCERTAIN, DROPPED = "queued", "sending", "sent", "failed", "uncertain", "dropped"


class Message(Struct, frozen=True):
    """One text for one receiver.

    `sending` was marked before it was sent and has no outcome yet; `uncertain` may have arrived; `failed` did not.
    `address` tells one address from another without telling it; `error` is the kind of the last failure.
    """

    id: int
    receiver: str
    address: str
    kind: str
    day: str
    subject: str
    text: str
    state: str
    attempts: int
    error: str
    at: datetime

    @property
    def may_be_tried(self) -> bool:
        """Whether the next run sends it by itself."""
        return self.state == QUEUED or (self.state == FAILED and self.attempts < MOST_ATTEMPTS)


def key_of(kind: str, receiver: str, day: str) -> str:
    """The key under which a receiver gets one message of a kind for a day, whoever queues it."""
    return f"{kind}:{receiver}:{day}"
