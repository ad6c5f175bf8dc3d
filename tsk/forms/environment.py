"""Templates of pages: every value made harmless and escaped on the way."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tsk import i18n
from tsk.text import harmless


def environment(templates: Path) -> Environment:
    """The templates of that folder with the words of the reader's language."""
    found = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(tr=i18n.tr, say=i18n.say, word=i18n.word, html_lang=_html_lang)
    return found


def _html_lang() -> str:
    return "zh-CN" if i18n.lang == "zh" else "en"


def _shown(value: object) -> object:
    """A value as it may stand on paper: nothing for None, control characters spelled out, its lines kept."""
    if value is None:
        return ""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return "\n".join(harmless(line) for line in value.split("\n"))
    return value
