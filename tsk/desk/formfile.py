"""What a form is printed from: the file of one case, how its deadlines came about, and its papers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from tsk.desk import oversight, papers
from tsk.desk.access import as_seen
from tsk.desk.measurelists import of_complaint
from tsk.desk.session import Desk
from tsk.errors import StoreError, TskError
from tsk.explain import Explained
from tsk.measures import Measure
from tsk.model import Attachment, Case, Event
from tsk.rights import check_listed, check_sees
from tsk.rulerows import Policy

LARGEST, MOST = 12_000_000, 60_000_000  # bytes of one paper that is printed, and of all of them


class Paper(Struct, frozen=True):
    """An attachment with its bytes; None where they are missing, changed, or too many to print."""

    attachment: Attachment
    data: bytes | None = None


class FormFile(Struct, frozen=True):
    """One case with its events, oldest first, under the `policy` that it was received under."""

    case: Case
    events: tuple[Event, ...]
    policy: Policy
    desk_id: str
    now: datetime
    printed_by: str
    deadlines: tuple[Explained, ...] = ()
    papers: tuple[Paper, ...] = ()
    measures: tuple[Measure, ...] = ()
    note: TskError | None = None  # why contact data are masked that the person might see


def check_may_print(desk: Desk) -> None:
    """Raises NotAllowed for somebody who is not listed: a whole number opens `show`, and no paper."""
    check_listed(desk.person)


def form_file(
    desk: Desk, ref: str, deadlines: bool = False, with_papers: bool = False, reason: str = "", leaves: bool = False
) -> FormFile:
    """The file of one complaint for a form, for whoever is listed; raises NotFound outside the person's view.

    Contact data stand in it as the person may see them; in a paper that `leaves` the house only for a reason.
    """
    check_may_print(desk)
    whole = oversight.case_file(desk, ref)
    check_sees(desk.rules, desk.person, whole.case)
    seen = as_seen(desk, whole.case, whole.events, "form", reason, leaves)
    file = oversight.CaseFile(seen.case, seen.events)
    return FormFile(
        case=file.case,
        events=file.events,
        note=seen.note,
        policy=desk.policy_of(file.case),
        desk_id=desk.store.head()["desk_id"],
        now=desk.now,
        printed_by=desk.person.id,
        deadlines=oversight.explained_file(desk, file) if deadlines else (),
        papers=tuple(_papers(desk, file.case)) if with_papers else (),
        measures=of_complaint(desk, file.case.id),
    )


def _papers(desk: Desk, case: Case) -> Iterator[Paper]:
    """The attachments with their bytes, as long as they are few enough to print."""
    left = MOST
    for one in case.attachments:
        fits = one.size <= min(LARGEST, left)
        data = _bytes(desk, case, one) if fits else None
        left -= len(data or b"")
        yield Paper(one, data)


def _bytes(desk: Desk, case: Case, one: Attachment) -> bytes | None:
    try:
        return papers.content(desk, case, one.nth)[1]
    except StoreError:
        return None
