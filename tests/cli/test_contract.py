"""What scripts rely on: keys and types, options in either place, exit codes, pipes, and many writers at once."""

from __future__ import annotations

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk

PERSON = ("--customer", "李娜", "--phone", "13812345678", "--email", "li@example.com", "--card", "6222020000001234")
INSTANT = "2026-10-09T16:40:00+08:00"

COMPLAINT: dict[str, type | tuple[type, ...]] = {
    "id": int, "site": str, "number": str, "state": str, "round": int, "category": str, "subtype": str, "severity": str,
    "channel": str, "summary": str, "details": str, "customer": dict, "store": str, "region": str, "product": str,
    "department": str, "co_departments": list, "handler": str, "received_at": str, "recorded_at": str, "upheld": str,
    "cause": str, "responsible": str, "amount": (int, float), "satisfied": str, "score": (int, type(None)),
    "policy": str, "repeat_of": (list, str, int, type(None)), "incident": (int, str, dict, type(None)),
    "milestones": list,
}  # fmt: skip
MILESTONE: dict[str, type | tuple[type, ...]] = {
    "name": str, "round": int, "of": str, "from": str, "due": str, "met_at": (str, type(None)), "standing": str,
    "provisional": bool,
}  # fmt: skip
EVENT: dict[str, type | tuple[type, ...]] = {
    "n": int, "seq": int, "at": str, "recorded_at": str, "actor": str, "type": str,
}  # fmt: skip
LATE: dict[str, type | tuple[type, ...]] = {
    "id": int, "number": str, "milestone": str, "of": str, "due": str, "late_seconds": int, "late_working_seconds": int,
    "department": str, "handler": str,
}  # fmt: skip
LATER = ("repeat_of", "incident")  # of features that are not built yet


def shaped(value: dict[str, Any], keys: dict[str, type | tuple[type, ...]]) -> None:
    for key, kind in keys.items():
        assert key in value or key in LATER, key
        assert key not in value or isinstance(value[key], kind), (key, value[key])


@pytest.fixture
def three(desk: Desk) -> Desk:
    """Complaints 1 to 3: the network's, customer care's, billing's."""
    desk.ok("record", "断网三天", "--store", "HZ01", "--region", "east", *PERSON)
    desk.at("2026-10-10 09:00").ok("record", "营业员态度恶劣", "--channel", "hotline")
    desk.at("2026-10-10 10:00").ok("record", "套餐多扣了费用", "--severity", "major")
    return desk


# ── keys ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_complaint_has_the_promised_keys_wherever_it_is_shown(three: Desk) -> None:
    shown = three.ok("show", 1)
    for case in (three.ok("record", "断网"), shown, *three.ok("list"), three.ok("contact", 1, "--via", "phone")):
        shaped(case, COMPLAINT)
        for milestone in case["milestones"]:
            shaped(milestone, MILESTONE)
        assert {"name", "phone"} <= set(case["customer"])
    assert shown["customer"]["phone"] == "13812345678"
    assert shown["received_at"] == INSTANT
    assert "events" not in shown


def test_the_history_has_the_promised_keys(three: Desk) -> None:
    events = three.ok("show", 1, "--history")["events"]
    assert [(event["seq"], event["type"]) for event in events] == [(1, "registered"), (2, "assigned")]
    for event in events:
        shaped(event, EVENT)
    assert (events[0]["summary"], events[0]["at"], events[0]["actor"]) == ("断网三天", INSTANT, "tester")


def test_an_overdue_item_has_the_promised_keys_and_both_measures_of_lateness(three: Desk) -> None:
    """Contact was due Sat 10 Oct 18:00 (a make-up day); Mon 12 Oct 09:30 is 39 h 30 later, 30 minutes of work."""
    items = three.at("2026-10-12 09:30").ok("overdue")
    for item in items:
        shaped(item, LATE)
    contact = next(item for item in items if (item["id"], item["milestone"]) == (1, "contact"))
    assert (contact["late_seconds"], contact["late_working_seconds"]) == (142_200, 1_800)
    assert [item["due"] for item in items] == sorted(item["due"] for item in items)


def test_lists_hide_the_middle_of_phone_card_and_address(three: Desk) -> None:
    customer = three.ok("list", "--customer", "李娜")[0]["customer"]
    assert customer["phone"] == "138****5678"
    assert "0000" not in customer["card"]
    assert customer["email"] == "l***@example.com"


