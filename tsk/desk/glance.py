"""The desk as a shell sees it while somebody types: opened only to be read, by the rules that were last in force."""

from __future__ import annotations

from msgspec.structs import replace

from tsk.desk.session import Desk, Options, last_good
from tsk.home import look_into


def glance(options: Options) -> Desk | None:
    """The desk of an existing home, None where no rules were ever good; nothing is made, mended, kept or asked for.

    Raises StoreError where it cannot be read as it lies.
    """
    options = replace(options, keys=options.keys.quiet(), interactive=False)
    store = look_into(options.home, options.db, options.site, options.keys)
    with store.closed_on_failure():
        rules = last_good(store)
        if rules:
            return Desk(options, store, rules, ())
    store.db.close()
    return None
