"""Recorded complaints replayed under the rules in force and under an edited file; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import MsgspecError, Struct, to_builtins

from tsk.desk.oversight import in_view, utc_midnight
from tsk.desk.policies import Checked, problem_view
from tsk.desk.replay import Replayed, Runs, replayed, under
from tsk.desk.session import Desk
from tsk.desk.views import local
from tsk.errors import TskError, UsageError
from tsk.lifecycle import fold
from tsk.model import Event
from tsk.recorded import escalation_runs, received_between
from tsk.rights import check_listed
from tsk.simulate import Change, Difference, Due, Lived, Side, Simulation, Sum, lived
from tsk.whenwords import first_day, last_day

_DAMAGE = (MsgspecError, AssertionError, LookupError, TypeError, ValueError)
SHOWN = 10


class _Sides(Struct, frozen=True):
    """The desk itself, the desk as it is replayed under the rules in force, and under the edited ones."""

    desk: Desk
    now: Desk
    new: Desk


def simulated(desk: Desk, edited: Checked, since: str, until: str, most: int = SHOWN) -> Simulation:
    """The rehearsal of those rules over the complaints that the person may see, received in the period.

    A period without a beginning begins a year before its end, one without an end ends today.
    """
    assert edited.rules
    check_listed(desk.person)
    first, after = _period(desk, since, until)
    mine, rules = desk.rules, edited.rules
    found = Simulation(
        first, after, desk.now, mine.file, mine.version, rules.file, rules.version, edited.problems, most=most
    )
    sides = _Sides(desk, under(desk, mine), under(desk, rules))
    with desk.store.db.reading():
        runs = Runs(*escalation_runs(desk.store))
        for id in received_between(desk.store, utc_midnight(desk, first), utc_midnight(desk, after)):
            _add(found, sides, id, runs)
    return found


def _period(desk: Desk, since: str, until: str) -> tuple[date, date]:
    last = last_day(until, desk.now, desk.zone) if until else desk.now.astimezone(desk.zone).date()
    year_before = date(last.year - 1, last.month, min(last.day, 28))
    first = first_day(since, desk.now, desk.zone) if since else year_before
    if first > last:
        raise UsageError("--since lies after --until.", "Swap them.")
    return first, date.fromordinal(last.toordinal() + 1)


def _add(found: Simulation, sides: _Sides, id: int, runs: Runs) -> None:
    """Counts one complaint on both sides, or why it cannot be replayed; a damaged one stops nothing."""
    desk, number = sides.desk, f"{id}"
    try:
        events = tuple(desk.store.events(id))
        case = fold(events, desk.store.site)
        number = case.number
        if not in_view(desk, [case]):
            return
        recorded = lived(case, desk.policy_of(case), desk.zone, desk.now)
        now, new = (_lived(side, events, runs) for side in (sides.now, sides.new))
        found.add(case, recorded, now, new)
    except TskError as error:
        found.leave_out(number, error)
    except _DAMAGE:
        found.leave_out(number, TskError("Its events are damaged."))


def _lived(desk: Desk, events: Sequence[Event], runs: Runs) -> Lived:
    done: Replayed = replayed(desk, events, runs)
    return lived(
        done.case, desk.rules.policy, desk.zone, desk.now, (done.to, done.row), (done.missing, done.impossible)
    )


# ── as JSON ────────────────────────────────────────────────────────────────────────────────────────


def simulation_view(found: Simulation, zone: ZoneInfo) -> dict[str, Any]:
    """The rehearsal as JSON shows it; `until` is the last day."""
    return {
        "since": found.since.isoformat(),
        "until": date.fromordinal(found.until.toordinal() - 1).isoformat(),
        "at": local(found.at, zone),
        "rules": {"file": found.file, "version": found.version},
        "new_rules": {"file": found.new_file, "version": found.new_version},
        "replayed": found.replayed,
        "not_replayed": [
            {"reason": key, "count": one.count, "numbers": one.numbers} for key, one in found.unreplayed.items()
        ],
        "unlike_record": found.unlike,
        "changed": to_builtins(found.differ),
        "now": _side_view(found.now),
        "new": _side_view(found.new),
        "unmet_examples": [problem_view(one) for one in found.unmet],
        "examples": [_difference_view(one, zone) for one in found.examples],
    }


def _side_view(side: Side) -> dict[str, Any]:
    return {
        **_sum_view(side.total),
        "departments": {name: _sum_view(one) for name, one in sorted(side.departments.items())},
        "severities": dict(sorted(side.severities.items())),
        "milestones": side.milestones,
        "with_refused_steps": side.missing,
        "with_impossible_steps": side.impossible,
    }


def _sum_view(one: Sum) -> dict[str, Any]:
    rate = {"count": one.met, "of": one.met + one.not_met, "percent": one.timeliness}
    plain = {name: getattr(one, name) for name in ("complaints", "overdue", "overdue_complaints")}
    return {**plain, "timeliness": rate}


def _difference_view(one: Difference, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number,
        "received_at": local(one.received_at, zone),
        "changes": [_change_view(change, zone) for change in one.changes],
    }


def _change_view(one: Change, zone: ZoneInfo) -> dict[str, Any]:
    now, new = (_value_view(value, zone) for value in (one.now, one.new))
    if one.what != "due":
        return {"what": one.what, "now": now, "new": new}
    return {"what": one.what, "milestone": one.milestone, "round": one.round, "of": one.of, "now": now, "new": new}


def _value_view(value: Any, zone: ZoneInfo) -> Any:
    return {"due": local(value.due, zone), "standing": value.standing} if isinstance(value, Due) else value
