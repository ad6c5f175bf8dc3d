"""Small charts of block characters, and blocks of lines that stand beside each other where there is room."""

from __future__ import annotations

from collections.abc import Sequence

from tsk.render.console import Segment, lines, width

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = "▁▂▃▄▅▆▇█"
Lines = list[list[Segment]]
COLUMN = 78  # cells of a block; two of them need a wide screen
_BETWEEN = 4


def bar(share: float, cells: int) -> str:
    """A bar filled to that share (0 to 1) of its cells, to an eighth of a cell; the rest is light."""
    eighths = round(max(0.0, min(1.0, share)) * cells * 8)
    whole, rest = divmod(eighths, 8)
    filled = "█" * whole + (_EIGHTHS[rest] if rest else "")
    return filled + "░" * (cells - len(filled))


def spark(values: Sequence[int]) -> str:
    """One character for each value, the higher the more; the lowest line stands for nothing at all."""
    most = max(values, default=0)
    return "".join(_LEVELS[0 if not value else max(1, round(7 * value / most))] for value in values)


def show_blocks(blocks: Sequence[Lines]) -> None:
    """Prints the blocks one under the other, or in two columns on a wide screen, with a line between them."""
    shown = [block for block in blocks if block]
    if width() < 2 * COLUMN + _BETWEEN:
        lines(row for block in shown for row in ([], *block))
        return
    left, right = _columns(shown)
    lines(_beside(left, right))


def _columns(blocks: Sequence[Lines]) -> tuple[Lines, Lines]:
    """The blocks in two columns about as long as each other, in reading order down the first and then the second."""
    every = sum(len(block) + 1 for block in blocks)
    columns: tuple[Lines, Lines] = ([], [])
    for block in blocks:
        first = not columns[1] and 2 * (len(columns[0]) + len(block) // 2) < every
        columns[0 if first else 1].extend([[], *block])
    return columns


def _beside(left: Lines, right: Lines) -> Lines:
    from rich.cells import cell_len

    rows: Lines = []
    for i in range(max(len(left), len(right))):
        first = left[i] if i < len(left) else []
        used = sum(cell_len(text) for text, _ in first)
        second = right[i] if i < len(right) else []
        gap = [(" " * (COLUMN + _BETWEEN - used), "")] if second else []
        rows.append([*first, *gap, *second])
    return rows
