"""A real PostgreSQL for the tests of this folder, and a desk on it and one on a file, each with the default policy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest
from conftest import Desk, practised
from databases import SERVER, Databases


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """The server of this run; where it was given none, one of its own. Skips where none is installed."""
    if SERVER:
        yield postgres.known(SERVER)
        return
    try:
        with postgres.running() as one:
            yield one
    except postgres.Unavailable as error:
        pytest.skip(f"{postgres.SKIPPED}: {error}")


@pytest.fixture(scope="session")
def databases(server: postgres.Server) -> Databases:
    """What gives each home a database of its own on the server."""
    return Databases(server.url())


@pytest.fixture(scope="session")
def served_home(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home for practice whose database is on the server, made once; tests work on copies."""
    return practised(tmp_path_factory.mktemp("served") / "home", databases)


@pytest.fixture(scope="session")
def filed_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home for practice whose database is a file, made once, whatever the rest of the run lies on."""
    return practised(tmp_path_factory.mktemp("filed") / "home", None)


@pytest.fixture
def served(served_home: Path, databases: Databases, tmp_path: Path) -> Iterator[Desk]:
    """A desk for practice on the server, with a database of its own, on Friday 9 October 2026 at 16:40."""
    yield Desk(served_home, databases=databases).copy(tmp_path / "served")
    databases.drop(tmp_path)


@pytest.fixture
def filed(filed_home: Path, tmp_path: Path) -> Desk:
    """A desk for practice on a file, on Friday 9 October 2026 at 16:40."""
    return Desk(filed_home, databases=None).copy(tmp_path / "filed")
