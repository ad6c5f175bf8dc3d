"""`tsk record` on a real terminal: asks for what is missing, in the order people tell it, and looks once more."""

from __future__ import annotations

import grp
import json
import os
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, raw_database
from rich.cells import cell_len
from typist import Typist

WHAT, PHONE, NAME = "What happened?", "The customer's phone?", "The customer's name?"
CATEGORY, SUBTYPE, LAST = "Which category?", "Which subtype?", "q keeps a draft"


def told(desk: Desk, id: int = 1) -> Any:
    return desk.ok("show", id)


def begun(desk: Desk, *words: object, **how: Any) -> Typist:
    """A complaint told up to the last look: the internet is down at 138 0000 0001."""
    typist = Typist(desk, "record", *words, **how)
    return typist.answers(WHAT, "小区断网三天").answers(PHONE, "138 0000 0001").answers(NAME, "林小满")


def test_it_asks_in_the_order_people_tell_it_and_enter_takes_the_suggestion(desk: Desk) -> None:
    typist = begun(desk).answers(CATEGORY).answers(SUBTYPE).answers(LAST)
    assert typist.ends() == 0
    case = told(desk)
    assert (case["summary"], case["customer"]["phone"], case["customer"]["name"]) == (
        "小区断网三天",
        "138 0000 0001",
        "林小满",
    )
    assert (case["category"], case["subtype"], case["channel"]) == ("network", "", "counter")
    asked = [text for text in (WHAT, PHONE, NAME, CATEGORY, SUBTYPE) if text in typist.screen]
    assert asked == sorted((WHAT, PHONE, NAME, CATEGORY, SUBTYPE), key=typist.screen.index)
    assert "found by 断网" in typist.screen
    assert "[Network quality]" in typist.screen


def test_whoever_says_everything_is_asked_nothing(desk: Desk) -> None:
    typist = Typist(desk, "record", "小区断网三天", "--customer", "林小满", "--phone", "13800000001")
    assert typist.ends() == 0
    assert "?" not in typist.screen
    assert told(desk)["category"] == "network"


def test_what_was_said_with_the_command_is_not_asked_again(desk: Desk) -> None:
    typist = Typist(desk, "record", "小区断网三天", "--phone", "13800000001", "--category", "network")
    typist.answers(NAME, "林小满").answers(SUBTYPE, "1").answers(LAST)
    assert typist.ends() == 0
    assert WHAT not in typist.screen and PHONE not in typist.screen and CATEGORY not in typist.screen
    assert told(desk)["subtype"] == "coverage"


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("2", "business"),
        ("att", "attitude"),
        ("服务", "attitude"),
        ("增值业务", "value"),
        ("VALUE", "value"),
        ("３", "attitude"),
    ],
)
def test_a_choice_is_made_by_number_or_first_letters_in_either_language(desk: Desk, said: str, category: str) -> None:
    typist = begun(desk).answers(CATEGORY, said)
    if category != "attitude":
        typist.answers(SUBTYPE)
    assert typist.answers(LAST).ends() == 0
    assert told(desk)["category"] == category


def test_no_word_that_tells_the_category_is_said(desk: Desk) -> None:
    typist = Typist(desk, "record", "电视黑屏", "--phone", "13800000001").answers(NAME, "林小满")
    typist.sees("No word in it tells what kind it is.").answers(CATEGORY, "network").answers(SUBTYPE)
    assert typist.sees("+ adds a demand").answers(LAST).ends() == 0
    assert told(desk)["category"] == "network"


def test_letters_that_say_nothing_or_too_much_are_asked_again(desk: Desk) -> None:
    typist = begun(desk).answers(CATEGORY, "p").sees("That may be Product, Policy.")
    typist.answers(CATEGORY, "xyz").sees("Type a number from the list, or the first letters.")
    typist.answers(CATEGORY, "9").sees("Type a number from the list")
    typist.answers(CATEGORY, "pol").answers(SUBTYPE).answers(LAST)
    assert typist.ends() == 0
    assert told(desk)["category"] == "policy"


