"""[notify]: who is sent the day's summary. What is compiled names schemes and variables; addresses stay in the file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from tsk.redaction import masked, redacted
from tsk.rulefile.lines import Path
from tsk.rulefile.values import Page, texts

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[^\s\"'\\]+")
_VARIABLE = re.compile(r"env:[A-Za-z_]\w*", re.ASCII)
_FORM = 'Write "scheme://…" as apprise knows it, or "env:NAME" for one that stands in the environment.'


def addresses(page: Page, path: Path, value: Any) -> tuple[str, ...]:
    """Addresses with their secrets masked, and names of variables that hold one; no problem repeats what was said."""
    found = texts(page, path, value) or ()
    for said in found:
        if not (_VARIABLE.fullmatch(said) or _ADDRESS.fullmatch(said)):
            page.wrong(path, "This is not an address.", _FORM)
    if not found:
        page.wrong(path, "There is no address here.", _FORM)
    return tuple(map(masked, found))


def check_plain(page: Page, content: bytes, data: Mapping[str, Any]) -> None:
    """A problem for each address that is written so that its secret could not be taken out of what is kept."""
    kept = redacted(content)
    for name, urls in _said(data).items():
        secret = [url.encode() for url in urls if masked(url) != url]  # what was kept before has none
        if any(url not in content or url in kept for url in secret):
            page.wrong(
                ("notify", name, "to"),
                "An address is written in a way that its secret could be kept elsewhere.",
                "Write it on one line of [notify], in plain characters between quotes.",
            )


def said_addresses(content: bytes) -> dict[str, tuple[str, ...]]:
    """The addresses of a rule file as they are written, secrets and all, by row; none where it cannot be read."""
    try:
        return _said(tomllib.loads(content.decode("utf-8-sig")))
    except (ValueError, RecursionError):  # no TOML, no UTF-8, or beyond what the parser takes
        return {}


def _said(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    section = data.get("notify")
    rows = section if isinstance(section, dict) else {}
    said = {name: row.get("to") for name, row in rows.items() if isinstance(row, dict)}
    lists = {name: to if isinstance(to, list) else [to] for name, to in said.items()}
    return {name: tuple(one for one in to if isinstance(one, str)) for name, to in lists.items()}
