"""Chinese for proving the file: anchors, mending, the state of the home."""

PROOF = {
    "Derive again whatever differs from the events; events are never touched.": "凡与步骤不符的派生数据重新推算；步骤本身从不改动。",
    "Print nothing but the anchor, to keep it elsewhere.": "只打印存证，以便另处保存。",
    "An anchor kept elsewhere, or a file with anchors in it; - reads a pipe.": "另处保存的存证，或含有存证的文件；- 表示从管道读取。",
    "No anchor stands in {what}.": "{what}中没有存证。",
    "An anchor is a line of a desk, a number and 64 hexadecimal digits, as `tsk verify --anchor` prints it.": "存证是一行：台号、序号和64位十六进制数，由 `tsk verify --anchor` 打印。",
    "{file} cannot be read ({reason}).": "无法读取{file}（{reason}）。",
    "Give the anchor itself, or a file that holds it.": "请给出存证本身，或含有存证的文件。",
    "None of these anchors is of this desk ({desk}).": "这些存证都不属于本台（{desk}）。",
    "They begin with: {known}. Check --home and --site, or the file is another one.": "它们的台号是：{known}。请检查 --home 和 --site；否则这已是另一个文件。",
    "The anchor is of event {n}; the file ends at event {last}: what came after it was removed.": "存证是第{n}个步骤的，而文件止于第{last}个步骤：其后的记录已被删去。",
    "Event {n} is not the one of the anchor: what was recorded up to it was rewritten.": "第{n}个步骤与存证不符：到此为止的记录已被改写。",
    "The rules kept of {file} differ from its text.": "所存{file}的编译规则与其原文不符。",
    "The search index differs from the complaints' texts in {count} places.": "检索索引与投诉文本有{count}处不符。",
    "Event {n} ({what} {id}, {type}) was changed.": "第{n}个步骤（{what} {id}，{type}）被改动过。",
    "Derived again from the events: {what}.": "已由步骤重新推算：{what}。",
    "The anchor of event {n} holds: everything up to it is as it was then.": "第{n}个步骤的存证相符：到此为止的记录与当时一致。",
    "What is derived is mended by `tsk verify --rebuild`; for the rest: `tsk restore`.": "派生数据可用 `tsk verify --rebuild` 修复；其余请用 `tsk restore`。",
    "Anchor: {anchor}": "存证：{anchor}",
}
