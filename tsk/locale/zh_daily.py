"""The Chinese sentences of the day's summary and of what is sent."""

from __future__ import annotations

DAILY = {
    "Print nothing unless something is wrong.": "没有问题时不输出。",
    "Exit with 10 where something is wrong.": "有问题时以 10 退出。",
    "Return visits overdue: {count}": "超时的回访：{count}",
    "Waits that are over: {count}": "等待已到期：{count}",
    "Provisional deadlines: {count}, the earliest {due}": "暂定的截止时间：{count}，最早 {due}",
    "Target missed: {name} {rate}, {wanted}": "未达标：{name} {rate}，{wanted}",
    "Target not reached yet: {name} {rate}, {wanted}": "尚未达标：{name} {rate}，{wanted}",
    "at least {percent} %": "目标不低于 {percent}%",
    "at most {percent} %": "目标不高于 {percent}%",
    "… {count} more: `{command}`": "……另有 {count} 项：`{command}`",
}
