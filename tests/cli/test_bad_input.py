"""What people get wrong is said in a sentence with a way out, exits with its code, and writes nothing."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Desk, Result

SUMMARY = "No signal at home"


@pytest.fixture
def one(desk: Desk) -> Desk:
    """A desk with complaint 1, assigned to the network department."""
    desk.ok("record", SUMMARY)
    return desk


def refused(desk: Desk, code: int, *words: object) -> Result:
    """The command is refused with that code in a sentence, as text and as one line of JSON, and writes nothing."""
    events = desk.events
    told = desk.tsk(*words, "--json")
    assert (told.code, told.out) == (code, ""), told
    assert told.error["exit"] == code
    assert told.error["error"].strip()
    said = desk.tsk(*words)
    assert (said.code, said.out) == (code, ""), said
    assert "Traceback" not in said.err
    assert 1 <= len(said.err.splitlines()) <= 2
    assert desk.events == events
    return said


# ── words ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "nearest", "known"),
    [
        (("record", SUMMARY, "--category", "netwrk"), "network", ("network", "business", "attitude", "other")),
        (("record", SUMMARY, "--category", "网络质"), "network", ("network", "business")),
        (("record", SUMMARY, "--channel", "hotlin"), "hotline", ("counter", "hotline", "social")),
        (("record", SUMMARY, "--severity", "urgnt"), "urgent", ("urgent", "grave", "major", "general")),
        (("record", SUMMARY, "--category", "network", "--subtype", "sped"), "speed", ("coverage", "calls", "speed")),
        (("assign", 1, "--to", "biling"), "billing", ("care", "network", "billing", "market", "ops")),
        (("assign", 1, "--to", "care", "--with", "netwok"), "network", ("care", "network", "billing")),
        (("contact", 1, "--via", "phon"), "phone", ("phone", "sms", "email", "chat", "visit", "letter")),
        (("contact", 1, "--via", "phone", "--reached", "ye"), "yes", ("yes", "no")),
        (("contact", 1, "--via", "phone", "--outcome", "accept"), "accepted", ("accepted", "refused")),
        (("pend", 1, "--reason", "custmer"), "customer", ("customer", "incident", "supplier", "approval")),
        (("propose", 1, "Change it.", "--cause", "equipmnt"), "equipment", ("equipment", "charging", "unknown")),
        (("propose", 1, "Change it.", "--upheld", "partl"), "partly", ("yes", "no", "partly")),
        (("propose", 1, "Change it.", "--responsible", "suplier"), "supplier", ("network", "supplier", "nobody")),
        (("cancel", 1, "--by", "custmer", "--reason", "x"), "customer", ("customer", "duplicate", "mistake")),
        (("list", "--state", "opn"), "open", ("open", "done", "all", "registered", "pending")),
        (("list", "--department", "biling"), "billing", ("care", "network")),
        (("list", "--sort", "numbr"), "number", ("received", "-received", "number", "-number")),
        (("report", "--by", "chanel"), "channel", ("department", "category", "month")),
        (("rules", "show", "limts"), "limits", ("calendars", "routes", "limits", "closing")),
    ],
)
def test_an_unknown_word_lists_what_exists_and_the_nearest_match(
    one: Desk, words: tuple[object, ...], nearest: str, known: tuple[str, ...]
) -> None:
    said = refused(one, 2, *words)
    assert f"did you mean {nearest}?" in said.err
    for name in known:
        assert re.search(rf"(?<=[ ,]){name}(?=[,.])", said.err), (name, said.err)


@pytest.mark.parametrize("home", ["home", "new"])
def test_an_unknown_policy_to_start_from_is_refused_and_makes_no_home(desk: Desk, tmp_path: Path, home: str) -> None:
    told = Desk(tmp_path / home).tsk("init", "--policy", "telecom-polcy")
    assert told.code == 2
    assert "did you mean telecom-policy?" in told.err
    assert "operator-handbook" in told.err
    assert not (tmp_path / "new").exists()


def test_an_unknown_person_lists_the_staff_and_the_nearest_match(desk: Desk) -> None:
    rules = desk.home / "rules.toml"
    staff = (
        '[staff]\nw9001 = { zh = "王强", role = "supervisor", department = "ops" }\n'
        'w2001 = { zh = "赵敏", role = "handler", department = "network" }\n\n[channels]'
    )
    rules.write_text(rules.read_text("utf-8").replace("[channels]", staff, 1), "utf-8")
    desk.ok("record", SUMMARY, "--as", "w9001")
    said = desk.tsk("assign", 1, "--handler", "w2002", "--as", "w9001")
    assert said.code == 2
    assert "did you mean w2001?" in said.err
    assert "w9001" in said.err


@pytest.mark.parametrize(
    ("words", "nearest"),
    [(("lst",), "list"), (("recrod", SUMMARY), "record"), (("rules", "chek"), "rules check"), (("xyzzy",), "")],
    ids=lambda value: value if isinstance(value, str) else "-",
)
def test_an_unknown_command_names_the_nearest(desk: Desk, words: tuple[str, ...], nearest: str) -> None:
    said = desk.tsk(*words)
    assert said.code == 2
    assert (nearest or "tsk --help") in said.err


@pytest.mark.parametrize(
    "words",
    [
        ("record",),
        ("record", SUMMARY, "--nonsense", "x"),
        ("record", SUMMARY, "--channel", "email"),  # needs the customer's name
        ("show",),
        ("show", "1", "--lang", "fr"),
        ("--nonsense",),
        ("assign", 1),
        ("contact", 1),
        ("pend", 1),
        ("rate", 1),
        ("return", 1),
        ("reopen", 1),
        ("cancel", 1),
        ("propose", 1),
        ("propose", 1, "  "),
        ("reply", 1, "\u3000"),
        ("list", "--limit", "0"),
        ("list", "--limit", "many"),
        ("list", "--limit", "99999999999999999999"),
        ("list", "--round", "99999999999999999999"),
        ("list", "--since", "2026-10-10", "--until", "2026-10-08"),
        ("list", "--month", "2026-13"),
        ("list", "--month", "0001-01"),
        ("list", "--month", "9999-12"),
        ("report", "--month", "Octember"),
        ("overdue", "--within", "soon"),
        ("overdue", "--within", "-1 days"),
        ("overdue", "--within", "agreed"),
        ("overdue", "--within", "999999999 days"),
        ("rate", 1, "--score", "11"),
        ("rate", 1, "--score", "-1"),
        ("rate", 1, "--score", "7.5"),
        ("rate", 1, "--score", "9" * 5000),
        ("rate", 1, "--score", "10", "--satisfied", "no"),
    ],
    ids=lambda words: "-".join(str(word)[:20] for word in words),
)
def test_a_command_that_cannot_be_understood_exits_2(one: Desk, words: tuple[object, ...]) -> None:
    refused(one, 2, *words)


@pytest.mark.parametrize("words", [("record", SUMMARY, "--details"), ("list", "--as"), ("list", "--lang", "")])
def test_an_option_without_its_value_exits_2(one: Desk, words: tuple[str, ...]) -> None:
    assert one.tsk(*words).code == (0 if words[-1] == "" else 2)


# ── which complaint, which step ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "ref",
    [
        "2",
        "0",
        "0002",
        "99999999999999999999",
        "20261009-0002",
        "-",
        "٢",
        "²",
        "①",
        "",
        " ",
        "x' OR '1'='1",
        "1\x00",
    ],
)
def test_a_complaint_that_does_not_exist_exits_3_and_is_named(one: Desk, ref: str) -> None:
    if ref == "-":
        assert one.tsk("show", "-", stdin="2\n").code == 3
        return
    assert one.tsk("show", ref, "--json").error["exit"] == 3
    assert one.tsk("contact", ref, "--via", "phone").code == 3
    assert one.events == 2


def test_a_command_without_its_complaint_asks_which(one: Desk) -> None:
    for verb in ("show", "chase"):
        said = refused(one, 2, verb).err
        assert (
            said.startswith("Which complaint? Give its number, the customer's phone") and f"tsk {verb} --help" in said
        )
    assert refused(one, 2, "incident", "link").err.startswith("N is missing.")


def test_a_step_that_is_not_allowed_says_which_are(one: Desk) -> None:
    said = refused(one, 4, "close", 1)
    assert "assigned" in said.err
    for verb in ("assign", "accept", "contact", "propose", "pend", "reply", "cancel"):
        assert re.search(rf"\b{verb}\b", said.err)


def test_a_closing_that_lacks_something_names_it_its_rule_and_the_next_command(one: Desk) -> None:
    one.ok("reply", 1, "We changed the card.", "--via", "phone")
    said = refused(one, 4, "close", 1)
    assert re.search(r"closing\.standard, rules\.toml:\d+", said.err)
    assert "tsk contact 1 --via phone" in said.err


@pytest.mark.parametrize(
    "words",
    [
        ("propose", 1, "Nothing.", "--upheld", "no"),
        ("reply", 1, "No.", "--via", "phone", "--satisfied", "no"),
        ("approve", 1),
        ("resume", 1),
        ("submit", 1),
        ("record", SUMMARY, "--received", "2026-10-01 09:00"),
    ],
    ids=lambda words: " ".join(map(str, words[:1])),
)
def test_a_step_that_the_policy_or_the_state_forbids_exits_4(one: Desk, words: tuple[object, ...]) -> None:
    refused(one, 4, *words)


def test_a_step_whose_second_half_is_refused_leaves_no_first_half(one: Desk) -> None:
    """A proposal of 50 accepts the case first; an answer before its approval neither answers nor rates."""
    one.ok("propose", 1, "A refund.", "--amount", "50")
    before = one.ok("show", 1, "--history")
    refused(one, 4, "reply", 1, "You get 50.", "--via", "phone", "--satisfied", "yes")
    assert one.ok("show", 1, "--history") == before


# ── dates ──────────────────────────────────────────────────────────────────────────────────────────

NO_DATES = (
    *("gestern", "2026-02-30", "2026-13-01", "25:00", "12:60", "2026-10-09 16:40:61", "32-09-2026", "", "1,5h", "-"),
    *("yesterday 99:99", "2026-10-09T99:00", "++2h", "-2 fortnights", "0001-01-01", "9999-12-31 24:00"),
    *("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "-99999999999999999d", f"-{'9' * 5000}d"),
)


@pytest.mark.parametrize("said", [text for text in NO_DATES if text], ids=lambda text: ascii(text)[:30])
def test_a_date_that_is_none_is_quoted_beside_two_forms_that_work_and_do(one: Desk, said: str) -> None:
    told = refused(one, 2, "record", SUMMARY, f"--occurred={said}")
    if len(said) < 100:
        assert f'"{said}"' in told.err
    forms = re.findall(r'"([^"]+)"', told.err)[-2:]
    assert len(forms) == 2
    for form in forms:
        assert one.ok("record", SUMMARY, "--occurred", form)["occurred_at"].startswith("2026-10-0")


@pytest.mark.parametrize("option", ["--received", "--occurred", "--answered"])
def test_every_option_for_a_time_refuses_nonsense(one: Desk, option: str) -> None:
    assert '"someday"' in refused(one, 2, "record", SUMMARY, option, "someday").err


@pytest.mark.parametrize(
    "words",
    [
        ("contact", 1, "--via", "phone", "--at", "someday"),
        ("pend", 1, "--reason", "customer", "--until", "someday"),
        ("list", "--since", "someday"),
        ("list", "--until", "someday"),
        ("report", "--since", "someday"),
        ("list", "--since", "0001-01-01"),
        ("report", "--since", "0001-01-01"),
    ],
    ids=lambda words: "-".join(map(str, words)),
)
def test_every_command_refuses_a_time_that_is_none(one: Desk, words: tuple[object, ...]) -> None:
    refused(one, 2, *words)


@pytest.mark.parametrize("now", ["someday", "0001-01-01", "9999-12-31T23:59:59-23:59"])
def test_a_present_that_is_none_exits_2(one: Desk, now: str) -> None:
    assert one.tsk("list", "--now", now).code == 2


@pytest.mark.parametrize(
    "option", [("--received", "2026-10-09 16:41"), ("--occurred", "2026-10-10"), ("--answered", "16:41")]
)
def test_what_lies_in_the_future_has_not_happened(one: Desk, option: tuple[str, str]) -> None:
    refused(one, 2, "record", SUMMARY, *option)


@pytest.mark.parametrize("year", ["0027", "0999"])
def test_a_receipt_of_long_ago_is_refused_or_comes_back_as_it_was_said(one: Desk, year: str) -> None:
    told = one.tsk("record", SUMMARY, "--received", f"{year}-05-04 10:00", "--reason", "Found in the attic.", "--json")
    assert told.code in (0, 2, 4), told
    if told.code == 0:
        assert one.ok("show", 2)["received_at"].startswith(f"{year}-05-04T10:00")
    assert one.ok("verify")["whole"]
    assert len(one.ok("list")) == 1 + (told.code == 0)


# ── texts and sums ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\u3000", "\x00", "\x1b\x07", "\u200b", "\u202e"], ids=ascii)
def test_a_summary_that_shows_nothing_is_refused(desk: Desk, text: str) -> None:
    assert desk.tsk("record", text).code == 2
    assert desk.ok("list") == []


@pytest.mark.parametrize(
    ("option", "longest"),
    [
        ("--details", 100_000),
        ("--customer", 2_000),
        ("--phone", 2_000),
        ("--address", 2_000),
        ("--demand", 2_000),
        ("--store", 2_000),
        ("--external", 2_000),
        ("--reason", 2_000),
    ],
)
def test_a_text_that_is_too_long_names_its_field_and_both_lengths(desk: Desk, option: str, longest: int) -> None:
    said = refused(desk, 2, "record", SUMMARY, option, "长" * (longest + 1))
    assert str(longest) in said.err
    assert str(longest + 1) in said.err
    desk.ok("record", SUMMARY, option, "长" * longest)


def test_a_summary_of_more_than_500_characters_is_refused(desk: Desk) -> None:
    refused(desk, 2, "record", "x" * 501)
    desk.ok("record", "x" * 500)


def test_ten_megabytes_of_details_are_refused_in_a_sentence(desk: Desk) -> None:
    assert len(refused(desk, 2, "record", SUMMARY, "--details", "宽带" * 5_000_000).err) < 500


@pytest.mark.parametrize(
    "words",
    [
        ("record", "No signal \udcff"),
        ("show", "\udcff"),
        ("record", SUMMARY, "--occurred", "\udcff"),
        ("record", SUMMARY, "--details", "\udcff"),
        ("record", SUMMARY, "--customer", "\ud800"),
        ("record", SUMMARY, "--tier", "\udcff"),
        ("record", SUMMARY, "--category", "\udcff"),
        ("record", SUMMARY, "--amount", "\udcff"),
        ("record", SUMMARY, "--external", "\udcff"),
        ("accept", 1, "--reason", "\udcff"),
        ("accept", 1, "--reason", "x" * 100_000),
        ("assign", 1, "--handler", "\udcff"),
        ("assign", 1, "--to", "billing", "--reason", "\udcff"),
        ("contact", 1, "--via", "phone", "--note", "\udcff"),
        ("contact", 1, "--via", "\udcff"),
        ("pend", 1, "--reason", "customer", "--note", "\udcff"),
        ("propose", 1, "\udcff"),
        ("propose", 1, "Change it.", "--fault", "\udcff"),
        ("reply", 1, "\udcff", "--via", "phone"),
        ("reply", 1, "Yes.", "--via", "phone", "--basis", "\udcff"),
        ("cancel", 1, "--by", "customer", "--reason", "\udcff"),
        ("list", "--customer", "\udcff"),
        ("list", "--store", "\udcff"),
        ("list", "--handler", "\udcff"),
        ("list", "--region", "\udcff"),
        ("list", "--department", "\udcff"),
        ("\udcff",),
        ("list", "\udcff"),
        ("list", "--as", "\udcff", "--mine"),
        ("accept", 1, "--as", "\udcff"),
    ],
    ids=lambda words: ascii("-".join(str(word)[:20] for word in words)),
)
def test_text_that_is_no_unicode_or_too_long_exits_2_wherever_it_stands(one: Desk, words: tuple[object, ...]) -> None:
    refused(one, 2, *words)


@pytest.mark.parametrize("verb", ["approve", "refuse"])
@pytest.mark.parametrize("reason", ["\udcff", "x" * 100_000, "\x00"], ids=["surrogate", "long", "nul"])
def test_reasons_are_cleaned_like_every_other_text(one: Desk, verb: str, reason: str) -> None:
    one.ok("propose", 1, "Change it.")
    told = one.tsk(verb, 1, "--reason", reason)
    if reason == "\x00":
        assert told.code == 0
        last = one.ok("show", 1, "--history")["events"][-1]
        assert "\x00" not in last.get("reason", "")
    else:
        assert told.code == 2


def test_a_rating_says_how_only_with_a_known_way(one: Desk) -> None:
    one.ok("reply", 1, "We changed it.", "--via", "phone")
    for via in ("smoke signals", "\udcff"):
        refused(one, 2, "rate", 1, "--satisfied", "yes", "--via", via)


@pytest.mark.parametrize(
    "text", ["断网 😡👨‍👩‍👧", "מחיר", "a{b}{0}%s", "--details", "<b>'\";DROP TABLE event;--", "e\u0301", "＊"]
)
def test_odd_but_honest_text_comes_back_as_it_was_typed(desk: Desk, text: str) -> None:
    assert desk.tsk("record", "--customer", text, "--details", text, "--", text).code == 0
    case = desk.ok("show", 1)
    assert (case["summary"], case["details"], case["customer"]["name"]) == (text, text, text)
    assert text in desk.tsk("list").out
    for words in (("show", 1, "--history"), ("explain", 1), ("list",), ("verify",)):
        assert desk.tsk(*words).code == 0


def test_control_characters_are_dropped_and_lines_and_tabs_kept_in_details(desk: Desk) -> None:
    desk.ok("record", "No\x00 si\x1b[31mgnal\x9b", "--details", "one\r\ntwo\rthree\tfour\x08")
    case = desk.ok("show", 1)
    assert (case["summary"], case["details"]) == ("No si[31mgnal", "one\ntwo\nthree\tfour")


@pytest.mark.parametrize(
    "words",
    [("list",), ("show", 1), ("show", 1, "--history"), ("explain", 1), ("overdue",), ("contact", 1, "--via", "sms")],
)
def test_no_view_prints_characters_that_turn_or_hide_text(desk: Desk, words: tuple[object, ...]) -> None:
    hidden = "\u202eecnuon\u2066 \u200b\u2028\ufeff"
    desk.ok(
        "record", f"No {hidden} signal", "--customer", f"Li{hidden}", "--details", hidden + "x", "--store", f"S{hidden}"
    )
    told = desk.at("2026-10-20 09:00").tsk(*words)
    assert told.code == 0
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\u2028\ufeff]", told.out + told.err)


AMOUNTS = (
    "-1",
    "-0.01",
    "NaN",
    "sNaN",
    "inf",
    "-inf",
    "1e12",
    "1e999999",
    "1e999999999",
    "12.345",
    "0.001",
    "1e-999999999",
)


@pytest.mark.parametrize(
    "amount",
    [*AMOUNTS, "1e3", "twelve", "12,50", "10000000", "", "0x10", "\udcff", "9" * 5000],
    ids=lambda a: ascii(a)[:20],
)
def test_a_sum_that_is_none_is_refused(one: Desk, amount: str) -> None:
    if not amount:
        assert one.ok("record", SUMMARY, "--amount", "")["amount"] == 0
        return
    refused(one, 2, "record", SUMMARY, f"--amount={amount}")
    refused(one, 2, "propose", 1, "A refund.", f"--amount={amount}")


@pytest.mark.parametrize(("said", "amount"), [("0", 0), ("12.9", 12.9), ("12.90", 12.9), ("9999999.99", 9999999.99)])
def test_a_sum_has_at_most_two_decimals(one: Desk, said: str, amount: float) -> None:
    assert one.ok("record", SUMMARY, "--amount", said)["amount"] == amount


# ── rule files ─────────────────────────────────────────────────────────────────────────────────────


def broken(desk: Desk) -> int:
    """Breaks the rule file at the plan's limit; the number of that line."""
    rules = desk.home / "rules.toml"
    lines = rules.read_text("utf-8").splitlines(keepends=True)
    number = next(i for i, line in enumerate(lines, 1) if line.startswith("every "))
    lines[number - 1] = lines[number - 1].replace('plan = "2 working days"', 'plan = "2 wroking days"')
    rules.write_text("".join(lines), "utf-8")
    return number


