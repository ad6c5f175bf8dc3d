"""What is typed behind a flag: mostly something that could be meant, now and then rubbish."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from hypothesis import strategies as st
from payloads import FORMULAS, TRICKS
from typed import TYPED, Param, Typed

IDS = ("1", "2", "3", "4", "0003", "20261009-0001", "20261009-0002", ".", "13800000001", "main/1")
NO_IDS = ("", "0", "-1", "999", "1;2", "HZ01/7", "9" * 40, "²", "../1", "20261009-9999", "1' OR '1'='1", "--", "1\t2")
WHENS = (
    *("now", "today", "yesterday 15:20", "昨天 9:00", "-2h", "+3d", "+40m", "16:39", "2026-10-09", "2026-10-09 12:00"),
    *("2026-10-12T09:00:00+08:00", "10-12 9:00", "2026-10-20 18:00", "2027-02-01", "1900-01-01", "2999-12-31 24:00"),
)
NO_WHENS = (
    "2026-02-30",
    "25:00",
    "-999999d",
    "0001-01-01",
    "9999-12-31T23:59:59-23:59",
    "T",
    "+1y",
    "２０２６-１-１",
    "nan",
)
MONTHS = ("2026-10", "2026-09", "2026-13", "0001-01", "2999-12", "10", "2026-Q4", "2026Q4", "2026-1", "last")
LIMITS = (
    "3 working days",
    "2个工作日",
    "48 hours",
    "15 days",
    "1 month",
    "same day 17:00",
    "agreed",
    "0 hours",
    "next working day 12:00",
)
NO_LIMITS = ("-1 days", "999999999 days", "3 wroking days", "1e3 hours", "same day 25:00", "", "九天", "1 day 2 days")
NUMBERS = ("1", "2", "3", "0", "-1", "10", "10.5", "50", "999999.99", "11")
NO_NUMBERS = ("NaN", "inf", "1e999999", "9" * 5000, "0x1", "1_0", "٣", "½", "", " 1 ", "1,5", "+1", "--1")
TEXTS = ("断网三天", "A refund of 50.", "x", "王小明", "HZ01", "13800000001", "li@example.com", "yes", "no", "phone")
FILES = (
    "paper.txt",
    "empty.txt",
    "nowhere.txt",
    "folder",
    "link",
    "loop",
    "/dev/full",
    "/dev/null",
    "../paper.txt",
    "fifo",
    "",
)

ids = st.sampled_from(IDS) | st.sampled_from(NO_IDS)
rubbish = st.text(max_size=12) | st.sampled_from((*TRICKS.values(), *FORMULAS)) | st.text("-=./:", max_size=5)
texts = st.sampled_from(TEXTS) | rubbish


def _of(good: Sequence[str], bad: Sequence[str] = ()) -> st.SearchStrategy[str]:
    """Mostly of the first, then of the second, and now and then rubbish."""
    likely = st.sampled_from(good)
    return st.one_of(*[likely] * 8, st.sampled_from(bad or good), rubbish)


BY_METAVAR = {
    "ID": _of(IDS, NO_IDS),
    "ID…": _of(IDS, NO_IDS),
    "WHEN": _of(WHENS, NO_WHENS),
    "LIMIT": _of(LIMITS, NO_LIMITS),
    "YYYY-MM": _of(MONTHS),
    "YYYY-Qn": _of(("2026-Q4", "2026Q3", "2026-Q5", "Q4", "2026-10")),
    "N": _of(NUMBERS, NO_NUMBERS),
    "0-10": _of(NUMBERS, NO_NUMBERS),
    "SHARE": _of(("0.1", "10%", "1", "0", "100%", "1/3"), NO_NUMBERS),
    "FILE": st.sampled_from(FILES),
    "FILE…": st.sampled_from(FILES),
    "NEW.toml": st.sampled_from((*FILES, "rules.toml", "home/rules.toml")),
    "FORMAT": _of(("table", "json", "csv", "html", "xlsx")),
    "YES|NO": _of(("yes", "no"), ("unknown", "ja", "是")),
    "YES|NO|UNKNOWN": _of(("yes", "no", "unknown"), ("partly", "是")),
    "YES|NO|PARTLY": _of(("yes", "no", "partly"), ("unknown",)),
    "ANSWER": _of(("yes", "no", "partly"), ("unknown",)),
    "METHOD": _of(("phone", "sms", "email", "chat", "visit", "letter"), ("smoke", "")),
    "KEY": _of(("received", "-received", "number", "-number", "K-1")),
}
_NAMES = {
    "state": ("open", "done", "all", "registered", "assigned", "pending", "closed", "approved", "waiting", "proposed"),
    "by": ("customer", "duplicate", "mistake", "department", "category", "handler", "month", "2 working days"),
    "policy": ("telecom-storefront", "telecom-policy"),
    "kind": ("receipt", "record", "appeal", "8d", "slip", "store", "company", "corrective", "special"),
    "sort": ("received", "-received", "number", "due", "worst"),
    "section": ("limits", "routes", "closing", "staff", "calendars"),
    "outcome": ("accepted", "refused"),
    "compare": ("previous", "year"),
    "via": ("phone", "sms", "email", "chat", "visit", "letter"),
}  # fmt: skip


def value_of(param: Param, words: Sequence[str]) -> st.SearchStrategy[str]:
    """What may be typed for an option of that name, in a desk whose policy has those words."""
    if param.name in _NAMES:
        return _of(_NAMES[param.name], words)
    if param.metavar in BY_METAVAR:
        return BY_METAVAR[param.metavar]
    if param.metavar == "NAME=VALUE":
        return st.builds(lambda name, value: f"{name}={value}", _of(words), texts) | rubbish
    return _of(words, TEXTS) if param.metavar in ("NAME", "DEPT", "REASON", "KIND", "ROLE", "RIGHT", "THEME") else texts


def _typed_option(param: Param, words: Sequence[str]) -> st.SearchStrategy[list[str]]:
    if param.takes == "nothing":
        return st.just([param.flag])
    value = value_of(param, words)
    return st.builds(lambda said: [param.flag, said], value) | st.builds(lambda said: [f"{param.flag}={said}"], value)


class Line(NamedTuple):
    """A command line, and whether it is about one complaint at most: then it happens whole or not at all."""

    words: list[str]
    alone: bool


def _arguments(params: Iterable[Param], words: Sequence[str]) -> st.SearchStrategy[list[str]]:
    one = [
        st.lists(value_of(p, words), min_size=0 if p.name == "files" else 1, max_size=3)
        if p.takes == "several"
        else st.lists(value_of(p, words), min_size=1, max_size=1)
        for p in params
    ]
    return st.tuples(*one).map(lambda said: [word for words in said for word in words])


_LIKELY = ("via", "satisfied", "to", "by", "reason", "set_", "amount", "reply", "article", "department", "month")


@st.composite
def command_lines(draw: Any, words: Sequence[str], people: Sequence[str], verbs: Sequence[Typed] = TYPED) -> Line:
    """One command line: a verb, what it needs, some of its options, who acts."""
    verb = draw(st.sampled_from(verbs))
    likely = [one for one in verb.options if one.name in _LIKELY]
    options = [one for one in likely if draw(st.booleans())]
    more = st.lists(st.sampled_from(verb.options), max_size=3, unique=True)
    options += [one for one in draw(more) if one not in options]
    behind = draw(_arguments(verb.arguments, words))
    said = [*verb.verb.split(), *behind]
    for option in options:
        said += draw(_typed_option(option, words))
    if people and draw(st.integers(0, 7)):
        said += ["--as", draw(_of(people))]
    return Line(said, len(behind) <= len(verb.arguments) and "-" not in said and bool(behind))
