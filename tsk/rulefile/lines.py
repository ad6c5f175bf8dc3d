"""Where each name of a TOML text stands: tomllib gives values without positions, this gives positions without values.

The text is one that tomllib has accepted, so the scanner follows its structure and checks nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import NamedTuple

Path = tuple[str, ...]

_TOKEN = re.compile(
    r"""
      (?P<skip>   [ \t\r\ufeff]+ | \#[^\n]* )
    | (?P<newline>\n )
    | (?P<text>   \"{3} (?: \\. | [^\\] )*? \"{3,5} | '{3} .*? '{3,5} | " (?: \\. | [^"\\] )* " | ' [^']* ' )
    | (?P<mark>   [\[\]{}=,.] )
    | (?P<bare>   [^\s\[\]{}=,.\#"']+ )
    """,
    re.VERBOSE | re.DOTALL,
)


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def lines_of(text: str) -> dict[Path, int]:
    """The line on which each name of the text first stands, by its full path; tables and inline tables alike."""
    return _Scanner(text).document()


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "skip":
            yield _Token(match.lastgroup or "", match[0], line)
        line += match[0].count("\n")


class _Scanner:
    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0
        self._lines: dict[Path, int] = {}

    def document(self) -> dict[Path, int]:
        prefix: Path = ()
        while self._at < len(self._tokens):
            if self._takes("\n"):
                continue
            prefix = self._header() if self._takes("[") else self._entry(prefix)
        return self._lines

    def _peek(self) -> str:
        return self._tokens[self._at].text if self._at < len(self._tokens) else "\n"

    def _takes(self, mark: str) -> bool:
        """Whether the next token is that mark, which is then used up."""
        found = self._peek() == mark
        self._at += found
        return found

    def _header(self) -> Path:
        self._takes("[")  # an array of tables: its rows share one path
        path = self._key((), "]")
        self._takes("]")
        return path

    def _entry(self, prefix: Path) -> Path:
        """One `key = value`; returns the prefix, under which the next entry stands too."""
        self._value(self._key(prefix, "="))
        return prefix

    def _key(self, prefix: Path, end: str) -> Path:
        path = prefix
        while not self._takes(end) and self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token.kind != "mark":
                path = (*path, _plain(token))
                self._lines.setdefault(path, token.line)
        return path

    def _value(self, path: Path) -> None:
        if self._takes("{"):
            while not self._takes("}"):
                if not (self._takes(",") or self._takes("\n")):
                    self._entry(path)
        elif self._takes("["):
            while not self._takes("]"):
                if not (self._takes(",") or self._takes("\n")):
                    self._value(path)
        else:
            while self._peek() not in ("\n", ",", "}", "]"):
                self._at += 1


def _plain(token: _Token) -> str:
    return token.text if token.kind == "bare" else next(iter(tomllib.loads(f"{token.text} = 0")))
