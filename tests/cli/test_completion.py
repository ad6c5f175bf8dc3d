"""What a shell is offered while somebody types: the right words, fast, and never a customer's."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import ENCRYPTED, Desk

from tsk.completion.commands import commands
from tsk.completion.kinds import FILES, FOLDERS, FREE, kind_of
from tsk.completion.line import split
from tsk.completion.numbers import states_of
from tsk.completion.values import KINDS
from tsk.rootoptions import FLAGS, ROOT
from tsk.verbs import COMPLETE, VERBS

NAME, PHONE, CARD, MAIL = "林小满", "13800001234", "6222020000000001", "xiaoman@example.com"
ADDRESS, WHOM, SAID = "北山路9号", "林大山", "雨后断网"
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk", department = "care", store = "HZ01" }
w1002 = { zh = "韩梅", role = "clerk", department = "care", store = "HZ02" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }

[fields]
batch = { zh = "批号", en = "Batch" }

[channels]"""


def offered(desk: Desk, *words: str) -> list[str]:
    """The words that fish is offered behind `tsk` and these, the last of which is being typed."""
    return [line.partition("\t")[0] for line in told(desk, *words)]


def told(desk: Desk, *words: str) -> list[str]:
    """The same with what they mean."""
    done = desk.tsk(COMPLETE, "fish", "--", *words)
    assert (done.code, done.err) == (0, "")
    return done.out.splitlines()


def in_bash(desk: Desk, line: str, current: str) -> list[str]:
    """What bash is offered for a line, of which it takes `current` for the word that is typed."""
    done = desk.tsk(COMPLETE, "bash", line, current)
    assert (done.code, done.err) == (0, "")
    return done.out.splitlines()


