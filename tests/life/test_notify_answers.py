"""What a service answers is read with care: a redirect is no delivery, and nobody answers with megabytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Desk
from receivers import Web, web


@pytest.fixture(scope="module")
def service() -> Iterator[Web]:
    with web() as found:
        yield found


@pytest.fixture(autouse=True)
def fresh(service: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TSK_NOTIFY_SECONDS", "5")
    service.got.clear()


def rules(desk: Desk) -> Path:
    return desk.home / "rules.toml"


def to(desk: Desk, address: str) -> Desk:
    """The desk with one receiver, `boss`."""
    with rules(desk).open("a", encoding="utf-8") as file:
        file.write(f'\n[notify]\nboss = {{ to = "{address}" }}\n')
    return desk


def state(desk: Desk) -> tuple[str, str]:
    (one,) = desk.ok("outbox")
    return one["state"], one["error"]


@pytest.mark.parametrize("scheme", ["json", "form", "xml"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_and_is_no_delivery(desk: Desk, service: Web, scheme: str, status: int) -> None:
    to(desk, service.url(str(status)).replace("json", scheme))
    told = desk.tsk("daily", "--notify").err
    assert told.startswith(f"Not sent to boss ({scheme}://***): answered with {status}.")
    assert state(desk) == ("failed", f"http-{status}")
    assert [one["path"] for one in service.got] == [f"/{status}/"]


def test_a_redirect_is_no_delivery_though_the_address_asks_to_follow(desk: Desk, service: Web) -> None:
    to(desk, service.url("302") + "?redirect=yes")
    desk.tsk("daily", "--notify")
    assert state(desk) == ("failed", "http-302")
    assert len(service.got) == 1


def test_a_redirect_of_another_apprise_is_no_delivery(desk: Desk, service: Web) -> None:
    to(desk, f"apprise://127.0.0.1:{service.port}/302/token")
    desk.tsk("daily", "--notify")
    assert state(desk)[0] == "failed"
    assert "/login" not in [one["path"] for one in service.got]


def test_an_answer_without_end_is_read_at_its_beginning_only(desk: Desk, service: Web) -> None:
    to(desk, service.url("endless"))
    assert desk.tsk("daily", "--notify").err == ""
    assert state(desk) == ("sent", "")
    assert service.got[0]["poured"] < 32


@pytest.mark.parametrize("limit", [0, -1, 10_000_001, 10**20])
def test_a_limit_of_the_outbox_is_checked(desk: Desk, limit: int) -> None:
    refused = desk.tsk("outbox", "--limit", limit)
    assert (refused.code, refused.out) == (2, "")
    assert "--limit takes a number from 1 to 10000000." in refused.err
    assert desk.tsk("outbox", "--limit", 1).code == 0


# ── a broken rule file ─────────────────────────────────────────────────────────────────────────────


def test_a_message_whose_address_stands_in_a_broken_file_is_something_wrong(desk: Desk, service: Web) -> None:
    whole = rules(to(desk, service.url())).read_bytes()
    desk.ok("daily")
    rules(desk).write_bytes(whole + b"[[[\n")
    told = desk.tsk("daily", "--notify", "--quiet", "--check")
    assert (told.code, told.out, service.got) == (10, "", [])
    assert f"rules.toml, line {len(whole.splitlines()) + 1}" in told.err
    why = "the rule file, which holds its address, is broken (`tsk rules check`)"
    assert f"Not sent to boss (json://***): {why}. The next run with --notify tries again." in told.err
    assert state(desk) == ("queued", "rule-file")
    found = desk.ok("daily")
    assert found["wrong"] is True
    assert [(one["id"], one["receiver"]) for one in found["messages"]] == [(1, "boss")]
    later = desk.tsk("daily", "--quiet", "--check")
    assert later.code == 10
    assert "Messages that did not arrive, or perhaps not: 1" in later.out
    rules(desk).write_bytes(whole)
    assert desk.tsk("daily", "--notify").err == ""
    assert state(desk) == ("sent", "")
    assert desk.tsk("daily", "--quiet", "--check") == (0, "", "")


def test_an_address_in_a_variable_is_known_though_the_file_is_broken(
    desk: Desk, service: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOSS", service.url())
    to(desk, "env:BOSS").ok("daily")
    with rules(desk).open("a") as file:
        file.write("[[[")
    assert desk.tsk("daily", "--notify", "--check").code == 0
    assert (state(desk), len(service.got)) == (("sent", ""), 1)


def test_a_message_that_waits_for_a_variable_is_something_wrong(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BOSS", raising=False)
    assert to(desk, "env:BOSS").tsk("daily", "--notify", "--check").code == 10
    assert state(desk) == ("queued", "no-address")
    assert desk.tsk("daily", "--check").code == 10
    desk.ok("outbox", "drop", 1)
    assert desk.tsk("daily", "--check").code == 0


def test_a_message_that_fails_just_now_is_something_wrong(desk: Desk, service: Web) -> None:
    to(desk, service.url("500"))
    assert desk.tsk("daily", "--notify", "--check").code == 10
    assert desk.tsk("daily", "--notify").code == 0
