"""Form fields that read amounts as people write them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tongxin.common.money_text.reading import MoneyProblem, parse_amount
from tongxin.web.shell.day_field import DayField

LONGEST = 40
WRONG = _("Write an amount such as 1,860,000 or 186萬.")


class AmountField(forms.Field):
    """An amount of money: 1,860,000 or 186萬 or 1.86M; empty is no amount."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": LONGEST})

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, **more)

    def to_python(self, value: Any) -> Any:
        """Return the amount as a number with two decimals."""
        text = str(value or "").strip()
        if not text:
            return None
        if len(text) > LONGEST:
            raise ValidationError(WRONG)
        try:
            return parse_amount(text).quantize(Decimal("0.01"))
        except (MoneyProblem, ArithmeticError) as problem:
            raise ValidationError(WRONG) from problem

    def prepare_value(self, value: Any) -> Any:
        """Return the amount without needless zeros."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def day_field(**more: Any) -> DayField:
    """Return a field for one day, optional."""
    return DayField(required=False, **more)
