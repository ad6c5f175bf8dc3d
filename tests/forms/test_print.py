"""Forms as they come out of a printer: rendered to PDF, on A4, with Chinese that can be read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Desk
from shop import BARE, KINDS, WHOLE, html, shop
from test_forms import COMPANY, EIGHT, SECTIONS, STORE, TITLES

# The renderer has wheels for few platforms (pyproject.toml, group test); without it nothing here can be known.
pytest.importorskip("plutoprint", reason="plutoprint, which prints HTML to PDF, has no wheel for this platform")
fontpkg_noto_sans = pytest.importorskip("fontpkg_noto_sans")
pylopdf_fonts_zh_cn = pytest.importorskip("pylopdf_fonts_zh_cn")
pypdf = pytest.importorskip("pypdf")

A4 = (595.3, 841.9)  # points: 210 × 297 mm
CHINESE = pylopdf_fonts_zh_cn.sans_path()
LATIN = fontpkg_noto_sans.ROOT / "files" / "NotoSans[wdth,wght].ttf"
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


def printed(folder: Path, page: str, font: Path) -> list[str]:
    """The text of each page of the PDF, made with that font alone; the size of every page is checked on the way."""
    (folder / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{folder / 'fonts'}</dir><cachedir>{folder / 'cache'}</cachedir></fontconfig>"
    )
    (folder / "fonts").mkdir()
    (folder / "fonts" / font.name).write_bytes(font.read_bytes())
    (folder / "page.html").write_text(page, "utf-8")
    command = [sys.executable, Path(__file__).with_name("to_pdf.py"), folder / "page.html", folder / "page.pdf"]
    settings = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
    told = subprocess.run(command, env=settings, capture_output=True, text=True, check=True)
    assert told.stdout == "", "a form holds everything that it shows"
    pages = pypdf.PdfReader(folder / "page.pdf").pages
    for one in pages:
        assert (round(float(one.mediabox.width), 1), round(float(one.mediabox.height), 1)) == A4
    return [one.extract_text() for one in pages]


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
