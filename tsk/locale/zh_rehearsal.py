"""Chinese for rehearsals and fair figures."""

from __future__ import annotations

REHEARSAL = {
    "Replay recorded complaints under an edited rule file.": ("用改过的规则文件重演已登记的投诉，不写入任何内容。"),
    "The edited rule file.": "改过的规则文件。",
    "At most so many examples; ten where left out.": "最多列出几个例子；不写为十个。",
    "replayed: {count}": "重演 {count} 件",
    "A rehearsal: people's steps as recorded, what the rules decide made anew. Nothing is written.": (
        "这是预演：人员的步骤照记录不变，规则的决定重新作出。不写入任何内容。"
    ),
    "There is no file {file}.": "没有文件 {file}。",
    "Copy rules.toml, edit the copy and name it here.": "请复制 rules.toml，修改副本后在此写明。",
    "{file}: of its own examples come out otherwise: {count}. The first:": "{file}：自带的例子中结果不同的有 {count} 处，第一处：",
    "now": "现行",
    "new": "新规",
    "No complaint would stand otherwise.": "没有投诉会有所不同。",
    "Complaints that would stand otherwise: {count}.": "结果将不同的投诉：{count} 件。",
    "another route": "分派不同",
    "another severity": "等级不同",
    "another category": "分类不同",
    "with another department now": "现归其他部门",
    "in another state now": "现在状态不同",
    "other deadlines": "时限不同",
    "deadlines that come sooner": "提前的时限",
    "deadlines that come later": "推后的时限",
    "deadlines that begin": "新增的时限",
    "deadlines that are gone": "取消的时限",
    "For example": "例如",
    "… {count} more: `--limit N`, or `--json`.": "… 还有 {count} 件：用 `--limit N` 或 `--json`。",
    "Not replayed: {count} ({numbers}). {why}": "未重演：{count} 件（{numbers}）。{why}",
    "Its texts were removed.": "其文字已被删除。",
    "Its events are damaged.": "其记录已损坏。",
    "{file} knows no {kind} “{word}”.": "{file} 里没有{kind}“{word}”。",
    "Stand otherwise in the file than under its rules of today: {count}"
    " (received under earlier ones, or before days were known).": (
        "档案里与今天的规则算出的不同：{count} 件（按更早的规则受理，或当时节假日尚未公布）。"
    ),
    "Steps that {file} would have refused for what is missing: on {count} complaints; taken all the same.": (
        "{file} 会因缺少内容而拒绝的步骤：涉及 {count} 件投诉；仍按已办计算。"
    ),
    "Receipts dated back, waits just before a deadline and the like instead.": "改为列出补录、临到期等待等。",
    "Steps taken from {since} to {until}": "{since} 至 {until} 的办理经过",
    "Counted and listed, not judged: why it came about, each complaint's file tells.": (
        "只计数、列出，不作评判：原因见各件投诉的档案。"
    ),
    "… {count} earlier ones: `--json`, or a pipe.": "… 更早的还有 {count} 项：用 `--json` 或管道。",
    "recorded more than {limit} after receipt": "受理后超过{limit}才登记",
    "begun in the last two hours before the deadline that they stop": "在所暂停的时限到期前两小时内开始",
    "answers of fewer than {count} signs, and a new round after them": "答复不足 {count} 个字，之后又开始新一轮",
    "a new round within seven days after closing": "结案后七天内又开始新一轮",
    "more time for a deadline": "时限延长",
    "corrections of what was closed, cancelled, rejected or merged": "对已结案、撤销、不予受理或合并的投诉的更正",
    "received {at}, recorded {time} later": "{at} 受理，{time}后登记",
    "{time} before {milestone}": "距{milestone}时限 {time}",
    "signs: {count}": "{count} 个字",
    "{time} after closing ({step})": "结案后 {time}（{step}）",
    "Steps that would have been impossible under {file}: on {count} complaints; left out.": (
        "在 {file} 下无从办理的步骤：涉及 {count} 件投诉；略去不计。"
    ),
}
