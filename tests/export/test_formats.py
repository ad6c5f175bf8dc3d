"""`report` in every format: which one, where it goes, and that a file is written whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Desk
from counted import OCTOBER, counted


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return counted(tmp_path_factory.mktemp("counted") / "home").home


@pytest.fixture
def october(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """That desk on 20 October at 10:00, and an empty folder to stand in."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return Desk(home, "2026-10-20 10:00")


def read(text: str) -> list[dict[str, str]]:
    """The rows of a CSV file that begins with the mark of UTF-8."""
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


# ── which format, and where to ─────────────────────────────────────────────────────────────────────


def test_json_by_either_name_is_the_same(october: Desk) -> None:
    assert october.tsk(*OCTOBER, "--format", "json").out == october.tsk(*OCTOBER, "--json").out


@pytest.mark.parametrize("name", ["october.json", "october.csv", "october.html", "october.XLSX", "october.htm"])
def test_the_ending_of_the_file_says_the_format(october: Desk, name: str) -> None:
    done = october.tsk(*OCTOBER, "-o", name)
    assert done.code == 0
    assert done.out.startswith(f"{name}: report of 2026-10-01 to 2026-10-31 as ")
    starts = {".json": b"{", ".csv": b"\xef\xbb\xbfrow,", ".html": b"<!DOCTYPE html>", ".xlsx": b"PK\x03\x04"}
    starts[".htm"] = starts[".html"]
    assert Path(name).read_bytes().startswith(starts[Path(name).suffix.lower()])


def test_the_format_named_goes_before_the_ending(october: Desk) -> None:
    october.tsk(*OCTOBER, "--format", "csv", "-o", "october.txt")
    assert Path("october.txt").read_bytes().startswith(b"\xef\xbb\xbfrow,")


def test_json_into_a_file_says_nothing(october: Desk) -> None:
    printed = october.tsk(*OCTOBER, "--json").out
    assert october.tsk(*OCTOBER, "--json", "--output", "october.json").out == ""
    assert Path("october.json").read_text("utf-8") == printed


@pytest.mark.parametrize("format", ["csv", "html", "json"])
def test_a_dash_is_a_pipe(october: Desk, format: str) -> None:
    assert october.tsk(*OCTOBER, "--format", format, "-o", "-").out == october.tsk(*OCTOBER, "--format", format).out
    assert list(Path().iterdir()) == []


def test_a_workbook_goes_through_a_pipe_as_bytes(october: Desk) -> None:
    command = [sys.executable, "-m", "tsk", *OCTOBER, "--format", "xlsx"]
    done = subprocess.run(command, env={**os.environ, **october.env}, capture_output=True, check=True)
    october.tsk(*OCTOBER, "-o", "october.xlsx")
    assert done.stdout == Path("october.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "pdf"), "There is no format “pdf”"),
        (("--format", "html", "--json"), "--json and --format html exclude each other."),
        (("-o", "october.txt"), "A table is for reading here; -o takes json, csv, html, xlsx."),
        (("--format", "table", "-o", "october.csv"), "A table is for reading here"),
        (("--integrity", "-o", "october.csv"), "--integrity is shown here, or printed with --json."),
        (("--integrity", "--format", "html"), "--integrity is shown here, or printed with --json."),
    ],
)
def test_what_cannot_be_is_said(october: Desk, words: tuple[str, ...], said: str) -> None:
    done = october.tsk(*OCTOBER, *words)
    assert (done.code, done.out, list(Path().iterdir())) == (2, "", [])
    assert said in done.err


@pytest.mark.parametrize("format", ["html", "xlsx"])
def test_a_page_is_not_poured_into_a_terminal(october: Desk, format: str) -> None:
    leader, terminal = pty.openpty()
    command = [sys.executable, "-m", "tsk", *OCTOBER, "--format", format]
    done = subprocess.run(
        command, env={**os.environ, **october.env}, stdout=terminal, stderr=subprocess.PIPE, check=False
    )
    os.close(terminal)
    os.close(leader)
    assert done.returncode == 2
    assert f"A report as {format} is not for a terminal. Name a file with -o".encode() in done.stderr


# ── whole or not at all ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("format", ["json", "csv", "html", "xlsx"])
def test_a_file_that_is_there_is_never_touched(october: Desk, format: str) -> None:
    Path("october").write_bytes(b"mine")
    done = october.tsk(*OCTOBER, "--format", format, "-o", "october")
    assert (done.code, Path("october").read_bytes()) == (6, b"mine")
    assert "october cannot be written" in done.err


