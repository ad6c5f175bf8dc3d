"""Complaints that were neglected: recorded late after their receipt, or without contact with the customer for long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tsk.desk.session import Desk
from tsk.limits import base_due, parse_limit, warn_at
from tsk.model import HANDLING_STATES, Case

Look = Callable[[Case], bool]


def idle_since(desk: Desk, said: str) -> datetime:
    """Before which instant the last step must lie, so that nobody has taken one for that limit."""
    return warn_at(parse_limit(said), desk.now, desk.calendars.named())


def recorded_late(desk: Desk) -> Look:
    """Whether a complaint was recorded later after its receipt than the policy allows (`conduct.recorded`)."""
    limit, time = parse_limit(desk.rules.settings.recorded), desk.calendars.named()
    return lambda case: case.registered_at > base_due(limit, case.received_at, time)


def without_contact(desk: Desk) -> Look:
    """Whether the customer of an open complaint has heard nothing for longer than the policy allows."""
    limit, time = parse_limit(desk.rules.settings.silence), desk.calendars.named()

    def silent(case: Case) -> bool:
        waits_for_us = case.state in ("registered", *HANDLING_STATES)
        return waits_for_us and desk.now > base_due(limit, case.contacted_at or case.received_at, time)

    return silent
