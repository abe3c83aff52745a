"""Guess the encoding of a text file, with care for the Chinese and Japanese ones that general guessers mix up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from charset_normalizer import from_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

SAMPLE_BYTES = 256 * 1024
CHOICES = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "cp950",
    "gb18030",
    "cp932",
    "cp1252",
    "mac_roman",
)

# The characters that make up a good half of business text; a wrong decoding almost never hits them.
_COMMON_TRADITIONAL = frozenset(
    "的一是不了人在有我他這中大來上個國到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可里後小心多天而能好都然"
    "沒於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長知民樣現分將外但身些與高意進把法"
    "台北高雄新竹市縣區路街號樓股份有限公司客戶電話地址名稱聯絡人業務部經理產品金額日期階段備註集團科技工業電子商機"
    "合約報價統一編號負責拜訪採購專案醫院大學政府銀行保險製造資訊服務系統電機化學生技光電半導體零組件"
)
_COMMON_SIMPLIFIED = frozenset(
    "的一是不了人在有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小心多天而能好都然"
    "没于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法"
    "北京上海广州深圳市县区路街号楼股份有限公司客户电话地址名称联系人业务部经理产品金额日期阶段备注集团科技工业电子商机"
    "合同报价统一社会信用代码负责拜访采购项目医院大学政府银行保险制造信息服务系统电机化学光电半导体零组件"
)
_COMMON_JAPANESE = frozenset(
    "株式会社有限東京都区市町村県番号名前電話住所氏営業部課長様日本商事工業製作所年月金額円担当者備考"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodingGuess:
    """An encoding name for `codecs`, how sure the guess is (0 to 1) and what else it may be, likeliest first."""

    encoding: str
    confidence: float
    alternatives: tuple[str, ...] = ()
    is_twice: bool = False


def guess_encoding(stream: BinaryIO) -> EncodingGuess:
    """Guess how `stream` is encoded, looking for tell-tale lines in all of it; the stream is left at its end."""
    head = stream.read(SAMPLE_BYTES)
    marked = _by_mark(head)
    if marked:
        return EncodingGuess(encoding=marked, confidence=1.0)
    wide = _by_zero_bytes(head)
    if wide:
        return EncodingGuess(encoding=wide, confidence=0.95)
    sample = _telling_lines(head, stream)
    if not sample:
        return EncodingGuess(encoding="utf-8", confidence=1.0)
    return _guess_bytes(sample)


def _by_mark(head: bytes) -> str:
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return ""


def _by_zero_bytes(head: bytes) -> str:
    if len(head) < 4:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.2 and odd > even * 5:
        return "utf-16-le"
    if even > len(head) * 0.2 and even > odd * 5:
        return "utf-16-be"
    return ""


def _telling_lines(head: bytes, stream: BinaryIO) -> bytes:
    """Collect the lines that hold anything beyond ASCII: an export may be plain English for its first thousands of rows."""
    kept = bytearray()
    block = head
    while block and len(kept) < SAMPLE_BYTES:
        block += stream.readline()
        if not block.isascii():
            kept += b"\n".join(line for line in block.split(b"\n") if not line.isascii()) + b"\n"
        block = stream.read(SAMPLE_BYTES)
    return bytes(kept[: SAMPLE_BYTES * 2])


def _guess_bytes(sample: bytes) -> EncodingGuess:
    damage = _undecodable_share(sample, "utf-8")
    if damage == 0:
        return EncodingGuess(encoding="utf-8", confidence=0.99, is_twice=looks_twice_encoded(sample, "utf-8"))
    scores = {
        "cp950": _score(sample, "cp950", _COMMON_TRADITIONAL),
        "gb18030": _score(sample, "gb18030", _COMMON_SIMPLIFIED | _COMMON_TRADITIONAL),
        "cp932": _score(sample, "cp932", _COMMON_JAPANESE, kana=True),
        **_score_western_kinds(sample),
        "utf-8": 0.9 - damage * 20 if damage < 0.03 else 0.0,
    }
    ranked = sorted(scores, key=lambda name: -scores[name])
    best, second = ranked[0], ranked[1]
    if scores[best] < 0.2:
        return _general_guess(sample, ranked)
    margin = scores[best] - scores[second]
    sure = min(0.98, 0.5 + margin) if scores[best] < 0.98 else 0.98
    rest = tuple(name for name in ranked[1:] if scores[name] > 0.05)
    return EncodingGuess(encoding=best, confidence=round(max(sure, 0.3), 2), alternatives=rest)


def _undecodable_share(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, errors="replace")
    beyond = sum(1 for char in text if ord(char) > 127)
    return text.count("\ufffd") / max(beyond, 1)


def _score(sample: bytes, encoding: str, common: frozenset[str], *, kana: bool = False) -> float:
    text = sample.decode(encoding, errors="replace")
    beyond = [char for char in text if ord(char) > 127]
    good = sum(1.0 for char in beyond if char in common or (kana and "\u3041" <= char <= "\u30fa"))
    plain = sum(1.0 for char in beyond if _is_plain_cjk(char))
    bad = sum(1.0 for char in beyond if char == "\ufffd" or _is_odd(char))
    total = max(len(beyond), 1)
    return max(0.0, min(1.0, 0.35 * plain / total + 1.3 * good / total - 3 * bad / total))


def _is_plain_cjk(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or "\u3000" <= char <= "\u30fa" or "\uff01" <= char <= "\uff5e"


def _is_odd(char: str) -> bool:
    """Tell characters that no ordinary file holds: private use, half-width kana, rare extensions, controls."""
    return (
        "\ue000" <= char <= "\uf8ff"
        or "\uff61" <= char <= "\uff9f"
        or "\x80" <= char <= "\x9f"
        or char > "\U0001ffff"
    )


def _score_western(sample: bytes) -> float:
    """Score by how often a high byte stands alone inside an ASCII word, as accents and curly quotes do."""
    high = [i for i, byte in enumerate(sample) if byte >= 0x80]
    alone = sum(1 for i in high if _low(sample, i - 1) and _low(sample, i + 1))
    undefined = sum(sample.count(byte) for byte in b"\x81\x8d\x8f\x90\x9d")
    share = alone / max(len(high), 1)
    return max(0.0, share * share - 3 * undefined / max(len(high), 1))


def _score_western_kinds(sample: bytes) -> dict[str, float]:
    """Tell the western encoding of Windows from that of old Macs by the letters that come out of it."""
    western = _score_western(sample)
    windows, mac = (_letters(sample, name) for name in ("cp1252", "mac_roman"))
    if mac > windows:
        # Bytes that Windows knows as rare signs, or not at all, are letters on a Mac.
        return {"cp1252": western * windows / mac, "mac_roman": max(western, mac**3 * _in_words(sample))}
    return {"cp1252": western, "mac_roman": western * (0.95 * mac / windows if windows else 0.0)}


def _in_words(sample: bytes) -> float:
    """Return the share of bytes beyond ASCII that stand, one or two together, beside ASCII letters."""
    runs = [len(match[0]) for match in re.finditer(rb"(?<=[A-Za-z])[\x80-\xff]{1,2}(?![\x80-\xff])", sample)]
    first = [
        len(match[0]) for match in re.finditer(rb"(?<![\x80-\xffA-Za-z])[\x80-\xff]{1,2}(?=[a-z])", sample)
    ]
    return min(1.0, (sum(runs) + sum(first)) / max(sum(byte >= 0x80 for byte in sample), 1))


def _letters(sample: bytes, encoding: str) -> float:
    """Return the share of characters beyond ASCII that are letters in use between letters, as in ordinary names."""
    text = sample.decode(encoding, errors="replace")
    beyond = [(i, char) for i, char in enumerate(text) if ord(char) > 127]
    usual = sum(1 for i, char in beyond if char in _ACCENTED and _fits_case(text, i, char))
    return usual / max(len(beyond), 1)


def _fits_case(text: str, at: int, char: str) -> bool:
    """Tell whether a letter has the case of its neighbours: a capital inside a small word is a wrong reading."""
    before = text[at - 1] if at else " "
    return char.islower() or not before.islower()


_ACCENTED = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿœßšžÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŒŠŽ’‘“”–—€£«»°ªº¿¡…")


def looks_twice_encoded(sample: bytes, encoding: str) -> bool:
    """Tell text that was taken for Windows characters and encoded once more: Ã¶ for ö, â€™ for ’."""
    if not encoding.startswith("utf-8"):
        return False
    text = sample.decode("utf-8", errors="replace")
    beyond = sum(1 for char in text if ord(char) > 127)
    pairs = sum(len(match[0]) for match in _TWICE.finditer(text))
    return beyond >= 2 and pairs >= 0.8 * beyond


_TWICE = re.compile(
    "(?:[ÃÂ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€])+|â€[\u0080-\u00bf‚„…†‡ˆ‰‹‘’“”•–—˜™š›œžŸ¦]?|[åäæçèé][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€]{2}"
)


def _low(sample: bytes, index: int) -> bool:
    return not 0 <= index < len(sample) or sample[index] < 0x80


def _general_guess(sample: bytes, ranked: Iterable[str]) -> EncodingGuess:
    match = from_bytes(sample[:SAMPLE_BYTES]).best()
    name = match.encoding if match else "cp1252"
    rest = tuple(other for other in ranked if other != name)
    return EncodingGuess(encoding=name, confidence=0.3, alternatives=rest[:3])