def test_a_number_takes_one_of_the_frequent_complaints(desk: Desk) -> None:
    typist = Typist(desk, "record").sees("1 Internet down   2 Charged too much").answers(WHAT, "2")
    typist.answers(PHONE, "13800000001").answers(NAME, "林小满").answers(LAST)
    assert typist.ends() == 0
    case = told(desk)
    assert (case["summary"], case["category"], case["subtype"]) == ("Charged too much", "business", "fee")
    assert case["demand"] == "退还多扣费用"


# ── the customer ───────────────────────────────────────────────────────────────────────────────────


def test_a_known_phone_shows_what_is_open_and_what_was_promised(desk: Desk) -> None:
    desk.ok("record", "宽带套餐多扣了30元", "--customer", "何晴", "--phone", "13800000002", "--tier", "elderly")
    desk.at("2026-10-10 10:00").ok("assign", 1, "--handler", "zhou")
    desk.ok("promise", 1, "月底前退还30元", "--by", "2026-10-12")
    typist = (
        Typist(desk.at("2026-10-20 09:00"), "record").answers(WHAT, "套餐又多扣费").answers(PHONE, "+86 138-0000-0002")
    )
    typist.sees("何晴 · complaints so far: 1, open: 1").sees("20261009-0001").sees("宽带套餐多扣了30元")
    typist.sees("promised then: 月底前退还30元, by 10-12 24:00, and not kept").sees("`tsk chase 20261009-0001`")
    typist.sees("The customer's name? [何晴]").types().answers(CATEGORY).answers(SUBTYPE)
    typist.sees("Repeat of 20261009-0001").answers(LAST)
    assert typist.ends() == 0
    case = told(desk, 2)
    assert (case["customer"]["name"], case["repeat_of"]) == ("何晴", "20261009-0001")
    assert (case["customer"]["tier"], case["severity"]) == ("elderly", "major")


def test_a_promise_that_was_kept_is_said_to_be(desk: Desk) -> None:
    desk.ok("record", "宽带套餐多扣了30元", "--customer", "何晴", "--phone", "13800000002")
    desk.ok("assign", 1, "--handler", "zhou")
    desk.ok("promise", 1, "退还30元", "--by", "2026-10-12")
    desk.ok("deliver", 1)
    typist = (
        Typist(desk, "record", "套餐又多扣费").answers(PHONE, "13800000002").sees("promised then and kept: 退还30元")
    )
    typist.sees(NAME).presses_ctrl_c().ends()
    assert "not kept" not in typist.screen


def test_somebody_elses_complaint_shows_its_day_its_category_and_the_promise_alone(desk: Desk) -> None:
    rules = desk.home / "rules.toml"
    staff = 'w1 = { zh = "甲", role = "clerk", department = "care", store = "A1" }\n'
    staff += 'w2 = { zh = "乙", role = "clerk", department = "care", store = "B2" }\n[channels]'
    rules.write_text(rules.read_text("utf-8").replace("[channels]", "[staff]\n" + staff, 1), "utf-8")
    desk.ok("record", "套餐多扣了30元", "--customer", "何晴", "--phone", "13800000002", "--as", "w1")
    typist = Typist(desk, "record", "套餐又多扣费", "--as", "w2").answers(PHONE, "13800000002")
    typist.sees("elsewhere").sees("Transactions").sees("an answer was promised by 10-13 18:00")
    typist.answers(NAME, "何女士").answers(CATEGORY).answers(SUBTYPE).answers(LAST)
    assert typist.ends() == 0
    for secret in ("何晴", "20261009-0001", "多扣了30元", "tsk chase"):
        assert secret not in typist.screen


# ── what the policy needs ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def telecom(tmp_path: Path) -> Desk:
    """A policy in which a complaint needs a name, a phone, and when it happened; here without a default channel."""
    desk = Desk(tmp_path / "telecom", "2026-09-18 16:00")
    desk.ok("init", "--practice", "--policy", "telecom-policy")
    rules = desk.home / "rules.toml"
    rules.write_text(re.sub(r"(^counter *= .*), default = true", r"\1", rules.read_text("utf-8"), flags=re.M), "utf-8")
    return desk


