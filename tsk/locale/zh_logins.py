"""The Chinese sentences of a database server's administrator: made ready, logins and what each may."""

from __future__ import annotations

LOGINS = {
    # the commands
    "Make a database server ready for desks, or bring it up to date.": "准备数据库服务器供投诉台使用，或升级。",
    "Give a login its sites and rights, or take it away.": "授予登录名站点和权限，或撤销登录名。",
    "List the sites of a database server, and what each login may.": "列出数据库服务器的站点和各登录名的权限。",
    "Print the SQL, each statement with what it is for; nothing is done.": "输出 SQL，每条语句附用途说明；不执行。",
    "Name of the login.": "登录名。",
    "Staff number of who alone works with it; may be repeated.": "只有该工号的人使用此登录名；可重复。",
    "It may review, and set the rules of its sites.": "可以审核，并可设定本站点的制度。",
    "It sees all sites: head office.": "可查看全部站点：总部。",
    "Read its password from standard input; else one is made up.": "从标准输入读取密码；否则自动生成。",
    "Take the login away.": "撤销登录名。",
    # the server
    "Which database? Its name is missing in {server}.": "哪个数据库？{server} 中缺少数据库名。",
    "Write it so: postgresql://ADMIN@HOST:5432/tsk.": "应写成：postgresql://ADMIN@HOST:5432/tsk。",
    "Which database server?": "哪台数据库服务器？",
    "Name it and its administrator: --db postgresql://ADMIN@HOST:5432/tsk.": (
        "请写明服务器及其管理员：--db postgresql://ADMIN@HOST:5432/tsk。"
    ),
    "{server} is not ready for logins.": "{server} 尚未准备好登录名。",
    "Make it ready: `tsk server init` with the same --db.": "请先准备：`tsk server init`，--db 相同。",
    "The texts of {server} are written in {encoding}, not in UTF8.": "{server} 的文字编码是 {encoding}，不是 UTF8。",
    "Name another database: `tsk server init` makes it in UTF8.": (
        "请指定另一个数据库：`tsk server init` 会以 UTF8 建立。"
    ),
    "{server} takes Chinese characters for no letters (character type {characters}).": (
        "{server} 不把汉字当作文字（字符类型 {characters}）。"
    ),
    "Name another database: `tsk server init` makes it with C.UTF-8.": (
        "请指定另一个数据库：`tsk server init` 会以 C.UTF-8 建立。"
    ),
    "{server} is PostgreSQL {version}; tsk needs {oldest} or later.": (
        "{server} 是 PostgreSQL {version}；tsk 需要 {oldest} 或更高版本。"
    ),
    "Bring the server up to date.": "请升级服务器。",
    "The database {database} was made.": "已建立数据库 {database}。",
    "{server} is ready: {count} migrations applied.": "{server} 已就绪：执行了 {count} 项迁移。",
    "{server} is up to date; roles and rights were set anew.": "{server} 已是最新；角色和权限已重新设定。",
    "Next: `tsk server login NAME --site CODE --reviewer`, and with that login `tsk init`.": (
        "下一步：`tsk server login NAME --site CODE --reviewer`，然后用该登录名运行 `tsk init`。"
    ),
    # a login
    "{login} is an administrator of {server}: no rule would hold for it.": (
        "{login} 是 {server} 的管理员：任何规则对它都不起作用。"
    ),
    "Make a login of its own for the desk.": "请为投诉台单独建立登录名。",
    "Which site is {login} to work at?": "{login} 在哪个站点工作？",
    "Add --site HZ01, once for each, or --office for head office.": "请加 --site HZ01（每个站点一次），总部用 --office。",
    "There is no login {login}.": "没有登录名 {login}。",
    "`tsk server list` shows them.": "`tsk server list` 可列出登录名。",
    "“{login}” cannot be a login.": "“{login}”不能作登录名。",
    "Write letters and digits, such as hz01-counter; pg_ and tsk_ begin other names.": (
        "请用字母和数字，例如 hz01-counter；不能以 pg_ 或 tsk_ 开头。"
    ),
    "The password is too short.": "密码太短。",
    "It needs {count} characters at least.": "至少需要 {count} 个字符。",
    "{login} may: {rights}.": "{login} 的权限：{rights}。",
    "Password: {password}": "密码：{password}",
    "It is shown this once. Put it into ~/.pgpass on the machine that uses it.": (
        "密码只显示这一次。请写入使用该登录名的机器上的 ~/.pgpass。"
    ),
    "{login} was removed; what was recorded with it stays.": "已撤销 {login}；用它登记的内容仍然保留。",
    "Another database of the server needs it, so the server still has it.": (
        "服务器上另有数据库需要它，因此服务器仍保留该登录名。"
    ),
    # rules of a machine
    "This login may not set the rules of the site: those in force there go on.": (
        "该登录名无权设定本站点的制度：继续使用站点现行的制度。"
    ),
    "Remove {file} from this machine, or read it in with a reviewer's login.": (
        "请从本机删除 {file}，或用有审核权限的登录名读入。"
    ),
    # the list
    "Site": "站点",
    "Login": "登录名",
    "May": "权限",
    "work at {sites}": "在 {sites} 工作",
    "as {persons} alone": "仅限 {persons}",
    "review": "审核",
    "see all sites": "查看全部站点",
}
