"""The folder of backups: drafts that become whole in one step, files on the disk before they count, one lock.

`<folder>/<name>/` is a backup, `<folder>/attachments/ab/<hash>` the attachments of all of them, each once; sealed ones
lie under `<folder>/shelf-<mark>/`, for under each key they are other bytes.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from tsk.backups import DATABASE, MANIFEST, PAPERS, RULES, FileMark, Manifest, instant_of, read
from tsk.errors import StoreError, Word
from tsk.folders import file_mode, folder_mode, make_folder, sync_folder
from tsk.paperstore import place_of

_DRAFT, _GONE = ".draft-", ".gone-"
_SHELF = "shelf-"
_PIECE = 1 << 20


class Backup(Struct, frozen=True):
    """One backup in a folder; without a manifest it is damaged, or a bare copy of a database (`path` is the file)."""

    name: str
    path: Path
    manifest: Manifest | None

    @property
    def is_bare(self) -> bool:
        return self.path.is_file()

    @property
    def database(self) -> Path:
        return self.path if self.is_bare else self.path / DATABASE

    @property
    def rules(self) -> Path:
        return self.path / RULES

    @property
    def folder(self) -> Path:
        return self.path.parent

    @property
    def shelf(self) -> Path:
        """The folder with its attachments."""
        return shelf_in(self.folder, self.manifest.shelf if self.manifest else "")


def unwritable_backup(folder: Path, error: OSError) -> StoreError:
    """The error for a backup that cannot be written down; nothing is kept of it."""
    return StoreError(
        "No backup was made in {folder} ({reason}).",
        "Nothing is left of it there; make room, or name another folder with --to.",
        folder=str(folder),
        reason=Word(error.strerror),
    )


# ── what is there ──────────────────────────────────────────────────────────────────────────────────


def backup_at(path: Path) -> Backup:
    """The backup in that folder, or the bare copy that the file is."""
    manifest = None
    with suppress(OSError):
        manifest = read((path / MANIFEST).read_bytes())
    return Backup(path.name, path, manifest)


def backups_in(folder: Path) -> tuple[Backup, ...]:
    """The backups of a folder, the newest first, damaged ones too; drafts are none."""
    found = [backup_at(path) for path in _entries(folder) if instant_of(path.name) and path.is_dir()]
    return tuple(sorted(found, key=lambda one: (_made(one), one.name), reverse=True))


def copies_in(folder: Path) -> tuple[Path, ...]:
    """What was put aside there beside the backups: copies from before an upgrade, and wrecks."""
    return tuple(
        path
        for path in _entries(folder)
        if path.name.startswith(("before-upgrade-", "wreck-")) and not path.is_symlink()
    )


def _made(one: Backup) -> object:
    return one.manifest.made_at if one.manifest else instant_of(one.name)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StoreError(
            "{folder} cannot be read ({reason}).",
            "Name another folder.",
            folder=str(folder),
            reason=Word(error.strerror),
        ) from error


def listed(backup: Backup) -> dict[str, int] | None:
    """The attachments that the backup names, by hash, with their sizes; None where its list cannot be read."""
    try:
        rows = (line.split() for line in (backup.path / PAPERS).read_text("ascii").splitlines())
        return {digest: int(size) for digest, size in rows}
    except (OSError, ValueError):
        return None


def size_of(path: Path) -> int:
    """The bytes of a file, or of everything in a folder."""
    files = (path,) if path.is_file() else (file for file in path.rglob("*") if file.is_file())
    return sum(file.stat().st_size for file in files)


# ── files ──────────────────────────────────────────────────────────────────────────────────────────


def mark_of(path: Path) -> FileMark:
    """Hash and size of a file."""
    digest, size = sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return FileMark(digest.hexdigest(), size)


def shelf_in(folder: Path, mark: str) -> Path:
    """Where attachments sealed under the key of that mark lie beside the backups, or plain ones."""
    return folder / f"{_SHELF}{Path(mark).name}" if mark else folder


def _new(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def write_file(target: Path, content: bytes) -> FileMark:
    """Writes a new file that is on the disk when this returns."""
    with _new(target) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return FileMark(sha256(content).hexdigest(), len(content))


def copy_file(source: Path, target: Path) -> None:
    """Copies a file; the target is there whole and on the disk, or not at all."""
    make_folder(target.parent)
    draft = target.with_name(f".{target.name}.{os.getpid()}-{os.urandom(3).hex()}")
    try:
        with source.open("rb") as given, _new(draft) as copy:
            shutil.copyfileobj(given, copy, _PIECE)
            copy.flush()
            os.fsync(copy.fileno())
        draft.chmod(file_mode(target.parent))
        draft.replace(target)
        sync_folder(target.parent)
    finally:
        draft.unlink(missing_ok=True)


def like(path: Path, home: Path) -> None:
    """Gives a file or a folder the group of the home, and the permissions of what is made there."""
    with suppress(OSError):
        group = home.stat().st_gid
        if os.name == "posix" and path.stat().st_gid != group:
            os.chown(path, -1, group)
        path.chmod(folder_mode(home) if path.is_dir() else file_mode(home))


# ── drafts and the lock ────────────────────────────────────────────────────────────────────────────


@contextmanager
def draft_in(folder: Path) -> Iterator[Path]:
    """A hidden folder in which something is made; whatever is left of it in the end goes."""
    draft = folder / f"{_DRAFT}{os.getpid()}-{os.urandom(4).hex()}"
    try:
        draft.mkdir(mode=0o700)
    except OSError as error:
        raise unwritable_backup(folder, error) from error
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def become(draft: Path, names: Iterable[str]) -> Path:
    """Gives a draft the first name that is free; whoever sees the name sees all of it, after a power cut too."""
    sync_folder(draft)
    for name in names:
        target = draft.with_name(name)
        if target.exists():
            continue
        try:
            draft.rename(target)
        except OSError as error:
            if error.errno in (errno.EEXIST, errno.ENOTEMPTY):
                continue  # another process was faster
            raise
        sync_folder(target.parent)
        return target
    raise FileExistsError(errno.EEXIST, "File exists")


@contextmanager
def using(folder: Path) -> Iterator[None]:
    """While this lasts, nobody tidies the folder up."""
    with _locked(folder, alone=False):
        yield


@contextmanager
def tidying(folder: Path) -> Iterator[bool]:
    """Whether nobody else uses the folder now; as long as this lasts, nobody begins to."""
    with _locked(folder, alone=True) as taken:
        yield taken


@contextmanager
def _locked(folder: Path, alone: bool) -> Iterator[bool]:
    try:
        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:  # a medium that nobody can write: there is nothing to tidy up either
        yield False
        return
    try:
        with suppress(OSError):
            (folder / ".lock").chmod(folder.stat().st_mode & 0o666)  # whoever may write there may take it
        yield _take(handle, alone)
    finally:
        os.close(handle)


def _take(handle: int, alone: bool) -> bool:
    """Takes the lock, which goes with the handle and so with the process."""
    try:
        import fcntl
    except ImportError:  # no such locks on this platform: nothing is tidied up
        return not alone
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB if alone else fcntl.LOCK_SH)
    except OSError:
        return False
    return True


def remove(folder: Path, names: Iterable[str]) -> None:
    """Removes backups; one whose removal is interrupted is no backup any more."""
    for name in names:
        gone = folder / f"{_GONE}{name}"
        (folder / name).rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Removes what killed commands left, and the attachments that no backup names; call it only while tidying."""
    for path in _entries(folder):
        if path.name.startswith((_DRAFT, _GONE)):
            shutil.rmtree(path, ignore_errors=True)
    named: set[Path] = set()
    for one in backups_in(folder):
        papers = listed(one)
        if papers is None or one.manifest is None:
            return  # what a damaged backup needs, nobody knows
        named.update(place_of(one.shelf, digest) for digest in papers)
    for path in (*folder.glob("attachments/*/*"), *folder.glob(f"{_SHELF}*/attachments/*/*")):
        if path not in named:
            path.unlink(missing_ok=True)
