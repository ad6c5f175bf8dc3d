"""The vocabulary of imports: why a row is not taken: (English, Chinese)."""

IMPORTS = {
    "row of another width": ("row of another width", "列数不符"),
    "broken quotes": ("broken quotes", "引号有误"),
    "text too long": ("text too long", "文本过长"),
    "damaged row": ("damaged row", "行已损坏"),
    "number cut short": ("number cut short", "数字丢位"),
    "no such date": ("no such date", "日期有误"),
    "word not in the map": ("word not in the map", "对照表中没有"),
    "no summary": ("no summary", "缺摘要"),
    "no time of receipt": ("no time of receipt", "缺收到时间"),
    "no number": ("no number", "缺编号"),
    "number used twice": ("number used twice", "编号重复"),
    "before the receipt": ("before the receipt", "早于收到时间"),
    "in the future": ("in the future", "在将来"),
    "rows of a log apart": ("rows of a log apart", "记录行不相邻"),
    "row of a complaint left out": ("row of a complaint left out", "随同一投诉略过"),
}
