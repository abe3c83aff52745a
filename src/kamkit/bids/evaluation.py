"""Evaluate bids by the method of the tender itself, each exactly by its rule book."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kamkit.bids.exact import decimal, maybe_decimal
from kamkit.bids.exclusions import excluded
from kamkit.bids.leading import checked_scale, order
from kamkit.bids.methods import LOWER_WINS, PRICE_ONLY, RULES, Method, PriceFormula
from kamkit.bids.notes import abnormally_low, about, notes, overall_judgement
from kamkit.bids.open_weights import OpenWeights, open_weights
from kamkit.bids.reasons import BidReason
from kamkit.bids.results import EvaluationResult, Outcome, RankedBid
from kamkit.bids.scoring import Scored, Scorer, better_of, check_scores, is_whole
from kamkit.bids.tender import Bid, Tender
from kamkit.bids.ties import Settled, settle
from kamkit.bids.weights import Scale
from kamkit.reasons import Reason

IN_MONEY = frozenset({Method.AWARD_ON_VALUE})


def evaluate(tender: Tender) -> EvaluationResult:
    """Return the ranking and the award that the tender's own method gives, with reasons.

    Every exclusion recomputes the rest: a bid that is out sets neither the lowest price nor a rank. Figures are exact
    fractions inside and are rounded only where the tender says so. Bids whose totals are equal as the tender rounds
    them share a rank; the tender's steps decide between them, and where they end, `award` is None and `ties` says who.
    Raises InputError for weights that make no whole, for scores that are missing or out of range, and for params that
    a formula needs. The rule of each method is in `methods.RULES` and on the result.
    """
    check_scores(tender)
    unfixed = open_weights(tender)
    if unfixed is not None:
        return _spans(unfixed)
    return _Evaluation(tender, checked_scale(tender)).result()


class _Evaluation:
    def __init__(self, tender: Tender, scale: Scale) -> None:
        self.tender, self.scale = tender, scale
        self.scorer = Scorer(tender, scale)
        self.out = excluded(tender, self.scorer)
        self.bids = [bid for bid in tender.bids if bid.id not in self.out]
        self.entries = self.scorer.score(self.bids)
        self.places = None if tender.params.rounding is None else tender.params.rounding.places

    def result(self) -> EvaluationResult:
        ranking = self._ranking(self.entries, self.out)
        before = self._before()
        settled = self._settled(ranking)
        first = settled.winner
        noted = [*notes(self.tender, self.scale), *self._remarks(ranking, before), *settled.reasons]
        reference = self.scorer.points(self.bids).reference
        return EvaluationResult(
            method=self.tender.method,
            rule=RULES[self.tender.method],
            better=better_of(self.tender),
            ranking=ranking,
            ranking_before=before,
            award=first,
            outcome=settled.outcome,
            ties=tuple(settled.left) if settled.outcome is not Outcome.AWARDED else (),
            reference_price=maybe_decimal(reference),
            highest_possible=self._highest(),
            reasons=tuple(noted),
        )

    def _ranking(self, entries: Mapping[str, Scored], out: Mapping[str, Reason]) -> tuple[RankedBid, ...]:
        places = order(self.tender, entries)
        low = abnormally_low(self.tender, entries)
        points = self.scorer.points([entry.bid for entry in entries.values()])
        ranked = [
            self._ranked(
                entry,
                places.get(id_),
                (*about(entry, self.scale, points), *([low[id_]] if id_ in low else [])),
            )
            for id_, entry in entries.items()
        ]
        ranked.sort(key=lambda each: len(entries) + 1 if each.rank is None else each.rank)
        return (*ranked, *(self._out(bid, out[bid.id]) for bid in self.tender.bids if bid.id in out))

    def _ranked(self, entry: Scored, rank: int | None, reasons: Sequence[Reason]) -> RankedBid:
        price = maybe_decimal(entry.evaluation_price)
        if self.tender.method in IN_MONEY and entry.total is not None:
            price = decimal(entry.total)
        places = self.places if self.tender.method is not Method.TW_RANK_SUM else None
        return RankedBid(
            id=entry.bid.id,
            rank=rank,
            total=None if entry.total is None else decimal(entry.total, places),
            technical=None if self.tender.method in PRICE_ONLY else decimal(entry.technical, self.places),
            price_score=None if entry.price_score is None else decimal(entry.price_score, self.places),
            technical_part=None if self.tender.method in PRICE_ONLY else decimal(entry.technical_part),
            price_part=maybe_decimal(entry.price_part),
            bid_price=entry.bid.price,
            evaluation_price=price,
            weighted_price=maybe_decimal(entry.weighted_price),
            contract_price=None if self.tender.method is Method.WB_QBS else entry.bid.price,
            coefficient=maybe_decimal(entry.coefficient),
            ranks=tuple(entry.ranks.items()) if "" not in entry.ranks else (),
            eligible=True,
            reasons=tuple(reasons),
        )

    def _out(self, bid: Bid, reason: Reason) -> RankedBid:
        judged = is_whole(bid, self.tender) and self.tender.method not in PRICE_ONLY
        return RankedBid(
            id=bid.id,
            rank=None,
            total=None,
            technical=decimal(self.scorer.technical(bid), self.places) if judged else None,
            price_score=None,
            technical_part=None,
            price_part=None,
            bid_price=bid.price,
            evaluation_price=None,
            weighted_price=None,
            contract_price=None,
            coefficient=None,
            ranks=(),
            eligible=False,
            reasons=(reason,),
        )

    def _before(self) -> tuple[RankedBid, ...]:
        whole = [bid for bid in self.tender.bids if bid.id not in self.out or self._can_be_scored(bid)]
        return self._ranking(self.scorer.score(whole), {})

    def _can_be_scored(self, bid: Bid) -> bool:
        members = {who for other in self.tender.bids if other.valid for who in other.sheets}
        return bid.price is not None and is_whole(bid, self.tender) and set(bid.sheets) >= members

    def _settled(self, ranking: Sequence[RankedBid]) -> Settled:
        without = [id_ for id_, entry in self.entries.items() if entry.total is None]
        if without:
            return Settled(Outcome.RULE_NEEDED, without)
        first = [each.id for each in ranking if each.rank == 1]
        if not first:
            return Settled(Outcome.NO_BID, [], [_reason(BidReason.NO_BID_LEFT, bids=len(self.tender.bids))])
        if len(first) == 1:
            return Settled(Outcome.AWARDED, first)
        return settle(self.tender, self.scorer, self.entries, first)

    def _remarks(self, ranking: Sequence[RankedBid], before: Sequence[RankedBid]) -> list[Reason]:
        said = []
        if len(self.entries) == 1:
            said.append(_reason(BidReason.ONE_BID_ONLY))
        first = _firsts(ranking)
        once = _firsts(before)
        if first and once and not first & once:
            said.append(_reason(BidReason.EXCLUSION_CHANGED_FIRST, before=", ".join(sorted(once))))
        if overall_judgement(self.tender, self.scale, self.entries):
            said.append(_reason(BidReason.OVERALL_JUDGEMENT))
        if self.tender.method is Method.WB_QBS and self.entries:
            said.append(_reason(BidReason.PRICE_NEGOTIATED))
        return said

    def _highest(self) -> Decimal | None:
        method = self.tender.method
        own = self.tender.params.price_formula in {PriceFormula.COEFFICIENT, PriceFormula.UTILITY_INDEX}
        if method in LOWER_WINS or own:
            return None
        scale = self.scale
        return decimal(scale.technical_top * scale.technical_share + scale.price_top * scale.price_share)


def _spans(unfixed: OpenWeights) -> EvaluationResult:
    """Return the bids with the totals they may reach, without ranks."""
    closed = _Evaluation(unfixed.closed, checked_scale(unfixed.closed)).result()
    ranking = tuple(
        replace(
            bid,
            rank=None,
            total=None,
            technical=None,
            price_score=None,
            technical_part=None,
            price_part=None,
            total_low=unfixed.spans[bid.id][0],
            total_high=unfixed.spans[bid.id][1],
            reasons=(),
        )
        if bid.eligible
        else bid
        for bid in closed.ranking
    )
    return replace(
        closed,
        ranking=ranking,
        ranking_before=(),
        award=None,
        outcome=Outcome.WEIGHTS_OPEN,
        ties=(),
        reasons=(unfixed.reason,),
    )


def _firsts(ranking: Collection[RankedBid]) -> set[str]:
    return {each.id for each in ranking if each.rank == 1}


def _reason(code: BidReason, **values: str | int) -> Reason:
    return Reason(code=code, params=tuple(values.items()))