def test_what_the_policy_needs_is_asked_until_it_can_be_taken(telecom: Desk) -> None:
    typist = Typist(telecom, "record", "--category", "network").answers(WHAT, "断网").answers(PHONE).answers(NAME)
    typist.answers("Which channel?").sees("The policy asks for this.").answers("Which channel?", "1").answers(SUBTYPE)
    typist.answers(NAME, "林小满").answers(PHONE, "13800000001")
    typist.answers("When did it happen?", "whenever").sees("is not a date or time that tsk understands")
    typist.answers("When did it happen?", "tomorrow").sees("lies in the future")
    typist.answers("When did it happen?", "yesterday 15:20").answers(LAST)
    assert typist.ends() == 0
    case = told(telecom)
    assert (case["occurred_at"], case["channel"]) == ("2026-09-17T15:20:00+08:00", "hotline")


def test_fields_and_papers_of_the_policys_own_are_asked_for_too(tmp_path: Path) -> None:
    factory = Desk(tmp_path / "factory", "2026-11-09 10:00")
    factory.ok("init", "--practice", "--policy", "factory-8d")
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"a photograph")
    words = ("--category", "quality", "--product", "轴承", "--occurred", "11-08", "--phone", "13800000001")
    typist = Typist(factory, "record", "关键尺寸超差", "--customer", "某厂", *words)
    typist.answers("Place?", "杭州").answers("Pieces?", "many").sees("“many” is not a number.").answers(
        "Pieces?", "200"
    )
    typist.answers("Batch?", "L2611").answers("Shipped?", "2026-10-20").sees("3 Returned").answers("Returned?", "not")
    typist.answers("Which file? (Photograph)", "nowhere.jpg").sees("cannot be attached")
    typist.answers("Which file? (Photograph)", str(photo)).answers(LAST)
    assert typist.ends() == 0
    case = told(factory)
    assert case["fields"]["batch"] == "L2611"
    assert [one["kind"] for one in case["attachments"]] == ["photo"]


# ── the last look ──────────────────────────────────────────────────────────────────────────────────


def test_the_last_look_changes_adds_and_empties(desk: Desk) -> None:
    typist = begun(desk).answers(CATEGORY).answers(SUBTYPE, "speed").sees("→  Network · General")
    typist.answers(">", "1").answers(WHAT, "小区断网四天")
    typist.answers(">", "+").answers("What is to be added?", "order").answers("The order number?", "A-17")
    typist.answers(">", "3").answers("[林小满]", "-")
    typist.answers(">", "3").answers("[Network quality]", "attitude")
    typist.answers(">", "77").sees("Type the number of a line, or one of the letters.").answers(">")
    assert typist.ends() == 0
    case = told(desk)
    assert (case["summary"], case["order"], case["customer"]["name"]) == ("小区断网四天", "A-17", "")
    assert (case["category"], case["subtype"]) == ("attitude", ""), "a subtype goes with its category"


def test_the_editor_takes_a_long_text(desk: Desk, tmp_path: Path) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text(
        '#!/bin/sh\nstat -c %a "$1" > mode\nprintf "小区断网\\n\\n周一开始。\\n物业说全楼都断。\\n" > "$1"\n'
    )
    editor.chmod(0o700)
    typist = Typist(desk, "record", env={"EDITOR": str(editor)}).answers(WHAT, "e")
    typist.answers(PHONE, "13800000001").answers(NAME, "林小满").answers(CATEGORY).answers(SUBTYPE).answers(LAST)
    assert typist.ends() == 0
    case = told(desk)
    assert (case["summary"], case["details"]) == ("小区断网", "周一开始。\n物业说全楼都断。")
    assert (desk.home.parent / "mode").read_text() == "600\n"


def test_without_an_editor_a_text_is_written_line_by_line(desk: Desk) -> None:
    typist = Typist(desk, "record", env={"EDITOR": "", "VISUAL": "", "PATH": "/nowhere"}).answers(WHAT, "e")
    typist.sees("a line with only a dot ends it").types("小区断网").types("从周一起").types(".")
    typist.answers(PHONE, "13800000001").answers(NAME, "林小满").answers(CATEGORY).answers(SUBTYPE).answers(LAST)
    assert typist.ends() == 0
    assert (told(desk)["summary"], told(desk)["details"]) == ("小区断网", "从周一起")


