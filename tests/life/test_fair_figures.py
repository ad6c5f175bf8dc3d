"""What moves a figure without moving the matter is counted and listed, with the day and the person, and not judged."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pytest
from conftest import Desk

FILED = ("--customer", "林小满", "--phone", "13800000001", "--channel", "counter", "--category", "attitude")
NOVEMBER = ("report", "--integrity", "--month", "2026-11")


def kinds(desk: Desk, *words: object) -> dict[str, Any]:
    """The fair figures by kind."""
    return {one["kind"]: one for one in desk.ok(*NOVEMBER, *words)["kinds"]}


def listed(desk: Desk, kind: str, *words: object) -> list[tuple[Any, ...]]:
    """What is listed of one kind: the complaint, when, who, what it is of, by how many seconds."""
    items = kinds(desk, *words)[kind]["items"]
    return [(one["id"], one["at"][:16].replace("T", " "), one["who"], one["of"], one["seconds"]) for one in items]


@pytest.fixture
def one(desk: Desk) -> Desk:
    """A complaint recorded at once on Monday 2 November 2026 at ten; contact is due on Tuesday at six."""
    desk.at("2026-11-02 10:00").ok("record", "柜员态度恶劣", *FILED, "--as", "李薇")
    return desk


def finished(desk: Desk, answer: str = "已向您道歉，当事人已接受批评教育") -> Desk:
    """The complaint answered and closed on the same Monday."""
    desk.at("2026-11-02 11:00").ok("contact", 1, "--via", "phone", "--as", "赵敏")
    desk.ok("propose", 1, "道歉", "--cause", "staff", "--upheld", "yes", "--as", "赵敏")
    desk.ok("reply", 1, answer, "--via", "phone", "--satisfied", "yes", "--as", "赵敏")
    desk.ok("submit", 1, "--as", "赵敏")
    desk.at("2026-11-02 12:00").ok("close", 1, "--as", "陈静")
    return desk


def test_ordinary_work_leaves_nothing(one: Desk) -> None:
    assert {name: kind["count"] for name, kind in kinds(finished(one)).items()} == {
        "backdated": 0,
        "wait": 0,
        "answer": 0,
        "reopened": 0,
        "extension": 0,
        "edit": 0,
    }


def test_a_receipt_dated_back_is_listed_with_who_recorded_it(one: Desk) -> None:
    one.at("2026-11-03 15:00").ok("record", "推诿", *FILED, "--received", "2026-11-03 13:30", "--as", "周洋")
    one.ok("record", "推诿", *FILED, "--received", "2026-11-03 14:30", "--as", "周洋")  # within the hour
    assert listed(one, "backdated") == [(2, "2026-11-03 15:00", "周洋", "", 5400)]
    (item,) = kinds(one)["backdated"]["items"]
    assert item["received_at"] == "2026-11-03T13:30:00+08:00"


def test_the_hour_is_that_of_the_policys_calendar(one: Desk) -> None:
    # received at eight in the evening, recorded at half past nine on the next morning: half a working hour
    one.at("2026-11-03 09:30").ok("record", "推诿", *FILED, "--received", "2026-11-02 20:00")
    rules = one.home / "rules.toml"
    text = rules.read_text("utf-8").partition("# ── examples")[0]
    rules.write_text(text.replace("conduct = { undo", 'conduct = { recorded = "1 working hour", undo'), "utf-8")
    assert listed(one, "backdated") == []
    rules.write_text(text.replace("conduct = { undo", 'conduct = { recorded = "15 minutes", undo'), "utf-8")
    assert [row[0] for row in listed(one, "backdated")] == [2]


def test_whoever_sets_the_present_does_not_hide_a_late_recording(tmp_path: Any) -> None:
    desk = Desk(tmp_path / "plain", "2026-11-02 10:00")
    desk.ok("init")  # no desk for practice: its clock is the machine's
    desk.ok("record", "柜员态度恶劣", *FILED)
    (item,) = kinds(desk)["backdated"]["items"]
    assert item["seconds"] == 0
    assert item["claimed_seconds"] > 3600


def test_a_wait_begun_in_the_last_two_hours_before_a_deadline_is_listed(one: Desk) -> None:
    # the plan is due on Wednesday at six
    one.at("2026-11-03 10:00").ok("contact", 1, "--via", "phone", "--as", "赵敏")
    one.at("2026-11-04 16:00").ok("pend", 1, "--reason", "customer", "--until", "2026-11-04 17:00", "--as", "赵敏")
    one.at("2026-11-04 16:30").ok("resume", 1, "--as", "赵敏")
    one.at("2026-11-04 16:31").ok("pend", 1, "--reason", "supplier", "--as", "赵敏")  # which stops no clock
    assert listed(one, "wait") == [(1, "2026-11-04 16:00", "赵敏", "plan", 7200)]


def test_a_wait_begun_in_good_time_is_not(one: Desk) -> None:
    one.at("2026-11-04 15:59").ok("pend", 1, "--reason", "customer", "--as", "赵敏")
    assert listed(one, "wait") == []


def test_a_short_answer_is_listed_when_a_new_round_follows_it(one: Desk) -> None:
    finished(one, "已处理，请知悉。")
    assert listed(one, "answer") == []
    one.at("2026-11-09 10:00").ok("reopen", 1, "--demand", "要书面道歉", "--reason", "无人道歉", "--as", "周洋")
    assert listed(one, "answer") == [(1, "2026-11-09 10:00", "赵敏", "", 6)]
    one.ok("reply", 1, "Sorry, we have apologised in writing.", "--via", "letter", "--as", "赵敏")
    one.ok("rate", 1, "--satisfied", "no", "--demand", "要赔偿", "--as", "赵敏")
    assert len(listed(one, "answer")) == 1  # that answer said something


def test_what_is_taken_up_again_within_a_week_of_closing_is_listed_with_who_handled_it(one: Desk) -> None:
    finished(one).at("2026-11-04 12:00")
    one.ok("visit", 1, "--via", "phone", "--satisfied", "no", "--demand", "要书面道歉", "--as", "陈静")
    assert listed(one, "reopened") == [(1, "2026-11-04 12:00", "赵敏", "visited", 2 * 86400)]


def test_what_is_taken_up_again_later_is_not(one: Desk) -> None:
    finished(one).at("2026-11-09 12:01").ok("reopen", 1, "--demand", "书面", "--reason", "又来", "--as", "陈静")
    assert listed(one, "reopened") == []


def test_every_extension_is_listed_with_who_gave_it(one: Desk) -> None:
    one.ok("extend", 1, "--by", "2 working days", "--reason", "当事人休假", "--as", "赵敏")
    one.ok("extend", 1, "--milestone", "plan", "--by", "1 working hour", "--reason", "当事人休假", "--as", "陈静")
    found = kinds(one)["extension"]
    assert listed(one, "extension") == [
        (1, "2026-11-02 10:00", "赵敏", "reply", 2 * 27_000),
        (1, "2026-11-02 10:00", "陈静", "plan", 3600),
    ]
    assert (found["count"], found["complaints"]) == (2, 1)
    assert found["people"] == [{"who": "赵敏", "count": 1}, {"who": "陈静", "count": 1}]


def test_a_correction_after_the_end_is_listed_with_its_fields(one: Desk) -> None:
    one.ok("update", 1, "--product", "宽带", "--as", "李薇")  # still open
    finished(one).at("2026-11-05 09:00").ok("update", 1, "--store", "HZ02", "--product", "手机", "--as", "陈静")
    assert listed(one, "edit") == [(1, "2026-11-05 09:00", "陈静", "product store", 0)]


def test_what_was_undone_does_not_count(one: Desk) -> None:
    one.ok("extend", 1, "--by", "2 working days", "--reason", "当事人休假", "--as", "赵敏")
    one.ok("undo", 1, "--as", "赵敏")
    assert listed(one, "extension") == []
    assert one.ok("verify")["findings"] == []


def test_a_period_and_the_filters_of_a_report_say_what_is_counted(one: Desk) -> None:
    one.ok("extend", 1, "--by", "2 working days", "--reason", "当事人休假", "--as", "赵敏")
    assert len(listed(one, "extension", "--department", "care")) == 1
    assert listed(one, "extension", "--department", "billing") == []
    october = one.ok("report", "--integrity", "--month", "2026-10")
    assert (october["since"], october["until"], october["last"]) == ("2026-10-01", "2026-11-01", "2026-10-31")
    assert sum(one["count"] for one in october["kinds"]) == 0


STAFF = """[staff]
w1 = { role = "handler", department = "billing" }
w2 = { role = "handler", department = "care" }


