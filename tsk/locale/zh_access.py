"""Chinese for who sees contact data, the log of it, and complaints taken along."""

ACCESS = {
    # options
    "Show contact data as they are, for this reason, on record.": "写明原因，显示完整的联系信息（留痕）。",
    "Who saw contact data and exported complaints instead.": "改为列出谁看过联系信息、谁导出过投诉。",
    "Take complaints along as a file: masked, by right, on record.": "导出投诉数据：联系信息隐藏，须有权限，留痕。",
    # what went wrong
    "Revealing takes a reason.": "显示联系信息须写明原因。",
    'Write --reveal "…".': '请写 --reveal "…"。',
    "{number}: contact data stay masked, as the look cannot be logged. {why}": (
        "{number}：无法记录本次查看，联系信息仍然隐藏。{why}"
    ),
    "Nothing was shown, as it cannot be logged. {why}": "无法留痕，因此未显示任何内容。{why}",
    "{person} sees only a part of the complaints; the log of who looked is about all of them.": (
        "{person} 只能看到部分投诉；查看记录涉及全部投诉。"
    ),
    "The log is shown, or written as json or csv.": "查看记录只能显示，或导出为 json、csv。",
    "Leave --format {said} out.": "请不要写 --format {said}。",
    "“{ending}” is no format to export to; -o takes {known}.": "“{ending}”不是可导出的格式；-o 可用 {known}。",
    "Say which with --format.": "请用 --format 指明。",
    "Only a text can be personal: it can be removed.": "只有文本字段可以是个人信息：文本才能删除。",
    'Write kind = "text".': '请写 kind = "text"。',
    # what is shown
    "{file}: {count} complaints as {kind}, {hidden}.": "{file}：{count} 件投诉（{kind}），{hidden}。",
    "contact data masked": "联系信息已隐藏",
    "contact data as they are": "联系信息完整",
    "Who saw contact data, {since} to {until}": "联系信息查看记录 {since} 至 {until}",
    "Nobody looked.": "无人查看。",
    "… {count} earlier ones: --json has all.": "…… 另有更早的 {count} 条，见 --json。",
    "Complaints exported": "导出件数",
}
