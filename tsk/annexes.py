"""What the file of a case holds beside its handling: payments, papers, penalties, findings, news."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Payment(Struct, frozen=True):
    """A sum that the customer was given, in hundredths."""

    at: datetime
    amount: int


class Attachment(Struct, frozen=True, omit_defaults=True):
    """A paper of the file, kept under its SHA-256 (64 hex digits); `size` is in bytes."""

    nth: int
    kind: str
    sha256: str
    size: int
    name: str
    by: str
    at: datetime


class Opinion(Struct, frozen=True, omit_defaults=True):
    """What a department thinks of a case before there is a plan: its own, lead or helping."""

    department: str
    text: str
    by: str
    at: datetime


class Penalty(Struct, frozen=True, omit_defaults=True):
    """A charge on the outlet for one violation: proposed, on file while unproven, confirmed or waived.

    Sums are hundredths: `amount` the fine with everything that repetition adds, `liability` what is paid beside it.
    """

    nth: int
    rule: str
    outlet: str
    day: str  # the local date of the violation
    state: str  # proposed | filed | confirmed | waived
    by: str
    person: str = ""
    proven: bool = True
    amount: int = 0
    liability: int = 0
    referred: bool = False  # to the management of the outlets
    evidence: str = ""
    decided_by: str = ""
    why: str = ""

    @property
    def counts(self) -> bool:
        """Whether it counts among the repetitions of its kind."""
        return self.state != "waived"


class Finding(Struct, frozen=True, omit_defaults=True):
    """What somebody found who looked at the case again; `inspection` is the draw that it was looked at for, if any."""

    at: datetime
    by: str
    followed: str  # whether the procedure was
    reasonable: str  # whether the result is
    satisfied: str
    inspection: int = 0
    note: str = ""
    consequence: str = ""

    @property
    def is_breach(self) -> bool:
        """Whether anything was found wanting."""
        return "no" in (self.followed, self.reasonable, self.satisfied)


class Told(Struct, frozen=True, omit_defaults=True):
    """Somebody (a staff number or a department) whom an escalation told of the case."""

    who: str
    rule: str
    at: datetime
    department: bool = False


class Trace(Struct, frozen=True, omit_defaults=True):
    """What a step left behind for a fair look at the figures: the kind, when, who, and the place of the step.

    `of` is what it concerns, `seconds` by how much (of a short answer its signs); `claimed` is how far back the present
    was set when it was recorded.
    """

    kind: str
    at: datetime
    who: str
    seq: int
    of: str = ""
    seconds: int = 0
    claimed: int = 0
