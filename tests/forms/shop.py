"""A shop with two complaints to print: one with a whole history, one that was only taken down."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from conftest import Desk
from paper import rows

CLERK, ELSEWHERE, AGENT, CHIEF = "w1001", "w1002", "w2001", "w9001"
WHOLE, BARE = "20261107-0001", "20261113-0002"
KINDS = ("slip", "store", "company", "8d", "appeal")


def shop(home: Path) -> Desk:
    """The shop on Friday 13 November 2026 at 16:00, after both complaints."""
    home.mkdir()
    (home / "rules.toml").write_bytes(Path(__file__).with_name("house.toml").read_bytes())
    desk = Desk(home, "2026-11-07 10:00")
    desk.ok("init", "--practice")
    _shirt(desk, home.parent)
    does(desk, "2026-11-13 11:00", CLERK, "record", "电梯口的灯坏了", "--customer", "沈雨", "--store", "SH-03",
         "--phone", "13800000002")  # fmt: skip
    return desk.at("2026-11-13 16:00")


def does(desk: Desk, when: str, who: str, *words: object) -> None:
    desk.at(when).ok(*words, "--as", who)


def _shirt(desk: Desk, folder: Path) -> None:
    """Four talks, a wait, an extension, a note taken back, money, a promise kept, two rounds, a return visit."""
    photo, receipt = folder / "cuff.png", folder / "receipt.txt"
    photo.write_bytes(png(40, 30))
    receipt.write_text("小票", "utf-8")
    does(
        desk, "2026-11-07 10:00", CLERK, "record", "新衬衫洗一次就脱线",
        "--details", "左袖口缝线全部脱开。\n小票在。", "--customer", "林小满", "--phone", "13800000001",
        "--address", "示例市样板路 18 号", "--card", "VIP-6600", "--store", "SH-03", "--subtype", "quality",
        "--order", "NO-77", "--product", "长袖衬衫", "--demand", "退货并道歉", "--amount", "239", "--tier", "buyer",
        "--against", "男装柜台", "--occurred", "2026-10-31 15:20",
        "--set", "demand_kind=return", "--set", "batch=L2611", "--set", "occasion=after",
    )  # fmt: skip
    does(desk, "2026-11-07 10:05", CLERK, "attach", 1, photo, "--kind", "photo")
    does(desk, "2026-11-07 10:06", CLERK, "attach", 1, receipt)
    _talk(desk, "2026-11-07 11:00", "refused", "提出换货", "退货并赔偿500")
    does(desk, "2026-11-07 11:05", AGENT, "pend", 1, "--reason", "customer", "--note", "请寄回衬衫",
         "--until", "2026-11-08 12:00")  # fmt: skip
    does(desk, "2026-11-08 09:00", AGENT, "resume", 1)
    does(desk, "2026-11-08 09:30", AGENT, "extend", 1, "--milestone", "reply", "--by", "2 days", "--reason", "检测排队")
    does(desk, "2026-11-08 10:00", AGENT, "note", 1, "写错的备注")
    does(desk, "2026-11-08 10:01", AGENT, "undo", 1, "--reason", "写错了")
    _talk(desk, "2026-11-08 14:00", "refused", "提出全额退货", "退货并赔偿400")
    does(desk, "2026-11-08 15:00", AGENT, "contact", 1, "--via", "phone", "--reached", "no", "--note", "无人接听")
    _talk(desk, "2026-11-09 09:00", "accepted", "退货，另赔偿200", "退货并赔偿200")
    does(
        desk, "2026-11-09 09:20", AGENT, "propose", 1, "全额退货，另赔偿200元", "--cause", "making", "--upheld", "yes",
        "--responsible", "quality", "--fault", "供应商验货员", "--amount", "439", "--set", "severity_found=serious",
        "--set", "ruling=由质量部承担",
    )  # fmt: skip
    does(desk, "2026-11-09 10:00", CHIEF, "approve", 1)
    does(desk, "2026-11-09 10:30", AGENT, "promise", 1, "三日内退款", "--by", "2026-11-12 18:00")
    does(desk, "2026-11-09 10:50", AGENT, "deliver", 1, "--amount", "439", "--note", "已退款")
    does(desk, "2026-11-09 11:00", AGENT, "reply", 1, "衬衫确有质量问题，全额退货。", "--via", "phone",
         "--basis", "检测报告QC-118", "--satisfied", "no", "--demand", "书面道歉")  # fmt: skip
    _talk(desk, "2026-11-10 09:00", "accepted", "同意寄道歉信", "书面道歉")
    does(desk, "2026-11-10 11:00", AGENT, "reply", 1, "道歉信已寄出。", "--via", "letter", "--satisfied", "yes")
    does(desk, "2026-11-11 11:00", AGENT, "submit", 1)
    does(desk, "2026-11-11 15:00", CHIEF, "close", 1, "--lesson", "进货抽检袖口缝线。")
    does(desk, "2026-11-13 10:00", CHIEF, "visit", 1, "--via", "phone", "--satisfied", "yes", "--note", "退款已到账")


def _talk(desk: Desk, when: str, outcome: str, note: str, demand: str) -> None:
    does(desk, when, AGENT, "contact", 1, "--via", "phone", "--outcome", outcome, "--note", note, "--demand", demand)


def png(width: int, height: int) -> bytes:
    """A grey picture."""
    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


# ── what a form says ───────────────────────────────────────────────────────────────────────────────


def html(desk: Desk, id: int | str, kind: str, lang: str = "zh", who: str = CHIEF) -> str:
    """The form on stdout."""
    told = desk.tsk("form", id, "--kind", kind, "--lang", lang, "--as", who, "-o", "-")
    assert (told.code, told.err) == (0, ""), told
    return told.out


def text(page: str) -> str:
    """Everything that can be read on the page, on one line."""
    return " ".join(cell for row in rows(page) for cell in row)
