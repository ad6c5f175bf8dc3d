"""Which words count when a category is suggested: each once, the longer first, in whatever letters they are typed."""

from __future__ import annotations

import pytest
from conftest import Desk

from tsk.conditions import fits
from tsk.rulerows import Category, Policy
from tsk.rules import suggest_category

POLICY = Policy(
    categories=(
        Category("network", words=("网", "断网", "网速", "WiFi", "wifi")),
        Category("shopping", words=("网购", "退款")),
        Category("attitude", words=("态度", "辱骂", "")),
        Category("billing", words=("bill", "late fee", "Straße")),
        Category("other"),
    )
)

SUGGESTED = [
    ("断网", "network", ("断网",), "the shorter word stands only inside the longer"),
    ("断网三天,网也慢", "network", ("网", "断网"), "here it stands by itself too"),
    ("断网,态度恶劣,还辱骂", "attitude", ("态度", "辱骂"), "two things said against one, not against two"),
    ("网购三天没发货", "shopping", ("网购",), "the word of an upper category inside a longer one of a lower"),
    ("断网速修", "network", ("断网", "网速"), "words that overlap, neither inside the other"),
    ("退款退款退款,断网,网速慢", "network", ("断网", "网速"), "said three times is one word"),
    ("家里ＷＩＦＩ连不上", "network", ("wifi",), "full-width letters; spelt twice in the rules, counted once"),
    ("my WIFI", "network", ("wifi",), "capitals"),
    ("STRASSE", "billing", ("Straße",), "capitals of other languages"),
    ("a LATE\n  ｆｅｅ", "billing", ("late fee",), "blanks and line ends between the words of one"),
    ("overbilled twice", "billing", ("bill",), "a word is found inside words that the rules do not know"),
    ("门口台阶太高", "other", (), "no word at all; an empty one is none"),
    ("", "other", (), "nothing said"),
]


@pytest.mark.parametrize(("text", "category", "words", "why"), SUGGESTED, ids=[row[3] for row in SUGGESTED])
def test_words_are_counted_once_and_the_longest_first(
    text: str, category: str, words: tuple[str, ...], why: str
) -> None:
    assert suggest_category(POLICY, text) == (category, words), why


def test_the_words_of_a_condition_are_found_in_full_width_letters_too() -> None:
    assert fits({"words": ("wifi",)}, {"words": "ＷｉＦｉ坏了"})
    assert fits({"words": ("１００Ｍ",)}, {"words": "100m宽带"})
    assert not fits({"words": ("wifi",)}, {"words": "Ｗｉ坏了"})


def test_a_complaint_typed_in_full_width_letters_goes_where_it_belongs(desk: Desk) -> None:
    case = desk.ok("record", "Ｎｏ ＳＩＧＮＡＬ since Monday")
    assert (case["category"], case["department"]) == ("network", "network")