def test_a_broken_rule_file_is_warned_of_with_its_line_and_the_last_good_policy_goes_on(one: Desk) -> None:
    line = broken(one)
    told = one.tsk("record", SUMMARY)
    assert told.code == 0
    assert len(told.err.splitlines()) == 1
    assert f"rules.toml, line {line}:" in told.err
    assert "last good policy" in told.err
    for words in (("list",), ("show", 1), ("contact", 1, "--via", "phone"), ("overdue",), ("verify",)):
        done = one.tsk(*words)
        assert (done.code, f"line {line}:" in done.err) == (0, True)
    plan = next(m for m in one.ok("show", 2)["milestones"] if m["name"] == "plan")
    assert (plan["limit"], plan["due"]) == ("2 working days", "2026-10-12T18:00:00+08:00")


def test_a_mended_rule_file_is_in_force_at_once(one: Desk) -> None:
    rules = one.home / "rules.toml"
    good = rules.read_text("utf-8")
    line = broken(one)
    told = one.tsk("rules", "check")
    assert told.code == 5
    assert f"line {line}" in told.out
    rules.write_text(good.replace('plan = "3 working days", reply', 'plan = "1 working day", reply'), "utf-8")
    told = one.tsk("record", SUMMARY, "--severity", "grave", "--json")
    assert (told.code, told.err) == (0, "")
    assert next(m for m in told.json["milestones"] if m["name"] == "plan")["limit"] == "1 working day"


