"""The Chinese sentences by their English templates, room by room in the order of the code.

Commands, options, rule-file keys and the words in backticks stay as they are typed.
"""

from __future__ import annotations

# ── the command line ───────────────────────────────────────────────────────────────────────────────

_VERBS = {
    "At the counter": "柜台",
    "Make a complaint desk in a folder, with a policy to start from.": "新建投诉台，并配好一套起步制度。",
    "Register a complaint: classified, routed and promised at once.": "登记投诉：当场分类、分派、给出时限。",
    "List complaints, newest first.": "列出投诉，最新的在前。",
    "Show one complaint with its deadlines and, on request, every step.": "查看一件投诉及其截止时间，可附办理经过。",
    "Handling": "处理",
    "Give a complaint to a department, with others, or to a handler.": "分派给牵头部门、协办部门或处理人。",
    "Take over a complaint that was assigned.": "受理已分派的投诉。",
    "Log a contact with the customer.": "登记一次客户联系。",
    "Wait for the customer or somebody else: the clocks that may, stand still.": "等待客户或他方：可暂停的时限停止计时。",
    "End a wait.": "结束等待。",
    "Put forward a solution, with the judgement and its cost.": "提出方案，写明认定结果和费用。",
    "Approve the proposal.": "审批通过方案。",
    "Send the proposal back.": "退回方案。",
    "Answer the customer.": "答复客户。",
    "Record whether the customer is satisfied; if not, a new round begins.": "登记客户是否满意；不满意则进入新一轮处理。",
    "Hand in the file for review.": "提交审核。",
    "Closing": "结案",
    "Close a complaint that has everything its policy asks.": "结案，须具备制度要求的全部内容。",
    "Send a submitted file back with a reason.": "退回已提交的投诉，写明原因。",
    "Take a finished complaint up again, in a new round.": "重新处理已办结的投诉，进入新一轮。",
    "Cancel a complaint, saying by whom and why.": "撤销投诉，写明由谁撤销和原因。",
    "Supervision": "监督",
    "Show what is overdue, earliest due first.": "列出超时的时限，最早到期的在前。",
    "Show how each deadline of a complaint came about.": "说明每个截止时间是怎样算出来的。",
    "Show the figures of a month.": "查看一个月的统计。",
    "Rules": "规则",
    "Check the rule file and run its examples.": "检查规则文件，并运行其中的样例。",
    "Show the rules in force.": "查看现行规则。",
    "List the policies that `tsk init --policy` knows.": "列出 `tsk init --policy` 可选的制度。",
    "Show the working days of a month or a year, with public holidays.": "查看一个月或一年的工作日和节假日。",
    "Show who is listed, what they may do and what they have in hand.": "查看人员名单、各人的权限和在办件数。",
    "Data": "数据",
    "Prove that nothing that was recorded has been changed.": "验证已登记的内容没有被改动。",
}

_ROOT = {
    "tsk – the complaint desk: what was promised to whom by when.": "tsk：投诉台，记清答应了谁什么、何时之前办到。",
    "Usage: tsk COMMAND [OPTIONS]   ·   tsk COMMAND --help": "用法：tsk 命令 [选项]   ·   tsk 命令 --help",
    "Where the desk lives (TSK_HOME).": "投诉台所在的文件夹（TSK_HOME）。",
    "Its database, if elsewhere (TSK_DB).": "数据库不在该文件夹时，写明位置（TSK_DB）。",
    "Which site of the database (TSK_SITE).": "数据库中的站点（TSK_SITE）。",
    "Another rule file (TSK_RULES).": "另用一份规则文件（TSK_RULES）。",
    "Who acts; else the login (TSK_USER).": "操作人；不写则用登录名（TSK_USER）。",
    "Language; else as the system says (TSK_LANG).": "语言；不写则随系统（TSK_LANG）。",
    "Another present, to practise (TSK_NOW).": "另设当前时间，供练习用（TSK_NOW）。",
    "Never ask.": "从不提问。",
    "Options of every command, before or after it": "所有命令通用的选项，写在命令前后均可",
    "Interrupted; what was confirmed before is recorded, nothing else.": "已中断；此前已确认的均已记录，其余未写入。",
    "{option} needs a value.": "{option} 后面要写值。",
    "There is no option {option}.": "没有选项 {option}。",
    "See `tsk --help`.": "请看 `tsk --help`。",
    "See `tsk {verb} --help`.": "请看 `tsk {verb} --help`。",
    "There is no command {said}.": "没有命令 {said}。",
    "Did you mean `tsk {near}`?": "是不是 `tsk {near}`？",
    "There is no language {said}.": "没有语言 {said}。",
    "There are: en, zh.": "可用的有：en、zh。",
    "tsk failed unexpectedly ({kind} in {where}); nothing was half-written.": (
        "tsk 出现意外错误（{where} 的 {kind}），没有留下只写了一半的内容。"
    ),
    "Please report it; TSK_DEBUG=1 shows the trace.": "请报告此问题；设置 TSK_DEBUG=1 可看详情。",
}

# ── options ────────────────────────────────────────────────────────────────────────────────────────

