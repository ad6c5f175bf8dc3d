"""Chinese for entering a complaint on a terminal or from a file, and for answers from templates."""

from __future__ import annotations

ENTRY = {
    # what the command may be told
    "What the policy's frequent complaint of that name says, where nothing else is said.": "套用常见投诉，另写的优先。",
    "Read the complaint from a JSON or TOML file; - is a pipe.": "从 JSON 或 TOML 文件读取投诉；- 表示管道。",
    "Print the customer's receipt with it, as `form` does.": "同时输出客户回执，与 `form` 相同。",
    "Fill in this text of the policy; TEXT stands where it says {answer}.": "套用答复模板，正文在 {answer} 处。",
    "The template's language: en or zh; else that of the customer's own words.": "模板语言：en 或 zh；不写则按客户原话的语言。",
    # a file
    "It takes one complaint.": "一次登记一件投诉。",
    "{file} is no text.": "{file} 不是文本。",
    "It takes JSON or TOML, in UTF-8.": "须为 UTF-8 编码的 JSON 或 TOML。",
    "It takes one complaint as JSON or TOML.": "须用 JSON 或 TOML 写明一件投诉。",
    "{file} is a list.": "{file} 是一份列表。",
    "Several complaints at once: `tsk import`.": "一次登记多件，请用 `tsk import`。",
    "{file} cannot be read: {detail}.": "{file} 无法读取：{detail}。",
    "{file} says what a record does not have: {keys}.": "{file} 中有投诉没有的项目：{keys}。",
    "Did you mean {near}?": "是不是 {near}？",
    "{file}: {key} cannot be that.": "{file}：{key} 不能这样写。",
    "Write a text, and fields as NAME = VALUE in a table.": "请写成文本；自定义项目请在表中写 NAME = VALUE。",
    # questions
    "Enter skips a question; Ctrl-C stops and keeps a draft.": "按回车跳过一问；按 Ctrl-C 中止并保留草稿。",
    "What happened? (or a number, or e for the editor)": "什么情况？（写一句话，或选编号，或按 e 用编辑器写）",
    "What happened? (or e for the editor)": "什么情况？（写一句话，或按 e 用编辑器写）",
    "The policy asks for this.": "制度要求填写此项。",
    "Which file? ({kind})": "哪个文件？（{kind}）",
    "For whom does the customer speak?": "代谁投诉？",
    "Is the customer treated specially?": "客户属于哪一等级？",
    "Which category?": "哪个分类？",
    "Which subtype?": "哪个子类？",
    "Which severity?": "哪个级别？",
    "Whom is it about?": "投诉谁？",
    "The sum in dispute?": "争议金额？",
    "The whole story? (e: in the editor)": "详细经过？（按 e 用编辑器写）",
    "When was it received, if not now?": "何时收到？（不是现在的话）",
    "Why is it recorded only now?": "为何现在才登记？",
    "That may be {rows}.": "可能是：{rows}。",
    "Type a number from the list, or the first letters.": "请输入列表中的编号，或名称的开头几个字。",
    "Write it here; a line with only a dot ends it.": "请在此填写；单独一行句点表示写完。",
    # the customer
    "{name} · complaints so far: {count}, open: {open}": "{name} · 此前投诉 {count} 件，未结 {open} 件",
    "… {count} more: `tsk list --phone`": "……另有 {count} 件：`tsk list --phone`",
    "elsewhere": "他处受理",
    "only news of it: Ctrl-C, then `tsk chase {number}`": "只是催单：按 Ctrl-C，再用 `tsk chase {number}`",
    "an answer was promised by {due}, and it is late": "曾承诺 {due} 前答复，已超时",
    "promised then and kept: {text}": "当时承诺并已兑现：{text}",
    "promised then: {text}, by {due}, and not kept": "当时承诺：{text}，{due} 前兑现，至今未兑现",
    # drafts
    "A draft is kept for a week; `tsk record` offers it.": "草稿保留一周，`tsk record` 时可继续填写。",
    "A draft of {at}: {what}": "{at} 的草稿：{what}",
    "What is to be done with it?": "如何处理这份草稿？",
    "`tsk record` without a summary offers it.": "不写概要的 `tsk record` 会提示继续填写。",
    # the last look
    "Enter saves · a number changes its line · + adds a demand, a time, a tier …": "回车保存 · 编号修改该行 · + 补充诉求、发生时间、客户等级等",
    "e opens the editor · p saves and prints the receipt · q keeps a draft for later": "e 打开编辑器 · p 保存并输出回执 · q 存为草稿",
    "Type the number of a line, or one of the letters.": "请输入行的编号，或上面的一个字母。",
    "This one came with the command and stays as it is.": "此项由命令给出，不在此处修改。",
    "What is to be added?": "补充哪一项？",
    "{number} is recorded, but its receipt was not printed. {why}": "{number} 已登记，但回执未能输出。{why}",
    "`tsk form {id}` prints it.": "可用 `tsk form {id}` 输出。",
    # answers from templates
    "The template {name} has no place for a text of your own.": "模板 {name} 中没有填写正文的位置。",
    "Leave the text out, or write {{answer}} into the template.": "请不写正文，或在模板中写入 {{answer}}。",
    "The template {name} needs {missing}, and {number} does not say it.": "模板 {name} 需要：{missing}，而 {number} 中没有。",
    "Say it first, or write the answer yourself; the text that stands for the answer comes behind the number.": (
        "请先补上，或直接写答复；正文写在投诉单号之后。"
    ),
    "What is the customer told? (or a template's number, or e for the editor)": (
        "怎样答复客户？（写一句话，或选模板编号，或按 e 用编辑器写）"
    ),
    "What is the answer in it?": "模板中的答复内容？",
    "No word in it tells what kind it is.": "其中没有能判断分类的用词。",
    "{name} has no text.": "{name} 没有文字。",
    'Write zh = "…" or en = "…".': '请写 zh = "…" 或 en = "…"。',
    "A subtype stands beside its category.": "子类须与其分类写在一起。",
    "Write category = … in the row.": "请在该行写 category = …。",
}
