"""The forecast measured on real incidents that were held back, as docs/forecast.md says and the script prints it."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

PROJECT = Path(__file__).parents[2]
PAGE = (PROJECT / "docs" / "forecast.md").read_text("utf-8")
LIMITS = ("24 hours", "2 working days", "5 working days", "10 days")


def script() -> ModuleType:
    """The script, which is no part of the package, as a module."""
    spec = spec_from_file_location("bench_forecast", PROJECT / "bench" / "forecast.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


BENCH = script()


@pytest.fixture(scope="module")
def measured() -> dict[str, list[Any]]:
    """The forecasts for the incidents of the third day, by limit."""
    try:
        return dict(BENCH.measured(BENCH.SAMPLE, None, LIMITS, False))
    except BENCH.Missing as why:
        pytest.skip(f"nothing to measure: {why}")


@pytest.mark.parametrize("limit", LIMITS)
def test_the_page_says_what_is_printed(limit: str, measured: dict[str, list[Any]]):
    one = BENCH.score(measured[limit])
    row = (
        f"| {limit} | {len(measured[limit]):,} | {one.cases / len(measured[limit]):.1%} "
        f"| {one.foretold:.1%} | {one.missed:.1%} | {one.brier:.3f} | {one.base:.3f} |"
    )
    assert row in PAGE


@pytest.mark.parametrize("limit", LIMITS)
def test_what_is_said_to_be_likelier_happens_more_often(limit: str, measured: dict[str, list[Any]]):
    ordered = sorted((one for one in measured[limit] if one.forecast), key=lambda one: one.forecast.chance)
    third = len(ordered) // 3
    unlikely, between, likely = (BENCH.score(ordered[n * third : (n + 1) * third]).missed for n in range(3))
    assert unlikely < between < likely


def test_the_script_runs(capsys: pytest.CaptureFixture[str], measured: dict[str, list[Any]]):
    BENCH.printed("24 hours", measured["24 hours"])
    told = capsys.readouterr().out
    assert "open milestones" in told and "severity, department" in told and "90–100 %" in told


def test_a_log_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "argv", ["forecast.py", "nowhere.csv"])
    assert BENCH.main() == 1
    assert "nowhere.csv is not there" in capsys.readouterr().err
