"""A clerk and a supervisor who read Chinese: what they see holds no English word.

What may stand there in Latin letters is what is typed or named: commands and options, names of rows of the rule file,
staff numbers, files, numbers of complaints. Everything is looked at on a terminal of 80 columns and in a pipe.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from conftest import Desk, Result
from rich.cells import cell_len

WALK = """
record 小区断网三天了 --customer 林小满 --phone 13800001234 --channel 营业厅 --product 畅享套餐 --order 88-1
record 家里又断网了 --customer 林小满 --phone 13800001234 --channel 热线 --tier 老年人
record 套餐多扣了30元 --customer 何晴 --phone 13800005678 --demand 退回30元 --amount 30
record 营业员态度恶劣 --customer 沈雨 --phone 13800002345 --details 当着众人的面
record 充值卡打不开 --phone 13800006789 --settled 当场换卡 --basis 服务协议
list
list --state 未结 --overdue
search 断网
show 1
accept 1
contact 1 --via 电话 --reached no
contact 1 --via 当面 --note 已联系 --outcome 接受
pend 1 --reason 等待合作方 --until 2026-10-12 --note 等设备
resume 1
promise 1 明天上门 --by tomorrow
deliver 1 --note 已上门
extend 1 --milestone 答复 --by 1个工作日 --reason 等材料 --told
chase 1
urge 1
note 1 客户很急
assign 1 --to 网络部 --with 客户服务部 --handler 张工
opinion 1 是设备问题
propose 1 更换光猫 --upheld 成立 --cause 设备故障 --responsible 网络部 --amount 30
approve 1
escalate 1 --reason 客户要求 --to 运营管理部
reply 1 已更换设备,恢复正常 --via 电话 --basis 服务协议 --satisfied 是
show 1 --history
explain 1
submit 1
return 1 --reason 缺材料
deliver 1 --amount 30
submit 1
close 1 --lesson 备件要足
visit 1 --via 电话 --reached yes --satisfied 否 --demand 再来一次
propose 3 退还差额 --upheld 部分成立 --cause 计费差错 --responsible 计费部 --amount 300
refuse 3 --reason 太多
merge 2 --into 1
cancel 4 --by 登记有误 --reason 录错
reopen 4 --reason 还要办
reject 4 --reason 不归我们管
update 3 --severity 重大 --reason 重新定级
undo 3
inbox
handover
overdue
overdue --within 3个工作日
load
report
report --by 分类
report --by 部门 --month 2026-10
daily
calendar 2026-10
incident open 东城断网 --category 网络质量
incident list
incident show 1
incident resolve 1 --reply 已恢复
measure list
inspect list
penalty list
outbox
verify
recalculate
"""
REFUSED = """
show 99
record
list --state 没有
pend 3 --reason 没有
contact 3 --via 没有
close 3
approve 3
assign 3
deliver 3
reply 3 ""
extend 3 --by 3 --reason 等
promise 3 上门 --by 昨天
record 断网 --channel 营业厅 --category 没有
record 断网 --channel 营业厅 --amount 三十
merge 3 --into 3
frobnicate
list --nosuch
"""
# What people type or name in Latin letters, and the desk repeats.
NAMED = re.compile(
    r"`[^`]*`"  # commands to give
    r"|--?[a-z][a-z-]*"  # options
    r"|\b(?:routes|limits|severities|escalation|needs|closing|approvals|categories)\.[\w-]+"  # rows of the rule file
    r"|(?<=日历 )[a-z]+|(?<=路由：)[a-z]+|规则 [a-z.-]+"
    r"|\b[a-z_-]+(?= [\u4e00-\u9fff])"  # what may be typed, with what it means behind it
    r"|tsk incident link|rules\.toml|\btsk\b|TSK_NOW|tester|\bfrobnicate\b|practice-[0-9a-f]+|\b[0-9a-f]{64}\b"
)
WORD = re.compile(r"[A-Za-z]{2,}")


class Chinese(Desk):
    """The same desk read in Chinese."""

    @property
    def env(self) -> dict[str, str]:
        return {**super().env, "TSK_LANG": "zh"}


class ChineseTerminal(Chinese):
    """The same on a terminal of 80 columns."""

    @property
    def env(self) -> dict[str, str]:
        return {**super().env, "FORCE_COLOR": "1", "COLUMNS": "80", "TERM": "dumb"}


def english(told: Result) -> list[str]:
    """The English words that a command showed."""
    return sorted(set(WORD.findall(NAMED.sub(" ", f"{told.out}\n{told.err}"))))


@pytest.mark.parametrize("screen", [Chinese, ChineseTerminal])
def test_a_chinese_screen_has_no_english_word(screen: type[Desk], tmp_path: Path) -> None:
    desk = screen(tmp_path / "home")
    desk.ok("init", "--practice")
    found = {}
    for line in WALK.strip().splitlines():
        told = desk.tsk(*shlex.split(line))
        assert told.code == 0, (line, told)
        found[line] = english(told)
    for line in REFUSED.strip().splitlines():
        told = desk.tsk(*shlex.split(line))
        assert told.code in (2, 3, 4), (line, told)
        found[line] = english(told)
    assert {line: words for line, words in found.items() if words} == {}


def test_a_chinese_screen_keeps_to_80_columns(tmp_path: Path) -> None:
    desk = ChineseTerminal(tmp_path / "home")
    desk.ok("init", "--practice")
    for line in WALK.strip().splitlines():
        told = desk.tsk(*shlex.split(line))
        told_lines = [one for one in told.out.splitlines() if "practice-" not in one]  # an anchor is one line to copy
        wide = [one for one in told_lines if cell_len(one) > 80]
        assert not wide, (line, wide)
