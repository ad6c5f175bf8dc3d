"""Texts that try something: each with letters around it that must still be there afterwards."""

from __future__ import annotations

TRICKS = {
    "colour": "\x1b[31;1mred\x1b[0m",
    "clear": "\x1b[2J\x1b[H\x1bc",
    "link": "\x1b]8;;https://evil.example/\x1b\\here\x1b]8;;\x07",
    "clipboard": "\x1b]52;c;ZXZpbA==\x07",
    "device": "\x1bP+q544e\x1b\\\x1bX\x1b^\x1b_",
    "c1": "\x9b31mred\x9d0;title\x9c\x90\x85\x84",
    "turned": "\u202egnp.exe\u202c\u202a\u202b\u202d",
    "isolated": "\u2066a\u2067b\u2068c\u2069\u200e\u200f\u061c",
    "unseen": "\u200b\u200c\u2060\ufeff\u00ad\u180e\u034f\u115f\u3164",
    "tags": "\U000e0068\U000e0069\U000e007f\U000e0001",
    "heaped": "a" + "\u0300\u0301\u0489" * 40,
    "variants": "\ufe00\ufe0e\U000e0100",
    "controls": "".join(map(chr, range(1, 32))) + "\x7f",
    "nul": "\x00",
    "lines": "\n\r\n\rline\x0b\x0c\u2028\u2029\x85",
    "tabs": "\t\tcell\t",
    "markup": "[red]not red[/red][link=https://evil.example]x[/link][/][bold",
    "emoji": ":smile: :warning: :poop:",
    "broken": "[/nonsense] [[ ]] \\[ \\",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&lt;&#60;--></title>",
    "template": "{{ 7*7 }}{% raw %}{0}{name}%s%(x)s${HOME}$(id)`id`",
    "sql": "'; DROP TABLE event; --\" OR 1=1 %_\\",
    "shell": "; rm -rf . | cat & > x",
    "wide": "宽" * 60,
    "long": "w" * 400,
    "private": "\ue000\uf8ff\U000f0000\uffff\ufffe\U0010ffff",
    "xml": "]]>&#0;&#x1b;<![CDATA[",
}
FORMULAS = (
    "＝1+1",
    "＠SUM(A1)",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("https://evil.example")',
    "=cmd|' /C calc'!A0",
)


def planted(field: str, trick: str) -> str:
    """The trick between two marks of its field, which must stay readable."""
    return f"A{field}Z{trick}Y{field}B"


def _joined(*names: str) -> str:
    return "".join(TRICKS[name] for name in names)


STEERING = (
    _joined("colour", "clear", "link", "clipboard", "device", "c1", "turned", "isolated", "unseen", "tags", "variants")
    + _joined("controls", "lines", "tabs", "private")
    + TRICKS["heaped"][:30]
)
WRITTEN = _joined("markup", "emoji", "broken", "html", "template", "sql", "shell", "xml")
