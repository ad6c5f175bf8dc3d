"""Rows that could not be taken in, in a file beside theirs: where, why, and as they stood."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import count
from pathlib import Path
from typing import IO

from tsk.errors import StoreError, Word
from tsk.export.csvfile import BOM
from tsk.i18n import say
from tsk.importer.values import Fault

_HEAD = ("line", "column", "reason", "message")


class Quarantine:
    """A new CSV file for its owner alone, made when the first row comes: it holds what customers said.

    Cells stand as they were, so that the mended file can be taken in again.
    """

    def __init__(self, beside: Path) -> None:
        self._beside = beside
        self._file: IO[str] | None = None
        self.name = ""

    def add(self, headings: tuple[str, ...], fault: Fault) -> None:
        """Writes one row with its place and its reason."""
        with self._writing():
            if self._file is None:
                self._file = self._opened()
                csv.writer(self._file, lineterminator="\r\n").writerow((*_HEAD, *headings))
            told = (fault.line, fault.column, fault.reason, say(fault.message, **fault.values))
            csv.writer(self._file, lineterminator="\r\n").writerow((*told, *fault.cells))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(
                "{file} cannot be written ({reason}).",
                "What was taken in before stands; the same command goes on.",
                file=self.name or str(self._beside.parent),
                reason=Word(error.strerror or ""),
            ) from error

    def _opened(self) -> IO[str]:
        for name in _names(self._beside):
            try:
                handle = os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            except FileExistsError:
                continue
            self.name = str(name)
            file = TextIOWrapper(os.fdopen(handle, "wb"), encoding="utf-8", newline="")
            file.write(BOM)
            return file
        raise AssertionError

    def close(self) -> None:
        """Ends the file, where there is one; raises StoreError where its last rows find no room."""
        if self._file:
            with self._writing():
                self._file.close()


def _names(beside: Path) -> Iterator[Path]:
    """The names to try: a file that is there already is left alone."""
    yield beside.with_name(f"{beside.stem}.quarantine.csv")
    yield from (beside.with_name(f"{beside.stem}.quarantine-{n}.csv") for n in count(2))