_OPTIONS = {
    # of several commands
    "Complaint number, or its last digits.": "投诉单号，或其末几位。",
    "Complaint numbers, or their last digits; - reads them from a pipe.": "投诉单号，或其末几位；写 - 则从管道读取。",
    "When the step was taken, if not now.": "办理时间；不写即现在。",
    "Why.": "原因说明。",
    "Print JSON.": "输出 JSON。",
    "Lead department.": "牵头部门。",
    "Handler.": "处理人。",
    "Category.": "分类。",
    "Severity.": "级别。",
    "Channel.": "渠道。",
    "Store (shop).": "门店。",
    "Part of the customer's name.": "客户姓名，写一部分即可。",
    "The customer's phone, in any spelling.": "客户电话，写法不限。",
    "Received from this day on.": "收到日期从这一天起。",
    "Received up to and including this day.": "收到日期到这一天止（含当天）。",
    "Received in this month.": "这个月收到的。",
    "Only complaints that I handle.": "只看我处理的。",
    "At most so many rows.": "最多显示多少行。",
    # init, record
    "Which policy to start from; see `tsk rules policies`.": "起步用的制度；见 `tsk rules policies`。",
    "A desk to practise on: everyone may set the present.": "练习用的投诉台：人人可设当前时间。",
    "What happened, in one line.": "用一句话说明发生了什么。",
    "The whole story.": "详细经过。",
    "The customer's name.": "客户姓名。",
    "The customer's phone.": "客户电话。",
    "The customer's e-mail address.": "客户邮箱。",
    "The customer's card number.": "客户卡号。",
    "The customer's address.": "客户地址。",
    "What the policy treats specially: elderly, key-account …": "制度特别对待的客户，如 elderly、key-account。",
    "For whom the customer speaks.": "代谁投诉。",
    "How it came in.": "投诉渠道。",
    "Category; found by words where it is left out.": "分类；不写则按用词判断。",
    "Subtype of the category.": "分类下的子类。",
    "Severity; graded by the policy where it is left out.": "级别；不写则按制度判定。",
    "The store (shop) it is about.": "涉及的门店。",
    "Region.": "地区。",
    "Product or plan.": "产品或套餐。",
    "Whom it is about.": "被投诉方。",
    "Order number.": "订单号。",
    "What the customer wants.": "客户诉求。",
    "The sum in dispute.": "争议金额。",
    "When it happened.": "发生时间。",
    "When it was received, if not now.": "收到时间；不写即现在。",
    "When a person first responded.": "人工首次响应的时间。",
    "Key in another system; the same key twice records once.": "外部系统的编号；同一编号只登记一次。",
    # list, show
    "open, done, all, or one state.": "open 未结、done 已结、all 全部，或某一状态。",
    "In this round.": "处于第几轮。",
    "received, number; with - before it, descending.": "received 收到时间、number 单号；前面加 - 为倒序。",
    "Every step: who, when, what.": "全部办理经过：何人、何时、何事。",
    # handling
    "The lead department.": "牵头部门。",
    "A co-handling department; may be repeated.": "协办部门，可写多次。",
    "Who handles it.": "处理人。",
    "phone, sms, email, chat, visit or letter.": "phone 电话、sms 短信、email 邮件、chat 在线、visit 上门、letter 信函。",
    "yes or no.": "yes 是、no 否。",
    "What the customer says to the proposal: accepted or refused.": "客户对方案的意见：accepted 接受、refused 不接受。",
    "What the customer now wants.": "客户现在的诉求。",
    "What was said.": "谈话内容。",
    "What is waited for; the policy lists the reasons.": "等待原因，须是制度列出的。",
    "When the wait ends; else after the policy's longest wait.": "等到何时；不写则为制度允许的最长等待。",
    "What was asked, and what help was given.": "向客户要了什么，提供了什么帮助。",
    "Which wait ends, where several are open.": "有多项等待时，结束哪一项。",
    "What should be done.": "准备怎么处理。",
    "The cause found.": "查明的原因。",
    "yes, no or partly.": "yes 成立、no 不成立、partly 部分成立。",
    "The responsible department or party.": "责任部门或责任方。",
    "The person at fault.": "责任人。",
    "What it costs.": "所需费用。",
    "What the customer is told.": "答复内容。",
    "What the answer rests on.": "答复依据。",
    "yes, no or unknown.": "yes 满意、no 不满意、unknown 未知。",
    "The customer's score.": "客户评分。",
    "What the customer wants now, if not satisfied.": "不满意时，客户现在的诉求。",
    "Whose part is handed in; the lead department's is the whole file.": "提交哪个部门的部分；牵头部门提交的是整件。",
    # closing
    "What others can learn from it.": "可供他人借鉴的经验教训。",
    "Handle it again, in a new round.": "重新处理，进入新一轮。",
    "What the customer wants now.": "客户现在的诉求。",
    "customer, duplicate or mistake.": "customer 客户撤诉、duplicate 重复登记、mistake 登记有误。",
    # supervision
    'Also what falls due within this limit, such as "4 hours".': '也列出在此时限内到期的，如 "4 hours"。',
    "Exit with 10 where anything is overdue.": "有超时则退出码为 10。",
    "department, category, severity, channel, store, region, product, cause, handler or month.": (
        "department 部门、category 分类、severity 级别、channel 渠道、store 门店、region 地区、product 产品、"
        "cause 原因、handler 处理人、month 月份。"
    ),
    # rules
    "The rule file; this desk's where left out.": "规则文件；不写则为本投诉台的。",
    "One section, such as limits.": "只看一节，例如 limits。",
    # calendar, staff
    "A year or a month: 2026, 2026-10, 10; this month where left out.": (
        "年份或月份：2026、2026-10、10；不写则为本月。"
    ),
    "Which calendar; the policy's own where left out.": "哪个日历；不写则为制度的默认日历。",
    "One person, by number or name.": "只看一人，写工号或姓名。",
    "Only those who hold this right, such as approve.": "只看有此权限的人，例如 approve。",
    "Only those of this department.": "只看此部门的人。",
    # errors of the filters
    "--since lies after --until.": "--since 晚于 --until。",
    "Swap them.": "请对调。",
}

# ── store and database ─────────────────────────────────────────────────────────────────────────────

