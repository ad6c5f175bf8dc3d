"""The Chinese sentences of penalties."""

from __future__ import annotations

PENALTIES = {
    "Put a violation on its outlet's ledger, or all found.": "将违规记入网点的处罚台账，或按条款逐件查核。",
    "Confirm a penalty.": "确认处罚。",
    "Waive a penalty, saying why.": "免除处罚，写明原因。",
    "Show the ledger of penalties with its sums.": "查看处罚台账及合计。",
    "Complaint number; without one every article is tried.": "投诉单号；不写则逐条查核全部投诉。",
    "Which of its penalties.": "第几项处罚。",
    "The article that was violated.": "所违反的条款。",
    "The sum, where the article leaves a range.": "金额，条款给出幅度时填写。",
    "Compensation or costs, booked beside the fine.": "赔偿或费用，与罚款分别入账。",
    "Whose violation it is; the outlet is charged.": "违规人；处罚由网点承担。",
    "It cannot be proven.": "无法查实。",
    "What proves it.": "证据。",
    "Who is charged, if not the complaint's store.": "受罚网点，若不是投诉所涉门店。",
    "What happened, in a sentence.": "简述违规事实。",
    "Standing": "状态",
    "No article fits anything new.": "没有新的违规可按条款处罚。",
    "Only this outlet.": "只看该网点。",
    "Only this article, by its name in the rule file.": "只看该条款，写规则文件中的名称。",
    "proposed, filed, confirmed or waived.": "proposed、filed、confirmed 或 waived。",
    "No penalties.": "没有处罚。",
    "Day": "日期",
    "Outlet": "网点",
    "Article": "条款",
    "Violation": "违规",
    "Fine": "罚款",
    "referred": "移交网点管理部门",
    "complaint cancelled as a mistake": "投诉登记有误已撤销",
    "Raised": "应罚",
    "Waived": "免除",
    "To pay": "实罚",
    "Compensation": "赔偿",
    "Referrals": "移交件数",
    "This policy has no penalties.": "现行制度没有处罚条款。",
    "Write them into [penalties].": "请写入 [penalties]。",
    "Which article?": "哪一条？",
    "Add --article: {known}.": "请加 --article：{known}。",
    "{number}: article {article} does not fit: its condition is not fulfilled (rule {rule}).": (
        "{number}：不符合第 {article} 条的条件（规则 {rule}）。"
    ),
    "See its `when`; `tsk penalty propose` without a number finds what fits.": (
        "请看该条的 `when`；不写单号的 `tsk penalty propose` 会找出符合的条款。"
    ),
    "Article {article} fixes its sum (rule {rule}).": "第 {article} 条的金额是固定的（规则 {rule}）。",
    "Leave --amount out.": "请去掉 --amount。",
    "Article {article} leaves {low} to {high} {currency}: how much?": (
        "第 {article} 条的幅度是 {low} 至 {high} {currency}：罚多少？"
    ),
    "Add --amount.": "请加 --amount。",
    "{amount} {currency} lies outside what article {article} allows: {low} to {high} (rule {rule}).": (
        "{amount} {currency}超出第 {article} 条的幅度：{low} 至 {high}（规则 {rule}）。"
    ),
    "Give a sum within it.": "请写幅度以内的金额。",
    "{number}: no outlet is named that could be charged.": "{number}：没有写明受罚网点。",
    "Add --outlet, or correct the complaint: `tsk update {id} --store …`.": (
        "请加 --outlet，或更正投诉：`tsk update {id} --store …`。"
    ),
    "Article {article} charges only what is proven (rule {rule}).": "第 {article} 条只罚已查实的（规则 {rule}）。",
    "Leave --unproven out once it is.": "查实后去掉 --unproven。",
    "Article {article} needs evidence (rule {rule}).": "第 {article} 条须有证据（规则 {rule}）。",
    "Article {article} does not accept {evidence} as evidence (rule {rule}).": (
        "第 {article} 条不接受{evidence}作为证据（规则 {rule}）。"
    ),
    "{number}: article {article} was charged already, with {other} (rule {rule}).": (
        "{number}：第 {article} 条已随 {other} 一并处罚（规则 {rule}）。"
    ),
    "Waive that one first, if it is to be charged by itself.": "如须单独处罚，请先免除那一项。",
    "{number}: the penalty of article {article} is on file, unproven (rule {rule}).": (
        "{number}：第 {article} 条的处罚尚未查实，留档备查（规则 {rule}）。"
    ),
    "Propose it again as proven: `tsk penalty propose {id} {said}`.": (
        "查实后请重新提出：`tsk penalty propose {id} {said}`。"
    ),
    "Add --evidence: {known}.": "请加 --evidence：{known}。",
    "Why is the penalty waived?": "为什么免除处罚？",
    "{number}: penalty {nth} has been decided already ({state}).": "{number}：第 {nth} 项处罚已有决定（{state}）。",
    "{number} has no penalty that waits for a decision.": "{number} 没有待决定的处罚。",
    "`tsk penalty list` shows them.": "可用 `tsk penalty list` 查看。",
    "{number} has several penalties: which one?": "{number} 有几项处罚：哪一项？",
    "Add --nth: {known}.": "请加 --nth：{known}。",
    # the rule file
    "Only a penalty can ask for what was missed.": "只有处罚条款可以问哪个时限超时。",
    "Elsewhere: [escalation] milestone.": "其他地方请用 [escalation] 的 milestone。",
    "{value} is no sum and no range.": "{value} 既不是金额，也不是幅度。",
    "Write 200, or [10, 100].": "请写 200，或 [10, 100]。",
    "Write for example {{ 3 = 5000 }}.": "例如写 {{ 3 = 5000 }}。",
    "Article {article} is {first} already.": "第 {article} 条已用于 {first}。",
    "Give each row a number of its own, such as 5a.": "每行用自己的条号，例如 5a。",
    "{name} fits nothing: no limit gives {milestone} to such complaints.": (
        "没有投诉会符合 {name}：没有哪行时限给这类投诉规定 {milestone}。"
    ),
    "Change its `when`, or add a row to [limits].": "请改它的 `when`，或在 [limits] 中加一行。",
    "A range by gravity stands beside a fixed fine only.": "按情节的幅度只能与固定罚款并用。",
    "Remove one of them.": "请去掉其中一个。",
    "What is unproven is kept on file, or costs a sum.": "无法查实的或留档备查，或处以一定金额。",
    "Within which time do the repetitions of {name} count?": "{name} 的重复次数在多长时间内计算？",
    'Add within = "month".': '请加 within = "month"。',
}
