"""The options of every command: the only place where the clock and the environment are read."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tsk import i18n
from tsk.errors import UsageError

if TYPE_CHECKING:
    from tsk.desk.session import Options

ROOT = {
    "--home": "TSK_HOME",
    "--db": "TSK_DB",
    "--site": "TSK_SITE",
    "--rules": "TSK_RULES",
    "--as": "TSK_USER",
    "--lang": "TSK_LANG",
    "--now": "TSK_NOW",
    "--once": "",  # no variable: the commands of a whole session would be one
}
LISTED = ("--site",)  # said several times it names several, where a command takes more than one
_ONCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
FLAGS = ("--no-input",)
KEYS = ("TSK_KEY_FILE", "TSK_KEY_COMMAND", "TSK_KEY_SECONDS", "TSK_NEW_KEY_FILE")


class Own(NamedTuple):
    """What a home names itself."""

    db: str = ""
    site: str = ""


def check_words(words: list[str]) -> None:
    """Raises UsageError for a word that is no Unicode: it could be neither stored nor shown."""
    for number, said in enumerate(words, 1):
        try:
            said.encode()
        except UnicodeEncodeError as error:
            raise UsageError(
                "Word {number} of the command line is not valid text.",
                "Set the terminal to UTF-8, or type it again.",
                number=number,
            ) from error


def options_of(root: Mapping[str, str], flags: frozenset[str]) -> Options:
    """The root options with their defaults; the only place where the clock and the environment are read.

    Where neither --db nor TSK_DB names a database, the home's `tsk.toml` may.
    """
    from tsk.desk.session import Options
    from tsk.keys import Keys

    given = {option: root.get(option) or (os.environ.get(name, "") if name else "") for option, name in ROOT.items()}
    clock = datetime.now(UTC).replace(microsecond=0)
    file, command, seconds, new = (os.environ.get(name, "") for name in KEYS)
    home = _folder(given["--home"]) if given["--home"] else _default_home()
    own = Own() if given["--db"] else _own(home)  # another database has other sites
    return Options(
        home=home,
        db=given["--db"] or own.db,
        site=given["--site"] or own.site,
        visits="" not in (given["--site"], own.site) and given["--site"] != own.site,
        rules=given["--rules"],
        once=_once(given["--once"]),
        actor=_actor(given["--as"]) or _login(),
        lang=i18n.lang,
        now=given["--now"],
        clock=clock,
        interactive="--no-input" not in flags and sys.stdin.isatty() and sys.stdout.isatty(),
        keys=Keys(file, command, seconds, "--no-input" not in flags and sys.stdin.isatty(), new),
    )


def _own(home: Path) -> Own:
    """The database and the site that the home's settings name; nothing where it has none."""
    from tsk.folders import SETTINGS

    path = home / SETTINGS
    if not os.access(path, os.F_OK):  # whoever may not look into the home is told so later
        return Own()
    from tsk.settings import settings_of

    return Own(*settings_of(path))


def _folder(said: str) -> Path:
    try:
        return Path(said).expanduser()
    except RuntimeError as error:
        raise UsageError("There is no home folder of {said}.", "Write the whole path.", said=said) from error


def _default_home() -> Path:
    """The platform's folder for user data."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or _folder("~")) / "tsk"
    if sys.platform == "darwin":
        return _folder("~") / "Library" / "Application Support" / "tsk"
    return Path(os.environ.get("XDG_DATA_HOME") or _folder("~") / ".local" / "share") / "tsk"


def _actor(said: str) -> str:
    """Who acts, as said; raises UsageError for what is no name, or the name of the desk itself."""
    check_words([said])
    name = " ".join(said.split())
    if len(name) > 60 or name in ("system", "-") or not name.isprintable():
        raise UsageError(
            "“{said}” is not a name for somebody who acts.", "Give a staff number or a login.", said=name[:60]
        )
    return name


def _once(said: str) -> str:
    """The name of a command that is to be carried out once; raises UsageError for what cannot be one."""
    if said and not _ONCE.fullmatch(said):
        raise UsageError(
            "“{said}” cannot name a command for --once.",
            "Write up to 64 letters, digits, dots, hyphens and underlines.",
            said=said[:64],
        )
    return said


def _login() -> str:
    """The login name of the operating system, or `somebody` where it has none."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if os.environ.get(name):
            return os.environ[name]
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return "somebody"


def language(chosen: str) -> str:
    """`zh` or `en`: as chosen, else as the locale says; raises UsageError for any other language."""
    if chosen in ("zh", "en"):
        return chosen
    if chosen:
        raise UsageError("There is no language {said}.", "There are: en, zh.", said=chosen[:20])
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh" if locale.startswith("zh") or (not locale and _system_is_chinese()) else "en"


def _system_is_chinese() -> bool:
    """Whether Windows, which has no such variables, shows its own menus in Chinese."""
    if sys.platform != "win32":
        return False
    import ctypes

    return bool(ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == _CHINESE)


_CHINESE = 0x04  # the primary language of Windows' language codes, whatever the country