def bytes_of(home: Path) -> dict[str, str]:
    """Every file of a home with what is in it."""
    files = (path for path in home.rglob("*") if path.is_file())
    return {str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """Four complaints with staff listed: two open ones of HZ01, one of HZ02, and one of HZ01 that is over."""
    rules = desk.home / "rules.toml"
    rules.write_text(rules.read_text("utf-8").replace("\n[channels]", STAFF, 1), "utf-8")
    who = ("--customer", NAME, "--phone", PHONE, "--card", CARD, "--email", MAIL, "--address", ADDRESS)
    more = (*who, "--on-behalf-of", WHOM, "--details", SAID, "--category", "network")
    desk.ok("record", SAID, *more, "--store", "HZ01", "--as", "w1001")
    desk.ok("record", SAID, *more, "--store", "HZ02", "--region", "east", "--as", "w1002")
    desk.ok("record", SAID, *more, "--store", "HZ01", "--as", "w1001")
    desk.ok("record", SAID, *more, "--store", "HZ01", "--settled", "网络已恢复", "--as", "w1001")
    desk.ok("incident", "open", "基站故障", "--category", "network", "--as", "w9001")
    return desk


# ── commands and options ───────────────────────────────────────────────────────────────────────────


def test_every_command_is_offered_by_its_first_word(desk: Desk) -> None:
    assert offered(desk, "") == list(dict.fromkeys(verb.split()[0] for verb in VERBS))
    assert offered(desk, "in") == ["init", "inbox", "inspect", "incident"]


def test_nobody_is_offered_what_only_shells_ask(desk: Desk) -> None:
    assert COMPLETE not in offered(desk, "")
    assert offered(desk, "comp") == ["completion"]


def test_the_second_word_of_a_command_is_offered(desk: Desk) -> None:
    assert offered(desk, "incident", "o") == ["open"]
    assert offered(desk, "rules", "") == ["check", "simulate", "show", "schema", "policies"]
    assert offered(desk, "outbox", "")[:2] == ["send", "drop"]


def test_a_command_is_told_what_it_does(desk: Desk) -> None:
    assert told(desk, "inb") == ["inbox\tShow what you have to do next, and why."]
    assert told(desk, "--lang", "zh", "inb") == ["inbox\t查看本人的待办及其原因。"]


def test_options_are_offered_once_and_those_of_every_command_too(desk: Desk) -> None:
    assert offered(desk, "show", "1", "--h") == ["--history", "--home", "--help"]
    assert offered(desk, "show", "1", "--history", "--h") == ["--home", "--help"]
    assert offered(desk, "--home", str(desk.home), "show", "--ho") == []


def test_what_may_be_said_again_is_offered_again(desk: Desk) -> None:
    assert offered(desk, "record", "--attach", "a.jpg", "--att") == ["--attach"]
    assert offered(desk, "assign", "1", "--with", "billing", "--wi") == ["--with"]


def test_behind_two_dashes_nothing_is_an_option(desk: Desk) -> None:
    assert offered(desk, "note", "1", "--", "--a") == []


@pytest.mark.parametrize("verb", VERBS)
def test_of_everything_that_may_be_typed_it_is_known_what_it_is(verb: str) -> None:
    """A new option is put into a table of tsk/completion/kinds.py, be it as free."""
    row = commands()[verb]
    asked = [(one.value, one.value) for one in row.arguments]
    asked += [(max(one.names, key=len), one.value) for one in row.options if one.value]
    kinds = {f"{verb} {name}": kind_of(verb, name, value) for name, value in asked}
    assert [place for place, kind in kinds.items() if kind is None] == []
    known = {*KINDS, FREE, FILES, FOLDERS}
    assert [place for place, kind in kinds.items() if kind not in known and "|" not in str(kind)] == []


def test_of_the_options_of_every_command_it_is_known_what_they_are() -> None:
    assert [name for name in ROOT if kind_of("", name, "") in (None, FREE)] == ["--once"]  # a word of one's own
    assert FLAGS == ("--no-input",)


# ── words of the policy ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("list", "--department", "n"), ["network"]),
        (("list", "--department=n"), ["--department=network"]),
        (("list", "--department", "网"), ["网络部"]),
        (("assign", "1", "--to", ""), ["care", "network", "billing", "market", "ops"]),
        (("record", "--category", "p"), ["product", "policy"]),
        (("record", "--subtype", "s"), ["speed", "switch"]),
        (("update", "1", "--severity", ""), ["urgent", "grave", "major", "general"]),
        (("record", "--channel", "c"), ["counter", "chat"]),
        (("record", "--tier", "k"), ["key-account"]),
        (("record", "--set", ""), ["batch="]),
        (("pend", "1", "--reason", "c"), ["customer"]),
        (("propose", "1", "--cause", "e"), ["equipment"]),
        (("propose", "1", "--upheld", "p"), ["partly"]),
        (("propose", "1", "--responsible", "s"), ["supplier", "store"]),
        (("extend", "1", "--milestone", "re"), ["reply", "review"]),
        (("attach", "1", "--kind", "r"), ["recording", "receipt"]),
        (("assign", "1", "--handler", "w1"), ["w1001", "w1002"]),
        (("assign", "1", "--handler", "韩"), ["韩梅"]),
        (("list", "--as", "w9"), ["w9001"]),
        (("staff", "--may", "decide"), ["decide-penalty"]),
        (("staff", "w9"), ["w9001"]),
        (("staff", "request", "w1001", "--role", "s"), ["supervisor"]),
        (("list", "--state", "re"), ["registered", "resolved", "rejected"]),
        (("report", "--by", "c"), ["category", "channel", "cause"]),
        (("report", "--format", ""), ["table", "json", "csv", "html", "xlsx"]),
        (("report", "--compare", ""), ["previous", "year"]),
        (("report", "--month", "2026-0"), [f"2026-0{month}" for month in range(9, 0, -1)]),
        (("form", "1", "--kind", "s"), ["slip", "store"]),
        (("contact", "1", "--via", "l"), ["letter"]),
        (("list", "--store", ""), ["HZ01", "HZ02"]),
        (("list", "--region", ""), ["east"]),
        (("calendar", "--name", ""), ["office", "field", "always"]),
        (("rules", "show", "mile"), ["milestones"]),
        (("init", "--policy", "tele"), ["telecom-storefront", "telecom-policy"]),
        (("--lang", ""), ["en", "zh"]),
        (("incident", "show", ""), ["1"]),
        (("attach", "1", ""), [":files"]),
        (("rules", "check", ""), [":files"]),
        (("--home", ""), [":folders"]),
        (("completion", ""), ["bash", "zsh", "fish"]),
        (("list", "@"), ["@late", "@network"]),
        (("overdue", "@l"), ["@late"]),
        (("search", "@n"), ["@network"]),
        (("list", "--sort", "sev"), ["severity"]),
        (("search", "--sort", "b"), ["best"]),
        (("list", "--columns", "num"), ["number"]),
        (("list", "--columns", "number,dep"), ["number,department"]),
        (("list", "--columns=number,dep"), ["--columns=number,department"]),
        (("record", "--template", "o"), ["outage"]),
        (("reply", "1", "--template", "f"), ["fault"]),
        (("import", "--on-error", "s"), ["stop", "skip"]),
        (("import", "a.csv", "--map", ""), [":files"]),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_value_is_one_of_the_words_that_are_understood(
    shop: Desk, words: tuple[str, ...], expected: list[str]
) -> None:
    said = (*words[:-1], words[-1])
    supervisor = () if "--as" in words else ("--as", "w9001")
    found = offered(shop, *supervisor, *said)
    assert [word for word in found if not word.startswith("--") or "=" in word] == expected


def test_a_word_is_told_in_the_language_of_the_reader(shop: Desk) -> None:
    assert told(shop, "list", "--department", "n") == ["network\tNetwork"]
    assert told(shop, "list", "--lang", "zh", "--department", "n") == ["network\t网络部"]
    assert told(shop, "list", "--handler", "w1001") == ["w1001\t李薇"]


def test_a_new_rule_file_is_offered_once_a_command_has_read_it(desk: Desk) -> None:
    rules = desk.home / "rules.toml"
    rules.write_text(
        rules.read_text("utf-8").replace("market  = {", "marketing = {").replace('"market"', '"marketing"')
    )
    before = bytes_of(desk.home)
    assert offered(desk, "list", "--department", "m") == ["market"]
    assert bytes_of(desk.home) == before
    desk.ok("list")
    assert offered(desk, "list", "--department", "m") == ["marketing"]


# ── numbers of complaints ──────────────────────────────────────────────────────────────────────────


def test_open_complaints_are_offered_newest_first(shop: Desk) -> None:
    assert told(shop, "--as", "w9001", "accept", "") == [
        "20261009-0003\tassigned · Network quality · Network",
        "20261009-0002\tassigned · Network quality · Network",
        "20261009-0001\tassigned · Network quality · Network",
    ]
    assert offered(shop, "--as", "w9001", "accept", "1", "000") == ["0003", "0002", "0001"]
    assert offered(shop, "--as", "w9001", "accept", "20261009-0002", "2026") == ["20261009-0003", "20261009-0001"]
    assert offered(shop, "--as", "w9001", "merge", "3", "--into", "0002") == ["0002"]


def test_what_is_taken_on_closed_ones_is_offered_those(shop: Desk) -> None:
    assert offered(shop, "--as", "w9001", "visit", "")[0] == "20261009-0004"
    assert offered(shop, "--as", "w9001", "reopen", "2026") == ["20261009-0004"]
    assert offered(shop, "--as", "w9001", "show", "20261009-0004") == ["20261009-0004"]
    assert states_of("visit") == ("closed",)
    assert states_of("anonymise") == ("closed", "cancelled", "rejected", "merged")
    assert states_of("show") == states_of("note") == ("registered", "assigned", "in_progress", "pending", "resolved")


def test_who_does_not_see_a_complaint_is_not_offered_it(shop: Desk) -> None:
    assert offered(shop, "--as", "w1002", "accept", "2") == ["20261009-0002"]
    assert offered(shop, "--as", "stranger", "accept", "2") == []
    assert offered(shop, "--as", "w1002", "list", "--region", "") == ["east"]
    assert offered(shop, "--as", "w1001", "list", "--region", "") == []


def test_nothing_of_a_customer_is_ever_offered(shop: Desk) -> None:
    """Every value of every command is asked for, as the one who may see everything."""
    lines = [
        *((*verb.split(), "") for verb in VERBS),
        *((*verb.split(), max(one.names, key=len), "") for verb in VERBS for one in commands()[verb].options),
    ]
    said = "\n".join("\n".join(told(shop, "--as", "w9001", *line)) for line in lines)
    assert "20261009-0001" in said and "HZ02" in said and "李薇" in said  # it is the desk that is asked
    assert [word for word in (NAME, PHONE, CARD, MAIL, ADDRESS, WHOM, SAID, "林小", "0000") if word in said] == []


# ── how a shell takes a line apart ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "current", "expected"),
    [
        ("tsk list --department ne", "ne", ["network"]),
        ("tsk list --department=ne", "ne", ["network"]),  # bash took the word apart at the sign
        ("tsk list --department=", "=", ["care", "network", "billing", "market", "ops"]),
        ("tsk list --department=ne", "--department=ne", ["--department=network"]),  # it was told not to
        ('tsk list --department "ne', '"ne', ["network"]),
        ("tsk list --department 'ne", "'ne", ["network"]),
        ("tsk list --now 2026-11-01T09:00 --department ne", "ne", ["network"]),
        ('tsk note 1 "two words" --rea', "--rea", ["--reason"]),
        ("tsk incident  open --reg", "--reg", ["--region"]),
        ("tsk inb", "inb", ["inbox"]),
        ("tsk list @", "@", ["late", "network"]),
        ("tsk list @la", "la", ["late"]),
        ("/opt/tsk/bin/tsk inb", "inb", ["inbox"]),
    ],
)
def test_a_line_of_bash_is_taken_apart_as_bash_does(shop: Desk, line: str, current: str, expected: list[str]) -> None:
    assert in_bash(shop, line, current) == expected


