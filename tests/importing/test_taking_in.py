"""Complaints of another system taken in: each once, with its past, and never over what people here have done."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from behind import asked
from conftest import Desk
from foreign import ANSWER, Foreign, due_of, steps


@pytest.fixture
def old(desk: Desk, tmp_path: Path) -> Foreign:
    return Foreign(desk, tmp_path)


def test_a_complaint_comes_with_its_past_as_if_it_had_been_recorded_here(old: Foreign):
    done = old.ok()
    assert (done["new"], done["still_open"], done["refused"]) == (3, 1, {})
    case = old.case(1)
    assert (case["state"], case["answer"], case["category"]) == ("closed", ANSWER, "network")
    assert case["received_at"] == "2026-09-01T10:00:00+08:00"
    assert case["customer"]["phone"] == "138 0000 0001"
    assert steps(case) == ["registered", "assigned", "promised", "replied", "delivered", "closed"]
    assert [event["at"][:16] for event in case["events"]] == [
        *["2026-09-01T10:00"] * 3,
        *["2026-09-03T16:00"] * 2,
        "2026-09-04T09:00",
    ]
    assert due_of(case, "reply")["standing"] == "met"
    assert old.desk.ok("verify")["whole"]


def test_every_step_says_when_it_was_taken_and_when_it_was_recorded(old: Foreign):
    old.ok()
    case = old.case(1)
    recorded = {event["recorded_at"] for event in case["events"]}
    assert len(recorded) == 1 and case["recorded_at"] in recorded
    assert case["number"] == "20261009-0001"
    assert {event["actor"] for event in case["events"]} == {"tester", "system"}


def test_an_old_date_is_a_promise_beside_our_own_due_and_the_answer_kept_it_or_not(old: Foreign):
    old.rows[1]["Due"] = "2026-10-20 18:00"
    old.ok()
    first, second = old.case(1), old.case(2)
    (kept,) = first["promises"]
    assert (kept["due"], kept["delivered_at"]) == ("2026-09-02T18:00:00+08:00", "2026-09-03T16:00:00+08:00")
    assert due_of(first, "deliver")["standing"] == "late"
    assert due_of(first, "reply")["due"] == "2026-09-04T18:00:00+08:00"
    (open_one,) = second["promises"]
    assert (open_one["due"], open_one["delivered_at"]) == ("2026-10-20T18:00:00+08:00", None)


def test_a_time_that_nobody_told_is_marked_estimated(old: Foreign):
    assert old.ok()["estimated"] == 2
    told = {event["type"]: event.get("estimated", False) for event in old.case(3)["events"]}
    assert told == {"registered": False, "assigned": False, "replied": True, "closed": False}
    assert old.case(1)["events"][-1].get("estimated", False) is False
    shown = old.desk.tsk("show", 3, "--history").out
    assert "estimated: yes" in shown


def test_a_day_without_its_time_says_so_where_the_complaint_is_shown(old: Foreign):
    both = old.map.read_text("utf-8").replace('dates = "%Y-%m-%d %H:%M"', 'dates = ["%Y-%m-%d %H:%M", "%Y-%m-%d"]')
    old.map.write_text(both, "utf-8")
    old.rows[0]["Opened"] = "2026-08-31"
    old.ok()
    assert "2026-08-31 00:00 (estimated) over" in old.desk.tsk("show", 1).out
    assert (old.case(1)["estimated"], old.case(2)["estimated"]) == (["received"], [])


def test_a_duty_of_which_the_file_tells_nothing_is_not_measured(old: Foreign):
    old.ok()
    assert {name: due_of(old.case(1), name)["why"] for name in ("contact", "plan", "visit")} == {
        "contact": "not measured",
        "plan": "not measured",
        "visit": "not measured",
    }
    assert due_of(old.case(1), "visit")["standing"] == "void"
    assert {one["id"] for one in old.desk.ok("overdue")} <= {2}


def test_a_repeat_is_found_on_the_desk_and_in_the_same_file(old: Foreign):
    old.desk.at("2026-08-20 10:00").ok("record", "断网", "--phone", "13800000001", "--category", "network")
    old.desk.at("2026-10-09 16:40")
    old.ok()
    assert old.case(2)["repeat_of"] == "20260820-0001"
    assert old.case(4)["repeat_of"] == old.case(2)["number"] == "20261009-0002"


def test_the_same_file_twice_adds_nothing(old: Foreign):
    old.ok()
    before = old.desk.events
    again = old.ok()
    assert (again["new"], again["unchanged"], again["corrected"], again["steps"]) == (0, 3, 0, 0)
    assert old.desk.events == before


def test_a_key_that_was_recorded_by_hand_is_not_recorded_again(old: Foreign):
    first = old.desk.ok("record", "断网三天", "--external", "T1", "--phone", "138 0000 0001", "--customer", "张三",
                        "--received", "2026-09-01 10:00", "--reason", "Slow post.")  # fmt: skip
    done = old.ok()
    assert (done["new"], done["corrected"]) == (2, 1)
    case = old.case(first["id"])
    assert case["state"] == "closed" and steps(case)[-3:] == ["replied", "delivered", "closed"]
    assert case["channel"] == first["channel"] and done["kept"] == 1


def test_what_people_here_recorded_under_the_key_is_theirs(old: Foreign):
    old.desk.ok("record", "没有信号", "--external", "T1", "--phone", "13900000009", "--received", "2026-10-08 10:00")
    old.rows[0]["Kind"] = "business"
    done = old.ok()
    assert (done["new"], done["corrected"], done["differing"]) == (2, 1, 0)
    case = old.case(1)
    assert (case["summary"], case["customer"]["phone"], case["customer"]["name"]) == ("没有信号", "13900000009", "张三")
    assert case["category"] == "business"  # a rule had chosen another
    assert case["state"] == "assigned" and steps(case)[-1] in ("corrected", "assigned")
    assert all(event["at"] >= case["received_at"] for event in case["events"])


def test_a_changed_row_is_a_correction(old: Foreign):
    old.ok()
    old.rows[1]["Problem"] = "资费不符，多扣二十元"
    old.rows[1]["Customer"] = ""
    done = old.ok()
    assert (done["corrected"], done["unchanged"]) == (1, 2)
    case = old.case(2)
    assert (case["summary"], case["customer"]["name"]) == ("资费不符，多扣二十元", "")
    assert steps(case)[-1] == "corrected"
    assert old.ok()["unchanged"] == 3


def test_a_row_that_goes_back_to_what_it_said_is_a_correction_too(old: Foreign):
    old.ok()
    for text in ("资费不符，多扣二十元", "资费不符", "资费不符，多扣二十元"):
        old.rows[1]["Problem"] = text
        assert old.ok()["corrected"] == 1
        assert old.case(2)["summary"] == text


def test_what_people_here_corrected_is_not_overwritten(old: Foreign):
    old.ok()
    old.desk.ok("update", 2, "--summary", "Charged twice for the same plan", "--category", "business")
    old.rows[1]["Customer"] = "李四四"
    done = old.ok()
    assert (done["corrected"], done["kept"]) == (1, 0)
    case = old.case(2)
    assert (case["summary"], case["customer"]["name"]) == ("Charged twice for the same plan", "李四四")
    old.rows[1]["Problem"] = "资费完全不符"
    done = old.ok()
    assert (done["corrected"], done["differing"], done["kept"]) == (0, 1, 1)
    assert old.case(2)["summary"] == "Charged twice for the same plan"


def test_what_happened_since_is_added(old: Foreign):
    old.ok()
    old.rows[1] |= {"Answered": "2026-10-09 11:00", "Answer": ANSWER}
    done = old.ok()
    assert (done["corrected"], done["steps"]) == (1, 1)
    old.rows[1]["Closed"] = "2026-10-09 15:00"
    assert old.ok()["corrected"] == 1
    case = old.case(2)
    assert steps(case) == ["registered", "assigned", "replied", "closed"]
    assert old.desk.ok("verify")["whole"]


def test_what_was_done_here_stays_where_the_file_tells_another_end(old: Foreign):
    old.ok()
    old.desk.ok("cancel", 2, "--by", "customer", "--reason", "It was a mistake in the app.")
    old.rows[1]["Closed"] = "2026-10-09 15:00"
    done = old.ok()
    assert (done["differing"], done["kept"] > 0) == (1, True)
    assert old.case(2)["state"] == "cancelled"


def test_a_new_category_sends_the_complaint_elsewhere_as_an_update_would(old: Foreign):
    old.rows[1]["Kind"] = "network"
    old.ok()
    assert old.case(2)["department"] == "network"
    old.rows[1]["Kind"] = "business"
    old.ok()
    assert (old.case(2)["category"], old.case(2)["department"]) == ("business", "billing")


def test_limits_run_from_receipt_or_from_the_import(old: Foreign, tmp_path: Path):
    old.rows[1]["Opened"] = "2026-08-03 10:00"
    other = Foreign(old.desk.copy(tmp_path / "other"), tmp_path)
    other.rows = old.rows
    old.ok("--policy-time", "received")
    other.ok("--policy-time", "now")
    assert due_of(old.case(2), "reply")["due"] == "2026-08-06T18:00:00+08:00"
    assert due_of(old.case(2), "reply")["standing"] == "missed"
    assert due_of(other.case(2), "reply")["due"] == "2026-10-13T18:00:00+08:00"  # the Saturday is a make-up day
    assert due_of(other.case(2), "reply")["standing"] == "open"
    assert due_of(other.case(2), "statutory")["due"] == "2026-08-19T00:00:00+08:00"
    assert steps(other.case(2))[-1] == "recalculated"
    assert due_of(other.case(1), "reply") == due_of(old.case(1), "reply")
    assert other.desk.ok("verify")["whole"]


def test_a_wait_after_the_import_moves_a_limit_that_runs_from_it(old: Foreign):
    old.rows[1]["Opened"] = "2026-08-03 10:00"
    old.ok("--policy-time", "now")
    old.desk.ok("pend", 2, "--reason", "customer", "--until", "2026-10-12 16:40")
    assert due_of(old.case(2), "reply")["due"] > "2026-10-13T18:00:00+08:00"


# ── what cannot be taken ───────────────────────────────────────────────────────────────────────────


def spoilt(old: Foreign) -> Foreign:
    """A closing before its receipt, a word that nobody knows, a key that stands twice."""
    old.rows[0]["Closed"] = "2026-08-04 09:00"
    old.rows[1]["Kind"] = "weather"
    old.rows.append(dict(old.rows[2]))
    return old


def test_nothing_is_taken_in_where_a_row_cannot_be_and_every_such_row_is_named(old: Foreign):
    done = spoilt(old).run()
    assert done.code == 2
    assert "old.csv, line 2, Closed: " in done.err
    assert "old.csv, line 3, category: There is no category “weather”" in done.err
    assert "old.csv, line 5, Ticket: " in done.err
    assert "Nothing was taken in." in done.err
    assert old.desk.ok("list") == [] and old.desk.events == 0


def test_rows_that_cannot_be_taken_are_skipped_where_that_is_asked_for(old: Foreign, tmp_path: Path):
    done = spoilt(old).ok("--on-error", "skip")
    assert done["new"] == 1
    assert done["refused"] == {"order": 1, "twice": 1, "word": 1}
    assert {(one["line"], one["column"], one["reason"]) for one in done["faults"]} == {
        (2, "Closed", "order"),
        (3, "category", "word"),
        (5, "Ticket", "twice"),
    }
    assert not [*tmp_path.glob("*.quarantine*")]


def test_the_quarantine_holds_each_row_as_it_stood_and_can_be_mended_and_taken_in(old: Foreign, tmp_path: Path):
    done = spoilt(old).ok("--on-error", "quarantine")
    kept = tmp_path / "old.quarantine.csv"
    assert done["quarantine"] == str(kept)
    assert kept.stat().st_mode & 0o777 == 0o600
    text = kept.read_text("utf-8-sig")
    assert text.splitlines()[0].startswith("line,column,reason,message,Ticket,Opened,")
    assert "断网三天" in text and "2026-08-04 09:00" in text and "又断网了" in text
    kept.write_text(text.replace("2026-08-04 09:00", "2026-09-04 09:00").replace("weather", "business"), "utf-8")
    again = old.desk.ok("import", kept, "--map", old.map, "--on-error", "skip")
    assert (again["new"], again["unchanged"]) == (2, 1)
    assert {one["external"] for one in old.desk.ok("list")} == {"T1", "T2", "T3"}


def test_a_second_quarantine_leaves_the_first_alone(old: Foreign, tmp_path: Path):
    spoilt(old).ok("--on-error", "quarantine")
    assert old.ok("--on-error", "quarantine")["quarantine"] == str(tmp_path / "old.quarantine-2.csv")


def test_a_rehearsal_writes_nothing_and_says_the_same(old: Foreign, tmp_path: Path):
    rehearsed = spoilt(old).ok("--on-error", "quarantine", "--dry-run")
    assert old.desk.events == 0 and not [*tmp_path.glob("*.quarantine*")]
    done = old.ok("--on-error", "quarantine")
    same = ("new", "unchanged", "corrected", "steps", "estimated", "still_open", "refused", "faults")
    assert {name: rehearsed[name] for name in same} == {name: done[name] for name in same}
    assert (rehearsed["written"], done["written"]) == (False, True)


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ('visited = { at = "Due" }', "visited"),
        ('delivered = { at = "Due" }', "delivered"),
        ('resumed = { at = "Due" }', "resumed"),
    ],
)
def test_a_step_that_was_not_possible_is_named(old: Foreign, step: str, why: str):
    old.map.write_text(old.map.read_text("utf-8").partition("[past]")[0] + f"[past]\n{step}\n", "utf-8")
    old.rows = [{**old.rows[1], "Due": "2026-10-09 10:00"}]
    done = old.run("--json")
    if why == "visited":  # a visit tells that the complaint was answered and closed before
        assert steps(old.case(1))[-3:] == ["replied", "closed", "visited"]
    else:
        assert done.code == 2 and done.json["faults"][0]["reason"] in ("step", "order")


def test_a_file_without_a_mapping_and_a_mapping_that_is_not_there_are_told(old: Foreign):
    old.write()
    told = old.desk.tsk("import", old.file)
    assert told.code == 2 and "--suggest" in told.err
    told = old.desk.tsk("import", old.file, "--map", "none.toml")
    assert told.code == 6 and "none.toml" in told.err
    told = old.desk.tsk("import", "none.csv", "--map", old.map)
    assert told.code == 2 and "none.csv" in told.err


def test_all_mistakes_of_a_mapping_are_told_at_once(old: Foreign):
    old.map.write_text('[complaint]\nsumary = "Problem"\nreceivd = "Opened"\n', "utf-8")
    told = old.run()
    assert told.code == 2
    assert told.err.count("old.toml, line ") >= 2 and "summary" in told.err and "received" in told.err


def test_an_import_makes_a_home_where_there_is_none(tmp_path: Path):
    old = Foreign(Desk(tmp_path / "home"), tmp_path)
    old.desk.now = ""
    old.write()
    done = old.desk.tsk("import", old.file, "--map", old.map, "--json")
    assert done.code == 0 and done.json["new"] == 3


def test_who_may_not_import_is_told_who_may(old: Foreign):
    rules = old.desk.home / "rules.toml"
    rules.write_text(
        rules.read_text("utf-8") + '\n[staff]\nw1 = { zh = "李薇", role = "clerk", department = "care" }\n', "utf-8"
    )
    done = old.run("--as", "w1")
    assert done.code == 4 and "`import`" in done.err
    assert old.desk.events == 0


def test_what_a_removed_person_said_is_not_told_by_a_digest_and_does_not_come_back(old: Foreign):
    """Whoever has the old file, or tries every phone, could else tell by an unsalted digest whose complaint it was."""
    old.ok()
    digest = old.case(3)["events"][0]["imported"]
    assert rows_with(old.desk, digest) > 0
    assert old.desk.tsk("search", digest).code == 0 and old.desk.ok("search", digest) == []
    old.desk.ok("visit", 3, "--satisfied", "yes")
    old.desk.ok("anonymise", 3, "--reason", "She asked for it.", "--yes")
    assert rows_with(old.desk, digest) == 0
    old.rows[2]["Problem"] = "还是断网"
    done = old.ok("--on-error", "skip")
    assert (done["new"], done["unchanged"], done["refused"]) == (0, 2, {"anonymised": 1})
    assert old.desk.ok("verify")["whole"]


def rows_with(desk: Desk, text: str) -> int:
    """In how many places of the tables of complaints the text stands."""
    columns = (("event", "body"), ("complaint", "snapshot"), ("private", "value"), ("search_text", "text"))
    return sum(
        asked(desk, f"SELECT count(*) FROM {table} WHERE {column} LIKE ?", f"%{text}%")[0][0]
        for table, column in columns
    )


@pytest.mark.parametrize("words", [(), ("--dry-run",), ("--suggest",)])
def test_a_file_that_is_refused_or_only_looked_at_makes_no_home(tmp_path: Path, words: tuple[str, ...]):
    old = Foreign(Desk(tmp_path / "home", ""), tmp_path)
    for spoil in (lambda: old.rows[0].update(Opened="2026-11-31 10:00"), lambda: old.map.write_text("x = 1\n")):
        spoil()
        assert "was made" not in old.run(*words).err
        assert not old.desk.home.exists()
    old.file.write_bytes(b"<html><table></table></html>")
    assert old.desk.tsk("import", old.file, "--map", old.map, *words).code == 2
    assert not old.desk.home.exists()


def test_a_new_home_is_made_for_what_can_be_taken_in(tmp_path: Path):
    old = spoilt(Foreign(Desk(tmp_path / "home", ""), tmp_path))
    done = old.run("--on-error", "quarantine")
    assert (done.code, done.err.count("line 2, Closed: "), done.err.count("was made")) == (0, 1, 1)
    assert "old.quarantine.csv" in done.out


def test_the_totals_call_each_reason_by_its_words_in_either_language(old: Foreign):
    told = spoilt(old).run("--dry-run").out
    assert "before the receipt" in told and "number used twice" in told and "fault" not in told
    told = old.run("--dry-run", "--lang", "zh").out
    assert "早于收到时间" in told and "编号重复" in told and "fault" not in told


def test_a_mistake_of_a_mapping_shows_what_to_write(old: Foreign):
    old.map.write_text(old.map.read_text("utf-8").replace('"Kind"', '{ from = "Kind", else = "x" }'), "utf-8")
    assert 'Add: map = { "Theirs" = "ours" }.' in old.run().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_a_quarantine_that_finds_no_room_is_said(old: Foreign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    real = os.open
    full = {tmp_path / "old.quarantine.csv": Path("/dev/full")}
    monkeypatch.setattr(
        os, "open", lambda name, *how: real(full.get(name, name), *((os.O_WRONLY,) if name in full else how))
    )
    done = spoilt(old).run("--on-error", "quarantine")
    assert done.code == 6 and "old.quarantine.csv cannot be written" in done.err
    assert [one["external"] for one in old.desk.ok("list")] == ["T3"]


def test_a_step_that_says_something_else_by_now_is_counted_and_left(old: Foreign):
    old.ok()
    old.rows[0] |= {"Due": "2026-09-05 18:00", "Answer": "Something else."}
    done = old.ok()
    assert (done["unchanged"], done["differing"], done["kept"]) == (2, 1, 2)
    assert old.case(1)["answer"] == ANSWER and len(old.case(1)["promises"]) == 1


def test_another_time_of_receipt_makes_no_second_promise(old: Foreign):
    old.ok()
    for opened in ("2026-08-31 09:00", "2026-09-01 11:00"):
        old.rows[0]["Opened"] = opened
        done = old.ok()
        assert (done["unchanged"], done["corrected"]) == (3, 0)
    assert len(old.case(1)["promises"]) == 1
    assert old.desk.ok("verify")["whole"]
