"""Writing a file that does not exist yet, whole or not at all; one that does is never touched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tsk.errors import StoreError, Word


def write_new(target: Path, data: bytes) -> None:
    """Writes the file whole; raises StoreError where there is one already, or there is no room: then none is left."""
    try:
        with target.open("xb") as file, _gone_unless_whole(target):
            file.write(data)
            file.flush()
    except OSError as error:
        raise StoreError(
            "{file} cannot be written ({reason}).",
            "Name another file with -o.",
            file=str(target),
            reason=Word(error.strerror),
        ) from error


@contextmanager
def _gone_unless_whole(target: Path) -> Iterator[None]:
    """Takes the file away again where writing it fails."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            target.unlink()
        raise
