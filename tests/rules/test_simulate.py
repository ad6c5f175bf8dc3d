"""A rehearsal says beforehand what an edited rule file would have made of what was recorded, and writes nothing."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from again import type_again, typed_again
from conftest import Desk

from tsk.desk.session import Options, open_desk

sys.path.insert(0, str(Path(__file__).parents[2] / "examples"))
from load import load

DEFAULT = (Path(__file__).parents[2] / "rules.toml").read_text("utf-8").partition("# ── examples")[0]
LAST = "2026-11-20 09:00"
NUMBERS = range(1, 321)


def edited(*changes: tuple[str, str]) -> str:
    """The default policy with those places changed, its examples left out."""
    text = DEFAULT
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def answered_within(limit: str) -> str:
    """The default policy with another limit for the answer of an ordinary complaint."""
    return edited(('reply = "3 working days" }  # A11, B3', f'reply = "{limit}" }}  # A11, B3'))


def rehearsed(desk: Desk, new: str, *words: object) -> Any:
    """The JSON of a rehearsal of that rule file."""
    file = desk.home.with_name("new.toml")
    file.write_text(new, "utf-8")
    return desk.ok("rules", "simulate", file, *words)


# ── a quarter of complaints ────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The desk of the tour: 320 complaints of three months, and the escalations that are due on its last day."""
    home = tmp_path_factory.mktemp("quarter") / "home"
    clock = datetime.now(UTC).replace(microsecond=0)
    opened = open_desk(
        Options(home, "", "", "", "desk", "en", "", clock, interactive=False, practice=True), create=True
    )
    assert load(opened).complaints == 320
    opened.store.db.close()
    desk = Desk(home, LAST)
    assert desk.ok("escalate", "--due")
    yield desk


def test_the_same_rules_change_nothing(quarter: Desk) -> None:
    found = rehearsed(quarter.at(LAST), DEFAULT)
    assert (found["replayed"], found["not_replayed"], found["unlike_record"]) == (320, [], 0)
    assert set(found["changed"].values()) == {0}
    assert found["now"] == found["new"]
    assert found["examples"] == []
    assert found["now"]["overdue"] == len(quarter.ok("overdue"))


def test_a_rehearsal_leaves_the_file_as_it_is_byte_for_byte(quarter: Desk) -> None:
    before = {path.name: path.read_bytes() for path in quarter.home.iterdir() if path.is_file()}
    anchor = quarter.at(LAST).ok("verify")
    rehearsed(quarter, answered_within("2 working days"))
    assert {path.name: path.read_bytes() for path in quarter.home.iterdir() if path.is_file()} == before
    assert quarter.ok("verify") == anchor


OTHERWISE = (
    ('network       = { to = "network", ', 'network       = { to = "ops", with = ["network"], '),
    ('contact = "1 working day",   plan', 'contact = "4 working hours", plan'),
    ('reply = "3 working days" }  # A11, B3', 'reply = "2 working days" }  # A11, B3'),
    ('    "customer", "incident",\n], warn = "1 working day"', '    "incident",\n], warn = "1 working day"'),
    ('file   = {                           opinion = "2 working days"', 'file   = { opinion = "9 working hours"'),
    ('milestone = "plan", after = "2 working days"', 'milestone = "plan", after = "1 working day"'),
    ('later  = {                           deliver', 'later  = { when.channel = "!app", deliver'),
    ("[severities]", '[severities]\nheavy = { zh = "严重", en = "Heavy", when.store = ["HZ01", "HZ02"] }'),
    ('contact = "2 working hours", plan', 'contact = "1 working day", plan'),
    ('words = ["态度", ', 'words = ["套餐", "合约", "态度", '),
)  # fmt: skip


def dues(complaint: Any) -> dict[tuple[str, int, str], tuple[str, str]]:
    return {(m["name"], m["round"], m["of"]): (m["due"], m["standing"]) for m in complaint["milestones"]}


