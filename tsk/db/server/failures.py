"""What the errors of PostgreSQL and of the way to it mean: a sentence for people, and what to do."""

from __future__ import annotations

import re
from typing import Any

from tsk.db.failures import written
from tsk.errors import Forbidden, StoreError, TryAgain, Unreadable

LOCK_SECONDS = 20  # that a command waits for the others
CONNECT_SECONDS = 10
STATEMENT_SECONDS = 300
IDLE_SECONDS = 15  # that a transaction may stand still: less than others wait for it
AGAIN = ("40001", "40P01")  # serialization failure, deadlock: the same command may succeed at once
FULL = "too many|remaining connection slots|no more connections allowed"
STARTING = "starting up|shutting down|in recovery mode|not yet accepting connections"


class BrokenOff(StoreError):
    """A server that is gone in the middle of what was asked of it."""


_BY_STATE = (  # SQLSTATE, or its class; the first that fits
    (
        "55P03",
        "{server} has been busy for {seconds} seconds.",
        "Another command holds the site; try again. {written}",
    ),
    (
        "57014",
        "{server} took too long over one question.",
        "Ask for less, or tell whoever keeps the server. {written}",
    ),
    (
        "25P03",
        "{server} gave up on this command: it stood still for {idle} seconds.",
        "Repeat it. {written}",
    ),
    ("40001", "{server} is very busy.", "Try again. {written}"),
    ("40P01", "{server} is very busy.", "Try again. {written}"),
    (
        "53100",
        "The disk of {server} is full.",
        "Whoever keeps it has to make room; then repeat the command. {written}",
    ),
    (
        "53300",
        "{server} takes no more connections.",
        "Try again; docs/server.md tells of a pooler. {written}",
    ),
    (
        "42501",
        "This login may not do that at {server}.",
        "Whoever keeps the server gives it the site or the right: `tsk server login`. {written}",
    ),
    (
        "25006",
        "{server} is a copy that can only be read.",
        "Name the main server with --db. {written}",
    ),
    ("P0001", "{server}: what is recorded cannot be changed or removed.", "Record a new step instead."),
    ("22021", "{server} cannot store one of the characters.", "Type it again without it. {written}"),
    ("08", "{server} has broken off.", "Try again when it is there. {written}"),
    ("57", "{server} has broken off.", "Try again when it is there. {written}"),
    ("58", "{server} has trouble with its disk.", "Tell whoever keeps it. {written}"),
    (
        "XX",
        "{server} is damaged.",
        "Tell whoever keeps it; docs/server.md tells how a backup comes back. {written}",
    ),
)
_ON_THE_WAY = (  # words of libpq, of the server, or of a pooler; the first that fits
    (
        "password authentication failed",
        "{server} does not know this login or its password.",
        "Put the password into ~/.pgpass or PGPASSWORD, or ask whoever keeps the server.",
    ),
    (
        "no password supplied",
        "{server} asks for a password.",
        "Put it into ~/.pgpass or PGPASSWORD (docs/server.md).",
    ),
    (
        "no pg_hba.conf entry",
        "{server} lets nobody in from here, or not without encryption.",
        "Whoever keeps it adds this machine to its pg_hba.conf.",
    ),
    (
        "could not translate host name",
        "There is no machine of the name in {server}.",
        "Check --db or TSK_DB, and the network.",
    ),
    (
        "certificate verify failed",
        "{server} shows a certificate that nobody here vouches for.",
        "Name the authority that signed it with sslrootcert (docs/server.md); do not turn the check off.",
    ),
    (
        "root certificate file",
        "The certificate of the authority for {server} is missing.",
        "Name it with sslrootcert (docs/server.md).",
    ),
    (
        "does not match host name",
        "{server} shows the certificate of another machine.",
        "Name the server by the name in its certificate.",
    ),
    (
        "server does not support SSL",
        "{server} speaks no TLS, and is not on this machine.",
        "Whoever keeps it turns `ssl` on; docs/server.md tells of sslmode.",
    ),
    (
        "timeout expired",
        "{server} does not answer.",
        "Check the network, and that the server runs; then try again.",
    ),
    (
        "Connection refused",
        "Nothing listens at {server}.",
        "Check --db or TSK_DB, and that the server runs; then try again.",
    ),
    (
        "is not permitted to log in",
        "{server} lets this login not in.",
        "Use the login of your site (docs/server.md).",
    ),
    (
        FULL,
        "{server} takes no more connections.",
        "Try again; docs/server.md tells of a pooler.",
    ),
    (
        STARTING,
        "{server} is starting or stopping.",
        "Try again in a moment; else tell whoever keeps it.",
    ),
    (
        "permission denied for database",
        "{server} lets this login not in.",
        "Use the login of your site (docs/server.md).",
    ),
    (
        "No route to host|Network is unreachable|Host is unreachable",
        "Nobody gets through to {server}.",
        "Check the network, and that the server runs; then try again.",
    ),
)


