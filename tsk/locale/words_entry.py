"""The vocabulary of entering a complaint and answering from templates: (English, Chinese)."""

ENTRY = {
    "draft go on": ("go on with it", "继续填写"),
    "draft later": ("later", "以后再说"),
    "draft throw away": ("throw it away", "丢弃"),
    "frequent complaint": ("frequent complaint", "常见投诉"),
    "language": ("language", "语言"),
    "attach": ("papers", "附件"),
}
