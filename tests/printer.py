"""A page as it comes out of a printer: rendered to PDF, on A4, with one font alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

# The renderer has wheels for few platforms (pyproject.toml, group test); without it nothing here can be known.
pytest.importorskip("plutoprint", reason="plutoprint, which prints HTML to PDF, has no wheel for this platform")
fontpkg_noto_sans = pytest.importorskip("fontpkg_noto_sans")
pylopdf_fonts_zh_cn = pytest.importorskip("pylopdf_fonts_zh_cn")
pypdf = pytest.importorskip("pypdf")

A4 = (595.3, 841.9)  # points: 210 × 297 mm
CHINESE = pylopdf_fonts_zh_cn.sans_path()
LATIN = fontpkg_noto_sans.ROOT / "files" / "NotoSans[wdth,wght].ttf"


def printed(folder: Path, page: str, font: Path) -> list[str]:
    """The text of each page of the PDF, made with that font alone; the size of every page is checked on the way."""
    (folder / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{folder / 'fonts'}</dir><cachedir>{folder / 'cache'}</cachedir></fontconfig>"
    )
    (folder / "fonts").mkdir()
    (folder / "fonts" / font.name).write_bytes(font.read_bytes())
    (folder / "page.html").write_text(page, "utf-8")
    command = [sys.executable, Path(__file__).parent / "forms" / "to_pdf.py", folder / "page.html", folder / "page.pdf"]
    settings = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
    told = subprocess.run(command, env=settings, capture_output=True, text=True, check=True)
    assert told.stdout == "", "a page holds everything that it shows"
    pages = pypdf.PdfReader(folder / "page.pdf").pages
    for one in pages:
        assert (round(float(one.mediabox.width), 1), round(float(one.mediabox.height), 1)) == A4
    return [one.extract_text() for one in pages]
