"""Where messages may go, as the environment says it, and the way to what sends them; nothing here tells an address."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

ADDRESSES, SECONDS = "TSK_NOTIFY", "TSK_NOTIFY_SECONDS"
_DEFAULT_SECONDS = 20.0
_SEPARATOR = re.compile(r"[\s,]+(?=[A-Za-z][\w+.-]*://)|\s+")


class Outcome(NamedTuple):
    """What became of one message; `error` is a word for the kind of failure, with a status where one was answered."""

    state: str
    error: str = ""


class Parcel(NamedTuple):
    """What is sent, and where to."""

    address: str
    subject: str
    text: str


# ── what the environment says ──────────────────────────────────────────────────────────────────────


def configured() -> tuple[str, ...]:
    """The addresses in TSK_NOTIFY, separated by blanks or commas."""
    said = os.environ.get(ADDRESSES, "").strip(" \t\r\n,")
    return tuple(one for one in _SEPARATOR.split(said) if one)


def variable(name: str) -> str:
    """The address in a variable of the environment; "" where it is not set."""
    return os.environ.get(name, "").strip()


def patience() -> float:
    """For how many seconds an answer is waited for: TSK_NOTIFY_SECONDS, else 20."""
    with suppress(ValueError):
        said = float(os.environ.get(SECONDS) or _DEFAULT_SECONDS)
        return min(max(said, 0.1), 600.0) if said == said else _DEFAULT_SECONDS
    return _DEFAULT_SECONDS


def fingerprint(address: str, desk_id: str) -> str:
    """Tells one address of a desk from another; slow on purpose, so that a password cannot be guessed by it."""
    import hashlib

    return hashlib.pbkdf2_hmac("sha256", address.encode(errors="surrogateescape"), desk_id.encode(), 100_000).hex()[:12]


# ── apprise, loaded only where something is sent or checked ────────────────────────────────────────


def is_installed() -> bool:
    """Whether apprise can be imported."""
    try:
        import apprise  # noqa: F401
    except ImportError:
        return False
    return True


def is_understood(address: str) -> bool:
    """Whether apprise knows the scheme and finds everything in the address that its service needs; asks no network."""
    from tsk.sending import understood

    return understood(address)


def send(parcels: Sequence[Parcel], seconds: float) -> list[Outcome]:
    """What became of each parcel after at most so many seconds; all are sent at once."""
    if not parcels:
        return []
    from tsk.sending import send_all

    return send_all(parcels, seconds)
