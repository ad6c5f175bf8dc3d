"""The day's summary is sent: once, to everybody named, with every outcome told apart, and no secret anywhere.

The receivers are real servers on this machine. One complaint about a rude clerk of Mon 2 Nov 2026 10:00; its contact
was due on Tue 3 Nov 18:00.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, Result
from receivers import HOST, Web, nobody, post, web

SECRET = "s3cr3t-t0k3n"
LATE = "2026-11-03 18:00:01"
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk", department = "care", store = "HZ01" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }

[channels]"""


@pytest.fixture(scope="module")
def service() -> Iterator[Web]:
    with web() as found:
        yield found


@pytest.fixture
def late(desk: Desk, service: Web) -> Desk:
    """A desk with one contact late."""
    service.got.clear()
    words = ("--category", "attitude", "--customer", "张三", "--phone", "13800000001")
    desk.at("2026-11-02 10:00").ok("record", "The clerk was rude", *words)
    return desk.at(LATE)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer is waited for half a second longer than `slow` takes."""
    monkeypatch.setenv("TSK_NOTIFY_SECONDS", "1.1")


def notify(desk: Desk, *rows: str) -> Desk:
    """The desk with these rows in [notify]."""
    path = desk.home / "rules.toml"
    before = path.read_text("utf-8").partition("\n[notify]\n")[0]
    path.write_text("\n".join([before, "[notify]", *rows, ""]), "utf-8")
    return desk


def states(desk: Desk) -> dict[str, tuple[str, str]]:
    """State and kind of failure of each message, by receiver."""
    return {one["receiver"]: (one["state"], one["error"]) for one in desk.ok("outbox")}


def sends(desk: Desk, *words: object) -> Result:
    done = desk.tsk("daily", "--notify", *words)
    assert done.code == 0, done
    assert "Complaints overdue now: 1" in done.out
    return done


# ── what is sent ───────────────────────────────────────────────────────────────────────────────────


def test_the_summary_arrives_once_however_often_it_is_sent(late: Desk, service: Web) -> None:
    notify(late, f'desk = {{ to = "{service.url()}" }}')
    assert sends(late).err == ""
    assert (sends(late).err, states(late)) == ("", {"desk": ("sent", "")})
    (one,) = service.got
    assert one["title"] == "Telecom storefront · 2026-11-03 Tue: overdue 1, due 1"
    lines = one["message"].splitlines()
    assert "  20261102-0001 · Contact · due 11-03 18:00 · after hours · Customer care" in lines
    assert "Complaints overdue now: 1" in lines
    late.at("2026-11-04 09:00").tsk("daily", "--notify")
    assert [one["title"][:32] for one in service.got] == [
        "Telecom storefront · 2026-11-03 ",
        "Telecom storefront · 2026-11-04 ",
    ]


def test_what_is_sent_names_no_customer_and_says_nothing_they_said(late: Desk, service: Web) -> None:
    notify(late, f'desk = {{ to = "{service.url()}" }}')
    late.ok("chase", 1, "still nothing")
    sends(late)
    (one,) = service.got
    for said in ("张三", "13800000001", "rude", "nothing"):
        assert said not in str(one), said
    assert "chased 1" in one["message"]


def test_each_receiver_gets_their_language_and_their_part(late: Desk, service: Web) -> None:
    """The contact is customer care's own; billing has nothing, and hears nothing where it is calm."""
    late.ok("record", "宽带套餐多扣了30元", "--channel", "hotline")
    rows = [
        f'desk = {{ to = "{service.url(secret="desk")}", lang = "zh" }}',
        f'care = {{ to = "{service.url(secret="care")}", department = "care" }}',
        f'billing = {{ to = "{service.url(secret="billing")}", department = "billing" }}',
        f'calm = {{ to = "{service.url(secret="calm")}", department = "billing", when = "wrong" }}',
    ]
    sends(notify(late, *rows))
    titles = {one["path"].split("/")[-1]: one["title"] for one in service.got}
    assert titles == {
        "desk": "电信营业厅投诉管理 · 2026-11-03 周二：超时 1，到期 1",
        "care": "Telecom storefront · Customer care · 2026-11-03 Tue: overdue 1, due 1",
        "billing": "Telecom storefront · Billing · 2026-11-03 Tue: overdue 0, due 0",
    }
    assert "calm" not in states(late)
    assert "new 1 · " in next(one for one in service.got if one["path"].endswith("billing"))["message"]


