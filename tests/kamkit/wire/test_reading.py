from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest

from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode
from kamkit.wire.numbers import dumps, loads
from kamkit.wire.reading import FaultyInputError, read
from kamkit.wire.writing import plain


class Colour(StrEnum):
    RED = "RED"
    BLUE = "BLUE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    id: str
    price: Annotated[Decimal, Says("price", above=0, at_most=100)] = Decimal(1)
    from_: str = ""

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Everything that a field can be."""

    leaves: tuple[Leaf, ...] = ()
    by_name: Annotated[Mapping[str, Decimal], Says("numbers", at_least=0)] = field(default_factory=dict)
    pairs: Annotated[tuple[tuple[str, int], ...], Says("pairs")] = ()
    corner: tuple[int, int] = (0, 0)
    colour: Colour = Colour.RED
    on: date | None = None
    at: datetime | None = None
    word: Literal["a", "b"] = "a"
    either: Decimal | Leaf | None = None
    share: float = 0.5
    yes: bool = False
    whatever: Any = None

    def __post_init__(self) -> None:
        check_bounds(self)


def faults(value: Any) -> list[tuple[str, str]]:
    with pytest.raises(FaultyInputError) as raised:
        read(Tree, value)
    return [(error.code.value, error.field) for error in raised.value.errors]


FULL = """{
  "leaves": [{"id": 7, "price": 0.10, "from": "x"}],
  "by_name": {"a": "1.50"},
  "pairs": {"n": 3},
  "corner": [1, 2],
  "colour": "BLUE",
  "on": "2026-11-25",
  "at": "2026-11-25T08:00:00+00:00",
  "word": "b",
  "either": {"id": "y"},
  "share": 0.1,
  "yes": true,
  "whatever": {"deep": [1.10, null]}
}"""


def test_every_kind_of_field_is_read_with_decimals_as_written() -> None:
    tree = read(Tree, loads(FULL))
    assert tree == Tree(
        leaves=(Leaf(id="7", price=Decimal("0.10"), from_="x"),),
        by_name={"a": Decimal("1.50")},
        pairs=(("n", 3),),
        corner=(1, 2),
        colour=Colour.BLUE,
        on=date(2026, 11, 25),
        at=datetime(2026, 11, 25, 8, tzinfo=UTC),
        word="b",
        either=Leaf(id="y"),
        share=0.1,
        yes=True,
        whatever={"deep": [Decimal("1.10"), None]},
    )
    assert read(Tree, {"either": "2.5", "on": None}) == Tree(either=Decimal("2.5"))


def test_what_was_read_is_written_again_with_its_digits() -> None:
    written = dumps(plain(read(Tree, loads(FULL))))
    assert read(Tree, loads(written)) == read(Tree, loads(FULL))
    assert '"price": 0.10' in written
    assert '"from": "x"' in written
    assert '"pairs": {\n    "n": 3\n  }' in written
    assert loads(dumps({"empty": [{}, []], "large": Decimal("1E+3")})) == {"empty": [{}, []], "large": 1000}


@pytest.mark.parametrize(
    ("value", "code", "path"),
    [
        ([], "WRONG_TYPE", ""),
        ({"leaves": {}}, "WRONG_TYPE", "leaves"),
        ({"leaves": [{}]}, "MISSING", "leaves[0].id"),
        ({"leaves": [{"id": None}]}, "WRONG_TYPE", "leaves[0].id"),
        ({"leaves": [{"id": "a", "prize": 1}]}, "UNKNOWN_FIELD", "leaves[0].prize"),
        ({"leaves": [{"id": "a", "price": "ten"}]}, "WRONG_TYPE", "leaves[0].price"),
        ({"leaves": [{"id": "a", "price": True}]}, "WRONG_TYPE", "leaves[0].price"),
        ({"leaves": [{"id": "a", "price": "NaN"}]}, "WRONG_TYPE", "leaves[0].price"),
        ({"leaves": [{"id": "a"}, {"id": "b", "price": 0}]}, "OUT_OF_RANGE", "leaves[1].price"),
        ({"leaves": [{"id": "a", "price": 101}]}, "OUT_OF_RANGE", "leaves[0].price"),
        ({"by_name": {"a": -1}}, "OUT_OF_RANGE", "by_name.a"),
        ({"by_name": []}, "WRONG_TYPE", "by_name"),
        ({"corner": [1]}, "WRONG_TYPE", "corner"),
        ({"corner": [1, "1.5"]}, "WRONG_TYPE", "corner[1]"),
        ({"colour": "GREEN"}, "UNKNOWN_CHOICE", "colour"),
        ({"colour": ["RED"]}, "UNKNOWN_CHOICE", "colour"),
        ({"on": "25.11.2026"}, "WRONG_TYPE", "on"),
        ({"either": {"id": "y", "price": "x"}}, "WRONG_TYPE", "either.price"),
        ({"share": "1e999"}, "WRONG_TYPE", "share"),
        ({"yes": "yes"}, "WRONG_TYPE", "yes"),
    ],
)
def test_a_fault_is_named_by_its_path(value: Any, code: str, path: str) -> None:
    assert faults(value) == [(code, path)]


def test_all_faults_are_told_in_their_order() -> None:
    value = {"leaves": [{"price": "x"}], "yes": 1, "colour": "GREEN"}
    assert [path for _, path in faults(value)] == ["leaves[0].price", "leaves[0].id", "yes", "colour"]


def test_a_message_says_what_was_found_and_what_would_be_right() -> None:
    with pytest.raises(InputError, match=r"colour: 'GREEN' is none of RED, BLUE"):
        read(Tree, {"colour": "GREEN"})
    with pytest.raises(InputError, match=r"corner: must be a list of 2, not null"):
        read(Tree, {"corner": None})
    with pytest.raises(InputError, match=r"leaves: must be a list, not false"):
        read(Tree, {"leaves": False})
    with pytest.raises(InputError, match=r"leaves: must be a list, not 1\.5"):
        read(Tree, {"leaves": Decimal("1.5")})
    with pytest.raises(InputError, match=r"leaves: must be a list, not 'x{39}…"):
        read(Tree, {"leaves": "x" * 100})


@pytest.mark.parametrize("text", ["{", "[NaN]", "[" * 100_000])
def test_what_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(InputError) as raised:
        loads(text)
    assert raised.value.code is ProblemCode.NOT_JSON