def test_text_that_is_no_toml_names_its_line(one: Desk) -> None:
    rules = one.home / "rules.toml"
    rules.write_text(rules.read_text("utf-8") + "\n[broken\n", "utf-8")
    last = len(rules.read_text("utf-8").splitlines())
    told = one.tsk("list")
    assert told.code == 0
    assert f"line {last}" in told.err or f"line {last + 1}" in told.err


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe", b"\x00" * 100, b"", b"x" * 1_000_000, b"a.b = 1\r\n"],
    ids=["utf-16", "zeros", "empty", "long", "other"],
)
def test_a_rule_file_of_any_bytes_stops_nobody(one: Desk, content: bytes) -> None:
    (one.home / "rules.toml").write_bytes(content)
    told = one.tsk("record", SUMMARY)
    assert told.code == 0
    assert len(told.err.splitlines()) == 1
    assert len(told.err) < 1000
    assert one.tsk("rules", "check").code == 5


def test_a_missing_rule_file_is_warned_of_and_the_last_good_policy_goes_on(one: Desk) -> None:
    (one.home / "rules.toml").unlink()
    told = one.tsk("record", SUMMARY)
    assert told.code == 0
    assert "rules.toml" in told.err


@pytest.fixture
def new_home(tmp_path: Path) -> Desk:
    """A desk where no home has been made yet."""
    return Desk(tmp_path / "new")


