"""What an import came to, and how far it has come while it runs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tsk.i18n import say, tr, word
from tsk.render.console import grid, line

Tell = Callable[[int, int, int], None]


def show_import(file: str, totals: Any, only_looked: bool, quarantine: str, reasons: Mapping[str, str]) -> None:
    """Prints how many complaints were taken in, or would be, and what was left out by reason."""
    head = tr("would be taken in") if only_looked else tr("taken in")
    line((file, "bold"), "  ", head)
    counted = (
        (tr("recorded here now"), totals.new),
        (tr("there already"), totals.unchanged),
        (tr("corrected or continued"), totals.corrected),
        (tr("left as they are here, though the file differs"), totals.differing),
        (tr("of them still open"), totals.still_open),
        (tr("of them with an estimated time"), totals.estimated),
        (tr("of them classified by their words"), totals.by_rule),
        (tr("steps of theirs"), totals.steps),
    )
    grid([[(label, ""), (f"{count}", "")] for label, count in counted if count], "  ")
    if totals.refused:
        line(say("Left out: {count}", count=sum(totals.refused.values())))
        counts = totals.refused.most_common()
        grid([[(word(reasons.get(name, name)), ""), (f"{count}", "")] for name, count in counts], "  ")
    if quarantine:
        line(say("They stand in {file}, each with its line and reason.", file=quarantine))


@contextmanager
def progress(silent: bool) -> Iterator[Tell]:
    """What is told how many bytes of how many are read; a bar on a terminal, nothing anywhere else."""
    if silent or not sys.stderr.isatty():
        yield lambda done, size, complaints: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    shown = (BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TextColumn("{task.fields[n]}"), TimeElapsedColumn())
    with Progress(*shown, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, n="")

        def tell(done: int, size: int, complaints: int) -> None:
            bar.update(task, completed=done, total=size if done else None, n=str(complaints))

        yield tell
