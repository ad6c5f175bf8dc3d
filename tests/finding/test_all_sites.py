"""Head office reads every site at once: each complaint by its own site's rules, counted once, and none by others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import DATABASES, SERVER, Desk

MONDAY, LATER = "2026-11-16 09:30", "2026-12-07 10:00"
PHONES = {"HZ01": "13800000001", "SZ02": "13800000002", "HQ": "13800000003"}
BOSSES = {"HZ01": "g9001", "SZ02": "f9001", "HQ": "s1001"}


class Shop(Desk):
    """One site of a database that several homes share: a home, a rule file and a code of its own."""

    def __init__(self, home: Path, site: str, now: str = MONDAY) -> None:
        super().__init__(home, now)
        self.site = site
        self.user = BOSSES[site]

    @property
    def database(self) -> dict[str, str]:
        shared = self.home.parent / "shared"
        return {
            "TSK_SITE": self.site,
            "TSK_USER": self.user,
            "TSK_DB": DATABASES.url(shared) if SERVER else str(shared / "tsk.db"),
        }


def said(shop: Shop, before: str, after: str) -> None:
    """Edits the shop's rule file."""
    rules = shop.home / "rules.toml"
    text = rules.read_text("utf-8")
    assert before in text
    rules.write_text(text.replace(before, after), "utf-8")


class Chain:
    """Two storefronts of different policies, and head office with a third."""

    def __init__(self, folder: Path) -> None:
        self.hz, self.sz, self.office = (Shop(folder / site, site) for site in PHONES)
        for shop, policy in (
            (self.office, "service-standard"),
            (self.hz, "retail-store"),
            (self.sz, "broadband-field"),
        ):
            assert shop.tsk("init", "--practice", "--site", shop.site, "--policy", policy).code == 0
        said(self.sz, "f1002", "g1101")  # one number, two people

    def at(self, when: str) -> Chain:
        for shop in (self.hz, self.sz, self.office):
            shop.at(when)
        return self


@pytest.fixture
def chain(tmp_path: Path) -> Chain:
    found = Chain(tmp_path)
    found.hz.ok("record", "退费没有到账", "--phone", PHONES["HZ01"], "--customer", "林小满")
    found.sz.ok("record", "宽带断网三天", "--phone", PHONES["SZ02"], "--customer", "周一鸣", "--region", "城东")
    found.sz.ok("record", "光猫坏了", "--phone", PHONES["SZ02"], "--customer", "周一鸣", "--region", "城东")
    return found


def places(rows: Any) -> list[tuple[str, int]]:
    return [(one["site"], one["id"]) for one in rows]


def test_a_list_holds_the_complaints_of_every_site_under_their_sites(chain: Chain) -> None:
    found = chain.office.ok("list", "--of-site", "all", "--sort", "number")
    assert places(found) == [("HZ01", 1), ("SZ02", 1), ("SZ02", 2)]
    assert [one["number"] for one in found] == ["HZ01-20261116-0001", "SZ02-20261116-0001", "SZ02-20261116-0002"]
    assert places(chain.office.ok("list", "--of-site", "all", "--sort", "-number")) == [
        *(("HZ01", 1), ("SZ02", 2), ("SZ02", 1)),
    ]
    assert chain.office.ok("list") == []
    assert places(chain.office.ok("list", "--of-site", "SZ02", "--sort", "number")) == [("SZ02", 1), ("SZ02", 2)]
    assert places(chain.hz.ok("list")) == [("HZ01", 1)]


def test_each_complaint_is_named_in_the_words_of_its_own_site(chain: Chain) -> None:
    own = {
        line.split("\t")[0]: line.split("\t")[3]
        for shop in (chain.hz, chain.sz)
        for line in shop.tsk("list").out.splitlines()
    }
    assert len(own) == 3
    lines = chain.office.tsk("list", "--of-site", "all").out.splitlines()
    assert {line.split("\t")[0]: line.split("\t")[3] for line in lines} == own


def test_what_is_overdue_over_all_sites_is_what_is_overdue_at_each(chain: Chain) -> None:
    chain.at(LATER)
    each = [one for shop in (chain.hz, chain.sz) for one in shop.ok("overdue")]
    found = chain.office.ok("overdue", "--of-site", "all")
    assert {one["site"] for one in found} == {"HZ01", "SZ02"}
    by = lambda one: (one["due"], one["site"], one["id"], one["milestone"])  # noqa: E731
    assert sorted(found, key=by) == sorted(each, key=by)
    groups = {one["key"]: one for one in chain.office.ok("overdue", "--of-site", "all", "--by", "site")}
    assert {key: one["overdue"] for key, one in groups.items()} == {
        site: sum(one["site"] == site for one in each) for site in ("HZ01", "SZ02")
    }
    assert (groups["HZ01"]["complaints"], groups["SZ02"]["complaints"]) == (1, 2)


def test_complaints_with_the_same_number_at_two_sites_are_two(chain: Chain) -> None:
    """Number 1 of HZ01 and number 1 of SZ02 have something late in one group."""
    chain.at(LATER)
    groups = chain.office.ok("overdue", "--of-site", "all", "--by", "state")
    assert sum(group["complaints"] for group in groups) == 3


