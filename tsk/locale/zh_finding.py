"""The Chinese sentences of finding: dates in words, searches, views, columns."""

from __future__ import annotations

FINDING = {
    '"{said}" can be {one} or {other}.': "“{said}”可以指 {one}，也可以指 {other}。",
    "Of another site of the database, or all.": "数据库中另一站点的，或 all（全部）。",
    "Name one with --of-site.": "请用 --of-site 指定其中一个。",
    # what a list shows
    "A view of the policy: its filters, columns and order.": "制度中保存的视图：筛选条件、列和排序。",
    "received, number, due, severity, department …; with - before it, descending.": (
        "received、number、due 等，加 - 为降序。"
    ),
    "best (hits in names and summaries first), or received, number, due …; -: descending.": (
        "best（姓名和概要命中在前），或 received、number、due 等；前加 - 为降序。"
    ),
    "worst, received, number, chased, severity, department …; -worst: late last.": (
        "worst, received, number, chased, severity, department 等；-worst：最迟的排在最后。"
    ),
    "What to show, such as number,due,summary.": "显示哪些列，例如 number,due,summary。",
    "A line for scripts with the keys of --json: '{number}\\t{due}'.": (
        "供脚本用的一行，用 --json 的键：'{number}\\t{due}'。"
    ),
    "“{said}” is not a format.": "“{said}”不是格式。",
    "Write keys in braces, such as {example}.": "请把键写在花括号里，例如 {example}。",
    "Recorded by": "登记人",
    "Write the one that you mean.": "请写明是哪一个。",
}
