"""Files beside the complaints: incidents, measures, inspections, requests; each kind folds its events to one value.

What the lists need of a value is its `Entry`; the kinds are told apart by `FOLDS` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tsk.incidents import fold_incident
from tsk.inspections import fold_inspection
from tsk.measures import fold_measure
from tsk.model import Event
from tsk.register import Filed
from tsk.staffrequests import fold_request

Fold = Callable[[Sequence[Event]], Filed]
FOLDS: dict[str, Fold] = {
    "measure": fold_measure,
    "inspection": fold_inspection,
    "request": fold_request,
    "incident": fold_incident,
}
KINDS = tuple(FOLDS)


def fold_entry(kind: str, events: Sequence[Event]) -> Filed:
    """The value that the events of one file of that kind add up to, oldest first."""
    return FOLDS[kind](events)
