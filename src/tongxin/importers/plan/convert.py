"""Read one cell as what its field needs; a cell that does not convert is a problem with its text, never a guess."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from tongxin.common.dates import DateProblem, DateProblemCode, date_of_serial, parse_date
from tongxin.common.money_text import MoneyProblem, MoneyProblemCode, parse_amount
from tongxin.common.taxids import check_cn, check_tw, normalize_tax_id
from tongxin.importers.mapping.targets import Field, Kind
from tongxin.importers.plan.money import CODES, SHARED, currency_in, without_currency
from tongxin.importers.plan.target_rows import Value
from tongxin.importers.plan.values import code_of
from tongxin.importers.problems import PlanCode

LARGEST_AMOUNT = Decimal(10) ** 16
_ISO = re.compile(
    r"^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$"
)
_SPLIT_TIME = re.compile(
    r"^(?P<day>.*?\d[日号號]?)[ T]+(?P<time>(?:(?:上午|下午|AM|PM) *)?\d{1,2}:\d{2}(?::\d{2})?\s*(?:[AaPp][Mm])?)$"
)
_EPOCH_MS = re.compile(r"^[12]\d{12}$")
_MIDNIGHT_UTC = re.compile(r"T00:00(:00(\.0+)?)?(Z|\+00:?00)$")
_ROUNDED = re.compile(r"^\d([.,]\d+)?E\+?\d+$", re.IGNORECASE)
_EMAIL = re.compile(r"^[^@\s,;]+@[^@\s,;]+\.[^@\s.,;]{2,}$")
_YES = frozenset({"true", "yes", "y", "1", "1.0", "t", "是", "有", "x", "✓", "v"})
_NO = frozenset({"false", "no", "n", "0", "0.0", "f", "否", "無", "无", "-"})
# Words of columns that say yes or no in their own way.
_FLAG_WORDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "is_private": (frozenset({"private", "personal", "confidential", "私人", "保密", "机密", "機密"}), frozenset({"normal", "public", "公開", "公开", "一般"})),
    "is_deleted": (frozenset({"deleted", "作廢", "作废", "已作廢", "已作废", "已刪除", "已删除", "invalid"}), frozenset({"正常", "审核中", "審核中", "变更中", "normal", "active", "in change", "未生效"})),
    "is_lead": (frozenset({"lead", "線索", "线索"}), frozenset({"opportunity", "商機", "商机"})),
    "is_active": (frozenset({"active", "啟用", "启用", "在職", "在职", "enabled"}), frozenset({"inactive", "停用", "離職", "离职", "terminated", "disabled", "leave of absence"})),
    "is_done": (frozenset({"done", "completed", "closed", "完成", "已完成"}), frozenset({"open", "未完成", "pending"})),
}  # fmt: skip
_SCALES = ((re.compile("[萬万]"), Decimal(10_000)), (re.compile("[億亿]"), Decimal(100_000_000)), (re.compile(r"[千仟]|\bk\b|thousand", re.I), Decimal(1_000)), (re.compile("百[萬万]|million", re.I), Decimal(1_000_000)))  # fmt: skip


# Texts that hold numbers, which a spreadsheet may have rounded.
_NUMBERS_AS_TEXT = frozenset({"alias", "code", "postal_code"})


class CellProblem(ValueError):  # noqa: N818  (put to the person who imports, not an error of the program)
    """A cell that cannot become a value; `code` and `params` say why."""

    def __init__(self, code: PlanCode, *, kept: Value | None = None, **params: str | int) -> None:
        super().__init__(code.value)
        self.code = code
        # What can be taken all the same: the first of two addresses, the beginning of a long text.
        self.kept = kept
        self.params: dict[str, str | int] = params


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnFormat:
    """How one column writes: days before months or not, comma or point before decimals, a unit named in the header."""

    day_first: bool | None = None
    decimal_comma: bool | None = None
    scale: Decimal = Decimal(1)
    # The currency named in the header, the whole column is in it.
    currency: str = ""
    # Days exported as midnight in UTC are days, not moments.
    midnights: bool = False
    # Chances written as 0.35 for 35%.
    fractions: bool = False
    # A text file, in which an apostrophe stands before what a spreadsheet would take for a formula.
    guarded: bool = False
    # Figures of which it is not said whether they are thousands or millions.
    unit_unclear: bool = False


# Yearly revenues below this are nobody's: such a column is in thousands or millions.
SMALLEST_REVENUE = 100_000


def are_too_small(cells: Sequence[str]) -> bool:
    """Tell whether plain figures are so small that they cannot be revenues in single units of money."""
    plain = [cell.strip().replace(",", "") for cell in cells if cell.strip()]
    numbers = sorted(float(cell) for cell in plain if re.fullmatch(r"\d+(\.\d+)?", cell))
    return bool(numbers) and len(numbers) * 2 > len(plain) and numbers[len(numbers) // 2] < SMALLEST_REVENUE


def column_format_of(header: str, cells: Sequence[str], *, guarded: bool = False) -> ColumnFormat:
    """Return how a column writes, judged from all its cells; None where nothing settles it."""
    slashed = [re.match(r"^(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}", cell.strip()) for cell in cells]
    first = any(match and int(match[1]) > 12 for match in slashed)
    second = any(match and int(match[2]) > 12 for match in slashed)
    comma = any(re.search(r"\d,(\d{1,2}|\d{4,})\D*$|\.\d{3},\d", cell) for cell in cells)
    point = any(re.search(r"\d\.(\d{1,2}|\d{4,})\D*$|,\d{3}\.\d", cell) for cell in cells)
    unit = re.search(r"[(（\[]([^)）\]]*)[)）\]]", header)
    scale = Decimal(1)
    if unit:
        for pattern, factor in _SCALES:
            if pattern.search(unit[1]):
                scale = factor
    return ColumnFormat(
        day_first=None if first == second else first,
        decimal_comma=None if comma == point else comma,
        scale=scale,
        currency=currency_in(unit[1] if unit else header),
        midnights=_are_midnights(cells),
        fractions=_are_fractions(cells),
        guarded=guarded,
    )


def _are_midnights(cells: Sequence[str]) -> bool:
    zoned = [cell for cell in cells if (iso := _ISO.match(cell.strip())) and iso[7]]
    return bool(zoned) and all(_MIDNIGHT_UTC.search(cell.strip()) for cell in zoned)


def _are_fractions(cells: Sequence[str]) -> bool:
    numbers = [cell.strip() for cell in cells if cell.strip()]
    return bool(numbers) and all(re.fullmatch(r"0?\.\d+|[01](\.0+)?", number) for number in numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where and when a file is read: settles days without a year, 3/4 and moments without a zone."""

    as_of: dt.date
    language: str
    zone: dt.tzinfo


