"""A life of complaints in which every text that anybody may type tries the same, and every label too."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import Desk
from payloads import planted

from tsk.cli import main

STAFF = """
[staff]
w1 = {{ zh = "{0}", en = "{0}", role = "supervisor", department = "care" }}
w2 = {{ zh = "{0}", en = "{0}", role = "supervisor", department = "care", store = "HZ01" }}

[fields]
remark = {{ zh = "{0}", en = "{0}" }}

[channels]"""
BOSS = ("--as", "w1")
Text = Callable[[str], str]


class Screen(io.StringIO):
    """What a terminal would be sent."""

    def isatty(self) -> bool:
        return True


class Shown(NamedTuple):
    """What one command wrote."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str


def shown(desk: Desk, *words: object, screen: bool = False, lang: str = "en") -> Shown:
    """The command as a terminal of 80 columns or a pipe gets it."""
    out, err = (Screen(), Screen()) if screen else (io.StringIO(), io.StringIO())
    said = tuple(str(word) for word in (*words, "--lang", lang, "--no-input"))
    with redirect_stdout(out), redirect_stderr(err), pytest.MonkeyPatch.context() as patch:
        for name, value in {**desk.env, "TSK_DEBUG": "1", "TERM": "xterm-256color", "COLUMNS": "80"}.items():
            patch.setenv(name, value)
        patch.setattr("sys.stdin", io.StringIO(""))
        code = main([*said])
    return Shown(said, code, out.getvalue(), err.getvalue())


def escaped(text: str) -> str:
    """The text as a TOML string may say it."""
    return "".join(c if c.isascii() and c.isalnum() else f"\\U{ord(c):08x}" for c in text)


def labelled(rules: Path, trick: str) -> None:
    """Puts the trick into every label of the rule file, and lists people with such names."""
    label = escaped(trick)
    text = rules.read_text("utf-8").replace("\n[channels]", STAFF.format(f"Li{label}"), 1)
    rules.write_text(
        re.sub(r'\b(zh|en)(\s*)= "([^"]*)"', rf'\1\2= "\3{label.replace(chr(92), chr(92) * 2)}"', text), "utf-8"
    )


