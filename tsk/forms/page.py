"""The page of a form: its template filled in, every value made harmless and escaped on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tsk.desk.formfile import FormFile
from tsk.forms import appeal, eightd, record, slip
from tsk.forms.environment import environment
from tsk.forms.sheet import sheet
from tsk.forms.speech import Speech
from tsk.rules import Rules

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
    return environment(_TEMPLATES).get_template(f"{kind}.html").render(filled)