def convert(cell: str, field: Field, column_format: ColumnFormat, setting: Setting) -> Value:
    """Return the value that `cell` (not blank) has for `field`. Raises CellProblem with the code and the text."""
    return _READERS.get(field.kind, _fitting)(cell.strip(), field, column_format, setting)


def read_day(text: str, _field: Field, column_format: ColumnFormat, setting: Setting) -> dt.date:
    """Return the day in `text`: of a moment with a zone, the day it was where the reader is. Raises CellProblem."""
    iso = _ISO.match(text)
    if _EPOCH_MS.match(text) or (iso and iso[7] and not column_format.midnights):
        return _moment(text, _field, column_format, setting).astimezone(setting.zone).date()
    if iso:
        try:
            return dt.date(int(iso[1]), int(iso[2]), int(iso[3]))
        except ValueError as error:
            raise CellProblem(PlanCode.NOT_A_DATE, text=text[:80]) from error
    split = _SPLIT_TIME.match(text)
    if split:
        text = split["day"]
    try:
        if re.fullmatch(r"[1-9]\d{4}(\.\d+)?", text):
            return date_of_serial(Decimal(text))
        return parse_date(text, as_of=setting.as_of, language=setting.language).day
    except DateProblem as problem:
        return _settle_day(text, problem, column_format)


