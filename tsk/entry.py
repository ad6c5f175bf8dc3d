"""The way in from a shell.  A command is too short to collect garbage, so it never begins to (docs/speed.md)."""

import gc

gc.disable()


def run() -> None:
    """Runs one command line and ends the process with its exit code."""
    from tsk.cli import entry

    entry()
