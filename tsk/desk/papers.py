"""Papers of a case: read whole, kept under their hash beside the database, given back only as they were."""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from tsk.desk.additions import Ask
from tsk.desk.session import Desk
from tsk.desk.words import known
from tsk.errors import NotFound, StoreError, UsageError, Word
from tsk.folders import file_mode
from tsk.home import make_folder, unwritable
from tsk.model import Attachment, Case
from tsk.text import cleaned, harmless

LARGEST = 100_000_000  # bytes of one paper
_PIECE = 1 << 20


class Paper(Struct, frozen=True):
    """A file that is kept already: its name as it was given, its kind, hash and size in bytes."""

    name: str
    kind: str
    sha256: str
    size: int


def kept(desk: Desk, said: str, kind: str) -> Paper:
    """The file, copied into the desk's folder of attachments under its hash; raises UsageError for what is no paper."""
    path = Path(said)
    name = harmless(cleaned("file_name", path.name))
    word = known("kind of paper", desk.rules.attachments, kind) if desk.rules.attachments else cleaned("kind", kind)
    folder = _folder(desk)
    make_folder(folder)
    draft = folder / f".{os.getpid()}-{os.urandom(4).hex()}"
    try:
        digest, size = _copy(path, draft)
        _rename(draft, _place(desk, digest))
    finally:
        draft.unlink(missing_ok=True)
    return Paper(name, word, digest, size)


def _copy(path: Path, draft: Path) -> tuple[str, int]:
    """Hash and size of the file, which is on the disk under the other name when this returns."""
    _check_size(path)
    try:
        source = path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from error
    digest, size = sha256(), 0
    with source:
        try:
            with draft.open("xb") as target:
                draft.chmod(file_mode(draft.parent))
                while piece := source.read(_PIECE):
                    digest.update(piece)
                    size += len(piece)
                    if size > LARGEST:
                        raise _too_large(path)
                    target.write(piece)
                target.flush()
                os.fsync(target.fileno())
        except OSError as error:
            raise unwritable(draft, error) from error
    return digest.hexdigest(), size


def _check_size(path: Path) -> None:
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


def _rename(draft: Path, place: Path) -> None:
    make_folder(place.parent)
    try:
        draft.replace(place)
        _sync_folder(place.parent)
    except OSError as error:
        raise unwritable(place, error) from error


def _sync_folder(folder: Path) -> None:
    """Makes the new name itself survive a power cut, where the platform can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _folder(desk: Desk) -> Path:
    return desk.options.home / "attachments"


def _place(desk: Desk, digest: str) -> Path:
    return _folder(desk) / digest[:2] / digest


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
        with _place(desk, one.sha256).open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    except OSError:
        return False
    return digest.hexdigest() == one.sha256


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
    place = _place(desk, one.sha256)
    try:
        data = place.read_bytes()
    except OSError as error:
        raise StoreError(
            "Attachment {nth} of {number} cannot be read ({reason}).",
            "Restore a backup.",
            nth=nth,
            number=case.number,
            reason=Word(error.strerror),
        ) from error
    if sha256(data).hexdigest() != one.sha256:
        raise StoreError("Attachment {nth} of {number} was changed.", "Restore a backup.", nth=nth, number=case.number)
    return one, data
