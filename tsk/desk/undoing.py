"""Taking a command back: one's own, the last on its case, within the policy's minutes, and nobody told of it yet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from tsk.desk.additions import Ask
from tsk.desk.once import command_key, was_done
from tsk.desk.session import Desk
from tsk.desk.steps import Taken, draft_of, file_of, write
from tsk.errors import NotAllowed, Word
from tsk.incidents import KIND
from tsk.lifecycle import check_has_person, command_of, effective, fold
from tsk.limits import parse_limit
from tsk.model import SYSTEM, Case, Event
from tsk.rights import check_right, check_sees
from tsk.text import cleaned

Events = tuple[Event, ...]


def undo(desk: Desk, ref: str, reason: str) -> Taken:
    """The case as if its last command had not been; on every file that the command wrote to."""
    check_right(desk.rules, desk.person, "undo")
    store = desk.store
    with store.writing():
        events, before = file_of(desk, desk.find(ref))
        if was_done(desk, before.id):
            return Taken(before, before, (), repeated=True)
        key = command_of(effective(events)[-1].key)
        ids = tuple(dict.fromkeys((before.id, *store.files_of(key))))
        files = {id: tuple(store.events(id)) for id in ids}
        _check(desk, before, tuple(event for file in files.values() for event in _of(file, key)))
        check_has_person(before)
        said = {"key": key, "reason": cleaned("reason", reason)}
        own = command_key(desk, before.id)
        done = [_without(desk, file, key, said, own, place) for place, file in enumerate(files.values(), 1)]
    case, written = done[0]
    return Taken(before, case, written)


def _of(events: Events, key: str) -> Events:
    return tuple(event for event in events if command_of(event.key) == key)


def _without(desk: Desk, events: Events, key: str, said: dict[str, str], own: str, place: int) -> tuple[Case, Events]:
    """One file without that command; raises NotAllowed where something followed it there."""
    before = fold(events, desk.store.site)
    if command_of(effective(events)[-1].key) != key:
        raise NotAllowed(
            "{number} has later steps, so what both files share cannot be taken back.",
            "Undo those first, or record a new step.",
            number=before.number,
        )
    steps = [event.type for event in _of(events, key)]
    draft = draft_of(desk, Ask("undone", {**said, "steps": steps}), desk.now)
    left = fold((event for event in events if command_of(event.key) != key), before.site)
    case = replace(left, seq=before.seq + 1)
    return case, write(desk, before, case, events, (draft,), own, place)


def _check(desk: Desk, case: Case, last: Events) -> None:
    """Raises NotAllowed, saying why, where these last events are not the person's to take back."""
    by = next((event.actor for event in last if event.actor != SYSTEM), SYSTEM)
    if by != desk.person.id:
        check_sees(desk.rules, desk.person, case)
    values: dict[str, Any] = {"number": case.number, "step": Word(f"step {last[0].type}"), "who": by, "id": case.id}
    if last[0].type == "registered":
        raise NotAllowed(
            "{number}: a registration is not undone.",
            'Cancel it: `tsk cancel {id} --by mistake --reason "…"`.',
            **values,
        )
    if by == SYSTEM:
        raise NotAllowed(
            "{number}: the last step ({step}) was taken by the desk itself; it stays.",
            "Record a new step instead.",
            **values,
        )
    if by != desk.person.id:
        raise NotAllowed(
            "{number}: the last step ({step}) is {who}'s; one undoes only one's own.", "Ask {who}.", **values
        )
    if last[0].key.startswith(f"{KIND}:"):
        raise NotAllowed(
            "{number}: the last step ({step}) was taken for everybody with the same fault at once; it stays.",
            "Record a new step instead.",
            **values,
        )
    _check_nobody_relies_on_it(desk, last, values)


def _check_nobody_relies_on_it(desk: Desk, last: Events, values: dict[str, Any]) -> None:
    """Raises NotAllowed where the policy's minutes are over, or somebody has been told."""
    limit = parse_limit(desk.rules.settings.undo)
    if desk.options.clock - last[0].recorded_at > timedelta(seconds=limit.amount):
        raise NotAllowed(
            "{number}: the last step ({step}) was recorded more than {limit} ago.",
            "Record a new step instead.",
            limit=limit,
            **values,
        )
    if any(event.body.get("told") for event in last):
        raise NotAllowed(
            "{number}: the customer has been told already; the step stays.", "Record a new step instead.", **values
        )
    told = [name for event in last if event.type == "escalated" for name in event.body.get("tell", ())]
    if told:
        raise NotAllowed(
            "{number}: {told} has been told already; the step stays.",
            "Record a new step instead.",
            told=tuple(dict.fromkeys(told)),
            **values,
        )
