"""Dates by declared format: `%d/%m/%Y %H:%M` and the like, read strictly and fast; nothing is ever guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec import Struct

FIRST_YEAR, LAST_YEAR = 1900, 2999
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = {name[:length]: nth for nth, name in enumerate(_MONTHS, 1) for length in (3, len(name))} | {"sept": 9}
_AFTERNOON = {
    "am": 0,
    "a.m.": 0,
    "上午": 0,
    "凌晨": 0,
    "早上": 0,
    "pm": 12,
    "p.m.": 12,
    "下午": 12,
    "晚上": 12,
    "中午": 12,
}
_PARTS = {
    "Y": r"(?P<Y>\d{4})", "y": r"(?P<y>\d{2})", "m": r"(?P<m>\d{1,2})", "d": r"(?P<d>\d{1,2})",
    "H": r"(?P<H>\d{1,2})", "I": r"(?P<I>\d{1,2})", "M": r"(?P<M>\d{1,2})", "S": r"(?P<S>\d{1,2})",
    "b": r"(?P<b>[a-z]{3,9})\.?", "B": r"(?P<b>[a-z]{3,9})\.?",
    "p": "(?P<p>" + "|".join(map(re.escape, _AFTERNOON)) + ")",
    "f": r"(?P<f>\d{1,9})", "z": r"(?P<z>z|[+-]\d{2}:?\d{2})", "a": r"[^\W\d]{2,9}\.?", "A": r"[^\W\d]{2,9}\.?",
    "Z": r"[a-z]{2,5}", "%": "%",
}  # fmt: skip
_IN_ORDER = ("Y", "m", "d", "H", "M", "S")  # as the calendar's own constructor takes them
SPECIAL = ("iso", "unix", "unix-ms", "excel")
ASK = "?"
WORKBOOK = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d")  # as a date in a cell of a workbook is handed on


class Said(Struct, frozen=True):
    """An instant as it was told; `whole` is false for a date without its time of day: then `at` is its 00:00."""

    at: datetime
    whole: bool


Reader = Callable[[str], Said | None]


def problem_of(form: str) -> str:
    """What is wrong with a format: `question`, `unknown`, `twice`, `year`, `day` or `half`; "" for a good one."""
    if form == ASK:
        return "question"
    if form in SPECIAL:
        return ""
    letters = re.findall(r"%(.?)", form)
    if any(letter not in _PARTS for letter in letters):
        return "unknown"
    if len(set(letters) - {"%"}) < len([letter for letter in letters if letter != "%"]):
        return "twice"
    if not {"Y", "y"} & set(letters):
        return "year"
    if "d" not in letters or not {"m", "b", "B"} & set(letters):
        return "day"
    return "half" if ("I" in letters) != ("p" in letters) else ""


def are_ambiguous(one: str, other: str) -> bool:
    """Whether two formats differ in nothing but the order of day and month, so that both read the same cells."""
    return one != other and _shape(one) == _shape(other)


def _shape(form: str) -> str:
    return re.sub("%[dm]", "%#", form)


def reader(formats: tuple[str, ...], zone: ZoneInfo) -> Reader:
    """The reader of a column: the first format that fits counts."""
    single = [_reader(form, zone) for form in formats]
    if len(single) == 1:
        return single[0]

    def read(text: str) -> Said | None:
        return next((said for one in single if (said := one(text))), None)

    return read


def _reader(form: str, zone: ZoneInfo) -> Reader:
    if form in SPECIAL:
        read = _SPECIAL[form]
        return lambda text: _sensible(read, text, zone)
    letters = set(re.findall(r"%(.)", form))
    exact = _exact(form, zone, bool(letters & {"H", "I"}))
    return exact if letters & {"H", "I"} else lru_cache(4096)(exact)


def _exact(form: str, zone: ZoneInfo, whole: bool) -> Reader:
    pattern = re.compile(_pattern(form), re.IGNORECASE)
    plain = tuple(letter for letter in _IN_ORDER if letter in pattern.groupindex)
    is_plain = len(plain) == len(pattern.groupindex) and plain == _IN_ORDER[: len(plain)]

    def read(text: str) -> Said | None:
        found = pattern.fullmatch(text)
        if not found:
            return None
        try:
            if is_plain:
                local = datetime(*map(int, found.group(*plain)))  # type: ignore[arg-type]
                return Said(_sensible_year(local.replace(tzinfo=zone)), whole)
            return Said(_instant(found.groupdict(), zone), whole)
        except (ValueError, OverflowError):
            return None

    return read


def _pattern(form: str) -> str:
    pieces = re.split(r"%(.)", form)
    letters, between = ["", *pieces[1::2], ""], pieces[::2]
    made = [_between(between[0])]
    for nth, letter in enumerate(letters[1:-1]):
        before, after = letters[nth] if not between[nth] else "", letters[nth + 2] if not between[nth + 1] else ""
        glued = bool({before, after} & set("YymdHIMSf"))
        made += [_part(letter, glued), _between(between[nth + 1])]
    return "".join(made)


def _part(letter: str, glued: bool) -> str:
    """Figures that stand beside others without a sign between them have two digits each."""
    return _PARTS[letter].replace(r"\d{1,2}", r"\d{2}") if glued else _PARTS[letter]


def _between(piece: str) -> str:
    return re.sub(r"(\\ )+", r"\\s+", re.escape(piece))


def _instant(parts: dict[str, str], zone: ZoneInfo) -> datetime:
    """Raises ValueError for a day or a time of day that does not exist."""
    get = parts.get
    year = int(parts["Y"]) if "Y" in parts else _century(int(parts["y"]))
    month = int(parts["m"]) if "m" in parts else _MONTH.get(parts["b"].lower(), 0)
    hour = int(get("H") or 0)
    if "I" in parts:
        half = int(parts["I"])
        if not 1 <= half <= 12:
            raise ValueError
        hour = half % 12 + _AFTERNOON[parts["p"].lower()]
    offset = _offset(parts["z"]) if "z" in parts else zone
    return _sensible_year(
        datetime(year, month, int(parts["d"]), hour, int(get("M") or 0), int(get("S") or 0), tzinfo=offset)
    )


def _sensible_year(at: datetime) -> datetime:
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError
    return at.astimezone(UTC)


def _century(year: int) -> int:
    return year + (1900 if year >= 69 else 2000)


def _offset(said: str) -> timezone:
    if said in "zZ":
        return UTC
    minutes = int(said[1:3]) * 60 + int(said[-2:])
    return timezone(timedelta(minutes=-minutes if said[0] == "-" else minutes))


def _iso(text: str, zone: ZoneInfo) -> Said:
    at = datetime.fromisoformat(text)
    return Said(at if at.tzinfo else at.replace(tzinfo=zone), len(text) > len("2026-11-21"))


def _unix(text: str, zone: ZoneInfo) -> Said:
    return Said(datetime.fromtimestamp(int(float(text)), UTC), True)


def _unix_ms(text: str, zone: ZoneInfo) -> Said:
    return Said(datetime.fromtimestamp(int(text) // 1000, UTC), True)


def _excel(text: str, zone: ZoneInfo) -> Said:
    """A day counted from 1900 as spreadsheets do, the time as its fraction; before March 1900 they count wrongly."""
    days = float(text)
    if days < 61:
        raise ValueError
    local = datetime(1899, 12, 30) + timedelta(seconds=round(days * 86400))
    return Said(local.replace(tzinfo=zone), not days.is_integer())


_SPECIAL: dict[str, Callable[[str, ZoneInfo], Said]] = {
    "iso": _iso,
    "unix": _unix,
    "unix-ms": _unix_ms,
    "excel": _excel,
}


def _sensible(read: Callable[[str, ZoneInfo], Said], text: str, zone: ZoneInfo) -> Said | None:
    try:
        said = read(text, zone)
        at = said.at.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError, OSError):
        return None
    return Said(at, said.whole) if FIRST_YEAR <= at.year <= LAST_YEAR else None
