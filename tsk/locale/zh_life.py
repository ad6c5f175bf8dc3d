"""The Chinese sentences of what a policy adds of its own: fields, approvals, parts of limits, the register."""

from __future__ import annotations

LIFE = {
    # fields of the policy's own
    "A field of the policy's own; may be repeated.": "制度自定的栏目，可重复。",
    "“{said}” is not NAME=VALUE.": "“{said}”不是“栏目=内容”的写法。",
    "Write --set NAME=VALUE.": "请写 --set 栏目=内容。",
    "Which field is to be filled in?": "要填哪个栏目？",
    "“{said}” is not a number.": "“{said}”不是数字。",
    "{field} takes a number, such as 12 or 0.5.": "{field}须填数字，例如 12 或 0.5。",
    # the register
    "There is no {what} {id} here.": "没有第 {id} 号{what}。",
    "`tsk {list}` shows them.": "可用 `tsk {list}` 查看。",
    "The events of {what} {id} no longer add up.": "第 {id} 号{what}的事件已无法还原。",
    "The register's row of {what} {id} differs from its events.": "第 {id} 号{what}的登记行与其事件不符。",
    # extensions and approvals
    "{number}: {milestone} may be extended to {cap} at most ({limit} from receipt).": (
        "{number}：{milestone}最多延至 {cap}（自收到起 {limit}）。"
    ),
    "{number}: the proposal of {amount} {currency} is not approved (rule {rule}); nothing may be promised before.": (
        "{number}：{amount} {currency}的方案尚未批准（规则 {rule}），批准前不得作出承诺。"
    ),
    "{number}: the proposal waits for the signature of {roles}, not of {role} (rule {rule}).": (
        "{number}：方案现须由{roles}签批，而非{role}（规则 {rule}）。"
    ),
    "Nobody works in {department}: what is sent there lies there.": "{department} 没有人员：分派过去的投诉无人处理。",
    "Add somebody to [staff], or send it elsewhere.": "请在 [staff] 中添加人员，或改派别处。",
    "Nobody has the role {role}, which must sign.": "没有人担任须签批的角色 {role}。",
    "Give it to somebody in [staff].": "请在 [staff] 中指定担任该角色的人员。",
    # opinions, and what a supervisor looks for
    "Record a department's preliminary opinion.": "登记部门的初步意见。",
    "An opinion needs a text.": "初步意见要有内容。",
    "Say what the department thinks of it.": "请写明部门的看法。",
    "What the department thinks of it so far.": "部门目前的看法。",
    "Whose opinion it is.": "哪个部门的意见。",
    "Opinion": "初步意见",
    "Recorded later after receipt than the policy allows.": "收到后登记过迟的。",
    "Without contact with the customer for too long.": "过久未联系客户的。",
    # what else is offered
    "{number}: nothing {nth} was offered; there are {count} offers.": "{number}：没有第 {nth} 个方案，共有 {count} 个。",
    'Offer more with `tsk propose {id} "…" --alternative "…"`.': '可用 `tsk propose {id} "…" --alternative "…"` 再提方案。',
    "Which offer: 1 the proposal, 2 … the others.": "选哪个方案：1 是首选方案，2 起是备选。",
    "What else was offered; may be repeated.": "备选方案，可重复。",
    "Also offered": "备选方案",
    "Chosen": "客户选择",
    "; ": "；",
    "{number}: nobody may approve {amount} {currency}; the highest authority is {highest} (rule {rule}).": (
        "{number}：{amount} {currency}超出最高审批额度 {highest}（规则 {rule}）。"
    ),
    "Propose less, or ask for a higher level in [approvals].": "请降低金额，或在 [approvals] 中增加更高一级。",
    # reports
    "What each line is: department, cause, month or another dimension.": "按什么统计：department、cause、month 等维度。",
    "The N months before, beside it.": "并列出此前 N 个月。",
    "Rose": "自动升级",
    "Repeats": "重复",
    "Chases": "催单",
    "Points": "积分",
    "Score": "得分",
    "Rank": "名次",
    "The months before": "此前各月",
    "Month": "月份",
    "Received: {change} against {month}.": "受理件数比 {month} {change}。",
    "Share": "占比",
    "Added up": "累计",
    # the rule file
    "Add milestone with before, after or used, idle, chases, round or on.": (
        "请写 milestone 并配 before、after 或 used，或写 idle、chases、round、on。"
    ),
    "{name} needs before, after or used, and only one of them.": "{name} 要写 before、after 或 used，只能写一个。",
    "A condition cannot ask for {name}: it is no choice and no check.": "条件不能用 {name}：它既不是选项栏，也不是勾选栏。",
    'Write kind = "choice" or kind = "check" in [fields].': '请在 [fields] 中写 kind = "choice" 或 kind = "check"。',
    "Every complaint has {name} already.": "投诉本来就有 {name} 一栏。",
    "Choose another name.": "请换一个名称。",
    "A choice has options, and nothing else has.": "选项栏要有选项，其他栏不能有。",
    'Write kind = "choice" and its options.': '请写 kind = "choice" 和 options。',
    "The role {role} may not approve.": "角色 {role} 无权审批。",
    'Give it the right "approve".': '请给它 "approve" 权限。',
    "The role {role} may approve no sum.": "角色 {role} 没有审批额度。",
    "Write approves = … in its row.": "请在该行写 approves = …。",
    "Of {name}, less is better.": "{name} 越低越好。",
    "Of {name}, more is better.": "{name} 越高越好。",
    "Write at_least.": "请写 at_least。",
    "At least 0 percent is always reached.": "至少 0% 总能达到。",
    "Write what should be reached, or delete the row.": "请写要达到的数值，或删去这一行。",
    "A raise from {less} to {grave} gives {milestone} a longer limit ({after} instead of {before}).": (
        "由“{less}”提级到“{grave}”后，{milestone}的时限更长（{after}，原为{before}）。"
    ),
    "Its date stays as it was; check the limits of {grave}.": "到期时间保持不变；请检查“{grave}”的时限。",
    "Write at_most.": "请写 at_most。",
    "The weights add up to {sum}: {parts}.": "各权重之和为 {sum}：{parts}。",
    "Let them add up to 100.": "请使其合计为 100。",
    "{value} is not a share of a limit.": "{value} 不是时限的比例。",
    'Write for example "60 %".': '例如写 "60 %"。',
}