_STORE = {
    "{file} was written by a newer tsk (schema {schema}).": "{file} 由更新版本的 tsk 写成（结构 {schema}）。",
    "Install that version; nothing was changed.": "请安装新版；未作任何改动。",
    "{file} cannot be written ({reason}).": "{file} 无法写入（{reason}）。",
    "Choose another folder with --home, or ask whoever owns this one.": (
        "请用 --home 另选文件夹，或联系该文件夹的管理者。"
    ),
    "{file} is not a tsk database.": "{file} 不是 tsk 的数据库。",
    "{file} is damaged.": "{file} 已损坏。",
    "{file} has been busy for {seconds} seconds.": "{file} 已被占用 {seconds} 秒。",
    "{file} or its folder cannot be written.": "{file} 或其文件夹不可写。",
    "{file} cannot be opened.": "{file} 无法打开。",
    "The disk that holds {file} is full.": "{file} 所在的磁盘已满。",
    "{file}: what is recorded cannot be changed or removed.": "{file}：已登记的内容不能修改或删除。",
    "Check --home or --db, or restore a backup.": "请检查 --home 或 --db，或恢复备份。",
    "Stop writing to it and restore the last backup.": "请停止写入，并恢复最近的备份。",
    "Another command holds it; try again. Nothing was written.": "另一条命令正在使用，请重试。未写入任何内容。",
    "Ask whoever owns it, or choose another folder with --home.": "请联系其管理者，或用 --home 另选文件夹。",
    "Check that the folder exists and that you may read and write it.": "请确认文件夹存在，并且您可以读写。",
    "Make room and repeat the command. Nothing was written.": "请腾出空间后重试。未写入任何内容。",
    "Record a new step instead.": "请另外登记一步。",
    "{file}: {reason}.": "{file}：{reason}。",
    "Nothing was written; if it happens again, run `tsk verify`.": "未写入任何内容；再次出现时请运行 `tsk verify`。",
    "There is no complaint {said} here.": "这里没有投诉 {said}。",
    "`tsk list` shows the latest; give the number or its last digits.": (
        "用 `tsk list` 查看最近的投诉，再写投诉单号或其末几位。"
    ),
    "There is no complaint desk in {folder}.": "{folder} 里没有投诉台。",
    "Make one with `tsk init`, or name another with --home.": "请用 `tsk init` 新建，或用 --home 指定其他文件夹。",
    "There is no site {site} in {file}.": "{file} 里没有站点 {site}。",
    "Sites: {known}.": "现有站点：{known}。",
}

# ── the desk ───────────────────────────────────────────────────────────────────────────────────────

_DESK = {
    # what people type for a step
    "Assign it to whom?": "分派给谁？",
    "Give --to DEPT, --with DEPT or --handler NAME.": "请写 --to 部门、--with 部门或 --handler 姓名。",
    "How was the customer contacted?": "以什么方式联系的客户？",
    "Add --via: {known}.": "请加 --via：{known}。",
    "What is waited for?": "在等什么？",
    "Add --reason: {known}.": "请加 --reason：{known}。",
    "The wait would end at {end}, before it begins.": "等待在 {end} 就结束了，早于开始时间。",
    "Give a later --until.": "请写更晚的 --until。",
    "The wait would last until {end}; the policy allows {limit}, until {longest}.": (
        "要等到 {end}；制度最长允许 {limit}，即到 {longest}。"
    ),
    "Give an earlier --until; a further wait can be opened then.": "请写更早的 --until，到期后可以再次等待。",
    "A proposal needs a text.": "方案不能空着。",
    "Say what should be done.": "请写明准备怎么处理。",
    "An answer needs a text.": "答复不能空着。",
    "Say what the customer is told.": "请写明答复内容。",
    "A score of {score} means satisfied: {by_score}, but --satisfied says {said}.": (
        "评分 {score} 对应的是否满意为 {by_score}，而 --satisfied 写的是 {said}。"
    ),
    "Give one of the two.": "请只写其中一项。",
    "Is the customer satisfied?": "客户满意吗？",
    "Add --satisfied yes|no|unknown or --score.": "请加 --satisfied yes|no|unknown 或 --score。",
    "“{said}” is not a score from {low} to {high}.": "“{said}”不是 {low} 到 {high} 的评分。",
    "Why is it sent back?": "为什么退回？",
    'Add --reason "…".': '请加 --reason "…"。',
    "Why is it taken up again?": "为什么重新处理？",
    "Who cancels it, and why?": "由谁撤销，原因是什么？",
    'Add --by customer|duplicate|mistake and --reason "…".': '请加 --by customer|duplicate|mistake 和 --reason "…"。',
    # intake
    "A complaint needs a summary.": "登记投诉要写概要。",
    'Say in one line what happened: `tsk record "…"`.': '请用一句话说明发生了什么：`tsk record "…"`。',
    "Which channel did the complaint come through?": "投诉是从哪个渠道来的？",
    "Add --channel: {known}.": "请加 --channel：{known}。",
    "{at} lies in the future.": "{at} 还没有到。",
    "A complaint is recorded when it has been received.": "收到投诉之后才能登记。",
    "Say when it happened.": "请写实际发生的时间。",
    "The first response at {at} does not lie between receipt and now.": "首次响应时间 {at} 不在收到时间和现在之间。",
    "Check --answered.": "请检查 --answered。",
    "{at} is further back than {limit}; say why it is recorded only now.": (
        "收到时间 {at} 距今已超过 {limit}，要说明为何现在才登记。"
    ),
    "{at} is further back than {limit}.": "{at} 距今已超过 {limit}。",
    "Somebody with the right `backdate` can record it.": "请由有 `backdate` 权限的人登记。",
    # lists and figures
    "“{said}” is not a month.": "“{said}”不是月份。",
    "Write it as {example}.": "请写成 {example}。",
    # the rule file in force
    "The rule file {file} cannot be read ({reason}).": "无法读取规则文件 {file}（{reason}）。",
    "Write one: `tsk init`, or name another with --rules.": "请用 `tsk init` 生成，或用 --rules 指定其他文件。",
    "{person} may not claim another present with --now or TSK_NOW.": "{person} 无权用 --now 或 TSK_NOW 另设当前时间。",
    "Leave it out, or ask somebody with the right `backdate`.": "请去掉，或请有 `backdate` 权限的人办理。",
    "The policy {version} of {number} is missing in {file}.": "{file} 里缺少 {number} 所依据的制度 {version}。",
    "Restore a backup, or run `tsk verify`.": "请恢复备份，或运行 `tsk verify`。",
    "The rule file {file} cannot be read; the last good policy goes on.": (
        "无法读取规则文件 {file}，继续使用上一版有效制度。"
    ),
    "Put it back, then `tsk rules check`.": "请放回原处，再运行 `tsk rules check`。",
    "{file}, line {line}: {problem}": "{file} 第 {line} 行：{problem}",
    "All problems: `tsk rules check`.": "查看全部问题：`tsk rules check`。",
    "{file}, line {line}: {problem} The last good policy goes on.": (
        "{file} 第 {line} 行：{problem}继续使用上一版有效制度。"
    ),
    # taking a step
    "{number} was given to {handler}; only they can accept it.": "{number} 已交给 {handler}，只能由其受理。",
    "Name another handler: `tsk assign {id} --handler …`.": "请改派处理人：`tsk assign {id} --handler …`。",
    "A step is recorded when it has been taken.": "办完之后才能登记。",
    # verify
    "The chain ends at event {n}, the site's row says {expected}.": "记录链止于第 {n} 条，站点登记的却是第 {expected} 条。",
    "{count} events or texts belong to no site or no event.": "有 {count} 条记录或文字不属于任何站点或记录。",
    "Events {first} to {last} are missing.": "缺少第 {first} 至 {last} 条记录。",
    "Event {n} (complaint {id}, {type}) was changed.": "第 {n} 条记录（投诉 {id}，{type}）被改动过。",
    "The {field} of event {n} (complaint {id}) is missing.": "第 {n} 条记录（投诉 {id}）缺少{field}。",
    "The {field} of event {n} (complaint {id}) was changed.": "第 {n} 条记录（投诉 {id}）的{field}被改动过。",
    "The {field} of event {n} was added from outside.": "第 {n} 条记录的{field}是从外部加入的。",
    "The events of complaint {id} no longer add up to a case.": "投诉 {id} 的记录已不能还原成完整的一件。",
    "The {table} rows of {number} differ from its events.": "{number} 的{table}数据与其记录不符。",
    # words of the policy
    "There is no {what} “{said}”; did you mean {nearest}?": "没有叫“{said}”的{what}，是不是 {nearest}？",
    "There is no {what} “{said}”.": "没有叫“{said}”的{what}。",
    "There are: {known}.": "可用的有：{known}。",
    # calendar, staff
    "“{said}” is not a year or month that tsk can show.": "“{said}”不是可查看的年份或月份。",
    "Several people are called “{said}”.": "有几个人都叫“{said}”。",
    "Give the staff number: {known}.": "请写工号：{known}。",
    "A person and --may or --department exclude each other.": "指定一人时，不能再用 --may 或 --department。",
    "“{said}” is not an amount.": "“{said}”不是金额。",
    "Write {currency} with at most two decimals, such as 50 or 12.90.": (
        "请写 {currency} 金额，最多两位小数，例如 50 或 12.90。"
    ),
}

