"""The Chinese sentences of a desk that is moved to a server, or into a file."""

from __future__ import annotations

MOVE = {
    "Move the desk to a database server, or back into a file.": "把投诉台迁移到数据库服务器，或迁回文件。",
    "A server, as postgresql://…, or a file or its folder.": "服务器（postgresql://…），或文件及其所在文件夹。",
    "Let what was moved from here be written here again.": "让已迁走的内容重新可以在这里写入。",
    "Say where the desk is to be moved.": "请说明要迁移到哪里。",
    "`tsk move --to postgresql://…`, or --undo.": "`tsk move --to postgresql://…`，或 --undo。",
    # a desk that went away, or has not arrived
    "This desk was moved to {place}; what is here stands as it was then.": (
        "本投诉台已迁移到 {place}；这里保留的是当时的内容。"
    ),
    "Nothing can be written here: this desk was moved to {place}.": "这里不能写入：本投诉台已迁移到 {place}。",
    "Work there: name it with --db or TSK_DB. `tsk move --undo` lets this one be written again.": (
        "请到那里工作：用 --db 或 TSK_DB 指定。`tsk move --undo` 可让这里重新写入。"
    ),
    "Site {site} is being moved to {place}, and not all of it is there yet.": (
        "站点 {site} 正在迁移到 {place}，尚未全部到达。"
    ),
    "Repeat `tsk move` where it comes from; it goes on where it stopped.": (
        "请在原处重复 `tsk move`，它会从停下的地方继续。"
    ),
    # what cannot be moved
    "Site {site} is none of {known}.": "站点 {site} 不在其中：{known}。",
    "Name the one that is to be moved.": "请指定要迁移的站点。",
    "{file} is the desk itself.": "{file} 就是本投诉台。",
    "Name another with --to.": "请用 --to 指定别处。",
    "This desk is at {place} already, as site {site}.": "本投诉台已在 {place}，站点为 {site}。",
    "Name that: `tsk move --to … --site {site}`.": "请指定它：`tsk move --to … --site {site}`。",
    "Site {site} at {place} is another desk.": "{place} 上的站点 {site} 是另一个投诉台。",
    "Give this one a code of its own there: `tsk move --to … --site CODE`; its numbers and its chain stay.": (
        "请为本投诉台另取一个站点代码：`tsk move --to … --site CODE`；编号和链保持不变。"
    ),
    "Site {site} at {place} holds steps that are not here.": "{place} 上的站点 {site} 有这里没有的步骤。",
    "Nothing was moved. Go on there; `tsk verify --anchor` on both sides tells how far they agree.": (
        "没有迁移任何内容。请在那里继续工作；在两边运行 `tsk verify --anchor` 可知两者一致到哪里。"
    ),
    "The chain of {file} is broken at event {n}.": "{file} 的链在事件 {n} 处断开。",
    "Nothing behind it was moved; `tsk verify` tells what differs.": "其后的内容未迁移；`tsk verify` 会说明差异。",
    "Event {n} is not the same at {place} as in {file}.": "事件 {n} 在 {place} 与在 {file} 中不一致。",
    "Nobody can work there yet; `tsk verify` tells what was changed here.": (
        "那里还不能使用；`tsk verify` 会说明这里改动了什么。"
    ),
    "What is kept of complaint {id} is not what its events add up to.": "投诉 {id} 保存的内容与其步骤不符。",
    "Nothing behind it was moved; `tsk verify` names what differs, `tsk verify --rebuild` mends what can be.": (
        "其后的内容未迁移；`tsk verify` 会列出差异，`tsk verify --rebuild` 修复可修复的部分。"
    ),
    "What is kept of {kind} {id} is not what its events add up to.": "{kind} {id} 保存的内容与其步骤不符。",
    "`tsk verify` names what differs, `tsk verify --rebuild` mends what can be.": (
        "`tsk verify` 会列出差异，`tsk verify --rebuild` 修复可修复的部分。"
    ),
    "Site {site} was not moved from here.": "站点 {site} 没有从这里迁走。",
    # what was moved
    "Everything is at {place} already, as site {site}.": "全部内容已在 {place}，站点为 {site}。",
    "Moved to {place}, as site {site}.": "已迁移到 {place}，站点为 {site}。",
    "  {complaints} complaints, {events} steps, {papers} attachments; every step is the same there.": (
        "  投诉 {complaints} 件，步骤 {events} 个，附件 {papers} 个；那里的每个步骤都一致。"
    ),
    "  Anchor  {anchor}": "  锚点    {anchor}",
    "  Rules   {file}": "  制度    {file}",
    "{count} attachments lie nowhere here, or were changed: `tsk verify` names them.": (
        "有 {count} 个附件在这里找不到或被改动：`tsk verify` 会列出。"
    ),
    "Drafts and backups stay here.": "草稿和备份留在这里。",
    "{file} can be read and is written no more; `tsk move --undo` takes that back.": (
        "{file} 只能读取，不再写入；`tsk move --undo` 可撤销。"
    ),
    "Site {site} can be written here again.": "站点 {site} 可在这里重新写入。",
    "What was recorded at {place} since is not here; nobody should go on there.": (
        "此后在 {place} 登记的内容不在这里；不应再在那里继续。"
    ),
}
