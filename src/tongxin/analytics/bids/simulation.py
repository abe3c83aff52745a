"""Who wins by the tender's own method, by how much, how sure, and what would change it."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kamkit.bids.evaluation import evaluate
from kamkit.bids.guesses import RivalGuess
from kamkit.bids.price_to_win import Chance, PriceToWin, PriceToWinQuestion, equal_prices, price_to_win
from kamkit.bids.results import EvaluationResult, RankedBid
from kamkit.bids.sensitivity import Sensitivity, sensitivity
from kamkit.bids.tender import Tender
from kamkit.problems import InputError
from tongxin.analytics.bids.prices import compared
from tongxin.analytics.bids.tender import Played, played_of, refusal_of
from tongxin.crm.bids.models import Bid, BidCriterion, BidScenario, BidScore
from tongxin.crm.bids.rules import BidRefused
from tongxin.crm.bids.selectors import BidSheet

SAMPLES = 120
SAMPLES_OF_A_SCENARIO = 60
POINT = Decimal(1)
ALL = Decimal(1)
NONE = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What one more point on a criterion is worth: so much more price for the same place; `percent` of our price."""

    criterion: BidCriterion
    from_score: Decimal
    amount: Decimal
    percent: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedScenario:
    """A scenario played through; `refused` says why it could not be."""

    scenario: BidScenario
    price: Decimal | None
    rank: int | None
    is_first: bool
    chance: tuple[Decimal, Decimal] | None
    margin: Decimal | None
    refused: BidRefused | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """The award method played through.

    Attributes:
        on: the day whose exchange rates counted.
        result: the ranking and the award, with reasons.
        own: our line in the ranking.
        ahead_by: the difference of totals between us and the best other bid, positive where it is for us; `None`
            without totals to compare.
        chance: our probability of winning lies between these, by the ranges of rivals' prices; `None` without ranges.
        ranks: our rank with our lowest and with our highest scores.
        turns: the smallest single changes that change the award.
        price: which prices win; `None` where the method knows no such price.
        worths: what a point is worth, the dearest first.
        margin: our price less our cost.
        scenarios: each played through.
    """

    on: date
    played: Played
    result: EvaluationResult
    own: RankedBid
    ahead_by: Decimal | None
    chance: tuple[Decimal, Decimal] | None
    ranks: tuple[int | None, int | None]
    turns: Sensitivity | None
    price: PriceToWin | None
    worths: tuple[Worth, ...]
    margin: Decimal | None
    scenarios: tuple[PlayedScenario, ...]


def rate_day(bid: Bid, today: date) -> date:
    """Return the day whose exchange rates count: that of the deadline, today before it."""
    return min(bid.deadline_day or today, today)


def simulate(sheet: BidSheet, *, own_name: str, on: date) -> Simulation:
    """Return who wins a bid's tender, by its own method, and what would change it.

    Args:
        sheet: the bid with its rows.
        own_name: what we are called among the bidders.
        on: the day whose exchange rates count.

    Raises:
        BidRefused: what cannot be played: weights that make no whole, scores that are missing or too high, prices
            whose VAT or currency is not said.
        RateRefused: `NO_RATE`.

    """
    try:
        return _simulated(sheet, own_name, on)
    except InputError as error:
        raise refusal_of(error, sheet) from error


def _simulated(sheet: BidSheet, own_name: str, on: date) -> Simulation:
    played = played_of(sheet, own_name=own_name, on=on)
    result = evaluate(played.tender)
    own = next(each for each in result.ranking if each.id == played.own)
    price = price_of(sheet, played, on=on, samples=SAMPLES)
    return Simulation(
        on=on,
        played=played,
        result=result,
        own=own,
        ahead_by=_ahead(result, own),
        chance=chance_at(price, played),
        ranks=(_rank_with(sheet, "score_low", own_name, on), _rank_with(sheet, "score_high", own_name, on)),
        turns=_turns(played),
        price=price,
        worths=_worths(played, price),
        margin=_margin(sheet, sheet.bid.own_price),
        scenarios=tuple(_scenario(sheet, each, own_name, on) for each in sheet.scenarios),
    )


def price_of(sheet: BidSheet, played: Played, *, on: date, samples: int) -> PriceToWin | None:
    """Return which prices win; `None` where the method knows none, or nobody has a price."""
    try:
        return price_to_win(
            PriceToWinQuestion(
                tender=played.tender, bid=played.own, rivals=_guesses(sheet, played, on), samples=samples
            )
        )
    except InputError:
        return None


def chance_at(price: PriceToWin | None, played: Played) -> tuple[Decimal, Decimal] | None:
    """Return between which probabilities our price wins, by the steps that the prices to win were asked for."""
    own = played.prices.get(played.own)
    if price is None or own is None or not price.chances:
        return None
    reached = [each.probability for each in price.chances if _holds(each, own.amount)]
    missed = [each.probability for each in price.chances if not _holds(each, own.amount)]
    return (max(reached, default=NONE), min(missed, default=ALL))


def _holds(chance: Chance, amount: Decimal) -> bool:
    return chance.price is not None and amount <= chance.price