def after(recorded: Any, differences: dict[int, list[Any]]) -> Any:
    """What a rehearsal foretells of a complaint: its department, severity, category, state, and all its deadlines."""
    changes = differences.get(recorded["id"], [])
    words = {name: recorded[name] for name in ("department", "severity", "category", "state")}
    words |= {one["what"]: one["new"] for one in changes if one["what"] in words}
    foretold = dues(recorded)
    for one in (one for one in changes if one["what"] == "due"):
        key = (one["milestone"], one["round"], one["of"])
        foretold.pop(key, None)
        if one["new"]:
            foretold[key] = (one["new"]["due"], one["new"]["standing"])
    return words, foretold


def test_the_same_comes_out_where_everything_is_typed_again_under_the_new_rules(quarter: Desk, tmp_path: Path) -> None:
    new = edited(*OTHERWISE)
    found = rehearsed(quarter.at(LAST), new, "--limit", 320)
    commands = typed_again(quarter, NUMBERS)
    fresh = Desk(tmp_path / "fresh", "2026-08-20 08:00")
    fresh.home.mkdir()
    (fresh.home / "rules.toml").write_text(new, "utf-8")
    fresh.ok("init", "--practice")
    type_again(fresh, commands)
    fresh.at(LAST).ok("escalate", "--due")

    assert (found["replayed"], found["not_replayed"], found["unlike_record"]) == (320, [], 0)
    assert found["new"]["with_refused_steps"] == found["new"]["with_impossible_steps"] == 0
    assert found["new"]["overdue"] == len(fresh.ok("overdue"))
    assert found["now"]["overdue"] == len(quarter.ok("overdue"))
    for desk, side in ((quarter, "now"), (fresh, "new")):
        rate = desk.ok("report", "--since", "2026-08-01", "--until", "2026-11-20")["total"]["timeliness"]
        foretold = found[side]["timeliness"]
        assert (rate["count"], rate["of"]) == (foretold["count"], foretold["of"])
    differences = {one["id"]: one["changes"] for one in found["examples"]}
    assert len(differences) == found["changed"]["complaints"]
    for before, now in zip(quarter.ok("list", "--sort", "number"), fresh.ok("list", "--sort", "number"), strict=True):
        words, foretold = after(before, differences)
        assert words == {name: now[name] for name in words}, before["number"]
        assert foretold == dues(now), before["number"]
    # the edit was worth a rehearsal
    assert min(found["changed"][name] for name in ("route", "severity", "department", "sooner", "later", "gone")) > 0


# ── one complaint at a time ────────────────────────────────────────────────────────────────────────

FILED = ("--customer", "林小满", "--phone", "13800000001", "--channel", "counter")


@pytest.fixture
def one(desk: Desk) -> Desk:
    """A complaint about the network, received on Monday 2 November 2026 at ten, and its answer on Wednesday."""
    desk.at("2026-11-02 10:00").ok("record", "小区断网三天", *FILED)
    desk.ok("contact", 1, "--via", "phone")
    desk.at("2026-11-02 11:00").ok("propose", 1, "换光猫", "--cause", "equipment", "--upheld", "yes")
    desk.at("2026-11-04 10:00").ok("reply", 1, "已更换", "--via", "phone", "--satisfied", "yes")
    return desk


def changed(found: Any) -> dict[str, tuple[Any, Any]]:
    """What differs on the only complaint, by what it is or the deadline's name."""
    (example,) = found["examples"]
    return {one.get("milestone", one["what"]): (one["now"], one["new"]) for one in example["changes"]}


def test_a_shorter_limit_makes_a_late_answer_of_one_in_time(one: Desk) -> None:
    # three working days end on Thursday the 5th at six, one on Tuesday the 3rd; it was answered on Wednesday
    found = rehearsed(one, answered_within("1 working day"))
    assert changed(found) == {
        "reply": (
            {"due": "2026-11-05T18:00:00+08:00", "standing": "met"},
            {"due": "2026-11-03T18:00:00+08:00", "standing": "late"},
        )
    }
    assert (found["now"]["timeliness"], found["new"]["timeliness"]) == (
        {"count": 1, "of": 1, "percent": 100.0},
        {"count": 0, "of": 1, "percent": 0.0},
    )


def test_another_route_shows_where_it_would_have_gone_and_lie(one: Desk) -> None:
    found = rehearsed(one, edited(('network       = { to = "network", ', 'network       = { to = "billing", ')))
    by_what = changed(found)
    assert by_what["route"] == by_what["department"] == ("network", "billing")
    assert found["changed"]["route"] == 1
    assert (found["now"]["departments"]["network"]["complaints"], "network" in found["new"]["departments"]) == (
        1,
        False,
    )


