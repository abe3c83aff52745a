"""What can be wrong with a file, a column or a row, as codes with parameters and a place."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Severity(StrEnum):
    """How far a problem reaches."""

    FATAL = "FATAL"  # nothing of this file can be read
    ERROR = "ERROR"  # the row is not imported
    WARNING = "WARNING"  # the row is imported without, or with a changed, value
    NOTE = "NOTE"  # worth knowing, nothing is lost


class FileCode(StrEnum):
    """Problems of a file as a whole or of its rows before any meaning is given to them."""

    NOT_FOUND = "NOT_FOUND"
    EMPTY_FILE = "EMPTY_FILE"
    UNKNOWN_FORMAT = "UNKNOWN_FORMAT"
    OLD_EXCEL = "OLD_EXCEL"
    PROTECTED_WORKBOOK = "PROTECTED_WORKBOOK"
    DAMAGED_ARCHIVE = "DAMAGED_ARCHIVE"
    ARCHIVE_TOO_LARGE = "ARCHIVE_TOO_LARGE"
    ARCHIVE_RATIO = "ARCHIVE_RATIO"
    ARCHIVE_MEMBERS = "ARCHIVE_MEMBERS"
    ARCHIVE_NESTED = "ARCHIVE_NESTED"
    ARCHIVE_UNSAFE_NAME = "ARCHIVE_UNSAFE_NAME"
    XML_DOCTYPE = "XML_DOCTYPE"
    XML_DAMAGED = "XML_DAMAGED"
    WORKBOOK_TOO_HEAVY = "WORKBOOK_TOO_HEAVY"
    WORKBOOK_UNREADABLE = "WORKBOOK_UNREADABLE"
    DOCUMENT_UNREADABLE = "DOCUMENT_UNREADABLE"
    FILE_TOO_LARGE = "FILE_TOO_LARGE"
    TOO_MANY_ROWS = "TOO_MANY_ROWS"
    TOO_MANY_COLUMNS = "TOO_MANY_COLUMNS"
    NO_HEADER = "NO_HEADER"
    NO_ROWS = "NO_ROWS"
    EMPTY_HEADER = "EMPTY_HEADER"
    REPEATED_HEADER = "REPEATED_HEADER"
    ROWS_ABOVE_HEADER = "ROWS_ABOVE_HEADER"
    ENCODING_UNSURE = "ENCODING_UNSURE"
    ENCODED_TWICE = "ENCODED_TWICE"
    HIDDEN_SHEET = "HIDDEN_SHEET"
    FOOTER = "FOOTER"
    ROW_TOO_LONG = "ROW_TOO_LONG"
    ROW_TOO_SHORT = "ROW_TOO_SHORT"
    DAMAGED_TEXT = "DAMAGED_TEXT"
    CONTROL_CHARACTERS = "CONTROL_CHARACTERS"
    CELL_TOO_LONG = "CELL_TOO_LONG"
    QUOTE_NOT_CLOSED = "QUOTE_NOT_CLOSED"


class PlanCode(StrEnum):
    """Problems of meaning: a value that does not convert, a link that leads nowhere."""

    MISSING_VALUE = "MISSING_VALUE"
    NOT_A_DATE = "NOT_A_DATE"
    AMBIGUOUS_DATE = "AMBIGUOUS_DATE"
    NOT_A_NUMBER = "NOT_A_NUMBER"
    AMBIGUOUS_NUMBER = "AMBIGUOUS_NUMBER"
    NEGATIVE_AMOUNT = "NEGATIVE_AMOUNT"
    OUT_OF_RANGE = "OUT_OF_RANGE"
    NOT_YES_OR_NO = "NOT_YES_OR_NO"
    NOT_AN_EMAIL = "NOT_AN_EMAIL"
    NOT_A_LINK = "NOT_A_LINK"
    BAD_TAX_ID = "BAD_TAX_ID"
    TEXT_TOO_LONG = "TEXT_TOO_LONG"
    UNKNOWN_CURRENCY = "UNKNOWN_CURRENCY"
    UNKNOWN_STAGE = "UNKNOWN_STAGE"
    UNKNOWN_VALUE = "UNKNOWN_VALUE"
    SPELLING = "SPELLING"
    LINK_NOT_FOUND = "LINK_NOT_FOUND"
    LINK_CORRECTED = "LINK_CORRECTED"
    LINK_AMBIGUOUS = "LINK_AMBIGUOUS"
    WITHOUT_ACCOUNT = "WITHOUT_ACCOUNT"
    WITHOUT_START_DATE = "WITHOUT_START_DATE"
    REPEATED_KEY = "REPEATED_KEY"
    REPEATED_ROW = "REPEATED_ROW"
    REPEATED_NAME = "REPEATED_NAME"
    REPEATED_EMAIL = "REPEATED_EMAIL"
    PARENT_CYCLE = "PARENT_CYCLE"
    PARENT_NOT_FOUND = "PARENT_NOT_FOUND"
    REPORTS_CYCLE = "REPORTS_CYCLE"
    BOSS_LEFT_OUT = "BOSS_LEFT_OUT"
    CLOSE_BEFORE_START = "CLOSE_BEFORE_START"
    ROLE_OF_OTHER_ACCOUNT = "ROLE_OF_OTHER_ACCOUNT"
    REPEATED_ROLE = "REPEATED_ROLE"
    SEVERAL_PRIMARY = "SEVERAL_PRIMARY"
    NO_PRIMARY = "NO_PRIMARY"
    NO_ROLE = "NO_ROLE"
    WON_NOT_CERTAIN = "WON_NOT_CERTAIN"
    LOST_NOT_ZERO = "LOST_NOT_ZERO"
    DELETED_IN_SOURCE = "DELETED_IN_SOURCE"
    CREATED_FROM_NAME = "CREATED_FROM_NAME"
    CLOSE_IN_FUTURE = "CLOSE_IN_FUTURE"
    START_IN_FUTURE = "START_IN_FUTURE"
    NOT_YOURS = "NOT_YOURS"
    DELETED_HERE = "DELETED_HERE"
    USERS_NEED_ADMINISTRATOR = "USERS_NEED_ADMINISTRATOR"
    OWNER_UNKNOWN = "OWNER_UNKNOWN"
    OWNER_INACTIVE = "OWNER_INACTIVE"
    CURRENCY_UNKNOWN = "CURRENCY_UNKNOWN"
    CURRENCY_UNCLEAR = "CURRENCY_UNCLEAR"
    CURRENCY_CONTRADICTS = "CURRENCY_CONTRADICTS"
    REVENUE_UNIT_UNCLEAR = "REVENUE_UNIT_UNCLEAR"
    SEVERAL_EMAILS = "SEVERAL_EMAILS"
    NUMBER_ROUNDED = "NUMBER_ROUNDED"
    ZERO_LOST = "ZERO_LOST"
    OUTCOME_UNCLEAR = "OUTCOME_UNCLEAR"
    OUTCOME_CONTRADICTS = "OUTCOME_CONTRADICTS"
    PRIVATE_LEFT_OUT = "PRIVATE_LEFT_OUT"
    PRIVATE_KEPT = "PRIVATE_KEPT"
    LEAD_LEFT_OUT = "LEAD_LEFT_OUT"
    TASK_BECAME_PROMISE = "TASK_BECAME_PROMISE"
    TASK_CANCELLED = "TASK_CANCELLED"
    NOT_YET_HAPPENED = "NOT_YET_HAPPENED"
    MOMENT_UNKNOWN = "MOMENT_UNKNOWN"
    HISTORY_WITHOUT_DEAL = "HISTORY_WITHOUT_DEAL"
    HISTORY_UNREADABLE = "HISTORY_UNREADABLE"
    MERGED_IN_SOURCE = "MERGED_IN_SOURCE"
    ACCOUNT_DIFFERS = "ACCOUNT_DIFFERS"
    SAME_ACCOUNT = "SAME_ACCOUNT"
    STAGE_ORDER_UNSURE = "STAGE_ORDER_UNSURE"
    TABLE_LEFT_OUT = "TABLE_LEFT_OUT"
    TABLE_NOT_RECOGNISED = "TABLE_NOT_RECOGNISED"
    TABLE_UNSURE = "TABLE_UNSURE"
    COLUMN_LEFT_OUT = "COLUMN_LEFT_OUT"
    COLUMN_WITH_MEANING = "COLUMN_WITH_MEANING"
    ENTRY_UNKNOWN = "ENTRY_UNKNOWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding: what (`code` and `params`), how bad (`severity`) and where (`row` counts the header as 1 or more)."""

    code: FileCode | PlanCode
    severity: Severity
    sheet: str = ""
    row: int | None = None
    column: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)


class FileRefusedError(Exception):
    """Raised when a file cannot be read at all; carries the one reason."""

    def __init__(self, code: FileCode, **params: str | int) -> None:
        super().__init__(code.value)
        self.code = code
        self.params: dict[str, str | int] = params

    def as_problem(self, sheet: str = "") -> Problem:
        """Return the refusal as a problem of the file called `sheet`."""
        return Problem(code=self.code, severity=Severity.FATAL, sheet=sheet, params=self.params)