def test_json_in_a_pipe_is_one_line(three: Desk) -> None:
    for words in (("list",), ("show", 1), ("show", 1, 2), ("overdue",), ("report",), ("verify",), ("explain", 1)):
        assert three.tsk(*words, "--json").out.count("\n") == 1


# ── options and numbers ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("place", ["before", "after", "joined"])
def test_root_options_stand_before_or_after_the_verb(three: Desk, tmp_path: Path, place: str) -> None:
    elsewhere = Desk(tmp_path / "unused", "2026-10-10 11:00")
    home, user = ("--home", str(three.home)), ("--as", "zhao")
    if place == "before":
        told = elsewhere.tsk(*home, *user, "--now", "2026-10-12 09:00", "accept", 1, "--json")
    elif place == "after":
        told = elsewhere.tsk("accept", 1, *home, "--json", *user, "--now", "2026-10-12 09:00")
    else:
        told = elsewhere.tsk(f"--home={three.home}", "accept", "--as=zhao", 1, "--json", "--now=2026-10-12 09:00")
    assert told.code == 0
    assert (told.json["handler"], told.json["events"][0]["at"]) == ("zhao", "2026-10-12T09:00:00+08:00")


def test_an_option_wins_over_the_environment(three: Desk) -> None:
    assert three.ok("accept", 1, "--as", "zhao")["handler"] == "zhao"
    assert three.ok("accept", 2)["handler"] == "tester"


def test_words_after_two_dashes_are_text(desk: Desk) -> None:
    assert desk.tsk("record", "--", "--home is where the signal is").code == 0
    assert desk.ok("show", 1)["summary"] == "--home is where the signal is"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_json_is_the_same_in_both_languages(three: Desk, lang: str) -> None:
    assert three.ok("show", 1, "--lang", lang) == three.ok("show", 1)


def test_a_complaint_is_found_by_its_short_number_padded_or_whole(three: Desk) -> None:
    for said in ("2", "0002", "20261010-0002", " 2 "):
        assert three.ok("show", said)["id"] == 2


def test_short_numbers_run_on_and_the_date_is_the_day_of_recording(desk: Desk) -> None:
    assert desk.ok("record", "断网")["number"] == "20261009-0001"
    late = desk.at("2026-10-10 09:00").ok("record", "断网", "--received", "2026-10-09 17:00")
    assert late["number"] == "20261010-0002"


# ── several complaints ─────────────────────────────────────────────────────────────────────────────


def test_one_id_gives_an_object_and_several_an_array_in_order(three: Desk) -> None:
    assert three.ok("show", 3)["id"] == 3
    assert [case["id"] for case in three.ok("show", 3, 1)] == [3, 1]


def test_a_failure_among_several_does_not_stop_the_rest_and_the_largest_code_wins(three: Desk) -> None:
    three.ok("cancel", 2, "--by", "customer", "--reason", "x")
    told = three.tsk("accept", 1, 99, 2, 3, "--json")
    assert told.code == 4
    done, missing, forbidden, last = told.json
    assert (done["state"], last["state"]) == ("in_progress", "in_progress")
    assert (missing["id"], missing["exit"], forbidden["id"], forbidden["exit"]) == ("99", 3, "2", 4)
    assert set(missing) == {"id", "error", "exit", "hint"}


def test_a_failure_among_several_is_said_on_stderr_with_its_id(three: Desk) -> None:
    told = three.tsk("accept", 1, 99)
    assert told.code == 3
    assert told.err.startswith("99: ")
    assert "20261009-0001" in told.out


def test_ids_come_from_a_pipe(three: Desk) -> None:
    listed = three.tsk("list", "--sort", "number").out
    told = three.tsk("accept", "-", "--json", stdin=listed)
    assert told.code == 0
    assert [case["id"] for case in told.json] == [1, 2, 3]
    assert [case["id"] for case in three.ok("show", "-", stdin="2\n\n")] == [2]


def test_an_empty_pipe_does_nothing_and_gives_an_empty_array(three: Desk) -> None:
    assert three.tsk("accept", "-", stdin="") == (0, "", "")
    assert three.ok("accept", "-", stdin="") == []


def test_the_same_id_twice_is_taken_twice_in_order(three: Desk) -> None:
    told = three.tsk("accept", 1, 1, "--json")
    assert (told.code, told.json[0]["state"], told.json[1]["exit"]) == (4, "in_progress", 4)


