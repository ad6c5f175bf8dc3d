"""How much is tried: little in `make test`, many times as much in `make soak`."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from soaking import SOAKING, budget

TIMES = budget(1, 8)


def tried(examples: int) -> settings:
    """Settings for that many examples, or as many more as a soak asks for; new ones in each soak."""
    return settings(
        max_examples=examples * TIMES,
        deadline=None,
        derandomize=not SOAKING,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
