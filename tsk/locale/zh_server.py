"""The Chinese sentences of a desk on a database server."""

from __future__ import annotations

SERVER = {
    # all sites at once
    "{what} is of one site.": "{what} 只针对一个站点。",
    "{person} sees a part of this site alone: the role {role} cannot read other sites.": (
        "{person} 只能看到本站点的一部分：角色{role}不能查看其他站点。"
    ),
    'A role that reads them has `sees = "all"`.': '能查看的角色须设 `sees = "all"`。',
    # what can go wrong on the way
    "{server} has broken off.": "{server} 断开了连接。",
    "{server} took the step back.": "{server} 撤回了该步骤。",
    "Try again when it is there. {written}": "等它恢复后再试。{written}",
    "{server} gave up on this command: it stood still for {idle} seconds.": (
        "{server} 放弃了该命令：它停顿了 {idle} 秒。"
    ),
    "Repeat it. {written}": "请重复该命令。{written}",
    "{server} broke off before it confirmed; whether that was recorded is not known.": (
        "{server} 在确认之前断开；是否已登记尚不清楚。"
    ),
    "When it is there again, repeat the command: what stands is not done twice.": (
        "等它恢复后重复该命令：已办的不会办两次。"
    ),
    "When it is there again, repeat the command with `--once {key}`: what stands is not done twice.": (
        "等它恢复后加上 `--once {key}` 重复该命令：已办的不会办两次。"
    ),
    "{server} is starting or stopping.": "{server} 正在启动或停止。",
    "Try again in a moment; else tell whoever keeps it.": "请稍后再试；若仍不行，请告知服务器管理员。",
    "Nobody gets through to {server}.": "到 {server} 的网络不通。",
    "{server} is very busy.": "{server} 非常繁忙。",
    "Try again. {written}": "请再试一次。{written}",
    "Another command holds the site; try again. {written}": "另一条命令占着本站点；请再试一次。{written}",
    "{server} has been busy for {seconds} seconds.": "{server} 已忙了 {seconds} 秒。",
    "{server} took too long over one question.": "{server} 处理一次查询的时间过长。",
    "Ask for less, or tell whoever keeps the server. {written}": "请缩小范围，或告知服务器管理员。{written}",
    "The disk of {server} is full.": "{server} 的磁盘已满。",
    "Whoever keeps it has to make room; then repeat the command. {written}": (
        "请服务器管理员腾出空间，然后重复该命令。{written}"
    ),
    "{server} takes no more connections.": "{server} 不再接受新的连接。",
    "Try again; docs/server.md tells of a pooler. {written}": "请再试；连接池见 docs/server.md。{written}",
    "Try again; docs/server.md tells of a pooler.": "请再试；连接池见 docs/server.md。",
    "This login may not do that at {server}.": "该登录名在 {server} 上无权这样做。",
    "Whoever keeps the server gives it the site or the right: `tsk server login`. {written}": (
        "请服务器管理员授予站点或权限：`tsk server login`。{written}"
    ),
    "{server} is a copy that can only be read.": "{server} 是只读的副本。",
    "Name the main server with --db. {written}": "请用 --db 指定主服务器。{written}",
    "{server}: what is recorded cannot be changed or removed.": "{server}：已登记的内容不能更改或删除。",
    "{server} cannot store one of the characters.": "{server} 无法保存其中一个字符。",
    "Type it again without it. {written}": "请去掉该字符后重新输入。{written}",
    "{server} has trouble with its disk.": "{server} 的磁盘有问题。",
    "Tell whoever keeps it. {written}": "请告知服务器管理员。{written}",
    "{server} is damaged.": "{server} 已损坏。",
    "Tell whoever keeps it; docs/server.md tells how a backup comes back. {written}": (
        "请告知服务器管理员；恢复备份的办法见 docs/server.md。{written}"
    ),
    "{server} does not know this login or its password.": "{server} 不认识该登录名，或密码不对。",
    "Put the password into ~/.pgpass or PGPASSWORD, or ask whoever keeps the server.": (
        "请把密码写入 ~/.pgpass 或 PGPASSWORD，或询问服务器管理员。"
    ),
    "{server} asks for a password.": "{server} 要求密码。",
    "Put it into ~/.pgpass or PGPASSWORD (docs/server.md).": "请把密码写入 ~/.pgpass 或 PGPASSWORD（docs/server.md）。",
    "{server} lets nobody in from here, or not without encryption.": "{server} 不允许从这里登录，或要求加密连接。",
    "Whoever keeps it adds this machine to its pg_hba.conf.": "请服务器管理员把本机加入 pg_hba.conf。",
    "There is no machine of the name in {server}.": "{server} 中的主机名不存在。",
    "Check --db or TSK_DB, and the network.": "请检查 --db 或 TSK_DB，以及网络。",
    "{server} shows a certificate that nobody here vouches for.": "{server} 出示的证书在本机不受信任。",
    "Name the authority that signed it with sslrootcert (docs/server.md); do not turn the check off.": (
        "请用 sslrootcert 指定签发机构的证书（docs/server.md）；不要关闭校验。"
    ),
    "The certificate of the authority for {server} is missing.": "缺少 {server} 签发机构的证书。",
    "Name it with sslrootcert (docs/server.md).": "请用 sslrootcert 指定（docs/server.md）。",
    "{server} shows the certificate of another machine.": "{server} 出示的是另一台机器的证书。",
    "Name the server by the name in its certificate.": "请用证书中的名称来指定服务器。",
    "{server} speaks no TLS, and is not on this machine.": "{server} 不支持 TLS，而且不在本机。",
    "Whoever keeps it turns `ssl` on; docs/server.md tells of sslmode.": (
        "请服务器管理员打开 `ssl`；sslmode 的说明见 docs/server.md。"
    ),
    "{server} does not answer.": "{server} 没有应答。",
    "Check the network, and that the server runs; then try again.": "请检查网络以及服务器是否运行，然后再试。",
    "Nothing listens at {server}.": "{server} 上没有服务在监听。",
    "Check --db or TSK_DB, and that the server runs; then try again.": (
        "请检查 --db 或 TSK_DB，以及服务器是否运行，然后再试。"
    ),
    "{server} lets this login not in.": "{server} 不允许该登录名登录。",
    "Use the login of your site (docs/server.md).": "请使用本站点的登录名（docs/server.md）。",
    "{server} has no such database.": "{server} 上没有这个数据库。",
    "Check its name, or make it: `tsk server init` (docs/server.md).": (
        "请检查名称，或用 `tsk server init` 建立（docs/server.md）。"
    ),
    "{server} cannot be reached ({reason}).": "无法连接 {server}（{reason}）。",
    "{server}: {reason}.": "{server}：{reason}。",
    "{server} is a database server; this command works on files.": "{server} 是数据库服务器；该命令只用于文件。",
    "Its own tools do that there: docs/server.md.": "在那里用服务器自带的工具：docs/server.md。",
    "This command works on a file, and the desk is on a database server.": "该命令只用于文件，而数据在数据库服务器上。",
    "{server} was opened only to be read.": "{server} 只为读取而打开。",
    "That is no address of a database server.": "这不是数据库服务器的地址。",
    "Write it so: postgresql://LOGIN@HOST:5432/DATABASE (docs/server.md).": (
        "应写成：postgresql://LOGIN@HOST:5432/DATABASE（docs/server.md）。"
    ),
    "There are no databases of the kind {kind}.": "不支持 {kind} 这类数据库。",
    "Name a file, or a server: postgresql://LOGIN@HOST:5432/DATABASE.": (
        "请指定文件，或服务器：postgresql://LOGIN@HOST:5432/DATABASE。"
    ),
    # sites and tables
    "There is no complaint desk at {server}.": "{server} 上还没有投诉台。",
    "Whoever keeps the server makes one: `tsk server init` (docs/server.md).": (
        "请服务器管理员建立：`tsk server init`（docs/server.md）。"
    ),
    "The tables at {server} are of an earlier version.": "{server} 上的表属于较早的版本。",
    "Whoever keeps the server brings them up to date: `tsk server init`; until then use the version before.": (
        "请服务器管理员用 `tsk server init` 升级；在此之前请使用旧版本。"
    ),
    "There is no site at {server} that this login may see.": "该登录名在 {server} 上没有可见的站点。",
    "Whoever keeps the server gives it one: `tsk server login` (docs/server.md).": (
        "请服务器管理员授予：`tsk server login`（docs/server.md）。"
    ),
    "The last good rule file cannot be compiled by this version.": "本版本无法编译最后一份有效的制度文件。",
    "Put the rule file back, then `tsk rules check`.": "请放回制度文件，然后运行 `tsk rules check`。",
    # papers inside the database
    "A file changed while it was attached.": "文件在添加过程中发生了变化。",
    "Nothing was attached; try again.": "没有添加任何内容；请再试一次。",
    "{server} holds other bytes under the hash of this paper.": "{server} 在该附件的哈希值下保存的是其他内容。",
    "Tell whoever keeps the server; `tsk verify` names every paper that was changed.": (
        "请告知服务器管理员；`tsk verify` 会列出每个被改动的附件。"
    ),
}
