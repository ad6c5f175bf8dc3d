"""What a case waits for: begun, ended, and the hold of an incident, which lasts until the incident is over."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from tsk.model import NOBODY, Case, Wait
from tsk.stepfacts import Body, Taken, instant

HOLD = "incident"  # the reason for which a complaint waits while an incident holds it


def asked(case: Case, step: Taken, said: Body) -> Case:
    """The case waiting for one thing more."""
    until = instant(said["until"])
    assert until
    return replace(case, waits=(*case.waits, _wait(case, step, until, said)))


def _wait(case: Case, step: Taken, until: datetime, said: Body) -> Wait:
    return Wait(said["wait"], step.at, until, asked=said.get("reason", ""), begun=case.seq)


def resumed(case: Case, step: Taken, said: Body) -> Case:
    """The case with one or all of its waits ended."""
    return replace(case, waits=waits_after_resuming(case, step.at, said))


def waits_after_resuming(case: Case, at: datetime, said: Body) -> tuple[Wait, ...]:
    """The waits with one or all of them ended; the hold of an incident only where it is named."""
    wait = said.get("wait", "")
    if wait == HOLD and case.incident:
        return released(case, instant(said.get("until")) or at)
    return ended_waits(case, at, wait, spare_hold=True)


def ended_waits(case: Case, at: datetime, reason: str = "", spare_hold: bool = False) -> tuple[Wait, ...]:
    """The waits with those for that reason (all, without one) ended, and with them those whose own end has passed."""
    return tuple(
        replace(wait, resumed_at=at, ended=case.seq)
        if wait.open and (reason in ("", wait.reason) or wait.until <= at) and not (spare_hold and is_hold(wait, case))
        else wait
        for wait in case.waits
    )


def is_anew(case: Case, said: Body) -> bool:
    """Whether somebody has to accept the case anew: another lead department, or nobody to handle it."""
    return bool(said.get("department", case.department) != case.department or said.get("handler") == NOBODY)


def waits_after_assignment(case: Case, at: datetime, said: Body) -> tuple[Wait, ...]:
    """The waits, with those of an earlier lead department ended; an incident holds the case wherever it lies."""
    new_lead = said.get("department", case.department) != case.department
    return ended_waits(case, at, spare_hold=True) if new_lead else case.waits


# ── a mass fault ───────────────────────────────────────────────────────────────────────────────────


def is_hold(wait: Wait, case: Case) -> bool:
    """Whether the wait is what an incident holds the case by."""
    return bool(case.incident) and wait.open and wait.reason == HOLD


def is_held(case: Case) -> bool:
    """Whether an incident holds the case."""
    return any(is_hold(wait, case) for wait in case.waits)


def linked(case: Case, step: Taken, said: Body) -> Case:
    """The case held by the incident, from where an earlier hold by it ran out; one that is answered is only linked."""
    until = instant(said.get("until"))
    after = replace(case, incident=said["incident"])
    if case.state != "pending" or until is None:
        return after
    since = max((wait.until for wait in case.waits if is_hold(wait, case)), default=step.at)
    more = Wait(HOLD, since, until, asked=said.get("reason", ""), begun=case.seq)
    return replace(after, waits=(*released(case, since), more))


def unlinked(case: Case, step: Taken, said: Body) -> Case:
    """The case with nothing to do with the incident; what else it waits for stays."""
    return replace(case, incident=0, waits=released(case, instant(said.get("until")) or step.at))


def released(case: Case, at: datetime) -> tuple[Wait, ...]:
    """The waits with the incident's hold ended at that instant; past its expected end it goes on as another wait."""
    holds = [wait for wait in case.waits if is_hold(wait, case)]
    over = max((wait.until for wait in holds), default=at)
    ended = (replace(w, resumed_at=max(w.since, at), ended=case.seq) if w in holds else w for w in case.waits)
    more = Wait(HOLD, over, at, resumed_at=at, begun=case.seq, ended=case.seq)
    return (*ended, more) if over < at else tuple(ended)
