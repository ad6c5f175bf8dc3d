"""Where the day's summary goes: the addresses of the rule file and of the environment, and what is doubtful in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from tsk import notify
from tsk.desk.session import Desk, rule_content, rules_path
from tsk.errors import RulesInvalid
from tsk.redaction import masked
from tsk.rulerows import Receiver
from tsk.rules import Rules

if TYPE_CHECKING:
    from tsk.rulefile.values import Problem


class Address(Struct, frozen=True):
    """One address of a receiver; `name` is its own for good, `shown` has no secret, `secret` never leaves this room."""

    name: str
    shown: str
    secret: str
    department: str = ""
    lang: str = ""
    when: str = ""


def addresses(desk: Desk) -> tuple[Address, ...]:
    """The addresses of [notify], then those of TSK_NOTIFY; one that cannot be found out has no secret."""
    return (*_of_rules(desk), *_of_environment(desk))


def _of_rules(desk: Desk) -> Iterator[Address]:
    said = _written(desk) if desk.rules.notify else {}
    for row in desk.rules.notify:
        own = said.get(row.name, ())
        for place, shown in enumerate(row.to):
            written = own[place] if place < len(own) and masked(own[place]) == shown else _variable(shown)
            name = row.name if place == 0 else f"{row.name}#{place + 1}"
            yield Address(name, shown, _resolved(written), row.department, row.lang, row.when)


def _variable(shown: str) -> str:
    """The name of a variable, which is no secret and so known though the file cannot be read now; "" for an address."""
    return shown if shown.startswith("env:") else ""


def _resolved(written: str) -> str:
    return notify.variable(written.removeprefix("env:")) if written.startswith("env:") else written


def _written(desk: Desk) -> dict[str, tuple[str, ...]]:
    """The addresses as the rule file has them now: they are kept nowhere else."""
    from tsk.rulefile.receivers import said_addresses

    try:
        return said_addresses(rule_content(rules_path(desk.options)))
    except RulesInvalid:
        return {}


def _of_environment(desk: Desk) -> Iterator[Address]:
    for secret in notify.configured():
        shown = masked(secret)
        shown = shown if shown != secret else "?"
        yield Address(f"{shown.partition(':')[0]}-{fingerprint(desk, secret)}", shown, secret)


def fingerprint(desk: Desk, secret: str) -> str:
    """Tells one address of this desk from another."""
    return notify.fingerprint(secret, str(desk.store.head()["desk_id"]))


# ── what is doubtful ───────────────────────────────────────────────────────────────────────────────


def doubts(rules: Rules, content: bytes) -> tuple[Problem, ...]:
    """What is worth a look in the addresses of a rule file that is in order; nothing where it has none."""
    if not rules.notify:
        return ()
    from tsk.rulefile.receivers import said_addresses

    written = said_addresses(content)
    if not notify.is_installed():
        return (_doubt(rules.notify[0], "Nothing can be sent: apprise is not installed.", _INSTALL),)
    found = (_doubtful(row, said) for row in rules.notify for said in written.get(row.name, ()))
    return tuple(one for one in found if one)


_INSTALL = "Install it: `pip install 'tsk-complaints[notify]'`."


def _doubtful(row: Receiver, said: str) -> Problem | None:
    variable = said.removeprefix("env:") if said.startswith("env:") else ""
    if not (address := _resolved(said)):
        told, hint = "The variable {name} is not set here.", "Set it where `tsk daily --notify` runs."
        return _doubt(row, told, hint, name=variable)
    if not notify.is_understood(address):
        told, hint = "No service understands the address {shown}.", "See what apprise knows: `apprise --details`."
        return _doubt(row, told, hint, shown=masked(said))
    return None


def _doubt(row: Receiver, message: str, hint: str, **values: str) -> Problem:
    from tsk.rulefile.values import Problem

    return Problem(row.line, f"notify.{row.name}", message, hint, dict(values))
