"""Compare names of organisations and people across scripts, legal forms, branches and spellings.

Keys are for finding candidates and for equality; they are never shown. A branch has its head office's key on purpose:
whoever enters 台灣銀行信義分行 should be shown 臺灣銀行 before making a new account.
"""

import re

from tongxin.common.text.fold import fold

# All in folded form: Simplified, lower case, half width.
_CHINESE_FORMS = (
    "股份有限责任公司", "控股股份有限公司", "股份有限公司", "控股有限公司", "集团有限公司", "有限责任公司",
    "(股)有限公司", "(股份)公司", "(股)公司", "(有)公司", "(有限)公司", "(集团)公司", "有限公司", "股份公司", "集团公司",
    "两合公司", "无限公司", "总公司", "公司", "(有限合伙)", "(普通合伙)", "(特殊普通合伙)", "有限合伙", "(股)", "(有)", "(株)",
    "株式会社", "有限会社", "合同会社", "合资会社",
)  # fmt: skip
_CHINESE_FORMS_IN_FRONT = (
    "财团法人", "社团法人", "(财)", "(社)", "(株)", "(股)", "(有)", "株式会社", "有限会社", "合同会社",
)  # fmt: skip
_LATIN_FORMS = frozenset(
    [
        "inc", "incorporated", "co", "company", "corp", "corporation", "ltd", "limited", "llc", "llp", "lp", "plc",
        "gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "se", "sa", "sas", "sarl", "srl", "spa", "sl", "slu", "bv", "nv",
        "ab", "aps", "oy", "oyj", "kk", "gk", "pte", "pty", "pvt", "bhd", "sdn", "tbk", "pt", "jsc", "ooo", "and",
    ]
)  # fmt: skip
_PLACES = (
    "台北|新北|基隆|桃园|新竹|苗栗|台中|彰化|南投|云林|嘉义|台南|高雄|屏东|宜兰|花莲|台东|澎湖|金门|台湾|北京|上海|天津|重庆|"
    "广州|深圳|东莞|佛山|珠海|厦门|福州|杭州|宁波|温州|南京|苏州|无锡|常州|合肥|武汉|长沙|成都|西安|郑州|济南|青岛|大连|沈阳|"
    "长春|哈尔滨|昆明|贵阳|南宁|海口|石家庄|太原|兰州|乌鲁木齐|香港|澳门|中国|大陆|亚太"
)
_BRANCH = r"(?:分公司|分行|办事处|营业所|营业处|联络处|门市部|代表处)"
_BRANCH_AFTER_FORM = re.compile(rf"(?P<head>.+(?:公司|银行|会社|\(股\)))[^司]{{1,14}}{_BRANCH}")
_BRANCH_AFTER_NAME = re.compile(rf"(?P<head>.+?)\(?(?:{_PLACES})?[省市县区]?{_BRANCH}\)?")
_LATIN_BRANCH = re.compile(
    r"(?P<head>.+?)[\s,(-]+[a-z]+ (?:branch|rep(?:resentative)? office)(?: office)?\)?"
)
_LATIN_IN_BRACKETS = re.compile(r"(?P<head>.*[^\x00-\x7f].*?) ?\([\x00-\x7f]*\)")
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")
_HAN = re.compile("[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]")
_WORD = re.compile(r"[^\W_]+")
_LATIN_BLOCK_LETTERS = 4

_HONORIFICS = (
    "先生", "小姐", "女士", "太太", "夫人", "博士", "教授", "老师", "医师", "医生", "律师", "会计师", "建筑师", "技师", "董事长",
    "副董事长", "执行长", "总裁", "副总裁", "总经理", "副总经理", "副总", "总监", "协理", "副理", "经理", "襄理", "处长", "副处长",
    "部长", "副部长", "课长", "科长", "股长", "组长", "主任", "厂长", "院长", "局长", "校长", "工程师", "专员", "董事",
)  # fmt: skip
_LATIN_HONORIFICS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "sir",
        "madam",
        "jr",
        "sr",
        "phd",
        "md",
        "esq",
    ]
)


