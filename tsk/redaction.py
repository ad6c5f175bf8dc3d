"""Addresses of notifications hide their secrets: of `dingtalk://token` only `dingtalk://***` is ever kept or shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

_URL = re.compile(r"([A-Za-z][\w+.-]*)://[^\s\"']*")
_URL_BYTES = re.compile(rb"([A-Za-z][\w+.-]*)://[^\s\"']*")
_HEADER = re.compile(rb"[ \t]*\[\[?[ \t]*[\"']?([\w-]+)[\"']?[ \t]*(?:\.[^\]]*)?\]\]?[ \t]*(?:#.*)?$")
SECTION = b"notify"


def masked(text: str) -> str:
    """The text with nothing left of its addresses but their schemes."""
    return _URL.sub(r"\1://***", text)


def redacted(content: bytes) -> bytes:
    """A rule file without the secrets in its addresses: what is kept of it, and compared with.

    Addresses stand in [notify], before the first section, and in comments.
    """
    return b"".join(_lines(content)) if b"://" in content else content


def _lines(content: bytes) -> Iterator[bytes]:
    inside = True
    for line in content.splitlines(keepends=True):
        header = _HEADER.match(line.rstrip())
        inside = header[1] == SECTION if header else inside
        yield _URL_BYTES.sub(rb"\1://***", line) if inside or line.lstrip().startswith(b"#") else line
