"""How much is tried: little in `make test`, much where TSK_SOAK says how many times as much."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

SOAK = int(os.environ.get("TSK_SOAK") or 0)
TIMES = 40 if SOAK == 1 else max(1, SOAK)


def tried(examples: int) -> settings:
    """Settings for that many examples, or as many more as a soak asks for; new ones in each soak."""
    return settings(
        max_examples=examples * TIMES,
        deadline=None,
        derandomize=not SOAK,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
