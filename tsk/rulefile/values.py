"""The single values of a rule file: each reader gives the value in its compiled form, or None and a problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from msgspec import Struct

from tsk.anonymity import retention
from tsk.conditions import When
from tsk.errors import TskError
from tsk.limits import parse_limit
from tsk.redaction import masked
from tsk.rulefile.lines import Path
from tsk.steps import STEPS

NUMBER_FACTS = ("amount", "round", "repeat", "chases")
WORD_FACTS = (
    *("category", "subtype", "severity", "channel", "store", "region", "tier", "product"),
    *("upheld", "settled", "satisfied", "outcome", "department", "cause", "responsible", "incident", "missed"),
)
FACTS = (*WORD_FACTS, *NUMBER_FACTS, "words", "received")
STEP_OF_VERB = {step.verb: step.type for step in reversed(STEPS.values())}
SPELLINGS = STEP_OF_VERB | {"customer": "name"}  # `record --customer` says the name

FEW = 30  # more words than these are no help

_TEST = re.compile(r" *(>=|<=|>|<|!|=)? *\d+(\.\d+)? *")
_SHARE = re.compile(r" *(\d{1,3}(?:\.\d+)?) *% *")
_CLOCK = re.compile(r" *(\d{1,2}):(\d{2}) *[-–~] *(\d{1,2}):(\d{2}) *")


class Problem(Struct, frozen=True):
    """One thing wrong with a rule file: `name` is its dotted place, `message` and `hint` are templates for `values`.

    `of_example`: the rules can be used, but one of the file's own examples comes out otherwise.
    """

    line: int
    name: str
    message: str
    hint: str
    values: dict[str, Any]
    of_example: bool = False

    def __str__(self) -> str:
        return " ".join(text for text in (self.message, self.hint) if text).format(**self.values)


class Page:
    """The file as it is read: where every name stands, and what is wrong so far."""

    def __init__(self, lines: Mapping[Path, int]) -> None:
        self._lines = lines
        self.problems: list[Problem] = []
        self.fields: frozenset[str] = frozenset()  # the policy's own, which a condition may ask for
        self.labels: dict[str, str] = {}  # a label in either language → the name that people should have written

    def line(self, path: Path) -> int:
        """The line of that name, of the nearest table around it, or 0."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 0)

    def unlike(self, path: Path, message: str, hint: str, **values: Any) -> None:
        """A problem with what an example expects, not with the rules."""
        self.problems.append(Problem(self.line(path), ".".join(path), message, hint, values, of_example=True))

    def wrong(self, path: Path, message: str, hint: str = "", **values: Any) -> None:
        name = ".".join(path)
        if path[:1] == ("notify",):  # an address may stand anywhere there by mistake
            name, values = masked(name), {key: masked(one) if type(one) is str else one for key, one in values.items()}
        self.problems.append(Problem(self.line(path), name, message, hint, values))

    def unknown(self, path: Path, message: str, word: str, known: Iterable[str], **values: Any) -> None:
        """A problem with a word, and as its hint the nearest known one, or all of them where they are few."""
        options = sorted(known)
        label = self.labels.get(word, "")
        near = [label] if label in options else get_close_matches(word, options, 1, 0.7)
        found = {"near": near[0]} if near else {"options": ", ".join(options)}
        if near:
            hint = 'Did you mean "{near}"?'
        elif len(options) > FEW:
            hint = ""
        else:
            hint = "One of: {options}." if options else "None is defined."
        self.wrong(path, message, hint, word=word, **found, **values)


Read = Callable[[Page, Path, Any], Any]


# ── texts, numbers, flags ──────────────────────────────────────────────────────────────────────────


def text(page: Page, path: Path, value: Any) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        page.wrong(path, "{name} is a text, not a table.", 'Write: {last} = "…".', name=".".join(path), last=path[-1])
        return None
    page.wrong(path, "{value} is not a text.", 'Put it in quotes: "{value}".', value=shown(value))
    return None


def texts(page: Page, path: Path, value: Any) -> tuple[str, ...] | None:
    values = value if isinstance(value, list) else [value]
    read = [text(page, path, one) for one in values]
    return tuple(one for one in read if one is not None)


