"""What columns are usually called, in either language, and what their usual words mean."""

from __future__ import annotations

import re

# A column is taken for the first of these that calls it so: whole words first, then words within it.
FIELDS: dict[str, tuple[str, ...]] = {
    "external": (
        *("编号", "单号", "工单号", "工单编号", "投诉单号", "投诉编号", "留言编号", "受理编号", "受理单号", "流水号", "序号", "案件编号", "记录编号"),
        *("id", "number", "complaint number", "complaint id", "ticket", "ticket id", "ticket number", "ticket no"),
        *("case id", "case number", "case enquiry id", "unique key", "incident", "reference", "ref", "no", "key", "complaint no"),
    ),
    "received": (
        *("受理时间", "投诉时间", "登记时间", "接收时间", "接单时间", "留言时间", "来电时间", "创建时间", "投诉日期", "受理日期", "登记日期", "日期", "时间"),
        *("received", "received at", "date received", "created", "created at", "created date", "creation date", "opened"),
        *("opened at", "open dt", "open date", "reported", "reported at", "date reported", "timestamp", "date", "datetime"),
        *("submitted", "date submitted", "registered", "registered at", "received on"),
    ),
    "occurred": ("发生时间", "事发时间", "发生日期", "故障时间", "occurred", "occurred at", "incident date", "event date", "date of incident"),
    "answered": ("首次响应时间", "首次响应", "响应时间", "first response", "first response at", "responded at", "acknowledged at"),
    "summary": (
        *("投诉内容", "摘要", "主题", "标题", "留言主题", "投诉主题", "简要描述", "问题描述", "内容", "投诉事由", "事由", "desc", "投诉标题"),
        *("summary", "subject", "title", "complaint", "customer complaint", "case title", "issue", "short description"),
        *("headline", "problem", "complaint type", "description"),
    ),
    "details": (
        *("详情", "详细内容", "留言详情", "投诉详情", "详细描述", "具体内容", "经过", "备注"),
        *("details", "narrative", "consumer complaint narrative", "long description", "full text", "body", "text", "notes", "comments"),
    ),
    "name": ("客户", "客户姓名", "姓名", "投诉人", "联系人", "留言用户", "用户", "用户姓名", "customer", "customer name", "name", "caller", "complainant", "caller id", "requester"),
    "phone": ("电话", "手机", "手机号", "手机号码", "联系电话", "投诉电话", "电话号码", "联系方式", "来电号码", "phone", "phone number", "mobile", "telephone", "contact number", "cell"),
    "email": ("邮箱", "电子邮箱", "电子邮件", "邮件", "email", "e mail", "mail", "email address"),
    "card": ("卡号", "会员卡号", "会员卡", "card", "card number", "member card", "membership number"),
    "address": ("地址", "客户地址", "联系地址", "住址", "address", "incident address", "street address", "location address", "location"),
    "order": ("订单号", "订单编号", "订单", "order", "order number", "order id"),
    "amount": ("金额", "投诉金额", "涉及金额", "争议金额", "amount", "disputed amount", "amount in dispute", "claim amount"),
    "demand": ("诉求", "客户诉求", "投诉诉求", "要求", "demand", "desired resolution", "remedy sought"),
    "against": ("被投诉方", "被投诉人", "被投诉单位", "责任单位", "企业", "品牌", "brand", "company", "against", "agency name", "agency", "respondent"),
    "product": ("产品", "产品名称", "套餐", "商品", "车型", "product", "sub product", "product name", "plan", "model"),
    "region": ("地区", "区域", "城市", "地市", "省份", "区县", "region", "city", "state", "borough", "district", "neighborhood", "area"),
    "store": ("门店", "营业厅", "网点", "店铺", "店号", "store", "shop", "branch", "outlet"),
    "channel": ("渠道", "投诉渠道", "受理渠道", "来源", "投诉来源", "受理方式", "channel", "source", "received via", "submitted via", "open data channel type", "contact type", "medium", "origin"),
    "category": ("分类", "类别", "投诉类别", "投诉类型", "投诉分类", "一级分类", "业务类型", "问题类型", "类型", "category", "type", "complaint category", "product category", "reason"),
    "subtype": ("二级分类", "子类", "细类", "小类", "subcategory", "sub category", "subtype", "sub issue", "descriptor"),
    "severity": ("级别", "严重程度", "紧急程度", "优先级", "等级", "severity", "priority", "urgency", "level"),
    "tier": ("客户等级", "客户级别", "会员等级", "tier", "customer tier", "customer level", "segment"),
    # of the past
    "status": ("状态", "处理状态", "工单状态", "当前状态", "案件状态", "处理结果", "办理状态", "status", "state", "case status", "incident state", "status name", "ticket status"),
    "closed at": ("结案时间", "关闭时间", "办结时间", "完成时间", "归档时间", "结束时间", "结案日期", "closed", "closed at", "closed date", "closed dt", "date closed", "closing date", "completed at"),
    "replied at": ("答复时间", "回复时间", "反馈时间", "解决时间", "处理时间", "回复日期", "resolved", "resolved at", "answered at", "replied at", "resolution date", "resolved date", "response date"),
    "due": ("截止时间", "要求完成时间", "时限", "承诺时间", "到期时间", "应办结时间", "截止日期", "due", "due date", "due at", "deadline", "target date", "target dt", "promised", "promised by", "sla due"),
    "answer": ("答复内容", "回复内容", "处理意见", "处理结果描述", "答复", "答复意见", "处理情况", "处理措施", "处理结果", "办理结果", "answer", "resolution", "resolution description", "closure reason", "response", "reply", "company response to consumer", "outcome"),
    "updated": ("更新时间", "修改时间", "操作时间", "变更时间", "updated", "updated at", "sys updated at", "modified", "timestamp", "changed at", "event time"),
}  # fmt: skip

