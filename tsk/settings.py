"""What a home says of itself in `tsk.toml`: where its database is, and which site of it is meant."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from tsk.errors import StoreError, Word
from tsk.folders import SETTINGS, file_mode, unwritable

_KEYS = ("db", "site")
_PASSWORD_IN_QUERY = re.compile(r"(?<=[?&])password=[^&]*&?")
_TEXT = """# Where the complaints are, unless --db or TSK_DB says otherwise. Passwords belong into ~/.pgpass.
db = "{db}"
site = "{site}"
"""


def settings_of(path: Path) -> tuple[str, str]:
    """The database and the site that the settings of a home name, "" for what they do not.

    A file as database is meant from the home on. Raises StoreError where they cannot be used.
    """
    try:
        said = _read(path, path.read_bytes())
    except OSError as error:
        raise StoreError(
            "The settings {file} cannot be read ({reason}).",
            "Ask whoever owns them; or name the database with --db.",
            file=str(path),
            reason=Word(error.strerror),
        ) from error
    return _database(path, said.get("db", "")), said.get("site", "")


def _read(path: Path, content: bytes) -> dict[str, str]:
    """The pairs of the file; raises StoreError for what is no TOML, or says anything else."""
    import tomllib

    with suppress(UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError, ValueError):
        said = tomllib.loads(content.decode("utf-8-sig"))
        if all(key in _KEYS and isinstance(value, str) for key, value in said.items()):
            return said
    raise StoreError(
        "The settings {file} cannot be understood.",
        'They hold at most two lines: db = "postgresql://LOGIN@HOST:5432/DATABASE" and site = "CODE".',
        file=str(path),
    )


def _database(path: Path, said: str) -> str:
    """The database as --db would name it; raises StoreError for an address with a password in it."""
    if "://" not in said:
        return str(path.parent / said) if said else ""
    if without_password(said) != said:
        raise StoreError(
            "The settings {file} hold a password.",
            "Take it out of the address and put it into ~/.pgpass (docs/server.md).",
            file=str(path),
        )
    return said


def without_password(url: str) -> str:
    """The address of a server, without the password that stands before its host or among its parameters."""
    from urllib.parse import urlsplit

    try:
        login, at, _ = urlsplit(url).netloc.rpartition("@")
    except ValueError:
        return url
    name = login.partition(":")[0]
    bare = url.replace(f"{login}{at}", f"{name}{at}", 1) if login else url
    return _PASSWORD_IN_QUERY.sub("", bare).rstrip("?&")


def keep_settings(home: Path, db: str, site: str) -> Path | None:
    """The file that now says where the home's database is, without a password.

    None, and nothing written, where the home has such a file already or a database of its own.
    """
    path = home / SETTINGS
    if (home / "tsk.db").exists():
        return None
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(_TEXT.format(db=_quoted(without_password(db)), site=_quoted(site)))
        path.chmod(file_mode(home))
    except FileExistsError:
        return None
    except OSError as error:
        raise unwritable(path, error) from error
    return path


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