# ── lists ──────────────────────────────────────────────────────────────────────────────────────────


def ids(desk: Desk, *words: object) -> list[int]:
    return [case["id"] for case in desk.ok("list", *words)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), [3, 2, 1]),
        (("--sort", "number"), [1, 2, 3]),
        (("--limit", 2), [3, 2]),
        (("--department", "billing"), [3]),
        (("--department", "计费部"), [3]),
        (("--category", "network"), [1]),
        (("--severity", "major"), [3]),
        (("--channel", "hotline"), [2]),
        (("--store", "HZ01"), [1]),
        (("--region", "east"), [1]),
        (("--customer", "李"), [1]),
        (("--customer", "%"), []),
        (("--phone", "+86 138-1234-5678"), [1]),
        (("--state", "open"), [3, 2, 1]),
        (("--state", "done"), []),
        (("--state", "assigned"), [3, 2, 1]),
        (("--since", "2026-10-10"), [3, 2]),
        (("--until", "2026-10-09"), [1]),
        (("--until", "2026-10-10"), [3, 2, 1]),
        (("--until", "2026-10-10 09:00"), [1]),
        (("--since", "2026-10-09", "--until", "2026-10-09"), [1]),
        (("--month", "2026-10"), [3, 2, 1]),
        (("--month", "2026-09"), []),
        (("--round", 1), [3, 2, 1]),
        (("--round", 2), []),
        (("--mine",), []),
        (("--category", "network", "--state", "open", "--store", "HZ01"), [1]),
    ],
    ids=lambda value: "-".join(map(str, value)) or "all",
)
def test_filters(three: Desk, words: tuple[object, ...], expected: list[int]) -> None:
    assert ids(three, *words) == expected


def test_mine_lists_what_i_handle_and_handler_what_another_does(three: Desk) -> None:
    three.ok("accept", 2)
    three.ok("accept", 3, "--as", "zhao")
    assert ids(three, "--mine") == [2]
    assert ids(three, "--handler", "zhao") == [3]


def test_until_a_day_includes_its_last_second(desk: Desk) -> None:
    desk.at("2026-11-30 23:59:59").ok("record", "断网")
    desk.at("2026-12-01 00:00:00").ok("record", "断网")
    assert ids(desk, "--until", "2026-11-30") == [1]
    assert ids(desk, "--month", "2026-11") == [1]
    assert ids(desk, "--since", "2026-12-01") == [2]
    months = desk.ok("report", "--since", "2026-11-01", "--until", "2026-11-30", "--by", "month")["rows"]
    assert [(row["month"], row["received"]) for row in months] == [("2026-11", 1)]


def test_a_list_in_a_pipe_is_tab_separated_without_heading_or_limit(desk: Desk) -> None:
    for n in range(60):
        desk.ok("record", f"断网\t{n}\n又断", "--customer", "a\tb")
    rows = [line.split("\t") for line in desk.tsk("list", "--sort", "number").out.splitlines()]
    assert len(rows) == 60
    assert {len(row) for row in rows} == {6}
    assert rows[7][0] == "20261009-0008"
    assert {len(line.split("\t")) for line in desk.at("2026-11-09").tsk("overdue").out.splitlines()} == {10}


def test_an_empty_list_in_a_pipe_is_empty(desk: Desk) -> None:
    for verb in ("list", "overdue"):
        assert desk.tsk(verb) == (0, "", "")
        assert desk.ok(verb) == []


def test_overdue_check_exits_10_only_where_something_is(three: Desk) -> None:
    network = ("overdue", "--check", "--department", "network")
    assert three.at("2026-10-10 18:00:00").tsk(*network) == (0, "", "")
    assert three.at("2026-10-10 18:00:01").tsk(*network).code == 10
    assert three.tsk(*network, "--json").code == 10
    assert three.tsk("overdue", "--check", "--department", "market").code == 0
    assert three.tsk("overdue").code == 0


def test_overdue_within_a_limit_lists_what_falls_due(three: Desk) -> None:
    three.at("2026-10-10 17:00")
    assert three.ok("overdue", "--department", "network") == []
    soon = three.ok("overdue", "--within", "2 hours", "--department", "network")
    assert [(item["id"], item["milestone"], item["late_seconds"]) for item in soon] == [(1, "contact", -3600)]


