"""Whole walks over encrypted desks: two of the eleven, and the tour; `TSK_TEST_ENCRYPTED=1` has any test run so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
WALKS = PROJECT / "tests" / "walks"


def ran(folder: Path, *words: object, **settings: str) -> str:
    """What a Python program of ours printed, its temporary files below that folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TSK_", "PYTEST_"))}
    env = {**kept, "PYTHONPATH": os.pathsep.join([str(PROJECT), *filter(None, sys.path)]), "TMPDIR": str(folder)}
    command = [sys.executable, *map(str, words)]
    done = subprocess.run(command, env={**env, **settings}, cwd=PROJECT, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("walk", ["test_walk_a_telecom_policy.py", "test_walk_k_operator_handbook.py"])
def test_a_walk_goes_the_same_way_over_an_encrypted_desk(walk: str, tmp_path: Path) -> None:
    kept = ("-o", "tmp_path_retention_policy=all", f"--basetemp={tmp_path / 'base'}")
    words = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *kept)
    out = ran(tmp_path, *words, WALKS / walk, TSK_TEST_ENCRYPTED="1")
    assert " passed" in out or "[100%]" in out
    files = [*(tmp_path / "base").rglob("*.db")]
    assert files and not [file for file in files if file.read_bytes()[:6] == b"SQLite"]


def test_the_tour_goes_over_an_encrypted_desk(tmp_path: Path) -> None:
    out = ran(tmp_path, PROJECT / "examples" / "demo.py", TSK_KEY_FILE=str(tmp_path / "tour.key"), TSK_LANG="en")
    assert "320 complaints of three months" in out
    assert "Whole: " in out
    assert (tmp_path / "tour.key").stat().st_size == 65
