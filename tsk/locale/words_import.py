"""The vocabulary of imports: why a row is not taken: (English, Chinese)."""

IMPORTS = {
    "fault ragged": ("row of another width", "列数不符"),
    "fault quotes": ("broken quotes", "引号有误"),
    "fault long": ("text too long", "文本过长"),
    "fault damaged": ("damaged row", "行已损坏"),
    "fault digits": ("number cut short", "数字丢位"),
    "fault date": ("no such date", "日期有误"),
    "fault word": ("unknown word", "未知词语"),
    "fault summary": ("no summary", "缺摘要"),
    "fault received": ("no time of receipt", "缺受理时间"),
    "fault external": ("no number", "缺编号"),
    "fault twice": ("number used twice", "编号重复"),
    "fault order": ("before the receipt", "早于受理"),
    "fault future": ("in the future", "在将来"),
    "fault apart": ("rows of a log apart", "记录行不相邻"),
}
