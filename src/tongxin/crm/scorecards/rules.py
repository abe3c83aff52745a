"""What makes a scorecard and what is stated by it acceptable; pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tongxin.common.errors import Refusal
from tongxin.crm.competition.rules import check_supplier
from tongxin.crm.scorecards.periods import first_day

if TYPE_CHECKING:
    from tongxin.crm.scorecards.models import ScorecardCriterion, ScorecardGrade, ScorecardSheet

WHOLE = Decimal(100)


class ScorecardRefused(Refusal):
    """Say why something about a scorecard cannot be kept so."""


def check_criterion(values: Mapping[str, Any]) -> None:
    """Accept the weight, scale, minimum and step of a criterion.

    Raises:
        ScorecardRefused: `WEIGHT_NOUGHT`, `SCALE_REVERSED`, `MINIMUM_OUTSIDE`, `STEP_NOUGHT`.
    """
    lowest, highest, minimum = (values.get(name) for name in ("lowest", "highest", "minimum"))
    if values.get("weight") == 0:
        raise ScorecardRefused("WEIGHT_NOUGHT", field="weight")
    if values.get("step") == 0:
        raise ScorecardRefused("STEP_NOUGHT", field="step")
    if lowest is None or highest is None:
        return
    if highest <= lowest:
        raise ScorecardRefused("SCALE_REVERSED", field="highest", lowest=lowest)
    if minimum is not None and not lowest <= minimum <= highest:
        raise ScorecardRefused("MINIMUM_OUTSIDE", field="minimum", lowest=lowest, highest=_plain(highest))


def weight_of(criteria: "Iterable[ScorecardCriterion]") -> Decimal:
    """Return what the weights of a card sum to, in per cent."""
    return sum((each.weight for each in criteria), Decimal(0))


def check_whole(criteria: "Iterable[ScorecardCriterion]") -> None:
    """Let a card be used whose weights make a whole.

    Raises:
        ScorecardRefused: `WEIGHTS_NOT_WHOLE`, with what they sum to.
    """
    total = weight_of(criteria)
    if total != WHOLE:
        raise ScorecardRefused("WEIGHTS_NOT_WHOLE", field="scores", total=_plain(total))


def check_unused(name: str, *, is_scored: bool) -> None:
    """Keep an edition as it was when it was scored by.

    Raises:
        ScorecardRefused: `EDITION_SCORED`, with the name of the card.
    """
    if is_scored:
        raise ScorecardRefused("EDITION_SCORED", field="name", name=name)


def check_grade(from_total: Any, others: "Iterable[ScorecardGrade]") -> None:
    """Let each grade begin at a total of its own.

    Raises:
        ScorecardRefused: `GRADE_TWICE`, with the name of the other one.
    """
    for other in others:
        if other.from_total == from_total:
            raise ScorecardRefused("GRADE_TWICE", field="from_total", name=other.name)


def check_sheet(period: str, values: Mapping[str, Any]) -> None:
    """Accept who is rated and the days of what is stated.

    Raises:
        ScorecardRefused: `STATED_BEFORE_PERIOD`.
        CompetitionRefused: the rival is the account itself.
    """
    check_supplier(values)
    day, stated = values.get("period_day"), values.get("stated_on")
    if isinstance(day, date) and isinstance(stated, date) and stated < first_day(period, day):
        raise ScorecardRefused("STATED_BEFORE_PERIOD", field="stated_on")


def check_sheet_once(sheet: "ScorecardSheet", others: "Iterable[ScorecardSheet]") -> None:
    """Let one sheet speak of a supplier in a period, whatever the edition.

    Raises:
        ScorecardRefused: `SHEET_TWICE`, with the document of the other one.
    """
    first = first_day(sheet.card.period, sheet.period_day)
    for other in others:
        if (
            other.competitor_id == sheet.competitor_id
            and first_day(sheet.card.period, other.period_day) == first
        ):
            raise ScorecardRefused("SHEET_TWICE", field="period_day", name=other.source)


def check_score(criterion: "ScorecardCriterion", score: Decimal) -> None:
    """Accept a score on the scale of its criterion.

    Raises:
        ScorecardRefused: `CARD_SCORE_OUTSIDE`, with the scale.
    """
    if not criterion.lowest <= score <= criterion.highest:
        raise ScorecardRefused(
            "CARD_SCORE_OUTSIDE",
            field="scores",
            name=criterion.name,
            lowest=criterion.lowest,
            highest=_plain(criterion.highest),
        )


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
