"""Writing a file that does not exist yet; one that does is never touched."""

from __future__ import annotations

from pathlib import Path

from tsk.errors import StoreError, Word


def write_new(target: Path, data: bytes) -> None:
    """Writes the file; raises StoreError where there is one already, or it cannot be written whole."""
    try:
        with target.open("xb") as file:
            file.write(data)
    except OSError as error:
        raise StoreError(
            "{file} cannot be written ({reason}).",
            "Name another file with -o.",
            file=str(target),
            reason=Word(error.strerror),
        ) from error
