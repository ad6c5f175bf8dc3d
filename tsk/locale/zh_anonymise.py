"""Chinese for removing the person from complaints that are over."""

ANONYMISE = {
    "Remove the person from complaints that are over, for ever.": "从已了结的投诉中永久删除个人信息。",
    "All complaints of the customer with that phone.": "该电话客户的全部投诉。",
    "All that ended before this day.": "此日之前了结的全部投诉。",
    "All that ended as long ago as the rule file says.": "按规则文件已到保存期限的全部投诉。",
    "Only finish what an interrupted run left.": "只完成上次中断后剩下的清除。",
    "Only show which; nothing is removed.": "只列出投诉，不删除。",
    "Do not ask; it cannot be undone.": "不再询问；删除后无法恢复。",
    "Which complaints?": "哪些投诉？",
    "Give their numbers, or one of --phone NUMBER, --closed-before DATE, --due.": (
        "请给出单号，或写 --phone 号码、--closed-before 日期、--due 之一。"
    ),
    "{file} does not say how long a complaint keeps its person.": "{file} 没有规定个人信息保存多久。",
    'Write privacy = {{ anonymise = "3 years after closed" }} into [settings], or give --closed-before.': (
        '请在 [settings] 中写 privacy = {{ anonymise = "结案后3年" }}，或用 --closed-before。'
    ),
    '"{value}" does not say how long.': "“{value}” 没有说明保存多久。",
    'Write for example "3 years after closed".': '例如写 "结案后3年"。',
    "No complaint here is of a customer with the phone {phone}.": "没有电话为 {phone} 的客户的投诉。",
    "{number} is {state}: its customer still waits.": "{number} 现为“{state}”：客户还在等待。",
    "Close or cancel it first.": "请先结案或撤销。",
    "{number} is closed, but {milestone} is still owed, by {due}.": "{number} 已结案，但{milestone}尚未完成（{due} 前）。",
    "Do it, or take it back, first: `tsk show {id}`.": "请先完成或撤回：`tsk show {id}`。",
    "{number} is linked to incident {incident}, which is not over.": "{number} 关联的批量故障 {incident} 尚未结束。",
    "First: `tsk incident resolve {incident}`.": "请先 `tsk incident resolve {incident}`。",
    "{number} has a penalty that nobody has decided.": "{number} 有处罚尚未决定。",
    "First: `tsk penalty confirm {id}`, or waive it.": "请先 `tsk penalty confirm {id}`，或减免。",
    "{number} goes on as {other}, which is not over.": "{number} 已并入 {other}，后者尚未了结。",
    "Finish that one first.": "请先办结那一件。",
    "Why are they removed?": "为什么删除？",
    "The reason names the customer, and it would stay.": "原因中写有客户信息，而原因会保留。",
    "Say it without name, phone, card or e-mail.": "请不要写姓名、电话、卡号或邮箱。",
    "{number}: the figures would not stay as they are; nothing was removed.": "{number}：统计数字会改变，未作删除。",
    "Run `tsk verify`.": "请运行 `tsk verify`。",
    "{number} was anonymised on {at}: nothing more is recorded of it.": (
        "{number} 已于 {at} 删除个人信息，不能再作记录。"
    ),
    "A new matter is a new complaint: `tsk record`.": "新的诉求请另行登记：`tsk record`。",
    "No complaint is to be anonymised.": "没有要删除个人信息的投诉。",
    "What is removed cannot be brought back.": "删除后无法恢复。",
    "Look with --dry-run, then add --yes.": "请先用 --dry-run 查看，再加 --yes。",
    "Remove the person from these complaints for ever ({count})?": "永久删除这些投诉的个人信息（{count} 件）？",
    "Nothing was removed: {count} would be.": "未作删除；将处理 {count} 件。",
    "The texts are removed, but what they were can still be read on the disk: somebody else is using it now.": (
        "文字已删除，但磁盘上仍可读出原文：有其他程序正在使用。"
    ),
    "Close what reads {file}, then: `tsk anonymise --finish`.": "请关闭正在读取 {file} 的程序，再运行 `tsk anonymise --finish`。",
    "anonymised: {texts} texts, {papers} papers": "已删除个人信息：文字 {texts} 条，附件 {papers} 份",
    "Papers deleted: {count}.": "已删除附件 {count} 份。",
    "Papers kept, because other complaints have them: {count}.": "因其他投诉也有而保留的附件 {count} 份。",
    "Messages of the outbox without them now: {count}.": "已从 {count} 条待发或已发消息中删除。",
    "Nothing of what was removed can be read in the database any more.": "数据库中已读不出被删除的内容。",
    "Also named in: {numbers}": "还出现在：{numbers}",
    "Exported since they were received: {count} times; those files are not reached.": (
        "受理以来导出过 {count} 次，那些文件不在此处理范围内。"
    ),
    "Backups made before hold them still: {names}": "此前的备份仍含有这些信息：{names}",
    "removed on {at}": "已于 {at} 删除",
    "Add --reason.": "请加 --reason。",
    "The {field} of event {n} (complaint {id}) should be gone with its person.": (
        "事件 {n}（投诉 {id}）的{field}应已随个人信息删除。"
    ),
    "What was anonymised may still be read in the file: `tsk anonymise --finish`.": (
        "已删除的个人信息可能仍能从文件中读出：`tsk anonymise --finish`。"
    ),
}
