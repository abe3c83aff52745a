"""Serial day numbers of spreadsheets."""

from datetime import date, timedelta
from decimal import Decimal

from tongxin.common.dates.problems import DateProblem, DateProblemCode

_DAY_ZERO_1900 = date(1899, 12, 31)
_DAY_ZERO_1904 = date(1904, 1, 1)
_FALSE_LEAP_DAY = 60
_LAST_DAY = date(9999, 12, 31)


def date_of_serial(serial: Decimal | int, *, since_1904: bool = False) -> date:
    """Return the day of a spreadsheet's `serial` number; a fraction, the time of day, is dropped.

    The system of 1900 counts 1900-01-01 as 1 and believes in 1900-02-29 (60), that of 1904 counts 1904-01-01 as 0.
    Raises DateProblem: IMPOSSIBLE for 60, OUT_OF_RANGE for numbers outside the system (ECMA-376 part 1, 18.17.4.1).
    """
    days = int(serial)
    text = str(serial)
    zero = _DAY_ZERO_1904 if since_1904 else _DAY_ZERO_1900
    first, last = (0, (_LAST_DAY - zero).days) if since_1904 else (1, (_LAST_DAY - zero).days + 1)
    if not first <= days <= last:
        raise DateProblem(DateProblemCode.OUT_OF_RANGE, text=text)
    if since_1904 or days < _FALSE_LEAP_DAY:
        return zero + timedelta(days=days)
    if days == _FALSE_LEAP_DAY:
        raise DateProblem(
            DateProblemCode.IMPOSSIBLE, text=text, candidates=(date(1900, 2, 28), date(1900, 3, 1))
        )
    return zero + timedelta(days=days - 1)
