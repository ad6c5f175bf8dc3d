"""Papers of a case: read whole, kept under their hash, given back only as they were.

A command copies them first, which may take long, and keeps them when the step is written: a refused one leaves nothing
behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from tsk.desk.additions import Ask
from tsk.desk.session import Desk
from tsk.desk.words import known
from tsk.errors import NotFound, StoreError, UsageError, Word
from tsk.model import Attachment, Case
from tsk.paperstore import Copy, Place, papers_in
from tsk.text import cleaned, harmless

LARGEST = 100_000_000  # bytes of one paper
_PIECE = 1 << 20


class Paper(Struct, frozen=True):
    """A copied file: its name as it was given, its kind, hash and size in bytes, and its copy, if there is one."""

    name: str
    kind: str
    sha256: str
    size: int
    copy: Copy | None


def _place(desk: Desk) -> Place:
    return papers_in(desk.store.db, desk.store.site, desk.options.home)


@contextmanager
def copied(desk: Desk, files: Iterable[str], kind: str) -> Iterator[tuple[Paper, ...]]:
    """The files as papers, copied to where the desk keeps them; a copy that no step has kept is gone afterwards.

    Raises UsageError for what is no paper.
    """
    papers: list[Paper] = []
    try:
        for file in files:
            papers.append(_copied(desk, file, kind))
        yield tuple(papers)
    finally:
        for copy in filter(None, (paper.copy for paper in papers)):
            copy.drop()


def _copied(desk: Desk, said: str, kind: str) -> Paper:
    path = Path(said)
    name = harmless(cleaned("file_name", path.name))
    word = kind_named(desk, kind)
    check_paper(path)
    file = _File(path)
    copy = _place(desk).take(file, desk.options.clock.timestamp())
    return Paper(name, word, file.sha256, file.size, copy)


def kind_named(desk: Desk, said: str) -> str:
    """The kind of a paper by its name; any word where the policy lists none."""
    return known("kind of paper", desk.rules.attachments, said) if desk.rules.attachments else cleaned("kind", said)


class _File:
    """A file as it is read, with its hash and size when that has come to its end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.sha256, self.size = "", 0

    def pieces(self) -> Iterator[bytes]:
        digest, self.size = sha256(), 0
        try:
            source = self._path.open("rb")
        except OSError as error:
            raise _unreadable(self._path, error) from error
        with source:
            while piece := source.read(_PIECE):
                digest.update(piece)
                self.size += len(piece)
                if self.size > LARGEST:
                    raise _too_large(self._path)
                yield piece
        self.sha256 = digest.hexdigest()


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
    for copy in filter(None, (paper.copy for paper in papers)):
        copy.keep()


def ask_attach(paper: Paper) -> Ask:
    """The step that puts a paper into the file."""
    said = {"kind": paper.kind, "sha256": paper.sha256, "size": paper.size, "file_name": paper.name}
    return Ask("attached", said)


def distinct(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """The papers, each once; the same bytes of two kinds are two."""
    return tuple({(paper.sha256, paper.kind): paper for paper in papers}.values())


def is_kept(desk: Desk, one: Attachment) -> bool:
    """Whether the attachment's bytes are there, and are what was attached."""
    return _place(desk).is_kept(one.sha256)


def discard(desk: Desk, digest: str) -> bool:
    """Deletes the bytes of a paper, if there are any; call it while writing, when nobody can be giving them a place."""
    return _place(desk).discard(digest)


def sweep(desk: Desk) -> None:
    """Takes away the copies that commands left which were killed while they attached a paper."""
    _place(desk).sweep(desk.options.clock.timestamp())


def are_shared(desk: Desk) -> bool:
    """Whether all sites of the database keep their papers in one place."""
    return _place(desk).shared


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
        data = b"".join(_place(desk).read(one.sha256))
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
