"""What `tsk import` makes of every real file of complaints, and what a large file costs beside `sqlite-utils insert`.

Each file goes into a new home by its mapping of examples/mappings, with `--on-error quarantine`, as a whole process;
the real files are no part of the project and are read from ../shared/data. Then a file of so many rows is made up and
taken in, and `sqlite-utils insert` puts the same rows into one table of its own: seconds, ratio, largest memory.

    python bench/importing.py [--rows 100000] [--no-real] [--folder /dev/shm]

Figures and what they are worth: docs/import.md.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parents[1]
MAPPINGS = PROJECT / "examples" / "mappings"
DATA = PROJECT.parent / "shared" / "data"
NOW = "2026-11-22 12:00"
REAL = (
    ("comcast", "comcast/Comcast_telecom_complaints_data.csv"),
    ("comcast", "comcast/Comcast_ddmmyyyy_variant.csv"),
    ("car-complain", "car-complain-zh/car_complain.gbk.csv"),
    ("cfpb-semicolon", "cfpb/ConsumerComplaints_semicolon.csv"),
    ("cfpb-2013", "cfpb/consumer_complaints_2013.csv"),
    ("nyc311", "nyc311/311_2018_1000_with_due.csv"),
    ("nyc311", "qsv-311/nyc311-100.csv"),
    ("nyc311", "qsv-311/NYC311-5.csv"),
    ("boston311", "qsv-311/boston311-100.csv"),
    ("boston311", "qsv-311/boston311-dmy-100.csv"),
    ("boston311", "qsv-311/boston311-100-with-nonascii.csv"),
    ("boston311", "qsv-311/boston311-100-with-fake-pii.csv"),
    ("boston311", "qsv-311/boston311-100-bad.tsv"),
    ("boston311", "qsv-311/boston311-100-20dupes-random.csv"),
    ("tipdm2020", "tipdm2020c/e2.xlsx"),
    ("prepbench-059", "prepbench-059/input_02.csv"),
    ("prepbench-059", "prepbench-059/input_03.csv"),
    ("prepbench-059", "prepbench-059/input_04.csv"),
    ("uci-incident", "uci-incident/incident_event_log.sample5998_ddmmyyyy_dash.csv"),
)
MADE_UP = """[file]
dates = ["%Y-%m-%d %H:%M:%S"]

[complaint]
external = "编号"
received = "受理时间"
name = "客户"
phone = "电话"
channel = { from = "渠道", map = { "热线" = "hotline", "网站" = "web", "营业厅" = "counter" } }
category = "分类"
summary = "内容"
details = "详情"
region = "地区"

