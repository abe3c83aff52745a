"""Tenders as tests write them, and what is read from their results."""

from decimal import Decimal
from typing import Any

import pytest

from kamkit.bids.evaluation import evaluate
from kamkit.bids.results import EvaluationResult, RankedBid
from kamkit.bids.tender import Tender
from kamkit.problems import InputError
from kamkit.wire.reading import read

ITEMS = [{"id": "plan", "weight": 50}, {"id": "team", "weight": 30}]
QUALITY = [{"id": "q", "max": 100}]


def result(method: str, bids: Any, criteria: Any = None, **params: Any) -> EvaluationResult:
    listed = bids if isinstance(bids, list) else [bid(id_, *each) for id_, each in bids.items()]
    shape = {"method": method, "criteria": criteria or [], "bids": listed, "params": params}
    return evaluate(read(Tender, shape))


def bid(id_: str, price: Any, scores: Any = None, **more: Any) -> dict[str, Any]:
    sheet = {} if scores is None else {"scores": scores if isinstance(scores, dict) else {"q": scores}}
    return {"id": id_, "price": price, **sheet, **more}


def voted(id_: str, price: Any, **members: tuple[int, ...]) -> dict[str, Any]:
    sheets = {
        who: dict(zip(("plan", "team", "price"), points, strict=False)) for who, points in members.items()
    }
    return {"id": id_, "price": price, "members": sheets}


def of(found: EvaluationResult, id_: str) -> RankedBid:
    return next(each for each in found.ranking if each.id == id_)


def totals(found: EvaluationResult) -> dict[str, Decimal | None]:
    return {each.id: each.total for each in found.ranking}


def codes(found: EvaluationResult) -> list[str]:
    return [reason.code.value for reason in found.reasons]


def fault(method: str, bids: Any, criteria: Any = None, **params: Any) -> tuple[str, str]:
    with pytest.raises(InputError) as raised:
        result(method, bids, criteria, **params)
    return raised.value.code.value, raised.value.field


VOTES = [
    voted("甲", 900, m1=(45, 25), m2=(40, 24), m3=(30, 20)),
    voted("乙", 950, m1=(44, 25), m2=(42, 24), m3=(48, 28)),
    voted("丙", 800, m1=(40, 20), m2=(30, 20), m3=(30, 20)),
]
