"""Words of finding: what a list can be asked for."""

FOUND = {
    "view": ("view", "视图"),
    "column": ("column", "列"),
    "overdue": ("overdue", "超时"),
    "awaiting": ("awaiting", "等待决定"),
    "idle": ("idle since", "无进展起始"),
    "key": ("key", "键"),
    "sort order due": ("due", "截止时间"),
    "sort order number": ("number", "投诉单号"),
    "sort order active": ("active", "最近一步"),
}
