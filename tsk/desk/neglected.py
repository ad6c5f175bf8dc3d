"""Complaints that were neglected: recorded late after their receipt, or without contact with the customer for long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache

from tsk.desk.session import Desk
from tsk.limits import base_due, parse_limit, warn_at
from tsk.model import HANDLING_STATES, Case
from tsk.rules import Rules

Look = Callable[[Case], bool]


def idle_since(desk: Desk, said: str) -> datetime:
    """Before which instant the last step must lie, so that nobody has taken one for that limit."""
    return warn_at(parse_limit(said), desk.now, desk.calendars.named())


def recorded_late(desk: Desk) -> Look:
    """Whether a complaint was recorded later after its receipt than the policy allows (`conduct.recorded`)."""
    limits = _limits(desk, lambda rules: rules.settings.recorded)
    return lambda case: case.registered_at > limits(case.site)(case.received_at)


def without_contact(desk: Desk) -> Look:
    """Whether the customer of an open complaint has heard nothing for longer than the policy allows."""
    limits = _limits(desk, lambda rules: rules.settings.silence)

    def silent(case: Case) -> bool:
        waits_for_us = case.state in ("registered", *HANDLING_STATES)
        return waits_for_us and desk.now > limits(case.site)(case.contacted_at or case.received_at)

    return silent


def _limits(desk: Desk, limit_of: Callable[[Rules], str]) -> Callable[[str], Callable[[datetime], datetime]]:
    """Until when the limit that a site sets lasts from an instant, by its own calendar."""

    @cache
    def of(site: str) -> Callable[[datetime], datetime]:
        place = desk.at(site)
        limit, time = parse_limit(limit_of(place.rules)), place.calendars.named()
        return lambda start: base_due(limit, start, time)

    return of
