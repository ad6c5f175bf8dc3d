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
