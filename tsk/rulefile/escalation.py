"""What an escalation row of a rule file means: when it begins, what it does, and whom it can reach."""

from __future__ import annotations

from tsk.rulefile.lines import Path
from tsk.rulefile.values import Page
from tsk.rulerows import Escalation
from tsk.rules import Rules
from tsk.steps import step_of

TELL = ("handler", "recorder", "head", "above")  # besides departments and staff numbers
MOVE = ("above",)  # besides departments
_TRIGGERS = (  # what begins a row, and the keys that say so
    ("milestone", ("milestone", "before", "after", "used")),
    ("idle", ("idle",)),
    ("chases", ("chases",)),
    ("round", ("round",)),
    ("on", ("on",)),
)


def check(page: Page, rules: Rules) -> None:
    """Every problem of the escalation rows is added to the page."""
    for row in rules.policy.escalation:
        path = ("escalation", row.name)
        _trigger(page, path, row)
        _effect(page, path, row)
        _reach(page, path, row, rules)
    _circles(page, rules)


def _trigger(page: Page, path: Path, row: Escalation) -> None:
    given = [name for name, keys in _TRIGGERS if any(getattr(row, key) for key in keys)]
    if not given:
        page.wrong(
            path,
            "{name} never begins.",
            "Add milestone with before, after or used, idle, chases, round or on.",
            name=row.name,
        )
    elif len(given) > 1:
        page.wrong(
            path,
            "{name} begins in more than one way: {triggers}.",
            "Write a row for each.",
            name=row.name,
            triggers=", ".join(given),
        )
    if "milestone" in given:
        _measure(page, path, row)
    if step_of(row.on) == "escalated":
        page.wrong((*path, "on"), "An escalation cannot begin with an escalation.", "Name another step.")


def _measure(page: Page, path: Path, row: Escalation) -> None:
    """Before or after which milestone's due."""
    if not row.milestone:
        key = "before" if row.before else "after" if row.after else "used"
        page.wrong((*path, key), "{key} needs a milestone.", 'Add milestone = "reply", for example.', key=key)
    elif [bool(row.before), bool(row.after), bool(row.used)].count(True) != 1:
        page.wrong(
            (*path, "milestone"),
            "{name} needs before, after or used, and only one of them.",
            'Write for example after = "0 minutes": once the milestone is overdue.',
            name=row.name,
        )


def _effect(page: Page, path: Path, row: Escalation) -> None:
    if not (row.tell or row.move or row.raise_):
        page.wrong(path, "{name} does nothing.", "Add tell, move or raise.", name=row.name)


def _reach(page: Page, path: Path, row: Escalation, rules: Rules) -> None:
    """Whether there is anybody to tell and anywhere to move to; heads can be named only where staff is listed."""
    if not any(department.above for department in rules.departments):
        for key, said in (("tell", row.tell), ("move", (row.move,))):
            if "above" in said:
                page.wrong((*path, key), "No department has one above it.", "Write above = … in [departments].")
    if set(row.tell) == {"head"} and rules.staff and not any(department.head for department in rules.departments):
        page.wrong((*path, "tell"), "No department has a head who could be told.", "Write head = … in [departments].")


def _circles(page: Page, rules: Rules) -> None:
    """Rows that move a case on and on: from the department that each asks for to that of the next, and back."""
    moves = {row.name: (row.when.get("department", ()), row.move) for row in rules.policy.escalation if row.move}
    for name, (sources, target) in moves.items():
        chain, seen = [target], {*sources}
        while chain[-1] not in seen and (further := _moved_on(chain[-1], moves)) and further not in chain:
            chain.append(further)
        if sources and chain[-1] in seen:
            circle = " → ".join((chain[-1], *chain))
            page.wrong(("escalation", name, "move"), "{circle} goes round in a circle.", "", circle=circle)


def _moved_on(department: str, moves: dict[str, tuple[tuple[str, ...], str]]) -> str:
    """Where a row that asks for that department moves the case; "" where none does."""
    return next((target for sources, target in moves.values() if department in sources), "")
