"""The types of fields an object is declared with. They are data; each face derives its own part from them."""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db.models import IntegerChoices, QuerySet, TextChoices

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"


# Suggested for a colleague: whoever fills in the form.
ME = "me"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reference:
    """A kind of record that others name.

    Attributes:
        kind: its code.
        visible: those an actor may see and choose.
        page: name of the page of one, taking its uid; empty when it has none.
        named: attribute with its name, for JSON.
        shared: whether everybody signed in sees them all, so that a row need not ask.
        account: lookup from it to its account; forms then offer those of the account at hand.
    """

    kind: Kind
    visible: Callable[[Actor], QuerySet[Any]]
    page: str = ""
    named: str = "name"
    shared: bool = False
    account: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an object: what it is called, who may know it, and where it shows.

    Attributes:
        name: of the model's attribute, and in addresses, JSON and files.
        label: what people call it.
        help: a sentence below the control.
        required: never empty.
        initial: what a new record has when nobody says; a function is called.
        suggested: what the form of a new record starts from, where that is not `initial`; `ME` is who fills it in.
        right: needed to see, filter, sort, set and read the history of it; empty lets everybody who sees the record.
        main: names the record; the first column, and the title of its page. One field of each object.
        sort: whether lists can be sorted by it.
        filters: operators that the list page offers a control for: `eq`, `contains`, `gte`, `lte`.
        column: `shown` or `offered` in the table of the list page; `none` for long texts.
        by_action: set by verbs alone: in no form, no file, no change over the API.
        fixed: given once, when the record is made.
        imported: whether a column of a file can fill it.
        indexed: whether search finds the record by it. Fields with a right never are.
        path: lookup to the value when it is not the attribute itself.
        later: folded away in the form of a new record, which then begins with what one knows that day.
    """

    name: str
    label: Words
    _: KW_ONLY
    help: Words = ""
    required: bool = False
    initial: Any = None
    suggested: Any = None
    right: str = ""
    main: bool = False
    sort: bool = False
    filters: tuple[str, ...] = ()
    column: str = "shown"
    by_action: bool = False
    fixed: bool = False
    imported: bool = True
    indexed: bool = False
    path: str = ""
    later: bool = False


@dataclass(frozen=True, slots=True)
class Text(Field):
    """One line. `key` lets a name stand once whatever its script; `code` compares it whole, never in parts.

    `none` is what pages say where it is empty.
    """

    _: KW_ONLY
    most: int = 200
    key: bool = False
    code: bool = False
    none: Words = ""


@dataclass(frozen=True, slots=True)
class Paragraphs(Field):
    """Text of several lines."""

    _: KW_ONLY
    most: int = 20_000
    column: str = "none"


@dataclass(frozen=True, slots=True)
class Whole(Field):
    """A whole number, bounds included; `grouped` writes thousands apart, which a year does without."""

    _: KW_ONLY
    least: int = 0
    most: int = 2_000_000_000
    grouped: bool = True


@dataclass(frozen=True, slots=True)
class Amount(Field):
    """An amount; `currency` names the field that says of what, or the lookup to it; empty for a bare number."""

    _: KW_ONLY
    currency: str = "currency"
    least: int | None = 0
    digits: int = 18
    places: int = 2


@dataclass(frozen=True, slots=True)
class Percent(Field):
    """A share in percent, 0 to 100, bounds included."""

    _: KW_ONLY
    least: int = 0
    most: int = 100
    places: int = 0


@dataclass(frozen=True, slots=True)
class Currency(Field):
    """A currency: three capitals, ISO 4217."""


@dataclass(frozen=True, slots=True)
class Day(Field):
    """A day."""


@dataclass(frozen=True, slots=True)
class Moment(Field):
    """A point in time."""


@dataclass(frozen=True, slots=True)
class Flag(Field):
    """Yes or no."""

    _: KW_ONLY
    initial: Any = False


@dataclass(frozen=True, slots=True)
class Choice(Field):
    """One of a closed list of codes; `shapes` draws some as signs: code → good, watch, bad or unknown."""

    _: KW_ONLY
    of: type[TextChoices] | type[IntegerChoices]
    shapes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry(Field):
    """An entry of a dictionary that administrators edit; `of` is the dictionary's code."""

    _: KW_ONLY
    of: str


@dataclass(frozen=True, slots=True)
class Ref(Field):
    """Another record; who may not see it learns neither its name nor its uid. `none` is what tables say where it is empty."""

    _: KW_ONLY
    to: Reference
    none: Words = ""


@dataclass(frozen=True, slots=True)
class Refs(Field):
    """Several other records; those a reader may not see are left out."""

    _: KW_ONLY
    to: Reference
    column: str = "none"
    imported: bool = field(default=False)


def attribute_of(item: Field) -> str:
    """Return the lookup to a field's value from its record."""
    return item.path or item.name


def empty_value(item: Field) -> Any:
    """Return what a field holds when nothing is recorded."""
    if isinstance(item, Text | Paragraphs | Currency):
        return ""
    if isinstance(item, Choice):
        return "" if issubclass(item.of, str) else None
    return () if isinstance(item, Refs) else None


def is_empty(value: Any) -> bool:
    """Say whether nothing is recorded; nought and "no" are values."""
    return value is None or (isinstance(value, str | list | tuple) and not value)
