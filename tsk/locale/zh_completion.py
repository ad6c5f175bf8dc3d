"""Chinese of what a shell completes, and of what may stand in a rule file."""

COMPLETION = {
    "Print what makes a shell complete commands, options and numbers.": "输出命令行补全脚本：可补全命令、选项和编号。",
    "bash, zsh or fish.": "bash、zsh 或 fish。",
}
