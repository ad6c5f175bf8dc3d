"""Papers of a case: read whole, kept under their hash beside the database, given back only as they were.

A command copies them first, which may take long, and gives them their places when the step is written: a refused one
leaves nothing behind.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from tsk.desk.additions import Ask
from tsk.desk.session import Desk
from tsk.desk.words import known
from tsk.errors import NotFound, StoreError, UsageError, Word
from tsk.folders import make_folder, sync_folder, unwritable
from tsk.model import Attachment, Case
from tsk.paperstore import Shelf, place_of
from tsk.text import cleaned, harmless

LARGEST = 100_000_000  # bytes of one paper
_PIECE = 1 << 20
_ABANDONED = 3600  # seconds


class Paper(Struct, frozen=True):
    """A copied file: its name as it was given, its kind, hash and size in bytes, and where the copy waits."""

    name: str
    kind: str
    sha256: str
    size: int
    copy: Path


@contextmanager
def copied(desk: Desk, files: Iterable[str], kind: str) -> Iterator[tuple[Paper, ...]]:
    """The files as papers, copied into the desk's folder; a copy that no step has kept is gone afterwards.

    Raises UsageError for what is no paper.
    """
    papers: list[Paper] = []
    try:
        for file in files:
            papers.append(_copied(desk, file, kind))
        yield tuple(papers)
    finally:
        for paper in papers:
            paper.copy.unlink(missing_ok=True)


def _copied(desk: Desk, said: str, kind: str) -> Paper:
    path = Path(said)
    name = harmless(cleaned("file_name", path.name))
    word = kind_named(desk, kind)
    folder = _folder(desk)
    make_folder(folder)
    _sweep(folder, desk.options.clock.timestamp())
    copy = folder / f".{os.getpid()}-{os.urandom(4).hex()}"
    try:
        digest, size = _copy(Shelf(desk.store.db), path, copy)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    return Paper(name, word, digest, size, copy)


def kind_named(desk: Desk, said: str) -> str:
    """The kind of a paper by its name; any word where the policy lists none."""
    return known("kind of paper", desk.rules.attachments, said) if desk.rules.attachments else cleaned("kind", said)


def _sweep(folder: Path, now: float) -> None:
    """Takes away the copies of commands that were killed: old ones, whose process is no more."""
    for one in folder.glob(".*-*"):
        with suppress(OSError):
            if one.stat().st_mtime < now - _ABANDONED and not _runs(one.name[1:].partition("-")[0]):
                one.unlink()


def _runs(pid: str) -> bool:
    """Whether there is a process of that number, as far as the platform tells."""
    if os.name != "posix" or not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except OSError as error:
        return error.errno != errno.ESRCH
    return True


def _copy(shelf: Shelf, path: Path, copy: Path) -> tuple[str, int]:
    """Hash and size of the file, which is on the disk under the other name when this returns."""
    check_paper(path)
    try:
        source = path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from error
    digest, size = sha256(), 0

    def pieces() -> Iterator[bytes]:
        nonlocal size
        while piece := source.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            if size > LARGEST:
                raise _too_large(path)
            yield piece

    with source:
        try:
            shelf.write(copy, pieces())
        except OSError as error:
            raise unwritable(copy, error) from error
    return digest.hexdigest(), size


def check_paper(path: Path) -> None:
    """Raises UsageError for what is no paper: missing, empty, too large, no plain file."""
    try:
        if not path.is_file():
            raise OSError(0, "Is a directory" if path.is_dir() else "Not a plain file" if path.exists() else _MISSING)
        size = path.stat().st_size
    except OSError as error:
        raise _unreadable(path, error) from error
    if size > LARGEST:
        raise _too_large(path)
    if not size:
        raise UsageError("{file} is empty.", "Nothing was attached; check the file.", file=str(path))


_MISSING = "No such file or directory"


def _unreadable(path: Path, error: OSError) -> UsageError:
    return UsageError(
        "{file} cannot be attached ({reason}).", "Check the name.", file=str(path), reason=Word(error.strerror)
    )


def _too_large(path: Path) -> UsageError:
    return UsageError(
        "{file} is larger than {most} MB.", "Attach a smaller copy.", file=str(path), most=LARGEST // 1_000_000
    )


def keep(desk: Desk, papers: Iterable[Paper]) -> None:
    """Gives the copies their places under their hashes; call it while writing, when nothing can be refused any more."""
    for paper in papers:
        _rename(paper.copy, place_of(desk.options.home, paper.sha256))


def _rename(copy: Path, place: Path) -> None:
    make_folder(place.parent)
    try:
        copy.replace(place)
        sync_folder(place.parent)
    except OSError as error:
        raise unwritable(place, error) from error


def _folder(desk: Desk) -> Path:
    return desk.options.home / "attachments"


def ask_attach(paper: Paper) -> Ask:
    """The step that puts a paper into the file."""
    said = {"kind": paper.kind, "sha256": paper.sha256, "size": paper.size, "file_name": paper.name}
    return Ask("attached", said)


def distinct(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """The papers, each once; the same bytes of two kinds are two."""
    return tuple({(paper.sha256, paper.kind): paper for paper in papers}.values())


def is_kept(desk: Desk, one: Attachment) -> bool:
    """Whether the attachment's bytes are there, and are what was attached."""
    digest = sha256()
    try:
        for piece in Shelf(desk.store.db).read(place_of(desk.options.home, one.sha256)):
            digest.update(piece)
    except (OSError, StoreError):
        return False
    return digest.hexdigest() == one.sha256


def discard(desk: Desk, digest: str) -> bool:
    """Deletes the bytes of a paper, if there are any; call it while writing, when nobody can be giving them a place."""
    place = place_of(desk.options.home, digest)
    try:
        place.unlink()
        sync_folder(place.parent)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise unwritable(place, error) from error
    return True


def sweep(desk: Desk) -> None:
    """Takes away the copies that commands left which were killed while they attached a paper."""
    _sweep(_folder(desk), desk.options.clock.timestamp())


def attached_already(case: Case, paper: Paper) -> Attachment | None:
    """The same paper of the same kind, where the file has it."""
    same = (one for one in case.attachments if (one.sha256, one.kind) == (paper.sha256, paper.kind))
    return next(same, None)


def content(desk: Desk, case: Case, nth: int) -> tuple[Attachment, bytes]:
    """An attachment with its bytes; raises StoreError where they are missing or not what was attached."""
    one = next((one for one in case.attachments if one.nth == nth), None)
    if one is None:
        raise NotFound(
            "{number} has no attachment {nth}.",
            "It has: {known}.",
            number=case.number,
            nth=nth,
            known=tuple(str(a.nth) for a in case.attachments) or "–",
        )
    try:
        data = b"".join(Shelf(desk.store.db).read(place_of(desk.options.home, one.sha256)))
    except OSError as error:
        raise StoreError(
            "Attachment {nth} of {number} cannot be read ({reason}).",
            "Bring a backup back: `tsk restore`.",
            nth=nth,
            number=case.number,
            reason=Word(error.strerror),
        ) from error
    except StoreError:
        data = b""  # sealed otherwise than we do, or damaged
    if sha256(data).hexdigest() != one.sha256:
        raise StoreError(
            "Attachment {nth} of {number} was changed.",
            "Bring a backup back: `tsk restore`.",
            nth=nth,
            number=case.number,
        )
    return one, data