def test_open_quotes_and_half_escapes_are_lines_too() -> None:
    assert split('tsk note 1 "two wor') == ["tsk", "note", "1", "two wor"]
    assert split("tsk note 1 'it") == ["tsk", "note", "1", "it"]
    assert split("tsk note ") == ["tsk", "note", ""]
    assert split("tsk note 1\\") == ["tsk", "note", "1"]


# ── never in the way ───────────────────────────────────────────────────────────────────────────────


def test_no_desk_is_made(tmp_path: Path) -> None:
    nowhere = Desk(tmp_path / "nowhere")
    assert offered(nowhere, "accept", "") == []
    assert offered(nowhere, "acc") == ["accept"]
    assert offered(nowhere, "record", "--dep") == [] and offered(nowhere, "record", "--cat") == ["--category"]
    assert not nowhere.home.exists()


def test_nothing_is_written(shop: Desk) -> None:
    before = bytes_of(shop.home)
    for words in (("accept", ""), ("list", "--store", ""), ("list", "--department", ""), ("incident", "show", "")):
        assert offered(shop, "--as", "w9001", *words)
    assert bytes_of(shop.home) == before


def _no_database(home: Path) -> None:
    (home / "tsk.db").write_bytes(b"%PDF-1.7 no desk at all" * 400)


