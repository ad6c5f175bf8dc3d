"""The figures of docs/classification.md come out again: the kept half of each set, measured as the page says.

The sets are no part of the project; where one is missing, its test is skipped and says so.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).parents[2]
PAGE = (PROJECT / "docs" / "classification.md").read_text("utf-8")
NAMES = ("messages-zh", "telecom-en")
MOST_WORDS = 25  # what the page says of every category


def script(path: Path) -> ModuleType:
    """A script that is no part of the package, as a module."""
    spec = spec_from_file_location(f"bench_{path.stem}", path)
    assert spec and spec.loader
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


BENCH = script(PROJECT / "bench" / "classification.py")
SETS = {one.name: one for one in BENCH.SETS}


def printed(name: str, capsys: pytest.CaptureFixture[str], summary: bool = False) -> str:
    """What the script prints of the kept half; the test is skipped where the set cannot be read."""
    try:
        BENCH.table(SETS[name], summary=summary)
    except BENCH.Missing as why:
        pytest.skip(f"{name} cannot be measured: {why}")
    return capsys.readouterr().out.strip()


@pytest.mark.parametrize("name", NAMES)
def test_the_page_prints_what_is_measured(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(name, capsys) in PAGE


def test_the_page_says_how_far_the_summary_alone_carries(capsys: pytest.CaptureFixture[str]) -> None:
    coverage, precision = re.findall(r"^ +(?:coverage|precision) +([\d.]+ %)", printed(NAMES[0], capsys, True), re.M)
    assert f"has a word in {coverage} of the\nmessages, and is right in {precision} of those" in PAGE


@pytest.mark.parametrize("name", NAMES)
def test_the_words_are_as_few_as_the_page_says(name: str) -> None:
    for row in BENCH.policy_of(name).categories:
        assert len(row.words) <= MOST_WORDS, row.name
        assert len(set(row.words)) == len(row.words), row.name


def test_240_titles_were_judged_once_each_by_themes_of_the_rule_file() -> None:
    judged = tomllib.loads((PROJECT / "bench" / "classification.toml").read_text("utf-8"))
    themes = [row.name for row in BENCH.policy_of("telecom-en").categories]
    lines = [line for some in judged["telecom-en"].values() for line in some]
    assert list(judged["telecom-en"]) == themes
    assert len(lines) == len(set(lines)) == 240


def test_the_judged_titles_are_drawn_from_the_kept_half() -> None:
    try:
        seen, kept = BENCH.halves(SETS["telecom-en"], BENCH.policy_of("telecom-en"))
    except BENCH.Missing as why:
        pytest.skip(f"telecom-en cannot be measured: {why}")
    assert [one.line for one in seen if one.truth] == []
    assert [bool(one.truth) for one in kept] == [True] * 240 + [False] * (len(kept) - 240)


def test_a_set_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BENCH, "DATA", tmp_path)
    with pytest.raises(BENCH.Missing, match=r"Comcast_telecom_complaints_data\.csv is not there"):
        BENCH.table(SETS["telecom-en"])
