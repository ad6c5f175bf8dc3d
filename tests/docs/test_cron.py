"""docs/cron.md is true: its crontab and its units are read and run as cron and systemd run them.

That is without a terminal, in an environment that holds next to nothing, and with no language set. The paths of the
document are exchanged for those of the test; the present is set, so that something is late.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import Desk

PAGE = (Path(__file__).parents[2] / "docs" / "cron.md").read_text("utf-8")
BIN = Path(sys.executable).parent
LONG = "The clerk was rude " * 12
LATE = "2026-11-03 18:00:01"


class Ran(NamedTuple):
    code: int
    out: str
    err: str


class Line(NamedTuple):
    """One line of a crontab: when, and what."""

    when: str
    command: str


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def crontab() -> tuple[dict[str, str], list[Line]]:
    """The settings and the lines of the crontab, by cron's own grammar."""
    (text,) = blocks("crontab")
    settings, lines = {}, []
    for row in text.splitlines():
        if not row.strip() or row.startswith("#"):
            continue
        if assigned := re.fullmatch(r"(\w+)\s*=\s*(.*)", row):
            settings[assigned[1]] = assigned[2]
            continue
        fields = row.split(None, 5)
        assert len(fields) == 6, row
        lines.append(Line(" ".join(fields[:5]), fields[5]))
    return settings, lines


@pytest.fixture
def late(desk: Desk) -> Desk:
    """A contact late since a second; the complaint is said in 200 letters."""
    desk.at("2026-11-02 10:00").ok("record", LONG.strip(), "--category", "attitude")
    (desk.home / "notify.env").write_text("", "utf-8")
    return desk.at(LATE)


def here(text: str, desk: Desk) -> str:
    """The paths of the document as they are on this machine."""
    text = text.replace("/mnt/copies", str(desk.home.parent / "copies"))
    return text.replace("/srv/complaints", str(desk.home)).replace("/opt/tsk/bin", str(BIN))