# Words that name a column only where they stand alone: within others they mean many things.
ALONE = frozenset(
    (
        "name",
        "type",
        "no",
        "key",
        "state",
        "date",
        "problem",
        "location",
        "text",
        "reason",
        "number",
        "id",
        "level",
        "time",
    ),
) | {
    "incident",
    "order",
    "reference",
    "street",
    "model",
    "plan",
    "area",
    "source",
    "active",
    "open",
    "closed",
    "notes",
    "body",
}

# Words for one channel; a policy has one of them.
ALIKE = (
    ("hotline", "phone", "telephone", "call", "customer care call", "电话", "热线", "来电", "客服热线"),
    ("web", "internet", "online", "website", "网站", "网络", "网上", "互联网"),
    ("app", "mobile", "mobile app", "手机应用", "客户端", "手机"),
    ("counter", "walk in", "in person", "visit", "现场", "柜台", "来访", "营业厅", "门店"),
    ("email", "e mail", "mail", "电子邮件", "邮件", "邮箱"),
    ("chat", "online chat", "live chat", "在线客服"),
    ("sms", "text message", "短信"),
)

# What the words of a column of states usually mean.
STATES: dict[str, tuple[str, ...]] = {
    "registered": ("new", "open", "logged", "registered", "submitted", "received", "created", "待处理", "待受理", "未处理", "新建", "已登记", "信息审核", "未受理"),
    "assigned": ("assigned", "dispatched", "queued", "已派单", "已分派", "待接单"),
    "in_progress": ("in progress", "active", "working", "processing", "accepted", "started", "under review", "处理中", "受理中", "已受理", "进行中", "厂家受理", "办理中", "跟进中"),
    "pending": ("pending", "on hold", "waiting", "awaiting user info", "customer response", "suspended", "awaiting", "挂起", "等待", "待回复", "等待客户", "待客户确认"),
    "resolved": ("resolved", "solved", "answered", "replied", "fixed", "done", "已解决", "已答复", "已回复", "处理反馈", "已反馈", "已处理"),
    "closed": ("closed", "completed", "finished", "archived", "已结案", "已关闭", "已办结", "结案", "办结", "已完成", "已归档", "完成", "关闭", "用户评分"),
    "cancelled": ("cancelled", "canceled", "withdrawn", "duplicate", "撤销", "已撤销", "撤诉", "已取消", "取消"),
    "rejected": ("rejected", "declined", "not ours", "不予受理", "已驳回", "驳回"),
}  # fmt: skip


def plain(heading: str) -> str:
    """A heading as it is compared: signs are blanks, capitals do not matter, `closedDate` is two words."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return " ".join(re.sub(r"[\W_]+", " ", parted).casefold().split())


def are_alike(one: str, other: str) -> bool:
    """Whether two words name the same channel."""
    return any(one in words and other in words for words in ALIKE)


def meaning_of(state: str) -> str:
    """The state of ours that their word usually means; "" for one that is not known."""
    word = plain(state)
    return next((ours for ours, theirs in STATES.items() if word in theirs), "")
