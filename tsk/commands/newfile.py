"""Writing a file that does not exist yet, whole or not at all; one that does is never touched."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tsk.errors import StoreError, Word


def write_new(target: Path, data: bytes) -> None:
    """Writes the file whole; raises StoreError where there is one already, or there is no room: then none is left."""
    _write(target, (data,))


def write_private(target: Path, data: bytes) -> None:
    """Writes the file whole, for its owner alone: it holds what customers said."""
    stream_new(target, (data,))


def stream_new(target: Path, parts: Iterable[bytes]) -> None:
    """Writes the file part by part, whole or not at all, for its owner alone: it holds what customers said."""
    _write(target, parts, _owners_alone)


def _owners_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _write(target: Path, parts: Iterable[bytes], opener: Callable[[str, int], int] | None = None) -> None:
    try:
        with open(target, "xb", opener=opener) as file, _gone_unless_whole(target):
            for part in parts:
                file.write(part)
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