"""


def test_a_department_sees_its_own_and_a_stranger_nothing(one: Desk) -> None:
    one.ok("extend", 1, "--by", "2 working days", "--reason", "当事人休假")
    rules = one.home / "rules.toml"
    rules.write_text(rules.read_text("utf-8").replace("[channels]", STAFF + "[channels]", 1), "utf-8")
    assert [len(listed(one, "extension", "--as", who)) for who in ("w1", "w2")] == [0, 1]
    assert one.tsk(*NOVEMBER, "--as", "nobody").code == 4


def test_a_paper_is_not_made_of_it(one: Desk) -> None:
    told = one.tsk(*NOVEMBER, "--format", "csv")
    assert (told.code, told.out) == (2, "")
    assert "--integrity" in told.err


def cells(line: str) -> int:
    """The terminal cells of a line: Chinese characters take two."""
    return sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in line.rstrip())


def test_both_languages_fit_a_narrow_screen(one: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    one.at("2026-11-03 15:00").ok("record", "推诿", *FILED, "--received", "2026-11-03 13:30", "--as", "周洋")
    one.ok("extend", 2, "--by", "2 working days", "--reason", "当事人休假", "--as", "赵敏")
    assert one.tsk(*NOVEMBER).out.splitlines() == [
        "backdated\t20261103-0002\t2026-11-03 15:00\t周洋\treceived 2026-11-03 13:30, recorded 1 h 30 min later",
        "extension\t20261103-0002\t2026-11-03 15:00\t赵敏\tAnswer +15 h",
    ]
    for name, value in {"COLUMNS": "80", "FORCE_COLOR": "1", "TERM": "dumb"}.items():
        monkeypatch.setenv(name, value)
    english, chinese = (one.tsk(*NOVEMBER, "--lang", lang).out for lang in ("en", "zh"))
    assert " Extensions                           1           1  赵敏 1 " in english
    assert re.search(r" 延期 +1 +1  赵敏 1 ", chinese)
    assert max(cells(line) for line in (english + chinese).splitlines()) <= 80
    assert "\n 20261103-0002  2026-11-03 15:00  周洋\n   received 2026-11-03 13:30, recorded 1 h 30 min" in english
    assert "…" not in english + chinese
    monkeypatch.setenv("COLUMNS", "160")
    wide = one.tsk(*NOVEMBER).out
    assert "2026-11-03 15:00  周洋  received 2026-11-03 13:30, recorded 1 h 30 min later" in wide
