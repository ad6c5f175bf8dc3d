"""docs/server.md followed on a real server, block by block.

`python tests/server/followed.py` writes what its console blocks print now into it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "docs"))

import postgres
from console import ROOT, Block, Terminal, blocks

DOCUMENT = ROOT / "docs" / "server.md"
_HOST, _PORT = "db.example", ":5432"
_PASSWORD = re.compile(r"^Password: (\S+)$", re.MULTILINE)
_LOGIN = re.compile(r"^tsk server login (\S+) ")
_TOOLS = ("openssl", "psql", "pg_dump", "pg_restore", "createdb", "dropdb")
_SUDO = """#!/bin/sh
# as the server's own administrator: `sudo -u postgres COMMAND`
shift 2
export PGHOST=127.0.0.1 PGPORT={port} PGUSER=tsk PGPASSWORD={password} PGDATABASE=postgres
exec "$@"
"""
_DIFFERS = (  # from one machine to the next, or from one day to the next
    (re.compile(r"PostgreSQL \d+\.\d+[^,]*"), "PostgreSQL 15"),
    (re.compile(r"\b20\d\d-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?\b"), "2026-11-23"),
    (re.compile(r"\b20\d{6}-(\d{4})\b"), r"20261123-\1"),
    (re.compile(r"\b\d\d-\d\d \d\d:\d\d\b"), "11-23 10:00"),
    (re.compile(r"\b\d+ MB\b"), "10 MB"),
    (re.compile(r"version [0-9a-f]{12}|Policy [0-9a-f]{12}"), "version 6cb723d64ca3"),
    (re.compile(r"TLSv1\.\d"), "TLSv1.3"),
    (re.compile(r"\d+ migrations"), "16 migrations"),
    (re.compile(r"of version \d{4}_\w+"), "of version 0016_papers"),
    (re.compile(r"(ok|look) Public holidays in .*? are known to \S+( Update the .*? recalculate`\.)?"), ""),
)


class Machines(Terminal):
    """A terminal at every machine of the document; the server's name in it stands for that of a real one."""

    def __init__(self, server: postgres.Server, folder: Path) -> None:
        super().__init__(folder / "home", "/no/folder/of/the/document")
        self._real = {_HOST + _PORT: f"{_HOST}:{server.port}", "~": str(folder)}
        self._env["PGHOSTADDR"] = "127.0.0.1"  # where the name in the document leads to
        self._env["PATH"] = f"{_shims(server, folder)}{os.pathsep}{server.programs}{os.pathsep}{self._env['PATH']}"

    def _export(self, words: str) -> None:
        name, _, value = words.partition("=")
        self._env[name] = self._here(value)

    def _said(self, command: str, answers: object) -> str:
        if command.startswith("unset "):
            del self._env[command.removeprefix("unset ")]
            return ""
        ran = subprocess.run(
            ["bash", "-c", self._here(command)],
            env=self._env, cwd=self._real["~"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip
        assert not command.startswith("tsk") or ran.returncode == 0, f"{command}\n{ran.stdout}"
        said = ran.stdout
        login, password = _LOGIN.match(command), _PASSWORD.search(said)
        if login and password:
            self._real[f"<{login[1]}>"] = password[1]
        for shown, real in self._real.items():
            said = said.replace(real, shown)
        return said

    def _here(self, text: str) -> str:
        for shown, real in self._real.items():
            text = text.replace(shown, real)
        return text


def _shims(server: postgres.Server, folder: Path) -> Path:
    """A folder with a `sudo` that makes nobody else of anybody, but leads to the server."""
    bin = folder / "bin"
    bin.mkdir()
    (bin / "sudo").write_text(_SUDO.format(port=server.port, password=server.password), "ascii")
    (bin / "sudo").chmod(0o700)
    return bin


def alike(text: str) -> str:
    """The text without what differs from one machine or day to the next, and without where its lines end."""
    said = " ".join(text.split())
    for pattern, shown in _DIFFERS:
        said = pattern.sub(shown, said)
    return said


def lacking() -> list[str]:
    """The tools that are needed to follow it and that this machine does not have."""
    path = f"{postgres.installed() or ''}{os.pathsep}{os.environ.get('PATH', '')}"
    return [tool for tool in _TOOLS if not shutil.which(tool, path=path)]


@contextmanager
def encrypted() -> Iterator[postgres.Server]:
    """A server on which nobody has made anything yet, with TLS and a certificate of its own, as Debian's has."""
    with postgres.running() as server:
        key, certificate = server.folder / "server.key", server.folder / "server.crt"
        said = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={_HOST} -keyout {key} -out {certificate}"
        subprocess.run(said.split(), check=True, capture_output=True, timeout=60)
        for file in (key, certificate):
            shutil.chown(file, server.folder.owner())
        key.chmod(0o600)
        server.stop("fast")
        server.start("-c ssl=on", f"-c ssl_key_file={key}", f"-c ssl_cert_file={certificate}")
        yield server


def followed(server: postgres.Server, folder: Path) -> list[tuple[Block, str]]:
    """Each console block of the document, and what it comes out as now."""
    machines = Machines(server, folder)
    return [(block, machines.run(block.text)) for block in blocks(DOCUMENT.read_text("utf-8"))]


def refill() -> None:
    """Writes the blocks anew that no longer come out as they are printed."""
    text = DOCUMENT.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder, encrypted() as server:
        for block, now in followed(server, Path(folder)):
            if alike(block.text) != alike(now):
                text = text.replace(f"```console\n{block.text}```", f"```console\n{now}```", 1)
    DOCUMENT.write_text(text, "utf-8")


if __name__ == "__main__":
    refill()
