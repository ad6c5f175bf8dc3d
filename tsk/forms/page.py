"""The page of a form: its template filled in, every value made harmless and escaped on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tsk import i18n
from tsk.desk.formfile import FormFile
from tsk.forms import appeal, eightd, record, slip
from tsk.forms.sheet import sheet
from tsk.forms.speech import Speech
from tsk.rules import Rules
from tsk.text import harmless

_TEMPLATES = Path(__file__).parent / "templates"
Content = Callable[[FormFile, Speech], dict[str, Any]]
_CONTENT: dict[str, Content] = {
    "slip": slip.content,
    "store": record.store,
    "company": record.company,
    "8d": eightd.content,
    "appeal": appeal.content,
}


def page(kind: str, file: FormFile, rules: Rules) -> str:
    """The HTML of that kind of form about the case; it asks for nothing outside itself."""
    speech = Speech(rules)
    filled = {**sheet(file, speech), **_CONTENT[kind](file, speech)}
    return _environment().get_template(f"{kind}.html").render(filled)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(tr=i18n.tr, say=i18n.say, word=i18n.word, html_lang=_html_lang)
    return environment


def _html_lang() -> str:
    return "zh-CN" if i18n.lang == "zh" else "en"


def _shown(value: object) -> object:
    """A value as it may stand on paper: nothing for None, control characters spelled out, its lines kept."""
    if value is None:
        return ""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return "\n".join(harmless(line) for line in value.split("\n"))
    return value
