"""The calendar of the Republic 民國: the Gregorian one with years counted from 1912."""

from datetime import date

ROC_OFFSET = 1911


def format_roc(day: date, *, short: bool = False) -> str:
    """Write `day` as 民國115年11月23日, or 115/11/23 if `short`. Years before 1912 count back from 民國前1年.

    Raises ValueError for a short date before 1912, which has no such form.
    """
    year = day.year - ROC_OFFSET
    if short:
        if year < 1:
            raise ValueError(f"no short form before the first year of the Republic: {day}")
        return f"{year}/{day.month:02d}/{day.day:02d}"
    counted = f"民國{year}年" if year > 0 else f"民國前{1 - year}年"
    return f"{counted}{day.month}月{day.day}日"