def _settle_day(text: str, problem: DateProblem, column_format: ColumnFormat) -> dt.date:
    """Choose between day-month and month-day as the rest of the column writes it."""
    slashed = re.match(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$", text)
    if problem.code is DateProblemCode.AMBIGUOUS and slashed and column_format.day_first is not None:
        one, two, year = int(slashed[1]), int(slashed[2]), int(slashed[3])
        return dt.date(year, two, one) if column_format.day_first else dt.date(year, one, two)
    code = PlanCode.AMBIGUOUS_DATE if problem.code is DateProblemCode.AMBIGUOUS else PlanCode.NOT_A_DATE
    if problem.code is DateProblemCode.OUT_OF_RANGE:
        code = PlanCode.OUT_OF_RANGE
    raise CellProblem(code, text=text[:80], candidates=problem.params["candidates"]) from problem


def _moment(text: str, field: Field, column_format: ColumnFormat, setting: Setting) -> dt.datetime:
    if _EPOCH_MS.match(text):
        return dt.datetime.fromtimestamp(int(text) / 1000, tz=dt.UTC)
    iso = _ISO.match(text)
    if iso and iso[4]:
        try:
            moment = dt.datetime.fromisoformat(re.sub(r"\s+(?=Z|[+-])", "", text))
        except ValueError as error:
            raise CellProblem(PlanCode.NOT_A_DATE, text=text[:80]) from error
        return moment if moment.tzinfo else moment.replace(tzinfo=setting.zone)
    day = read_day(text, field, column_format, setting)
    split = _SPLIT_TIME.match(text)
    return dt.datetime.combine(day, _time(split["time"]) if split else dt.time(), tzinfo=setting.zone)


def _time(text: str) -> dt.time:
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    hour = numbers[0] % 24
    afternoon = "下午" in text or "pm" in text.lower()
    morning = "上午" in text or "am" in text.lower()
    if afternoon and hour < 12:
        hour += 12
    if morning and hour == 12:
        hour = 0
    return dt.time(hour, min(numbers[1], 59))


def _amount(text: str, field: Field, column_format: ColumnFormat, _setting: Setting) -> Decimal:
    if field.kind is Kind.AMOUNT:
        text = without_currency(text)
    try:
        amount = _plain_number(text)
        if amount is None:
            amount = parse_amount(text)
    except MoneyProblem as problem:
        amount = _settle_amount(text, problem, column_format)
    return _in_range(amount * column_format.scale, text)


def _plain_number(text: str) -> Decimal | None:
    """Return a number as programs write it: 1054, -12.5, 1e3; not 1.234, which may be either."""
    if re.fullmatch(r"[+-]?\d+(\.(\d{1,2}|\d{4,}))?([eE][+-]?\d{1,3})?", text):
        try:
            return Decimal(text)
        except InvalidOperation:
            return None
    return None


def _settle_amount(text: str, problem: MoneyProblem, column_format: ColumnFormat) -> Decimal:
    if (
        problem.code is MoneyProblemCode.AMBIGUOUS
        and len(problem.candidates) == 2
        and column_format.decimal_comma is not None
    ):
        # The smaller reading takes the mark for the decimal one.
        is_decimal = ("," in text) == column_format.decimal_comma
        return problem.candidates[0 if is_decimal else -1]
    code = PlanCode.AMBIGUOUS_NUMBER if problem.code is MoneyProblemCode.AMBIGUOUS else PlanCode.NOT_A_NUMBER
    raise CellProblem(code, text=text[:80], candidates=problem.params["candidates"]) from problem


def _in_range(amount: Decimal, text: str) -> Decimal:
    if not amount.is_finite() or abs(amount) >= LARGEST_AMOUNT:
        raise CellProblem(PlanCode.OUT_OF_RANGE, text=text[:80])
    return amount.quantize(Decimal("0.01")) if amount.as_tuple().exponent not in (0, -1, -2) else amount


def _whole(text: str, field: Field, column_format: ColumnFormat, setting: Setting) -> int:
    if field.kind is Kind.YEAR and not re.fullmatch(r"\d{4}", text):
        day = re.search(r"(1[89]\d\d|20\d\d)", text)
        if day:
            return int(day[1])
        roc = re.search(r"民國\s*(\d{1,3})", text)
        if roc:
            return int(roc[1]) + 1911
    number = int(_amount(text.removesuffix("人"), field, column_format, setting))
    top = 2_200 if field.kind is Kind.YEAR else 2_147_483_647
    if not (1_000 if field.kind is Kind.YEAR else 0) <= number <= top:
        raise CellProblem(PlanCode.OUT_OF_RANGE, text=text[:80])
    return number


def _percent(text: str, field: Field, column_format: ColumnFormat, setting: Setting) -> Decimal:
    number = _amount(text.rstrip("%％ "), field, column_format, setting)
    written_as_percent = text.rstrip().endswith(("%", "％"))
    # Nobody has a chance of a third of a percent: 0.35 beside 20 is 35.
    if not written_as_percent and (0 < number < 1 or (column_format.fractions and number == 1)):
        number *= 100
    if not 0 <= number <= 100:
        raise CellProblem(PlanCode.OUT_OF_RANGE, text=text[:80])
    return number


def _flag(text: str, field: Field, *_: object) -> bool:
    lowered = text.lower()
    yes, no = _FLAG_WORDS.get(field.name, (frozenset(), frozenset()))
    if lowered in _YES | yes:
        return True
    if lowered in _NO | no:
        return False
    if field.name == "is_deleted" and re.match(r"\d{4}-\d{2}-\d{2}", text):
        return True  # the moment when it was deleted
    raise CellProblem(PlanCode.NOT_YES_OR_NO, text=text[:80])


def _email(text: str, *_: object) -> str:
    words = [word.removeprefix("mailto:").strip("<>()\"' ") for word in re.split(r"[;,\s、；，|]+", text)]
    addresses = [word for word in words if _EMAIL.match(word) and len(word) <= 254]
    if not addresses:
        raise CellProblem(PlanCode.NOT_AN_EMAIL, text=text[:80])
    if len({address.lower() for address in addresses}) > 1:
        raise CellProblem(PlanCode.SEVERAL_EMAILS, kept=addresses[0], text=text[:80], taken=addresses[0])
    return addresses[0]


def _phone(text: str, field: Field, *_: object) -> str:
    number = unicodedata.normalize("NFKC", text)
    if _ROUNDED.match(number):
        raise CellProblem(PlanCode.NUMBER_ROUNDED, text=text[:80])
    if len(number) > field.length:
        raise CellProblem(PlanCode.TEXT_TOO_LONG, text=text[:80], found=len(text), limit=field.length)
    if re.fullmatch(r"[1-9]\d{8}", number):
        raise CellProblem(PlanCode.ZERO_LOST, kept=number, text=number)
    return number


def _identity(text: str, field: Field, *_: object) -> str:
    if _ROUNDED.match(text):
        raise CellProblem(PlanCode.NUMBER_ROUNDED, text=text[:80])
    text = text.strip("{}")
    if len(text) > field.length:
        raise CellProblem(PlanCode.TEXT_TOO_LONG, text=text[:80], found=len(text), limit=field.length)
    return text


def _currency(text: str, *_: object) -> str:
    code = currency_in(text)
    if code in CODES:
        return code
    if code not in SHARED and re.fullmatch(r"[A-Z]{3}", text):
        return text
    raise CellProblem(PlanCode.UNKNOWN_CURRENCY, text=text[:80])


def _tax_id(text: str, *_: object) -> str:
    number = normalize_tax_id(text)
    if re.fullmatch(r"\d{6,7}", number) and check_tw(number.zfill(8)) is None:
        number = number.zfill(8)  # spreadsheets eat leading zeros
    if (
        (len(number) == 8 and check_tw(number))
        or (len(number) == 18 and check_cn(number))
        or len(number) > 30
    ):
        raise CellProblem(PlanCode.BAD_TAX_ID, text=text[:80])
    return number


def _code(text: str, field: Field, *_: object) -> str:
    if field.name == "stage":
        return _fitting(text, field)
    lists = {
        "role": "role",
        "function": "function",
        "kind": "activity",
        "subtype": "activity",
        "status": "status",
    }
    code = code_of(lists[field.name], text)
    if not code:
        raise CellProblem(PlanCode.UNKNOWN_VALUE, text=text[:80])
    return code


def _fitting(text: str, field: Field, *_: object) -> str:
    if len(text) > field.length:
        cut = text[: field.length - 1].rstrip() + "…"
        raise CellProblem(
            PlanCode.TEXT_TOO_LONG, kept=cut, text=text[:80], found=len(text), limit=field.length
        )
    if field.name in _NUMBERS_AS_TEXT and _ROUNDED.match(text):
        raise CellProblem(PlanCode.NUMBER_ROUNDED, text=text[:80])
    return text


_READERS: dict[Kind, Callable[[str, Field, ColumnFormat, Setting], Value]] = {
    Kind.DATE: read_day,
    Kind.MOMENT: _moment,
    Kind.AMOUNT: _amount,
    Kind.WHOLE: _whole,
    Kind.YEAR: _whole,
    Kind.PERCENT: _percent,
    Kind.FLAG: _flag,
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.ID: _identity,
    Kind.CURRENCY: _currency,
    Kind.TAX_ID: _tax_id,
    Kind.CODE: _code,
}
