"""What can be wrong with a date that somebody typed."""

from datetime import date
from enum import StrEnum


class DateProblemCode(StrEnum):
    """Why a text or number cannot be taken as a day."""

    EMPTY = "EMPTY"
    UNREADABLE = "UNREADABLE"
    AMBIGUOUS = "AMBIGUOUS"
    """Several days fit: `candidates` are these, earliest first."""
    IMPOSSIBLE = "IMPOSSIBLE"
    """No such day in the calendar: `candidates` are the nearest that exist, earliest first."""
    OUT_OF_RANGE = "OUT_OF_RANGE"
    """A day before 1900 or after 2199: most likely a slip of the key."""


class DateProblem(ValueError):  # noqa: N818  (a problem to put to the reader, not an error of the program)
    """A text that is no day; callers write the sentence from `code` and `params`."""

    def __init__(self, code: DateProblemCode, *, text: str, candidates: tuple[date, ...] = ()) -> None:
        super().__init__(code.value)
        self.code = code
        self.text = text
        self.candidates = candidates

    @property
    def params(self) -> dict[str, str]:
        """What a sentence about the problem may name; dates in ISO form."""
        return {"text": self.text, "candidates": ", ".join(day.isoformat() for day in self.candidates)}
