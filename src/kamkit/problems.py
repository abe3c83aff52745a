"""What is wrong with an input: a code, the path of the field, and a sentence for who writes the call."""

from enum import StrEnum


class ProblemCode(StrEnum):
    """Every way in which an input can be wrong. Closed: who shows problems must have a sentence for each of these."""

    NOT_JSON = "NOT_JSON"
    """The text is not JSON."""
    UNKNOWN_VERB = "UNKNOWN_VERB"
    """The kit has no such function."""
    MISSING = "MISSING"
    """A field without default was not given."""
    UNKNOWN_FIELD = "UNKNOWN_FIELD"
    """There is no such field."""
    WRONG_TYPE = "WRONG_TYPE"
    """The value is of another kind than the field."""
    UNKNOWN_CHOICE = "UNKNOWN_CHOICE"
    """The value is none of those that the field may have."""
    UNKNOWN_REFERENCE = "UNKNOWN_REFERENCE"
    """The value names something that the input does not hold."""
    OUT_OF_RANGE = "OUT_OF_RANGE"
    """The value is smaller or larger than the field may be."""
    DUPLICATE = "DUPLICATE"
    """Something that must be there once is there twice."""
    CONFLICT = "CONFLICT"
    """Two parts of the input contradict each other."""


class InputError(ValueError):
    """An input that a function cannot take.

    `field` is the path from the input on, such as `bids[1].scores.price`, empty for the input as a whole; `message` says
    what is wrong and what would be right.
    """

    def __init__(self, code: ProblemCode, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}" if field else message)
        self.code = code
        self.field = field
        self.message = message

    def below(self, path: str) -> "InputError":
        """Return the same error, seen from the object in which the faulty one stands at `path`."""
        return InputError(self.code, join(path, self.field), self.message)


def join(path: str, field: str) -> str:
    """Return the path of a field of the object at `path`."""
    separator = "." if path and field and not field.startswith("[") else ""
    return f"{path}{separator}{field}"
