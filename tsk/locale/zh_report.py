"""The Chinese sentences of reports."""

from __future__ import annotations

REPORT = {
    "Received in this quarter.": "该季度受理的投诉。",
    "Beside the period before it, or a year earlier.": "与上一时期或上年同期对比。",
    "A month, a quarter and --since or --until exclude each other.": "月份、季度与 --since、--until 不能同时使用。",
    "Leave all but one out.": "请只保留其中一个。",
    "“{said}” is not a quarter.": "“{said}”不是季度。",
    # the page
    "No complaint was received from {since} to {until}.": "{since} 至 {until} 没有受理投诉。",
    "Only {what}: {value}": "仅限{what}：{value}",
    "no longer in the policy": "制度中已无",
    "{n} received": "受理 {n}",
    "{n} closed": "办结 {n}",
    "{n} called off": "撤销 {n}",
    "{n} still open": "未结 {n}",
    "{n} answers overdue": "答复超时 {n}",
    "Hours: working time in hand, by the calendar of whoever had it; median and 90 %: of those answered.": (
        "工时：在手的工作时间，按经手部门的日历计；中位数与九成值按已答复的投诉计。"
    ),
    "Median hours": "工时中位数",
    "90 % within hours": "九成以内工时",
    "Reopened": "重新受理率",
    "Upheld": "成立率",
    # rates and deadlines
    "Rates and targets": "各项指标与目标",
    "{count} of {of}": "{count}/{of} 件",
    "at least {n} %": "不低于 {n}%",
    "at most {n} %": "不高于 {n}%",
    "✓ {wanted}": "✓ 达标：{wanted}",
    "✗ missed: {wanted}": "✗ 未达标：{wanted}",
    "Deadlines met of those that fell due": "到期时限的按时完成",
    # backlog, ages, causes
    "Open at the end of each day": "每日末未结",
    "Open at the end of each week": "每周末未结",
    "Open at the end of each month": "每月末未结",
    "{n} at the end, most {most} on {day}": "期末 {n}，最多 {most}（{day}）",
    "Ended": "了结",
    "{n} in all": "共 {n}",
    "Open now, by age": "当前未结投诉的时长分布",
    "more than {n} days": "超过 {n} 天",
    "up to {n} day": "不超过 {n} 天",
    "{first} to {last} days": "{first} 至 {last} 天",
    "Main causes": "主要原因",
    "added up {percent}": "累计 {percent}",
    "without a cause so far: {n}": "尚无原因：{n}",
    # other periods
    "More or fewer than from {since} to {until}": "与 {since} 至 {until} 相比的增减",
    "This period still runs: today is its last day.": "本期尚未结束：今天是最后一天。",
    "This period still runs: {past} of {of} days.": "本期尚未结束：已过 {past} 天，共 {of} 天。",
    "Nothing to compare with: no complaint from {since} to {until}.": "无可对比：{since} 至 {until} 没有投诉。",
    "before assignment": "分派前",
    "no handler yet": "尚无处理人",
    "Rates in percentage points.": "比率按百分点计。",
}
