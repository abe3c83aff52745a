"""Dates as text: 西元 and 民國, and what people type for a day; serial numbers of spreadsheets."""

from tongxin.common.dates.problems import DateProblem, DateProblemCode
from tongxin.common.dates.reading import DateForm, ParsedDate, parse_date
from tongxin.common.dates.roc import format_roc
from tongxin.common.dates.serials import date_of_serial

__all__ = [
    "DateForm",
    "DateProblem",
    "DateProblemCode",
    "ParsedDate",
    "date_of_serial",
    "format_roc",
    "parse_date",
]