def _folder_for_database(home: Path) -> None:
    (home / "tsk.db").unlink()
    (home / "tsk.db").mkdir()


def _newer(home: Path) -> None:
    with closing(sqlite3.connect(home / "tsk.db")) as database, database:
        database.execute(
            "INSERT INTO schema_migration (name, applied_at) VALUES ('9999_future', '2030-01-01T00:00:00Z')"
        )


def _older(home: Path) -> None:
    with closing(sqlite3.connect(home / "tsk.db")) as database, database:
        database.execute("DELETE FROM schema_migration WHERE name = (SELECT max(name) FROM schema_migration)")


def _no_rules(home: Path) -> None:
    with closing(sqlite3.connect(home / "tsk.db")) as database, database:
        database.execute("UPDATE rule_file SET compiler = 'another', content = x'5b', compiled = '{'")


@pytest.mark.skipif(ENCRYPTED, reason="damages a plain database")
@pytest.mark.parametrize("harm", [_no_database, _folder_for_database, _newer, _older, _no_rules])
def test_a_desk_that_cannot_be_read_offers_nothing_and_says_nothing(shop: Desk, harm: Callable[[Path], None]) -> None:
    harm(shop.home)
    before = bytes_of(shop.home)
    assert offered(shop, "accept", "2") == []
    assert offered(shop, "acc") == ["accept"]
    assert bytes_of(shop.home) == before


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("fish",),
        ("fish", "--"),
        ("bash",),
        ("bash", ""),
        ("bash", "tsk", "tsk", "more"),
        ("bash", 'tsk "', '"'),
        ("fish", "--", "\udcff", ""),
        ("fish", "--", "no-such-verb", "--x", ""),
        ("fish", "--", "--lang", "klingon", "list", "--department", ""),
        ("fish", "--", "--as", "\n", "accept", ""),
        ("fish", "--", "--now", "whenever", "accept", ""),
        ("fish", "--", "--site", "no-such", "accept", ""),
        ("fish", "--", "--db", "pg://x", "accept", ""),
        ("fish", "--", "--json", "--json"),
    ],
    ids=repr,
)
def test_whatever_is_typed_it_is_no_error(desk: Desk, words: tuple[str, ...]) -> None:
    done = desk.tsk(COMPLETE, *words)
    assert (done.code, done.err) == (0, "")


