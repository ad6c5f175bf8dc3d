"""Lines and tables: with Rich on a terminal, plain in a pipe; Rich is loaded only where there is somebody to look."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tsk.text import harmless

Segment = tuple[str, str]  # a text and its Rich style, "" for none


class Column(NamedTuple):
    """A table column; `give` says that it is cut first where the terminal is narrow."""

    title: str
    right: bool = False
    give: bool = False


def on_terminal() -> bool:
    """Whether somebody looks at the output."""
    return sys.stdout.isatty()


def width() -> int:
    """The columns of the terminal; 100 where there is none."""
    return shutil.get_terminal_size((100, 24)).columns


def lines(rows: Iterable[Sequence[Segment]]) -> None:
    """Prints each row of segments as one line."""
    if not on_terminal():
        sys.stdout.write("".join("".join(text for text, _ in row).rstrip() + "\n" for row in rows))
        return
    from rich.text import Text

    console = _console()
    for row in rows:
        console.print(Text.assemble(*((text, style) for text, style in row)), soft_wrap=False, highlight=False)


def line(*segments: str | Segment) -> None:
    """Prints one line; a plain string is a segment without style."""
    lines([[(part, "") if isinstance(part, str) else part for part in segments]])


def padded(text: str, cells: int) -> str:
    """The text filled up with blanks to that many terminal cells; Chinese characters take two."""
    from rich.cells import cell_len

    return text + " " * max(0, cells - cell_len(text))


def grid(rows: Sequence[Sequence[Segment]], indent: str = "") -> None:
    """Prints rows of segments in columns that line up, Chinese or not."""
    from rich.cells import cell_len

    count = max((len(row) for row in rows), default=0)
    widths = [max((cell_len(row[i][0]) for row in rows if i < len(row)), default=0) for i in range(count)]
    lines(
        [("", ""), (indent, ""), *((padded(text, widths[i] + 2), style) for i, (text, style) in enumerate(row))]
        for row in rows
    )


def table(columns: Sequence[Column], rows: Sequence[Sequence[Segment]], total: Sequence[Segment] = ()) -> None:
    """Prints a table on a terminal, tab-separated rows without a heading in a pipe."""
    if not on_terminal():
        every = [*rows, *([total] if total else [])]
        sys.stdout.write("".join("\t".join(harmless(text) for text, _ in row) + "\n" for row in every))
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    built = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", padding=(0, 1), show_footer=bool(total))
    for index, column in enumerate(columns):
        built.add_column(
            column.title,
            justify="right" if column.right else "left",
            no_wrap=True,
            overflow="ellipsis",
            ratio=1 if column.give else None,
            footer=Text(total[index][0], style=total[index][1]) if total else "",
        )
    built.expand = any(column.give for column in columns)
    for row in rows:
        built.add_row(*(Text(harmless(text), style=style) for text, style in row))
    _console().print(built)


def _console():  # type: ignore[no-untyped-def]
    from rich.console import Console

    return Console(width=None if "COLUMNS" in os.environ or on_terminal() else width(), highlight=False)