@pytest.mark.parametrize("verb", [("record", SUMMARY), ("init",)], ids=["record", "init"])
def test_a_broken_rule_file_in_a_new_home_exits_5_with_its_line(
    new_home: Desk, desk: Desk, verb: tuple[str, ...]
) -> None:
    line = broken(desk)
    new_home.home.mkdir()
    shutil.copy(desk.home / "rules.toml", new_home.home)
    told = new_home.tsk(*verb, "--json")
    assert told.code == 5
    assert f"line {line}" in told.error["error"]


def test_a_new_home_works_as_soon_as_its_rule_file_is_mended(new_home: Desk, desk: Desk) -> None:
    new_home.home.mkdir()
    shutil.copy(desk.home / "rules.toml", new_home.home)
    broken(new_home)
    assert new_home.tsk("init", "--practice").code == 5
    shutil.copy(desk.home / "rules.toml", new_home.home)
    assert new_home.tsk("init", "--practice").code == 0
    assert new_home.ok("record", SUMMARY)["id"] == 1


def test_a_rule_file_that_is_not_there_exits_5_and_init_repairs_it(new_home: Desk, tmp_path: Path) -> None:
    told = new_home.tsk("record", SUMMARY, "--rules", tmp_path / "nowhere.toml")
    assert told.code == 5
    assert "nowhere.toml" in told.err
    assert new_home.tsk("init", "--practice").code == 0
    assert new_home.ok("record", SUMMARY)["id"] == 1


