"""The folders and files of a home: for its owner alone, or for one group; what disk they lie on.

A home that is shared with a group carries the set-group-ID bit, so that whatever is made in it belongs to the group.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tsk.errors import StoreError, UsageError, Word

SETTINGS = "tsk.toml"  # the file of a home that names its database, where that is elsewhere
DRAFTS = "drafts"  # the folder of a home that holds what each has begun to say
_SHARED = stat.S_ISGID | stat.S_IWGRP
OWN_FILE, OWN_FOLDER, SHARED_FILE, SHARED_FOLDER = 0o600, 0o700, 0o660, 0o2770
NETWORKS = ("nfs", "cifs", "smb", "afs", "ncpfs", "9p", "fuse.sshfs", "fuse.rclone", "fuse.gvfs", "davfs", "glusterfs")


def is_shared(folder: Path) -> bool:
    """Whether the folder was opened to a group."""
    try:
        return folder.stat().st_mode & _SHARED == _SHARED
    except OSError:
        return False


def file_mode(folder: Path) -> int:
    """The permissions of a file that is made in that folder of a home."""
    return SHARED_FILE if is_shared(folder) else OWN_FILE


def folder_mode(folder: Path) -> int:
    """The permissions of a folder that is made in that folder of a home."""
    return SHARED_FOLDER if is_shared(folder) else OWN_FOLDER


def expanded(said: str) -> Path:
    """The path with `~` as a person's own folder; as it was said where there is no such person."""
    try:
        return Path(said).expanduser()
    except RuntimeError:
        return Path(said)


def make_folder(folder: Path) -> None:
    """Makes the folder, for its owner alone or for the group of the one that it lies in, where it does not exist."""
    try:
        if folder.is_dir():
            return
        shared = is_shared(folder.parent)
        folder.mkdir(mode=OWN_FOLDER, parents=True, exist_ok=True)
        if shared:
            folder.chmod(SHARED_FOLDER)
    except OSError as error:
        raise unwritable(folder, error) from error


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder survive a power cut, where the platform can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def unwritable(path: Path, error: OSError) -> StoreError:
    """The error for a file or folder that cannot be made or written."""
    return StoreError(
        "{file} cannot be written ({reason}).",
        "Choose another folder with --home, or ask whoever owns this one.",
        file=str(path),
        reason=Word(error.strerror),
    )


def group_of(name: str) -> int:
    """The number of a group of this machine; raises UsageError where there is none, or no groups at all."""
    try:
        import grp

        return grp.getgrnam(name).gr_gid
    except (ImportError, KeyError, ValueError, UnicodeError) as error:
        raise UsageError(
            "There is no group {name} on this machine.", "`getent group` lists them.", name=name[:60]
        ) from error


def share(home: Path, gid: int) -> None:
    """Opens a home and everything in it to a group; raises StoreError where it is somebody else's."""
    try:
        for path in (home, *_inside(home)):
            os.chown(path, -1, gid, follow_symlinks=False)
            path.chmod(SHARED_FOLDER if path.is_dir() else SHARED_FILE)
    except OSError as error:
        raise unwritable(home, error) from error


def _inside(home: Path) -> Iterator[Path]:
    """Everything in a home that is the desk's, not one person's alone."""
    return (path for path in home.rglob("*") if not path.is_symlink() and path.parent != home / DRAFTS)


class Disk(NamedTuple):
    """What a folder lies on: the kind of its file system ("" where nothing tells), and the bytes that are free."""

    kind: str
    free: int

    @property
    def is_network(self) -> bool:
        """Whether other machines may write to it: SQLite's locks do not hold there."""
        return self.kind.startswith(NETWORKS)


def disk_of(folder: Path) -> Disk:
    """The disk under a folder."""
    import shutil  # no command needs it but `doctor`

    return Disk(_kind(folder.resolve()), shutil.disk_usage(folder).free)


def _kind(folder: Path) -> str:
    """The file system of the longest mount point above the folder, as Linux lists them."""
    try:
        lines = Path("/proc/self/mounts").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    mounts = (line.split()[1:3] for line in lines if len(line.split()) >= 3)
    above = [(Path(point.encode().decode("unicode_escape")), kind) for point, kind in mounts]
    found = [(len(point.parts), kind) for point, kind in above if folder.is_relative_to(point)]
    return max(found, default=(0, ""), key=lambda one: one[0])[1]
