"""What the errors of SQLite mean: a sentence for people, and what to do."""

from __future__ import annotations

from pathlib import Path

from tsk.errors import StoreError, TskError, Unreadable

BUSY_SECONDS = 20  # that a command waits for the others
_REASONS = (
    (
        "not a database",
        "{file} is not a tsk database.",
        "Check --home or --db, or bring a backup back: `tsk restore`.",
    ),
    (
        "malformed",
        "{file} is damaged.",
        "Stop writing to it and bring the last backup back: `tsk restore`.",
    ),
    (
        "locked",
        "{file} has been busy for {seconds} seconds.",
        "Another command holds it; try again. {written}",
    ),
    (
        "readonly",
        "{file} or its folder cannot be written.",
        "Ask whoever owns it, or choose another folder with --home.",
    ),
    (
        "unable to open",
        "{file} cannot be opened.",
        "Check that the folder exists and that you may read and write it.",
    ),
    (
        "full",
        "The disk that holds {file} is full.",
        "Make room and repeat the command. {written}",
    ),
    (
        "disk I/O",
        "{file}: the disk answers with an error; it may be full.",
        "Make room, or have the disk looked at. {written}",
    ),
    (
        "append-only",
        "{file}: what is recorded cannot be changed or removed.",
        "Record a new step instead.",
    ),
)


_DAMAGE = ("not a database", "malformed")  # only a backup helps


def is_damage(error: Exception) -> bool:
    return any(word in str(error) for word in _DAMAGE)


def explained(error: Exception, path: Path, kept: int = 0) -> StoreError:
    """The engine's error as a sentence for people; `kept` files were written by the same command before."""
    text = str(error)
    values = {"file": str(path), "seconds": BUSY_SECONDS, "written": written(kept)}
    for word, message, hint in _REASONS:
        if word in text:
            return Unreadable(message, hint, **values) if word in _DAMAGE else StoreError(message, hint, **values)
    return StoreError("{file}: {reason}.", "{written} If it happens again, run `tsk verify`.", reason=text, **values)


def refused(error: StoreError, path: Path) -> StoreError:
    """What whoever wants to write is told of a file that could not be opened for it, and can be read."""
    return explained(OSError("readonly"), path) if "unable to open" in str(error.__cause__) else error


def written(kept: int) -> TskError:
    """How much of a command stands that failed."""
    if not kept:
        return TskError("Nothing was written.")
    return TskError("What it wrote before stands, in {count} files; nothing else was written.", count=kept)