def test_the_rules_choose_again_only_what_nobody_typed(desk: Desk) -> None:
    desk.at("2026-11-02 10:00").ok("record", "小区断网三天", *FILED)
    desk.ok("record", "小区断网三天", "--category", "network", "--severity", "general", *FILED)
    found = rehearsed(
        desk, edited(('"信号", "断网", ', '"信号", '), ('words = ["态度", ', 'words = ["断网", "态度", '))
    )
    assert [(one["id"], one["changes"][0]) for one in found["examples"]] == [
        (1, {"what": "category", "now": "network", "new": "attitude"})
    ]


def test_what_a_correction_leads_to_is_decided_anew(one: Desk) -> None:
    one.at("2026-11-04 11:00").ok("reopen", 1, "--demand", "退费", "--reason", "又断了")
    one.ok("update", 1, "--category", "value")
    found = rehearsed(one, edited(('when.category = ["business", "value"]', 'when.category = "business"')))
    assert changed(found)["department"] == ("billing", "care")


def test_an_extension_counts_under_the_new_limit(one: Desk, desk: Desk) -> None:
    desk.at("2026-11-02 10:00").ok("record", "小区断网", "--customer", "周洋")
    desk.at("2026-11-02 14:00").ok("extend", 2, "--by", "2 working days", "--reason", "等备件")
    found = rehearsed(desk, answered_within("5 working days"))
    late = next(one for one in found["examples"] if one["id"] == 2)["changes"]
    assert [(one["now"]["due"][:16], one["new"]["due"][:16]) for one in late] == [
        ("2026-11-09T18:00", "2026-11-11T18:00")
    ]


def test_what_was_undone_is_not_rehearsed(one: Desk) -> None:
    one.ok("reopen", 1, "--demand", "退费", "--reason", "又断了")
    one.ok("undo", 1)
    found = rehearsed(one, DEFAULT)
    assert (found["replayed"], found["unlike_record"], found["changed"]["complaints"]) == (1, 0, 0)


def test_an_escalation_is_carried_out_when_the_desk_carried_any_out(desk: Desk) -> None:
    desk.at("2026-11-02 10:00").ok("record", "小区断网三天", *FILED)
    desk.at("2026-11-05 10:00").ok("escalate", "--due")  # the contact is late, nobody is at it
    desk.at("2026-11-06 10:00")
    # overdue since Wednesday evening: the plan goes up at once, at the run of Thursday
    found = rehearsed(
        desk, edited(('milestone = "plan", after = "2 working days"', 'milestone = "plan", after = "0 minutes"'))
    )
    assert changed(found)["department"] == ("network", "ops")


def test_a_step_that_something_is_missing_for_is_counted_and_taken_all_the_same(one: Desk) -> None:
    one.at("2026-11-04 11:00").ok("submit", 1)
    one.ok("close", 1)
    asked = '"contacted", "cause", "upheld", "replied", "satisfied", "submitted",'
    found = rehearsed(one, edited((asked, f'{asked} "lesson",')))
    assert (found["new"]["with_refused_steps"], found["now"]["with_refused_steps"]) == (1, 0)
    assert found["changed"]["state"] == 0


def test_a_word_that_the_edited_file_lacks_is_named_and_stops_nothing(one: Desk) -> None:
    one.at("2026-11-04 11:00").ok("record", "柜台态度", "--category", "policy")
    gone = next(line for line in DEFAULT.splitlines() if line.startswith("policy    = {"))
    route = next(line for line in DEFAULT.splitlines() if line.startswith("policy        = {"))
    found = rehearsed(one, edited((gone, ""), (route, "")))
    assert found["replayed"] == 1
    assert found["not_replayed"] == [
        {"reason": "new.toml knows no category “policy”.", "count": 1, "numbers": ["20261104-0002"]}
    ]


def test_complaints_received_under_earlier_rules_are_rehearsed_under_those_of_today(one: Desk) -> None:
    today = answered_within("1 working day")
    (one.home / "rules.toml").write_text(today, "utf-8")
    found = rehearsed(one, today)
    assert (found["unlike_record"], found["changed"]["complaints"]) == (1, 0)


