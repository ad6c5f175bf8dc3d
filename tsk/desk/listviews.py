"""Saved views: the filters, columns and order that the policy keeps under a name, `tsk list @late-network`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tsk.desk.session import Desk
from tsk.desk.words import unknown
from tsk.listing import OF_MILESTONES
from tsk.rulerows import Named, View

SIGN = "@"  # begins the name of a view


def with_view(
    desk: Desk, said: Mapping[str, Any], name: str, sorts: tuple[str, ...], lacking: tuple[str, ...] = OF_MILESTONES
) -> dict[str, Any]:
    """The options with those of a view where they were not said themselves, as far as the command has them.

    Its `sorts` are those that the command knows, `lacking` are columns that it does not.
    """
    if not name:
        return dict(said)
    row = _named(desk, name)
    if row is None:
        rows = tuple(Named(f"{SIGN}{one.name}", zh=one.zh, en=one.en) for one in desk.rules.views)
        raise unknown("view", name, tuple(row.name for row in rows), rows=rows)
    return _filled(said, row, sorts, lacking)


def with_view_among(
    desk: Desk, said: Mapping[str, Any], words: list[str], sorts: tuple[str, ...]
) -> tuple[dict[str, Any], str]:
    """The same, where the first of several words may name a view; and the other words. Any other @ is a word's own."""
    row = _named(desk, words[0])
    return (_filled(said, row, sorts, OF_MILESTONES), " ".join(words[1:])) if row else (dict(said), " ".join(words))


def _named(desk: Desk, said: str) -> View | None:
    """The view called so, by name or by a label in either language."""
    name = said.removeprefix(SIGN).casefold()
    rows = desk.rules.views if said.startswith(SIGN) and name else ()
    return next((row for row in rows if name in (row.name.casefold(), row.zh.casefold(), row.en.casefold())), None)


def _filled(said: Mapping[str, Any], row: View, sorts: tuple[str, ...], lacking: tuple[str, ...]) -> dict[str, Any]:
    filters = {key: value for key, value in row.said.items() if key in said and not said[key]}
    if said.get("format"):
        filters.pop("columns", None)  # a line for scripts instead
    if "columns" in filters:
        names = (name.strip() for name in str(filters["columns"]).split(","))
        filters["columns"] = ",".join(name for name in names if name not in lacking)
    if filters.get("sort") not in (None, *sorts):
        del filters["sort"]
    return {**said, **filters}
