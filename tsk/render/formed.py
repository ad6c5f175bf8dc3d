"""A form that was written."""

from __future__ import annotations

from tsk.i18n import say, word
from tsk.render.console import unbroken


def show_formed(file: str, kind: str, number: str) -> None:
    """Prints where the form was written and what it is."""
    told = "{file}: {kind} of {number}. Open it in a browser to print it."
    unbroken(say(told, file=file, kind=word(f"form {kind}"), number=number))
