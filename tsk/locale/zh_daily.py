"""The Chinese sentences of the day's summary and of what is sent."""

from __future__ import annotations

DAILY = {
    "Print nothing unless something is wrong.": "没有问题时不输出。",
    "Exit with 10 where something is wrong.": "有问题时以 10 退出。",
    "Return visits overdue: {count}": "超时的回访：{count}",
    "Waits that are over: {count}": "等待已到期：{count}",
    "Provisional deadlines: {count}, the earliest {due}": "暂定的截止时间：{count}，最早 {due}",
    "Target missed: {name} {rate}, {wanted}": "未达标：{name} {rate}，{wanted}",
    "Target not reached yet: {name} {rate}, {wanted}": "尚未达标：{name} {rate}，{wanted}",
    "Send it, once, as the section notify and TSK_NOTIFY say.": "按规则节 notify 与 TSK_NOTIFY 发送，每天一次。",
    "Nothing was sent: apprise is not installed.": "未发送：没有安装 apprise。",
    "Install it: `pip install 'tsk-complaints[notify]'`.": "请安装：`pip install 'tsk-complaints[notify]'`。",
    "Number of the message.": "消息编号。",
    "One message, with its text.": "一条消息及其正文。",
    "Even where it may have arrived.": "即使可能已送达。",
    "{person} sees only a part of the complaints; what is sent speaks for the whole desk.": (
        "{person} 只能看到部分投诉；所发内容代表整个投诉台。"
    ),
    'Act --as somebody whose role has sees = "all" ([roles] in {file}).': (
        '请用 --as 指定角色为 sees = "all" 的人（{file} 的 [roles]）。'
    ),
    "There is no message {id} in the outbox.": "发件箱中没有第 {id} 条消息。",
    "`tsk outbox` lists them.": "可用 `tsk outbox` 查看。",
    "Message {id} to {receiver} is {state}; sent again, it may arrive twice.": (
        "发给 {receiver} 的第 {id} 条消息：{state}；再发可能重复送达。"
    ),
    "If that is meant: `tsk outbox send {id} --again`.": "确要重发：`tsk outbox send {id} --again`。",
    "Message {id} to {receiver} is being sent just now.": "发给 {receiver} 的第 {id} 条消息正在发送。",
    "Look again in a minute: `tsk outbox`.": "请过一分钟再看：`tsk outbox`。",
    "Messages that did not arrive, or perhaps not: {count} (`tsk outbox`)": "未送达或不确定的消息：{count}（`tsk outbox`）",
    "overdue {late}, due {due}": "超时 {late}，到期 {due}",
    "Known fault: incident {id}": "已知故障：批量故障 {id}",
    "Overdue measures: {count}": "超时的改进措施：{count}",
    "due {due}": "应于 {due}",
    "late by {time}": "已超 {time}",
    "answered with {code}": "对方返回 {code}",
    "its address is not known here": "此处没有其地址",
    "the rule file, which holds its address, is broken (`tsk rules check`)": "写有其地址的规则文件有错（`tsk rules check`）",
    "the address is not understood": "地址无法识别",
    "no such host": "找不到主机",
    "the connection was refused": "连接被拒绝",
    "no connection": "无法连接",
    "the certificate is not valid": "证书无效",
    "the login was refused": "登录被拒绝",
    "the mail was refused": "邮件被拒收",
    "the text was refused": "正文被拒收",
    "no answer came": "没有回应",
    "only a part went out": "只发出一部分",
    "nobody can tell": "无法得知",
    "The outbox is empty.": "发件箱为空。",
    "Receiver": "接收方",
    "Tried": "次数",
    "At": "时间",
    "Message {id} was sent to {receiver}.": "第 {id} 条消息已发给 {receiver}。",
    "Not sent to {receiver}: {why}. The next run with --notify tries again.": (
        "未能发给 {receiver}：{why}。下次带 --notify 运行时重试。"
    ),
    "Not sent to {receiver}: {why}. Given up; by hand: `tsk outbox send {id}`.": (
        "未能发给 {receiver}：{why}。不再自动重试；手工发送：`tsk outbox send {id}`。"
    ),
    "It is not known whether {receiver} got the summary: {why}. "
    "`tsk outbox send {id} --again`, or `tsk outbox drop {id}`.": (
        "不确定 {receiver}是否收到日报：{why}。可用 `tsk outbox send {id} --again` 重发，或 `tsk outbox drop {id}`。"
    ),
    "The variable {name} is not set here.": "此处没有设置环境变量 {name}。",
    "Set it where `tsk daily --notify` runs.": "请在运行 `tsk daily --notify` 的环境中设置。",
    "No service understands the address {shown}.": "没有服务能识别地址 {shown}。",
    "See what apprise knows: `apprise --details`.": "可用 `apprise --details` 查看支持的服务。",
    "Nothing can be sent: apprise is not installed.": "无法发送：没有安装 apprise。",
    "This is not an address.": "这不是地址。",
    'Write "scheme://…" as apprise knows it, or "env:NAME" for one that stands in the environment.': (
        '请写 apprise 认识的 "scheme://…"，或用 "env:NAME" 取环境变量中的地址。'
    ),
    "There is no address here.": "此处没有地址。",
    "An address is written in a way that its secret could be kept elsewhere.": "地址的写法可能使其中的密钥存到别处。",
    "Write it on one line of [notify], in plain characters between quotes.": "请在 [notify] 中写成一行，引号内用普通字符。",
    "Show what was sent of the daily summary, and what was not.": "查看日报的发送情况。",
    "Send one message by hand.": "手工发送一条消息。",
    "Take a message off the list that need not arrive any more.": "将不必再送达的消息移出清单。",
    "… {count} more deadlines": "… 另有 {count} 项时限",
    "… {count} more deadlines: `tsk overdue`": "… 另有 {count} 项时限：`tsk overdue`",
    "… {count} more measures: `tsk measure list`": "… 另有 {count} 项改进措施：`tsk measure list`",
    "… {count} more: `tsk handover`": "… 另有 {count} 件：`tsk handover`",
    "… {count} more steps": "… 另有 {count} 项",
}
