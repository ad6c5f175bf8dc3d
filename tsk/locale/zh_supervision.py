"""Chinese for supervision: what is overdue, who has how much."""

SUPERVISION = {
    "In groups: department, handler, milestone or another dimension.": "分组显示：department（部门）、handler（处理人）、milestone（时限）等维度。",
    "worst, received, number, chased, severity; -worst: late last.": "worst（最严重）、received（受理时间）、number（编号）、chased（催办）、severity（严重程度）；-worst 倒序。",
    "at least {count}": "至少 {count}",
    "{n} overdue": "{n} 项超时",
    "{n} due soon": "{n} 项即将到期",
    "Only with something overdue.": "只看有超时事项的。",
    "Waiting for an approval, an answer by the desk or a review.": "等待审批（approval）、受理台答复（answer）或审核（review）的。",
    'Open, and no step by anybody for this limit, such as "3 working days".': "未办结且超过此时限无人处理的，如“3个工作日”。",
    "step that is waited for": "等待事项",
    "Round": "轮次",
    "since {at}": "自 {at} 起",
    "round {n}": "第 {n} 轮",
    "Due soon": "即将到期",
    "Worst": "最严重",
    "Region": "区域",
    "Show what is overdue, the worst first.": "显示超时事项，最严重的在前。",
}
