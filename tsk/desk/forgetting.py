"""After texts were removed: papers, messages and the file itself hold nothing of them; and who else may.

All of it can be repeated: what a killed run left is finished by the next one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from tsk import removalstore
from tsk.anonymity import Traits, together
from tsk.desk.anonymising import Plan, Removed
from tsk.desk.backupfiles import backups_in, copies_in
from tsk.desk.oversight import in_view
from tsk.desk.papers import are_shared, discard, sweep
from tsk.desk.session import Desk
from tsk.desk.steps import derived_of, file_of
from tsk.desk.views import local
from tsk.home import database_path
from tsk.model import Case
from tsk.searchtext import searches

MOST_NAMED = 50  # complaints that also name the person


class Rest(Struct, frozen=True):
    """What else was done: papers deleted, papers that stay because other complaints have them, messages cleaned.

    `gone`: nothing can be read in the file any more.
    """

    papers: int
    shared: int
    messages: int
    gone: bool


class Elsewhere(Struct, frozen=True):
    """What may still hold the person: backups, other complaints, files beside them by kind and number, exports."""

    backups: tuple[str, ...] = ()
    complaints: tuple[Case, ...] = ()
    beside: tuple[tuple[str, int], ...] = ()
    exports: int = 0


def finish(desk: Desk, people: Sequence[Traits] = (), messages: int = 0) -> Rest:
    """Papers, messages and the file hold nothing any more of what was removed, now or in an earlier run.

    `messages` were cleaned before, while everybody still knew of whom.
    """
    store = desk.store
    for id, n in removalstore.half_gone(store).items():
        _finish_texts(desk, id, n)
    sweep(desk)
    with store.writing():  # nobody attaches one of them meanwhile
        papers, shared = removalstore.papers_to_discard(store, are_shared(desk))
        thrown = [digest for digest in papers if discard(desk, digest)]
    messages += removalstore.empty_messages(store, together(people)) if people else 0
    gone = store.db.forget()
    if gone:
        removalstore.nothing_remains(store)
    return Rest(len(thrown), shared, messages, gone)


def empty_messages(desk: Desk, people: Traits) -> int:
    """Takes the lines that tell of the people out of the outbox, while it is known who they are; how many messages."""
    return removalstore.empty_messages(desk.store, people)


def _finish_texts(desk: Desk, id: int, n: int) -> None:
    """Deletes texts that should have gone with their person, and derives the complaint again without them."""
    with desk.store.writing():
        removalstore.delete_texts(desk.store, id, n)
        events, case = file_of(desk, id)
        had = desk.store.bookings(id)
        desk.store.save(None, case, derived_of(desk, case, events, had), had)


# ── who else ───────────────────────────────────────────────────────────────────────────────────────


def elsewhere(desk: Desk, removed: Sequence[Removed]) -> Elsewhere:
    """What may still hold the people of those complaints."""
    if not removed:
        return Elsewhere()
    people = together(one.person for one in removed)
    since = min(one.case.recorded_at for one in removed)
    return Elsewhere(
        backups(desk),
        _naming(desk, people),
        tuple(removalstore.named_beside(desk.store, people)),
        removalstore.times_exported(desk.store, (one.case.id for one in removed), since),
    )


def backups(desk: Desk) -> tuple[str, ...]:
    """The backups in the home, and what was put aside there: everything in them was recorded before now."""
    home = desk.options.home
    beside = database_path(home, desk.options.db).parent if desk.store.db.is_file else home
    homes = dict.fromkeys((home, beside))
    folders = [home / "backups" for home in homes]
    made = (one.name for folder in folders for one in reversed(backups_in(folder)))
    return (*made, *(path.name for folder in folders for path in copies_in(folder)))


def _naming(desk: Desk, people: Traits) -> tuple[Case, ...]:
    """The other complaints whose texts name one of the people, latest first, as far as the person may see them."""
    found: dict[int, Case] = {}
    for said in (*people.keys, *people.names):
        for case in desk.store.complaints({"state": "all", "words": searches(said)}, "-received", MOST_NAMED):
            if not case.anonymised_at and case.id not in found and _names(desk, case, people):
                found[case.id] = case
    return tuple(in_view(desk, sorted(found.values(), key=lambda case: -case.id)))


def _names(desk: Desk, case: Case, people: Traits) -> bool:
    texts = (text for event in desk.store.events(case.id) for text in event.private.values() if text)
    return any(people.named_in(text) for text in texts)


# ── as JSON ────────────────────────────────────────────────────────────────────────────────────────


def plan_view(desk: Desk, plan: Plan) -> dict[str, Any]:
    """What would be done; which complaints keep their person is added by whoever can say why."""
    return {
        "dry_run": True,
        "anonymised": [_case_view(desk, case) for case in plan.cases],
        "already": [case.number for case in plan.done_before],
    }


def _case_view(desk: Desk, case: Case) -> dict[str, Any]:
    return {"id": case.id, "number": case.number, "state": case.state, "closed_at": local(case.closed_at, desk.zone)}


def done_view(desk: Desk, plan: Plan, removed: Sequence[Removed], rest: Rest, other: Elsewhere) -> dict[str, Any]:
    """What was done, and what may still hold the people."""
    return {
        "dry_run": False,
        "anonymised": [{**_case_view(desk, one.case), "texts": one.texts, "papers": one.papers} for one in removed],
        "already": [case.number for case in plan.done_before],
        "papers_deleted": rest.papers,
        "papers_shared": rest.shared,
        "messages": rest.messages,
        "gone_from_file": rest.gone,
        "backups": list(other.backups),
        "also_named_in": [*_named_views(other)],
        "exports_since": other.exports,
    }


def _named_views(other: Elsewhere) -> Iterator[dict[str, Any]]:
    yield from ({"kind": "complaint", "id": case.id, "number": case.number} for case in other.complaints)
    yield from ({"kind": kind, "id": id} for kind, id in other.beside)
