"""What steps leave behind for a fair look at the figures: counted and listed, never judged (docs/fair-figures.md).

A trace tells what a step was and by how much; from how much on it is shown, the look at it decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from msgspec.structs import replace

from tsk.annexes import Trace
from tsk.model import DONE_STATES, SYSTEM, Case, Milestone
from tsk.stepfacts import Body, Taken
from tsk.steps import IMPORTED

BACKDATED, WAIT, SHORT, ANSWER = "backdated", "wait", "short", "answer"
REOPENED, EXTENSION, EDIT = "reopened", "extension", "edit"
FEW_SIGNS = 10  # letters, digits and Chinese characters; an answer of fewer says next to nothing
_NOTICED_FROM = timedelta(hours=1)  # between receipt and recording
_NOTICED_WITHIN = timedelta(days=1)  # of a due, for a wait that stops it
_BESIDE = ("reason", "raised", "keep", "by_rule")
_Found = Iterator[Trace]


def traced(before: Case | None, after: Case, step: Taken, said: Body) -> Case:
    """The case after the step with what the step leaves behind; `after` has the milestones of before it still."""
    if before is None:
        found = tuple(_of_receipt(after, step, said))
    else:
        own = _OF_STEP.get(step.type)
        found = (*(own(before, after, step, said) if own else ()), *_of_round(before, after, step))
    return replace(after, traces=(*after.traces, *found)) if found else after


def signs(text: str) -> int:
    """How many letters, digits and Chinese characters the text has."""
    return sum(sign.isalnum() for sign in text)


def _trace(kind: str, after: Case, step: Taken, of: str = "", seconds: float = 0, who: str = "") -> Trace:
    return Trace(kind, step.at, who or step.actor, after.seq, of, int(seconds))


def _of_receipt(after: Case, step: Taken, said: Body) -> _Found:
    """A receipt that lies well before the recording: as it was claimed, and by how much the claim itself lies back.

    What another system's key came with, or an import, was recorded there.
    """
    behind, elsewhere = step.at - after.received_at, said.get("external") or IMPORTED in said
    claimed = max(timedelta(0), step.recorded_at - step.at) if not elsewhere else timedelta(0)
    if max(behind, claimed) >= _NOTICED_FROM:
        one = _trace(BACKDATED, after, step, seconds=behind.total_seconds())
        yield replace(one, claimed=int(claimed.total_seconds()))


def _of_wait(before: Case, after: Case, step: Taken, said: Body) -> _Found:
    """A wait that began shortly before the deadline that it stops, the nearest of them."""
    running = (m for m in before.milestones if m.running and said["wait"] in m.waits)
    near = [m for m in running if timedelta(0) <= m.due - step.at <= _NOTICED_WITHIN]
    if near and step.actor != SYSTEM:
        soonest = min(near, key=_due)
        yield _trace(WAIT, after, step, soonest.name, (soonest.due - step.at).total_seconds())


def _due(m: Milestone) -> datetime:
    return m.due


def _of_answer(before: Case, after: Case, step: Taken, said: Body) -> _Found:
    """An answer of few signs; one whose text was removed leaves nothing."""
    few = signs(said.get("answer", ""))
    if few < FEW_SIGNS and step.private.get("answer") is not None:
        yield _trace(SHORT, after, step, seconds=few)


def _of_extension(before: Case, after: Case, step: Taken, said: Body) -> _Found:
    yield _trace(EXTENSION, after, step, said["milestone"], said["seconds"])


def _of_edit(before: Case, after: Case, step: Taken, said: Body) -> _Found:
    """A correction of what was over."""
    if before.state in DONE_STATES and step.actor != SYSTEM:
        yield _trace(EDIT, after, step, " ".join(sorted(name for name in said if name not in _BESIDE)))


def _of_round(before: Case, after: Case, step: Taken) -> _Found:
    """A new round: after an answer of few signs, and of what was closed already."""
    if after.round == before.round:
        return
    if "replied" in before.done and (short := _last_answer(before)):
        yield _trace(ANSWER, after, step, seconds=short.seconds, who=short.who)
    if before.closed_at:
        since = step.at - before.closed_at
        yield _trace(REOPENED, after, step, step.type, since.total_seconds(), before.handler)


def _last_answer(case: Case) -> Trace | None:
    """The latest answer, where it was one of few signs."""
    last = next((one for one in reversed(case.traces) if one.kind == SHORT), None)
    return last if last and signs(case.answer) == last.seconds else None


_OF_STEP: dict[str, Callable[[Case, Case, Taken, Body], _Found]] = {
    "asked": _of_wait,
    "replied": _of_answer,
    "extended": _of_extension,
    "corrected": _of_edit,
}
