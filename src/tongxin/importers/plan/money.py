"""An amount and its currency are one value: signs, codes and names are read wherever a file says them.

What is said twice in different ways, or with a sign that several currencies share, is put to a person; the amount is
left out until then, never kept under another currency.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tongxin.common.text.fold import fold
from tongxin.importers.mapping.targets import Target
from tongxin.importers.problems import PlanCode, Severity

if TYPE_CHECKING:
    from tongxin.importers.plan.target_rows import TargetRow

# Amount fields by target, all in the currency of their record.
AMOUNTS = {
    Target.OPPORTUNITY: ("amount", "won_amount"),
    Target.ACCOUNT: ("annual_revenue",),
    Target.PRODUCT: ("list_price",),
    Target.LINE_ITEM: ("unit_price", "total_price"),
}
# Signs that several currencies share, and those that they may mean (ISO 4217).
SHARED = {
    "$": frozenset({"TWD", "USD", "HKD", "SGD", "AUD", "CAD", "NZD", "MXN", "ARS", "CLP", "COP", "MOP", "BND", "FJD"}),
    "¥": frozenset({"CNY", "JPY"}),
    "kr": frozenset({"SEK", "NOK", "DKK", "ISK"}),
    "rs": frozenset({"INR", "PKR", "LKR", "NPR", "MUR"}),
    "dollar": frozenset({"TWD", "USD", "HKD", "SGD", "AUD", "CAD", "NZD"}),
}  # fmt: skip
CODES = frozenset(
    re.findall(
        r"[A-Z]{3}",
        "TWD USD CNY EUR JPY HKD GBP KRW SGD AUD CAD NZD CHF SEK NOK DKK ISK INR IDR MYR THB VND PHP MOP BRL MXN ZAR TRY "
        "RUB PLN CZK HUF RON BGN ILS AED SAR QAR KWD BHD EGP NGN KES MAD PKR LKR BDT NPR MMK KHR LAK MNT KZT UAH ARS CLP "
        "COP PEN UYU BND FJD MUR CNH RMB NTD",
    )
)
_SAME = {"CNH": "CNY", "RMB": "CNY", "NTD": "TWD"}
# Longer words first: “new taiwan dollar” holds “dollar”. All folded: Simplified, lower case, half width.
_WORDS: tuple[tuple[str, str], ...] = (
    ("new taiwan dollar", "TWD"), ("taiwan dollar", "TWD"), ("taiwanese dollar", "TWD"), ("新台币", "TWD"), ("台币", "TWD"),
    ("us dollar", "USD"), ("u.s. dollar", "USD"), ("united states dollar", "USD"), ("american dollar", "USD"),
    ("美元", "USD"), ("美金", "USD"), ("hong kong dollar", "HKD"), ("港币", "HKD"), ("港元", "HKD"),
    ("singapore dollar", "SGD"), ("新加坡元", "SGD"), ("新币", "SGD"), ("australian dollar", "AUD"), ("澳币", "AUD"),
    ("澳元", "AUD"), ("canadian dollar", "CAD"), ("加币", "CAD"), ("加元", "CAD"), ("new zealand dollar", "NZD"),
    ("pound sterling", "GBP"), ("british pound", "GBP"), ("英镑", "GBP"), ("sterling", "GBP"), ("renminbi", "CNY"),
    ("chinese yuan", "CNY"), ("yuan renminbi", "CNY"), ("人民币", "CNY"), ("japanese yen", "JPY"), ("日元", "JPY"),
    ("日圆", "JPY"), ("日币", "JPY"), ("yen", "JPY"), ("yuan", "CNY"), ("euros", "EUR"), ("euro", "EUR"), ("欧元", "EUR"),
    ("south korean won", "KRW"), ("korean won", "KRW"), ("韩元", "KRW"), ("韩币", "KRW"), ("swiss franc", "CHF"),
    ("瑞士法郎", "CHF"), ("indian rupee", "INR"), ("卢比", "INR"), ("thai baht", "THB"), ("baht", "THB"), ("泰铢", "THB"),
    ("ringgit", "MYR"), ("马币", "MYR"), ("令吉", "MYR"), ("vietnamese dong", "VND"), ("越南盾", "VND"), ("rupiah", "IDR"),
    ("印尼盾", "IDR"), ("philippine peso", "PHP"), ("菲律宾比索", "PHP"), ("澳门元", "MOP"), ("pataca", "MOP"),
    ("nt$", "TWD"), ("us$", "USD"), ("hk$", "HKD"), ("s$", "SGD"), ("a$", "AUD"), ("au$", "AUD"), ("c$", "CAD"),
    ("ca$", "CAD"), ("nz$", "NZD"), ("mop$", "MOP"), ("r$", "BRL"), ("rmb¥", "CNY"), ("cn¥", "CNY"), ("jp¥", "JPY"),
    ("€", "EUR"), ("£", "GBP"), ("₩", "KRW"), ("₫", "VND"), ("฿", "THB"), ("₹", "INR"), ("₱", "PHP"), ("₽", "RUB"),
    ("₺", "TRY"), ("₪", "ILS"), ("₴", "UAH"), ("zł", "PLN"),
)  # fmt: skip
_CODE = re.compile(r"(?<![a-z])([a-z]{3})(?![a-z])")
_SHARED = re.compile(r"\$|¥|(?<![a-z])(?:kr|rs)\.?(?![a-z])|(?<![a-z])dollars?(?![a-z])")


def currency_in(text: str) -> str:
    """Return the currency that a text names: its code, a shared sign such as `$` or `¥`, or nothing."""
    return _find(fold(text).replace("￥", "¥"))[0]


def _find(folded: str) -> tuple[str, str]:
    for word, code in _WORDS:
        if word in folded and _stands_alone(word, folded):
            return code, word
    for match in _CODE.finditer(folded):
        code = match[1].upper()
        if code in CODES:
            return _SAME.get(code, code), match[1]
    if re.search(r"(?<![a-z])nt(?![a-z])", folded):
        return "TWD", "nt"
    shared = _SHARED.search(folded)
    return (
        (shared[0].rstrip(".s") if shared[0].startswith("dollar") else shared[0].rstrip("."), shared[0])
        if shared
        else ("", "")
    )


def _stands_alone(word: str, folded: str) -> bool:
    if not word[0].isascii() or not word[0].isalpha():
        return True
    return re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", folded) is not None


def without_currency(text: str) -> str:
    """Return an amount's text without its currency, for one that the reader of amounts does not know by itself."""
    folded = fold(text).replace("￥", "¥")
    _, word = _find(folded)
    return folded.replace(word, "", 1).strip() if word else text


