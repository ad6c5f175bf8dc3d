"""A tour of tsk in a temporary folder: a quarter of complaints, one of them from record to close, and what a supervisor sees."""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from load import load, practice_desk

from tsk.cli import main

ZH = os.environ.get("TSK_LANG", os.environ.get("LC_ALL") or os.environ.get("LANG", "")).startswith("zh")

TOUR: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "A customer at the counter. Two lines of typing: classified, routed and promised at once.",
        "客户来到柜台。两行输入：自动分类、分派，并当场给出时限。",
        (
            (
                "2026-11-20 09:05",
                'record "新装宽带三天断网五次，师傅约了两次没来" --customer 林小满 --phone 13800009999'
                " --store HZ01 --region 杭州 --product 宽带 --demand 修好并减免本月费用 --as 李薇",
            ),
        ),
    ),
    (
        "The network department calls, and has to wait for the customer: the clocks that may, stand still.",
        "网络部联系客户，需要等待客户提供照片：允许暂停的时限停表。",
        (
            ("2026-11-20 10:20", 'contact 321 --via phone --note "约今天下午上门，请客户拍光猫灯的照片" --as 赵敏'),
            (
                "2026-11-20 10:30",
                'pend 321 --reason customer --note "光猫指示灯照片" --until "2026-11-23 18:00" --as 赵敏',
            ),
            ("2026-11-23 10:00", "resume 321 --as 赵敏"),
        ),
    ),
    (
        "A proposal that costs money needs an approval; nothing is promised to the customer before.",
        "涉及金额的方案先审批，之后才能答复客户。",
        (
            (
                "2026-11-23 11:00",
                'propose 321 "更换光猫，减免本月宽带费" --cause equipment --upheld yes --responsible network --amount 60 --as 赵敏',
            ),
            ("2026-11-23 11:05", 'reply 321 "减免60元" --via phone --as 陈静'),
            ("2026-11-23 11:20", "approve 321 --as 王强"),
            (
                "2026-11-24 10:00",
                'reply 321 "光猫已更换，本月宽带费60元已减免" --via phone --basis "服务协议第7条" --satisfied yes --as 陈静',
            ),
            ("2026-11-24 10:05", 'promise 321 "60元记入11月账单" --by "2026-11-24 18:00" --as 陈静'),
            ("2026-11-24 10:10", "submit 321 --as 赵敏"),
            ("2026-11-24 10:20", "deliver 321 --amount 60 --as 陈静"),
            ("2026-11-24 10:30", 'close 321 --lesson "上门预约前先查光猫批次" --as 陈静'),
        ),
    ),
    (
        "The whole file, as anybody may read it later.",
        "整份档案，日后随时可查。",
        (("2026-11-24 10:31", "show 321"),),
    ),
    (
        "Who has what to do next, and why?",
        "各人接下来要办什么，为什么？",
        (("2026-11-20 08:30", "inbox --as 赵敏"),),
    ),
    (
        "Half past eight, the supervisor: what is late, by how much, and who has it?",
        "早上八点半，主管：哪些超时了，超了多久，在谁手里？",
        (("2026-11-20 08:30", "overdue --limit 8"),),
    ),
    (
        "Why is a deadline what it is? National Day, a make-up Saturday and a wait for the customer, day by day.",
        "这个时限怎么来的？国庆、调休、等待客户，逐日说明。",
        (("2026-11-20 08:30", "explain {stuck}"),),
    ),
    (
        "The figures of the month, against the policy's targets.",
        "本月指标，对照目标。",
        (("2026-11-20 08:30", "report --month 2026-10"),),
    ),
    (
        "And the proof that nothing was changed afterwards.",
        "以及：事后未被改动的证明。",
        (("2026-11-24 18:00", "verify"),),
    ),
)


def tour() -> None:
    """Runs the whole tour and says how long it took."""
    if not sys.stdout.isatty():
        os.environ.update(FORCE_COLOR="1", TERM="dumb")
    os.environ.setdefault("COLUMNS", "110")
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(TSK_HOME=home, TSK_LANG="zh" if ZH else "en")
        desk = practice_desk(Path(home))
        loaded = load(desk)
        _say(
            f"{loaded.complaints} complaints of three months with {loaded.steps} steps are in the file.",
            f"三个月的 {loaded.complaints} 件投诉、{loaded.steps} 个步骤已入库。",
        )
        for english, chinese, commands in TOUR:
            _say(english, chinese)
            for now, words in commands:
                _run(now, words.format(stuck="139"))
    seconds = time.monotonic() - began
    _say(
        f"That took {seconds:.1f} s. Start your own: `.venv/bin/tsk record`, or read README.md.",
        f"用时 {seconds:.1f} 秒。现在试试：`.venv/bin/tsk record`，或阅读 README.md。",
    )


def _say(english: str, chinese: str) -> None:
    print(f"\n── {chinese if ZH else english}", flush=True)


def _run(now: str, words: str) -> None:
    print(f"\n$ tsk {words}", flush=True)
    os.environ["TSK_NOW"] = now
    main(shlex.split(words))
    sys.stdout.flush()


if __name__ == "__main__":
    tour()
