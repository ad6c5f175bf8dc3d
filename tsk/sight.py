"""Who sees a complaint, and whose it is to see to, told by marks: a view is the marks of what one person sees."""

from __future__ import annotations

from msgspec import Struct

from tsk.model import Case


class View(Struct, frozen=True):
    """What a person may see: everything, or each complaint that has one of the marks."""

    everything: bool = False
    marks: tuple[str, ...] = ()

    def sees(self, case: Case) -> bool:
        """Whether the case lies within the view."""
        return self.everything or not set(self.marks).isdisjoint(marks_of(case))


def of_person(name: str) -> str:
    """The mark of what is somebody's own: handled, recorded or offered to them, or told them."""
    return f"person:{name}"


def of_department(name: str) -> str:
    """The mark of what a department leads or helps with."""
    return f"department:{name}"


def told_to(department: str) -> str:
    """The mark of what an escalation told a department of."""
    return f"told:{department}"


def of_store(name: str) -> str:
    """The mark of what is about a store."""
    return f"store:{name}"


def free_in(department: str) -> str:
    """The mark of what a department leads and nobody in it has yet."""
    return f"free:{department}"


def part_of(department: str) -> str:
    """The mark of what another department leads and this one owes a milestone of its own on."""
    return f"part:{department}"


TO_APPROVE = "approval"  # the mark of what waits for a signature


def is_wide(mark: str) -> bool:
    """Whether very many complaints may have the mark: a department's or a store's own."""
    return mark.startswith(("department:", "store:"))


def marks_of(case: Case) -> tuple[str, ...]:
    """The marks of a complaint, each once."""
    people = (case.handler, case.recorder, case.offered_to, *(one.who for one in case.told))
    departments = (one.who for one in case.told if one.department)
    found = (
        *map(of_person, filter(None, people)),
        *map(told_to, departments),
        *map(of_department, case.departments),
        *map(of_store, filter(None, (case.store,))),
        *([free_in(case.department)] if case.department and not (case.handler or case.offered_to) else []),
        *(part_of(name) for name in _owing(case) if name not in ("", case.department)),
        *([TO_APPROVE] if case.awaits == "approval" else []),
    )
    return tuple(dict.fromkeys(found))


def _owing(case: Case) -> tuple[str, ...]:
    """The departments that owe a milestone of their own."""
    return tuple(m.of.partition("#")[0] for m in case.milestones if m.running)


def is_at_hand(case: Case) -> bool:
    """Whether something may be left to do: while the case is open, or closed with a duty still running."""
    return case.is_open or (case.state == "closed" and any(m.running for m in case.milestones))