# ── homes and databases ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("show", 1),
        ("contact", 1, "--via", "phone"),
        ("overdue",),
        ("verify",),
        ("report",),
        ("explain", 1),
        ("rules", "show"),
    ],
)
def test_a_missing_home_exits_6_names_the_folder_and_is_not_made(new_home: Desk, words: tuple[object, ...]) -> None:
    told = new_home.tsk(*words, "--json")
    assert told.code == 6
    assert str(new_home.home) in told.error["error"]
    assert not new_home.home.exists()


def unusable(desk: Desk, *, words: tuple[object, ...] = ("record", SUMMARY)) -> str:
    """The sentence with which this home is refused, by a writing and a reading command."""
    for command in (("list",), ("show", 1), ("verify",), words):
        told = desk.tsk(*command, "--json")
        assert (told.code, told.out) == (6, ""), (command, told)
        assert told.error["hint"]
    return str(told.error["error"])


DATABASES = {
    "text": b"Dear Sir or Madam,\n" * 100,
    "zeros": bytes(8192),
    "empty": b"",
    "header only": b"SQLite format 3\x00",
}


@pytest.mark.parametrize("content", DATABASES.values(), ids=DATABASES)
def test_a_file_that_is_no_database_exits_6_and_is_left_alone(new_home: Desk, content: bytes) -> None:
    new_home.home.mkdir()
    file = new_home.home / "tsk.db"
    file.write_bytes(content)
    assert str(file) in unusable(new_home)
    assert file.read_bytes() == content


