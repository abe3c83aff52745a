"""Whether to bid: knock-outs first, then a weighted score against bands, with what is not known yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from kamkit.bids.reasons import BidReason
from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason

HUNDRED = Decimal(100)


class Decision(StrEnum):
    """What the rule says."""

    GO = "GO"
    CONDITIONAL = "CONDITIONAL"
    NO_GO = "NO_GO"
    UNDECIDED = "UNDECIDED"
    """The rule says nothing about this score, or what is unknown may still turn it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnockOut:
    """A condition without which nobody bids; `met` is None while unknown."""

    id: str
    met: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its weight; `score` is None while unknown."""

    id: str
    weight: Annotated[Decimal, Says("Weight beside the other questions", at_least=0)]
    max: Annotated[Decimal, Says("Highest score", above=0)] = Decimal(10)
    score: Annotated[Decimal | None, Says("Score from 0 to max; null: unknown", at_least=0)] = None
    least: Annotated[Decimal | None, Says("A lower score is a knock-out", at_least=0)] = None

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.score is not None and self.score > self.max:
            raise InputError(
                ProblemCode.OUT_OF_RANGE, "score", f"must be at most {self.max}, not {self.score}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """What a score (0 to 100) from `from_` on and below `to` means; None leaves an end open."""

    decision: Decision
    from_: Annotated[Decimal | None, Says("Lowest score of the band, included")] = None
    to: Annotated[Decimal | None, Says("Where the band ends, excluded")] = None

    def holds(self, score: Decimal) -> bool:
        """Return whether a score lies in the band."""
        return (self.from_ is None or score >= self.from_) and (self.to is None or score < self.to)


DEFAULT_BANDS = (
    Band(decision=Decision.GO, from_=Decimal(70)),
    Band(decision=Decision.CONDITIONAL, from_=Decimal(50), to=Decimal(70)),
    Band(decision=Decision.NO_GO, to=Decimal(50)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoNoGo:
    """The questions of a decision to bid, and the bands of its score."""

    knock_outs: tuple[KnockOut, ...] = ()
    questions: tuple[Question, ...] = ()
    bands: Annotated[
        tuple[Band, ...], Says("The first band that holds counts; between bands the rule says nothing")
    ] = DEFAULT_BANDS

    def __post_init__(self) -> None:
        for name, items in (("knock_outs", self.knock_outs), ("questions", self.questions)):
            ids = [item.id for item in items]
            for place, id_ in enumerate(ids):
                if id_ in ids[:place]:
                    raise InputError(ProblemCode.DUPLICATE, f"{name}[{place}].id", f"{id_} is there twice")
        if self.questions and not any(question.weight for question in self.questions):
            raise InputError(ProblemCode.OUT_OF_RANGE, "questions", "one weight at least must be above 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoNoGoResult:
    """The decision, the score of what is known (0 to 100) and its range over what is not."""

    decision: Decision
    score: Annotated[Decimal | None, Says("Of the known questions alone; null if none is known")]
    lowest: Annotated[Decimal | None, Says("If every unknown question scored nothing")]
    highest: Annotated[Decimal | None, Says("If every unknown question scored its most")]
    reasons: tuple[Reason, ...]


def go_no_go(sheet: GoNoGo) -> GoNoGoResult:
    """Return whether to bid: any knock-out that is not met is NO_GO; else the band of the weighted score.

    The score is the sum of weight times score / max over the sum of weights, in per cent. Where unknown questions or
    knock-outs may still change the band, or no band holds, the decision is UNDECIDED and the reasons say why. The form
    (gates, then weighted questions with thresholds) is that of go/no-go sheets of proposal tools; bands are one's own.
    """
    failed = list(_failed(sheet))
    score, lowest, highest = _scores(sheet)
    decision, said = _decided(sheet, lowest, highest) if not failed else (Decision.NO_GO, [])
    return GoNoGoResult(
        decision=decision,
        score=score,
        lowest=lowest,
        highest=highest,
        reasons=(*failed, *_unknown(sheet), *said),
    )


def _failed(sheet: GoNoGo) -> Iterator[Reason]:
    for knock_out in sheet.knock_outs:
        if knock_out.met is False:
            yield Reason(code=BidReason.KNOCKED_OUT, params=(("item", knock_out.id),))
    for question in sheet.questions:
        if question.least is not None and question.score is not None and question.score < question.least:
            values = (("item", question.id), ("score", question.score), ("least", question.least))
            yield Reason(code=BidReason.BELOW_ITEM_MINIMUM, params=values)


def _unknown(sheet: GoNoGo) -> Iterator[Reason]:
    unknown = [item.id for item in sheet.knock_outs if item.met is None]
    unknown += [item.id for item in sheet.questions if item.score is None]
    if unknown:
        values = (("items", ", ".join(unknown)), ("count", len(unknown)))
        yield Reason(code=BidReason.ANSWERS_UNKNOWN, params=values)


def _scores(sheet: GoNoGo) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    total = sum((question.weight for question in sheet.questions), Decimal(0))
    if not total:
        return None, None, None
    parts = [
        (each.weight, each.weight * each.score / each.max)
        for each in sheet.questions
        if each.score is not None
    ]
    known = sum((weight for weight, _ in parts), Decimal(0))
    points = sum((part for _, part in parts), Decimal(0))
    score = points / known * HUNDRED if known else None
    return score, points / total * HUNDRED, (points + total - known) / total * HUNDRED


def _decided(sheet: GoNoGo, lowest: Decimal | None, highest: Decimal | None) -> tuple[Decision, list[Reason]]:
    if lowest is None or highest is None:
        return Decision.UNDECIDED, [Reason(code=BidReason.NOTHING_SCORED)]
    low, high = _band(sheet, lowest), _band(sheet, highest)
    open_gate = any(item.met is None for item in sheet.knock_outs)
    if low is None and high is None:
        values = (("lowest", lowest), ("highest", highest))
        return Decision.UNDECIDED, [Reason(code=BidReason.BANDS_SAY_NOTHING, params=values)]
    if low is None or low is not high:
        return Decision.UNDECIDED, [
            Reason(code=BidReason.UNKNOWN_MAY_TURN, params=(("lowest", lowest), ("highest", highest)))
        ]
    if open_gate and low.decision is not Decision.NO_GO:
        return Decision.UNDECIDED, []
    return low.decision, [
        Reason(code=BidReason.BAND_HOLDS, params=(("lowest", lowest), ("highest", highest)))
    ]


def _band(sheet: GoNoGo, score: Decimal) -> Band | None:
    return next((band for band in sheet.bands if band.holds(score)), None)
