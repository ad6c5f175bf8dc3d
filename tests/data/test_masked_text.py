"""What is masked in a text and what stays readable: a table typed by hand, and laws that hold for any text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tsk.privacy import masked_text

MASKED = {
    "请打13800001234": "请打138****1234",
    "13800001234,13900005678": "138****1234,139****5678",
    "tel:138-0000-1234.": "tel:138******1234.",
    "138 0000 1234": "138******1234",
    "138 000 01234": "138******1234",
    "1380 000 1234": "138******1234",
    "1380 0001 234": "138****** 234",
    "１３８００００１２３４": "138****1234",
    "+86 138 0000 1234 急": "+86**********1234 急",
    "+8613800001234": "+86*******1234",
    "0086-13800001234": "008*********1234",
    "86 13800001234": "86 *******1234",
    "回电(13800001234)": "回电(138****1234)",
    "a13800001234b": "a138****1234b",
    "卡号6222 0000 0000 0001": "卡号622************0001",
    "6222-0000-0000-0001-234": "622****************-234",
    "卡6222000000000001。": "卡622*********0001。",
    "6222000000000001234": "622************1234",
    "4111111111111111": "411*********1111",  # its check digit is right
    "身份证11010519491231002X": "身份证110***********002X",
    "zhang.san@example.com": "z***@example.com",
    "邮箱zhang@mail.example.cn，谢谢": "邮箱z***@mail.example.cn，谢谢",
    "a＠b.example": "a***@b.example",
}
READABLE = (
    "20261122-0007 已处理",
    "HZ01-20261122-0007",
    "20261122-0007、20261122-0008、20261122-0009",
    "2026-11-22 18:00 前回电",
    "2026-11-22 18:00:01 至 2026-11-23 18:00:01",
    "退款13800.50元",
    "共 12,345,678,901 元",
    "0571-88001234",
    "热线10086转1",
    "订单202611220007123456",  # no check digit of a card or an identity number is right
    "单号4111111111111112",
    "1234567890123456789012",  # more digits than any card has
    "12800001234",  # no mobile number begins so
    "1380000123",
    "138000012345",
    "流量20GB,时长300分钟",
    "@all 请看",
    "5 @ 10元",
)


@pytest.mark.parametrize("text", MASKED)
def test_what_leads_to_the_customer_is_masked(text: str) -> None:
    assert masked_text(text) == MASKED[text]


@pytest.mark.parametrize("text", READABLE)
def test_every_other_number_stays_readable(text: str) -> None:
    assert masked_text(text) == text


# ── laws ───────────────────────────────────────────────────────────────────────────────────────────

WORDS = st.text("断网三天退款元电话 ,。:-()a1 ", max_size=12)
TAILS = st.text("0123456789", min_size=9, max_size=9)
MOBILES = st.builds(lambda second, tail: f"1{second}{tail}", st.sampled_from("3456789"), TAILS)
ANY = st.text(st.sampled_from("0123456789０９ -.+@＠ax*号,。一"), max_size=60)


@given(ANY)
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = masked_text(text)
    assert masked_text(once) == once


@given(WORDS, MOBILES, WORDS)
def test_a_mobile_number_between_words_is_never_left_whole(before: str, mobile: str, after: str) -> None:
    if before[-1:] in ("1",) or after[:1] in ("1",):
        return  # another digit makes it another number
    shown = masked_text(before + mobile + after)
    assert mobile not in shown
    assert mobile[3:7] not in shown or mobile[3:7] in before + after + mobile[:3] + mobile[-4:]


@given(ANY)
def test_no_digit_appears_that_was_not_there_and_text_around_stays(text: str) -> None:
    shown = masked_text(text)
    letters = re.sub(r"[^号一]", "", text)
    assert re.sub(r"[^号一]", "", shown) == letters
    assert sum(c.isdigit() for c in shown) <= sum(c.isdigit() for c in text)


@given(st.text("断网三天abc 12-.", max_size=9))
def test_a_short_text_is_returned_as_it_is(text: str) -> None:
    assert masked_text(text) is text