# ── steps, rights and requirements ─────────────────────────────────────────────────────────────────

_STEPS = {
    "{number} is {state}: `{verb}` is not possible now.": "{number} 目前{state}，不能执行 `{verb}`。",
    "Possible: {possible}.": "现在可以执行：{possible}。",
    "Give a later --at.": "请写更晚的 --at。",
    "{number}: `{verb}` needs {missing} (rule {rule}).": "{number}：`{verb}` 还缺{missing}（规则 {rule}）。",
    "Give it with the same command, or take the missing step first.": "请在同一条命令里写上，或先办缺少的步骤。",
    "{number} has no proposal that waits for approval.": "{number} 没有待审批的方案。",
    'Put one forward: `tsk propose {id} "…"`.': '请先提出方案：`tsk propose {id} "…"`。',
    "{number}: the proposal of {amount} {currency} is not approved; nothing may be promised before.": (
        "{number}：方案（{amount} {currency}）还未审批，审批前不得向客户承诺。"
    ),
    "Approve it: `tsk approve {id}`, or put forward another.": "请审批：`tsk approve {id}`，或另提方案。",
    "{number}: a customer who is not satisfied starts a new round; say what the customer now wants.": (
        "{number}：客户不满意即进入新一轮，要写明客户现在的诉求。"
    ),
    'Add --demand "…".': '请加 --demand "…"。',
    "{number}: a complaint is judged not upheld only with a reason.": "{number}：认定投诉不成立要写明理由。",
    "{number} is not waiting for {wait}.": "{number} 没有等待{wait}。",
    "{number} has no department yet.": "{number} 还没有分派部门。",
    "Assign it: `tsk assign {id} --to …`.": "请先分派：`tsk assign {id} --to …`。",
    "{number}: no file has been submitted for review.": "{number} 还没有提交审核。",
    "Hand it in: `tsk submit {id}`.": "请先提交：`tsk submit {id}`。",
    "{number}: `{verb}` still needs {missing} (rule {rule}).": "{number}：`{verb}` 之前还缺{missing}（规则 {rule}）。",
    "Next: `{how}`.": "下一步：`{how}`。",
    "{person} may not `{right}`: the role {role} lacks that right.": "{person} 不能执行 `{right}`：角色 {role} 没有此权限。",
    "Roles that hold it: {holders}.": "有此权限的角色：{holders}。",
    "{number} is not within what {person} may see.": "{person} 无权查看 {number}。",
    "Ask its department ({department}) or a supervisor.": "请联系承办部门（{department}）或主管。",
    "{number}: nobody may `{right}` their own work (four eyes).": "{number}：不能对自己经办的投诉执行 `{right}`（双人复核）。",
    "{number} is closed by the role {role} only.": "{number} 只能由{role}结案。",
    "{number} is led by {department}; {person} belongs to {own}.": "{number} 由{department}牵头，{person} 属于{own}。",
    "Ask {department}; a co-handling department hands in its own part with `tsk submit {id} --department …`.": (
        "请联系{department}；协办部门用 `tsk submit {id} --department …` 提交自己的部分。"
    ),
    "Ask a colleague with that role.": "请有此角色的同事办理。",
    "Ask a colleague with that right.": "请有此权限的同事办理。",
    "{number}: {amount} {currency} is above what {role} may approve ({limit}).": (
        "{number}：{amount} {currency} 超出{role}的审批额度（{limit}）。"
    ),
    "Roles that may: {able}.": "有权审批的角色：{able}。",
    "{number}: {person} has approved this already; another person must sign too.": (
        "{number}：{person} 已经审批过，还须另一人审批。"
    ),
}

