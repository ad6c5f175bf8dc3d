"""Anchors: one line that fixes all that was recorded up to an event, to be kept out of reach of the desk."""

from __future__ import annotations

import re

from msgspec import Struct

_LINE = re.compile(r"(?<![0-9a-z-])((?:practice-)?[0-9a-f]{32})\s+(\d{1,15})\s+([0-9a-f]{64})(?![0-9a-f])")


class Anchor(Struct, frozen=True):
    """The hash (64 hex digits) of event `n` in the chain of a desk; of event 0 it is the desk's id."""

    desk_id: str
    n: int
    hash: str

    @property
    def line(self) -> str:
        """What is printed, mailed and kept."""
        return f"{self.desk_id} {self.n} {self.hash}"


def anchors_in(text: str) -> tuple[Anchor, ...]:
    """All anchors that stand in a text, such as a saved mail, each once, by their place in the chain."""
    found = {Anchor(desk_id, int(n), hash) for desk_id, n, hash in _LINE.findall(text)}
    return tuple(sorted(found, key=lambda one: (one.desk_id, one.n, one.hash)))
