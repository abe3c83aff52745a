"""What a currency code is: one rule for accounts, deals, products, rates and every object declared."""

from tongxin.common.errors import Refusal

CODE_LENGTH = 3


class CurrencyRefused(Refusal):
    """Say that a text is no currency code."""


def is_currency(code: str) -> bool:
    """Say whether a text has the form of an ISO 4217 code: three ASCII capitals, so `ＴＷＤ` in full width has not."""
    return len(code) == CODE_LENGTH and code.isascii() and code.isalpha() and code.isupper()


def check_currency(code: str, *, field: str = "currency") -> None:
    """Accept a currency code.

    Raises:
        CurrencyRefused: `CURRENCY_UNKNOWN`.
    """
    if not is_currency(code):
        raise CurrencyRefused("CURRENCY_UNKNOWN", field=field, currency=code)
