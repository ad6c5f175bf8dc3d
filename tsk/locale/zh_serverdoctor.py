"""The Chinese sentences by which `doctor` tells of a database server, and `init` of the settings of a home."""

from __future__ import annotations

SERVER_DOCTOR = {
    # the server and the way to it
    "PostgreSQL {version}, {encoding}, {ctype}; it needs no extension.": (
        "PostgreSQL {version}，{encoding}，{ctype}；无需任何扩展。"
    ),
    "PostgreSQL {version} is too old: its views would show every site to everybody.": (
        "PostgreSQL {version} 太旧：它的视图会把所有站点显示给所有人。"
    ),
    "Whoever keeps the server brings it to version {oldest} or later.": "请服务器管理员升级到 {oldest} 或更高版本。",
    "The database {database} keeps texts as {encoding}, which has not every character.": (
        "数据库 {database} 以 {encoding} 保存文字，有些字符它没有。"
    ),
    "`tsk server init` makes one in UTF8; `tsk move` carries the desk over (docs/server.md).": (
        "`tsk server init` 会建立 UTF8 的数据库；用 `tsk move` 把投诉台搬过去（docs/server.md）。"
    ),
    "The character type of {database} is {ctype}: Chinese is no letters to it, and the server's own ways to search "
    "find nothing without saying so.": (
        "{database} 的字符类型是 {ctype}：它不把汉字当作文字，服务器自带的搜索会查不到而且不作提示。"
    ),
    "`tsk server init` makes one with C.UTF-8; `tsk move` carries the desk over (docs/server.md).": (
        "`tsk server init` 会建立 C.UTF-8 的数据库；用 `tsk move` 把投诉台搬过去（docs/server.md）。"
    ),
    "This server is a copy that can only be read.": "该服务器是只读的副本。",
    "Name the main server with --db to write; for reports it will do.": "要登记请用 --db 指定主服务器；看报表用它即可。",
    "The way to the server is not encrypted: everybody on it reads along.": "到服务器的线路没有加密：途中的人都能看到。",
    "Write sslmode=require or verify-full into the address (docs/server.md).": (
        "请在地址中写上 sslmode=require 或 verify-full（docs/server.md）。"
    ),
    "The server is on this machine; the way to it needs no encryption.": "服务器就在本机，线路无需加密。",
    "The way to the server is encrypted ({tls}).": "到服务器的线路已加密（{tls}）。",
    "The way to the server is encrypted ({tls}), but nobody looks whose certificate it is.": (
        "到服务器的线路已加密（{tls}），但没有核对证书属于谁。"
    ),
    "sslmode=verify-full with sslrootcert does (docs/server.md).": (
        "用 sslmode=verify-full 和 sslrootcert 核对（docs/server.md）。"
    ),
    "A client that stops in the middle of a step would hold its site for ever.": (
        "客户端若在一步中途停住，会一直占着它的站点。"
    ),
    "Whoever keeps the server runs `tsk server init`, or sets idle_in_transaction_session_timeout.": (
        "请服务器管理员运行 `tsk server init`，或设置 idle_in_transaction_session_timeout。"
    ),
    "A client that stops in the middle of a step is cut off after {seconds} seconds.": (
        "客户端若在一步中途停住，{seconds} 秒后会被断开。"
    ),
    "The clock of this machine stands at {now}, that of the server at {there}.": (
        "本机时钟为 {now}，服务器时钟为 {there}。"
    ),
    "Set the one that is wrong before anything is recorded.": "请先校准有误的时钟，再登记。",
    "The clocks of this machine and of the server agree.": "本机与服务器的时钟一致。",
    "The database takes {size} MB; how much room is left, a server does not tell.": (
        "数据库占 {size} MB；还剩多少空间，服务器不会告知。"
    ),
    "Whoever keeps it looks with `df`.": "请服务器管理员用 `df` 查看。",
    # tables and logins
    "Every login sees the rows of every site in: {tables}.": "以下各表中，任何登录名都能看到所有站点的内容：{tables}。",
    "Whoever keeps the server runs `tsk server init`.": "请服务器管理员运行 `tsk server init`。",
    "The guards that keep history from being changed are missing: {guards}.": "缺少防止历史被更改的触发器：{guards}。",
    "Run `tsk verify`, with an anchor kept elsewhere; `tsk server init` makes them again.": (
        "请用另处保存的锚点运行 `tsk verify`；`tsk server init` 会重新建立它们。"
    ),
    "The tables are of version {version}.": "表的版本为 {version}。",
    "{login} is an administrator of the server: nothing is kept from it.": "{login} 是服务器管理员：什么都拦不住它。",
    "{login} owns the tables: nothing is kept from it.": "{login} 是表的所有者：什么都拦不住它。",
    "{login} passes by row-level security: it sees every site.": "{login} 不受行级安全限制：它能看到所有站点。",
    "Work with a login of your site: `tsk server login` (docs/server.md).": (
        "请使用本站点的登录名：`tsk server login`（docs/server.md）。"
    ),
    "{login} may change what was recorded ({rights}).": "{login} 可以更改已登记的内容（{rights}）。",
    "{login} may make tables and functions of its own among ours.": "{login} 可以在我们的表之间自建表和函数。",
    "{login} may only read.": "{login} 只能读取。",
    "{login} is neither administrator nor owner, and changes nothing that was recorded.": (
        "{login} 既不是管理员也不是所有者，不能更改已登记的内容。"
    ),
    "Nobody is listed as staff: everybody with a login may do whatever the server lets the login do.": (
        "没有列出员工：有登录名的人，凡服务器允许的都可以做。"
    ),
    "Whether the server has backups cannot be seen from here.": "服务器有没有备份，从这里看不到。",
    "Whoever keeps it makes them with `pg_dump` or a base backup (docs/server.md).": (
        "请服务器管理员用 `pg_dump` 或基础备份来做（docs/server.md）。"
    ),
    # sites
    "Policy {version} is in force at {names} ({count}).": "制度 {version} 在以下站点有效：{names}（{count} 个）。",
    "No policy yet: {names} ({count}).": "以下站点还没有制度：{names}（{count} 个）。",
    "The first command there with a good rule file sets it.": "在那里用有效的制度文件运行的第一条命令会设定它。",
    "Name that one in `tsk.toml` of the home, or with --db (docs/move.md).": (
        "请在文件夹的 `tsk.toml` 里指定那一个，或用 --db（docs/move.md）。"
    ),
    # the settings of a home
    "The settings {file} cannot be read ({reason}).": "无法读取设置文件 {file}（{reason}）。",
    "Ask whoever owns them; or name the database with --db.": "请询问文件的所有者；或用 --db 指定数据库。",
    "The settings {file} cannot be understood.": "无法理解设置文件 {file}。",
    'They hold at most two lines: db = "postgresql://LOGIN@HOST:5432/DATABASE" and site = "CODE".': (
        '其中最多两行：db = "postgresql://LOGIN@HOST:5432/DATABASE" 和 site = "CODE"。'
    ),
    "The settings {file} hold a password.": "设置文件 {file} 中写有密码。",
    "Take it out of the address and put it into ~/.pgpass (docs/server.md).": (
        "请从地址中删去，写入 ~/.pgpass（docs/server.md）。"
    ),
    "  Server  named in {file}: here no --db is needed": "  服务器  写在 {file}：在此无需 --db",
    "This machine works with a site that exists already.": "本机从现在起使用一个已有的站点。",
    "  Rules   those of the site ({policy})": "  规则  按本站点的规则（{policy}）",
    'Next: `tsk record "…" --phone …`; a password for the server belongs into ~/.pgpass.': (
        '下一步：`tsk record "…" --phone …`；服务器的密码请写入 ~/.pgpass。'
    ),
}
