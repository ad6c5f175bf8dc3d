"""A search says where it hit: the field and the words around it, contact data masked; newest or best first."""

from __future__ import annotations

import pytest
from conftest import Desk

from tsk.pinyin import initials

BESIDE = ("--customer", "林小满", "--phone", "13800001234", "--address", "龙井路8号")


@pytest.fixture
def one(desk: Desk) -> Desk:
    desk.ok("record", "小区断网三天", "--details", "自从暴雨以后\n一直没有信号，孩子上不了网课", *BESIDE)
    desk.ok("note", 1, "客户说光猫闪红灯，已经重启过两次")
    return desk


def hits(desk: Desk, *words: object) -> list[tuple[str, str, str]]:
    """Field, piece of text and the hit in it, of every hit of the first complaint found."""
    (first, *_) = desk.ok("search", *words)
    return [
        (one["field"], one["text"], one["text"][one["start"] : one["start"] + one["length"]]) for one in first["hits"]
    ]


@pytest.mark.parametrize(
    ("said", "field", "text", "hit"),
    [
        ("断网", "summary", "小区断网三天", "断网"),
        ("信号", "details", "一直没有信号，孩子上不了网课", "信号"),
        ("光猫", "note", "客户说光猫闪红灯，已经重启过两次", "光猫"),
        ("林小满", "name", "林小满", "林小满"),
        ("lxm", "name", "林小满", ""),
        ("1234", "phone", "13800001234", "1234"),
        ("20261009-0001", "number", "20261009-0001", "20261009-0001"),
    ],
)
def test_the_hit_is_told_with_its_field(one: Desk, said: str, field: str, text: str, hit: str) -> None:
    found = hits(one, said)
    masked = "138****1234" if field == "phone" else text
    assert found == [(field, masked, hit)]


def test_each_word_has_its_hit(one: Desk) -> None:
    assert [field for field, *_ in hits(one, "断网", "信号")] == ["summary", "details"]
    assert [field for field, *_ in hits(one, "断网", "三天")] == ["summary"]


def test_a_sentence_with_its_stops_has_its_hits(one: Desk) -> None:
    assert hits(one, "小区断网三天。") == [("summary", "小区断网三天", "小区断网三天")]
    assert [field for field, *_ in hits(one, "断网，信号？")] == ["summary", "details"]


def test_a_hit_keeps_the_spelling_of_the_text(desk: Desk) -> None:
    desk.ok("record", "家里ＷｉＦｉ  断线")
    assert hits(desk, "wifi 断") == [("summary", "家里ＷｉＦｉ  断线", "ＷｉＦｉ")]
    desk.ok("record", "路由器", "--details", "啊" * 60 + "红灯" + "哦" * 60)
    assert hits(desk, "红灯") == [("details", "…" + "啊" * 20 + "红灯" + "哦" * 40 + "…", "红灯")]


def test_what_is_hidden_is_found_but_not_shown(one: Desk) -> None:
    """An address is masked whole, wherever it would be shown: who searches it learns nothing that they did not say."""
    assert hits(one, "龙井") == []
    assert "龙井" not in one.tsk("search", "龙井").out
    assert hits(one, "龙井", "--reveal", "回访") == [("address", "龙井路8号", "龙井")]


def test_in_a_pipe_the_hit_is_the_last_field(one: Desk) -> None:
    row = one.tsk("search", "光猫").out.rstrip("\n").split("\t")
    assert row[0] == "20261009-0001"
    assert row[-1] == "note: 客户说光猫闪红灯，已经重启过两次"
    assert one.tsk("--lang", "zh", "search", "光猫").out.rstrip("\n").split("\t")[-1] == (
        "备注：客户说光猫闪红灯，已经重启过两次"
    )


def test_a_removed_person_is_found_by_nothing(one: Desk) -> None:
    one.ok("cancel", 1, "--by", "customer", "--reason", "好了")
    one.ok("anonymise", 1, "--reason", "本人要求", "--yes")
    assert one.ok("search", "lxm") == one.ok("search", "林小满") == []


# ── initials ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("林小满", ("lxm",)),
        ("欧阳修", ("oyx",)),
        ("闫妮", ("yn",)),  # beyond the common characters
        ("王玥", ("wy",)),  # beyond GB 2312
        ("陳大文", ("cdw",)),
        ("单小明", ("sxm", "dxm")),  # a surname that is read otherwise
        ("乐乐", ("yl", "ll")),
        ("长孙无忌", ("zswj", "cswj")),
        ("啊匝", ("az",)),  # the first and the last letter of the order
        ("李", ()),
        ("O'Brien", ()),
        ("王Anna", ()),
        ("", ()),
    ],
)
def test_a_name_has_the_first_letters_of_its_pinyin(name: str, letters: tuple[str, ...]) -> None:
    assert initials(name) == letters


def test_a_customer_is_found_by_initials_in_either_case(desk: Desk) -> None:
    for name in ("林小满", "单小明", "梁晓明"):
        desk.ok("record", "断网", "--customer", name)
    assert [case["id"] for case in desk.ok("search", "lxm")] == [3, 1]
    assert [case["id"] for case in desk.ok("search", "LXM", "断网")] == [3, 1]
    assert [case["id"] for case in desk.ok("search", "sxm")] == [2]
    desk.ok("update", 1, "--customer", "何晴")
    assert [case["id"] for case in desk.ok("search", "hq")] == [1]


# ── the best first ─────────────────────────────────────────────────────────────────────────────────


def test_the_best_hits_come_first(desk: Desk) -> None:
    desk.ok("record", "断网", "--customer", "信号")  # 1: a whole name
    desk.ok("record", "电梯里没有信号")  # 2: in the summary
    desk.ok("record", "退费", "--details", "没有信号")  # 3: elsewhere
    assert [case["id"] for case in desk.ok("search", "信号")] == [3, 2, 1]
    assert [case["id"] for case in desk.ok("search", "信号", "--sort", "best")] == [1, 2, 3]
    assert [case["id"] for case in desk.ok("search", "信号", "--sort", "number")] == [1, 2, 3]


def test_the_last_four_digits_lead_to_the_customer_first(desk: Desk) -> None:
    desk.ok("record", "断网", "--phone", "13800001234")
    desk.ok("record", "订单 1234 没有收到")
    assert [case["id"] for case in desk.ok("search", "1234", "--sort", "best")] == [1, 2]


def test_only_a_search_has_a_best(desk: Desk) -> None:
    assert desk.tsk("list", "--sort", "best").code == 2
