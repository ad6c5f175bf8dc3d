"""The complaints that a step may be taken on, by number: the latest first, never with a word of the customer."""

from __future__ import annotations

from tsk.completion.values import Pair, plain
from tsk.completion.values import complaints as latest
from tsk.desk.session import Desk
from tsk.lifecycle import TRANSITIONS
from tsk.model import DONE_STATES, OPEN_STATES, STATES
from tsk.steps import STEPS

_OWN = {"anonymise": DONE_STATES, "inspect record": ("closed",), "penalty confirm": STATES, "penalty waive": STATES}


def states_of(verb: str) -> tuple[str, ...]:
    """The states in which the verb may be used; the open ones for what may always be done."""
    sources = [TRANSITIONS[step.type].sources for step in STEPS.values() if step.verb == verb]
    found = _OWN.get(verb) or tuple(dict.fromkeys(state for states in sources for state in states))
    return OPEN_STATES if not found or (set(found) == {*STATES} and verb not in _OWN) else found


def complaints(desk: Desk, verb: str, begun: str, said: tuple[str, ...]) -> list[Pair]:
    """Numbers that begin so, else their last digits where those do; of any state where no other is meant."""
    for states in (states_of(verb), STATES if begun else ()):
        known = [pair for pair in latest(desk, states) if pair[0] not in said] if states else []
        tails = [(number.rpartition("-")[2], told) for number, told in known]
        for pairs in (known, tails):
            if found := [pair for pair in pairs if pair[0].startswith(begun)]:
                return plain(found)
    return []
