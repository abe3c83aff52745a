"""Tell stand-ins from names and numbers: what programs and clerks write where nothing is known."""

import re
from functools import lru_cache

from tongxin.common.text.fold import fold

# The same names and numbers come again and again in one publication.
_REMEMBERED = 100_000
_WORDS = frozenset(
    [
        "", "-", "--", "---", ".", "..", "...", "*", "?", "/", "_", "x", "xx", "xxx", "xxxx", "0", "00", "<na>", "na", "n/a", "n.a.",
        "n.a", "n/d", "nd", "s/d", "s/n", "nan", "nat", "none", "null", "nil", "nill", "undefined", "unknown", "unspecified", "not available",
        "not applicable", "not specified", "not known", "tbd", "tbc", "tba", "to be confirmed", "to be determined", "no aplica", "sin datos",
        "sin dato", "sin informacion", "sin nombre", "desconocido", "no disponible", "desconhecido", "inconnu", "non renseigne",
        "unbekannt", "keine angabe", "k.a.", "various", "various suppliers", "varios", "multiple", "multiple suppliers", "diverse",
        "none awarded", "not awarded", "no award", "no supplier", "withheld", "redacted", "confidential", "test",
        "无", "未知", "不详", "未公告", "不公开", "不公告", "未公开", "保密", "详见公告", "见公告", "如公告", "无法公开", "待定", "未定", "流标",
        "废标", "无得标厂商", "无决标厂商", "空白", "多家厂商", "#n/a", "#ref!", "#value!", "(blank)", "(none)", "(empty)",
    ]
)  # fmt: skip
_TAIL = re.compile(r"[-_:/. ]+(?:<na>|nan|nat|none|null|n/?a|undefined|unknown|-)$")
_ONE_DIGIT = re.compile(r"([0-9x])\1{3,}")
# Numbers that tax offices give to "the public" and "a foreigner" without one of their own (Mexico, SAT).
_GENERIC = frozenset({"xaxx010101000", "xexx010101000"})
_PREFIX = re.compile(r"[a-z]{2}-[a-z0-9_]+-(?P<number>.*)")


def is_placeholder_name(name: object) -> bool:
    """Say whether a name stands for "we do not know": empty, N/A, 未公告, various."""
    return not isinstance(name, str) or _is_stand_in(name)


@lru_cache(maxsize=_REMEMBERED)
def _is_stand_in(name: str) -> bool:
    plain = fold(name).strip("\"'「」“” ")
    return plain in _WORDS or bool(_ONE_DIGIT.fullmatch(plain)) or not any(c.isalnum() for c in plain)


def is_placeholder_id(number: object) -> bool:
    """Say whether a number stands for "none": PE-RUC-<NA>, nan, 99999999, 0."""
    if number is None or isinstance(number, bool):
        return True
    return _is_no_number(str(number))


@lru_cache(maxsize=_REMEMBERED)
def _is_no_number(number: str) -> bool:
    plain = fold(number).strip()
    if plain in _WORDS or _TAIL.search(plain) or _ONE_DIGIT.fullmatch(plain) or plain in _GENERIC:
        return True
    prefixed = _PREFIX.fullmatch(plain)
    return prefixed is not None and prefixed["number"] != plain and _is_no_number(prefixed["number"])
