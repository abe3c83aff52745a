"""What there is to say about a notice that was read: why it was not taken in, or what in it was repaired."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Level(StrEnum):
    """Whether the unit was left out, or taken in with a remark."""

    REJECTED = "REJECTED"
    WARNING = "WARNING"


class Code(StrEnum):
    """Reasons; `tongxin.wording.notices` has a sentence for each."""

    # Files and their texts
    NOT_FOUND = "NOT_FOUND"
    UNREADABLE = "UNREADABLE"
    DAMAGED_ARCHIVE = "DAMAGED_ARCHIVE"
    INVALID_JSON = "INVALID_JSON"
    TOO_LARGE = "TOO_LARGE"
    NOT_A_PACKAGE = "NOT_A_PACKAGE"
    NOT_A_LIST = "NOT_A_LIST"
    NULL_ENTRY = "NULL_ENTRY"
    NOT_A_RELEASE = "NOT_A_RELEASE"
    PACKAGE_WITHOUT_NOTICES = "PACKAGE_WITHOUT_NOTICES"
    NUL_REMOVED = "NUL_REMOVED"
    ENCODING_GUESSED = "ENCODING_GUESSED"
    FILE_SKIPPED = "FILE_SKIPPED"
    # A release against the schema
    SCHEMA = "SCHEMA"
    OCID_MISSING = "OCID_MISSING"
    DATE_UNREADABLE = "DATE_UNREADABLE"
    OBJECT_FOR_LIST = "OBJECT_FOR_LIST"
    TEXT_FOR_LIST = "TEXT_FOR_LIST"
    LIST_FOR_OBJECT = "LIST_FOR_OBJECT"
    TEXT_FOR_NUMBER = "TEXT_FOR_NUMBER"
    AMOUNT_AMBIGUOUS = "AMOUNT_AMBIGUOUS"
    AMOUNT_UNREADABLE = "AMOUNT_UNREADABLE"
    NUMBER_OUT_OF_RANGE = "NUMBER_OUT_OF_RANGE"
    CODE_MISSING = "CODE_MISSING"
    CODE_SPELLING = "CODE_SPELLING"
    VALUE_MISSING = "VALUE_MISSING"
    NULL_FOR_LIST = "NULL_FOR_LIST"
    EXTENSION_LEFT_OUT = "EXTENSION_LEFT_OUT"
    # What a release says
    BUYER_MISSING = "BUYER_MISSING"
    SUPPLIER_MISSING = "SUPPLIER_MISSING"
    PLACEHOLDER_ID = "PLACEHOLDER_ID"
    PLACEHOLDER_NAME = "PLACEHOLDER_NAME"
    STATUS_MISSING = "STATUS_MISSING"
    CURRENCY_MISSING = "CURRENCY_MISSING"
    AMOUNT_IS_SUPPLIER_ID = "AMOUNT_IS_SUPPLIER_ID"
    DUPLICATE_ID = "DUPLICATE_ID"
    # Records and merging
    LINKED_ONLY = "LINKED_ONLY"
    RECORD_EMPTY = "RECORD_EMPTY"
    COMPILED_DISAGREES = "COMPILED_DISAGREES"
    COMPILED_USED = "COMPILED_USED"
    SAME_ID_OTHER_CONTENT = "SAME_ID_OTHER_CONTENT"
    CONFLICT = "CONFLICT"
    OTHER_SUPPLIER = "OTHER_SUPPLIER"
    # Lists and notices in Chinese
    COLUMN_MISSING = "COLUMN_MISSING"
    CASE_MISSING = "CASE_MISSING"
    NO_SUCH_DATE = "NO_SUCH_DATE"
    DAMAGED_ROW = "DAMAGED_ROW"
    VALUES_DIFFER = "VALUES_DIFFER"
    FIGURES_DIFFER = "FIGURES_DIFFER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One remark with its place.

    Attributes:
        level: left out, or taken in with a remark.
        file: name of the file as given, below the folder that was named.
        line: line of the file, for JSON lines and lists; the head of a list is line 1.
        ocid: process, where known.
        path: JSON pointer from the root of the file (JSON lines: of the line); in lists the column.
        code: reason.
        params: what the sentence names.

    """

    level: Level
    file: str
    code: Code
    line: int | None = None
    ocid: str | None = None
    path: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A remark within one release: path relative to the release."""

    path: str
    code: Code
    params: Mapping[str, Any] = field(default_factory=dict)


def pointer(*parts: str | int) -> str:
    """Return a JSON pointer (RFC 6901) of keys and positions."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)


def pointer_of(parts: Iterable[str | int]) -> str:
    """Return a JSON pointer of the parts of a path."""
    return pointer(*parts)