def test_a_database_of_another_program_exits_6_and_is_left_alone(new_home: Desk) -> None:
    new_home.home.mkdir()
    file = new_home.home / "tsk.db"
    with contextlib.closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE event (song TEXT)")
        other.commit()
    content = file.read_bytes()
    assert str(file) in unusable(new_home)
    assert new_home.tsk("init").code == 6
    assert file.read_bytes() == content


def test_a_database_of_a_newer_version_exits_6_names_it_and_is_left_alone(one: Desk, tmp_path: Path) -> None:
    newer = one.copy(tmp_path / "newer")
    file = newer.home / "tsk.db"
    with contextlib.closing(sqlite3.connect(file)) as db:
        db.execute("INSERT INTO schema_migration (name, applied_at) VALUES ('9999_tomorrow', '2030-01-01T00:00:00Z')")
        db.commit()
    told = unusable(newer)
    assert "9999_tomorrow" in told
    assert "newer" in told
    with contextlib.closing(sqlite3.connect(file)) as db:
        assert db.execute("SELECT count(*) FROM complaint").fetchone() == (1,)


def test_a_truncated_database_exits_6_in_a_sentence(one: Desk, tmp_path: Path) -> None:
    cut = one.copy(tmp_path / "cut")
    with contextlib.closing(sqlite3.connect(cut.home / "tsk.db")) as db:
        db.execute("PRAGMA journal_mode = DELETE")
    file = cut.home / "tsk.db"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert cut.tsk("verify").code == 6
    assert cut.tsk("record", SUMMARY).code in (0, 6)


