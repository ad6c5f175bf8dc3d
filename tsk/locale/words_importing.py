"""The words of an import: (English, Chinese)."""

IMPORTING = {
    "imported": ("import", "导入"),
    "estimated": ("estimated", "推定"),
    "fault step": ("step not possible then", "当时不能有此步骤"),
    "fault missing": ("something missing", "缺少内容"),
    "fault anonymised": ("anonymised before", "此前已匿名化"),
    "fault masked": ("contact data masked", "联系方式已隐藏"),
    "fault taken": ("number taken already", "编号已占用"),
    "fault policy": ("unknown policy", "规则版本未知"),
    "fault incident": ("of an incident", "属于批量故障"),
    "way with errors": ("way with errors", "出错处理方式"),
    "policy time": ("policy time", "时限起算"),
}
