"""Chinese for backups and restoring."""

from __future__ import annotations

BACKUP = {
    "Copy the desk while others work: database, rules, attachments.": "备份投诉台，不影响他人办理：数据库、规则和附件。",
    "Bring a backup back; what it replaces is kept.": "恢复备份；被替换的内容予以保留。",
    "The folder of backups, if not that in the home.": "备份文件夹；不写为主目录中的 backups。",
    "Keep the newest of each of so many days.": "保留最近多少天中每天最新的一份。",
    "… of each of so many weeks.": "……多少周中每周最新的一份。",
    "… of each of so many months.": "……多少个月中每月最新的一份。",
    "A backup, or the path of one.": "备份的名称或路径。",
    "The newest backup that is whole.": "最新的完好备份。",
    "Show the backups, and whether they are whole.": "列出备份，并说明是否完好。",
    "Only try: restore the newest beside the desk, and verify it.": "只演练：在一旁恢复最新备份并核验。",
    "Bring the rule file back too.": "同时恢复规则文件。",
    "Do not ask.": "不再询问。",
    "A number of backups to keep is not below 0.": "保留的备份份数不能小于 0。",
    "The newest is always kept.": "最新的一份总会保留。",
    "No backup was made in {folder} ({reason}).": "未能在 {folder} 备份（{reason}）。",
    "Nothing is left of it there; make room, or name another folder with --to.": (
        "那里没有留下半份备份；请腾出空间，或用 --to 指定其他文件夹。"
    ),
    "{folder} cannot be read ({reason}).": "无法读取 {folder}（{reason}）。",
    "Name another folder.": "请指定其他文件夹。",
    "{file} is damaged; no backup was made of it.": "{file} 已损坏，未作备份。",
    "The backup {name} is made, but older ones cannot be removed ({reason}).": (
        "备份 {name} 已完成，但无法删除更早的备份（{reason}）。"
    ),
    "Look at {folder}.": "请查看 {folder}。",
    "Backup {name}: {parts}": "备份 {name}：{parts}",
    "{count} complaints": "{count} 件投诉",
    "{count} events": "{count} 条记录",
    "{count} attachments ({new} new)": "{count} 个附件（新增 {new} 个）",
    "{count} older ones removed": "删除较早的 {count} 份",
    "Attachment {nth} of {number} is missing or was changed in the desk itself ({hash}).": (
        "投诉台中 {number} 的附件 {nth} 缺失或被改动（{hash}）。"
    ),
    # the list
    "There is no backup in {folder}.": "{folder} 中没有备份。",
    "Make one: `tsk backup`.": "请先备份：`tsk backup`。",
    "Backup": "备份",
    "Made at": "备份时间",
    "damaged": "损坏",
    "gaps": "有缺",
    "Events": "记录",
    "Size": "大小",
    "whole": "完好",
    "whole but for {count} attachments": "除 {count} 个附件外完好",
    "Put aside, not rotated: {name} ({size})": "另存，不轮换：{name}（{size}）",
    "{file} is missing or was changed.": "{file} 缺失或被改动。",
    "The attachment {file} is missing or was changed.": "附件 {file} 缺失或被改动。",
    "{file}: {what}.": "{file}：{what}。",
    "{file} holds other events than {manifest} says.": "{file} 中的记录与 {manifest} 所写的不符。",
    # restoring
    "Their person stands in them again; `tsk anonymise` removes it: {numbers}": (
        "其中的个人信息已随备份恢复，请用 `tsk anonymise` 再次去除：{numbers}"
    ),
    "The database {file} is gone, and what belongs to it is still there.": "数据库 {file} 不见了，而与它有关的文件还在。",
    "Bring the last backup back: `tsk restore`; for a new desk, name another folder with --home.": (
        "请恢复最近的备份：`tsk restore`；如要新建投诉台，请用 --home 指定其他文件夹。"
    ),
    "There is no backup {said} in {folder}.": "{folder} 中没有备份 {said}。",
    "`tsk restore --list` shows those there are.": "`tsk restore --list` 列出现有的备份。",
    "See `tsk restore --list`.": "请看 `tsk restore --list`。",
    "There is no backup in {folder} that is whole.": "{folder} 中没有完好的备份。",
    "`tsk restore --list` shows what is there; name another folder with --from.": (
        "`tsk restore --list` 列出那里有什么；可用 --from 指定其他文件夹。"
    ),
    "Say which backup.": "请写明用哪份备份。",
    "{name} is the newest that is whole: `tsk restore {name}`.": "{name} 是最新的完好备份：`tsk restore {name}`。",
    "The backup {name} is damaged: {what}": "备份 {name} 已损坏：{what}",
    "{good} is whole: `tsk restore {good}`.": "{good} 完好：`tsk restore {good}`。",
    "No older backup there is whole.": "那里没有更早的完好备份。",
    "{file} is the desk itself, and no backup of it.": "{file} 就是投诉台本身，不是它的备份。",
    "{name} is a backup of another desk than that in {file}.": "{name} 不是 {file} 这个投诉台的备份。",
    "Restore it into a home of its own: `tsk --home DIR restore …`.": (
        "请恢复到单独的主目录：`tsk --home DIR restore …`。"
    ),
    "Restoring replaces what is there; nobody can be asked here.": "恢复会替换现有内容，而这里无法询问。",
    "{name} is not encrypted, and {file} is.": "{name} 未加密，而 {file} 已加密。",
    "Restore it into a home of its own (`tsk --home DIR restore …`), and take that into an encrypted one:"
    " `tsk --home NEW init --encrypt --from DIR`.": (
        "请恢复到单独的主目录（`tsk --home DIR restore …`），再转入加密的主目录："
        "`tsk --home NEW init --encrypt --from DIR`。"
    ),
    "{name} is encrypted, and {file} is not.": "{name} 已加密，而 {file} 未加密。",
    "Say --yes.": "请加上 --yes。",
    "Restore {name} (made {at})?": "恢复 {name}（{at} 备份）？",
    "Nothing was restored.": "没有恢复任何内容。",
    "Somebody made {file} meanwhile.": "其间有人新建了 {file}。",
    "Look at it, and restore again.": "请查看后再恢复。",
    "Restored from {name}: {complaints} complaints, {events} events.": (
        "已从 {name} 恢复：{complaints} 件投诉，{events} 条记录。"
    ),
    "What was recorded since cannot be read.": "此后登记的内容无法读取。",
    "Nothing was recorded since.": "此后没有登记任何内容。",
    "Recorded since, and not in it: {count} steps.": "此后登记、备份中没有的：{count} 步。",
    "New complaints: {numbers}": "新投诉：{numbers}",
    "Beside them: {numbers}": "此外：{numbers}",
    "Further steps on: {numbers}": "又有办理的：{numbers}",
    "What was there is kept as {name}.": "原有内容保留为 {name}。",
    "Attachments brought back: {count}": "找回附件：{count} 个",
    "The rule file was brought back too.": "规则文件也已恢复。",
    "Attachments are missing, and not in the backup, of: {numbers}": "附件缺失且备份中也没有的：{numbers}",
    # the drill
    "{name} (made {at}) restores whole: {complaints} complaints, {events} events, {papers} attachments; "
    "{since} events were recorded since.": (
        "{name}（{at} 备份）可完好恢复：{complaints} 件投诉，{events} 条记录，{papers} 个附件；此后又有 {since} 条记录。"
    ),
    "History was rewritten since {name} was made: from event {n} on, {file} says something else.": (
        "{name} 备份之后历史被改写：从第 {n} 条记录起，{file} 与之不同。"
    ),
    "Keep both, and find out who did it; `tsk restore {name}` brings back what was.": (
        "请两份都保留并查明是谁所为；`tsk restore {name}` 可恢复原来的内容。"
    ),
}
