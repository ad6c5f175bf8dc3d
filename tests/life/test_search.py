"""A complaint is found by whatever was said about it, however it is spelled, by whoever may see it."""

from __future__ import annotations

import pytest
from conftest import Desk

CLERK, NETWORK, BILLING, BOSS, STRANGER = "w1001", "w2001", "w2101", "w9001", "visitor"
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "care",    store = "HZ01" }
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w2101 = { zh = "周洋", role = "handler",    department = "billing" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }


[channels]"""


def found(desk: Desk, *words: object) -> list[int]:
    """The numbers of the complaints found, in the order of the list."""
    return [case["id"] for case in desk.ok("search", *words)]


@pytest.fixture
def one(desk: Desk) -> Desk:
    """Complaint 1 has something in every field, complaint 2 only a summary."""
    desk.ok(
        "record", "小区断网三天", "--details", "自从暴雨以后\n一直没有信号", "--customer", "林小满",
        "--phone", "138-0000-1234", "--email", "Lin@Example.com", "--card", "6222 0200 7788",
        "--address", "西湖区龙井路8号", "--order", "KD-77/9", "--demand", "减免月租",
        "--against", "安装师傅", "--on-behalf-of", "外婆",
    )  # fmt: skip
    desk.ok("record", "套餐扣费不对")
    return desk


# ── where it looks ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words",
    [
        "断网", "三天", "暴雨", "信号", "小满", "林小满", "龙井", "月租", "师傅", "外婆", "example.com", "lin@",
        "KD-77/9", "20261009-0001", "0001", "网",
    ],
)  # fmt: skip
def test_a_complaint_is_found_by_what_was_said_when_it_was_recorded(one: Desk, words: str) -> None:
    assert found(one, words) == [1]


@pytest.mark.parametrize(
    ("step", "word"),
    [
        (("note", 1, "客户说光猫闪红灯"), "光猫"),
        (("contact", 1, "--via", "phone", "--note", "约好周六上门"), "上门"),
        (("contact", 1, "--via", "phone", "--demand", "要求换人"), "换人"),
        (("chase", 1, "什么时候修好"), "修好"),
        (("propose", 1, "更换分光器"), "分光"),
        (("promise", 1, "赠送流量", "--by", "2026-10-12 12:00"), "赠送"),
        (("reply", 1, "已经更换设备", "--via", "phone"), "设备"),
        (("reply", 1, "已经更换设备", "--via", "phone", "--basis", "电信条例"), "条例"),
        (("pend", 1, "--reason", "customer", "--note", "等待身份证复印件"), "复印"),
        (("urge", 1, "--note", "今天必须完成"), "必须"),
        (("assign", 1, "--to", "billing", "--reason", "其实是计费问题"), "计费"),
        (("cancel", 1, "--by", "customer", "--reason", "自行恢复"), "恢复"),
    ],
    ids=["note", "contact", "demand", "chase", "proposal", "promise", "answer", "basis", "wait", "urge", "reason",
         "cancelled"],
)  # fmt: skip
def test_a_complaint_is_found_by_what_was_said_with_a_step(one: Desk, step: tuple[object, ...], word: str) -> None:
    assert found(one, word) == []
    one.ok(*step)
    assert found(one, word) == [1]


def test_words_of_the_desk_are_no_words_of_the_complaint(one: Desk) -> None:
    for word in ("assigned", "network", "general", "counter", "registered"):
        assert found(one, word) == []


# ── spelled alike ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "said",
    [
        "13800001234", "138-0000-1234", "138 0000 1234", "+86 138 0000 1234", "0086 138-0000-1234",
        "１３８００００１２３４", "(138) 0000 1234", "8613800001234", "00001234", "1380000",
    ],
)  # fmt: skip
@pytest.mark.parametrize("stored", ["138-0000-1234", "+86 13800001234", "１３８　００００　１２３４"])
def test_a_phone_is_found_in_any_spelling_whole_or_in_part(desk: Desk, stored: str, said: str) -> None:
    desk.ok("record", "小区断网三天", "--phone", stored)
    desk.ok("record", "小区断网三天", "--phone", "13900001235")
    assert found(desk, said) == [1]


def test_a_phone_typed_as_several_words_is_one_phone(one: Desk) -> None:
    assert found(one, "138", "0000", "1234") == [1]
    assert found(one, "+86", "138", "0000", "1234") == [1]


@pytest.mark.parametrize("said", ["WiFi", "wifi", "WIFI", "ＷｉＦｉ", "ｗｉｆｉ"])
@pytest.mark.parametrize("stored", ["家里wifi断线", "家里ＷＩＦＩ断线", "家里WiFi断线"])
def test_capitals_and_full_width_letters_are_alike(desk: Desk, stored: str, said: str) -> None:
    desk.ok("record", stored)
    assert found(desk, said) == [1]


def test_blanks_and_line_ends_are_alike(desk: Desk) -> None:
    desk.ok("record", "断网", "--details", "no   signal\nsince\tthe storm")
    for said in ("no signal since", "signal　since", "  the   storm "):
        assert found(desk, said) == [1]


def test_accents_and_umlauts_are_found_in_either_case(desk: Desk) -> None:
    desk.ok("record", "断网", "--customer", "JOSÉ MÜLLER")
    assert found(desk, "josé", "müller") == [1]


# ── several words ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (("断网", "林小满"), [1]),
        (("断网 林小满",), [1]),
        (("林小满　断网",), [1]),
        (("三天", "暴雨", "外婆"), [1]),
        (("断网", "扣费"), []),
        (("断网", "nonsense"), []),
        (("138-0000-1234", "林小满"), [1]),
        (("13800001234", "断网"), [1]),
        (("13900001234", "断网"), []),
    ],
)
def test_of_several_words_all_must_be_said_wherever_they_stand(
    one: Desk, words: tuple[str, ...], numbers: list[int]
) -> None:
    assert found(one, *words) == numbers


def test_a_phone_among_several_words_is_found_in_another_spelling_too(desk: Desk) -> None:
    desk.ok("record", "断网", "--phone", "13800001234")
    assert found(desk, "138-0000-1234", "断网") == [1]


def test_of_several_numbers_all_must_be_said(desk: Desk) -> None:
    desk.ok("record", "交了200元只到账30元")
    desk.ok("record", "交了200元")
    assert found(desk, "200", "30") == [1]


@pytest.mark.parametrize(
    "said",
    [
        "小区断网三天。",
        "断网？",
        "“断网”",
        "断网!",
        '"断网"',
        "小区，断网",
        "断网、三天",
        "（断网）林小满：",
        "断网...",
    ],
)
def test_what_parts_or_ends_a_sentence_is_no_part_of_a_word(one: Desk, said: str) -> None:
    assert found(one, said) == [1]


# ── taken literally ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("%", [1]), ("_", [2]), ("\\", [3]), ("涨价%", []), ("50%", [1]), ("线_路", [2]), ("线%路", []),
        ("c:\\log", [3]), ("%%", []), ("'", [4]), ('"', [4]), ("12.50", [4]), ("*", []), ("?", []), ("--", []),
    ],
)  # fmt: skip
def test_signs_of_a_search_language_mean_themselves(desk: Desk, said: str, numbers: list[int]) -> None:
    for summary in ("涨价50%了", "线_路断网", "日志在C:\\LOG", '多收"12.50"元 it\'s wrong', "套餐500元 线路1250"):
        desk.ok("record", summary)
    assert [case["id"] for case in desk.tsk("search", "--json", "--", said).json] == numbers


def test_a_card_is_found_as_it_was_said(one: Desk) -> None:
    assert found(one, "6222 0200 7788") == [1]
    assert found(one, "6222", "7788") == [1]


# ── nothing ────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_found_is_an_empty_list_and_no_error(one: Desk) -> None:
    assert one.tsk("search", "nonsense") == (0, "", "")
    assert one.ok("search", "nonsense") == []


@pytest.mark.parametrize("words", [(), ("",), (" ",), ("　",), ("", "  ")])
def test_a_search_for_nothing_is_refused(one: Desk, words: tuple[str, ...]) -> None:
    told = one.tsk("search", *words)
    assert (told.code, told.out) == (2, "")
    assert told.err


# ── filters and order ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def several(desk: Desk) -> Desk:
    """Complaints 1 to 4 say 断网; received on 9, 10, 10 and 12 October, the last of them cancelled."""
    desk.ok("record", "断网三天", "--store", "HZ01", "--customer", "林小满")
    desk.at("2026-10-10 09:00").ok("record", "断网还扣费", "--category", "business", "--channel", "hotline")
    desk.at("2026-10-10 10:00").ok("record", "断网一周", "--severity", "major", "--region", "east")
    desk.at("2026-10-12 10:00").ok("record", "断网", "--product", "光纤")
    desk.ok("accept", 3, "--as", "zhao")
    desk.ok("cancel", 4, "--by", "mistake", "--reason", "twice")
    return desk


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ((), [4, 3, 2, 1]),
        (("--state", "open"), [3, 2, 1]),
        (("--state", "done"), [4]),
        (("--state", "in_progress"), [3]),
        (("--state", "cancelled"), [4]),
        (("--department", "billing"), [2]),
        (("--handler", "zhao"), [3]),
        (("--category", "network"), [4, 3, 1]),
        (("--severity", "major"), [3]),
        (("--channel", "hotline"), [2]),
        (("--store", "HZ01"), [1]),
        (("--region", "east"), [3]),
        (("--product", "光纤"), [4]),
        (("--customer", "小满"), [1]),
        (("--since", "2026-10-10"), [4, 3, 2]),
        (("--until", "2026-10-10"), [3, 2, 1]),
        (("--month", "2026-09"), []),
        (("--round", 1), [4, 3, 2, 1]),
        (("--round", 2), []),
        (("--limit", 2), [4, 3]),
        (("--mine", "--as", "zhao"), [3]),
        (("扣费",), [2]),
    ],
    ids=lambda words: " ".join(map(str, words)) if words and isinstance(words[0], str) else None,
)
def test_filters_narrow_what_was_found_newest_first(
    several: Desk, words: tuple[object, ...], numbers: list[int]
) -> None:
    assert found(several, "断网", *words) == numbers


def test_an_unknown_word_in_a_filter_is_refused(several: Desk) -> None:
    assert several.tsk("search", "断网", "--department", "nonsense").code == 2


def test_the_numbers_of_a_search_go_into_the_next_command(several: Desk) -> None:
    listed = several.tsk("search", "断网", "--state", "open").out
    assert [case["id"] for case in several.ok("note", 1, "one") and several.ok("urge", "-", stdin=listed)] == [3, 2, 1]


def test_the_middle_of_a_phone_is_hidden_in_what_was_found(one: Desk) -> None:
    (case,) = one.ok("search", "断网")
    assert case["customer"]["phone"] == "138******1234"
    assert "0000" not in one.tsk("search", "断网").out.replace("20261009-0001", "")


# ── who sees it ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """Complaint 1 is the network's, 2 billing's, 3 customer care's in the store HZ01; all say 断网."""
    rules = desk.home / "rules.toml"
    usual = rules.read_text("utf-8")
    assert "\n[channels]" in usual
    rules.write_text(usual.replace("\n[channels]", STAFF, 1), "utf-8")
    for category, store in (("network", ""), ("business", ""), ("attitude", "HZ01")):
        desk.ok("record", "断网三天", "--category", category, "--store", store, "--as", BOSS)
    return desk