def settle_money(row: TargetRow) -> None:
    """Give a row's amounts their one currency, or leave out those whose currency is contradicted or unknown."""
    column = str(row.values.get("currency", ""))
    column_unknown = "currency" in row.unread
    settled = column
    for name in AMOUNTS.get(row.target, ()):
        if name not in row.values:
            continue
        said = row.currencies.get(name, "")
        code = _agreed(said, column)
        if column_unknown and not said:
            _leave_out(row, name, PlanCode.CURRENCY_UNKNOWN, row.unread["currency"])
        elif code is None:
            _leave_out(row, name, PlanCode.CURRENCY_CONTRADICTS, f"{said} / {column}")
        elif said in SHARED and code == said:
            _leave_out(row, name, PlanCode.CURRENCY_UNCLEAR, said)
        elif settled and code and code != settled:
            _leave_out(row, name, PlanCode.CURRENCY_CONTRADICTS, f"{settled} / {code}")
        else:
            settled = code or settled
    if settled:
        row.values["currency"] = settled


def _agreed(said: str, column: str) -> str | None:
    """Return the currency that cell and column agree on, `None` when they contradict each other."""
    if not said or not column or said == column:
        return said or column
    return column if column in SHARED.get(said, ()) else None


def _leave_out(row: TargetRow, name: str, code: PlanCode, text: str) -> None:
    amount = row.values.pop(name)
    row.report(code, Severity.WARNING, row.columns.get(name, ""), text=text[:80], amount=str(amount))
