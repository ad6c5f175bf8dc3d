"""The Chinese of taking in foreign files, and of taking complaints along whole."""

IMPORTING = {
    # asked for
    "Take in another system's complaints, each once, with their past.": "导入其他系统的投诉及其经过，每件只导入一次。",
    "CSV, TSV, XLSX, or a line of JSON for each complaint.": "CSV、TSV、XLSX，或每件投诉一行 JSON。",
    "The mapping: which of its columns is what (TOML).": "对照文件 （TOML）：哪一列是什么。",
    "Print a first mapping made from the headings; nothing is taken in.": "根据表头输出对照文件的初稿；不导入。",
    "Only say what would be taken in; nothing is written.": "只说明将导入什么；不写入。",
    "When a row cannot be taken: stop (take in nothing), skip it, or quarantine.": (
        "遇到无法导入的行：stop （全部不导入）、skip （跳过）或 quarantine （另存）。"
    ),
    "From when limits of what is still open run: received, or now.": "时限起点：received （收到时）或 now （现在）。",
    "There is no file {file}.": "没有文件 {file}。",
    "Check the name.": "请检查文件名。",
    "Check the name after --map.": "请检查 --map 后的文件名。",
    "Which column is what? {file} needs a mapping.": "哪一列是什么？{file} 需要对照文件。",
    "`tsk import {file} --suggest` writes a first one; then add --map.": "`tsk import {file} --suggest` 可写出初稿；然后加 --map。",
    "{file}, line {line}: {problem}": "{file} 第 {line} 行：{problem}",
    "{file}, line {line}, {column}: {problem}": "{file} 第 {line} 行，{column}：{problem}",
    "{file} cannot be read ({reason}).": "{file} 无法读取（{reason}）。",
    "What was taken in before stands; the same command goes on.": "此前导入的有效；再次执行同一命令即可继续。",
    # what it came to
    "would be taken in": "将导入",
    "taken in": "已导入",
    "recorded here now": "新登记",
    "there already": "已有",
    "corrected or continued": "更正或补充",
    "left as they are here, though the file differs": "与文件不同，保持本台现状",
    "of them still open": "其中未结",
    "of them with an estimated time": "其中含推定时间",
    "of them classified by their words": "其中按内容判定分类",
    "steps of theirs": "步骤数",
    "Left out: {count}": "未导入：{count}",
    "They stand in {file}, each with its line and reason.": "已另存于 {file}，注明行号和原因。",
    "More rows cannot be taken; they are counted below.": "还有其他无法导入的行，数目见下。",
    "Nothing was taken in. Mend the rows, or add --on-error skip or --on-error quarantine.": (
        "全部未导入。请改正这些行，或加 --on-error skip 或 --on-error quarantine。"
    ),
    # why a complaint is not taken
    "A complaint needs a {what}.": "投诉须有{what}。",
    "Map a column to it, or a constant.": "请在对照文件中指定一列，或写一个固定值。",
    "“{said}” is not a date.": "“{said}”不是日期。",
    "Write it as 2026-11-20T15:20+08:00.": "请写成 2026-11-20T15:20+08:00。",
    "{at} lies in the future.": "{at} 在将来。",
    "{step} at {at} lies before the receipt at {received}.": "{step}（{at}）早于收到时间（{received}）。",
    "{step} at {at} is not possible: the complaint is {state} then.": "{at} 不能{step}：当时投诉为{state}。",
    "A file cannot tell the step {step}.": "文件中不能有步骤“{step}”。",
    "{number} was anonymised.": "{number} 已匿名化。",
    "Contact data are masked in it.": "其中的联系方式已隐藏。",
    "Export it again with --reveal.": "请用 --reveal 重新导出。",
    "This is no complaint exported with its steps.": "这不是附步骤导出的投诉。",
    "{number} is here already, with other steps.": "{number} 在本台已有，步骤不同。",
    "{number} was received under the policy {version}, which this desk does not know.": (
        "{number} 收到时适用规则版本 {version}，本台没有该版本。"
    ),
    "Copy the rules.toml of that desk here first.": "请先把那个投诉台的 rules.toml 复制过来。",
    "{number} is linked to an incident, which is not in the file.": "{number} 关联了批量故障，文件中没有。",
    "{number} is a complaint of this desk already.": "{number} 已是本台的投诉。",
    "Correct it with `tsk update`.": "请用 `tsk update` 更正。",
    # taken along
    "csv, xlsx (a workbook), json, or jsonl (a line for each).": "csv、xlsx （工作簿）、json，或 jsonl （每件一行）。",
    "With every step, as json or jsonl: another desk can take it in whole.": "附全部步骤，用 json 或 jsonl：其他投诉台可完整导入。",
    "Steps are exported as json or jsonl.": "步骤只能导出为 json 或 jsonl。",
    "Add --format jsonl, or leave --events out.": "请加 --format jsonl，或去掉 --events。",
    "A workbook is not for a terminal.": "工作簿不能在终端显示。",
    "Name a file with -o.": "请用 -o 指定文件。",
}