def unreachable(error: Exception, server: str) -> StoreError:
    """Why no connection could be made, as a sentence for people."""
    text = str(error)
    if "database" in text and "does not exist" in text:
        message = "{server} has no such database."
        return StoreError(message, "Check its name, or make it: `tsk server init` (docs/server.md).", server=server)
    for word, message, hint in _ON_THE_WAY:
        if re.search(word, text):
            return StoreError(message, hint, server=server)
    return StoreError(
        "{server} cannot be reached ({reason}).",
        "Check the network, and that the server runs; then try again.",
        server=server,
        reason=" ".join(text.split())[:200],
    )


def is_passing(error: Exception) -> bool:
    """Whether a server that cannot be reached for that reason may let one in a moment later."""
    return bool(re.search(f"{FULL}|{STARTING}", str(error)))


def explained(error: Exception, server: str, kept: int = 0) -> StoreError:
    """The engine's error as a sentence for people; `kept` files were written by the same command before."""
    state = getattr(error, "pgcode", None) or ("08000" if _broke_off(error) else "")
    values: dict[str, Any] = {
        "server": server, "seconds": LOCK_SECONDS, "idle": IDLE_SECONDS, "written": written(kept)
    }  # fmt: skip
    for prefix, message, hint in _BY_STATE:
        if state.startswith(prefix):
            return _error(state, message, hint, values, kept)
    reason = " ".join(str(error).split("\n")[0].split())[:200]
    return StoreError(
        "{server}: {reason}.", "{written} If it happens again, run `tsk verify`.", reason=reason, **values
    )


def _error(state: str, message: str, hint: str, values: dict[str, Any], kept: int) -> StoreError:
    if state in AGAIN and not kept:
        return TryAgain(message, hint, **values)
    if state.startswith(("08", "57P")):
        return BrokenOff(message, hint, **values)
    if state == "42501":
        return Forbidden(message, hint, **values)
    return Unreadable(message, hint, **values) if state.startswith("XX") else StoreError(message, hint, **values)


def not_written(server: str, kept: int) -> StoreError:
    """The error for a transaction that was lost with its server, as is known by now."""
    return _error(
        AGAIN[0], "{server} has broken off.", "Try again. {written}", {"server": server, "written": written(kept)}, kept
    )


def check_stands(answer: str, server: str, kept: int) -> None:
    """Raises StoreError where a COMMIT was answered with ROLLBACK, which is no error to the server.

    A question before it had failed then, and whoever asked it went on.
    """
    if answer != "COMMIT":
        raise StoreError("{server} took the step back.", "Repeat it. {written}", server=server, written=written(kept))


_LOST = (
    *("server closed the connection", "connection already closed", "terminating connection", "SSL SYSCALL"),
    *("could not receive data", "could not send data", "SSL connection has been closed", "no message from the libpq"),
)


def _broke_off(error: Exception) -> bool:
    """Whether an error without a code of the server tells that the way to it is gone."""
    return type(error).__name__ == "OperationalError" or any(word in str(error) for word in _LOST)
