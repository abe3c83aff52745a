"""A small market whose figures can be counted by hand; the run on Spark asks it too."""

from typing import Any


def _money(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


def _firms(*names: str) -> list[dict[str, str]]:
    return [{"id": name.lower(), "name": name} for name in names]


def _process(
    number: str,
    buyer: str,
    year: int,
    *,
    price: int,
    winners: tuple[str, ...],
    estimate: int | None = None,
    bids: tuple[tuple[tuple[str, ...], int], ...] = (),
) -> dict[str, Any]:
    award = {
        "id": "a",
        "status": "active",
        "date": f"{year}-05-01T00:00:00Z",
        "value": _money(price),
        "suppliers": _firms(*winners),
    }
    details = [
        {"id": str(place), "status": "valid", "tenderers": _firms(*who), "value": _money(amount)}
        for place, (who, amount) in enumerate(bids)
    ]
    return {
        "ocid": number,
        "buyer": {"id": buyer.lower(), "name": buyer},
        "tender": {"title": number, **({"value": _money(estimate)} if estimate else {})},
        "bids": {"details": details},
        "awards": [award],
    }


MARKET = (
    _process(
        "1",
        "Port",
        2023,
        price=90,
        estimate=100,
        winners=("Alpha",),
        bids=((("Alpha",), 90), (("Beta",), 99)),
    ),
    _process("2", "Port", 2024, price=160, estimate=200, winners=("Alpha",), bids=((("Alpha",), 160),)),
    _process("3", "Port", 2024, price=50, winners=("Beta", "Gamma")),
    _process("4", "Town", 2024, price=300, winners=("Delta",)),
    _process("5", "Town", 2024, price=100, winners=("Epsilon",)),
)