def test_only_what_the_person_may_see_is_found(staffed: Desk) -> None:
    seen = {who: found(staffed, "断网", "--as", who) for who in (BOSS, NETWORK, BILLING, CLERK)}
    assert seen == {BOSS: [3, 2, 1], NETWORK: [1], BILLING: [2], CLERK: [3]}
    assert found(staffed, "断网", "--limit", 1, "--as", NETWORK) == [1]


def test_a_login_that_is_not_listed_finds_nothing(staffed: Desk) -> None:
    told = staffed.tsk("search", "断网", "--as", STRANGER)
    assert (told.code, told.out) == (4, "")


# ── what was taken back or put right ───────────────────────────────────────────────────────────────


def test_the_text_of_an_undone_step_is_not_found_any_more(one: Desk) -> None:
    one.ok("note", 1, "客户说光猫闪红灯")
    one.ok("undo", 1, "--reason", "写错了地方")
    assert (found(one, "光猫"), found(one, "写错")) == ([], [])
    assert found(one, "断网") == [1]


def test_the_text_of_an_undone_correction_gives_way_to_the_old_one(one: Desk) -> None:
    one.ok("update", 1, "--summary", "小区停电")
    one.ok("undo", 1)
    assert (found(one, "停电"), found(one, "断网")) == ([], [1])


def test_a_corrected_complaint_is_found_by_the_new_words_and_still_by_the_old_ones(one: Desk) -> None:
    """The old words stay in the history, and somebody may remember only them."""
    one.ok("update", 1, "--summary", "小区停电", "--customer", "林大满", "--phone", "13911112222")
    for word in ("停电", "断网", "林大满", "林小满", "13911112222", "13800001234"):
        assert found(one, word) == [1]


def test_each_site_searches_its_own_complaints(one: Desk) -> None:
    one.ok("init", "--site", "HZ01")
    one.ok("record", "小区断网三天", "--site", "HZ01")
    assert [case["number"] for case in one.ok("search", "断网", "--site", "HZ01")] == ["HZ01-20261009-0001"]
    assert found(one, "断网") == [1]
