"""What a desk on a database server costs beside the same desk in a file, and what many writers at once come to.

Whole processes of one fresh environment, in turn, A B A B …, each pair one ratio. File and server hold the same
complaints over the same sites (`clones.py`, `serverdesk.py`). The bounds are printed, never enforced: a busy machine
proves nothing. With --keep everything stays in that folder, and what is there is not made again.

    python bench/server.py [--sizes 1000:1,1000000:1000] [--pairs 15] [--seconds 10] [--parts …] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep
from typing import NamedTuple

import drivers
import serverdesk
from clones import NOW, codes, fill, grow
from million import CLOSED, MONTH, OPEN, RECORD
from startup import Bench, installed, quietly

DELAY = 20  # milliseconds each way
WRITERS = (8, 32)
PARTS = ("commands", "far", "writers", "office", "drivers")
ON_FILE, DIRECT, POOLED, FAR = "file", "server", "pgbouncer", f"{DELAY} ms each way"


class Job(NamedTuple):
    """One command, and the ratio to the same on a file that it should stay within, if there is one."""

    name: str
    words: tuple[str, ...]
    bound: float | None = None


JOBS = (
    Job("overdue --limit 50", ("overdue", "--limit", "50"), 1.5),
    Job("record", RECORD, 1.5),
    Job("show", ("show", "1")),
    Job("report --month", ("report", "--month", MONTH)),
)


class Desk(NamedTuple):
    """One way to a desk: its name, the home, the database where it is no file, and the site."""

    name: str
    bench: Bench
    home: Path
    db: str
    site: str

    @property
    def environment(self) -> dict[str, str]:
        own = {"TSK_HOME": str(self.home), "TSK_USER": "c1", "TSK_NOW": NOW, "TSK_SITE": self.site, "TSK_DB": self.db}
        return {**self.bench.environment(), **{name: value for name, value in own.items() if value}}

    def seconds(self, words: tuple[str, ...]) -> float:
        """Seconds from start to end of the program, its output read from a pipe."""
        start = perf_counter()
        done = subprocess.run(
            [self.bench.bin / "tsk", *words], env=self.environment, stdin=subprocess.DEVNULL, capture_output=True
        )
        taken = perf_counter() - start
        if done.returncode:
            sys.exit(f"{' '.join(words)} on {self.name}: {done.stderr.decode()}")
        return taken


# ── one command after the other ────────────────────────────────────────────────────────────────────


def compare(job: Job, ours: Desk, other: Desk, pairs: int) -> None:
    """Prints the medians and the ratio of the pairs, after two pairs to warm up."""
    times = [(ours.seconds(job.words), other.seconds(job.words)) for _ in range(2 + pairs)][2:]
    ratios = [a / b for a, b in times]
    low, middle, high = quantiles(ratios, n=4)
    bound = f"≤ {job.bound:.1f} {'holds' if middle <= job.bound else 'EXCEEDED'}" if job.bound else ""
    mine, theirs = (median(column) * 1000 for column in zip(*times, strict=True))
    print(f"{job.name:24}{mine:8.1f} ms {theirs:8.1f} ms  {middle:5.2f}  {low:.2f}–{high:.2f}  {bound}", flush=True)


def commands(desks: dict[str, Desk], names: tuple[str, ...], pairs: int) -> None:
    for name in names:
        if name in desks:
            print(f"{name} beside the file{'':6}{name[:9]:>8} {'file':>11}  ratio  quartiles")
            for job in JOBS:
                compare(job._replace(bound=job.bound if name == DIRECT else None), desks[name], desks[ON_FILE], pairs)


# ── many at once ───────────────────────────────────────────────────────────────────────────────────


def writers(desks: dict[str, Desk], sites: list[str], seconds: float) -> None:
    """Prints what so many writers come to for so long, on one site and each on a site of its own."""
    spread = {"one site": sites[:1], "many sites": sites[: max(WRITERS)]} if len(sites) > 1 else {"one site": sites}
    print(f"{'writers at once':44}{'steps/s':>8}{'longest':>10}  kept  lost  doubled")
    for name, desk in desks.items():
        for where, some in spread.items():
            for count in WRITERS:
                line = crowd(desk, count, seconds, some)
                print(f"{count:3} on {name + ', ' + where:37}{line}", flush=True)


def crowd(desk: Desk, count: int, seconds: float, sites: list[str]) -> str:
    name = f"{os.urandom(4).hex()}"
    command = [
        desk.bench.bin / "python",
        Path(__file__).with_name("writers.py"),
        str(count),
        str(seconds),
        name,
        *sites,
    ]
    done = subprocess.run(command, env=desk.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    found, taken = json.loads(done.stdout)
    kept = [(one["site"], key) for one in found for key in one["kept"]]
    lost = doubled = 0
    for site in dict.fromkeys(one["site"] for one in found):
        there = externals(desk._replace(site=site), name)
        lost += sum(there.count(key) == 0 for at, key in kept if at == site)
        doubled += len(there) - len(set(there))
    longest = max(wait for one in found for wait in one["waits"])
    refused = sorted({text.strip() for one in found for text in one["refused"]})
    told = f"  refused: {refused[0]}" if refused else ""
    return f"{len(kept) / taken:8.1f}{longest * 1000:8.0f} ms{len(kept):6}{lost:6}{doubled:9}{told}"


def externals(desk: Desk, name: str) -> list[str]:
    """The keys of the complaints that the writers of that name recorded at the site, as the desk lists them."""
    words = ("list", "--json", "--since", NOW[:10], "--sort", "-number", "--limit", "100000")
    done = subprocess.run(
        [desk.bench.bin / "tsk", *words], env=desk.environment, stdin=subprocess.DEVNULL, capture_output=True
    )
    items = json.loads(done.stdout)
    found = items["items"] if isinstance(items, dict) else items
    return [one["external"] for one in found if str(one["external"]).startswith(name)]


# ── head office ────────────────────────────────────────────────────────────────────────────────────


def office(desk: Desk, pairs: int) -> None:
    """Prints what a month's report over all sites costs for each complaint that it counts, beside one site's."""
    words = ("report", "--month", MONTH, "--json")
    rows = {of: counted(desk, (*words, *of)) for of in ((), ("--of-site", "all"))}
    times = [
        tuple(desk.seconds((*words, *of)) / max(1, count) for of, count in rows.items()) for _ in range(2 + pairs)
    ][2:]
    ratios = [whole / one for one, whole in times]
    one, whole = (median(column) * 1e6 for column in zip(*times, strict=True))
    counts = tuple(rows.values())
    print(
        f"month report of all sites ({counts[1]} complaints) {whole:.1f} µs for each, of one site ({counts[0]}) "
        f"{one:.1f} µs: {median(ratios):.3f} ≤ 2 {'holds' if median(ratios) <= 2 else 'EXCEEDED'}",
        flush=True,
    )


def counted(desk: Desk, words: tuple[str, ...]) -> int:
    """How many complaints a report counts."""
    done = subprocess.run([desk.bench.bin / "tsk", *words], env=desk.environment, capture_output=True)
    if done.returncode:
        sys.exit(f"{' '.join(words)}: {done.stderr.decode()}")
    total = json.loads(done.stdout)["total"]
    return int(total["received"])


# ── what is measured ───────────────────────────────────────────────────────────────────────────────


def port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def far(server_port: int) -> Iterator[int]:
    """The port of a line to the server that takes its time."""
    own = port()
    script = Path(__file__).with_name("proxy.py")
    words = (sys.executable, str(script), str(own), str(server_port), str(DELAY))
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdout.readline().strip() == "ready"
        try:
            yield own
        finally:
            process.terminate()


@contextmanager
def pooled(server: serverdesk.postgres.Server, folder: Path) -> Iterator[int | None]:
    """The port of a pgbouncer in transaction mode before the server; None where there is none on this machine."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if not program:
        print("There is no pgbouncer here: not measured.")
        yield None
        return
    own, place = port(), Path(tempfile.mkdtemp(prefix="tsk-pooler-", dir=folder))
    (place / "users").write_text(f'"{serverdesk.LOGIN}" "{server.password}"\n')
    (place / "ini").write_text(
        f"[databases]\n* = host=127.0.0.1 port={server.port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
        f"listen_port = {own}\nauth_type = scram-sha-256\nauth_file = {place}/users\npool_mode = transaction\n"
        f"default_pool_size = 16\nmax_client_conn = 500\nunix_socket_dir =\n"
        "ignore_startup_parameters = extra_float_digits\n"
    )
    owner = serverdesk.postgres._owner() if os.geteuid() == 0 else None
    for path in (place, *place.iterdir()):
        if owner:
            os.chown(path, owner.pw_uid, owner.pw_gid)
    with subprocess.Popen(
        [program, "-q", str(place / "ini")], user=owner.pw_name if owner else None, stderr=subprocess.DEVNULL
    ) as process:
        try:
            sleep(0.5)
            yield own
        finally:
            process.terminate()
    shutil.rmtree(place, ignore_errors=True)


