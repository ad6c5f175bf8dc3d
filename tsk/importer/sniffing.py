"""What a foreign file is, from its bytes: text in which encoding, a workbook, or something that cannot be imported.

Encodings are proved, not guessed: the whole file must decode. UTF-8 comes first, because hardly any other text happens
to be valid UTF-8, then UTF-16 by its zero bytes, then GB18030 where the characters are those of everyday Chinese.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from tsk.errors import StoreError, UsageError

BLOCK = 1 << 20
_SAMPLE = 1 << 18
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    (b"%PDF", "PDF"), (b"SQLite format 3\0", "SQLite"), (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ", "xz"),
    (b"7z\xbc\xaf", "7-Zip"), (b"Rar!", "RAR"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"PAR1", "Parquet"),
    (b"{\\rtf", "RTF"), (b"GIF8", "GIF"), (b"\x28\xb5\x2f\xfd", "Zstandard"),
)  # fmt: skip
_HTML = re.compile(
    rb"\s*(<!--.*?-->\s*)*<(!doctype html|html|head|body|table|meta|style|div)\b", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(rb"\s*<\?xml", re.IGNORECASE)
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
_EVERYDAY = re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]")  # the signs and the 3,755 commonest characters of GB 2312
_ENOUGH = 0.6  # of the pairs; Chinese texts have more than nine in ten, Western letters in this reading hardly any


class Scan(Struct, frozen=True):
    """What the first look at a file found; `encoding` is empty for a workbook."""

    kind: str  # text | workbook
    encoding: str
    size: int
    has_nul: bool = False


def scan(path: Path, declared: str = "") -> Scan:
    """What the file is; raises UsageError, saying what it seems to be, for anything that cannot be a table."""
    try:
        with path.open("rb") as file:
            head = file.read(_SAMPLE)
        size = path.stat().st_size
    except OSError as error:
        raise StoreError(
            "{path} cannot be read ({reason}).", "Check the name.", path=path, reason=error.strerror or error
        ) from error
    if not head.strip(b"\0\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise UsageError("{path} is empty.", "Export it again with its rows.", path=path)
    if head.startswith(_ZIP):
        return Scan("workbook", "", size)
    _refuse_others(path, head)
    encoding = _named(declared, path) if declared else _encoding(path, head)
    if "16" not in encoding and "32" not in encoding:
        _refuse_conflicts(path)
        return Scan("text", encoding, size, any(b"\0" in block for _, block in _blocks(path)))
    return Scan("text", encoding, size)


def _refuse_others(path: Path, head: bytes) -> None:
    if head.startswith(_OLD_OFFICE):
        locked = "EncryptedPackage".encode("utf-16-le") in head
        raise UsageError(
            "{path} is a workbook with a password." if locked else "{path} is an old Excel workbook (.xls).",
            "Open it in Excel or WPS and save it as .xlsx without a password, or as CSV.",
            path=path,
        )
    text = head.removeprefix(codecs.BOM_UTF8)
    if _HTML.match(text) or _XML.match(text):
        raise UsageError(
            "{path} is a web page or XML, not a table, whatever its name says.",
            "Open it in Excel or WPS and save it as .xlsx, or as CSV.",
            path=path,
        )
    kind = next((name for mark, name in _OTHERS if head.startswith(mark)), "")
    if kind:
        raise UsageError(
            "{path} is a {kind} file, not a table.", "Give a CSV, TSV, XLSX or JSON lines file.", path=path, kind=kind
        )


# ── encodings ──────────────────────────────────────────────────────────────────────────────────────


def _named(declared: str, path: Path) -> str:
    try:
        codecs.lookup(declared)
        "".encode(declared)
    except LookupError as error:
        raise UsageError(
            "There is no encoding “{said}”.", "Write utf-8, gb18030, utf-16, big5 or cp1252.", said=declared
        ) from error
    wrong = _first_wrong(path, declared)
    if wrong:
        raise UsageError(
            "{path} is not {encoding} text: line {line} cannot be read.",
            "Leave the encoding out of the mapping to have it found.",
            path=path, encoding=declared, line=wrong,
        )  # fmt: skip
    return declared


def _encoding(path: Path, head: bytes) -> str:
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    if marked:
        return _named(marked, path)
    if b"\0" in head:
        wide = next((name for name in ("utf-16-le", "utf-16-be") if _reads_as(head, name)), "")
        if wide:
            return _named(wide, path)
    wrong = _first_wrong(path, "utf-8")
    if not wrong:
        return "utf-8"
    if not _first_wrong(path, "gb18030") and _is_chinese(path):
        return "gb18030"
    raise UsageError(
        "{path} is neither UTF-8 nor GBK nor UTF-16 text: line {line} cannot be read.",
        'If it is in another encoding, name it in the mapping: [file] encoding = "{guess}".',
        path=path, line=wrong, guess=_guess(head),
    )  # fmt: skip


def _reads_as(head: bytes, encoding: str) -> bool:
    """Whether the bytes are text with lines in that encoding: no zero, hardly a sign that cannot be seen."""
    text = head[: len(head) // 2 * 2].decode(encoding, "replace")
    odd = sum(1 for c in text if not c.isprintable() and c not in "\r\n\t")
    return "\0" not in text and odd <= len(text) // 50 and bool(re.search("[,;\t\n|]", text))


def _first_wrong(path: Path, encoding: str) -> int:
    """The first line that cannot be decoded, from 1; 0 where the whole file can."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    for final, block in _blocks(path):
        try:
            decoder.decode(block, final)
        except UnicodeDecodeError as error:
            return line + block[: error.start].count(b"\n")
        except UnicodeError:
            return line
        line += block.count(b"\n")
    return 0


def _is_chinese(path: Path) -> bool:
    """Whether the characters that the bytes make in GB18030 are those of everyday Chinese."""
    pairs = everyday = 0
    for _, block in _blocks(path):
        found = _PAIR.findall(block)
        pairs += len(found)
        everyday += sum(1 for pair in found if _EVERYDAY.match(pair))
        if pairs > _SAMPLE:
            break
    return everyday >= _ENOUGH * pairs


def _guess(head: bytes) -> str:
    """What a detector makes of the bytes: named to the person, never used."""
    from charset_normalizer import from_bytes

    best = from_bytes(head[:65536]).best()
    return best.encoding if best else "cp1252"


# ── merge conflicts ────────────────────────────────────────────────────────────────────────────────


def _refuse_conflicts(path: Path) -> None:
    """Raises UsageError where a version control system left both sides of a conflict in the file."""
    begun = above = 0  # the line of the first mark; the line ends above the text in hand
    text = b"\n"
    for _, block in _blocks(path):
        text += block
        place = -1 if begun else text.find(b"\n<<<<<<< ")
        if place >= 0:
            begun = above + text.count(b"\n", 0, place + 1)
        if begun and text.find(b"\n>>>>>>> ", max(place, 0)) >= 0:
            raise UsageError(
                "{path} holds both sides of a merge conflict, from line {line} on.",
                "Decide which side counts and delete the other with the marks.",
                path=path,
                line=begun,
            )
        above += text.count(b"\n", 0, len(text) - _MARK)
        text = text[-_MARK:]


_MARK = 9  # bytes of a line end with a mark behind it


def _blocks(path: Path) -> Iterator[tuple[bool, bytes]]:
    """The file piece by piece, each with whether it is the last."""
    with path.open("rb") as file:
        block = file.read(BLOCK)
        while block:
            following = file.read(BLOCK)
            yield not following, block
            block = following
