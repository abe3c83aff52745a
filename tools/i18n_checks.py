"""Faults a catalogue can have, found without knowing the source language's meaning."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.catalogue import Key, Message

CJK = r"[\u3400-\u4dbf\u4e00-\u9fff]"
CJK_OR_POINT = r"[\u3400-\u4dbf\u4e00-\u9fff，。；：！？、（）「」『』“”]"
PLACEHOLDER = re.compile(r"%{1,2}\(\w+\)[sd]|%%|\{\w*\}")
TAG = re.compile(r"</?[a-z][a-z0-9]*")
SPACED = re.compile(rf"{CJK_OR_POINT} [A-Za-z0-9%]|[A-Za-z0-9)%] {CJK_OR_POINT}")
# 67%, in all three languages.
APART = re.compile(r"(?:\d|\)s) %(?!\()")
HALF_WIDTH = re.compile(rf"{CJK}[,;:!?]|{CJK}\.(\s|$)")

# Words of the other side of the strait that survive a careless conversion: foreign word → our word.
# Patterns spare the places where the word is right here too (評核項目, 單一窗口, 文件 as a document).
FALSE_FRIENDS = {
    "zh_Hant": {
        "(?<!評核)(?<!評選)(?<!檢查)項目": "專案", "軟件": "軟體", "硬件": "硬體", "信息": "資訊", "質量": "品質",
        "導入": "匯入", "導出": "匯出", "設置": "設定", "登錄": "登入", "視圖": "檢視", "服務器": "伺服器", "數據": "資料",
        "賬號": "帳號", "默認": "預設", "搜索": "搜尋", "用戶": "使用者", "鏈接": "連結", "網絡": "網路", "打印": "列印",
        "鼠標": "滑鼠", "屏幕": "螢幕", "菜單": "選單", "合同": "合約", "審計": "稽核", "字段": "欄位", "粘貼": "貼上",
        "計劃": "計畫", "郵箱": "信箱", "短信": "簡訊", "網點": "據點", "只讀": "唯讀",
        "激活": "啟用", "刷新": "重新整理", "緩存": "快取",
    },
    "zh_Hans": {
        "专案": "项目", "软体": "软件", "硬体": "硬件", "资讯": "信息", "品质": "质量", "汇入": "导入", "汇出": "导出",
        "设定": "设置", "登入": "登录", "档案": "文件", "检视": "视图", "伺服器": "服务器", "帐号": "账号", "帐户": "账户",
        "预设": "默认", "搜寻": "搜索", "连结": "链接", "网路": "网络", "列印": "打印", "滑鼠": "鼠标", "萤幕": "屏幕",
        "视窗": "窗口", "选单": "菜单", "合约": "合同", "稽核": "审计", "栏位": "字段", "贴上": "粘贴", "计画": "计划",
        "据点": "网点", "唯读": "只读", "讯息": "消息", "程式": "程序", "储存": "保存", "简讯": "短信",
        "快取": "缓存", "押标金": "投标保证金",
    },
}  # fmt: skip

# One way to speak to the reader, in both: plain, as a tool does.
POLITE = "您"

# The legacy character sets hold one script each, which makes them an exact test for the other one.
SCRIPT_ENCODING = {"zh_Hant": "cp950", "zh_Hans": "gb2312"}


def faults(locale: str, messages: list[Message], source: set[Key]) -> Iterator[str]:
    """Yield one sentence for each fault of a catalogue against the messages of the source."""
    known = {message.key for message in messages}
    for key in sorted(source - known, key=lambda k: k.msgid):
        yield f"not in the catalogue: {key.msgid!r}"
    for key in sorted(known - source, key=lambda k: k.msgid):
        yield f"not in the source: {key.msgid!r}"
    for key, count in Counter(message.key for message in messages).items():
        if count > 1:
            yield f"{count} entries of {key.msgid!r}"
    for message in messages:
        for fault in _message_faults(locale, message):
            yield f"{fault}: {message.key.msgid!r} → {message.translation!r}"


def _message_faults(locale: str, message: Message) -> Iterator[str]:
    text = message.translation
    if APART.search(message.key.msgid) or APART.search(text):
        yield "space before a percent sign"
    if message.obsolete:
        yield "obsolete"
    if "fuzzy" in message.flags:
        yield "fuzzy"
    if not text:
        yield "untranslated"
        return
    english = {_placeholders(message.key.msgid), _placeholders(message.plural or message.key.msgid)}
    if _placeholders(text) not in english:
        yield "placeholders differ"
    if Counter(TAG.findall(message.key.msgid)) != Counter(TAG.findall(text)):
        yield "tags differ"
    if message.key.msgid.endswith("\n") != text.endswith("\n"):
        yield "line end differs"
    if SPACED.search(PLACEHOLDER.sub("x", text)):
        yield "space between Chinese and Latin"
    if HALF_WIDTH.search(text):
        yield "half-width punctuation after Chinese"
    yield from _region_faults(locale, text)


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(match.group() for match in PLACEHOLDER.finditer(text))


def _region_faults(locale: str, text: str) -> Iterator[str]:
    if POLITE in text:
        yield f"{POLITE} is not used here, write 你 or leave it out"
    for foreign, ours in FALSE_FRIENDS[locale].items():
        if found := re.search(foreign, text):
            yield f"{found.group()} is not used here, write {ours}"
    wrong = [char for char in text if re.match(CJK, char) and not _is_written(locale, char)]
    if wrong:
        yield f"characters of the other script ({''.join(wrong)})"


def _is_written(locale: str, char: str) -> bool:
    try:
        char.encode(SCRIPT_ENCODING[locale])
    except UnicodeEncodeError:
        return False
    return True