def environment(folder: Path) -> Bench:
    """Both drivers beside the program in a fresh environment."""
    bench = installed(folder)
    build = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    pip = (bench.bin / "python", "-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--compile")
    quietly(*pip, "psycopg2-binary>=2.9.10,<3", "psycopg[binary]>=3.2,<4", env=build)
    return bench


def file_of(folder: Path, complaints: int, sites: int) -> Path:
    """The home of the file with so many complaints over so many sites."""
    small, home = folder / "filled", folder / f"desk-{complaints}-{sites}"
    if not small.exists():
        memory = Path("/dev/shm")
        with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as fast:
            fill(Path(fast) / "desk", CLOSED, OPEN)
            shutil.copytree(Path(fast) / "desk", small)
    home.mkdir(exist_ok=True, mode=0o700)
    shutil.copy(small / "rules.toml", home / "rules.toml")
    if not (home / "tsk.db").exists():
        start = perf_counter()
        (home / "draft.db").unlink(missing_ok=True)
        grow(small / "tsk.db", home / "draft.db", complaints, sites)
        (home / "draft.db").rename(home / "tsk.db")
        print(f"{complaints} complaints written to a file in {perf_counter() - start:.0f} s", flush=True)
    return home


def measure(folder: Path, bench: Bench, complaints: int, sites: int, asked: argparse.Namespace) -> None:
    home, clerk, known = file_of(folder, complaints, sites), folder / "clerk", codes(sites)
    clerk.mkdir(exist_ok=True, mode=0o700)
    database = f"desk_{complaints}_{sites}"
    with ExitStack() as stack:
        server = stack.enter_context(serverdesk.running(folder / "server"))
        if not serverdesk.has(server, database):
            start = perf_counter()
            serverdesk.filled(server, database, home / "tsk.db")
            print(f"{complaints} complaints copied to the server in {perf_counter() - start:.0f} s", flush=True)
        admin, own = server.url(database), known[: max(WRITERS)]
        site, url = own[-1], serverdesk.let_in(server, database, own)
        desks = {ON_FILE: Desk(ON_FILE, bench, home, "", site), DIRECT: Desk(DIRECT, bench, clerk, url, site)}
        ways = {POOLED: stack.enter_context(pooled(server, folder)), FAR: stack.enter_context(far(server.port))}
        for name, door in ways.items():
            if door:
                desks[name] = desks[DIRECT]._replace(name=name, db=url.replace(f":{server.port}/", f":{door}/"))
        size = serverdesk.asked(admin, f"SELECT pg_database_size('{database}'), version()")[0]
        print(
            f"\n{complaints} complaints over {sites} sites: file {(home / 'tsk.db').stat().st_size / 1e9:.2f} GB, "
            f"server {size[0] / 1e9:.2f} GB; {size[1].split(' (')[0]}; {asked.pairs} pairs each",
            flush=True,
        )
        if "commands" in asked.parts:
            commands(desks, (DIRECT, POOLED), asked.pairs)
        if "far" in asked.parts:
            commands(desks, (FAR,), max(5, asked.pairs // 3))
        if "drivers" in asked.parts:
            drivers.compare(bench.bin / "python", url, asked.pairs)
        if "writers" in asked.parts:
            writers(desks, own, asked.seconds)
        if "office" in asked.parts and sites > 1:
            office(desks[DIRECT]._replace(db=admin), asked.pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description="What a desk on a server costs beside one in a file.")
    parser.add_argument("--sizes", default="1000:1,1000000:1000", help="complaints:sites, several with commas")
    parser.add_argument("--pairs", type=int, default=15, help="pairs of runs for each comparison (default: 15)")
    parser.add_argument("--seconds", type=float, default=10, help="how long the writers write (default: 10)")
    parser.add_argument("--parts", default=",".join(PARTS), help=f"what is measured (default: {','.join(PARTS)})")
    parser.add_argument("--keep", type=Path, help="a folder that keeps files and server for the next time")
    asked = parser.parse_args()
    asked.parts = asked.parts.split(",")
    sizes = [tuple(map(int, one.split(":"))) for one in asked.sizes.split(",")]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory(prefix="tsk-server-bench-") as place:
        folder = asked.keep or Path(place) / "desks"
        folder.mkdir(parents=True, exist_ok=True)
        Path(place).chmod(0o755)  # the server runs as somebody else where we are root
        (Path(place) / "bench").mkdir()
        bench = environment(Path(place) / "bench")
        for complaints, sites in sizes:
            measure(folder.resolve(), bench, complaints, sites, asked)


if __name__ == "__main__":
    main()
