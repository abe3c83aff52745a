"""Check digits of Taiwan's 統一編號 and mainland China's 統一社會信用代碼.

Sources: 財政部財政資訊中心, 營利事業統一編號檢查碼邏輯修正說明 (in force since April 2023: divisible by 5 instead of 10);
GB 32100-2015 法人和其他组织统一社会信用代码编码规则, section 5 and annex (check character by modulus 31).
A number that passes is well formed; only the register can say that it was given out.
"""

import re
import unicodedata
from enum import StrEnum

TW_LENGTH = 8
_TW_WEIGHTS = (1, 2, 1, 2, 1, 2, 4, 1)
_TW_MODULUS = 5
_TW_SPECIAL_PLACE = 6
_TW_SPECIAL_DIGIT = "7"

CN_LENGTH = 18
_CN_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CN_MODULUS = 31
_CN_WEIGHTS = tuple(pow(3, place, _CN_MODULUS) for place in range(CN_LENGTH - 1))


class TaxIdProblem(StrEnum):
    """Why a tax id cannot be right."""

    LENGTH = "LENGTH"
    CHARACTERS = "CHARACTERS"
    CHECKSUM = "CHECKSUM"


def normalize_tax_id(value: str) -> str:
    """Return `value` in half-width capitals without blanks, dots and hyphens: the form to store and compare."""
    return re.sub(r"[\s.\-\u2010-\u2015]", "", unicodedata.normalize("NFKC", value)).upper()


def check_tw(value: str) -> TaxIdProblem | None:
    """Say what is wrong with a 統一編號, or None if its check digit holds.

    Each digit times its weight; the digits of the products are added. The sum must be divisible by 5; with a 7 in the
    seventh place, whose product 28 gives 10, that 10 counts as 1 or as 0.
    """
    digits = normalize_tax_id(value)
    if not re.fullmatch("[0-9]*", digits):
        return TaxIdProblem.CHARACTERS
    if len(digits) != TW_LENGTH:
        return TaxIdProblem.LENGTH
    total = sum(
        sum(divmod(int(digit) * weight, 10)) for digit, weight in zip(digits, _TW_WEIGHTS, strict=True)
    )
    if total == 0:
        return TaxIdProblem.CHECKSUM  # eight zeros stand for "none" in many registers
    # 10 counted as 0 leaves the remainder as it is, counted as 1 makes it one more.
    spare = 1 if digits[_TW_SPECIAL_PLACE] == _TW_SPECIAL_DIGIT else 0
    if total % _TW_MODULUS == 0 or (total + spare) % _TW_MODULUS == 0:
        return None
    return TaxIdProblem.CHECKSUM


def check_cn(value: str) -> TaxIdProblem | None:
    """Say what is wrong with a 統一社會信用代碼, or None if its check character holds."""
    code = normalize_tax_id(value)
    if not set(code) <= set(_CN_ALPHABET):
        return TaxIdProblem.CHARACTERS
    if len(code) != CN_LENGTH:
        return TaxIdProblem.LENGTH
    return None if code[-1] == _cn_check_character(code[:-1]) else TaxIdProblem.CHECKSUM


def _cn_check_character(body: str) -> str:
    total = sum(_CN_ALPHABET.index(c) * weight for c, weight in zip(body, _CN_WEIGHTS, strict=True))
    return _CN_ALPHABET[-total % _CN_MODULUS]
