"""The words of an import: (English, Chinese)."""

IMPORTING = {
    "imported": ("import", "导入"),
    "estimated": ("estimated", "推定"),
    "step not possible": ("step not possible then", "当时不能有此步骤"),
    "something missing": ("something missing", "缺少内容"),
    "anonymised before": ("anonymised before", "此前已匿名化"),
    "way with errors": ("way with errors", "出错处理方式"),
    "policy time": ("policy time", "时限起算"),
}
