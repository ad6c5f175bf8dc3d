"""The single values of a mapping file: where a text or an instant comes from, read and checked."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from tsk.importer.dates import are_ambiguous, problem_of
from tsk.importer.plan import FileRules, Moment, Source
from tsk.rulefile.lines import Path
from tsk.rulefile.values import Page, flag, text, texts

SOURCE = ("from", "with", "text", "is", "digest", "split", "part", "match", "map", "else", "keep", "default", "cut")
MOMENT = (*SOURCE, "dates", "zone", "time")
_ORIGINS = ("from", "text", "is", "digest")
NAMED = re.compile(r"\{([^{}]+)\}")  # a heading within a template
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_NO_FORM = {
    "question": "Nobody has said yet how the dates of this column are written.",
    "unknown": '"{form}" is not a form of dates.',
    "twice": '"{form}" names one part of a date twice.',
    "year": '"{form}" has no year.',
    "day": '"{form}" has no day of a month.',
    "half": '"{form}" leaves the half of the day open.',
}
_JOIN = "Join the column that has it: from = [ … ]."
_A_FORM = {
    "question": "Look at the file, then write dates with the order that is meant: %d/%m/%Y or %m/%d/%Y.",
    "unknown": "Use %Y %m %d %H %M %S, %y, %b, %I with %p, %z, or iso, unix, excel.",
    "twice": "Name each part once.",
    "year": _JOIN,
    "day": _JOIN,
    "half": "Use %I together with %p, or %H alone.",
}


class Reader:
    """The reader of one mapping file: what [file] says about dates holds wherever nothing else is said."""

    def __init__(self, page: Page, file: FileRules) -> None:
        self.page, self._file = page, file

    def source(self, path: Path, value: Any, known: tuple[str, ...] = SOURCE) -> Source:
        """Where a text comes from: a heading, or a table that says more."""
        line = self.page.line(path)
        if isinstance(value, str):
            return Source((value,), line=line)
        if isinstance(value, list):
            return Source(texts(self.page, path, value) or (), line=line)
        if not isinstance(value, dict):
            self.page.wrong(path, "{name} is no heading of a column.", 'Write: {name} = "Heading".', name=path[-1])
            return Source()
        for name in value:
            if name not in known:
                self.page.unknown((*path, name), 'Nothing here is called "{word}".', name, known)
        if sum(name in value for name in _ORIGINS) != 1:
            self.page.wrong(
                path,
                "A source says one thing: from, text, is or digest.",
                'Write: {name} = {{ from = "Heading" }}.',
                name=path[-1],
            )
        return self._table(path, value, line)

    def _table(self, path: Path, value: dict[str, Any], line: int) -> Source:
        page = self.page
        said: dict[str, Any] = {"columns": _columns(page, path, value), "line": line}
        for name, (field, read) in _FIELDS.items():
            if name in value:
                said[field] = read(page, (*path, name), value[name])
        if ("split" in value) != ("part" in value):
            page.wrong(path, "split and part go together.", 'Write: split = " / ", part = 2.')
        if "map" not in value and ("else" in value or "keep" in value):
            page.wrong(path, "else and keep belong to a map.", 'Add: map = {{ "Theirs" = "ours" }}.')
        return Source(**{name: one for name, one in said.items() if one is not None})

    def moment(self, path: Path, value: Any) -> Moment:
        """Where an instant comes from, with the form of its dates."""
        table = value if isinstance(value, dict) else {}
        source = self.source(path, value, MOMENT)
        formats = formats_of(self.page, (*path, "dates"), table["dates"]) if "dates" in table else self._file.dates
        if not formats and "dates" not in table and "is" not in table:
            self.page.wrong(
                path,
                "Nothing says how the dates of this column are written.",
                'Add dates = ["%Y-%m-%d %H:%M"], here or in [file].',
            )
        zone = zone_named(self.page, (*path, "zone"), table["zone"]) if "zone" in table else self._file.zone
        clock = table.get("time", "")
        if clock and not (isinstance(clock, str) and _CLOCK.fullmatch(clock)):
            self.page.wrong((*path, "time"), "{value} is no time of day.", 'Write: time = "09:00".', value=clock)
        return Moment(source, tuple(formats or ()), zone or "", str(clock))


def _columns(page: Page, path: Path, value: dict[str, Any]) -> tuple[str, ...]:
    """The headings that the source names; `#3` is the third column."""
    if "from" in value:
        return texts(page, (*path, "from"), value["from"]) or ()
    return tuple(dict.fromkeys(NAMED.findall(value["text"]))) if isinstance(value.get("text"), str) else ()


# ── single values ──────────────────────────────────────────────────────────────────────────────────


def formats_of(page: Page, path: Path, value: Any) -> tuple[str, ...] | None:
    """The forms in which dates are written; two that differ in the order of day and month alone are refused."""
    forms = texts(page, path, value) or ()
    for form in forms:
        wrong = problem_of(form)
        if wrong:
            page.wrong(path, _NO_FORM[wrong], _A_FORM[wrong], form=form)
    if any(are_ambiguous(one, other) for one in forms for other in forms):
        page.wrong(
            path,
            "Two of these forms read the same date as different days.",
            "Keep the one that the file is written in.",
        )
    return forms


def zone_named(page: Page, path: Path, value: Any) -> str | None:
    """A zone of the tz database."""
    name = text(page, path, value)
    try:
        return ZoneInfo(name or "UTC").key if name else None
    except (KeyError, ValueError, OSError):
        page.wrong(path, "There is no time zone {name}.", 'Write for example "Asia/Shanghai".', name=name)
        return None


def _encoding(page: Page, path: Path, value: Any) -> str | None:
    name = text(page, path, value)
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        page.wrong(path, "There is no encoding {name}.", "Write utf-8, gb18030, utf-16, big5 or cp1252.", name=name)
        return None


def _delimiter(page: Page, path: Path, value: Any) -> str | None:
    mark = text(page, path, value)
    if mark is None or len(mark) == 1:
        return mark
    page.wrong(path, "A delimiter is one character.", 'Write for example ";", or "\\t" for tabs.')
    return None


def _positive(page: Page, path: Path, value: Any) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return value
    page.wrong(path, "{value} is no number from 1 on.", "Write it without quotes.", value=value)
    return None


def _pairs(page: Page, path: Path, value: Any) -> dict[str, str] | None:
    if isinstance(value, dict) and all(isinstance(one, str) for one in value.values()):
        return {folded(name): one for name, one in value.items()}
    page.wrong(path, "A map gives a text for each text.", 'Write: map = {{ "Theirs" = "ours" }}.')
    return None


def folded(said: str) -> str:
    """A word of theirs as a map compares it: capitals and blanks do not matter."""
    return " ".join(said.split()).casefold()


def _pattern(page: Page, path: Path, value: Any) -> str | None:
    pattern = text(page, path, value)
    try:
        groups = re.compile(pattern or "").groups
    except re.error as error:
        page.wrong(path, "The pattern cannot be read: {detail}.", "Mend the regular expression.", detail=str(error))
        return None
    if groups > 1:
        page.wrong(path, "A pattern has one group at most.", "Write (?: … ) for the others.")
    return pattern


def _list(page: Page, path: Path, value: Any) -> tuple[str, ...] | None:
    return texts(page, path, value)


_Read = Callable[[Page, Path, Any], Any]
FILE: dict[str, _Read] = {
    "encoding": _encoding,
    "delimiter": _delimiter,
    "sheet": text,
    "header": _positive,
    "empty": _list,
    "zone": zone_named,
    "dates": formats_of,
    "short_rows": flag,
}
_FIELDS: dict[str, tuple[str, _Read]] = {
    "with": ("joined", text),
    "text": ("text", text),
    "is": ("constant", text),
    "digest": ("digest", flag),
    "split": ("split", text),
    "part": ("part", _positive),
    "match": ("match", _pattern),
    "map": ("map", _pairs),
    "else": ("otherwise", text),
    "keep": ("keep", flag),
    "default": ("default", text),
    "cut": ("cut", _positive),
}
