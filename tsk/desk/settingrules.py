"""Rules put into force at a site, as far as the login may set any there."""

from __future__ import annotations

from datetime import datetime

from tsk.errors import Forbidden, TskError
from tsk.rules import Rules
from tsk.store import Store


def put_in_force(store: Store, rules: Rules, content: bytes, now: datetime) -> TskError | None:
    """Keeps the rules at the site; a warning where the login may not, and those in force there go on.

    Raises Forbidden where there are none yet.
    """
    try:
        store.keep_rules(rules, content, now)
    except Forbidden:
        if store.rule_file() is None:
            raise
        return TskError(
            "This login may not set the rules of the site: those in force there go on.",
            "Remove {file} from this machine, or read it in with a reviewer's login.",
            file=rules.file,
        )
    return None
