"""A bid's rows as the decision library takes them: a tender with its method, criteria, bids and parameters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import pgettext

from kamkit.bids.methods import Method
from kamkit.bids.tender import Bid as KitBid
from kamkit.bids.tender import Criterion, EvaluationParams, Tender
from kamkit.bids.weights import tolerance
from kamkit.problems import InputError, ProblemCode
from kamkit.wire.reading import read
from tongxin.analytics.bids.prices import Compared, compared
from tongxin.crm.bids.choices import TieRule
from tongxin.crm.bids.models import Bid, BidCriterion, BidRival, BidScore
from tongxin.crm.bids.parameters import further_of
from tongxin.crm.bids.rules import BidRefused
from tongxin.crm.bids.selectors import BidSheet

TIES: Mapping[str, list[str]] = {
    TieRule.NOTHING: [],
    TieRule.LOWEST_PRICE: ["LOWEST_PRICE", "DRAW"],
    TieRule.HEAVIEST_ITEM: ["HEAVIEST_ITEM", "DRAW"],
    TieRule.BETTER_TECHNICAL: ["BETTER_TECHNICAL", "DRAW"],
}
WHOLE = Decimal(100)
WHOLES = (Decimal(1), Decimal(10), WHOLE, Decimal(1000))


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A tender ready to be evaluated, with what its names stand for.

    Attributes:
        own: id of our bid.
        rivals: id → the rival.
        prices: id → the price and how it came to be on one base; those without a price are not in it.
        criteria: id → the criterion.
    """

    tender: Tender
    own: str
    rivals: Mapping[str, BidRival]
    prices: Mapping[str, Compared]
    criteria: Mapping[str, BidCriterion]


def played_of(
    sheet: BidSheet,
    *,
    own_name: str,
    on: date,
    own_price: Decimal | None = None,
    own_scores: Mapping[int, Decimal] | None = None,
) -> Played:
    """Return a bid's tender for the decision library.

    Args:
        sheet: the bid with its rows.
        own_name: what we are called among the bidders.
        on: the day whose exchange rates count.
        own_price: another price of ours than the bid has.
        own_scores: criterion's id → another score of ours.

    Raises:
        BidRefused, RateRefused: what cannot be compared or played, and why.

    """
    bid = sheet.bid
    _check_weights(sheet)
    criteria = _named(sheet.criteria, [])
    rivals = _named(sheet.rivals, [own_name])
    price = bid.own_price if own_price is None else own_price
    prices = {
        id_: compared(each.price_likely, each.currency, each.vat_basis, bid=bid, name=each.name, on=on)
        for id_, each in rivals.items()
        if each.price_likely is not None
    }
    if price is not None:
        prices[own_name] = compared(price, bid.currency, bid.vat_basis, bid=bid, name=own_name, on=on)
    ids = {each.pk: id_ for id_, each in criteria.items()}
    bidders: list[tuple[str, BidRival | None]] = [(own_name, None), *rivals.items()]
    try:
        tender = Tender(
            method=Method(bid.method),
            criteria=tuple(_criterion(id_, each) for id_, each in criteria.items()),
            bids=tuple(
                KitBid(
                    id=id_,
                    price=prices[id_].amount if id_ in prices else None,
                    valid=rival is None or not rival.is_out,
                    **_scores(sheet.scores, rival, ids, own_scores or {}),
                )
                for id_, rival in bidders
            ),
            params=_params(bid, criteria, own_name),
        )
    except InputError as error:
        raise refusal_of(error, sheet) from error
    return Played(tender=tender, own=own_name, rivals=rivals, prices=prices, criteria=criteria)


def refusal_of(error: InputError, sheet: BidSheet) -> BidRefused:
    """Return what the decision library cannot take as a refusal in the words of the bid desk."""
    field = error.field
    if field in {"criteria", "params.total"} and error.code is ProblemCode.CONFLICT:
        return _weights_refused(sheet)
    if field.startswith("params.price_weight") and error.code is ProblemCode.MISSING:
        return BidRefused("PRICE_WEIGHT_MISSING", field="price_weight")
    if field == "params.absent":
        return BidRefused("MEMBERS_ALL_ABSENT", field="absent")
    if ".scores" in field or ".members" in field:
        return _score_refused(error, sheet)
    return BidRefused("AWARD_RULE_WRONG", field="parameters", part=field or "method", problem=error.message)


def _score_refused(error: InputError, sheet: BidSheet) -> BidRefused:
    """Say whose score on which criterion it is; names may have any sign in them, so they are looked for, not cut out."""
    field, is_missing = error.field, error.code is ProblemCode.MISSING
    place = int(field.partition("[")[2].partition("]")[0] or 0)
    who = [sheet.bid.name, *(each.name for each in sheet.rivals)][place]
    known = [name for name in _named(sheet.criteria, []) if field.endswith(f".{name}")]
    if known:
        code = "SCORE_MISSING" if is_missing else "SCORE_OUTSIDE"
        return BidRefused(code, field="score", bidder=who, criterion=max(known, key=len))
    member = field.partition(".members.")[2]
    return BidRefused("MEMBER_WITHOUT_SCORES", field="score", bidder=who, member=member)


