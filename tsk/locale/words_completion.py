"""The vocabulary of completion and of the rule file's own description: (English, Chinese)."""

SHELLS = {
    "shell": ("shell", "命令行外壳"),
}
