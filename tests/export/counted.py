"""A desk whose October is small enough to count by hand."""

from __future__ import annotations

from pathlib import Path

from conftest import Desk

OCTOBER = ("report", "--month", "2026-10")


def counted(home: Path) -> Desk:
    """Four complaints of 9 October, looked at on the 20th: one answered late, one owed, one settled, one cancelled."""
    desk = Desk(home, "2026-10-09 09:30")
    desk.ok("init", "--practice")
    desk.ok("record", "小区断网三天", "--store", "HZ01", "--region", "杭州")
    desk.ok("record", "宽带套餐多扣了30元", "--channel", "hotline", "--store", "HZ02")
    desk.ok("record", "自助机吞了2元", "--settled", "当场退还2元", "--as", "li", "--store", "HZ01")
    desk.ok("record", "营业员态度恶劣", "--store", '=HYPERLINK("x")', "--product", "</svg><script>alert(1)</script>")
    desk.at("2026-10-20 10:00")
    desk.ok("reply", 1, "已修复", "--via", "phone", "--as", "chen")
    desk.ok("cancel", 4, "--by", "customer", "--reason", "不再追究")
    return desk
