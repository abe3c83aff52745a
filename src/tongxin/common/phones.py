"""Telephone numbers: tidy what was typed, and compare numbers written in different ways."""

import re
import unicodedata

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_EXTENSION = re.compile(r"(?:#|ext\.?|x|分機|分机|轉|转).*$", re.IGNORECASE)
_CHINESE_MOBILE = re.compile(r"1[3-9]\d{9}")


def tidy_phone(text: str) -> str:
    """Return `text` in half width with plain dashes and single blanks; the grouping stays as it was typed."""
    return " ".join(_DASHES.sub("-", unicodedata.normalize("NFKC", text)).split())


def phone_key(text: str) -> str:
    """Return the digits that two ways of writing one number share, for equality; empty if there is none.

    Extensions are left out. Numbers of Taiwan (+886) and mainland China (+86) lose the country's code and get the
    leading 0 they have at home; other numbers keep their code: "+1 650 1234567" is +16501234567.
    """
    number = _EXTENSION.sub("", tidy_phone(text).replace("(0)", ""))
    digits = re.sub("[^0-9]", "", number)
    if number.startswith("+"):
        international = digits
    elif digits.startswith("00"):
        international = digits[2:]
    else:
        return digits
    if international.startswith("886"):
        return "0" + international.removeprefix("886").removeprefix("0")
    if international.startswith("86"):
        national = international.removeprefix("86").removeprefix("0")
        return national if _CHINESE_MOBILE.fullmatch(national) else f"0{national}"
    return f"+{international}" if international else ""
