"""The papers of a site inside a database on a server: in pieces under their hash, where backups of it have them too.

They are sent before the site is held, so that nobody waits for a large one; the step then only proves that the server
has them whole. What no step names is in nobody's way, and goes when the next person is removed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from tsk.db.engine import Connection
from tsk.db.server import papers
from tsk.errors import StoreError, UsageError
from tsk.paperstore import Copy, Source


class Inside:
    """The papers of one site."""

    shared = False

    def __init__(self, db: Connection, site: str) -> None:
        self._db, self._site = db, site

    def take(self, source: Source, now: float) -> Copy:
        for _ in source.pieces():
            pass
        digest = source.sha256
        copy = _Sent(self._db, self._site, source, digest)
        if not papers.size(self._db, self._site, digest):
            copy.send()
        return copy

    def read(self, digest: str) -> Iterator[bytes]:
        found = False
        for piece in papers.pieces(self._db, self._site, digest):
            found = True
            yield piece
        if not found:
            raise FileNotFoundError(2, "No such file or directory")

    def is_kept(self, digest: str) -> bool:
        return papers.hash_of(self._db, self._site, digest) == digest

    def discard(self, digest: str) -> bool:
        return papers.delete(self._db, self._site, digest) > 0

    def sweep(self, now: float) -> None:
        """Nobody attaches one of them meanwhile; what is on its way here just then is sent again by its step."""
        with self._db.transaction(self._site):
            papers.delete_unnamed(self._db, self._site)


class _Sent:
    """A paper whose pieces lie at the server, named by no step yet."""

    def __init__(self, db: Connection, site: str, source: Source, digest: str) -> None:
        self._db, self._site, self._source, self._digest = db, site, source, digest
        self._size = source.size
        self._kept = False

    def send(self) -> None:
        """Sends the pieces that are not there; raises UsageError where the file is another one by now."""
        for nth, piece in enumerate(self._source.pieces()):
            papers.add(self._db, self._site, self._digest, nth, piece)
        if self._source.sha256 != self._digest:
            raise UsageError("A file changed while it was attached.", "Nothing was attached; try again.")

    def keep(self) -> None:
        if papers.size(self._db, self._site, self._digest) != self._size:
            self.send()
        if papers.hash_of(self._db, self._site, self._digest) != self._digest:
            raise StoreError(
                "{server} holds other bytes under the hash of this paper.",
                "Tell whoever keeps the server; `tsk verify` names every paper that was changed.",
                server=self._db.name,
            )
        self._kept = True

    def drop(self) -> None:
        if self._kept:
            return
        # where the server is gone, it goes when the next person is removed
        with suppress(StoreError), self._db.transaction(self._site):
            papers.delete_unnamed(self._db, self._site, self._digest)
