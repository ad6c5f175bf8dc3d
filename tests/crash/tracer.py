"""Runs `tsk` commands one after the other, each as a process of its own, and kills them at an exact moment.

A command is traced (ptrace), so that the system calls by which it writes are counted and it can be stopped before or
after any of them, or a few microseconds on. Stopped, it is asked whether it holds SQLite's lock for writing; then it is
killed with SIGKILL, which nothing in it can catch or clean up after.

A program of its own, because a process is traced by its parent, and the parent must have no threads to be forked:
jobs come as JSON lines on stdin, results go as JSON lines to stdout. `tsk` is imported before, once for all jobs; a
job with `exec` starts a new interpreter instead, as a user does.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import pkgutil
import signal
import struct
import sys
import time
from pathlib import Path
from typing import Any

TRACEME, SYSCALL, SETOPTIONS, GET_SYSCALL_INFO = 0, 24, 0x4200, 0x420E
GOOD_STOPS, EXIT_KILL = 1, 0x100000
ENTRY, EXIT = 1, 2
# write, writev, pwrite64, pwritev, fsync, fdatasync, truncate, ftruncate, rename, link, unlink, mkdir, chmod, variants
WRITES = {
    "x86_64": {1, 20, 18, 296, 74, 75, 76, 77, 82, 264, 316, 86, 265, 87, 263, 83, 258, 90, 91, 268},
    "aarch64": {64, 66, 68, 70, 82, 83, 45, 46, 38, 276, 37, 35, 34, 52, 53},
}.get(os.uname().machine, set())
LOCKED_IN_WAL, RESERVED = 120, 0x40000001  # the bytes by which SQLite says that a process is writing

libc = ctypes.CDLL(None, use_errno=True)


class Info(ctypes.Structure):
    """What the kernel tells of a system call: of interest are whether it begins or ends, and its number."""

    _fields_ = (
        ("op", ctypes.c_uint8), ("pad", ctypes.c_uint8 * 3), ("arch", ctypes.c_uint32), ("ip", ctypes.c_uint64),
        ("sp", ctypes.c_uint64), ("number", ctypes.c_uint64), ("more", ctypes.c_uint64 * 8),
    )  # fmt: skip


def ptrace(request: int, pid: int, address: int = 0, data: Any = 0) -> int:
    done = libc.ptrace(ctypes.c_long(request), ctypes.c_long(pid), ctypes.c_void_p(address), ctypes.c_void_p(data))
    if done < 0:
        raise OSError(ctypes.get_errno(), "ptrace")
    return int(done)


# ── the child ──────────────────────────────────────────────────────────────────────────────────────


def become(job: dict[str, Any], folder: Path) -> None:
    """Turns this process into the command; stdout reaches its file line by line, as it reaches a terminal."""
    os.environ.clear()
    os.environ.update(job["env"])
    streams = (("stdin", os.O_RDONLY), ("stdout", os.O_WRONLY), ("stderr", os.O_WRONLY))
    for number, (name, mode) in enumerate(streams):
        os.dup2(os.open(folder / name, mode), number)
    ptrace(TRACEME, 0)
    os.kill(os.getpid(), signal.SIGSTOP)
    if job["exec"]:
        os.execv(sys.executable, [sys.executable, "-u", "-m", "tsk", *job["words"]])
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - open to the end
    sys.stdout = open(1, "w", 1, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.argv = ["tsk", *job["words"]]
    from tsk.cli import entry

    entry()


# ── the parent ─────────────────────────────────────────────────────────────────────────────────────


def run(job: dict[str, Any]) -> dict[str, Any]:
    """One command, to its end or to the moment at which it is killed."""
    folder = Path(job["folder"])
    (folder / "stdin").write_text(job["stdin"], "utf-8")
    for name in ("stdout", "stderr"):
        (folder / name).write_bytes(b"")
    pid = os.fork()
    if pid == 0:
        try:
            become(job, folder)
        finally:
            os._exit(99)
    done = traced(pid, job["moment"], Path(job["home"]))
    out, err = ((folder / name).read_bytes().decode("utf-8", "replace") for name in ("stdout", "stderr"))
    return {**done, "out": out, "err": err}


def traced(pid: int, moment: dict[str, Any] | None, home: Path) -> dict[str, Any]:
    """Follows the child from one system call to the next; kills it at the moment, where there is one."""
    os.waitpid(pid, 0)
    ptrace(SETOPTIONS, pid, 0, GOOD_STOPS | EXIT_KILL)
    calls, deliver, writes, info = 0, 0, False, Info()
    while True:
        ptrace(SYSCALL, pid, 0, deliver)
        _, status = os.waitpid(pid, 0)
        if not os.WIFSTOPPED(status):
            return {"calls": calls, "code": os.waitstatus_to_exitcode(status), "killed": False, "inside": False}
        stopped = os.WSTOPSIG(status)
        deliver = 0 if stopped in (signal.SIGTRAP, signal.SIGTRAP | 0x80) else stopped
        if stopped != signal.SIGTRAP | 0x80:
            continue
        ptrace(GET_SYSCALL_INFO, pid, ctypes.sizeof(info), ctypes.addressof(info))
        if info.op == ENTRY:
            writes = info.number in WRITES
            calls += writes
        if moment and writes and calls == moment["call"] and info.op == (ENTRY if moment["before"] else EXIT):
            return killed(pid, moment["later"], home, calls)


def killed(pid: int, later: float, home: Path, calls: int) -> dict[str, Any]:
    """Lets the child run on for so many seconds, then asks what it holds and kills it."""
    if later:
        ptrace(7, pid)  # PTRACE_CONT
        until = time.perf_counter() + later
        while time.perf_counter() < until:
            pass
        os.kill(pid, signal.SIGSTOP)
        _, status = os.waitpid(pid, 0)
        if not os.WIFSTOPPED(status):
            return {"calls": calls, "code": os.waitstatus_to_exitcode(status), "killed": False, "inside": False}
    inside = is_writing(pid, home)
    os.kill(pid, signal.SIGKILL)
    while os.WIFSTOPPED(os.waitpid(pid, 0)[1]):
        pass
    return {"calls": calls, "code": -signal.SIGKILL, "killed": True, "inside": inside}


def is_writing(pid: int, home: Path) -> bool:
    """Whether the process holds the lock of a write transaction on any database of the home."""
    files = [path for path in home.rglob("*") if path.is_file() and ".db" in path.name]
    return any(holder(path, LOCKED_IN_WAL if path.name.endswith("-shm") else RESERVED) == pid for path in files)


def holder(path: Path, byte: int) -> int:
    """The process that holds the lock on that byte of the file; 0 for nobody."""
    question = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, byte, 1, 0)
    with path.open("r+b") as file:
        kind, _, _, _, pid = struct.unpack("hhqqi4x", fcntl.fcntl(file, fcntl.F_GETLK, question))
    return 0 if kind == fcntl.F_UNLCK else int(pid)


def imported() -> None:
    """Imports all of tsk, so that a job costs what the command does and not what the interpreter does."""
    import tsk

    for module in pkgutil.walk_packages(tsk.__path__, "tsk."):
        if module.name not in ("tsk.__main__", "tsk.entry"):
            try:
                __import__(module.name)
            except ImportError:  # an extra that is not installed
                continue


def main() -> None:
    imported()
    print(json.dumps({"can": possible()}), flush=True)
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)


def possible() -> str:
    """Why no process can be traced here; "" where one can."""
    if not WRITES:
        return f"the numbers of the system calls of {os.uname().machine} are not known here"
    pid = os.fork()
    if pid == 0:
        try:
            ptrace(TRACEME, 0)
            os.kill(os.getpid(), signal.SIGSTOP)
        finally:
            os._exit(99)
    _, status = os.waitpid(pid, 0)
    if not os.WIFSTOPPED(status):
        return "no process may be traced here (ptrace)"
    info = Info()
    try:
        ptrace(SETOPTIONS, pid, 0, GOOD_STOPS | EXIT_KILL)
        ptrace(SYSCALL, pid)
        os.waitpid(pid, 0)
        ptrace(GET_SYSCALL_INFO, pid, ctypes.sizeof(info), ctypes.addressof(info))
    except OSError as error:
        return f"the kernel does not tell of system calls ({error})"
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return ""


if __name__ == "__main__":
    main()
