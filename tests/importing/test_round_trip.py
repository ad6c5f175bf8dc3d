"""What a desk exports comes back: whole with its steps, and as a table by our own headings."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from conftest import Desk
from foreign import Foreign, due_of, steps

WHY = "Moving to another machine."


@pytest.fixture
def busy(desk: Desk, tmp_path: Path) -> Desk:
    """A desk with complaints that were handled in every way, and some that were taken in."""
    desk.ok("record", "断网三天", "--phone", "13800000001", "--customer", "张三", "--category", "network")
    desk.ok("record", "=资费不符", "--phone", "+8613800000002", "--amount", "12.90", "--channel", "counter")
    desk.ok("record", "态度差", "--settled", "Explained and settled at the counter.", "--category", "attitude")
    desk.ok("contact", 1, "--via", "phone", "--note", "=1+1 he said")
    desk.ok("propose", 1, "Repair.", "--cause", "equipment", "--upheld", "yes")
    desk.ok("pend", 1, "--reason", "customer")
    desk.ok("note", 2, "He will call again.")
    desk.ok("undo", 2)
    desk.at("2026-10-12 10:00").ok("resume", 1)
    desk.ok("promise", 1, "A new router", "--by", "2026-10-14 12:00")
    desk.ok("daily")
    Foreign(desk, tmp_path).ok("--policy-time", "now")
    return desk.at("2026-10-13 11:00")


def fresh(busy: Desk, folder: Path) -> Desk:
    """An empty desk for practice with the same rules, at the same present."""
    desk = Desk(folder / "other", busy.now)
    desk.ok("init", "--practice")
    (desk.home / "rules.toml").write_bytes((busy.home / "rules.toml").read_bytes())
    return desk


def exported(desk: Desk, file: Path, *words: object) -> bytes:
    desk.ok("export", "-o", file, "--reveal", WHY, *words)
    return file.read_bytes()


@pytest.mark.parametrize("form", ["jsonl", "json"])
def test_complaints_with_their_steps_come_back_the_same_to_the_byte(busy: Desk, tmp_path: Path, form: str):
    file = tmp_path / f"all.{form}"
    before = exported(busy, file, "--events")
    other = fresh(busy, tmp_path)
    done = other.ok("import", file)
    assert (done["new"], done["refused"]) == (6, {})
    assert exported(other, tmp_path / f"again.{form}", "--events") == before
    assert other.ok("verify")["whole"]
    assert other.ok("report") == busy.ok("report")
    again = other.ok("import", file)
    assert (again["new"], again["unchanged"]) == (0, 6)


def test_work_goes_on_with_what_was_taken_over(busy: Desk, tmp_path: Path):
    exported(busy, tmp_path / "all.jsonl", "--events")
    other = fresh(busy, tmp_path)
    other.ok("import", tmp_path / "all.jsonl")
    for one in (busy, other):
        one.at("2026-10-13 15:00").ok("reply", 1, "We repaired it for good.", "--via", "phone", "--satisfied", "yes")
    assert due_of(other.ok("show", 1), "reply") == due_of(busy.ok("show", 1), "reply")
    assert other.ok("record", "又断网了", "--phone", "13800000001")["id"] == 7


def test_what_is_here_already_with_other_steps_is_left_alone(busy: Desk, tmp_path: Path):
    exported(busy, tmp_path / "all.jsonl", "--events")
    busy.ok("note", 1, "Something new.")
    done = busy.ok("import", tmp_path / "all.jsonl", "--on-error", "skip")
    assert (done["unchanged"], done["refused"]) == (5, {"taken": 1})


def test_the_log_says_who_took_complaints_over(busy: Desk, tmp_path: Path):
    exported(busy, tmp_path / "all.jsonl", "--events")
    other = fresh(busy, tmp_path)
    other.ok("import", tmp_path / "all.jsonl", "--as", "mover")
    (entry,) = other.ok("report", "--access")["items"]
    assert {name: entry[name] for name in ("who", "type", "verb", "count", "complaints")} == {
        "who": "mover",
        "type": "taken_over",
        "verb": "import",
        "count": 6,
        "complaints": "1-6",
    }
    assert "taken over" in other.tsk("report", "--access").out


def test_masked_complaints_are_not_taken_over(busy: Desk, tmp_path: Path):
    for form, words in (("jsonl", ["--events"]), ("csv", [])):
        file = tmp_path / f"masked.{form}"
        busy.ok("export", "-o", file, *words)
        done = fresh(busy, tmp_path / form).tsk("import", file, "--json")
        assert (done.code, done.json["refused"]) == (2, {"masked": 6})


def test_a_policy_that_the_desk_does_not_know_is_named(busy: Desk, tmp_path: Path):
    exported(busy, tmp_path / "all.jsonl", "--events")
    other = Desk(tmp_path / "other", busy.now)
    other.ok("init", "--practice", "--policy", "operator-handbook")
    done = other.tsk("import", tmp_path / "all.jsonl")
    assert done.code == 2 and "rules.toml" in done.err


def test_a_complaint_that_stands_twice_in_the_file_is_taken_over_once(busy: Desk, tmp_path: Path):
    file = tmp_path / "all.jsonl"
    lines = exported(busy, file, "--events").decode().splitlines()
    file.write_text("\n".join([*lines, lines[0]]), "utf-8")
    done = fresh(busy, tmp_path).ok("import", file)
    assert (done["new"], done["unchanged"], done["refused"]) == (6, 1, {})
    busy.ok("note", 1, "Something new.")
    later = exported(busy, tmp_path / "later.jsonl", "--events").decode().splitlines()
    file.write_text("\n".join([*lines, later[0]]), "utf-8")
    for words in (["--dry-run"], ["--on-error", "skip"]):
        done = fresh(busy, tmp_path / words[0]).tsk("import", file, "--json", *words).json
        assert (done["new"], done["refused"], done["faults"][0]["line"]) == (6, {"twice": 1}, 7)


@pytest.mark.parametrize(
    ("place", "name", "value", "reason"),
    [
        ((0,), "type", "noted", "damaged"),
        ((0,), "key", "", "damaged"),
        ((1,), "key", "same", "damaged"),
        ((0, "said"), "amount", "x", "damaged"),
        ((0, "said"), "channel", 5, "damaged"),
        ((0, "said"), "imported", 5, "damaged"),
        ((0,), "at", "0001-01-01T00:00:00Z", "damaged"),
        ((-1,), "at", "9999-12-31T23:59:59Z", "damaged"),
        ((-1,), "recorded_at", "2999-12-31T23:59:59Z", "future"),
    ],
)
def test_a_step_that_no_desk_has_written_is_refused(busy: Desk, tmp_path: Path, place, name, value, reason):
    file = tmp_path / "all.jsonl"
    first, second, *_ = exported(busy, file, "--events").decode().splitlines()
    case = json.loads(second)
    if value == "same":
        value = case["events"][0]["key"]
    spot = case["events"]
    for step in place:
        spot = spot[step]
    spot[name] = value
    file.write_text(first + "\n" + json.dumps(case, ensure_ascii=False, separators=(",", ":")), "utf-8")
    other = fresh(busy, tmp_path)
    done = other.ok("import", file, "--on-error", "skip")
    assert (done["new"], done["refused"]) == (1, {reason: 1})
    assert other.ok("verify")["whole"] and len(other.ok("list")) == 1


def test_steps_are_masked_as_everything_else(busy: Desk, tmp_path: Path):
    busy.ok("export", "-o", tmp_path / "all.jsonl", "--events")
    text = (tmp_path / "all.jsonl").read_text("utf-8")
    assert "138****0001" in text and "13800000001" not in text
    assert busy.tsk("export", "--events", "--format", "csv").code == 2


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_of_ours_needs_no_mapping(busy: Desk, tmp_path: Path, form: str):
    file = tmp_path / f"all.{form}"
    exported(busy, file)
    other = fresh(busy, tmp_path)
    other.now = busy.now
    done = other.ok("import", file)
    assert (done["new"], done["refused"]) == (6, {})
    found = other.ok("show", 2, "--history", "--reveal", "Comparing.")
    assert (found["summary"], found["customer"]["phone"]) == ("=资费不符", "+8613800000002")
    assert (found["external"], found["amount"], found["channel"]) == (busy.ok("show", 2)["number"], 12.9, "counter")
    assert found["received_at"] == busy.ok("show", 2)["received_at"]
    settled = other.ok("show", 3, "--history")
    assert settled["state"] == "closed" and "replied" in steps(settled)
    again = other.ok("import", file)
    assert (again["new"], again["unchanged"]) == (0, 6)


def test_a_desk_does_not_take_its_own_table_in_again(busy: Desk, tmp_path: Path):
    exported(busy, tmp_path / "all.csv")
    done = busy.tsk("import", tmp_path / "all.csv", "--json")
    assert (done.code, done.json["refused"]) == (2, {"taken": 6})


def test_a_workbook_has_days_as_days_and_no_formula(busy: Desk, tmp_path: Path):
    exported(busy, tmp_path / "all.xlsx")
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    head, *rows = [list(row) for row in book.worksheets[0].iter_rows()]
    names = [cell.value for cell in head]
    second = dict(zip(names, rows[1], strict=True))
    assert len(rows) == 6
    assert (second["summary"].value, second["summary"].data_type) == ("=资费不符", "s")
    assert second["received_at"].is_date and f"{second['received_at'].value:%Y-%m-%d %H:%M}" == "2026-10-09 16:40"
    assert second["amount"].value == 12.9
    assert (tmp_path / "all.xlsx").stat().st_mode & 0o777 == 0o600


def test_an_export_tells_each_step_with_its_key(busy: Desk, tmp_path: Path):
    exported(busy, tmp_path / "all.jsonl", "--events")
    lines = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()]
    taken_in = next(one for one in lines if one["external"] == "T1")
    assert taken_in["events"][0]["key"] == "external:T1"
    assert [one["type"] for one in taken_in["events"]][-1] == "closed"
