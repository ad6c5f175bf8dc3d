"""`tsk reply --template`: the policy's text with its blanks filled in, in the language that the customer speaks."""

from __future__ import annotations

import pytest
from conftest import Desk
from typist import Typist


@pytest.fixture
def asked(desk: Desk) -> Desk:
    """A Chinese complaint (1) and an English one (2), both with a text of the policy that names what was promised."""
    rules = desk.home / "rules.toml"
    more = '[templates]\npaid.zh = "{customer}：{department}{proposal}，{amount}，{due}前{promise}。{basis}"\n'
    rules.write_text(rules.read_text("utf-8").replace("[templates]", more, 1), "utf-8")
    desk.ok("record", "宽带套餐多扣了30元", "--customer", "何晴", "--phone", "13800000002")
    desk.ok("record", "The internet is down", "--customer", "Ann Lee", "--category", "network")
    return desk


def answer(desk: Desk, id: int) -> str:
    return str(desk.ok("show", id)["answer"])


def test_the_template_is_filled_in_the_customers_language(asked: Desk) -> None:
    told = asked.tsk("reply", 1, "已退还30元", "--template", "done", "--via", "phone", "--lang", "en")
    said = (
        "何晴您好：您2026-10-09反映的“宽带套餐多扣了30元”（20261009-0001）已处理：已退还30元。"
        "感谢您的监督，请问您对处理结果是否满意？"
    )
    assert told.code == 0
    assert told.out.splitlines()[-1] == said
    assert answer(asked, 1) == said
    asked.ok("reply", 2, "the line was repaired", "--template", "done", "--lang", "zh")
    assert answer(asked, 2) == (
        "Dear Ann Lee, what you told us on 2026-10-09 (20261009-0002) has been dealt with: the line was repaired. "
        "Thank you. Are you satisfied?"
    )


def test_another_language_is_named_with_in(asked: Desk) -> None:
    asked.ok("reply", 1, "30 CNY was paid back", "--template", "done", "--in", "en", "--satisfied", "yes")
    case = asked.ok("show", 1)
    assert case["answer"].startswith("Dear 何晴, what you told us on")
    assert case["satisfied"] == "yes"
    done = asked.tsk("reply", 2, "x", "--template", "done", "--in", "fr")
    assert done.code == 2 and "There is no language “fr”. There are: en, zh." in done.err


def test_what_the_file_says_fills_the_blanks(asked: Desk) -> None:
    asked.ok("propose", 1, "退还多扣费用", "--amount", "12.5", "--upheld", "yes")
    asked.ok("approve", 1)
    asked.ok("promise", 1, "退到账户", "--by", "2026-10-12")
    asked.ok("reply", 1, "--template", "paid", "--basis", "套餐协议第3条")
    assert answer(asked, 1) == "何晴：计费部退还多扣费用，12.50 元，2026-10-12前退到账户。套餐协议第3条"


def test_a_blank_of_which_nothing_is_known_is_named_and_nothing_is_written(asked: Desk) -> None:
    before = asked.events
    done = asked.tsk("reply", 1, "--template", "paid")
    assert (done.code, done.out) == (2, "")
    assert (
        "The template paid needs proposal, amount, due, promise, basis, and 20261009-0001 does not say it." in done.err
    )
    assert asked.tsk("reply", 1, "--template", "done").code == 2
    done = asked.tsk("reply", 1, "多余的话", "--template", "paid")
    assert done.code == 2 and "has no place for a text of your own" in done.err
    assert asked.events == before


def test_an_unknown_template_lists_those_there_are(asked: Desk) -> None:
    done = asked.tsk("reply", 1, "x", "--template", "dome")
    assert done.code == 2
    assert "There is no template “dome”; did you mean done? There are: paid, done, fault." in done.err
    chinese = asked.tsk("reply", 1, "x", "--template", "dome", "--lang", "zh").err
    assert "可用的有：paid、done、fault。" in chinese, "their labels are whole letters"


def test_a_reply_without_a_text_and_without_a_template_says_what_to_do(asked: Desk) -> None:
    done = asked.tsk("reply", 1)
    assert done.code == 2 and "An answer needs a text. Say what the customer is told." in done.err


def test_on_a_terminal_it_asks_what_the_customer_is_told(asked: Desk) -> None:
    typist = Typist(asked, "reply", 1, "--via", "phone").sees("2  done   Dear …, what you told us on … (…) has")
    typist.answers("What is the customer told?", "2").answers("What is the answer in it?", "已退还30元")
    assert typist.ends() == 0
    assert answer(asked, 1).startswith("何晴您好：您2026-10-09反映的")
    assert answer(asked, 1) in typist.screen.replace("\n", "")
    assert Typist(asked, "reply", 2).answers("What is the customer told?", "It works again.").ends() == 0
    assert answer(asked, 2) == "It works again."
    unknown = Typist(asked, "reply", 99)
    assert unknown.ends() == 3 and "What is the customer told?" not in unknown.screen


def test_what_a_customer_wrote_is_not_filled_in_again(asked: Desk) -> None:
    asked.ok("update", 1, "--customer", "{number}")
    asked.ok("reply", 1, "见{basis}", "--template", "done")
    assert answer(asked, 1).startswith("{number}您好") and "见{basis}" in answer(asked, 1)
