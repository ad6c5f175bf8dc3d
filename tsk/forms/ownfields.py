"""The policy's own fields of a case as a form prints them: filled in, or with boxes and room to fill in by hand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from tsk.forms.speech import Speech, Tick
from tsk.i18n import word
from tsk.model import Case
from tsk.render import labels
from tsk.rulerows import Field
from tsk.rules import find


class OwnRow(Struct, frozen=True):
    """One field: its label, and what was said or the boxes to tick."""

    label: str
    text: str
    ticks: list[Tick]


class Own:
    """What a case says in the fields that its policy adds."""

    def __init__(self, case: Case, speech: Speech) -> None:
        self._said = case.fields
        self._speech = speech

    def text(self, name: str) -> str:
        """What was said in that field, or nothing."""
        said = self._said.get(name, "")
        return labels.field_value(self._speech.rules, name, said) if said else ""

    def ticks(self, name: str) -> list[Tick]:
        """The boxes of that field; none where the policy has no such choice."""
        row = find(self._speech.rules.fields, name)
        return self._boxes(row) if row else []

    def others(self, boxes: Collection[str]) -> list[OwnRow]:
        """Every field of the policy that is none of these, and what was said in fields that it no longer has."""
        return [self._row(name) for name in self._names() if name not in boxes]

    def told(self, names: Iterable[str]) -> list[tuple[str, str]]:
        """What was said in those fields, each with its label."""
        said = ((labels.field(self._speech.rules, name), self.text(name)) for name in names)
        return [(label, text) for label, text in said if text]

    def _names(self) -> Iterator[str]:
        yield from dict.fromkeys([*(row.name for row in self._speech.rules.fields), *self._said])

    def _row(self, name: str) -> OwnRow:
        return OwnRow(labels.field(self._speech.rules, name), self.text(name), self.ticks(name))

    def _boxes(self, row: Field) -> list[Tick]:
        said = self._said.get(row.name, "")
        if row.kind == "choice":
            return self._speech.ticks(row.options, said)
        return [(word("yes"), said == "yes")] if row.kind == "check" else []