def _check_weights(sheet: BidSheet) -> None:
    """Refuse weights that add up to no whole, with the price or without, by more than they are rounded."""
    for each in sheet.criteria:
        if not (each.weight or each.highest or each.weight_to):
            raise BidRefused("BID_WEIGHT_MISSING", field="weight", name=each.name)
    _check_headings(sheet.criteria)
    weights = [each.weight for each in sheet.criteria if each.weight is not None]
    if len(weights) < len(sheet.criteria) or not weights or sheet.bid.method == Method.AWARD_ON_VALUE:
        return
    own = sum(weights, Decimal(0))
    totals = {own, own + (sheet.bid.price_weight or Decimal(0))}
    if not any(each.is_price for each in sheet.criteria) and sheet.bid.price_weight is None:
        # What the items leave of the whole is the price's.
        totals |= {WHOLE} if own <= WHOLE else set()
    wholes = [sheet.bid.printed_total] if sheet.bid.printed_total is not None else WHOLES
    if not any(abs(total - whole) <= tolerance(weights, whole) for total in totals for whole in wholes):
        raise _weights_refused(sheet)


def _check_headings(criteria: Iterable[BidCriterion]) -> None:
    """Refuse items that do not make the points printed for their heading, by more than they are rounded."""
    under: dict[str, list[BidCriterion]] = {}
    for each in criteria:
        if each.heading:
            under.setdefault(each.heading, []).append(each)
    for heading, items in under.items():
        low, high = sum(map(_least_weight, items), Decimal(0)), sum(map(_most_weight, items), Decimal(0))
        for printed in {each.heading_total for each in items} - {None}:
            slack = tolerance([*map(_least_weight, items), *map(_most_weight, items)], printed) / 2
            if not low - slack <= printed <= high + slack:
                total = low if printed < low else high
                raise BidRefused(
                    "HEADING_SUM",
                    field="heading_total",
                    name=heading,
                    total=_plain(total),
                    whole=_plain(printed),
                )


def _weights_refused(sheet: BidSheet) -> BidRefused:
    whole = sheet.bid.printed_total or WHOLE
    ranged = [each for each in sheet.criteria if each.weight is None and each.weight_from is not None]
    if ranged:
        low = sum((_least_weight(each) for each in sheet.criteria), Decimal(0))
        high = sum((_most_weight(each) for each in sheet.criteria), Decimal(0))
        return BidRefused(
            "RANGES_SUM", field="weight_from", low=_plain(low), high=_plain(high), whole=_plain(whole)
        )
    total = sum((_most_weight(each) for each in sheet.criteria), sheet.bid.price_weight or Decimal(0))
    return BidRefused("BID_WEIGHTS_SUM", field="weight", total=_plain(total), whole=_plain(whole))


def _least_weight(each: BidCriterion) -> Decimal:
    return each.weight_from if each.weight_from is not None else _most_weight(each)


def _most_weight(each: BidCriterion) -> Decimal:
    return next(
        (known for known in (each.weight_to, each.weight, each.highest) if known is not None), Decimal(0)
    )


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _named(rows: Iterable[Any], taken: list[str]) -> dict[str, Any]:
    """Return rows by their names; the second of a name gets its number."""
    found: dict[str, Any] = {}
    for row in rows:
        name, number = str(row.name), 1
        while name in found or name in taken:
            number += 1
            name = f"{row.name} ({number})"
        found[name] = row
    return found


def _criterion(id_: str, each: BidCriterion) -> Criterion:
    has_range = each.weight is None and each.weight_from is not None and each.weight_to is not None
    return Criterion(
        id=id_,
        weight=each.weight,
        max=each.highest,
        min=each.least,
        range=(each.weight_from, each.weight_to) if has_range else None,
    )


def _scores(
    scores: Iterable[BidScore], rival: BidRival | None, ids: Mapping[int, str], other: Mapping[int, Decimal]
) -> dict[str, Any]:
    own = [each for each in scores if each.rival_id == (rival.pk if rival is not None else None)]
    sheets: dict[str, dict[str, Decimal]] = {}
    for each in own:
        score = other.get(each.criterion_id, each.score) if rival is None else each.score
        sheets.setdefault(each.member, {})[ids[each.criterion_id]] = score
    if rival is None and other:
        for sheet in sheets.values() or [sheets.setdefault("", {})]:
            sheet.update({ids[pk]: score for pk, score in other.items() if pk in ids})
    if any(sheets):
        return {"members": sheets}
    return {"scores": sheets.get("")}


def _params(bid: Bid, criteria: Mapping[str, BidCriterion], own_name: str) -> EvaluationParams:
    told: dict[str, Any] = {
        "pass_mark": bid.pass_mark,
        "price_weight": bid.price_weight,
        "price_formula": bid.price_rule or None,
        "price_criterion": next((id_ for id_, each in criteria.items() if each.is_price), None),
        "total": bid.printed_total,
    }
    known = {name: str(value) for name, value in told.items() if value is not None}
    if bid.decimals is not None:
        known["rounding"] = {"places": bid.decimals}  # type: ignore[assignment]
    if bid.tie_rule in TIES:
        known["tie"] = TIES[bid.tie_rule]  # type: ignore[assignment]
    return read(EvaluationParams, {**known, **_in_own_words(further_of(bid), own_name)})


def _in_own_words(further: Mapping[str, Any], own_name: str) -> dict[str, Any]:
    """Return parameters in which we are called as the reader calls us, whichever of our languages they were written in."""
    ours = set()
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            ours.add(pgettext("bidder", "We"))
    found = dict(further)
    if isinstance(found.get("drawn"), str) and found["drawn"] in ours:
        found["drawn"] = own_name
    if isinstance(found.get("disqualified"), list):
        found["disqualified"] = [own_name if each in ours else each for each in found["disqualified"]]
    return found