def test_ctrl_d_ends_what_is_written_line_by_line_and_ctrl_c_keeps_it(desk: Desk) -> None:
    bare = {"EDITOR": "", "VISUAL": "", "PATH": "/nowhere"}
    typist = Typist(desk, "record", env=bare).answers(WHAT, "e").sees("a line with only a dot ends it")
    typist.types("小区断网").types("从周一起").sees("从周一起").presses_ctrl_d().sees(PHONE)
    assert typist.presses_ctrl_c().ends() == 130
    typist = Typist(desk, "record", env=bare).answers("What is to be done with it?", "3").answers(WHAT, "e")
    typist.sees("a line with only a dot ends it").types("账单看不懂").types("多扣二十元").sees("多扣二十元")
    assert typist.presses_ctrl_c().ends() == 130
    (file,) = drafts(desk)
    assert (json.loads(file.read_text())["said"]) == {"summary": "账单看不懂", "details": "多扣二十元"}


def test_a_story_that_is_one_long_line_is_not_lost(desk: Desk, tmp_path: Path) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text(f'#!/bin/sh\nprintf "%s" "{"长" * 600}" > "$1"\n')
    editor.chmod(0o700)
    typist = Typist(desk, "record", env={"EDITOR": str(editor)}).answers(WHAT, "e").sees("at most 500 are kept")
    typist.answers(WHAT, "断网").answers(PHONE, "13800000001").answers(NAME, "林小满")
    typist.answers(CATEGORY).answers(SUBTYPE).answers(LAST)
    assert typist.ends() == 0
    assert (told(desk)["summary"], told(desk)["details"]) == ("断网", "长" * 600)


def test_what_is_refused_is_said_and_looked_at_again(desk: Desk) -> None:
    typist = begun(desk, "--received", "2026-08-01 09:00").answers(CATEGORY).answers(SUBTYPE)
    late = "further back than 2 days; say why it is recorded only now"
    typist.sees(late).answers(LAST).sees(late).answers(">", "+")
    typist.answers("What is to be added?", "reason").answers("Why is it recorded only now?", "写在本子上").answers(LAST)
    assert typist.ends() == 0
    assert told(desk)["received_at"] == "2026-08-01T09:00:00+08:00"


def test_what_is_put_off_at_the_last_look_is_a_draft(desk: Desk) -> None:
    typist = begun(desk).answers(CATEGORY).answers(SUBTYPE).answers(LAST, "q")
    assert typist.ends() == 130
    assert (desk.ok("list"), len(drafts(desk))) == ([], 1)


# ── drafts ─────────────────────────────────────────────────────────────────────────────────────────


def drafts(desk: Desk) -> list[Path]:
    folder = desk.home / "drafts"
    return sorted(folder.iterdir()) if folder.is_dir() else []


def stopped(desk: Desk) -> Typist:
    """Somebody who pressed Ctrl-C when the name was asked for."""
    typist = Typist(desk, "record").answers(WHAT, "小区断网三天").answers(PHONE, "13800000001").sees(NAME)
    assert typist.presses_ctrl_c().ends() == 130
    return typist


def test_ctrl_c_keeps_a_draft_that_is_offered_and_goes_when_it_is_recorded(desk: Desk) -> None:
    assert any(row.startswith("A draft is kept for a week") for row in stopped(desk).rows), "a line of its own"
    assert desk.ok("list") == []
    (file,) = drafts(desk)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    typist = Typist(desk, "record").sees("A draft of 10-09 16:40: 小区断网三天").answers("What is to be done with it?")
    typist.answers(NAME, "林小满").answers(CATEGORY).answers(SUBTYPE).answers(LAST)
    assert typist.ends() == 0
    assert WHAT not in typist.screen and PHONE not in typist.screen
    assert (told(desk)["summary"], told(desk)["customer"]["phone"]) == ("小区断网三天", "13800000001")
    assert drafts(desk) == []