def test_a_closed_pipe_is_no_error(desk: Desk) -> None:
    with desk.process(COMPLETE, "fish", "--", "", stderr=subprocess.PIPE) as asking:
        assert asking.stdout and asking.stderr
        asking.stdout.close()
        assert asking.stderr.read() == ""
        assert asking.wait() == 0


def test_an_encrypted_desk_is_read_with_the_key_of_its_file_alone(tmp_path: Path) -> None:
    pytest.importorskip("sqlcipher3", reason="the extra `encrypted` is not installed")
    key, started = tmp_path / "tsk.key", tmp_path / "started"
    home = tmp_path / "home"

    def run(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "TSK_HOME": str(home), "TSK_NOW": "2026-10-09 16:40", **settings}
        return subprocess.run([sys.executable, "-m", "tsk", *words], env=env, capture_output=True, text=True)

    assert run("init", "--practice", "--encrypt", TSK_KEY_FILE=str(key)).returncode == 0
    assert run("record", SAID, TSK_KEY_FILE=str(key)).returncode == 0
    asked = (COMPLETE, "fish", "--", "accept", "2")
    assert run(*asked, TSK_KEY_FILE=str(key)).stdout.startswith("20261009-0001")
    without = run(*asked, TSK_KEY_FILE="", TSK_KEY_COMMAND=f"touch {started}; cat {key}")
    assert (without.stdout, without.stderr, without.returncode, started.exists()) == ("", "", 0, False)


# ── fast ───────────────────────────────────────────────────────────────────────────────────────────


def loaded(desk: Desk, *words: str) -> set[str]:
    """The modules that an answer takes."""
    env = {**os.environ, **desk.env, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-X", "importtime", "-m", "tsk", COMPLETE, "fish", "--", *words]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    assert done.stdout
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}


def test_an_answer_loads_neither_the_option_parser_nor_tables_nor_a_command(desk: Desk) -> None:
    desk.ok("record", SAID)
    slow = ("typer", "rich", "tomllib", "json", "tsk.commands", "tsk.rulefile", "tsk.publicdays", "tsk.render.case")
    for words in (("list", "--dep"), ("list", "--department", ""), ("accept", "")):
        names = loaded(desk, *words)
        assert [name for name in names if name.startswith(slow)] == []
    assert [name for name in loaded(desk, "acc") if name.startswith(("sqlite3", "tsk.desk", "tsk.store"))] == []


