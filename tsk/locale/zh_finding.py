"""The Chinese sentences of finding: dates in words, searches, views, columns."""

from __future__ import annotations

FINDING = {
    '"{said}" can be {one} or {other}.': "“{said}”可以指 {one}，也可以指 {other}。",
    "Write the one that you mean.": "请写明是哪一个。",
}