def life(trick: str, paper: Path) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Every step with the trick in each of its texts, and when it is taken."""

    def text(field: str) -> str:
        return planted(field, trick)

    who = (
        "--customer",
        text("name"),
        "--phone",
        "13800000001" + trick,
        "--email",
        text("email"),
        "--card",
        text("card"),
    )
    where = (
        "--address",
        text("address"),
        "--store",
        text("store"),
        "--region",
        text("region"),
        "--product",
        text("product"),
    )
    more = (
        "--against",
        text("against"),
        "--order",
        text("order"),
        "--demand",
        text("demand"),
        "--reason",
        text("reason"),
    )
    what = ("--details", text("details"), "--on-behalf-of", text("behalf"), "--set", f"remark={text('field')}")
    case = (*who, *where, *more, *what, "--category", "network", "--attach", paper)
    reason = ("--reason", text("reason"))
    yield "2026-10-09 09:00", ("record", text("summary"), *case, "--external", text("external"))
    yield "2026-10-09 09:01", ("record", text("summary"), *case, "--external", text("again"))
    yield "2026-10-09 09:02", ("record", text("summary"), "--settled", text("settled"), "--basis", text("basis"), *who)
    yield "2026-10-09 09:03", ("record", text("summary"), *case)
    yield "2026-10-09 09:04", ("record", text("summary"), *case)
    yield "2026-10-09 09:04", ("record", text("summary"), "--settled", text("settled"), *who)
    yield "2026-10-09 09:05", ("note", 1, text("note"), *reason)
    yield "2026-10-09 09:06", ("chase", 1, text("chase"), "--via", "phone", *reason)
    yield "2026-10-09 09:07", ("urge", 1, "--note", text("urge"), *reason)
    yield "2026-10-09 09:08", ("assign", 1, "--to", "care", "--with", "billing", "--handler", "w1", *reason)
    yield "2026-10-09 09:09", ("accept", 1, *reason)
    yield "2026-10-09 09:10", ("opinion", 1, text("opinion"), *reason)
    yield "2026-10-09 09:11", ("pend", 1, "--reason", "customer", "--note", text("asked"), "--until", "+2h")
    yield "2026-10-09 09:12", ("resume", 1, *reason)
    yield "2026-10-09 09:13", ("contact", 1, "--via", "phone", "--note", text("contact"), "--demand", text("wish"))
    yield "2026-10-09 09:14", ("promise", 1, text("promise"), "--by", "2026-10-20", *reason)
    yield "2026-10-09 09:15", ("extend", 1, "--by", "1 day", "--milestone", "reply", *reason)
    yield "2026-10-09 09:16", ("escalate", 1, *reason)
    yield "2026-10-09 09:17", ("update", 1, "--details", text("corrected"), *reason)
    yield (
        "2026-10-09 09:18",
        ("propose", 1, text("proposal"), "--fault", text("fault"), "--alternative", text("other"), "--amount", 900),
    )
    yield "2026-10-09 09:19", ("refuse", 1, *reason)
    yield (
        "2026-10-09 09:20",
        ("propose", 1, text("proposal"), "--alternative", text("other"), "--upheld", "no", *reason),
    )
    yield "2026-10-09 09:21", ("deliver", 1, "--note", text("delivered"), "--promise", 1, *reason)
    yield "2026-10-09 09:22", ("reply", 1, text("answer"), "--via", "phone", "--basis", text("basis"), *reason)
    yield "2026-10-09 09:23", ("rate", 1, "--satisfied", "no", "--demand", text("demand2"), *reason)
    yield (
        "2026-10-09 09:24",
        ("incident", "open", text("title"), "--notice", text("notice"), "--region", text("region")),
    )
    yield "2026-10-09 09:25", ("incident", "link", 1, 4, *reason)
    yield (
        "2026-10-09 09:26",
        (
            "measure",
            "add",
            text("measure"),
            "--from",
            text("source"),
            "--complaint",
            1,
            "--owner",
            "w2",
            "--by",
            "2026-10-18",
        ),
    )
    yield "2026-10-09 09:27", ("measure", "step", 1, "--text", text("work"), "--by", "2026-10-19", *reason)
    yield "2026-10-09 09:28", ("inspect", "draw", "--month", "2026-10", "--n", 2, "--seed", text("seed"), *reason)
    yield (
        "2026-10-09 09:29",
        (
            "inspect",
            "record",
            3,
            "--followed",
            "no",
            "--reasonable",
            "no",
            "--satisfied",
            "no",
            "--note",
            text("finding"),
            "--consequence",
            text("so"),
        ),
    )
    yield "2026-10-09 09:30", ("merge", 2, "--into", 1, *reason)
    yield "2026-10-09 09:31", ("reject", 5, *reason)
    yield "2026-10-09 09:32", ("reopen", 3, "--demand", text("more"), *reason)
    yield "2026-10-09 09:33", ("cancel", 3, "--by", "customer", *reason)
    yield "2026-10-09 09:34", ("visit", 6, "--via", "phone", "--satisfied", "yes", "--note", text("visit"), *reason)
    yield (
        "2026-10-09 09:35",
        ("staff", "request", "t" + "9", "--name", text("person"), "--role", "clerk", "--department", "care", *reason),
    )


VIEWS: tuple[tuple[object, ...], ...] = (
    *(("list",), ("list", "--state", "done"), ("show", 1), ("show", 1, "--history"), ("show", 3, "--history")),
    *(
        ("show", 4),
        ("show", 5),
        ("search", "AsummaryZ"),
        ("search", "--lessons", "AsummaryZ"),
        ("inbox",),
        ("handover",),
    ),
    *(("explain", 1), ("explain", 1, "--whole"), ("overdue",), ("overdue", "--forecast"), ("load",), ("daily",)),
    *(("report",), ("report", "--by", "store"), ("report", "--by", "product"), ("report", "--by", "handler")),
    *(("report", "--by", "category"), ("report", "--integrity"), ("measure", "list"), ("measure", "show", 1)),
    *(("inspect", "list"), ("inspect", "list", 1), ("incident", "list"), ("incident", "show", 1), ("staff",)),
    *(("staff", "w1"), ("staff", "requests"), ("rules", "check"), ("rules", "show"), ("calendar",), ("outbox",)),
    *(("verify",), ("penalty", "list"), ("recalculate", "--dry-run"), ("rules", "policies")),
)
ODD_WORDS: tuple[Callable[[str], tuple[object, ...]], ...] = (
    lambda t: ("show", t),
    lambda t: (t,),
    lambda t: ("list", t),
    lambda t: ("list", f"--{t}"),
    lambda t: ("list", "--state", t),
    lambda t: ("list", "--store", t),
    lambda t: ("list", "--since", t),
    lambda t: ("list", "--limit", t),
    lambda t: ("record", "x", "--channel", t),
    lambda t: ("record", "x", "--amount", t),
    lambda t: ("record", "x", "--occurred", t),
    lambda t: ("record", "x", "--set", t),
    lambda t: ("record", "x", "--attach", t),
    lambda t: ("assign", 1, "--to", t),
    lambda t: ("extend", 1, "--by", t),
    lambda t: ("attach", 1, "--fetch", "1", "-o", f"nowhere/{t}"),
    lambda t: ("rules", "check", t),
    lambda t: ("rules", "show", t),
    lambda t: ("calendar", t),
    lambda t: ("search", t),
    lambda t: ("staff", t),
    lambda t: ("incident", "show", t),
    lambda t: ("measure", "show", t),
    lambda t: ("report", "--by", t),
    lambda t: ("report", "--month", t),
    lambda t: ("form", 1, "--kind", t),
    lambda t: ("list", "--home", t),
    lambda t: ("list", "--db", t),
    lambda t: ("list", "--site", t),
    lambda t: ("list", "--rules", t),
    lambda t: ("list", "--as", t),
    lambda t: ("list", "--lang", t),
    lambda t: ("list", "--now", t),
)
