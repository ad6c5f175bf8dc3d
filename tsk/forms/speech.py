"""How a form says things: names of the policy, people, sums and instants, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tsk import i18n
from tsk.i18n import tr, with_note, word
from tsk.model import SYSTEM
from tsk.render import labels
from tsk.render.times import day_and_time, due_text
from tsk.rulerows import Named
from tsk.rules import Rules, find

Tick = tuple[str, bool]  # what stands beside a box, and whether it is ticked


class Speech:
    """The words of one rule file; nothing is said of what is not known."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.zone = rules.zoneinfo

    @property
    def house(self) -> str:
        """The name under which the house handles complaints."""
        return (self.rules.zh if i18n.lang == "zh" else self.rules.en) or self.rules.en or self.rules.name

    def when(self, at: datetime | None) -> str:
        """The local instant, or nothing."""
        return day_and_time(at, self.zone) if at else ""

    def day(self, at: datetime | None) -> str:
        """The local date, or nothing."""
        return f"{at.astimezone(self.zone):%Y-%m-%d}" if at else ""

    def exactly(self, at: datetime | None) -> str:
        """The local instant to the second, or nothing."""
        return f"{at.astimezone(self.zone):%Y-%m-%d %H:%M:%S}" if at else ""

    def due(self, at: datetime | None) -> str:
        """The instant by which something is owed, or nothing; midnight ends the day before."""
        return due_text(at, self.zone, year=True) if at else ""

    def money(self, hundredths: int) -> str:
        """The sum with its currency; nothing for zero."""
        return f"{i18n.said(hundredths / 100)} {word(self.rules.currency)}" if hundredths else ""

    def who(self, name: str) -> str:
        """A person with the staff number; what the desk did by itself is the desk's."""
        if name == SYSTEM:
            return tr("the desk")
        row = find(self.rules.staff, name)
        return with_note(row.label(i18n.lang), name) if row and row.label(i18n.lang) != name else name

    def people(self, names: Iterable[str]) -> str:
        return tr(", ").join(self.who(name) for name in names)

    def departments(self, names: Iterable[str]) -> str:
        return tr(", ").join(labels.department(self.rules, name) for name in names)

    def named(self, field: str, name: str) -> str:
        """The policy's label of a field's value, or nothing."""
        return labels.named(self.rules, field, name) if name else ""

    def ticks(self, rows: Iterable[Named], chosen: str, extra: str = "") -> list[Tick]:
        """A box for each row, the chosen one ticked, with more about it in brackets."""
        ticks = [(row.label(i18n.lang), row.name == chosen) for row in rows]
        return [(with_note(label, extra) if extra and on else label, on) for label, on in ticks]


def joined(*parts: str) -> str:
    """What there is of the parts, one after the other."""
    return " · ".join(part for part in parts if part)
