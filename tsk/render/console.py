"""Lines and tables: with Rich on a terminal, plain in a pipe; Rich is loaded only where there is somebody to look."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tsk.text import harmless

if TYPE_CHECKING:
    from rich.console import Console

_NARROWEST, _NARROWEST_GIVING = 4, 14  # cells; a column that gives is left out below its own
Segment = tuple[str, str]  # a text and its Rich style, "" for none


class Column(NamedTuple):
    """A table column: `keep` is never cut, `give` takes the room that is left and goes where there is too little."""

    title: str
    right: bool = False
    keep: bool = False
    give: bool = False


def on_terminal() -> bool:
    """Whether somebody looks at the output; FORCE_COLOR says so for a pipe that ends on a screen."""
    return sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR"))


def width() -> int:
    """The columns of the terminal; 100 where there is none."""
    return shutil.get_terminal_size((100, 24)).columns


def lines(rows: Iterable[Sequence[Segment]]) -> None:
    """Prints each row of segments as one line."""
    if not on_terminal():
        sys.stdout.write("".join("".join(harmless(text) for text, _ in row).rstrip() + "\n" for row in rows))
        return
    from rich.text import Text

    console = _console()
    for row in rows:
        console.print(
            Text.assemble(*((harmless(text), style) for text, style in row)), soft_wrap=False, highlight=False
        )


def line(*segments: str | Segment) -> None:
    """Prints one line; a plain string is a segment without style."""
    lines([[(part, "") if isinstance(part, str) else part for part in segments]])


def unbroken(text: str) -> None:
    """Prints one line that is never broken, however narrow the terminal: something to copy."""
    sys.stdout.write(harmless(text) + "\n")


def padded(text: str, cells: int) -> str:
    """The text filled up with blanks to that many terminal cells; Chinese characters take two."""
    from rich.cells import cell_len

    return text + " " * max(0, cells - cell_len(text))


def cut(text: str, cells: int) -> str:
    """The text in at most that many terminal cells, with … where something was left out."""
    from rich.cells import cell_len, set_cell_size

    return text if cell_len(text) <= cells else set_cell_size(text, max(1, cells - 1)).rstrip() + "…"


def grid(rows: Sequence[Sequence[Segment]], indent: str = "") -> None:
    """Prints rows of segments in columns that line up, Chinese or not."""
    from rich.cells import cell_len

    count = max((len(row) for row in rows), default=0)
    widths = [max((cell_len(row[i][0]) for row in rows if i < len(row)), default=0) for i in range(count)]
    lines([(indent, ""), *_padded_row(row, widths)] for row in rows)


def fitting(rows: Sequence[Sequence[Segment]], indent: str = "") -> Sequence[Sequence[Segment]]:
    """The rows as they are, or without their last column where a terminal is too narrow for it."""
    if not on_terminal() or not rows:
        return rows
    from rich.cells import cell_len

    count = max(len(row) for row in rows)
    widths = [max((cell_len(row[i][0]) for row in rows if i < len(row)), default=0) for i in range(count)]
    return rows if len(indent) + sum(widths) + 2 * (count - 1) <= width() else [row[: count - 1] for row in rows]


def _padded_row(row: Sequence[Segment], widths: Sequence[int]) -> list[Segment]:
    filled = [i for i, (text, _) in enumerate(row) if text]
    last = filled[-1] if filled else 0
    return [
        (padded(text, widths[i] + 2) if i < last else text, style) for i, (text, style) in enumerate(row) if i <= last
    ]


def tabbed(rows: Iterable[Sequence[str]]) -> None:
    """Prints each row as one line of fields with tabs between them."""
    sys.stdout.write("".join("\t".join(harmless(text) for text in row) + "\n" for row in rows))


def flowing(parts: Sequence[Segment], indent: str) -> list[list[Segment]]:
    """The parts on as many indented lines as the terminal needs; none is broken that fits on a line of its own."""
    if not on_terminal():
        return [[(indent, ""), *parts]]
    from rich.cells import cell_len

    rows: list[list[Segment]] = [[(indent, "")]]
    used = len(indent)
    for text, style in parts:
        if used + cell_len(text) > width() and len(rows[-1]) > 1:
            rows.append([(indent, "")])
            used = len(indent)
        rows[-1].append((text, style))
        used += cell_len(text)
    return rows


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[Segment]], total: Sequence[Segment] = (), airy: bool = False
) -> None:
    """Prints a table on a terminal, tab-separated rows without a heading in a pipe.

    One that is `airy` stands wider apart where there is room for it.
    """
    if not on_terminal():
        tabbed([[text for text, _ in row] for row in (*rows, *([total] if total else []))])
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    full = [_cells(column.title, [row[i][0] for row in (*rows, total) if row]) for i, column in enumerate(columns)]
    fixed = sum(size + 2 for size, column in zip(full, columns, strict=True) if not column.give)
    shown = [i for i, column in enumerate(columns) if not column.give or width() - fixed >= _NARROWEST_GIVING]
    cells = [full[i] for i in shown]
    widths = _fitted(cells, [columns[i] for i in shown], width() - 2 * len(shown))
    gap = 2 if airy and sum(widths) + 3 * len(shown) <= width() else 1
    built = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", padding=(0, gap, 0, 0), show_footer=bool(total)
    )
    for index, room in zip(shown, widths, strict=True):
        built.add_column(
            columns[index].title,
            justify="right" if columns[index].right else "left",
            no_wrap=True,
            overflow="ellipsis",
            width=room,
            footer=Text(total[index][0], style=total[index][1]) if total else "",
        )
    for row in rows:
        built.add_row(*(Text(harmless(row[index][0]), style=row[index][1]) for index in shown))
    _console().print(built)


def table_cells(columns: Sequence[Column], rows: Sequence[Sequence[Segment]]) -> int:
    """The cells that a table needs in which nothing is cut."""
    return sum(_cells(column.title, [row[i][0] for row in rows]) + 2 for i, column in enumerate(columns))


def _cells(title: str, texts: Sequence[str]) -> int:
    from rich.cells import cell_len

    return max(cell_len(text) for text in (*title.split("\n"), *texts))


def _fitted(cells: Sequence[int], columns: Sequence[Column], room: int) -> list[int]:
    """The columns' widths in cells, cut where there is too little room: first those that give, then the widest."""
    widths = list(cells)
    while sum(widths) > room:
        cuttable = [i for i, column in enumerate(columns) if not column.keep and widths[i] > _NARROWEST]
        if not cuttable:
            break
        widest = max(cuttable, key=lambda i: (columns[i].give and widths[i] > _NARROWEST_GIVING, widths[i]))
        widths[widest] -= 1
    return widths


def _console() -> Console:
    from rich.console import Console

    return Console(width=width(), height=25, highlight=False)  # without a height a dumb terminal gets 80 columns
