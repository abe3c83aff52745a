"""The standard addresses of declared objects, which the same few views and endpoints answer.

What asks every address asks a part of these in full, so that its cost grows slowly with the number of objects: each shape of
address is asked in full for one object in three, and every object at a third of its addresses.
"""

from collections.abc import Iterator

from tongxin.crm.records import RECORDS

PARTS = 3
SHAPES = (
    *("web:{many}", "web:{one}", "web:{one}_new", "web:{one}_form", "web:{one}_field", "web:{one}_history"),
    *("web:{one}_deletion", "web:{one}_restoration", "web:{many}_export"),
    *(
        "api:{many}",
        "api:{one}",
        "api:{one}_history",
        "api:make_{one}",
        "api:change_{one}",
        "api:delete_{one}",
    ),
    "api:make_{one}_restoration",
)


def _numbered() -> Iterator[tuple[str, int]]:
    for position, definition in enumerate(RECORDS):
        for turn, shape in enumerate(SHAPES):
            yield shape.format(one=definition.one, many=definition.many), position + turn


NUMBERS = dict(_numbered())


def is_in_turn(name: str, turn: int = 0) -> bool:
    """Say whether an address is to be asked in full in one of `PARTS` turns: every one that is written by hand, in each."""
    return name not in NUMBERS or (NUMBERS[name] + turn) % PARTS == 0
