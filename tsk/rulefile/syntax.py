"""The text of a rule file and its syntax errors, each with its line and a hint in plain words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import accumulate, islice

from tsk.errors import Word
from tsk.rulefile.values import Problem

SYNTAX = "This line cannot be read: {detail}."
TWICE = "A name stands twice here."
SYNTAX_HINTS = (  # the first whose words stand in the parser's message
    (("twice", "overwrite", "Duplicate", "immutable"), "Give each name once within its table."),
    (("Unclosed inline table", "'}'"), "Keep {{ … }} on one line and close it; separate its entries by commas."),
    (("Unclosed", "']'"), "Close the list with ]."),
    (("Illegal character", "Unterminated", "string"), 'A quote is missing: texts stand between two ".'),
    (("key part",), 'A name with other than plain letters stands in quotes: "…".'),
    (("Invalid value",), 'Texts stand in quotes: name = "text".'),
    (("",), 'Write one rule on one line: name = {{ key = "value" }}.'),
)
OPEN_ABOVE = "A bracket or quote further up is not closed."
LINES, LETTERS, ERRORS = 10_000, 10_000, 20  # lines of a file, letters of a line, errors that are told
TOO_MANY = "The file has {count} lines; at most {most} are read."
TOO_LONG = "This line has {count} characters; at most {most} are read."
TOO_DEEP = "Too many brackets stand inside each other here."
TOO_LARGE = "A number here is too large."
LIST_ERRORS = ("Invalid value", "Unclosed array")  # what a list left open makes of the lines after it
WIDE = "“”‘’，＝｛｝［］【】＂＇"


def read(content: bytes) -> tuple[str, list[Problem]]:
    """The text of the file and its syntax errors; behind each one the reading goes on without its line."""
    try:
        source = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return "", [Problem(line, "", "The file is not UTF-8 text from this line on.", "Save the file as UTF-8.", {})]
    lines = source.split("\n")
    return source, list(_beyond_reason(lines) or islice(_syntax_errors(lines), ERRORS))


def _beyond_reason(lines: list[str]) -> list[Problem]:
    """What nobody writes by hand, and what would keep every command waiting."""
    if len(lines) > LINES:
        said = {"count": len(lines), "most": LINES}
        return [Problem(LINES + 1, "", TOO_MANY, "Keep rules here, and complaints out.", said)]
    number, longest = max(enumerate(map(len, lines), 1), key=lambda one: one[1])
    if longest > LETTERS:
        return [Problem(number, "", TOO_LONG, "Break it up.", {"count": longest, "most": LETTERS})]
    return []


def _unreadable(error: Exception, lines: list[str]) -> Problem:
    """Where the parser itself gave up: at brackets without end or a number of thousands of digits."""
    if isinstance(error, RecursionError):
        depths = accumulate(sum(map(line.count, "[{")) - sum(map(line.count, "]}")) for line in lines)
        deepest = max(enumerate(zip(lines, depths, strict=True), 1), key=lambda one: (one[1][1], one[1][0].count("[")))
        return Problem(deepest[0], "", TOO_DEEP, "Write it flat.", {})
    number = next((nth for nth, line in enumerate(lines, 1) if re.search(r"[\d_]{4000}", line)), 1)
    return Problem(number, "", TOO_LARGE, "Write one that can be meant.", {})


def _syntax_errors(lines: list[str]) -> Iterator[Problem]:
    lines = [*lines]
    last = -1
    while True:
        try:
            tomllib.loads("\n".join(lines))
            return
        except (ValueError, RecursionError) as error:
            if not isinstance(error, tomllib.TOMLDecodeError):
                yield _unreadable(error, lines)
                return
            detail, _, place = str(error).partition(" (at ")
            found = re.search(r"line (\d+)", place)
            line = int(found[1]) if found else len(lines)
            if line <= last + 1:
                return  # what follows at once is only the rest of the same mistake
            broken, lines[line - 1], last = lines[line - 1], "", line
            above = detail in LIST_ERRORS and (place.endswith("column 1)") or broken.startswith("["))
            hint = OPEN_ABOVE if above else _syntax_hint(detail, broken)
            twice = any(word in detail for word in SYNTAX_HINTS[0][0])
            yield Problem(line, _name_on(broken), TWICE if twice else SYNTAX, hint, {"detail": Word(detail)})


def _name_on(line: str) -> str:
    """What the broken line seems to define."""
    found = re.match(r"\s*\[*\s*([\w.-]+)", line)
    return found[1] if found else ""


def _syntax_hint(detail: str, line: str) -> str:
    if any(char in WIDE for char in line):
        return 'Use the plain characters " , = {{ }} [ ] instead of the wide ones.'
    return next(hint for words, hint in SYNTAX_HINTS if any(word in detail for word in words))
