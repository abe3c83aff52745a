"""What decides between bids that are equal at the top."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from kamkit.bids.methods import MOST_EVALUATIONS, Better, Method, TieStep
from kamkit.bids.reasons import BidReason
from kamkit.bids.results import Outcome
from kamkit.bids.scoring import Scored, Scorer, better_of, check_sheet, ranks
from kamkit.bids.tender import Round, Tender
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason

OF_TAIWAN = frozenset({Method.TW_TOTAL_SCORE, Method.TW_UNIT_PRICE, Method.TW_RANK_SUM})
LOTS_AT_LAST = OF_TAIWAN | {Method.CN_COMPREHENSIVE, Method.CN_LOWEST_EVALUATED}
"""最有利標評選辦法 §14, §15-1: lots after the tender's step; 财政部令第87号 §68: lots where the tender is silent."""
LOTS_BY_LAW = frozenset({Method.CN_COMPREHENSIVE, Method.CN_LOWEST_EVALUATED})


@dataclass(slots=True)
class Settled:
    """Who wins of the equal bids, or who stays equal, and how it came."""

    outcome: Outcome
    left: list[str]
    reasons: list[Reason] = field(default_factory=list)

    @property
    def winner(self) -> str | None:
        """The only one left."""
        return self.left[0] if self.outcome is Outcome.AWARDED else None


def settle(tender: Tender, scorer: Scorer, entries: Mapping[str, Scored], equal: Sequence[str]) -> Settled:
    """Apply the tender's steps in their order to the bids `equal` among all `entries`, as far as they lead."""
    settling = _Settling(tender, scorer, entries, list(equal))
    settling.run()
    return settling.state


class _Settling:
    def __init__(
        self, tender: Tender, scorer: Scorer, entries: Mapping[str, Scored], equal: list[str]
    ) -> None:
        self.tender, self.scorer, self.entries = tender, scorer, dict(entries)
        self.state = Settled(Outcome.TIE, equal)
        self.rounds = list(enumerate(tender.params.rounds))
        self.values: Mapping[TieStep, Callable[[], dict[str, Fraction] | None]] = {
            TieStep.HEAVIEST_ITEM: self._heaviest,
            TieStep.MORE_FIRSTS: self._firsts,
            TieStep.LOWEST_PRICE: self._cheapness,
            TieStep.BETTER_TECHNICAL: self._technical,
        }

    def run(self) -> None:
        steps = self.tender.params.tie
        for step in steps or ():
            if step is TieStep.EVALUATE_AGAIN:
                self._evaluate_again()
            elif step is TieStep.DRAW:
                self._draw()
            else:
                self._narrow(step)
            if self.state.outcome is not Outcome.TIE:
                return
        if (steps and self.tender.method in LOTS_AT_LAST) or self.tender.method in LOTS_BY_LAW:
            self._draw()
        else:
            self._say(BidReason.TIE_WITHOUT_RULE, bids=len(self.state.left))

    def _evaluate_again(self) -> None:
        held = self.tender.params.evaluations_held
        if self.rounds:
            place, new = self.rounds.pop(0)
            self._again(new, f"params.rounds[{place}]")
        elif self.tender.method in OF_TAIWAN and held >= MOST_EVALUATIONS:
            self._say(BidReason.EVALUATIONS_USED_UP, held=held)
            self._draw()
        else:
            self._say(BidReason.EVALUATION_NEEDED, bids=len(self.state.left), held=held)
            self.state.outcome = Outcome.EVALUATE_AGAIN

    def _again(self, new: Round, path: str) -> None:
        sheets = {id_: new.members.get(id_) or {"": new.scores.get(id_, {})} for id_ in self.state.left}
        tops = {item.id: item.top for item in self.tender.criteria}
        if len({frozenset(of_bid) for of_bid in sheets.values()}) > 1:
            raise InputError(
                ProblemCode.CONFLICT, path, "every member must score every bid that is evaluated again"
            )
        for id_, of_bid in sheets.items():
            for who, sheet in of_bid.items():
                check_sheet(sheet, tops, f"{path}.{id_}.{who}".rstrip("."), negative=False)
                for item in self.scorer.scale.factors:
                    if item not in sheet:
                        raise InputError(ProblemCode.MISSING, f"{path}.{id_}.{item}", "must be given")
        bids = [self.entries[id_].bid for id_ in self.state.left]
        found = self.scorer.score(bids, sheets)
        totals = {id_: entry.total for id_, entry in found.items() if entry.total is not None}
        sign = 1 if better_of(self.tender) is Better.HIGHER else -1
        self._keep_best({id_: sign * total for id_, total in totals.items()}, TieStep.EVALUATE_AGAIN)

    def _narrow(self, step: TieStep) -> None:
        values = self.values[step]()
        if values is None:
            self._say(BidReason.TIE_STEP_UNDECIDED, step=step.value, left=len(self.state.left))
        else:
            self._keep_best(values, step)

    def _keep_best(self, values: Mapping[str, Fraction], step: TieStep) -> None:
        best = max(values.values())
        left = [id_ for id_ in self.state.left if values[id_] == best]
        narrowed = len(left) < len(self.state.left)
        self.state.left = left
        code = BidReason.TIE_NARROWED if narrowed else BidReason.TIE_STEP_UNDECIDED
        self._say(code, step=step.value, left=len(left))
        if len(left) == 1:
            self.state.outcome = Outcome.AWARDED

    def _draw(self) -> None:
        drawn = self.tender.params.drawn
        if drawn in self.state.left:
            self._say(BidReason.LOTS_DRAWN, bids=len(self.state.left))
            self.state.left, self.state.outcome = [drawn], Outcome.AWARDED
        else:
            self._say(BidReason.LOTS_TO_DRAW, bids=len(self.state.left))
            self.state.outcome = Outcome.DRAW

    def _heaviest(self) -> dict[str, Fraction] | None:
        if len(self.scorer.scale.heaviest) != 1:
            return None
        (item,) = self.scorer.scale.heaviest
        if not all(item in sheet for id_ in self.state.left for sheet in self.entries[id_].sheets.values()):
            return None
        return {
            id_: sum((Fraction(sheet[item]) for sheet in self.entries[id_].sheets.values()), Fraction(0))
            for id_ in self.state.left
        }

    def _firsts(self) -> dict[str, Fraction] | None:
        members = {who for entry in self.entries.values() for who in entry.member_scores}
        if members <= {""}:
            return None
        given = [
            ranks({id_: entry.member_scores[who] for id_, entry in self.entries.items()}, Better.HIGHER)
            for who in members
        ]
        return {id_: Fraction(sum(each[id_] == 1 for each in given)) for id_ in self.state.left}

    def _cheapness(self) -> dict[str, Fraction] | None:
        prices = {id_: self.entries[id_].bid.price for id_ in self.state.left}
        known = {id_: -Fraction(price) for id_, price in prices.items() if price is not None}
        return known if len(known) == len(prices) else None

    def _technical(self) -> dict[str, Fraction] | None:
        return {id_: self.entries[id_].technical for id_ in self.state.left}

    def _say(self, code: BidReason, **values: str | int) -> None:
        self.state.reasons.append(Reason(code=code, params=tuple(values.items())))