# ── times and texts ────────────────────────────────────────────────────────────────────────────────

_TIMES = {
    '"{text}" is not a limit.': "“{text}”不是时限。",
    'Write for example "3 working days" or "4小时" (4 hours).': "请写成“3个工作日”或“4小时”这样。",
    "An agreed limit has no date before one is promised.": "约定的时限要先答应日期才有截止时间。",
    "Promise a date to the customer first.": "请先与客户约定日期。",
    'No holidays are known for "{country}".': "没有“{country}”的节假日数据。",
    "Write an ISO code such as CN, HK, SG, JP, DE, DE-BY, GB or US.": (
        "请写 ISO 代码，例如 CN、HK、SG、JP、DE、DE-BY、GB 或 US。"
    ),
    "The {field} is not valid text at character {position}.": "{field}的第 {position} 个字符不是有效文字。",
    "Set the terminal to UTF-8, or type it again.": "请把终端设为 UTF-8，或重新输入。",
    "The {field} has {length} characters; at most {longest} are kept.": "{field}有 {length} 个字符，最多 {longest} 个。",
    "Shorten it and keep the whole text as a file with the case.": "请缩短，全文可作为文件随件保存。",
    '"{said}" is not a date or time that tsk understands.': "看不懂日期或时间“{said}”。",
    'Two forms that work: "{full}", "{short}".': "可以这样写：“{full}”或“{short}”。",
    "calendar {name} has no working time": "日历 {name} 没有工作时间。",
    "calendar {name} cannot count as far as that": "日历 {name} 算不到那么远。",
    # lengths
    "{time} working": "工作时间 {time}",
    "1 working day": "1 个工作日",
    "{n} working days": "{n} 个工作日",
    "{n} d": "{n} 天",
    "{n} h": "{n} 小时",
    "{n} min": "{n} 分钟",
    "{n} s": "{n} 秒",
    # public holidays of China
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Victory Day": "抗战胜利纪念日",
}

# ── the screen ─────────────────────────────────────────────────────────────────────────────────────

_SCREEN = {
    ", ": "、",
    # questions
    "What happened?": "发生了什么？",
    "The customer's name?": "客户姓名？",
    "The customer's phone?": "客户电话？",
    "Which channel?": "哪个渠道？",
    # one complaint
    "Recorded before under the same key: {number}, {state}.": "同一外部编号已登记过：{number}，{state}。",
    "found by {words}": "按用词判断：{words}",
    "rule {rule}": "规则 {rule}",
    "no route fits": "没有适用的分派规则",
    "{lead}, with {others}": "{lead}（牵头），{others}（协办）",
    "by {due}": "截止 {due}",
    "provisional": "暂定",
    " · round {round}": " · 第 {round} 轮",
    "with {who}": "承办：{who}",
    "offered to {who}": "待 {who} 受理",
    "met on time": "按时完成",
    "met late (was due {due})": "超时完成（应于 {due} 前）",
    "ended: {why}": "终止：{why}",
    "now by {due}": "现截止 {due}",
    "Deadlines": "时限节点",
    "Steps": "办理经过",
    "Details": "详情",
    "Customer": "客户",
    "Received": "收到",
    "Kind": "分类",
    "Place": "涉及",
    "Wants": "诉求",
    "With": "承办",
    "Waiting": "等待",
    "Proposal": "方案",
    "Finding": "认定",
    "Answer": "答复",
    "Basis": "依据",
    "Satisfied": "是否满意",
    "Lesson": "经验教训",
    "the desk": "系统",
    "{when} over {channel}, recorded by {who}": "{when}，渠道：{channel}，登记人：{who}",
    "for {whom}{asked}, until {until}": "{whom}{asked}，至 {until}",
    "{name}, round {round}": "{name}（第 {round} 轮）",
    # why a deadline is what it is
    ": {limit}, due {due}": "：{limit}，截止 {due}",
    "  rule {rule}": "  规则 {rule}",
    " · calendar {calendar}": " · 日历 {calendar}",
    "provisional: the public holidays of those days are not announced yet": "暂定：这段日期的放假安排尚未公布",
    "counted {time}": "计入 {time}",
    ", moved on by {time} of waiting": "，因等待顺延 {time}",
    "{limit} after the first day": "起算次日起 {limit}",
    " → {today} by the calendar of today; promised was {due}": " → 按现行日历为 {today}，当时承诺的是 {due}",
    "first day, not counted": "起算当天，不计",
    "waiting, not counted": "等待，不计",
    "after the wait": "等待顺延",
    "working day {n}": "第 {n} 个工作日",
    "counted": "计入",
    "{day} (make-up)": "{day}（调休上班）",
    # a new desk
    "This desk exists already; nothing was changed.": "投诉台已存在，未作改动。",
    "The complaint desk is ready.": "投诉台已建好。",
    "  Data    {database} (site {site})": "  数据  {database}（站点 {site}）",
    "  Rules   {file} ({policy})": "  规则  {file}（{policy}）",
    'Next: `tsk record "…" --phone …`; the rules are yours to edit, then `tsk rules check`.': (
        '接下来：`tsk record "…" --phone …`；规则可以自行修改，改完运行 `tsk rules check`。'
    ),
    "(none)": "（无）",
    # lists
    "No complaints.": "没有投诉。",
    "Number": "投诉单号",
    "State": "状态",
    "Department": "部门",
    "Handler": "处理人",
    "Summary": "概要",
    "Nothing is overdue.": "没有超时的投诉。",
    "Milestone": "时限节点",
    "Due": "截止时间",
    "Late by": "超时",
    "due soon": "即将超时",
    "… {count} more: --limit N, or a narrower filter.": "… 还有 {count} 件：加 --limit N，或缩小范围。",
    # verify
    "{count} differences; {events} events were read.": "发现 {count} 处不符，共读取 {events} 条记录。",
    "Whole: {events} events and {texts} texts in one chain, {complaints} complaints as their events say.": (
        "完整：同一条链上 {events} 条记录、{texts} 段文字，{complaints} 件投诉与其记录一致。"
    ),
    "Anchor: {desk} {events} {hash}": "存证：{desk} {events} {hash}",
    # figures
    "Complaints received from {since} to {until}": "{since} 至 {until} 收到的投诉",
    "Open": "未结",
    "Overdue answers": "超时 答复",
    "Timeliness": "及时率",
    "Resolution": "解决率",
    "Satisfaction": "满意率",
    "Total": "合计",
    # rules
    "line {line}": "第 {line} 行",
    "{file}: problems found: {count}.": "{file}：{count} 个问题。",
    "{file}: no problems; its examples come out as expected.": "{file}：没有问题，样例结果与预期一致。",
    "Start with one: `tsk init --policy NAME`.": "选一套起步：`tsk init --policy NAME`。",
    # a wall calendar
    "{year}": "{year}年",
    "{month} {year}": "{year}年{month}",
    " · today {day}": " · 今天 {day}",
    "make-up day for {holiday}": "{holiday}调休上班",
    "Working days: {days} · working time: {hours}": "工作日 {days} 天 · 工时 {hours}",
    "provisional: the holidays of those days are not announced, or not known here": (
        "暂定：这些日期的放假安排尚未公布，或这里没有数据"
    ),
    # staff
    "Nobody is listed as staff, so everyone may do everything; to change that, fill in [staff] in {file}.": (
        "没有列出人员，人人可以执行所有操作；要启用权限，请在 {file} 的 [staff] 中列出人员。"
    ),
    "Nobody.": "没有符合的人员。",
    "No.": "工号",
    "Name": "姓名",
    "Role": "角色",
    "Store": "门店",
    "Deputy": "代理人",
    "Presence": "在岗情况",
    "Away": "不在岗",
    "Last day": "离职日",
    "Sees": "可见范围",
    "Approves": "审批额度",
    "Rights": "权限",
    "nothing": "无",
    "left": "已离职",
    "left {day}": "{day} 已离职",
    "away to {day}": "不在岗至 {day}",
    "away from {day}": "{day} 起不在岗",
    "until {day}": "{day} 离职",
    "sees {what}": "可见：{what}",
    "approves {sum}": "审批额度 {sum}",
    "approves nothing": "无审批额度",
}

