"""A report for other programs and for paper: CSV, a workbook, a page; each is made whole before it is written."""

FORMATS = ("table", "json", "csv", "html", "xlsx")
