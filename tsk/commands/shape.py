"""How a list shows what it has: the columns that are asked for, or the pattern of a line for scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from tsk.desk.session import Desk
from tsk.desk.words import titled
from tsk.errors import UsageError
from tsk.listing import KEYS, OWN_FIELD


class Shape(NamedTuple):
    """The columns of a list, or the pattern of its lines; neither: as lists are."""

    columns: tuple[str, ...] = ()
    pattern: tuple[Any, ...] = ()

    @classmethod
    def of(cls, desk: Desk, said: Mapping[str, Any], more: Iterable[str] = (), keys: Iterable[str] = ()) -> Shape:
        """The shape that the options ask for; `more` columns and `keys` are those of this list alone."""
        if said.get("columns") and said.get("format"):
            raise UsageError(
                "{one} and {other} exclude each other.", "Leave one of them out.", one="--columns", other="--format"
            )
        if not said.get("format"):
            return cls(_columns(desk, said.get("columns", ""), tuple(more)))
        from tsk.render.formatted import pattern_of

        return cls((), pattern_of(said["format"], (*KEYS, *keys), (OWN_FIELD,)))


def _columns(desk: Desk, said: str, more: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the columns that were said, by name or title."""
    if not said:
        return ()
    from tsk.render.listcolumns import late_titles, titles

    known = {**titles(desk.rules), **{name: title for name, title in late_titles().items() if name in more}}
    words = [word.strip() for word in said.replace("，", ",").replace("、", ",").split(",") if word.strip()]
    return tuple(titled("column", known, word) for word in words)
