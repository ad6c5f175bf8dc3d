"""Console blocks of a document: its commands run again, one after the other, in a terminal of 80 columns."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"export ((?:\w+=(?:\"[^\"]*\"|\S+)\s*)+)$")
_ASSIGNMENT = re.compile(r"(\w+)=(\"[^\"]*\"|\S+)")
_ANCHOR = re.compile(r"\b[0-9a-f]{32}( \d+ )[0-9a-f]{64}\b")


class Block(NamedTuple):
    """One console block: where it starts and what it says."""

    line: int
    text: str


def blocks(document: Path) -> list[Block]:
    """The console blocks of a document, in order."""
    text = document.read_text(encoding="utf-8")
    return [Block(text.count("\n", 0, m.start()) + 1, m[1]) for m in _BLOCK.finditer(text)]


class Terminal:
    """Runs blocks in one home: what one exports, the next one sees. `folder` is how the document calls the home."""

    def __init__(self, home: Path, folder: str) -> None:
        self._home, self._folder = str(home), folder
        bin = str(Path(sys.executable).parent)
        self._env = {
            "PATH": f"{bin}{os.pathsep}{os.environ.get('PATH', '')}",
            "HOME": str(home.parent),
            "LANG": "C.UTF-8",
            "COLUMNS": "80",
            "TERM": "dumb",
            "FORCE_COLOR": "1",
            "LOGNAME": "you",
        }

    def run(self, block: str) -> str:
        """The block as it comes out now."""
        out: list[str] = []
        for command in _commands(block):
            out.append("$ " + command.replace("\n", "\n> "))
            exported = _EXPORT.match(command)
            if exported:
                self._export(exported[1])
            else:
                out += [line.rstrip() for line in self._shell(command).splitlines()]
        return masked("\n".join(out).rstrip() + "\n")

    def _export(self, words: str) -> None:
        for name, value in _ASSIGNMENT.findall(words):
            self._env[name] = value.strip('"').replace(self._folder, self._home)

    def _shell(self, command: str) -> str:
        ran = subprocess.run(
            ["bash", "-c", command.replace(self._folder, self._home)],
            env=self._env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=60,
        )
        return ran.stdout.replace(self._home, self._folder)


def masked(text: str) -> str:
    """The text with what differs on every machine (desk id and hash of an anchor) replaced."""
    return "\n".join(line.rstrip() for line in _ANCHOR.sub(r"<desk>\1<hash>", text).splitlines()) + "\n"


def _commands(block: str) -> list[str]:
    """The commands of a block; a line that begins with `> ` goes on with the one above."""
    found: list[str] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append(line[2:])
        elif line.startswith("> ") and found:
            found[-1] += "\n" + line[2:]
    return found