def test_a_period_says_which_complaints(one: Desk) -> None:
    new = answered_within("1 working day")
    assert rehearsed(one, new, "--since", "2026-11-03")["replayed"] == 0
    assert rehearsed(one, new, "--until", "2026-11-01")["replayed"] == 0
    assert rehearsed(one, new, "--since", "2026-11-02", "--until", "2026-11-02")["replayed"] == 1
    assert one.tsk("rules", "simulate", one.home / "rules.toml", "--since", "2026-11-05").code == 2


def test_a_file_with_mistakes_is_told_as_the_check_tells_it(one: Desk) -> None:
    file = one.home.with_name("new.toml")
    file.write_text(DEFAULT.replace('network       = { to = "network"', 'network       = { to = "netwrk"'), "utf-8")
    checked, told = one.tsk("rules", "check", file), one.tsk("rules", "simulate", file)
    assert (told.code, told.out) == (checked.code, checked.out)
    assert told.code == 5
    assert one.tsk("rules", "simulate", "nowhere.toml").code == 5


def test_a_file_that_is_not_there_is_told_with_what_to_do(one: Desk) -> None:
    told = one.tsk("rules", "simulate", "nowhere.toml")
    assert told.code == 5
    assert told.err == "There is no file nowhere.toml. Copy rules.toml, edit the copy and name it here.\n"


def test_examples_that_come_out_otherwise_are_told_and_stop_nothing(one: Desk) -> None:
    whole = (Path(__file__).parents[2] / "rules.toml").read_text("utf-8")
    old = 'reply = "3 working days" }  # A11, B3'
    assert whole.count(old) == 1
    new = whole.replace(old, 'reply = "1 working day" }  # A11, B3')
    found = rehearsed(one, new)
    assert changed(found)["reply"][1]["standing"] == "late"
    first = found["unmet_examples"][0]
    assert first["message"].startswith("The example expects ")
    file = one.home.with_name("new.toml")
    told = one.tsk("rules", "simulate", file)
    assert told.code == 0
    assert f"new.toml: of its own examples come out otherwise: {len(found['unmet_examples'])}. The first:" in told.out
    assert f"line {first['line']}  {first['name']}: {first['message']}" in told.out
    assert one.tsk("rules", "check", file).code == 5


def test_an_example_that_cannot_be_read_is_a_mistake_like_any_other(one: Desk) -> None:
    file = one.home.with_name("new.toml")
    broken = '\n[examples]\nodd = { given = { text = "断网" }, expect = { to = "network" } }\n'
    file.write_text(DEFAULT + broken, "utf-8")
    assert one.tsk("rules", "simulate", file).code == 5
    assert rehearsed(one, DEFAULT)["unmet_examples"] == []


STAFF = """[staff]
w1 = { role = "handler", department = "billing" }
w2 = { role = "supervisor", department = "ops" }


"""


def test_a_department_rehearses_what_it_may_see(one: Desk) -> None:
    own = edited(("[channels]", STAFF + "[channels]"))
    (one.home / "rules.toml").write_text(own, "utf-8")
    assert rehearsed(one, own, "--as", "w1")["replayed"] == 0
    assert rehearsed(one, own, "--as", "w2")["replayed"] == 1
    assert one.tsk("rules", "simulate", one.home / "rules.toml", "--as", "nobody").code == 4


def test_both_languages_fit_a_narrow_screen(one: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    file = one.home.with_name("new.toml")
    file.write_text(answered_within("1 working day"), "utf-8")
    for name, value in {"COLUMNS": "80", "FORCE_COLOR": "1", "TERM": "dumb"}.items():
        monkeypatch.setenv(name, value)
    english, chinese = (one.tsk("rules", "simulate", file, "--lang", lang) for lang in ("en", "zh"))
    assert "Answer  2026-11-05 18:00 met  →  2026-11-03 18:00 late" in english.out
    assert "答复  2026-11-05 18:00 按时  →  2026-11-03 18:00 超时完成" in chinese.out
    assert max(cells(line) for line in (english.out + chinese.out).splitlines()) <= 80


def cells(line: str) -> int:
    """The terminal cells of a line: Chinese characters take two."""
    return sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in line.rstrip())
