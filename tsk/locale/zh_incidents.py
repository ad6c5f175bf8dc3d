"""The Chinese sentences of incidents (mass faults) and surges."""

from __future__ import annotations

INCIDENTS = {
    # the commands
    "Open an incident: one fault that many complain of.": "开启批量故障：多人投诉的同一故障。",
    "Hold complaints until the incident is over.": "将投诉挂在批量故障下，直至故障结束。",
    "Let complaints go that are not part of it.": "解除与批量故障无关的投诉。",
    "End an incident and answer everybody linked to it.": "结束批量故障，并逐一答复所有关联客户。",
    "Call an incident off; what is linked goes on by itself.": "取消批量故障，关联投诉各自继续处理。",
    "Show one incident with the complaints that it explains.": "查看一项批量故障及其关联投诉。",
    "List incidents, latest first.": "列出批量故障，最新在前。",
    "Number of the incident.": "批量故障编号。",
    "What is out of order.": "什么出了故障。",
    "When it should be over.": "预计何时结束。",
    "What staff should know, and customers may be told.": "员工须知、可告知客户的内容。",
    "Who is told: a person or a department; may be repeated. Else its department and the desk.": (
        "通知谁，可重复；不写则通知对口部门与投诉台。"
    ),
    "What everybody linked is told.": "对所有关联客户的答复。",
    "open, done or all.": "open、done 或 all。",
    "Linked to this incident, or answered with it.": "关联于该批量故障，或随其答复。",
    # what is refused
    "{what} {id}: {at} lies before {since}, when the last step was taken.": "{what} {id}：{at} 早于上一步的时间 {since}。",
    "Why is it cancelled?": "为何取消？",
    'Say what everybody is told: --reply "…".': '请写明对客户的答复：--reply "…"。',
    "Incident {incident} is over since {at} ({state} by {who}); its end stays as it was.": (
        "批量故障 {incident} 已于 {at} 了结（{who}：{state}），结果不再更改。"
    ),
    "`tsk incident show {incident}` shows it.": "可用 `tsk incident show {incident}` 查看。",
    "An incident needs a title.": "批量故障须有标题。",
    'Say what is out of order: `tsk incident open "…"`.': '请说明什么出了故障：`tsk incident open "…"`。',
    "The incident would end at {end}, before it begins.": "批量故障将于 {end} 结束，早于其开始。",
    "Who is told?": "通知谁？",
    "Give --tell a staff number or a department.": "请在 --tell 后写工号或部门。",
    "{number} is linked to incident {incident}.": "{number} 已关联批量故障 {incident}。",
    "Unlink it first: `tsk incident unlink {id}`.": "请先解除：`tsk incident unlink {id}`。",
    "Incident {incident} is over since {at}; nothing is linked to it any more.": (
        "批量故障 {incident} 已于 {at} 结束，不能再关联。"
    ),
    "`tsk incident list --state open` shows what is open.": "可用 `tsk incident list --state open` 查看进行中的故障。",
    "Incident {incident} holds nothing before {at}, when it was opened.": "批量故障 {incident} 于 {at} 开启，此前不能关联。",
    "The policy does not let a complaint wait for an incident ([waits] in {file} has no row {row}).": (
        "制度不允许投诉因批量故障而等待（{file} 的 [waits] 没有 {row} 一行）。"
    ),
    "Add it there and to `waits` of the milestones that it stops, then `tsk rules check`.": (
        "请在该处以及应暂停的时限节点的 `waits` 中加上它，再运行 `tsk rules check`。"
    ),
    "The row of incident {id} is damaged.": "批量故障 {id} 的记录行已损坏。",
    "`tsk verify` names it.": "`tsk verify` 会指出它。",
    "{number}: the last step ({step}) was taken for everybody with the same fault at once; it stays.": (
        "{number}：最后一步（{step}）是对同一故障的所有客户一并进行的，不可撤销。"
    ),
    "{number} is held by incident {incident} until that is over.": "{number} 由批量故障 {incident} 挂起，直至故障结束。",
    "If it is not part of it: `tsk incident unlink {id}`.": "如与该故障无关：`tsk incident unlink {id}`。",
    "{number} is linked to no incident.": "{number} 未关联任何批量故障。",
    "`tsk incident list` shows them.": "可用 `tsk incident list` 查看。",
    # the rule file
    "The template {name} leaves the answer out.": "模板 {name} 没有写入答复。",
    "Write {{answer}} in it.": "请在其中写上 {{answer}}。",
    "Nothing fills in {blank} here.": "此处没有内容可填入 {blank}。",
    # what is shown
    "Known fault: incident {id}, {title}": "已知故障：批量故障 {id}，{title}",
    "incident {id}, {title}": "第 {id} 号，{title}",
    "answered with incident {id}, {title}": "已随第 {id} 号（{title}）一并答复",
    "over since {at}": "已于 {at} 结束",
    "Mass fault": "批量故障",
    "expected end {until}": "预计 {until} 结束",
    "Incident {id}: {title}": "批量故障 {id}：{title}",
    "{count} complaints may be part of it:": "另有 {count} 件投诉可能与之有关：",
    "Explains {count} complaints": "关联投诉 {count} 件",
    "held {time}": "挂起 {time}",
    "answered with it": "已随之答复",
    "{at}, opened by {who}": "{at}，由{who}开启",
    "{at}, by {who}": "{at}，经办 {who}",
    "held by incident {incident}, until {until} at first": "由批量故障 {incident} 挂起，暂至 {until}",
    "About": "范围",
    "Since": "始于",
    "Expected end": "预计结束",
    "Notice": "通知",
    "Told": "已通知",
    "Why": "缘由",
    "Over": "结束",
    "Cause": "原因",
    "Reason": "说明",
    "Complaints": "投诉",
    "Title": "标题",
    "No incidents.": "没有批量故障。",
    "{answered} answered · {unlinked} only unlinked · {refused} refused": (
        "答复 {answered} 件 · 仅解除 {unlinked} 件 · 未成 {refused} 件"
    ),
    # a surge
    "Surge: {count} × {what} since {since}, usually {usual} at most": "突增：{what} {count} 件，自 {since}，平常至多 {usual} 件",
}
