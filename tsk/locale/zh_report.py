"""The Chinese sentences of reports."""

from __future__ import annotations

REPORT = {
    "Received in this quarter.": "该季度受理的投诉。",
    "Beside the period before it, or a year earlier.": "与上一时期或上年同期对比。",
    "A month, a quarter and --since or --until exclude each other.": "月份、季度与 --since、--until 不能同时使用。",
    "Leave all but one out.": "请只保留其中一个。",
    "“{said}” is not a quarter.": "“{said}”不是季度。",
}
