"""A report as it comes out of a printer: on A4, its Chinese readable, no chart torn from its heading."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Desk
from counted import OCTOBER, counted
from printer import CHINESE, LATIN, printed


@pytest.fixture(scope="module")
def october(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return counted(tmp_path_factory.mktemp("counted") / "home")


def pages(desk: Desk, folder: Path, font: Path, lang: str) -> list[str]:
    """The text of each page without its blanks."""
    html = desk.tsk("--lang", lang, *OCTOBER, "--format", "html").out
    return [re.sub(r"\s", "", page) for page in printed(folder, html, font)]


@pytest.mark.parametrize(
    ("lang", "font", "parts"),
    [
        ("zh", CHINESE, ["按部门统计", "受理与积压", "未结时长", "主要原因", "对比", "指标说明"]),
        (
            "en",
            LATIN,
            ["Figuresbydepartment", "Flowandbacklog", "Ageing", "Maincauses", "Comparison"],
        ),
    ],
)
def test_a_report_prints_on_a4_and_can_be_read(
    october: Desk, tmp_path: Path, lang: str, font: Path, parts: list[str]
) -> None:
    read = "".join(pages(october, tmp_path, font, lang))
    missing = "(?<![%·])\ufffd(?!未达标|targetmissed)"  # neither font has the mark ✗; its meaning stands beside it
    assert re.findall(missing, read) == []
    assert [part for part in parts if part not in read] == []


def test_a_chart_stays_with_its_heading(october: Desk, tmp_path: Path) -> None:
    """The last mark below each chart is printed on the page of its heading."""
    found = pages(october, tmp_path, CHINESE, "zh")
    for heading, last in (("按部门统计", "目标95%"), ("受理与积压", "10-19"), ("未结时长", "31天以上")):
        page = next(page for page in found if heading in page)
        assert last in page.partition(heading)[2], f"{heading} stands on another page than its chart"


def test_a_long_table_repeats_its_headings(october: Desk, tmp_path: Path) -> None:
    many = october.copy(tmp_path / "many")
    for number in range(60):
        many.ok("record", "断网", "--store", f"S{number:03}")
    html = many.tsk("--lang", "en", *OCTOBER, "--by", "store", "--format", "html").out
    found = [page for page in printed(tmp_path, html, LATIN) if re.search(r"S0\d\d", page)]
    assert len(found) > 2
    assert [page for page in found if not re.search("Received|Median hours", page)] == []
