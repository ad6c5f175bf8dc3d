"""docs/server.md takes an administrator from nothing to two sites and a head office: it is followed literally."""

from __future__ import annotations

import tempfile
from pathlib import Path

import postgres
import pytest

from .followed import alike, encrypted, followed, lacking


def test_every_block_of_it_comes_out_as_printed() -> None:
    try:
        if missing := lacking():
            pytest.skip(f"needed to follow it, and not here: {', '.join(missing)}")
        # a short name: a long one would be broken into lines elsewhere
        with tempfile.TemporaryDirectory() as folder, encrypted() as server:
            for block, now in followed(server, Path(folder)):
                assert alike(now) == alike(block.text), f"line {block.line}: python tests/server/followed.py"
    except postgres.Unavailable as error:
        pytest.skip(f"{postgres.SKIPPED}: {error}")