def test_whoever_hears_only_of_what_is_wrong_hears_as_soon_as_it_is(desk: Desk, service: Web) -> None:
    service.got.clear()
    desk.at("2026-11-02 10:00").ok("record", "The clerk was rude", "--category", "attitude")
    notify(desk, f'head = {{ to = "{service.url()}", when = "wrong" }}').at("2026-11-03 18:00:00")
    assert desk.tsk("daily", "--notify", "--quiet") == (0, "", "")
    assert service.got == []
    sends(desk.at(LATE), "--quiet")
    assert len(service.got) == 1


def test_addresses_in_the_environment_get_the_whole_desk(
    late: Desk, service: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TSK_NOTIFY", f" {service.url(secret='a')},{service.url(secret='b')}\n{service.url(secret='a')}")
    for _ in range(2):
        assert sends(late).err == ""
    assert sorted(one["path"] for one in service.got) == ["/200/a", "/200/b"]
    assert {name.partition("-")[0] for name in states(late)} == {"json"}


def test_a_row_may_name_a_variable_and_waits_where_it_is_not_set(
    late: Desk, service: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    notify(late, 'desk = { to = ["env:DESK_ADDRESS"] }')
    assert "Not sent to desk (env:DESK_ADDRESS): its address is not known here." in sends(late).err
    assert states(late) == {"desk": ("queued", "no-address")}
    monkeypatch.setenv("DESK_ADDRESS", service.url(secret=SECRET))
    assert sends(late).err == ""
    assert states(late) == {"desk": ("sent", "")}


def test_whoever_sees_a_part_may_not_send(late: Desk, service: Web) -> None:
    notify(late, f'desk = {{ to = "{service.url()}" }}')
    path = late.home / "rules.toml"
    path.write_text(path.read_text("utf-8").replace("\n[channels]", STAFF, 1), "utf-8")
    refused = late.tsk("daily", "--notify", "--as", "w1001")
    assert (refused.code, refused.out) == (4, "")
    assert "sees only a part" in refused.err
    assert late.tsk("outbox", "--as", "w1001").code == 4
    assert service.got == []
    assert late.tsk("daily", "--notify", "--as", "w9001").code == 0
    assert len(service.got) == 1


# ── what becomes of it ─────────────────────────────────────────────────────────────────────────────

CLEAR = {
    "500": ("failed", "http-500"),
    "404": ("failed", "http-404"),
    "errcode": ("failed", "answer-310000"),  # DingTalk and WeCom refuse with the status of success
}
UNKNOWN = {
    "silent": ("uncertain", "no-answer"),
    "cut": ("uncertain", "no-answer"),
    "504": ("uncertain", "http-504"),  # somebody on the way gave up waiting
}


@pytest.mark.parametrize("behaviour", CLEAR)
def test_a_clear_failure_is_told_and_tried_again_by_the_next_run(late: Desk, service: Web, behaviour: str) -> None:
    notify(late, f'desk = {{ to = "{service.url(behaviour)}" }}')
    told = sends(late).err
    assert told.startswith("Not sent to desk (json://***): ")
    assert told.endswith("The next run with --notify tries again.\n")
    assert states(late) == {"desk": CLEAR[behaviour]}
    notify(late, f'desk = {{ to = "{service.url()}" }}')
    assert sends(late).err == ""
    assert states(late) == {"desk": ("sent", "")}
    assert len(service.got) == 2


@pytest.mark.parametrize("behaviour", UNKNOWN)
def test_what_may_have_arrived_is_sent_again_only_by_hand(late: Desk, service: Web, behaviour: str) -> None:
    notify(late, f'desk = {{ to = "{service.url(behaviour)}" }}')
    started = time.monotonic()
    told = sends(late).err
    assert time.monotonic() - started < 15
    assert told.startswith("It is not known whether desk (json://***) got the summary: ")
    assert states(late) == {"desk": UNKNOWN[behaviour]}
    again = sends(late)
    assert "Messages that did not arrive, or perhaps not: 1" in again.out
    assert (again.err, len(service.got)) == ("", 1)
    notify(late, f'desk = {{ to = "{service.url()}" }}')
    refused = late.tsk("outbox", "send", 1)
    assert (refused.code, refused.out) == (4, "")
    assert "`tsk outbox send 1 --again`" in refused.err
    assert late.ok("outbox", "send", 1, "--again")["state"] == "sent"
    assert len(service.got) == 2


def test_a_slow_answer_is_an_answer(late: Desk, service: Web) -> None:
    notify(late, f'desk = {{ to = "{service.url("slow")}" }}')
    assert sends(late).err == ""
    assert states(late) == {"desk": ("sent", "")}


def test_one_that_fails_stops_no_other_and_not_the_summary(late: Desk, service: Web) -> None:
    rows = [
        f'dead = {{ to = "json://{HOST}:{nobody()}/x" }}',
        'nowhere = { to = "json://no-such-host.invalid/x" }',
        'unknown = { to = "nosuchservice://x" }',
        f'broken = {{ to = "{service.url("500")}" }}',
        f'well = {{ to = ["{service.url()}", "{service.url("silent")}"] }}',
    ]
    sends(notify(late, *rows))
    assert states(late) == {
        "dead": ("failed", "refused"),
        "nowhere": ("failed", "no-host"),
        "unknown": ("failed", "not-understood"),
        "broken": ("failed", "http-500"),
        "well": ("sent", ""),
        "well#2": ("uncertain", "no-answer"),
    }


def test_it_is_tried_ten_times_and_then_by_hand(late: Desk, service: Web) -> None:
    notify(late, f'desk = {{ to = "{service.url("500")}" }}')
    for _ in range(9):
        assert "tries again" in sends(late).err
    assert "Given up; by hand: `tsk outbox send 1`." in sends(late).err
    assert (sends(late).err, len(service.got)) == ("", 10)
    notify(late, f'desk = {{ to = "{service.url()}" }}')
    assert late.ok("outbox", "send", 1)["state"] == "sent"


def test_a_message_that_need_not_arrive_is_dropped(late: Desk, service: Web) -> None:
    notify(late, f'desk = {{ to = "{service.url("silent")}" }}')
    sends(late)
    assert late.ok("daily")["messages"] == [{"id": 1, "receiver": "desk", "day": "2026-11-03"}]
    assert late.ok("outbox", "drop", 1)["state"] == "dropped"
    assert late.ok("daily")["messages"] == []
    assert sends(late).err == ""
    assert len(service.got) == 1


def test_a_message_that_does_not_exist_is_no_error_page(late: Desk) -> None:
    for words in (("outbox", 7), ("outbox", "send", 7), ("outbox", "drop", 7)):
        assert late.tsk(*words).code == 3, words
    assert late.ok("outbox") == []


# ── mail ───────────────────────────────────────────────────────────────────────────────────────────

MAIL = {
    ("", ""): ("sent", ""),
    ("MAIL", "550 no"): ("failed", "refused-mail"),
    ("RCPT", "550 nobody"): ("failed", "refused-mail"),
    (".", "554 spam"): ("failed", "refused-mail"),
    ("RCPT", ""): ("failed", "no-connection"),  # silence before the text
    (".", ""): ("uncertain", "no-answer"),  # silence after it
}


@pytest.mark.parametrize(("stage", "reply"), MAIL)
def test_a_mail_is_told_apart_too(late: Desk, stage: str, reply: str) -> None:
    with post(stage, reply) as server:
        sends(notify(late, f'desk = {{ to = "{server.url()}" }}'))
        assert states(late) == {"desk": MAIL[stage, reply]}
        assert len(server.got) == (stage in ("", "."))


def test_a_mail_server_that_is_not_there_is_a_clear_failure(late: Desk) -> None:
    to = f"mailto://{HOST}:{nobody()}?from=desk@shop.example&to=head@shop.example&mode=insecure"
    sends(notify(late, f'desk = {{ to = "{to}" }}'))
    assert states(late) == {"desk": ("failed", "refused")}


# ── several runs, and runs that are killed ─────────────────────────────────────────────────────────


def test_two_runs_at_once_send_once(late: Desk, service: Web) -> None:
    notify(late, *(f'r{n} = {{ to = "{service.url("slow", str(n))}" }}' for n in range(4)))
    runs = [late.process("daily", "--notify") for _ in range(3)]
    for run in runs:
        out, err = run.communicate(timeout=60)
        assert (run.returncode, err) == (0, ""), (out, err)
    assert sorted(one["path"] for one in service.got) == [f"/slow/{n}" for n in range(4)]
    assert {state for state, _ in states(late).values()} == {"sent"}


def test_a_run_killed_while_it_sends_leaves_an_uncertain_message(
    late: Desk, service: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was marked before it was sent; nobody else takes it for unsent, and after a while it counts as uncertain."""
    notify(late, f'desk = {{ to = "{service.url("silent")}" }}')
    run = late.process("daily", "--notify", env={**os.environ, **late.env, "TSK_NOTIFY_SECONDS": "60"})
    _until(lambda: bool(service.got))
    run.send_signal(signal.SIGKILL)
    run.communicate()
    assert states(late) == {"desk": ("sending", "")}
    assert late.tsk("outbox", "send", 1, "--again").code == 4  # somebody may still be at it
    notify(late, f'desk = {{ to = "{service.url()}" }}')
    sends(late)
    assert len(service.got) == 1
    _until(lambda: states(late) == {"desk": ("uncertain", "")})
    assert "Messages that did not arrive, or perhaps not: 1" in late.tsk("daily").out
    sends(late)
    assert len(service.got) == 1
    assert late.ok("outbox", "send", 1, "--again")["state"] == "sent"
    assert len(service.got) == 2


def _until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not done():
        assert time.monotonic() < end
        time.sleep(0.01)


# ── secrets ────────────────────────────────────────────────────────────────────────────────────────


def test_no_secret_is_said_or_kept_anywhere(late: Desk, service: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """In every part of an address; with failures of every kind, a broken file, a wrong key, and the debug switch on."""
    secret = f"{SECRET}-{{}}"
    rows = [
        f'a = {{ to = "json://{secret.format(1)}:{secret.format(2)}@{HOST}:{service.port}/500/{SECRET}?x={SECRET}" }}',
        f'b = {{ to = "{service.url("silent", SECRET)}" }}  # {service.url(secret=SECRET)}',
        f'c = {{ to = ["dingtalkx://{SECRET}", "json://{SECRET}.invalid/{SECRET}"] }}',
        f'# d = {{ to = "{service.url(secret=SECRET)}" }}',
    ]
    notify(late, *rows)
    monkeypatch.setenv("TSK_NOTIFY", f"json://{HOST}:{nobody()}/{SECRET} nosuch://{SECRET}/")
    said = [late.tsk(*words) for words in (("rules", "check"), ("daily", "--notify"), ("daily", "--notify", "--json"))]
    said += [late.tsk(*words) for words in (("outbox",), ("outbox", "--json"), ("outbox", 1), ("outbox", 1, "--json"))]
    said += [late.tsk(*words) for words in (("outbox", "send", 1), ("outbox", "send", 2, "--again", "--json"))]
    said += [late.tsk("rules", "show", *words) for words in ((), ("notify",), ("notify", "--json"), ("--json",))]
    wrong = [
        f'a = {{ to = "{SECRET}" }}',
        f'a = {{ to = "json://{SECRET} {SECRET}" }}',
        f'a = {{ to = "json://{HOST}/x", department = "json://{SECRET}" }}',
        f'a = {{ to = "json://{HOST}/x", lang = "json://{SECRET}", "json://{SECRET}" = 1 }}',
        f'a = "json://{SECRET}"',
        f'a = {{ to = "json://{SECRET} }}',
        f'"json://{SECRET}" = {{ to = "json://{HOST}/x" }}',
        f'a = {{ to = "json:\\u002F/{HOST}/{SECRET}" }}',
    ]
    for row in wrong:
        notify(late, row)
        checks = [late.tsk("rules", "check"), late.tsk("rules", "check", "--json"), late.tsk("daily", "--notify")]
        assert checks[0].code == 5, row
        said += checks
    for one in said:
        assert SECRET not in one.out + one.err, one
    for file in late.home.rglob("*"):
        if file.is_file() and file.name != "rules.toml":
            assert SECRET.encode() not in file.read_bytes(), file


def test_what_is_kept_of_the_file_still_tells_a_change(late: Desk, service: Web) -> None:
    """Only another address is no change of the rules; it is read from the file when something is sent."""
    notify(late, f'desk = {{ to = "{service.url("500")}" }}')
    sends(late)
    notify(late, f'desk = {{ to = "{service.url()}", lang = "zh" }}')
    assert late.ok("rules", "show", "notify")["notify"][0]["lang"] == "zh"
    sends(late)
    assert states(late) == {"desk": ("sent", "")}


def test_what_failed_and_has_no_address_any_more_is_told_without_empty_brackets(
    late: Desk, service: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TSK_NOTIFY", service.url("404"))
    assert sends(late).err.startswith("Not sent to json-")
    ((name, state),) = states(late).items()
    assert state == ("failed", "http-404")
    monkeypatch.delenv("TSK_NOTIFY")
    assert sends(late).err.startswith(f"Not sent to {name}: its address is not known here.")
    assert states(late) == {name: ("failed", "no-address")}


def test_where_the_file_cannot_be_read_what_waits_is_not_lost(late: Desk, service: Web) -> None:
    notify(late, f'desk = {{ to = "{service.url()}" }}')
    late.ok("rules", "show")
    path = late.home / "rules.toml"
    whole = path.read_bytes()
    path.write_bytes(whole + b"\n[[[")
    assert "the rule file, which holds its address, is broken" in sends(late).err
    path.write_bytes(whole)
    assert "address" not in sends(late).err
    assert states(late) == {"desk": ("sent", "")}


# ── the rule file ──────────────────────────────────────────────────────────────────────────────────

WRONG = [
    ("a = {}", "needs to"),
    ("a = { to = [] }", "There is no address here."),
    ('a = { to = "head@shop.example" }', "This is not an address."),
    ('a = { to = "env:9" }', "This is not an address."),
    ('a = { to = "json://x", department = "nobody" }', 'There is no department "nobody".'),
    ('a = { to = "json://x", when = "never" }', '"never" is not possible here.'),
    ('a = { to = "json://x", wen.severity = "major" }', '"wen" is not known here. Did you mean "when"?'),
    ('a = { to = "json://x", when.severity = "major" }', '"{ severity = "major" }" is not possible here.'),
    ('a = { to = "json://x", lang = "fr" }', '"fr" is not possible here.'),
    ('a = { to = "json://x", title = "x" }', '"title" is not known here.'),
]


@pytest.mark.parametrize(("row", "problem"), WRONG)
def test_a_wrong_row_is_named_with_its_line(desk: Desk, row: str, problem: str) -> None:
    notify(desk, row)
    told = desk.tsk("rules", "check")
    lines = (desk.home / "rules.toml").read_text("utf-8").splitlines()
    assert told.code == 5
    assert problem in told.out
    assert f"line {lines.index(row) + 1}" in told.out


def doubts(checked: Any) -> list[str]:
    """What is worth a look in [notify]."""
    return [one["message"] for one in checked["remarks"] if one["name"].startswith("notify.")]


def test_an_address_that_the_services_would_not_understand_is_worth_a_look(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_SUCH_ADDRESS", raising=False)
    notify(desk, 'a = { to = ["json://shop.example/x", "nosuch://x", "env:NO_SUCH_ADDRESS"] }')
    remarks = doubts(desk.ok("rules", "check"))
    assert remarks == [
        "No service understands the address nosuch://***.",
        "The variable NO_SUCH_ADDRESS is not set here.",
    ]


def test_a_file_elsewhere_is_checked_as_well(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text((desk.home / "rules.toml").read_text("utf-8") + '\n[notify]\na = { to = "nosuch://x" }\n', "utf-8")
    assert doubts(desk.ok("rules", "check", other)) == ["No service understands the address nosuch://***."]
