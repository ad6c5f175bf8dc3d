"""docs/server.md takes an administrator from nothing to two sites and a head office: it is followed literally."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest

from .followed import alike, followed, lacking


@pytest.fixture
def own_server() -> Iterator[postgres.Server]:
    """A server on which nobody has made anything yet: roles are the whole server's."""
    try:
        with postgres.running() as one:
            yield one
    except postgres.Unavailable as error:
        pytest.skip(f"{postgres.SKIPPED}: {error}")


def test_every_block_of_it_comes_out_as_printed(own_server: postgres.Server, tmp_path: Path) -> None:
    if missing := lacking(own_server):
        pytest.skip(f"the server's own tools are not here: {', '.join(missing)}")
    for block, now in followed(own_server, tmp_path):
        assert alike(now) == alike(block.text), f"block at line {block.line}: python tests/server/followed.py"