def _guesses(sheet: BidSheet, played: Played, on: date) -> tuple[RivalGuess, ...]:
    found = []
    for id_, rival in played.rivals.items():
        if rival.price_low is None or rival.price_high is None or rival.is_out:
            continue
        low, high = (
            compared(each, rival.currency, rival.vat_basis, bid=sheet.bid, name=rival.name, on=on).amount
            for each in (rival.price_low, rival.price_high)
        )
        found.append(
            RivalGuess(
                id=id_,
                price_low=low,
                price_high=high,
                price_likely=played.prices[id_].amount if id_ in played.prices else None,
                quality_low=_part(rival.quality_low),
                quality_high=_part(rival.quality_high),
            )
        )
    return tuple(found)


def _part(percent: Decimal | None) -> Decimal:
    return ALL if percent is None else percent / 100


def _ahead(result: EvaluationResult, own: RankedBid) -> Decimal | None:
    others = [each.total for each in result.ranking if each.id != own.id and each.total is not None]
    if own.total is None or not others:
        return None
    if result.better.value == "LOWER":
        return min(others) - own.total
    return own.total - max(others)


def _rank_with(sheet: BidSheet, which: str, own_name: str, on: date) -> int | None:
    scores = tuple(_at_the_edge(each, which) for each in sheet.scores)
    ranking = evaluate(played_of(replace(sheet, scores=scores), own_name=own_name, on=on).tender).ranking
    return next(each.rank for each in ranking if each.id == own_name)


def _at_the_edge(score: BidScore, which: str) -> BidScore:
    """Return a score of ours at one end of its range; each member's range is its own."""
    value = getattr(score, which)
    if score.rival_id is not None or value is None:
        return score
    edge = copy(score)
    edge.score = value
    return edge


def _turns(played: Played) -> Sensitivity | None:
    try:
        return sensitivity(played.tender)
    except InputError:
        return None


def _worths(played: Played, price: PriceToWin | None) -> tuple[Worth, ...]:
    """Return what one more point on each criterion lets us ask more, everything else staying as it is."""
    if price is None or price.equal_price is None:
        return ()
    found = []
    own = next(bid for bid in played.tender.bids if bid.id == played.own)
    given = {
        id_: [each[id_] for each in own.sheets.values() if id_ in each]
        for id_, criterion in played.criteria.items()
        if not criterion.is_price
    }
    known = {id_: scores for id_, scores in given.items() if scores}
    question = PriceToWinQuestion(tender=played.tender, bid=played.own)
    raised = equal_prices(question, [_raised(played, id_) for id_ in known])
    for (id_, scores), after in zip(known.items(), raised, strict=True):
        if after is not None and after != price.equal_price:
            amount = after - price.equal_price
            of = price.price or price.equal_price
            now, criterion = sum(scores, Decimal(0)) / len(scores), played.criteria[id_]
            found.append(Worth(criterion=criterion, from_score=now, amount=amount, percent=amount / of * 100))
    return tuple(sorted(found, key=lambda each: -each.amount))


def _raised(played: Played, criterion: str) -> Tender:
    """Return the same tender with one point more for us on a criterion, no further than its highest score."""
    top = next(item.top for item in played.tender.criteria if item.id == criterion)

    def better(sheet: Mapping[str, Decimal]) -> dict[str, Decimal]:
        return {id_: min(top, score + POINT) if id_ == criterion else score for id_, score in sheet.items()}

    bids = tuple(
        bid
        if bid.id != played.own
        else replace(
            bid,
            scores=None if bid.scores is None else better(bid.scores),
            members=None if bid.members is None else {who: better(each) for who, each in bid.members.items()},
        )
        for bid in played.tender.bids
    )
    return replace(played.tender, bids=bids)


def _margin(sheet: BidSheet, price: Decimal | None, cost: Decimal | None = None) -> Decimal | None:
    own = sheet.bid.own_cost
    return None if price is None or own is None else price - own - (cost or NONE)


def _scenario(sheet: BidSheet, scenario: BidScenario, own_name: str, on: date) -> PlayedScenario:
    price = scenario.scenario_price if scenario.scenario_price is not None else sheet.bid.own_price
    has_score = scenario.criterion_id is not None and scenario.scenario_score is not None
    scores = {scenario.criterion_id: scenario.scenario_score} if has_score else {}
    refused: BidRefused | None = None
    rank, chance = None, None
    try:
        played = played_of(sheet, own_name=own_name, on=on, own_price=price, own_scores=scores)  # type: ignore[arg-type]
        result = evaluate(played.tender)
        rank = next(each.rank for each in result.ranking if each.id == own_name)
        chance = chance_at(price_of(sheet, played, on=on, samples=SAMPLES_OF_A_SCENARIO), played)
        is_first = result.award == own_name
    except InputError as error:
        refused, is_first = refusal_of(error, sheet), False
    return PlayedScenario(
        scenario=scenario,
        price=price,
        rank=rank,
        is_first=is_first,
        chance=chance,
        margin=_margin(sheet, price, scenario.scenario_cost),
        refused=refused,
    )
