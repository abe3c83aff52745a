"""Pinyin of Chinese names and titles: search tokens, and keys that put names in the order readers expect."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from itertools import groupby

from tongxin.common.text.fold import fold, simplify

# Nobody types more syllables than this to find a name; it bounds the size of the index.
LONGEST_TOKEN_SYLLABLES = 12
# Names that agree in so many characters sort next to each other in any order.
SORT_KEY_CHARACTERS = 20
SORT_KEY_MAX_LENGTH = SORT_KEY_CHARACTERS * 12

# Readings that a character has as a family name only, by Simplified character.
_SURNAMES = {
    "曾": "zeng1", "单": "shan4", "解": "xie4", "仇": "qiu2", "查": "zha1", "区": "ou1",
    "任": "ren2", "华": "hua4", "朴": "piao2", "翟": "zhai2", "缪": "miao4", "乐": "yue4",
    "覃": "qin2", "盖": "ge3", "秘": "bi4", "洗": "xian3", "隗": "wei3", "员": "yun4",
    "黑": "he4", "折": "she2", "阚": "kan4", "繁": "po2", "葛": "ge3", "召": "shao4",
    "都": "du1", "种": "chong2", "燕": "yan1", "那": "na1", "纪": "ji3", "薄": "bo2",
    "祭": "zhai4", "适": "kuo4", "句": "gou1", "卜": "bu3", "肖": "xiao1", "撒": "sa3",
}  # fmt: skip
_COMPOUND_SURNAMES = {
    "单于": ("chan2", "yu2"),
    "尉迟": ("yu4", "chi2"),
    "万俟": ("mo4", "qi2"),
    "澹台": ("tan2", "tai2"),
    "长孙": ("zhang3", "sun1"),
    "令狐": ("ling2", "hu2"),
    "鲜于": ("xian1", "yu2"),
    "宰父": ("zai3", "fu3"),
}
_HAN = re.compile("[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_TONE = re.compile("[1-5]$")
_BASE_36 = "0123456789abcdefghijklmnopqrstuvwxyz"


def pinyin_tokens(text: str, *, person: bool = False) -> list[str]:
    """Return the tokens under which pinyin typed by a reader finds `text`, without repetition.

    For 台積電: taijidian, jidian, dian and the initials tjd, jd, d, so that a search for a token's beginning finds any
    part of the name. `person` reads the first character as a family name (曾 zeng, 單 shan). ü is written v and u.
    Each token covers at most `LONGEST_TOKEN_SYLLABLES` syllables. Latin words are not repeated here.
    """
    tokens: dict[str, None] = {}
    for run in _runs_of_syllables(text, person=person):
        for start in range(len(run)):
            syllables = [_TONE.sub("", syllable) for syllable in run[start : start + LONGEST_TOKEN_SYLLABLES]]
            full = "".join(syllables)
            tokens.update(dict.fromkeys([full, full.replace("v", "u"), "".join(s[0] for s in syllables)]))
    return list(tokens)


def sort_key(text: str, *, language: str, person: bool = False) -> str:
    """Return a key whose plain order is the order of names in `language`.

    zh-hant sorts by total strokes (CLDR's stroke collation), every other language by pinyin, tone and strokes; digits
    and Latin come before Chinese in each. `person` reads the first character as a family name. The key holds only
    digits and lower-case letters, so that every database collation orders it alike, and at most `SORT_KEY_MAX_LENGTH`
    of them; it covers the first `SORT_KEY_CHARACTERS` characters.
    """
    by_strokes = language.lower().startswith("zh-hant")
    start = unicodedata.normalize("NFKC", text).strip()[:SORT_KEY_CHARACTERS]
    if by_strokes:
        return "".join(_stroke_unit(c) if _HAN.match(c) else _plain_unit(c) for c in start)
    simplified = simplify(start)
    syllables = iter(_syllables(simplified, person=person))
    return "".join(_pinyin_unit(c, next(syllables)) if _HAN.match(c) else _plain_unit(c) for c in simplified)


def _runs_of_syllables(text: str, *, person: bool) -> Iterator[list[str]]:
    simplified = simplify(text)
    syllables = iter(_syllables(simplified, person=person))
    for run in _HAN.findall(simplified):
        known = [syllable for _ in run if (syllable := next(syllables))]
        if known:
            yield known


def _syllables(simplified: str, *, person: bool) -> list[str]:
    """Return a syllable with its tone (or nothing, where no reading is known) for each Chinese character."""
    # Loading the dictionary of phrases takes a tenth of a second: only those who need it pay.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415

    syllables: list[str] = []
    for run in _HAN.findall(simplified):
        for is_known, characters in groupby(run, key=lambda character: ord(character) in PINYIN_DICT):
            part = "".join(characters)
            known = (
                lazy_pinyin(part, style=Style.TONE3, neutral_tone_with_five=True)
                if is_known
                else [""] * len(part)
            )
            syllables += known
    if person and _HAN.match(simplified.strip()):
        surname = _surname_reading(simplified.strip())
        syllables[: len(surname)] = surname
    return syllables


def _surname_reading(name: str) -> tuple[str, ...]:
    if name[:2] in _COMPOUND_SURNAMES:
        return _COMPOUND_SURNAMES[name[:2]]
    return (_SURNAMES[name[0]],) if name[0] in _SURNAMES else ()


@lru_cache(maxsize=4096)
def _plain_unit(character: str) -> str:
    folded = fold(character)
    if folded.isascii() and folded.isalnum():
        return "".join(f"1{letter}" for letter in folded)
    return f"3{_base_36(ord(folded[0]))}" if folded and folded[0].isalnum() else "0"


def _stroke_unit(character: str) -> str:
    return f"2{_base_36(_stroke_rank(character))}"


def _pinyin_unit(character: str, syllable: str) -> str:
    return f"2{syllable or 'zz'}{_base_36(_stroke_rank(character))}"


def _stroke_rank(character: str) -> int:
    ranks = _stroke_ranks()
    return ranks.get(character, len(ranks) + ord(character))


@cache
def _stroke_ranks() -> dict[str, int]:
    table = resources.files("tongxin.common.text").joinpath("data/strokes.tsv").read_text(encoding="utf-8")
    lines = [line for line in table.splitlines() if not line.startswith("#")]
    return {c: rank for rank, c in enumerate("".join(line.split("\t")[1] for line in lines))}


def _base_36(number: int) -> str:
    digits = [_BASE_36[number // 36**place % 36] for place in (3, 2, 1, 0)]
    return "".join(digits)
