"""What a transaction has still to tell the server: it travels in front of the next question, or with the COMMIT.

Each message costs a way there and back, and whoever sits far from the server waits for every one of them. What is told
here asks for no answer but its own success, and the next answer says whether it succeeded.
"""

from __future__ import annotations

_MOST = 2**20  # bytes that are held back at most


class Pending:
    """Statements that are ready to be sent, in their order."""

    def __init__(self) -> None:
        self._said: list[bytes] = []
        self._size = 0
        self.is_sent = False  # whether the server knows of the transaction

    def begin(self, sql: bytes) -> None:
        """The first words of a transaction, in the place of whatever was left of the one before."""
        self._said, self._size, self.is_sent = [sql], len(sql), False

    def add(self, sql: bytes) -> None:
        self._said.append(sql)
        self._size += len(sql)

    @property
    def is_empty(self) -> bool:
        return not self._said

    @property
    def is_written(self) -> bool:
        """Whether anything is held back beside the first words."""
        return len(self._said) > 1

    @property
    def is_full(self) -> bool:
        return self._size > _MOST

    def with_all(self, sql: bytes) -> bytes:
        """The statement as one message with all that was held back in front of it."""
        return b"; ".join((*self._held(), sql))

    def taken(self) -> bytes:
        """All that was held back, as one message of its own."""
        return b"; ".join(self._held())

    def _held(self) -> list[bytes]:
        held, self._said, self._size, self.is_sent = self._said, [], 0, True
        return held

    def forget(self) -> None:
        self._said, self._size = [], 0