def test_a_draft_is_taken_up_by_one_terminal_at_a_time(desk: Desk) -> None:
    stopped(desk)
    first = Typist(desk, "record").answers("What is to be done with it?").sees(NAME)
    second = Typist(desk, "record").sees(WHAT)
    assert "A draft of" not in second.screen
    assert second.presses_ctrl_c().ends() == 130
    assert first.presses_ctrl_c().ends() == 130
    assert Typist(desk, "record").sees("A draft of").presses_ctrl_c().ends() == 130
    assert len(drafts(desk)) == 1


def test_a_draft_may_wait_or_be_thrown_away(desk: Desk) -> None:
    stopped(desk)
    typist = Typist(desk, "record").answers("What is to be done with it?", "later")
    assert typist.sees(WHAT).presses_ctrl_c().ends() == 130
    assert len(drafts(desk)) == 1, "nothing was said yet, so there is no second one"
    typist = Typist(desk, "record").answers("What is to be done with it?", "throw")
    assert typist.sees(WHAT).presses_ctrl_c().ends() == 130
    assert drafts(desk) == []


def test_another_complaint_leaves_the_draft_alone(desk: Desk) -> None:
    stopped(desk)
    typist = Typist(desk, "record", "账单看不懂").sees("A draft of").sees("without a summary offers it")
    typist.answers(PHONE, "13800000009").answers(NAME, "何晴").answers(CATEGORY).answers(SUBTYPE).answers(LAST)
    assert typist.ends() == 0
    assert len(drafts(desk)) == 1


def test_a_draft_taken_up_and_stopped_again_is_one_draft_with_more_in_it(desk: Desk) -> None:
    stopped(desk)
    typist = Typist(desk, "record").answers("What is to be done with it?").answers(NAME, "林小满").sees(CATEGORY)
    assert typist.presses_ctrl_c().ends() == 130
    assert len(drafts(desk)) == 1
    typist = Typist(desk, "record").answers("What is to be done with it?").answers(CATEGORY).answers(SUBTYPE)
    assert typist.answers(LAST).ends() == 0
    assert NAME not in typist.screen


def test_a_closed_window_loses_nothing_either(desk: Desk) -> None:
    typist = Typist(desk, "record").answers(WHAT, "小区断网三天").answers(PHONE, "13800000001").sees(NAME)
    assert typist.closes_the_window() != 0
    assert len(drafts(desk)) == 1


def test_a_draft_is_offered_to_nobody_else_and_for_a_week(desk: Desk) -> None:
    stopped(desk)
    typist = Typist(desk, "record", "--as", "zhou").sees(WHAT)
    assert "A draft" not in typist.presses_ctrl_c().screen
    typist.ends()
    (file,) = drafts(desk)
    week = 7 * 86_400
    os.utime(file, (file.stat().st_mtime - week - 60,) * 2)
    typist = Typist(desk, "record").sees(WHAT).presses_ctrl_c()
    typist.ends()
    assert "A draft of" not in typist.screen
    assert drafts(desk) == []


def test_a_home_that_is_opened_to_a_group_keeps_drafts_to_their_owners(desk: Desk) -> None:
    stopped(desk)
    group = grp.getgrgid(os.getgid()).gr_name
    assert desk.tsk("init", "--group", group).code == 0
    assert stat.S_IMODE((desk.home / "tsk.db").stat().st_mode) == 0o660
    assert stat.S_IMODE(drafts(desk)[0].stat().st_mode) == 0o600
    drafts(desk)[0].unlink()
    stopped(desk)
    assert stat.S_IMODE(drafts(desk)[0].stat().st_mode) == 0o600


def test_a_damaged_draft_stops_nobody(desk: Desk) -> None:
    stopped(desk)
    drafts(desk)[0].write_bytes(b"\xff{")
    assert Typist(desk, "record").sees(WHAT).presses_ctrl_c().ends() == 130


