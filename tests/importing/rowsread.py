"""Small files and mappings for the tests of the import, and the real files that lie beside the project."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tsk.importer.entries import entries
from tsk.importer.mapping import parse_mapping, read_mapping
from tsk.importer.plan import Mapping
from tsk.importer.reading import open_table
from tsk.importer.values import Entry, Fault

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "data"
MAPPINGS = ROOT / "examples" / "mappings"
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 10, 9, 8, 40, tzinfo=UTC)  # 16:40 in Shanghai

real_files = pytest.mark.skipif(not REAL.is_dir(), reason=f"the real files are not there: {REAL}")


def made(mapping: str) -> Mapping:
    """The mapping of a text that is in order."""
    found, problems = parse_mapping(mapping.encode())
    assert found, [(one.line, str(one)) for one in problems]
    return found


def taken(path: Path, mapping: str | Path, now: datetime = NOW) -> list[Entry | Fault]:
    """What a file gives by a mapping, given as text or as a file."""
    if isinstance(mapping, Path):
        found, problems = read_mapping(mapping)
        assert found, [(one.line, str(one)) for one in problems]
    else:
        found = made(mapping)
    with open_table(path, found.file) as table:
        return list(entries(table, found, SHANGHAI, now))


def parted(found: Iterable[Entry | Fault]) -> tuple[list[Entry], list[Fault]]:
    """The complaints and the faults, each in the order of the file."""
    every = list(found)
    return [one for one in every if isinstance(one, Entry)], [one for one in every if isinstance(one, Fault)]


def said(fault: Fault) -> str:
    """The sentence of a fault in English."""
    return fault.message.format(**fault.values)


def local(at: datetime, zone: ZoneInfo = SHANGHAI) -> str:
    """An instant as people of the zone write it."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