def test_a_folder_where_the_database_should_be_exits_6(new_home: Desk) -> None:
    (new_home.home / "tsk.db").mkdir(parents=True)
    unusable(new_home)


def test_a_file_where_the_home_should_be_exits_6(new_home: Desk) -> None:
    new_home.home.write_text("a file")
    unusable(new_home)


@pytest.mark.parametrize("home", ["/proc/nowhere/tsk", "/dev/null/tsk"])
def test_a_home_that_cannot_be_made_exits_6_and_names_it(desk: Desk, home: str) -> None:
    for words in (("record", SUMMARY), ("init",), ("list",)):
        told = desk.tsk("--home", home, *words, "--json")
        assert told.code == 6
        assert home in told.error["error"]


def test_a_site_that_does_not_exist_exits_6_and_lists_those_that_do(one: Desk) -> None:
    assert "main" in refused(one, 6, "list", "--site", "HZ01").err


@contextlib.contextmanager
def without_rights() -> Iterator[None]:
    """As a user to whom nothing belongs, where the tests are run by root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def locked(one: Desk) -> Iterator[Desk]:
    """A home that may be read, but neither its folder nor its files written."""
    for folder in one.home.parents:
        if folder.stat().st_uid == os.getuid() and folder != Path("/"):
            with contextlib.suppress(OSError):
                folder.chmod(folder.stat().st_mode | 0o055)
    with contextlib.closing(sqlite3.connect(one.home / "tsk.db")) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for file in one.home.iterdir():
        file.chmod(0o444)
    one.home.chmod(0o555)
    yield one
    one.home.chmod(0o755)


def test_a_home_without_write_permission_exits_6_and_says_so(locked: Desk) -> None:
    with without_rights():
        told = locked.tsk("record", SUMMARY, "--json")
    assert told.code == 6
    assert str(locked.home) in told.error["error"]
    assert told.error["hint"]


def test_a_new_home_in_a_folder_without_write_permission_exits_6_and_says_so(locked: Desk) -> None:
    with without_rights():
        told = locked.tsk("record", SUMMARY, "--home", locked.home / "inside", "--json")
    assert told.code == 6
    assert str(locked.home / "inside") in told.error["error"]


def test_the_last_resort_says_no_traceback_and_exits_1_only_for_our_own_mistakes(one: Desk) -> None:
    """As users run it, without the debugging switch: whatever the parametrised tests above try, nothing exits 1."""
    with one.process("show", "²") as process:
        out, err = process.communicate(timeout=30)
    assert "Traceback" not in out + err
    assert process.returncode == 3


def test_with_json_the_error_is_the_last_line_even_under_a_broken_rule_file(one: Desk) -> None:
    broken(one)
    warning, error = one.tsk("show", 99, "--json").err.splitlines()
    assert "rules.toml" in warning
    assert json.loads(error)["exit"] == 3
