"""Whose rows a question is about: those of one site, or of every site that the database shows to whoever asks."""

from __future__ import annotations

from collections.abc import Iterable

EVERY = "*"  # in the place of a site's code; no site can be called so
_COMING = "coming"  # the mark of a site that is being moved to here
Others = tuple[tuple[str, tuple[str, ...]], ...]  # expressions that some sites have in the place of the usual one


def of(table: str, site: object) -> str:
    """The condition that a row of the table is the site's; a site that is not all there yet is none of every site."""
    if site != EVERY:
        return f"{table}.site = :site"
    return f"{table}.site IN (SELECT site FROM site WHERE moved <> '{_COMING}')"


def whole(table: str, site: object) -> str:
    """What tells a complaint from every other: its number in one site, with its site in several."""
    return f"{table}.site || '/' || {table}.id" if site == EVERY else f"{table}.id"


def columns(table: str, site: object) -> str:
    """The columns that a complaint is known, ordered and grouped by."""
    return f"{table}.site, {table}.id" if site == EVERY else f"{table}.id"


def personal(table: str, site: object, name: str) -> str:
    """A person's number: that of somebody else in another site, so that it stands behind the site's code there."""
    if site != EVERY:
        return name
    return f"CASE WHEN {name} = '' THEN '' ELSE {table}.site || '/' || {name} END"


def by_site(table: str, usual: str, others: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    """The expression of the site that a row belongs to; `others` say which sites have another than the usual one.

    The sites are given as the names of parameters.
    """
    cases = [f"WHEN {table}.site IN ({', '.join(':' + name for name in sites)}) THEN {own}" for own, sites in others]
    return f"CASE {' '.join(cases)} ELSE {usual} END" if cases else usual
