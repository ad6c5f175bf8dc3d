"""The desk that a command would make by the way, tried where it leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from tsk.desk.session import Desk, Options, has_home, open_desk, rules_path


def begins(options: Options) -> bool:
    """Whether a command that records would make a plain desk first."""
    return not has_home(options) and not options.keys.is_set


@contextmanager
def rehearsal(options: Options) -> Iterator[Desk]:
    """An empty desk with the rules that the new one would have, in a folder that is gone afterwards."""
    rules = rules_path(options)
    with TemporaryDirectory(prefix="tsk-") as folder:
        named = str(rules) if rules.is_file() else options.rules
        desk = open_desk(replace(options, home=Path(folder) / "home", db="", rules=named), create=True)
        try:
            yield desk
        finally:
            desk.store.db.close()
