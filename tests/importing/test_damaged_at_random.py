"""Files and mappings damaged at random: each is read, refused in a sentence, or named by row; nothing falls over."""

from __future__ import annotations

import io
import json
import re
import zipfile
from random import Random

import openpyxl
import pytest
from rowsread import NOW, SHANGHAI, made

from tsk.errors import TskError
from tsk.importer.entries import entries
from tsk.importer.mapping import parse_mapping
from tsk.importer.reading import open_table
from tsk.importer.suggest import suggest

MAPPING = """[file]
dates = ["%Y-%m-%d %H:%M", "%d/%m/%Y"]

[complaint]
external = "编号"
received = { from = "受理时间", time = "09:00" }
summary = { from = "内容", cut = 100 }
name = { from = "客户", split = "/", part = 1, default = "?" }
channel = { from = "渠道", map = { "热线" = "hotline" }, else = "web" }
details = { text = "{内容}（{客户}）" }

[past]
replied = { at = "答复时间", when."渠道" = "!x", answer = "内容" }
promised = { due = "答复时间" }
closed = { when."渠道" = ["热线"] }
"""
HEADINGS = ["编号", "受理时间", "内容", "客户", "渠道", "答复时间"]
ROWS = [
    [
        f"T{nth}",
        f"2026-0{1 + nth % 9}-11 10:{nth % 60:02d}",
        f"断网第{nth}次, “急”",
        f"客户{nth}/甲",
        "热线",
        "2026-09-30 18:00",
    ]
    for nth in range(40)
]
FOUND = b'",;\t|\r\n\0\xff\xfe\xef\xbb\xbf{}[]<>=\\#?%-/: 0'


def written(folder, form: str):
    path = folder / f"theirs.{form}"
    if form == "xlsx":
        book = openpyxl.Workbook()
        for row in (HEADINGS, *ROWS):
            book.active.append(row)
        book.save(path)
    elif form == "jsonl":
        lines = (json.dumps(dict(zip(HEADINGS, row, strict=True)), ensure_ascii=False) for row in ROWS)
        path.write_text("\n".join(lines), encoding="utf-8")
    else:
        quoted = [[f'"{cell}"' if "," in cell else cell for cell in row] for row in (HEADINGS, *ROWS)]
        path.write_bytes("\r\n".join(map(",".join, quoted)).encode("gbk" if form == "gbk" else "utf-8"))
    return path


def damaged(content: bytes, random: Random) -> bytes:
    """The bytes with a few of them changed, left out, doubled, or the end cut off."""
    found = bytearray(content)
    for _ in range(random.randint(1, 6)):
        place, what = random.randrange(len(found)), random.randrange(5)
        piece = bytes(random.choices(FOUND, k=random.randint(1, 3)))
        if what == 0:
            found[place : place + len(piece)] = piece
        elif what == 1:
            del found[place : place + random.randint(1, 30)]
        elif what == 2:
            found[place:place] = piece * random.choice((1, 1, 1, 2000))
        elif what == 3:
            found[place:place] = found[place : place + 200]
        elif len(found) > 200:
            del found[random.randrange(100, len(found)) :]
        found = found or bytearray(b"x")
    return bytes(found)


def damaged_inside(whole: bytes, random: Random) -> bytes:
    """The workbook with figures and names of one of its parts changed, packed again as if nothing were wrong."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as good, zipfile.ZipFile(out, "w") as bad:
        parts = [name for name in good.namelist() if name.startswith("xl/") and name.endswith(".xml")]
        hit = random.choice(parts)
        for name in good.namelist():
            content = good.read(name)
            if name == hit:
                words = sorted(set(re.findall(rb'"[^"<>]*"|>[^<>]+<', content)))
                old, new = random.choice(words), random.choice((b"-1", b"99999999", b"", b"x", b"1e400", b"2026-13-45"))
                content = content.replace(old, old[:1] + new + old[-1:], random.choice((1, -1)))
            bad.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("form", ["csv", "gbk", "jsonl", "xlsx"])
def test_a_damaged_file_is_read_or_refused_in_a_sentence(tmp_path, form):
    whole, random, mapping = written(tmp_path, form).read_bytes(), Random(form), made(MAPPING)
    path, read = tmp_path / "damaged", 0
    for _ in range(100):
        path.write_bytes(damaged_inside(whole, random) if form == "xlsx" else damaged(whole, random))
        try:
            with open_table(path, mapping.file) as table:
                read += sum(1 for one in entries(table, mapping, SHANGHAI, NOW) if str(one))
            with open_table(path, mapping.file) as table:
                parse_mapping(suggest(table, {}).encode())
        except TskError as error:
            assert str(error)
    assert read > 0


def test_a_damaged_mapping_is_in_order_or_told_line_by_line(tmp_path):
    path, random = written(tmp_path, "csv"), Random(8)
    for _ in range(400):
        mapping, problems = parse_mapping(damaged(MAPPING.encode(), random))
        assert (mapping is None) == bool(problems)
        assert all(str(one) for one in problems)
        if mapping:
            try:
                with open_table(path, mapping.file) as table:
                    assert list(entries(table, mapping, SHANGHAI, NOW))
            except TskError as error:
                assert str(error)