# ── the shells themselves ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def path_to_tsk(tmp_path: Path) -> str:
    """A path on which `tsk` is this program."""
    place = tmp_path / "bin"
    place.mkdir()
    program = place / "tsk"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tsk "$@"\n')
    program.chmod(0o755)
    return f"{place}{os.pathsep}{os.environ['PATH']}"


def shell(name: str) -> str:
    found = shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed here")
    return found


def typed_into(command: list[str], setup: str, line: str, env: dict[str, str]) -> str:
    """What the shell makes of a line with a TAB behind it, on a terminal: the line is made an `echo` and run."""
    import pty
    import select
    import time

    child, screen = pty.fork()
    if child == 0:
        os.execvpe(command[0], command, env)
    seen = b""

    def until(mark: bytes) -> None:
        nonlocal seen
        end = time.monotonic() + 30
        while mark not in seen:
            assert time.monotonic() < end, seen.decode("utf-8", "replace")
            if select.select([screen], [], [], 0.2)[0]:
                seen += os.read(screen, 65536)

    try:
        os.write(screen, f"{setup}; PS1=; echo rea''dy\n".encode())
        until(b"ready")
        os.write(screen, f"{line}\t".encode())
        time.sleep(2)
        os.write(screen, b"\x01echo don''e \x05 end''ed\n")
        until(b" ended")
        return seen.decode("utf-8", "replace").rpartition("done ")[2].partition(" ended")[0].strip()
    finally:
        os.close(screen)
        os.waitpid(child, 0)


LINES = [
    ("tsk inb", "tsk inbox"),
    ("tsk incident li", "tsk incident li"),  # link, list: nothing is chosen
    ("tsk list --department ne", "tsk list --department network"),
    ("tsk list --department=ne", "tsk list --department=network"),
    ("tsk accept 20", "tsk accept 20261009-0001"),
]


def environment(desk: Desk, path: str) -> dict[str, str]:
    return {**os.environ, **desk.env, "PATH": path, "PYTHONPATH": str(Path(__file__).parents[2]), "TERM": "dumb"}


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_bash_completes(desk: Desk, path_to_tsk: str, line: str, expected: str) -> None:
    desk.ok("record", SAID)
    command = [shell("bash"), "--norc", "--noprofile", "-i"]
    setup = 'eval "$(tsk completion bash)"'
    assert typed_into(command, setup, line, environment(desk, path_to_tsk)) == expected


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_zsh_completes(desk: Desk, path_to_tsk: str, line: str, expected: str) -> None:
    desk.ok("record", SAID)
    command = [shell("zsh"), "-f", "-i"]
    setup = 'bindkey -e; autoload -Uz compinit; compinit -u -D; eval "$(tsk completion zsh)"'
    assert typed_into(command, setup, line, environment(desk, path_to_tsk)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("tsk inb", ["inbox\tShow what you have to do next, and why."]),
        ("tsk list --department ne", ["network\tNetwork"]),
        ("tsk list --department=ne", ["--department=network\tNetwork"]),
        ("tsk accept 2", ["20261009-0002", "20261009-0001"]),
    ],
)
def test_fish_completes(desk: Desk, path_to_tsk: str, line: str, expected: list[str]) -> None:
    desk.ok("record", SAID)
    desk.ok("record", SAID)
    command = [shell("fish"), "--no-config", "-c", f'tsk completion fish | source; complete -C "{line}"']
    done = subprocess.run(command, env=environment(desk, path_to_tsk), capture_output=True, text=True, check=True)
    assert [row if "\t" in expected[0] else row.partition("\t")[0] for row in done.stdout.splitlines()] == expected


def test_the_script_is_printed_for_the_shell_that_is_named(desk: Desk) -> None:
    assert "complete -o nosort -F _tsk tsk" in desk.tsk("completion", "bash").out
    assert desk.tsk("completion", "zsh").out.startswith("#compdef tsk\n")
    assert desk.ok("completion", "fish") == {"shell": "fish", "script": desk.tsk("completion", "fish").out}
    refused = desk.tsk("completion", "tcsh")
    assert (refused.code, refused.err) == (2, "There is no shell “tcsh”. There are: bash, zsh, fish.\n")
