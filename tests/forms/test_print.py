"""Forms as they come out of a printer: rendered to PDF, on A4, with Chinese that can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Desk
from printer import CHINESE, LATIN, printed
from shop import BARE, KINDS, WHOLE, html, shop
from test_forms import COMPANY, EIGHT, SECTIONS, STORE, TITLES

HEADINGS = {
    "slip": ["您反映的情况", "答复时间", "查询方式"],
    "store": STORE["zh"],
    "company": COMPANY["zh"],
    "8d": EIGHT["zh"],
    "appeal": SECTIONS["zh"],
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return shop(tmp_path_factory.mktemp("shop") / "home")


def check_headings(kind: str, pages: list[str]) -> None:
    """Every Chinese heading can be read."""
    read = re.sub(r"\s", "", "".join(pages))
    missing = [one for one in (TITLES[kind][0], *HEADINGS[kind]) if re.sub(r"\s", "", one) not in read]
    assert missing == []


@pytest.mark.parametrize("number", [WHOLE, BARE])
@pytest.mark.parametrize("kind", KINDS)
def test_a_form_prints_on_a4_and_its_chinese_can_be_read(desk: Desk, tmp_path: Path, kind: str, number: str) -> None:
    pages = printed(tmp_path, html(desk, number, kind), CHINESE)
    assert "\ufffd" not in "".join(pages)
    if (kind, number) != ("slip", WHOLE):  # that one is answered: it tells the answer, not by when
        check_headings(kind, pages)
    for nth, page in enumerate(pages, 1):
        assert number in page and f"{nth} / {len(pages)}" in page  # at the foot of each page
        assert len(re.sub(r"\s", "", page)) > 60, "an empty page"


@pytest.mark.parametrize("kind", ["company", "slip"])
def test_a_font_without_chinese_is_found_out(desk: Desk, tmp_path: Path, kind: str) -> None:
    pages = printed(tmp_path, html(desk, BARE, kind), LATIN)
    assert "\ufffd" in "".join(pages)
    with pytest.raises(AssertionError):
        check_headings(kind, pages)


@pytest.mark.parametrize(("kind", "most"), [("slip", 1), ("store", 1), ("company", 2), ("8d", 2)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_form_takes_no_more_pages_than_it_must(
    desk: Desk, tmp_path: Path, kind: str, most: int, lang: str
) -> None:
    assert len(printed(tmp_path, html(desk, BARE, kind, lang), CHINESE)) == most


def test_a_long_story_goes_on_on_the_next_page_and_nothing_is_cut(desk: Desk, tmp_path: Path) -> None:
    own = desk.copy(tmp_path / "home")
    lines = [f"第{n}段：网购的衬衫与图片不符，客服答复前后不一。" for n in range(1, 121)]
    own.ok("record", "长篇投诉", "--details", "\n".join(lines), "--demand", "X" * 300, "--as", "w9001")
    pages = printed(tmp_path, html(own, 3, "store"), CHINESE)
    read = re.sub(r"\s", "", "".join(pages))
    assert len(pages) > 2
    assert [line for line in lines if line not in read] == []
    assert read.count("X") == 300
