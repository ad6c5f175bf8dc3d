"""Chinese for encrypted desks and their keys."""

ENCRYPTION = {
    "There is no complaint desk in {folder}, and the key of an encrypted one is set.": (
        "{folder} 中没有投诉台，而已设置了加密投诉台的密钥。"
    ),
    "Make one with `tsk init --encrypt`, or a plain one with `tsk init`; or name another with --home.": (
        "请用 `tsk init --encrypt` 新建，或用 `tsk init` 新建不加密的；也可用 --home 指定其他文件夹。"
    ),
    "Give an encrypted desk another key.": "更换加密投诉台的密钥。",
    "{file} is not encrypted.": "{file} 没有加密。",
    "`tsk init --encrypt --from` makes one that is.": "`tsk init --encrypt --from` 可转为加密的。",
    "{file} is somebody else's; its key is changed by whoever owns it.": "{file} 属于他人；密钥由文件的所有者更换。",
    "The new key is the old one.": "新密钥与原密钥相同。",
    "Nothing was changed.": "没有任何改动。",
    "There is no new key.": "没有新密钥。",
    "Name its file with TSK_NEW_KEY_FILE, or type it on a terminal.": "请用 TSK_NEW_KEY_FILE 指定其文件，或在终端中输入。",
    "{file} has another key.": "{file} 的密钥已更换。",
    "  Key     {file}: TSK_KEY_FILE names it from now on": "  密钥  {file}：今后由 TSK_KEY_FILE 指定",
    "Backups made before open with the old key: keep it as long as them. Keep a copy of the new one too.": (
        "此前的备份仍须用原密钥打开：备份保留多久，原密钥就保留多久。新密钥也请另存一份。"
    ),
    "{file} is encrypted, and what opens it is not installed.": "{file} 已加密，但打开它所需的组件没有安装。",
    "Install it: `pip install 'tsk-complaints[encrypted]'`.": "请安装：`pip install 'tsk-complaints[encrypted]'`。",
    "The key does not open {file}.": "密钥打不开 {file}。",
    "Check what TSK_KEY_FILE or TSK_KEY_COMMAND gives, or type it again;"
    " where the key is right, the file is damaged: `tsk restore`.": (
        "请检查 TSK_KEY_FILE 或 TSK_KEY_COMMAND 给出的密钥，或重新输入；密钥无误则是文件已损坏：`tsk restore`。"
    ),
    "{file} is encrypted, and there is no key to open it.": "{file} 已加密，但没有可用的密钥。",
    "An encrypted desk needs a key.": "加密的投诉台需要密钥。",
    "Set TSK_KEY_FILE or TSK_KEY_COMMAND, or type it on a terminal;"
    " if it never was encrypted, it is damaged: `tsk restore`.": (
        "请设置 TSK_KEY_FILE 或 TSK_KEY_COMMAND，或在终端中输入；如从未加密，则文件已损坏：`tsk restore`。"
    ),
    "Set TSK_KEY_FILE or TSK_KEY_COMMAND, or type it on a terminal.": "请设置 TSK_KEY_FILE 或 TSK_KEY_COMMAND，或在终端中输入。",
    "Key of {file}:": "{file} 的密钥：",
    "The same again:": "请再输入一次：",
    "The two keys differ.": "两次输入的密钥不同。",
    "Nothing was made; try again.": "没有新建任何内容；请重试。",
    "Nothing was made.": "没有新建任何内容。",
    "The key is too short: a passphrase takes at least {least} characters.": "密钥太短：口令至少要 {least} 个字符。",
    "The key file {file} lies in the folder of the desk.": "密钥文件 {file} 就放在投诉台的文件夹里。",
    "Who takes the one takes the other: name a file elsewhere with TSK_KEY_FILE, best on another medium.": (
        "拿走其一便拿走了全部：请用 TSK_KEY_FILE 另指一处的文件，最好放在别的介质上。"
    ),
    "Keep it elsewhere.": "请放到别处。",
    "Others may read the key file {file}.": "其他人可以读取密钥文件 {file}。",
    "`chmod 600` keeps them out.": "`chmod 600` 可禁止他人读取。",
    "The key file {file} cannot be read ({reason}).": "密钥文件 {file} 无法读取（{reason}）。",
    "Put it back, or name another with TSK_KEY_FILE.": "请放回原处，或用 TSK_KEY_FILE 另指一个。",
    "The key file {file} holds no key.": "密钥文件 {file} 中没有密钥。",
    "It takes 64 hexadecimal digits, or a passphrase on one line.": "应为 64 位十六进制数，或写在一行的口令。",
    "The key file {file} cannot be written ({reason}).": "密钥文件 {file} 无法写入（{reason}）。",
    "Name another with TSK_KEY_FILE; nothing was made.": "请用 TSK_KEY_FILE 另指一个；没有新建任何内容。",
    "TSK_KEY_COMMAND gave no key within {seconds} seconds.": "TSK_KEY_COMMAND 在 {seconds} 秒内没有给出密钥。",
    "Run it by hand to see why; TSK_KEY_SECONDS gives it more time.": "请手工运行以查明原因；可用 TSK_KEY_SECONDS 延长时间。",
    "TSK_KEY_COMMAND cannot be run ({reason}).": "TSK_KEY_COMMAND 无法运行（{reason}）。",
    "Check its words.": "请检查其写法。",
    "TSK_KEY_COMMAND gave no key (exit {code}).": "TSK_KEY_COMMAND 没有给出密钥（退出码 {code}）。",
    "Run it by hand to see why.": "请手工运行以查明原因。",
    "No key was typed.": "没有输入密钥。",
    "Nothing was done.": "未做任何操作。",
    "{file} exists already, and is not encrypted.": "{file} 已经存在，且未加密。",
    "Take it into a new folder: `tsk --home NEW init --encrypt --from {folder}`.": (
        "可转入一个新文件夹：`tsk --home NEW init --encrypt --from {folder}`。"
    ),
    "{file} exists already.": "{file} 已经存在。",
    "Name a new folder with --home.": "请用 --home 指定一个新文件夹。",
    "{file} is encrypted already.": "{file} 已经加密。",
    "Copy its folder as it is.": "请照原样复制其文件夹。",
    "Check the folder after --from.": "请检查 --from 后面的文件夹。",
    "With --encrypt: take everything of a plain desk over; it stays as it is.": "与 --encrypt 合用：转入一个未加密投诉台的全部内容，原件不变。",
    "--from goes with --encrypt, and with no policy: everything comes from that desk.": (
        "--from 与 --encrypt 合用，且不能指定制度：全部内容都取自该投诉台。"
    ),
    "Everything of {folder} was taken over; it lies there still, in plain. When `tsk verify` finds this one"
    " whole, remove it.": "{folder} 的全部内容已转入；原件仍以明文留在那里。`tsk verify` 确认这一份完整后，请删除原件。",
    "The key of {file} could not be changed; the old one opens it still.": "{file} 的密钥未能更换；原密钥仍可打开。",
    "Try again when nobody works with it, with room on the disk for a second copy of it.": (
        "请在无人使用、且磁盘还能再放下一份时重试。"
    ),
    "Encrypt the database and the papers; the key comes from TSK_KEY_FILE.": "加密数据库和附件；密钥取自 TSK_KEY_FILE。",
    "  Key     {file} (new)": "  密钥  {file}（新建）",
    "Encrypted. Keep a copy of the key elsewhere, not beside the desk: without it nothing can be read.": (
        "已加密。请另存一份密钥，不要与投诉台放在一起：没有密钥，任何内容都无法再读取。"
    ),
}