# ── the same key ───────────────────────────────────────────────────────────────────────────────────


def test_the_same_external_key_twice_records_once(desk: Desk) -> None:
    first = desk.ok("record", "断网", "--external", "CRM-7")
    again = desk.ok("record", "断网了", "--external", " CRM-7 ")
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert (again["id"], again["summary"]) == (1, "断网")
    assert (desk.events, ids(desk)) == (2, [1])


@pytest.mark.parametrize("key", ["CRM-7:2", "CRM-7:1", "CRM", "crm-7", "CRM-7 2"])
def test_another_external_key_is_another_complaint_whatever_it_looks_like(desk: Desk, key: str) -> None:
    desk.ok("record", "断网", "--external", "CRM-7")
    second = desk.ok("record", "多扣了费用", "--external", key)
    assert (second["id"], second["repeated"]) == (2, False)
    assert desk.ok("verify")["whole"]


def test_a_refused_record_uses_up_no_number(desk: Desk) -> None:
    desk.ok("record", "断网")
    assert desk.tsk("record", "断网", "--channel", "email").code == 2
    assert desk.tsk("record", " ").code == 2
    assert desk.ok("record", "断网")["id"] == 2


def test_a_tier_is_understood_by_name_and_by_label_in_either_language(desk: Desk) -> None:
    said = [desk.ok("record", "断网", "--tier", tier) for tier in ("elderly", "Elderly", "老年人")]
    assert [(case["customer"]["tier"], case["severity"]) for case in said] == [("elderly", "major")] * 3
    refused = desk.tsk("record", "断网", "--tier", "eldery")
    assert (refused.code, "did you mean elderly?" in refused.err) == (2, True)


# ── real processes ─────────────────────────────────────────────────────────────────────────────────


def test_the_program_runs_as_a_module_and_says_its_version(desk: Desk) -> None:
    with desk.process("--version") as process:
        out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    assert out.startswith("tsk ")


def test_a_pipe_that_is_closed_early_makes_no_noise(desk: Desk) -> None:
    for n in range(60):
        desk.ok("record", f"{n} " + "断" * 490)
    for words in (("list",), ("list", "--json"), ("show", *range(1, 61), "--history")):
        with desk.process(*words) as process:
            assert process.stdout and process.stderr
            assert process.stdout.read(1)
            process.stdout.close()
            err = process.stderr.read()
            process.wait(timeout=30)
        assert err == ""
        assert process.returncode in (0, 141)


def test_output_that_cannot_be_shown_in_the_terminal_s_encoding_is_no_traceback(desk: Desk) -> None:
    desk.ok("record", "断网 😡")
    env = {**os.environ, **desk.env, "PYTHONIOENCODING": "ascii", "LANG": "C"}
    with desk.process("list", env=env) as process:
        out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert out.startswith("20261009-0001")


def _record(desk: Desk, label: str) -> tuple[int, str]:
    with desk.process("record", f"断网 {label}", "--json") as process:
        _, err = process.communicate(timeout=120)
    return process.returncode, err


def test_eight_processes_that_record_at_once_leave_no_gap_and_no_double(desk: Desk) -> None:
    def clerk(n: int) -> list[tuple[int, str]]:
        return [_record(desk, f"{n}.{i}") for i in range(10)]

    with ThreadPoolExecutor(8) as crowd:
        done = [one for ten in crowd.map(clerk, range(8)) for one in ten]
    assert done == [(0, "")] * 80
    listed = desk.ok("list", "--sort", "number")
    assert [case["id"] for case in listed] == [*range(1, 81)]
    assert len({case["summary"] for case in listed}) == 80
    proved = desk.ok("verify")
    assert (proved["whole"], proved["events"]) == (True, 160)


@pytest.mark.parametrize("attempt", range(3))
def test_eight_processes_that_find_no_home_make_one_together(tmp_path: Path, attempt: int) -> None:
    desk = Desk(tmp_path / "new", now="")
    processes = [desk.process("record", f"断网 {n}", stdout=subprocess.DEVNULL) for n in range(8)]
    said = [process.communicate(timeout=60)[1] for process in processes]
    assert [process.returncode for process in processes] == [0] * 8
    assert {err.partition(" in ")[0] for err in said} <= {"", "A new complaint desk was made"}
    assert sorted(case["id"] for case in desk.ok("list")) == [*range(1, 9)]
    assert desk.ok("verify")["whole"]
