"""What a terminal of another encoding shows for a sign that it does not have."""

from __future__ import annotations

import codecs

NAME = "lookalike"
_LIKE = {
    "✓": "√v",
    "✗": "×x",
    "░": "·.",
    "█": "#",
    "▲": "^",
    "▌": "|",
    "●": "*",
    "○": "o",
    "→": ">",
    "←": "<",
    "·": "-",
    "…": ".",
    "–": "-",
    "—": "-",
    "×": "x",
    "≤": "<",
    "≥": ">",
    "¥": "￥",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "─": "-",
    "│": "|",
    "━": "-",
    "┃": "|",
    "\ufeff": "",
}  # each sign with what looks like it, the nearest first; one column wide as the sign is


def register() -> str:
    """The name of the error handler of encodings that puts the nearest sign, else a question mark."""
    codecs.register_error(NAME, _nearest)
    return NAME


def _nearest(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(_like(sign, error.encoding) for sign in signs), error.end


def _like(sign: str, encoding: str) -> str:
    wanted = _LIKE.get(sign, "?")
    return next((one for one in wanted if _has(encoding, one)), "?" if wanted else "")


def _has(encoding: str, sign: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