def as_cron(desk: Desk, command: str, **more: str) -> Ran:
    """The command run as cron runs it: `sh -c`, a handful of variables, no terminal, the account's folder."""
    settings = {name: here(value, desk) for name, value in crontab()[0].items() if name != "MAILTO"}
    env = {
        "HOME": str(desk.home),
        "LOGNAME": "complaints",
        "USER": "complaints",
        **settings,
        "TSK_NOW": desk.now,
        **more,
    }
    assert not {"LANG", "LC_ALL", "TERM", "COLUMNS", "PYTHONPATH"} & set(env)
    ran = subprocess.run(
        [settings["SHELL"], "-c", here(command, desk)],
        env=env,
        cwd=desk.home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        start_new_session=True,
    )
    return Ran(ran.returncode, ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8"))


# ── cron ───────────────────────────────────────────────────────────────────────────────────────────


def test_the_lines_are_lines_of_a_crontab() -> None:
    settings, lines = crontab()
    assert {"SHELL", "PATH", "MAILTO", "TSK_HOME", "TSK_USER", "TSK_LANG"} == set(settings)
    assert len(lines) == 6
    for line in lines:
        assert re.fullmatch(r"(\*|[\d,*/-]+)( (\*|[\d,*/-]+)){4}", line.when), line
        assert "%" not in line.command  # which cron reads as the end of the line


def test_every_line_runs_as_cron_runs_it(late: Desk) -> None:
    """In their order: escalation says nothing; the summary is printed, for something is late; the monitor's files."""
    escalate, morning, evening, monitor, backup, drill = (as_cron(late, line.command) for line in crontab()[1])
    assert (escalate.code, escalate.out, escalate.err) == (0, "", "")
    assert (morning.code, morning.err) == (0, "")
    assert evening == morning
    assert "目前超时投诉：1 件" in morning.out
    assert LONG.strip() in morning.out
    assert (monitor.code, monitor.out, monitor.err) == (0, "", "")
    assert (late.home / "daily.code").read_text("utf-8") == "10\n"
    assert LONG.strip() in (late.home / "daily.txt").read_text("utf-8")
    assert (backup, drill) == ((0, "", ""), (0, "", ""))
    (made,) = late.ok("restore", "--list", "--from", late.home.parent / "copies" / "complaints")["backups"]
    assert (made["complaints"], made["whole"]) == (1, True)


def test_a_backup_that_would_not_restore_is_printed_and_so_mailed(late: Desk) -> None:
    *_, backup, drill = (line.command for line in crontab()[1])
    as_cron(late, backup)
    (database,) = (late.home.parent / "copies" / "complaints").glob("2*/tsk.db")
    database.write_bytes(database.read_bytes()[:-1])
    ran = as_cron(late, drill)
    assert (ran.code, ran.out) == (6, "")
    assert database.parent.name in ran.err


def test_nothing_is_printed_and_so_nothing_mailed_while_nothing_is_wrong(late: Desk) -> None:
    late.at("2026-11-03 18:00:00")
    assert [as_cron(late, line.command)[:2] for line in crontab()[1]] == [(0, "")] * 6
    assert (late.home / "daily.code").read_text("utf-8") == "0\n"


@pytest.mark.parametrize(("lang", "said"), [("en", "Complaints overdue now: 1"), ("zh", "目前超时投诉：1 件")])
def test_either_language_is_whole_without_a_locale(late: Desk, lang: str, said: str) -> None:
    ran = as_cron(late, "tsk daily --notify --quiet", TSK_LANG=lang)
    assert (ran.code, ran.err) == (0, "")
    assert said in ran.out
    assert LONG.strip() in ran.out
    assert "…" not in ran.out
    assert "\x1b" not in ran.out


def test_the_file_of_secrets_is_read_and_a_dead_address_is_said_without_it(late: Desk) -> None:
    (text,) = blocks("sh")
    assert re.findall(r"^export (\w+)=", text, re.MULTILINE) == ["TSK_NOTIFY", "BILLING_GROUP"]
    (late.home / "notify.env").write_text('export TSK_NOTIFY="json://127.0.0.1:9/t0k3n"\n', "utf-8")
    ran = as_cron(late, crontab()[1][1].command)
    assert ran.code == 0
    assert "目前超时投诉：1 件" in ran.out
    assert ran.err.startswith("未能发给 json-")
    assert len(ran.err.splitlines()) == 1
    assert "t0k3n" not in ran.out + ran.err


def test_the_addresses_of_the_page_are_understood(late: Desk) -> None:
    (text,) = blocks("sh")
    said = re.findall(r'="(.*)"$', text, re.MULTILINE)
    path = late.home / "rules.toml"
    rows = [f'r{n} = {{ to = "{address}" }}' for n, address in enumerate(said)]
    path.write_text(path.read_text("utf-8") + "\n".join(["", "[notify]", *rows, ""]), "utf-8")
    assert len(said) == 2
    doubts = [one for one in late.ok("rules", "check")["remarks"] if one["name"].startswith("notify.")]
    assert doubts == []


# ── systemd ────────────────────────────────────────────────────────────────────────────────────────


def units() -> dict[str, str]:
    """The units of the page by their file names."""
    found = {}
    for text in blocks("ini"):
        head, _, rest = text.partition("\n")
        found[head.rpartition("/")[2]] = rest
    return found


def test_the_timers_start_services_of_the_page() -> None:
    names = set(units())
    assert names == {f"tsk-{what}.{kind}" for what in ("daily", "escalate") for kind in ("service", "timer")}


@pytest.mark.parametrize("name", [name for name in units() if name.endswith(".service")])
def test_a_service_runs_with_the_environment_that_it_names(late: Desk, name: str) -> None:
    text = here(units()[name], late)
    values = dict(re.findall(r"(\w+)=(\S+)", re.search(r"^Environment=(.*)$", text, re.MULTILINE)[1]))  # type: ignore[index]
    command = re.search(r"^ExecStart=(.*)$", text, re.MULTILINE)[1].split()  # type: ignore[index]
    accepted = {0, *map(int, re.findall(r"^SuccessExitStatus=(\d+)$", text, re.MULTILINE))}
    ran = subprocess.run(
        command,
        env={**values, "TSK_NOW": late.now},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode in accepted, ran
    assert ran.stderr == ""
    assert ran.returncode == (10 if name == "tsk-daily.service" else 0)


def test_systemd_finds_nothing_wrong_with_the_units(late: Desk, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("There is no systemd-analyze here.")
    for name, text in units().items():
        (tmp_path / name).write_text(here(text, late).replace("User=complaints", "User=root"), "utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / name) for name in units())],
        capture_output=True,
        text=True,
        timeout=60,
    )
    if "Failed to" in checked.stderr and "load unit" not in checked.stderr:
        pytest.skip(f"systemd-analyze cannot work here: {checked.stderr.splitlines()[0]}")
    ours = [line for line in checked.stderr.splitlines() if "tsk-" in line]
    assert (checked.returncode, ours) == (0, [])