[past]
replied = { at = "答复时间", answer = "答复" }
closed = { at = "结案时间" }
"""
HEADINGS = (
    *("编号", "受理时间", "客户", "电话", "渠道", "分类", "内容", "详情", "地区", "答复时间", "答复", "结案时间"),
)


class Cost(NamedTuple):
    """What a process cost: seconds, and its largest memory in MB."""

    seconds: float
    memory: int
    out: str


def run(words: list[object]) -> Cost:
    """The cost of one process, which must succeed."""
    before = perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            [str(word) for word in words], stdout=out, stderr=subprocess.PIPE, env=surroundings()
        )
        assert process.stderr
        told = process.stderr.read().decode()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = perf_counter() - before
        assert process.returncode == 0, told
        out.seek(0)
        return Cost(seconds, used.ru_maxrss >> 10, out.read().decode())


def surroundings() -> dict[str, str]:
    return {name: text for name, text in os.environ.items() if not name.startswith("TSK_")} | {"LANG": "C.UTF-8"}


def taken_in(folder: Path, file: Path, mapping: Path) -> Cost:
    """A file taken into a home of its own."""
    home = folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    verb = ["import", file, "--map", mapping, "--on-error", "quarantine", "--json"]
    return run([sys.executable, "-m", "tsk", "--home", home, "--now", NOW, *verb])


# ── the real files ─────────────────────────────────────────────────────────────────────────────────


def real(folder: Path) -> None:
    """One line of a table for each real file."""
    print(
        "| file | rows | complaints | steps | seconds | ratio | left out |\n| --- | --: | --: | --: | --: | --: | --- |"
    )
    for mapping, name in REAL:
        if not (DATA / name).is_file():
            print(f"| {name} | not found in {DATA} |")
            continue
        copy = folder / Path(name).name  # what is left out is written beside the file
        shutil.copyfile(DATA / name, copy)
        cost = taken_in(folder, copy, MAPPINGS / f"{mapping}.toml")
        done = json.loads(cost.out)
        refused = ", ".join(f"{count} {reason}" for reason, count in done["refused"].items()) or "–"
        rows, plain = rows_of(copy, mapping), inserted(folder, copy, mapping)
        ratio = f"{cost.seconds / plain:.1f}" if plain else "–"
        print(f"| {name} | {rows} | {done['new']} | {done['steps']} | {cost.seconds:.1f} | {ratio} | {refused} |")


def inserted(folder: Path, file: Path, mapping: str) -> float:
    """The seconds in which sqlite-utils puts the same rows into one table; 0 where it cannot read the file."""
    from tsk.importer.mapping import read_mapping
    from tsk.importer.reading import open_table

    read, _ = read_mapping(MAPPINGS / f"{mapping}.toml")
    assert read
    with open_table(file, read.file) as table:
        if table.kind == "xlsx":
            return 0
        form = ["--encoding", table.encoding, "--delimiter", table.delimiter, "--csv"]
    beside = folder / "inserted.db"
    beside.unlink(missing_ok=True)
    try:
        return run([sys.executable, "-m", "sqlite_utils", "insert", beside, "rows", file, *form]).seconds
    except AssertionError:  # a row of another width stops it
        return 0


def rows_of(file: Path, mapping: str) -> int:
    """How many rows the file has that are not blank, as the reader counts them."""
    from tsk.importer.mapping import read_mapping
    from tsk.importer.reading import open_table

    read, _ = read_mapping(MAPPINGS / f"{mapping}.toml")
    assert read
    with open_table(file, read.file) as table:
        return sum(1 for _ in table.rows())


# ── a large one ────────────────────────────────────────────────────────────────────────────────────


def made_up(file: Path, rows: int) -> None:
    """A file of complaints as a shop has them: half of them answered, a third closed."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADINGS)
        for nth in range(rows):
            month, day, minute = 1 + nth % 9, 1 + nth % 28, nth % 60
            answered = f"2026-{month:02d}-{day:02d} 19:{minute:02d}:00" if nth % 2 else ""
            closed = f"2026-{month:02d}-{day:02d} 20:{minute:02d}:00" if nth % 6 in (1, 3) else ""
            told = ("断网三天没有人来修，打了三次电话", "多扣了套餐费用，要求退还", "营业员态度差，推诿")[nth % 3]
            writer.writerow(
                (
                    *(f"T{nth:07d}", f"2026-{month:02d}-{day:02d} {8 + nth % 10:02d}:{minute:02d}:{nth % 59:02d}"),
                    *(f"客户{nth % 50_000}", f"138{nth % 50_000:08d}", ("热线", "网站", "营业厅")[nth % 3]),
                    *(("网络质量", "业务办理", "服务态度")[nth % 3], f"{told}（第{nth}件）", told * 3, "杭州"),
                    *(answered, "已处理完毕，请您确认" if answered else "", closed),
                )
            )


def large(folder: Path, rows: int) -> None:
    """What so many rows cost, beside the same rows as one table of sqlite-utils."""
    file, mapping, beside = folder / "large.csv", folder / "large.toml", folder / "beside.db"
    made_up(file, rows)
    mapping.write_text(MADE_UP, encoding="utf-8")
    ours = taken_in(folder, file, mapping)
    theirs = run([sys.executable, "-m", "sqlite_utils", "insert", beside, "rows", file, "--csv"])
    done = json.loads(ours.out)
    assert done["new"] == rows, done
    print(f"\n{rows} rows, {file.stat().st_size >> 20} MB")
    print(f"tsk import           {ours.seconds:8.1f} s   {ours.memory} MB   {done['steps']} steps")
    print(
        f"sqlite-utils insert  {theirs.seconds:8.1f} s   {theirs.memory} MB   ratio {ours.seconds / theirs.seconds:.1f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--no-real", action="store_true")
    parser.add_argument("--folder", type=Path, default=None)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        if not asked.no_real:
            real(Path(folder))
        if asked.rows:
            large(Path(folder), asked.rows)


if __name__ == "__main__":
    main()
