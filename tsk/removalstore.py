"""What the desk asks of the store when a person is removed: which complaints, what goes, what is left elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from tsk.addedeffects import REMOVED
from tsk.anonymity import Traits
from tsk.db import removal
from tsk.db.engine import Row
from tsk.model import iso
from tsk.store import Store


def anonymised(store: Store) -> dict[int, int]:
    """The complaints from which the person was removed, each with the place in the chain of the step that did it."""
    return removal.anonymised(store.db, store.site)


def should_be_gone(row: Row, gone: dict[int, int]) -> bool:
    """Whether the texts of a stored event went with the person of its complaint."""
    return row["kind"] in ("complaint", "access") and bool(row["n"] < gone.get(row["id"], 0))


def half_gone(store: Store) -> dict[int, int]:
    """The complaints without their person that have texts of before all the same, with the place of the step."""
    return removal.half_gone(store.db, store.site)


def ended_before(store: Store, day: date) -> list[int]:
    """The complaints that ended before that day and still have their person, the earliest end first."""
    return removal.ended_before(store.db, store.site, day.isoformat())


def delete_texts(store: Store, id: int, before: int) -> int:
    """Deletes a complaint's texts that came before that place in the chain; how many there were. Call it while writing.

    From here on something of them may be left on the disk, until it is said that nothing is.
    """
    removal.mark_remains(store.db, store.site, 1)
    return removal.delete_texts(store.db, store.site, id, before)


def remains(store: Store) -> bool:
    """Whether something of what was removed may still be left on the disk."""
    return bool(store.head()["remains"])


def nothing_remains(store: Store) -> None:
    """Notes that nothing of what was removed is left on the disk."""
    with store.writing():
        removal.mark_remains(store.db, store.site, 0)


def papers_to_discard(store: Store, shared: bool) -> tuple[set[str], int]:
    """The hashes of papers that only complaints without their person had, at any site where all share them.

    And how many papers of theirs stay, because another complaint has them too.
    """
    site = "" if shared else store.site
    had = {_digest(body) for body in removal.attached(store.db, True, site)}
    needed = {_digest(body) for body in removal.attached(store.db, False, site)} & had if had else set()
    return had - needed, len(needed)


def _digest(body: str) -> str:
    return str(msgspec.json.decode(body)["sha256"])


def empty_messages(store: Store, people: Traits) -> int:
    """Takes the lines that tell of the people out of every message; how many messages had any."""
    with store.writing():
        told = [row for row in removal.messages(store.db) if people.told_in(f"{row['subject']}\n{row['text']}")]
        for row in told:
            removal.write_message(store.db, row, *(_without(people, row[name]) for name in ("subject", "text")))
    return len(told)


def _without(people: Traits, text: str) -> str:
    """The text with what tells of the people left out, line by line; all of it where that is not enough."""
    left = "\n".join(REMOVED if people.told_in(line) else line for line in text.split("\n"))
    return REMOVED if people.told_in(left) else left


def named_beside(store: Store, people: Traits) -> list[tuple[str, int]]:
    """The files beside the complaints, by kind and number, whose texts name one of the people."""
    rows = removal.texts_beside(store.db, store.site)
    return list(dict.fromkeys((row["kind"], int(row["id"])) for row in rows if people.named_in(row["value"])))


def times_exported(store: Store, ids: Iterable[int], since: datetime) -> int:
    """How often something was exported since then that may hold one of the complaints."""
    wanted = frozenset(ids)
    bodies = map(msgspec.json.decode, removal.exports(store.db, store.site, iso(since)))
    return sum(_may_hold(str(body.get("complaints", "…")), wanted) for body in bodies)


def _may_hold(told: str, ids: frozenset[int]) -> bool:
    """Whether one of the numbers lies in those told, such as `1-3,7`; where more are left out, any may."""
    for part in told.split(","):
        first, _, last = part.partition("-")
        if part == "…" or (first.isdigit() and any(int(first) <= id <= int(last or first) for id in ids)):
            return True
    return False
