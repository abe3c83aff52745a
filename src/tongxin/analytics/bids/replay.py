"""A finished tender played again: what was expected when the bid was handed in, beside what was read out."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F

from tongxin.analytics.bids.prices import compared
from tongxin.analytics.bids.simulation import rate_day, simulate
from tongxin.common.errors import Refusal
from tongxin.common.text.fold import fold
from tongxin.crm.bids.choices import BidOutcome
from tongxin.crm.bids.desk_models import BidOpening, BidSubmission
from tongxin.crm.bids.models import Bid, BidRival
from tongxin.crm.bids.selectors import sheet_of

PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayLine:
    """One bidder: what was expected of it and what it did.

    Attributes:
        expected, low, high: its price as we thought; `None` for one nobody expected.
        real: its price as read out; `None` for one that did not bid.
        error: the real price less the expected one, as a part of the real one.
        is_within: whether the real price lies within the range; `None` without one of both.
        expected_rank, rank: its place.
    """

    name: str
    is_ours: bool
    expected: Decimal | None
    low: Decimal | None
    high: Decimal | None
    real: Decimal | None
    error: Decimal | None
    is_within: bool | None
    expected_rank: int | None
    rank: int | None
    has_won: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """The forecast of a bid beside its result.

    Attributes:
        on: the day whose exchange rates counted when it was handed in.
        chance: between which probabilities we thought to win; `None` where nothing was said.
        award: who was thought to win.
        won_by: who did.
        outcome: of the bid.
        is_right: whether the forecast named the winner; `None` before the award.
        lines: each bidder.
        problem: why no forecast could be made, as a code; empty where there is one.
    """

    on: date | None
    chance: tuple[Decimal, Decimal] | None
    award: str
    won_by: str
    outcome: str
    is_right: bool | None
    lines: tuple[ReplayLine, ...]
    problem: str


def forecast_of(bid: Bid, *, own_name: str, today: date) -> str:
    """Return what the simulator says of a bid now, as JSON to be kept with its submission; why not, where it cannot."""
    sheet = sheet_of(bid)
    try:
        found = simulate(sheet, own_name=own_name, on=rate_day(bid, today))
    except Refusal as refusal:
        return json.dumps({"problem": refusal.code})
    ranges = {id_: _range(bid, each, found.on) for id_, each in found.played.rivals.items()}
    bidders = [
        {
            "name": each.id,
            "is_ours": each.id == found.played.own,
            "rank": each.rank,
            "price": _text(each.bid_price),
            "low": _text(ranges.get(each.id, (None, None))[0]),
            "high": _text(ranges.get(each.id, (None, None))[1]),
        }
        for each in found.result.ranking
    ]
    chance = None if found.chance is None else [str(each) for each in found.chance]
    return json.dumps(
        {"on": found.on.isoformat(), "award": found.result.award or "", "chance": chance, "bidders": bidders},
        ensure_ascii=False,
    )


def _range(bid: Bid, rival: BidRival, on: date) -> tuple[Decimal | None, Decimal | None]:
    """Return a rival's range on the base of the bid; the simulation compared its prices already."""
    low, high = (
        None
        if each is None
        else compared(each, rival.currency, rival.vat_basis, bid=bid, name=rival.name, on=on).amount
        for each in (rival.price_low, rival.price_high)
    )
    return low, high


def _opened_price(bid: Bid, row: BidOpening) -> Decimal | None:
    """Return a price as read out in the currency of the bid; `None` without one, or without a rate."""
    price: Decimal | None = row.opened_price
    if price is None or row.currency in {"", bid.currency}:
        return price
    try:
        return compared(
            row.opened_price,
            row.currency,
            bid.vat_basis,
            bid=bid,
            name=row.name,
            on=rate_day(bid, row.created_at.date()),
        ).amount
    except Refusal:
        return None


def replay_of(bid: Bid, submission: BidSubmission | None) -> Replay | None:
    """Return the forecast of a bid beside what was read out; `None` before anything was."""
    opened = list(
        BidOpening.objects.filter(bid=bid, deleted_at=None).order_by(F("rank").asc(nulls_last=True), "pk")
    )
    if submission is None or not submission.forecast or not opened:
        return None
    told: dict[str, Any] = json.loads(submission.forecast)
    expected = {_key(each["name"], is_ours=each["is_ours"]): each for each in told.get("bidders", [])}
    real = {_key(each.name, is_ours=each.is_ours): each for each in opened}
    winner = next((each for each in opened if each.has_won), None)
    award = told.get("award", "")
    named = next((key for key, each in expected.items() if each["name"] == award), None)
    chance = told.get("chance")
    return Replay(
        on=date.fromisoformat(told["on"]) if "on" in told else None,
        chance=(Decimal(chance[0]), Decimal(chance[1])) if chance else None,
        award=award,
        won_by=winner.name if winner is not None else "",
        outcome=bid.outcome,
        is_right=_right(bid, named, winner),
        lines=tuple(_line(bid, expected.get(key), real.get(key)) for key in {**real, **expected}),
        problem=told.get("problem", ""),
    )


def _right(bid: Bid, named: str | None, winner: BidOpening | None) -> bool | None:
    if winner is not None:
        return named == _key(winner.name, is_ours=winner.is_ours)
    if bid.outcome == BidOutcome.WON:
        return named == ""
    return None


def _key(name: str, *, is_ours: bool) -> str:
    """Return by which bidders are found again; we are always the same, whatever we are called."""
    return "" if is_ours else fold(name)


def _line(bid: Bid, expected: dict[str, Any] | None, real: BidOpening | None) -> ReplayLine:
    thought = expected or {}
    price, low, high = (_number(thought.get(name)) for name in ("price", "low", "high"))
    amount = _opened_price(bid, real) if real is not None else None
    known = amount is not None and low is not None and high is not None
    return ReplayLine(
        name=real.name if real is not None else thought["name"],
        is_ours=real.is_ours if real is not None else thought["is_ours"],
        expected=price,
        low=low,
        high=high,
        real=amount,
        error=((amount - price) / amount).quantize(PLACES) if amount and price is not None else None,
        is_within=low <= amount <= high if known else None,  # type: ignore[operator]
        expected_rank=thought.get("rank"),
        rank=real.rank if real is not None else None,
        has_won=real.has_won if real is not None else False,
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