# ── the rule file ──────────────────────────────────────────────────────────────────────────────────

_RULE_FILE = {
    # meaning
    'There is no {kind} "{word}".': "没有叫“{word}”的{kind}。",
    "A severity cannot ask for the severity.": "级别的条件里不能再问级别。",
    "Ask for words, category, channel or tier.": "可用 words、category、channel 或 tier。",
    "This never counts: the earlier row {winner} fits whatever fits here.": (
        "这一行永远用不到：凡是符合它的，前面的 {winner} 都已符合。"
    ),
    "Move it before {winner}, or delete it.": "请移到 {winner} 之前，或删除。",
    "The role {role} may not close.": "角色 {role} 没有结案权限。",
    'Give it the right "close".': '请给它 "close" 权限。',
    "No department is the desk.": "没有指定投诉归口部门。",
    "Write desk = true in the one that answers.": "请在负责答复的部门写 desk = true。",
    "{name} is a second desk beside {first}.": "已有归口部门 {first}，{name} 又是一个。",
    "Keep desk = true in one of them.": "请只在一个部门保留 desk = true。",
    "{circle} goes round in a circle.": "{circle} 成了循环。",
    "Only one channel can be the default.": "默认渠道只能有一个。",
    "Remove default = true here.": "请删去这里的 default = true。",
    "An empty condition fits nothing here.": "空条件在这里什么都不符合。",
    "Leave `when` out.": "请去掉 `when`。",
    "{name} has no working time.": "{name} 没有工作时间。",
    "Give it hours.": "请写上 hours。",
    "{name} needs at_least or at_most, and only one of them.": "{name} 要写 at_least 或 at_most，只能写一个。",
    '"{scale}" is not a scale.': "“{scale}”不是评分范围。",
    'Write for example "0-10".': '例如写 "0-10"。',
    "{score} lies outside the scale {scale}.": "{score} 超出评分范围 {scale}。",
    "A statutory limit stops for nothing.": "法定时限不能暂停。",
    "Remove `waits` or `statutory`.": "请去掉 `waits` 或 `statutory`。",
    "Which department's calendar is meant?": "用哪个部门的日历？",
    'Add each = "department".': '请加 each = "department"。',
    "A department's own milestone starts when the department gets the case.": "部门自己的时限节点从该部门接到投诉时开始。",
    'Write from = "assigned".': '请写 from = "assigned"。',
    "A statutory limit is never extended.": "法定时限不能延期。",
    "Remove `extend` or `statutory`.": "请去掉 `extend` 或 `statutory`。",
    "A promise's own milestone runs from the promise to its delivery.": "承诺自己的时限节点从作出承诺起，到兑现为止。",
    'Write from = "promised", met_by = "delivered".': '请写 from = "promised"、met_by = "delivered"。',
    "{name} is a second milestone of promises beside {first}.": "已有承诺的时限节点 {first}，{name} 又是一个。",
    'Keep each = "promise" in one of them.': '请只在一个节点保留 each = "promise"。',
    "Nobody stands in for themselves.": "代理人不能是本人。",
    "Name somebody else.": "请写另一个人。",
    "No row of [limits] says how long {milestone} may take.": "[limits] 里没有 {milestone} 的时限。",
    "Add it to a row there.": "请在那里加上。",
    "No milestone is met by an answer to the customer.": "没有以答复客户为完成的时限节点。",
    'Add one with met_by = "replied".': '请加一个 met_by = "replied" 的节点。',
    "Nothing says when {category} ({severity}, {channel}) must be answered.": (
        "没有规定 {category}（{severity}，{channel}）何时之前答复。"
    ),
    "Add a last row without `when` to [limits].": "请在 [limits] 末尾加一行不带 `when` 的。",
    # escalation
    "{name} never begins.": "{name} 没有写何时启动。",
    "Add milestone with before or after, idle, chases, round or on.": (
        "请加上 milestone（连同 before 或 after）、idle、chases、round 或 on。"
    ),
    "{name} begins in more than one way: {triggers}.": "{name} 写了不止一种启动方式：{triggers}。",
    "Write a row for each.": "请各写一行。",
    "An escalation cannot begin with an escalation.": "升级不能由升级启动。",
    "Name another step.": "请写别的步骤。",
    "{key} needs a milestone.": "{key} 要写明时限节点。",
    'Add milestone = "reply", for example.': '例如加上 milestone = "reply"。',
    "{name} needs before or after, and only one of them.": "{name} 要写 before 或 after，只能写一个。",
    'Write for example after = "0 minutes": once the milestone is overdue.': '例如写 after = "0 minutes"：一超时就启动。',
    "{name} does nothing.": "{name} 什么也不做。",
    "Add tell, move or raise.": "请加上 tell、move 或 raise。",
    "No department has one above it.": "没有一个部门写了上级部门。",
    "Write above = … in [departments].": "请在 [departments] 里写 above = …。",
    "No department has a head who could be told.": "没有一个部门写了可通知的负责人。",
    "Write head = … in [departments].": "请在 [departments] 里写 head = …。",
    # examples
    '"{word}" is not known here.': "这里不能写“{word}”。",
    "{name} needs {key}.": "{name} 缺少 {key}。",
    "Add it to the row.": "请在这一行补上。",
    '"{value}" is not a date with a time.': "“{value}”不是带时刻的日期。",
    'Write for example "2026-10-24 18:00", or "24:00" for the end of a day.': (
        '例如写 "2026-10-24 18:00"；一天结束写 "24:00"。'
    ),
    "The example expects {expected}; by the rules it is {got}.": "示例预期 {expected}，按规则是 {got}。",
    "If the rule was meant to change, write {got} in this line; else mend the rule.": (
        "如果规则本来就要改，请把本行改为 {got}；否则请修改规则。"
    ),
    # sections and rows
    "There is no section [{word}].": "没有 [{word}] 这一节。",
    "The section [{section}] is missing or empty.": "[{section}] 这一节没有写，或是空的。",
    '"{word}" cannot be a name.': "“{word}”不能作名称。",
    "Names are letters, digits, - and _, without spaces.": "名称由字母、数字、- 和 _ 组成，不含空格。",
    "Exactly one calendar is the default.": "默认日历必须有且只有一个。",
    "Write default = true in one of: {options}.": "请在其中一个写 default = true：{options}。",
    '"{word}" is not a time zone.': "“{word}”不是时区。",
    # hours
    '"{value}" is not a time of day.': "“{value}”不是时间段。",
    'Write for example "09:00-18:00".': '例如写 "09:00-18:00"。',
    '"{value}" begins before the period before it ends.': "“{value}”与前一时间段重叠。",
    "Order them by time.": "请按时间先后写。",
    "{day} is given twice.": "{day} 写了两次。",
    'Write for example "mon-thu" and "fri": each day once.': '例如写 "mon-thu" 和 "fri"：每天只写一次。',
    '"{word}" is not a weekday.': "“{word}”不是星期几。",
    "{first}..{last} ends before it begins.": "{first}..{last} 的结束早于开始。",
    "Write the earlier date first.": "请把较早的日期写在前面。",
    # syntax
    "The file is not UTF-8 text from this line on.": "从这一行起，文件不是 UTF-8 文本。",
    "Save the file as UTF-8.": "请把文件存为 UTF-8。",
    "This line cannot be read: {detail}.": "这一行读不懂：{detail}。",
    "A bracket or quote further up is not closed.": "上面有括号或引号没有闭合。",
    "Give each name once within its table.": "同一张表里，每个名称只写一次。",
    "Keep {{ … }} on one line and close it; separate its entries by commas.": (
        "请把 {{ … }} 写在一行内并闭合，各项用逗号隔开。"
    ),
    "Close the list with ].": "请用 ] 结束列表。",
    'A quote is missing: texts stand between two ".': '少了引号：文字要写在两个 " 之间。',
    'Texts stand in quotes: name = "text".': '文字要加引号：name = "文字"。',
    'Write one rule on one line: name = {{ key = "value" }}.': '一条规则写一行：name = {{ key = "value" }}。',
    'Use the plain characters " , = {{ }} [ ] instead of the wide ones.': (
        '请用半角符号 " , = {{ }} [ ]，不要用全角符号。'
    ),
    # values
    'Did you mean "{near}"?': "是不是“{near}”？",
    "One of: {options}.": "可选：{options}。",
    "None is defined.": "还没有定义任何一个。",
    "{value} is not a text.": "{value} 不是文字。",
    'Put it in quotes: "{value}".': '请加引号："{value}"。',
    "{value} is neither true nor false.": "{value} 既不是 true 也不是 false。",
    "Write true or false, without quotes.": "请写 true 或 false，不加引号。",
    "{value} is not a number.": "{value} 不是数字。",
    "Write it without quotes and without a unit.": "请直接写数字，不加引号和单位。",
    "{value} is not a number of times.": "{value} 不是次数。",
    "Write 1, 2, 3 …, without quotes.": "请写 1、2、3……，不加引号。",
    "{value} is not a share.": "{value} 不是百分比。",
    "Write a number from 0 to 100, in percent.": "请写 0 到 100 的数字，单位为 %。",
    '"{value}" is not a date.': "“{value}”不是日期。",
    "Write for example 2027-12-31.": "例如写 2027-12-31。",
    '"{word}" is not possible here.': "这里不能用“{word}”。",
    "A date agreed with the customer cannot be a limit here.": "这里不能用与客户约定的日期作时限。",
    'Write for example "3 working days".': "例如写“3个工作日”。",
    '"{value}" does not run by the clock.': "“{value}”不是连续计时的时限。",
    'Write for example "10 minutes".': '例如写 "10 minutes"。',
    '"{value}" is not a condition on a number.': "“{value}”不是数字条件。",
    'Write for example ">= 500".': '例如写 ">= 500"。',
    'Write for example "08:00-18:00".': '例如写 "08:00-18:00"。',
    '"!" does not work with words of the text.': '"!" 不能用于正文用词。',
    "Put a row for the other words before this one.": "请在这一行之前，为其他用词另写一行。",
    'A condition cannot ask for "{word}".': "条件里不能问“{word}”。",
    "{name} is not a table.": "{name} 不是表。",
    'Write: {last} = {{ key = "value" }}.': '请写成：{last} = {{ key = "value" }}。',
}