def test_the_draft_of_an_encrypted_desk_is_sealed(tmp_path: Path) -> None:
    pytest.importorskip("sqlcipher3")
    key = tmp_path / "elsewhere" / "tsk.key"
    key.parent.mkdir()
    sealed = Desk(tmp_path / "sealed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TSK_KEY_FILE", str(key))
        assert sealed.tsk("init", "--practice", "--encrypt").code == 0
        stopped(sealed)
        (file,) = drafts(sealed)
        assert "断网".encode() not in file.read_bytes() and b"13800000001" not in file.read_bytes()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        typist = Typist(sealed, "record").sees("小区断网三天").answers("What is to be done with it?")
        typist.answers(NAME, "林小满").answers(CATEGORY).answers(SUBTYPE).answers(LAST)
        assert typist.ends() == 0
        assert drafts(sealed) == []


# ── nobody to ask ──────────────────────────────────────────────────────────────────────────────────


def test_who_may_not_settle_is_told_before_anything_is_asked(desk: Desk) -> None:
    rules = desk.home / "rules.toml"
    staff = '[staff]\nw1 = { zh = "甲", role = "handler", department = "care" }\n[channels]'
    narrow = re.sub(r'(handler +=.*may = )\["counter", ', r'\1["note", ', rules.read_text("utf-8"))
    rules.write_text(narrow.replace("[channels]", staff, 1), "utf-8")
    typist = Typist(desk, "record", "--settled", "已补发", "--as", "w1")
    assert typist.ends() == 4
    assert WHAT not in typist.screen
    assert Typist(desk, "record", "--settled", "已补发", "--as", "stranger").ends() == 4


def test_a_settled_one_says_what_the_customer_was_told(desk: Desk) -> None:
    typist = Typist(desk, "record", "--settled", " ")
    assert typist.ends() == 2
    assert "An answer needs a text." in typist.screen and WHAT not in typist.screen
    typist = (
        begun(desk, "--settled", "重启光猫后恢复")
        .answers(CATEGORY)
        .answers(SUBTYPE)
        .sees("重启光猫后恢复")
        .answers(LAST)
    )
    assert typist.ends() == 0
    assert told(desk)["state"] == "closed"


def test_no_input_asks_nothing_on_a_terminal(desk: Desk) -> None:
    typist = Typist(desk, "record", "小区断网三天", "--no-input")
    assert typist.ends() == 0
    assert "?" not in typist.screen
    typist = Typist(desk, "record", "--no-input")
    assert typist.ends() == 2
    assert "A complaint needs a summary." in typist.screen


def test_a_word_that_is_none_is_said_before_anything_is_asked(desk: Desk) -> None:
    typist = Typist(desk, "record", "--category", "netwrok")
    assert typist.ends() == 2
    assert "did you mean network?" in typist.screen
    assert WHAT not in typist.screen and drafts(desk) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_line_is_wider_than_eighty_columns(desk: Desk, lang: str) -> None:
    desk.ok("record", "断网" * 60, "--customer", "林小满", "--phone", "13800000001")
    typist = Typist(desk, "record", "网速慢" * 40, "--details", "很慢" * 90, lang=lang)
    typist.sees("?" if lang == "en" else "？").types("13800000001")
    for _ in range(3):
        typist.sees("?" if lang == "en" else "？").types()
    typist.answers(">")
    assert typist.ends() == 0
    assert max(cell_len(row) for row in typist.rows) <= 80


def test_a_chinese_clerk_reads_chinese(desk: Desk) -> None:
    typist = Typist(desk, "record", lang="zh").answers("什么情况？", "2").answers("客户电话？", "13800000001")
    typist.answers("客户姓名？", "林小满").answers(">")
    assert typist.ends() == 0
    english = [
        word for row in typist.rows for word in row.split() if word.isascii() and word.isalpha() and len(word) > 1
    ]
    assert english == [], english
    assert told(desk)["summary"] == "套餐多扣费"


def test_nothing_of_a_draft_stands_in_the_database(desk: Desk) -> None:
    stopped(desk)
    with raw_database(desk.home / "tsk.db") as database:
        assert database.execute("SELECT count(*) FROM event").fetchone() == (0,)