def test_a_report_by_site_adds_up_to_its_total(chain: Chain) -> None:
    report = chain.office.ok("report", "--month", "2026-11", "--by", "site", "--of-site", "all")
    assert {row["site"]: row["received"] for row in report["rows"]} == {"HZ01": 1, "SZ02": 2}
    assert report["total"]["received"] == 3
    for shop, count in ((chain.hz, 1), (chain.sz, 2), (chain.office, 0)):
        assert shop.ok("report", "--month", "2026-11")["total"]["received"] == count


def test_the_time_in_hand_over_all_sites_is_that_of_each_added_up(chain: Chain) -> None:
    chain.at("2026-11-18 15:00")
    whole = chain.office.ok("report", "--month", "2026-11", "--by", "department", "--of-site", "all")["total"]
    each = [shop.ok("report", "--month", "2026-11", "--by", "department")["total"] for shop in (chain.hz, chain.sz)]
    for name in ("complaints", "handled_seconds", "waited_seconds", "reviewed_seconds"):
        assert whole["handling"][name] == sum(one["handling"][name] for one in each)


def test_two_people_with_the_same_number_at_two_sites_are_two(chain: Chain) -> None:
    chain.hz.ok("assign", 1, "--handler", "g1101")
    chain.sz.ok("assign", 1, "--handler", "g1101", "--as", "f1001")
    rows = chain.office.ok("report", "--month", "2026-11", "--by", "handler", "--of-site", "all")["rows"]
    assert {row["handler"]: row["received"] for row in rows} == {"HZ01/g1101": 1, "SZ02/g1101": 1, "": 1}
    assert len(chain.office.ok("list", "--of-site", "all", "--handler", "g1101")) == 2


def test_a_search_finds_in_every_site_and_a_number_in_none_but_its_own(chain: Chain) -> None:
    assert places(chain.office.ok("search", "断网", "--of-site", "all")) == [("SZ02", 1)]
    assert places(chain.office.ok("search", "退费", "--of-site", "all", "--sort", "best")) == [("HZ01", 1)]
    assert chain.office.ok("search", "断网") == []


def test_an_export_takes_every_site_along_and_the_log_of_head_office_says_so(chain: Chain) -> None:
    found = chain.office.ok("export", "--of-site", "all", "--format", "json")
    assert places(found) == [("HZ01", 1), ("SZ02", 1), ("SZ02", 2)]
    assert all("*" in one["customer"]["phone"] for one in found)
    (entry,) = chain.office.ok("report", "--access", "--month", "2026-11")["items"]
    assert (entry["count"], entry["complaints"], entry["filters"]) == (3, "HZ01/1; SZ02/1-2", ["of-site=all"])
    assert chain.sz.ok("report", "--access", "--month", "2026-11")["items"] == []


def test_another_sites_complaint_is_shown_masked_until_there_is_a_reason(chain: Chain) -> None:
    for ref in ("HZ01/1", "HZ01-20261116-0001"):
        one = chain.office.ok("show", ref)
        assert (one["site"], one["summary"]) == ("HZ01", "退费没有到账")
        assert "*" in one["customer"]["phone"]
    assert chain.office.ok("explain", "HZ01/1")["site"] == "HZ01"
    assert chain.office.ok("show", "HZ01/1", "--reveal", "回访")["customer"]["phone"] == PHONES["HZ01"]
    (entry,) = chain.office.ok("report", "--access", "--month", "2026-11")["items"]
    assert (entry["complaints"], entry["reason"]) == ("HZ01/1", "回访")
    refused = chain.office.tsk("note", "HZ01/1", "x")
    assert (refused.code, "tsk --site HZ01" in refused.err) == (3, True)


def test_who_has_how_much_is_told_by_site(chain: Chain) -> None:
    found = chain.office.ok("load", "--of-site", "all")
    assert sum(one["open"] for one in found) == 3
    assert {one["site"] for one in found} == {"HZ01", "SZ02"}


def test_what_each_site_has_for_itself_is_not_asked_of_all(chain: Chain) -> None:
    for words in (
        ("list", "--incident", "1"),
        ("overdue", "--forecast"),
        ("search", "断网", "--lessons"),
        ("report", "--integrity"),
        ("report", "--access"),
    ):
        refused = chain.office.tsk(*words, "--of-site", "all")
        assert (refused.code, "Name one with --of-site." in refused.err) == (2, True), words


def test_reading_other_sites_writes_nothing_and_leaves_their_rules_alone(chain: Chain) -> None:
    before = [shop.ok("verify") for shop in (chain.hz, chain.sz)]
    for words in (("list",), ("overdue",), ("report",), ("search", "断网")):
        assert chain.office.tsk(*words, "--of-site", "all").code == 0
        assert chain.office.tsk(*words, "--of-site", "HZ01").code == 0
    assert [shop.ok("verify") for shop in (chain.hz, chain.sz)] == before


def test_other_sites_are_read_by_whoever_has_the_right_and_sees_the_whole_of_their_own(chain: Chain) -> None:
    said(chain.office, '    "note", "attach", "accept"', '    "all-sites", "note", "attach", "accept"')
    assert chain.office.tsk("rules", "check").code == 0
    assert len(chain.office.ok("list", "--of-site", "all")) == 3
    for who, told in (("s1101", "may not `all-sites`"), ("s2001", "sees a part of this site alone")):
        chain.office.user = who
        for words in (("list", "--of-site", "all"), ("list", "--of-site", "HZ01"), ("show", "HZ01/1")):
            refused = chain.office.tsk(*words)
            assert (refused.code, told in refused.err) == (4, True), (who, words, refused)
