"""What ends a wait, and what does not: conditions that no policy can lift."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tsk.errors import NotAllowed, Word
from tsk.model import Case
from tsk.rulerows import Policy
from tsk.rules import Rules, find
from tsk.waits import is_hold


def check_resumable(case: Case, said: Mapping[str, Any], rules: Rules, policy: Policy) -> None:
    """Raises NotAllowed where nothing waits for that, or only an incident holds the case."""
    name = said.get("wait", "")
    meant = [wait for wait in case.waits if wait.open and name in ("", wait.reason)]
    if meant and all(is_hold(wait, case) for wait in meant):
        raise NotAllowed(
            "{number} is held by incident {incident} until that is over.",
            "If it is not part of it: `tsk incident unlink {id}`.",
            number=case.number,
            incident=case.incident,
            id=case.id,
        )
    if not meant:
        if not name:
            raise NotAllowed("{number} is not waiting.", number=case.number)
        raise NotAllowed(
            "{number} is not waiting for {wait}.", number=case.number, wait=find(rules.waits, name) or Word(name)
        )


def check_linked(case: Case, said: Mapping[str, Any], rules: Rules, policy: Policy) -> None:
    """Raises NotAllowed where the case is linked to no incident."""
    if not case.incident:
        raise NotAllowed("{number} is linked to no incident.", "`tsk incident list` shows them.", number=case.number)