def flag(page: Page, path: Path, value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    page.wrong(path, "{value} is neither true nor false.", "Write true or false, without quotes.", value=shown(value))
    return None


def number(page: Page, path: Path, value: Any) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    page.wrong(path, "{value} is not a number.", "Write it without quotes and without a unit.", value=shown(value))
    return None


def money(page: Page, path: Path, value: Any) -> int | None:
    """A sum in the policy's currency, as hundredths."""
    amount = number(page, path, value)
    return None if amount is None else round(amount * 100)


def whole(page: Page, path: Path, value: Any) -> int | None:
    amount = number(page, path, value)
    return None if amount is None else int(amount)


def counted(page: Page, path: Path, value: Any) -> int:
    """A whole number from 1 on; 1 where it cannot be read, so that its row still says what it is about."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return value
    page.wrong(path, "{value} is not a number of times.", "Write 1, 2, 3 …, without quotes.", value=shown(value))
    return 1


def percent(page: Page, path: Path, value: Any) -> float | None:
    share = number(page, path, value)
    if share is not None and not 0 <= share <= 100:
        page.wrong(path, "{value} is not a share.", "Write a number from 0 to 100, in percent.", value=value)
    return None if share is None else float(share)


def share(page: Page, path: Path, value: Any) -> float | None:
    """A share of a limit, `"60 %"`, in percent."""
    found = _SHARE.fullmatch(value) if isinstance(value, str) else None
    if found is None or not 0 < float(found[1]) <= 100:
        page.wrong(path, "{value} is not a share of a limit.", 'Write for example "60 %".', value=shown(value))
        return None
    return float(found[1])


def shown(value: object) -> str:
    """A value as it stands in the file, near enough to be recognised."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name} = {_quoted(one)}' for name, one in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_quoted, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _quoted(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else shown(value)


def day(page: Page, path: Path, value: Any) -> date | None:
    """A date, with or without quotes."""
    try:
        return value if type(value) is date else date.fromisoformat(str(value))
    except ValueError:
        page.wrong(path, '"{value}" is not a date.', "Write for example 2027-12-31.", value=shown(value))
        return None


def day_text(page: Page, path: Path, value: Any) -> str | None:
    found = day(page, path, value)
    return found.isoformat() if found else None


class Choice(Struct, frozen=True):
    """Reads one of these words."""

    options: tuple[str, ...]

    def __call__(self, page: Page, path: Path, value: Any) -> str | None:
        if value in self.options:
            return str(value)
        page.unknown(path, '"{word}" is not possible here.', shown(value), self.options)
        return None


class Choices(Struct, frozen=True):
    """Reads one or several of these words."""

    options: tuple[str, ...]

    def __call__(self, page: Page, path: Path, value: Any) -> tuple[str, ...]:
        one_of = Choice(self.options)
        found = [one_of(page, path, one) for one in (value if isinstance(value, list) else [value])]
        return tuple(one for one in found if one is not None)


class Only(Struct, frozen=True):
    """Reads a key that has one possible word and becomes a flag."""

    word: str

    def __call__(self, page: Page, path: Path, value: Any) -> bool:
        return Choice((self.word,))(page, path, value) is not None


def choice(*options: str) -> Choice:
    return Choice(options)


def choices(*options: str) -> Choices:
    return Choices(options)


def only(word: str) -> Only:
    return Only(word)


def role_or_false(page: Page, path: Path, value: Any) -> str | None:
    return "" if value is False else text(page, path, value)


def step(page: Page, path: Path, value: Any) -> str | None:
    """One step, or its verb; a complaint that is received is registered."""
    word = text(page, path, value)
    return None if word is None else _step_spelled(word, STEP_OF_VERB | {"received": "registered"})


def spelled(word: str) -> str:
    """A step or a field as the program calls it; what narrows a step stays behind it."""
    return _step_spelled(word, SPELLINGS)


def _step_spelled(word: str, spellings: Mapping[str, str]) -> str:
    name, colon, value = word.partition(":")
    return f"{spellings.get(name, name)}{colon}{value}"


def steps(page: Page, path: Path, value: Any) -> tuple[str, ...] | None:
    """Steps and fields; a step may be written as its verb."""
    return tuple(spelled(word) for word in texts(page, path, value) or ())


# ── limits and conditions ──────────────────────────────────────────────────────────────────────────


def limit_or_agreed(page: Page, path: Path, value: Any) -> str:
    """A limit as it is written, kept even where it cannot be read: its row still says which milestone it is for."""
    _kind(page, path, value)
    return value if isinstance(value, str) else ""


def limit(page: Page, path: Path, value: Any) -> str:
    """A limit as it is written, but no date that is agreed with the customer."""
    words = limit_or_agreed(page, path, value)
    if is_agreed(words):
        not_agreed(page, path)
    return words


def kept_for(page: Page, path: Path, value: Any) -> str | None:
    """How long a complaint keeps its person after its end, as it is written."""
    said = text(page, path, value)
    if said is not None and retention(said) is None:
        page.wrong(path, '"{value}" does not say how long.', 'Write for example "3 years after closed".', value=said)
    return said


def elapsed(page: Page, path: Path, value: Any) -> str:
    """A limit whose clock always runs, as it is written."""
    if _kind(page, path, value) not in ("", "elapsed"):
        page.wrong(path, '"{value}" does not run by the clock.', 'Write for example "10 minutes".', value=shown(value))
    return str(value)


def _kind(page: Page, path: Path, value: Any) -> str:
    """The kind of a limit; empty and a problem where it is none."""
    words = text(page, path, value)
    try:
        return parse_limit(words).kind if words is not None else ""
    except TskError as error:
        page.wrong(path, error.message, error.hint, **error.values)
        return ""


def is_agreed(words: str) -> bool:
    """Whether a limit as it is written is a date that is agreed with the customer."""
    try:
        return parse_limit(words).kind == "agreed"
    except TskError:
        return False


def not_agreed(page: Page, path: Path) -> None:
    page.wrong(path, "A date agreed with the customer cannot be a limit here.", 'Write for example "3 working days".')


def test(page: Page, path: Path, value: Any) -> str | None:
    """A condition on a number: `"> 500"`, `">= 2"`, `"!1"`, or the number itself."""
    words = shown(value)
    if not isinstance(value, bool) and _TEST.fullmatch(words):
        return words.strip()
    page.wrong(path, '"{value}" is not a condition on a number.', 'Write for example ">= 500".', value=words)
    return None


def span(value: Any) -> tuple[int, int] | None:
    """Opening and closing minute of `"09:00-12:00"`, as written."""
    match = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if not match:
        return None
    opens, closes = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
    valid = int(match[2]) < 60 and int(match[4]) < 60 and opens < 1440 and closes <= 1440
    return (opens, closes) if valid else None


def window(page: Page, path: Path, value: Any) -> str | None:
    """A stretch of the day, `"08:00-18:00"`."""
    found = span(value)
    if found is None:
        page.wrong(path, '"{value}" is not a time of day.', 'Write for example "08:00-18:00".', value=shown(value))
        return None
    opens, closes = (f"{minute // 60:02}:{minute % 60:02}" for minute in found)
    return f"{opens}-{closes}"


def _plain_word(page: Page, path: Path, value: Any) -> str | None:
    word = text(page, path, value)
    if word is None or not word.startswith("!"):
        return word
    page.wrong(path, '"!" does not work with words of the text.', "Put a row for the other words before this one.")
    return None


_READ_FACT: dict[str, Read] = dict.fromkeys(WORD_FACTS, text)
_READ_FACT |= dict.fromkeys(NUMBER_FACTS, test)
_READ_FACT |= {"words": _plain_word, "received": window}


def when(page: Page, path: Path, value: Any) -> When | None:
    """A condition: for each fact its alternatives."""
    fields = table(page, path, value)
    found: When = {}
    for name, wanted in fields.items():
        here = (*path, name)
        if name not in FACTS and name not in page.fields:
            page.unknown(here, 'A condition cannot ask for "{word}".', name, (*FACTS, *page.fields))
            continue
        values = wanted if isinstance(wanted, list) else [wanted]
        reader: Read = _READ_FACT.get(name) or text
        read = [reader(page, here, one) for one in values]
        found[name] = tuple(one for one in read if one is not None)
    return found


def table(page: Page, path: Path, value: Any) -> dict[str, Any]:
    """The value as a table; an empty one and a problem where it is something else."""
    if isinstance(value, dict):
        return value
    page.wrong(
        path, "{name} is not a table.", 'Write: {last} = {{ key = "value" }}.', name=".".join(path), last=path[-1]
    )
    return {}