MESSAGES: dict[str, str] = {
    **_VERBS,
    **_ROOT,
    **_OPTIONS,
    **_STORE,
    **_DESK,
    **_STEPS,
    **_TIMES,
    **_SCREEN,
    **_RULE_FILE,
    "Staff is listed there, and {person} is not: add yourself to [staff], or act --as somebody.": (
        "规则文件列有人员，其中没有 {person}：请把自己加入 [staff]，或用 --as 指定身份。"
    ),
    # words around what people see
    "{name}: {value}": "{name}：{value}",
    ": {before} → {after}": "：{before} → {after}",
    "{percent} %": "{percent}%",
    "Arguments": "参数",
    "Options": "选项",
    "[required]": "[必填]",
    # the command line
    "{option} is missing.": "缺少 {option}。",
    "{option} cannot be that: {detail}.": "{option} 的写法不对：{detail}。",
    "The command line cannot be understood: {detail}.": "命令行看不懂：{detail}。",
    "{number} is not waiting.": "{number} 没有在等待。",
    "A complaint that comes this way needs {missing} (rule {rule}).": "这样收到的投诉还须填写{missing}（规则 {rule}）。",
    "Give it with the same command.": "请在同一命令中填写。",
    "Word {number} of the command line is not valid text.": "命令行第 {number} 个词不是有效文字。",
    "{number}: {department} has no part in this case.": "{number}：{department}没有参与此投诉。",
    "Its departments: {known}.": "相关部门：{known}。",
    "The counter stands at {n}, but there is a complaint {id}.": "编号计数为 {n}，却有投诉 {id}。",
    "The guard {name} that keeps history from being changed is missing.": "防止改动记录的保护 {name} 不见了。",
    "{person} is not listed as staff here.": "{person} 不在人员名单中。",
    "Add yourself to [staff] in the rule file, or act --as somebody.": "请在规则文件的 [staff] 中加入自己，或用 --as 指定身份。",
    "A month and --since or --until exclude each other.": "月份与 --since、--until 不能同时使用。",
    "Leave one of them out.": "请去掉其中一个。",
    "The policy {version} was changed.": "规则版本 {version} 被改动过。",
    # instants, damage, names
    "{number}: {at} lies before {since}, when the last step was taken.": "{number}：{at} 早于上一步骤的时间 {since}。",
    "{number}: a deadline has passed since {at}; a step claimed before it needs a reason"
    " and, where it moves the clock, the right `backdate`.": (
        "{number}：{at} 之后已有时限超时；补记在其之前的步骤须写明原因，影响计时的还须有 `backdate` 权限。"
    ),
    'Add --reason "…", or leave out --at.': '请加 --reason "…"，或不写 --at。',
    "Only a practice desk can go there.": "只有练习台可以这样设定。",
    "The policy {version} of {number} is missing.": "{number} 所依据的规则版本 {version} 缺失。",
    "A complaint's row is damaged.": "有一件投诉的数据已损坏。",
    "`tsk verify` names it; restore the last backup.": "运行 `tsk verify` 查明是哪一件，然后恢复最近的备份。",
    "The events of complaint {id} are damaged.": "投诉 {id} 的记录已损坏。",
    "`tsk verify` names them; restore the last backup.": "运行 `tsk verify` 查明是哪几条，然后恢复最近的备份。",
    "“{site}” is not a site code.": "“{site}”不是站点代码。",
    "Write up to 12 letters and digits, such as HZ01.": "请写不超过 12 位的字母和数字，例如 HZ01。",
    "There is no home folder of {said}.": "找不到 {said} 的主文件夹。",
    "Write the whole path.": "请写完整路径。",
    "“{said}” is not a name for somebody who acts.": "“{said}”不能作为经办人。",
    "Give a staff number or a login.": "请写工号或登录名。",
    "Against": "被投诉方",
    "Order": "订单号",
    "Occurred": "发生时间",
    "In dispute": "争议金额",
    "for {whom}": "代 {whom} 投诉",
    "The result could not be written ({reason}).": "结果无法输出（{reason}）。",
    "What the command did is recorded; `tsk list` shows it.": "命令已执行并记录，可用 `tsk list` 查看。",
    "{option} takes a number from 1 to {most}.": "{option} 须为 1 至 {most} 的数。",
    # what a new user asked for
    "A new complaint desk was made in {folder}.": "已在 {folder} 新建投诉台。",
    "The present is set to {now} (--now or TSK_NOW).": "当前时间设为 {now}（--now 或 TSK_NOW）。",
    "One signature is not enough: another person must approve too.": "一人审批还不够：还须另一人审批。",
    "past already": "已超时",
    "The customer's e-mail address?": "客户的邮箱？",
    "The customer's card number?": "客户的卡号？",
    "The customer's address?": "客户的地址？",
    "When did it happen?": "什么时候发生的？",
    "The order number?": "订单号？",
    "What does the customer want?": "客户的诉求？",
    "Which product or plan?": "什么产品或套餐？",
    "Which region?": "哪个地区？",
    "Which store?": "哪个门店？",
    "The whole story?": "详细经过？",
}