def match_key(name: str) -> str:
    """Return the part of an organisation's name that tells it from others, for equality.

    台积电(股)公司 and 臺積電股份有限公司台北分公司 have one key, as have "Kan-code, Inc." and "KANCODE Co., Ltd.". Never
    empty for a name that holds a letter or digit.
    """
    return "".join(_words(name))


def similarity(one: str, other: str) -> float:
    """Return how alike two organisations' names are, from 0 (nothing in common) to 100 (same key).

    The better of the edit-distance ratio of the keys and that of the Latin words in alphabetical order
    (rapidfuzz `fuzz.ratio`). Names without any letter or digit are like nothing.
    """
    # Loaded on first use: most requests compare no names.
    from rapidfuzz import fuzz  # noqa: PLC0415

    words, other_words = _words(one), _words(other)
    if not words or not other_words:
        return 0.0
    in_order = fuzz.ratio("".join(words), "".join(other_words))
    sorted_words = fuzz.ratio(" ".join(sorted(words)), " ".join(sorted(other_words)))
    return max(in_order, sorted_words)


def blocking_keys(name: str) -> set[str]:
    """Return keys of which two names worth comparing share at least one.

    Overlapping pairs of characters of a key with Chinese in it, else the first letters of every Latin word.
    """
    keys: set[str] = set()
    for word in _words(name):
        if _HAN.search(word):
            keys.update(word[start : start + 2] for start in range(max(len(word) - 1, 1)))
        else:
            keys.add(word[:_LATIN_BLOCK_LETTERS])
    return keys


def person_key(name: str) -> str:
    """Return the form of a person's name for equality: no titles, scripts folded, Latin words in any order.

    "Dr. Wang, Xiao-Ming" equals "xiaoming wang", and 陳美玲小姐 (May) equals 陈美玲. A title with only a family name
    (陳經理) keeps the family name.
    """
    text = _without_latin_brackets(fold(name))
    if not _HAN.search(text):
        words = _WORD.findall(re.sub(r"['’.\-]", "", re.sub(r"\.\s", " ", text + " ")))
        return " ".join(sorted(_all_but(words, _LATIN_HONORIFICS)))
    joined = "".join(_WORD.findall(text))
    for title in sorted(_HONORIFICS, key=len, reverse=True):
        if joined.endswith(title) and joined != title:
            return joined.removesuffix(title)
    return joined


def _words(name: str) -> list[str]:
    """Return the words of the key: the Chinese ones joined to one, the Latin ones one by one."""
    text = _without_latin_brackets(fold(name))
    if _HAN.search(text):
        return _WORD.findall(
            _chinese_core(text.replace(" ", "")).replace("(", " ").replace(")", " ")
        ) or _WORD.findall(text)
    return _latin_core(text)


def _without_latin_brackets(text: str) -> str:
    match = _LATIN_IN_BRACKETS.fullmatch(text)
    return match["head"] if match else text


def _chinese_core(text: str) -> str:
    core = text
    for branch in (_BRANCH_AFTER_FORM, _BRANCH_AFTER_NAME):
        match = branch.fullmatch(core)
        core = match["head"] if match else core
    for form in _CHINESE_FORMS_IN_FRONT:
        core = core.removeprefix(form)
    while (shorter := _without_form(core)) != core:
        core = shorter
    return core


def _without_form(text: str) -> str:
    for form in _CHINESE_FORMS:
        if text.endswith(form):
            return text.removesuffix(form)
    return text


def _latin_core(text: str) -> list[str]:
    branch = _LATIN_BRANCH.fullmatch(text)
    undotted = _DOTTED.sub(lambda match: match[0].replace(".", ""), branch["head"] if branch else text)
    words = _WORD.findall(re.sub(r"['’\-]", "", undotted.replace("&", " and ")))
    core = list(words)
    while len(core) > 1 and core[-1] in _LATIN_FORMS:
        core.pop()
    return core[1:] if len(core) > 1 and core[0] == "the" else core


def _all_but(words: list[str], noise: frozenset[str]) -> list[str]:
    return [word for word in words if word not in noise] or words
