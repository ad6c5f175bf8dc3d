"""Console blocks of a document: its commands run again, one after the other, in a terminal of 80 columns.

A document says where its desk is by the first `export TSK_HOME=…` of its console blocks. What stands in an `sh` block
above and names that folder prepares the desk: it is run first, in the folder of the project, and says nothing.
What is typed at a question of a command stands in «» there.
`python tests/docs/refill.py` (or `make docs`) writes what comes out now into the documents.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from conversation import conversation

ROOT = Path(__file__).parents[2]
DOCUMENTS = (  # each in English and then in Chinese
    "README.md",
    "README.zh.md",
    "docs/handbook-clerk.en.md",
    "docs/handbook-clerk.zh.md",
    "docs/handbook-supervisor.en.md",
    "docs/handbook-supervisor.zh.md",
)

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SCRIPT = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HOME = re.compile(r"^\$ export .*?\bTSK_HOME=(\S+)", re.MULTILINE)
_TYPED = re.compile(r"«([^»]*)»")
_EXPORT = re.compile(r"export ((?:\w+=(?:\"[^\"]*\"|\S+)\s*)+)$")
_ASSIGNMENT = re.compile(r"(\w+)=(\"[^\"]*\"|\S+)")
_MACHINE = (
    (re.compile(r"\b[0-9a-f]{32}( \d+ )[0-9a-f]{64}\b"), r"<desk>\1<hash>"),
    (re.compile(r'("recorded_at": )"[^"]*"'), r'\1"<clock>"'),
)


_MADE: dict[str, tempfile.TemporaryDirectory[str]] = {}  # the desks that scripts have made in this process


class Block(NamedTuple):
    """One console block: where it starts and what it says."""

    line: int
    text: str


def blocks(text: str) -> list[Block]:
    """The console blocks of a document, in order."""
    return [Block(text.count("\n", 0, m.start()) + 1, m[1]) for m in _BLOCK.finditer(text)]


def refilled(text: str, home: Path) -> str:
    """The document with every console block as it comes out now, at a new desk in `home`."""
    terminal = prepared(text, home)
    return _BLOCK.sub(lambda block: f"```console\n{terminal.run(block[1])}```", text)


def prepared(text: str, home: Path) -> Terminal:
    """A terminal at the desk of a document, as its blocks find it."""
    first, said = _BLOCK.search(text), _HOME.search(text)
    assert first and said, "there is no console block, or none that says where the desk is"
    terminal = Terminal(home, said[1])
    for script in _SCRIPT.finditer(text, 0, first.start()):
        if said[1] in script[1]:
            terminal.prepare(script[1])
    return terminal


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
            "PYTHONPATH": str(ROOT),  # the code of this checkout, whatever is installed
        }

    def prepare(self, script: str) -> None:
        """The desk as a script makes it; one that another document has run is not run again."""
        if script in _MADE:
            shutil.copytree(_MADE[script].name, self._home, dirs_exist_ok=True)
            return
        done = subprocess.run(
            ["bash", "-euc", script.replace(self._folder, self._home)],
            env=self._env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done
        _MADE[script] = tempfile.TemporaryDirectory()
        shutil.copytree(self._home, _MADE[script].name, dirs_exist_ok=True)

    def run(self, block: str) -> str:
        """The block as it comes out now."""
        out: list[str] = []
        for command, answers in commands(block):
            out.append("$ " + command.replace("\n", "\n> "))
            exported = _EXPORT.match(command)
            if exported:
                self._export(exported[1])
            else:
                out += [line.rstrip() for line in self._said(command, answers).splitlines()]
        return masked("\n".join(out).rstrip() + "\n")

    def _export(self, words: str) -> None:
        for name, value in _ASSIGNMENT.findall(words):
            self._env[name] = value.strip('"').replace(self._folder, self._home)

    def _said(self, command: str, answers: Sequence[str]) -> str:
        here = command.replace(self._folder, self._home)
        folder = Path(self._home).parent
        said = conversation(here, answers, self._env, folder) if answers else self._shell(here)
        return said.replace(self._home, self._folder)

    def _shell(self, command: str) -> str:
        ran = subprocess.run(
            ["bash", "-c", command],
            env=self._env,
            cwd=Path(self._home).parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=60,
        )
        assert ran.returncode != 1, ran.stdout  # unexpected: no document shows that
        return ran.stdout


def masked(text: str) -> str:
    """The text with what differs on every machine replaced: id and hash of an anchor, the machine's own clock."""
    for pattern, shown in _MACHINE:
        text = pattern.sub(shown, text)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


class Command(NamedTuple):
    """A command of a block, and what is typed at its questions."""

    text: str
    answers: list[str]


def commands(block: str) -> list[Command]:
    """The commands of a block; a line that begins with `> ` right below goes on with the one above."""
    found: list[Command] = []
    goes_on = False
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append(Command(line[2:], []))
            goes_on = True
        elif goes_on and line.startswith("> "):
            found[-1] = Command(f"{found[-1].text}\n{line[2:]}", [])
        elif found:
            goes_on = False
            found[-1].answers.extend(_TYPED.findall(line))
    return found
