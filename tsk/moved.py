"""A site that went to another database: what is left of it is read, and written no more."""

from __future__ import annotations

from tsk.errors import StoreError, TskError

COMING = "coming"  # in the place of where a site went: it is being moved to here, and not all of it is there


def check_here(moved: str) -> None:
    """Raises StoreError where the site went somewhere else, so that nothing is written that would be missing there."""
    if moved:
        raise gone_to(moved)


def gone_to(place: str) -> StoreError:
    """What whoever would write where a site was is told."""
    return StoreError(
        "Nothing can be written here: this desk was moved to {place}.",
        "Work there: name it with --db or TSK_DB. `tsk move --undo` lets this one be written again.",
        place=place,
    )


def left_behind(place: str) -> tuple[TskError, ...]:
    """What whoever reads where a site was should know; nothing while it is in use."""
    told = TskError("This desk was moved to {place}; what is here stands as it was then.", place=place)
    return (told,) if place else ()