def test_no_half_of_a_file_is_left_where_there_is_no_room(october: Desk, tmp_path: Path) -> None:
    """The largest file that this shell may write is too small for a page with four long names."""
    long = october.copy(tmp_path / "long")
    for letter in "东南西北":
        long.ok("record", "断网", "--product", letter * 1900)
    limited = 'ulimit -f 40; "$@"'  # blocks of 1024 bytes: enough for what the database needs
    command = ["bash", "-c", limited, "tsk", sys.executable, "-m", "tsk", *OCTOBER, "--by", "product"]
    done = subprocess.run(
        [*command, "-o", "october.html"], env={**os.environ, **long.env}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 6
    assert "october.html cannot be written (File too large). Name another file with -o." in done.stderr
    assert list(Path().iterdir()) == []


def test_a_folder_that_is_not_there_is_said(october: Desk) -> None:
    done = october.tsk(*OCTOBER, "-o", "nowhere/october.html")
    assert (done.code, "nowhere/october.html cannot be written" in done.err) == (6, True)


# ── csv ────────────────────────────────────────────────────────────────────────────────────────────


def test_csv_has_a_row_for_each_line_and_the_total(october: Desk) -> None:
    rows = read(october.tsk(*OCTOBER, "--format", "csv").out)
    assert [(row["row"], row["by"], row["key"], row["label"], row["received"]) for row in rows] == [
        ("line", "department", "care", "Customer care", "2"),
        ("line", "department", "billing", "Billing", "1"),
        ("line", "department", "network", "Network", "1"),
        ("total", "", "", "Total", "4"),
    ]
    assert {(row["since"], row["until"], row["last"]) for row in rows} == {("2026-10-01", "2026-11-01", "2026-10-31")}
    total = rows[-1]
    assert (total["timeliness_count"], total["timeliness_of"], total["timeliness_percent"]) == ("1", "4", "25.0")
    assert (total["timeliness_reached"], total["satisfaction_reached"], total["repeat_reached"]) == (
        "false",
        "true",
        "",
    )
    assert rows[1]["handling_handled_seconds"] == "217800"  # 60.5 hours: 7 + 7.5 + 5 × 7.5 + 7.5 + 1


def test_csv_headings_are_the_same_in_every_language(october: Desk) -> None:
    english, chinese = (october.tsk("--lang", lang, *OCTOBER, "--format", "csv").out for lang in ("en", "zh"))
    assert english.splitlines()[0] == chinese.splitlines()[0]
    assert [row["label"] for row in read(chinese)] == ["客户服务部", "计费部", "网络部", "合计"]


def test_csv_says_what_json_says(october: Desk) -> None:
    rows = read(october.tsk(*OCTOBER, "--format", "csv", "--trend", "2").out)
    found = october.ok(*OCTOBER, "--trend", 2)
    assert [row["key"] for row in rows if row["row"] == "month before"] == ["2026-08", "2026-09"]
    for row, line in zip(rows, [*found["rows"], found["total"], *found["trend"]], strict=True):
        assert row["open"] == str(line["open"])
        assert json.loads(row["resolution_percent"] or "null") == line["resolution"]["percent"]


def test_csv_has_the_other_period_in_rows_of_its_own(october: Desk) -> None:
    out = october.tsk("report", "--month", "2026-11", "--compare", "previous", "--format", "csv").out
    rows = [row for row in read(out) if row["row"].startswith("compared")]
    assert [(row["row"], row["since"], row["key"], row["received"]) for row in rows] == [
        ("compared line", "2026-10-01", "care", "2"),
        ("compared line", "2026-10-01", "billing", "1"),
        ("compared line", "2026-10-01", "network", "1"),
        ("compared total", "2026-10-01", "", "4"),
    ]
    assert [row["milestones_reply_percent"] for row in rows] == ["50.0", "0.0", "0.0", "25.0"]


def test_a_formula_in_csv_is_a_text(october: Desk) -> None:
    rows = read(october.tsk(*OCTOBER, "--by", "store", "--format", "csv").out)
    assert [row["key"] for row in rows] == ["HZ01", '\'=HYPERLINK("x")', "HZ02", ""]
