"""Where the key of an encrypted desk is from: a file, a command, or whoever sits at the terminal; never an argument."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from tsk import i18n
from tsk.db.cipher import Key
from tsk.errors import StoreError, TskError, Unreadable, Word
from tsk.folders import expanded

SHORTEST = 8  # characters of a new passphrase
_LONGEST = 1000  # characters of any
_PATIENCE = 30.0
_CHOOSE = "Set TSK_KEY_FILE or TSK_KEY_COMMAND, or type it on a terminal."
_NOTHING_THERE = "It takes 64 hexadecimal digits, or a passphrase on one line."


class Keys:
    """The key of one command, found when it is first needed; `warnings` say how it could be kept better.

    `seconds` is how long the command that tells it may take, as said in the environment.
    """

    def __init__(
        self, file: str = "", command: str = "", seconds: str = "", ask: bool = False, new_file: str = ""
    ) -> None:
        self._file, self._command, self._seconds, self._ask = file, command, seconds, ask
        self.new_file = new_file  # where the next key lies, or is to be written
        self._key: Key | None = None
        self.warnings: list[TskError] = []
        self.made = ""  # the file that a new key was written to

    @property
    def is_set(self) -> bool:
        """Whether it is said where the key is from, for whatever desk."""
        return bool(self._file or self._command)

    def quiet(self) -> Keys:
        """The same where nobody may be asked and nothing started: a key that lies in a file, or none."""
        return Keys(self._file)

    def of(self, path: Path) -> Key:
        """The key of the database there."""
        if self._key is None:
            self._key = Key(self._said(path))
            self._look_at_file(path)
        return self._key

    def new(self, path: Path, *folders: Path) -> Key:
        """The key of a database that is yet to be made; a key file that does not exist is written.

        A key that would lie in one of the folders, beside what it opens, is refused.
        """
        if self._key is None:
            self._check_outside(path.parent, *folders)
            self._key = Key(self._said_anew(path))
            self._look_at_file(path)
        return self._key

    def next(self, path: Path, *folders: Path) -> Key:
        """The key that is to follow the present one: from a file of its own, or typed."""
        if not (self.new_file or self._ask):
            raise StoreError("There is no new key.", "Name its file with TSK_NEW_KEY_FILE, or type it on a terminal.")
        following = Keys(file=self.new_file, ask=self._ask)
        key = following.new(path, *folders)
        self.made = following.made
        self.warnings += following.warnings
        return key

    def _said(self, path: Path) -> str:
        if self._file:
            return _from_file(expanded(self._file))
        if self._command:
            return _from_command(self._command, _patience(self._seconds))
        if self._ask:
            return _typed(i18n.say("Key of {file}:", file=path.name))
        raise Unreadable(
            "{file} is encrypted, and there is no key to open it.",
            "Set TSK_KEY_FILE or TSK_KEY_COMMAND, or type it on a terminal;"
            " if it never was encrypted, it is damaged: `tsk restore`.",
            file=str(path),
        )

    def _said_anew(self, path: Path) -> str:
        if self._file and not os.path.lexists(expanded(self._file)):
            self.made = self._file
            return _written(expanded(self._file))
        if not (self._file or self._command or self._ask):
            raise StoreError("An encrypted desk needs a key.", _CHOOSE)
        said = self._said(path)
        if len(said) < SHORTEST:
            raise StoreError(
                "The key is too short: a passphrase takes at least {least} characters.",
                "Nothing was made.",
                least=SHORTEST,
            )
        if not (self._file or self._command) and said != _typed(i18n.tr("The same again:")):
            raise StoreError("The two keys differ.", "Nothing was made; try again.")
        return said

    def _check_outside(self, *folders: Path) -> None:
        place = expanded(self._file).absolute() if self._file else None
        if place and any(_inside(place, folder) for folder in folders):
            raise StoreError(
                "The key file {file} lies in the folder of the desk.",
                "Who takes the one takes the other: name a file elsewhere with TSK_KEY_FILE, best on another medium.",
                file=str(place),
            )

    def _look_at_file(self, path: Path) -> None:
        """Notes where more people may read the key than the database, or where both lie in one folder."""
        if not self._file:
            return
        place = expanded(self._file)
        with suppress(OSError):
            if os.name == "posix" and _readers(place) & ~_readers(path):
                self.warnings.append(
                    TskError("Others may read the key file {file}.", "`chmod 600` keeps them out.", file=str(place))
                )
        if _inside(place.absolute(), path.parent):
            self.warnings.append(
                TskError("The key file {file} lies in the folder of the desk.", "Keep it elsewhere.", file=str(place))
            )


def _inside(place: Path, folder: Path) -> bool:
    return place.resolve().is_relative_to(folder.absolute().resolve())


def _readers(path: Path) -> int:
    """Who beside the owner may read or write the file; nobody where there is none yet."""
    return stat.S_IMODE(path.stat().st_mode) & 0o066 if path.exists() else 0


def _from_file(path: Path) -> str:
    try:
        if not path.is_file():
            raise OSError(0, _what_it_is(path))
        with path.open("rb") as file:
            content = file.read(4 * _LONGEST + 2)
    except OSError as error:
        raise StoreError(
            "The key file {file} cannot be read ({reason}).",
            "Put it back, or name another with TSK_KEY_FILE.",
            file=str(path),
            reason=Word(error.strerror),
        ) from error
    said = _first_line(content)
    if not said:
        raise StoreError("The key file {file} holds no key.", _NOTHING_THERE, file=str(path))
    return said


def _what_it_is(path: Path) -> str:
    if path.is_dir():
        return "Is a directory"
    return "Not a plain file" if path.exists() else "No such file or directory"


def _first_line(content: bytes) -> str:
    """The key in what a file or a command says; "" where there is none."""
    lines = content.splitlines()
    with suppress(UnicodeDecodeError):
        said = lines[0].decode("utf-8-sig") if lines else ""
        bare = said.strip()
        said = bare if len(bare) == 64 else said
        return said if bare and said.isprintable() and len(said) <= _LONGEST else ""
    return ""


def _from_command(command: str, seconds: float) -> str:
    """The first line that the command prints; it is run without a shell, and nothing of what it says is shown."""
    import shlex
    import subprocess

    try:
        ran = subprocess.run(
            shlex.split(command), stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise StoreError(
            "TSK_KEY_COMMAND gave no key within {seconds} seconds.",
            "Run it by hand to see why; TSK_KEY_SECONDS gives it more time.",
            seconds=seconds,
        ) from None
    except (OSError, ValueError, IndexError) as error:
        reason = getattr(error, "strerror", None) or "Not a command"
        raise StoreError("TSK_KEY_COMMAND cannot be run ({reason}).", "Check its words.", reason=Word(reason)) from None
    said = _first_line(ran.stdout) if not ran.returncode else ""
    if not said:
        raise StoreError(
            "TSK_KEY_COMMAND gave no key (exit {code}).", "Run it by hand to see why.", code=ran.returncode
        )
    return said


def _patience(said: str) -> float:
    with suppress(ValueError):
        seconds = float(said or _PATIENCE)
        return min(max(seconds, 0.1), 600.0) if seconds == seconds else _PATIENCE
    return _PATIENCE


def _typed(question: str) -> str:
    """What the person types, unseen."""
    import getpass

    try:
        said = getpass.getpass(f"{question} ")
    except EOFError:
        said = ""
    if not (said.strip() and said.isprintable() and len(said) <= _LONGEST):
        raise Unreadable("No key was typed.", "Nothing was done.")
    return said


def _written(path: Path) -> str:
    """A new key of chance in a file of its own that only its owner may read; never half of one, never over another."""
    key = os.urandom(32).hex()
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with open(handle, "w", encoding="ascii") as file:  # noqa: PTH123 - a handle, not a name
            file.write(key + "\n")
            file.flush()
            os.fsync(handle)
        os.link(draft, path)
    except FileExistsError:
        return _from_file(path)
    except OSError as error:
        raise StoreError(
            "The key file {file} cannot be written ({reason}).",
            "Name another with TSK_KEY_FILE; nothing was made.",
            file=str(path),
            reason=Word(error.strerror),
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    return key
