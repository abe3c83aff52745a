"""What is asked of the win model and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from kamkit.fields import Says, check_bounds
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Reason


class Decision(StrEnum):
    """How a deal was decided."""

    WON = "WON"
    LOST = "LOST"


class Timing(StrEnum):
    """When the value of an input is known."""

    KNOWN_AT_OPEN = "KNOWN_AT_OPEN"
    KNOWN_AT_CLOSE = "KNOWN_AT_CLOSE"
    UNKNOWN = "UNKNOWN"


class Refusal(StrEnum):
    """Why an input is not used."""

    KNOWN_AT_CLOSE = "KNOWN_AT_CLOSE"
    """The caller says that it is known only once the deal is over."""
    NAME_TELLS_OUTCOME = "NAME_TELLS_OUTCOME"
    """Its name is that of something known only once the deal is over."""
    VALUE_TELLS_OUTCOME = "VALUE_TELLS_OUTCOME"
    """Its values are words for the outcome, or decide it."""
    FILLED_FOR_ONE_OUTCOME = "FILLED_FOR_ONE_OUTCOME"
    """It is filled, or other than zero, for one outcome alone."""
    DATE_OF_CLOSE = "DATE_OF_CLOSE"
    """It holds the day on which the deal was closed, or days of the week after it."""
    LENGTH_OF_CYCLE = "LENGTH_OF_CYCLE"
    """It holds the days from the opening of the deal to its close."""
    IDENTIFIER = "IDENTIFIER"
    """Nearly each deal has a value of its own, from which nothing can be learnt."""
    CONSTANT = "CONSTANT"
    """All deals have the same value."""


class Model(StrEnum):
    """Which model answers."""

    SCORECARD = "SCORECARD"
    """Stated priors on known signals."""
    LOGISTIC = "LOGISTIC"
    """Logistic regression with a ridge penalty."""
    BOOSTED = "BOOSTED"
    """Boosted trees of one input each, so that contributions add up; from scikit-learn."""
    BASE_RATE = "BASE_RATE"
    """The same chance for every deal, as nothing tells them apart."""


class Verdict(StrEnum):
    """Whether the inputs tell won deals from lost ones."""

    SIGNAL = "SIGNAL"
    WEAK = "WEAK"
    NO_SIGNAL = "NO_SIGNAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedDeal:
    """A deal that was won or lost. Deals of one `group` (one customer, one framework) never test each other."""

    inputs: Annotated[
        Mapping[str, Any], Says("Text, numbers, true or false, ISO dates, or null if not known")
    ]
    outcome: Decision
    group: str | None = None
    opened_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDeal:
    """A deal whose chance is asked for."""

    id: str
    inputs: Annotated[Mapping[str, Any], Says("As for decided deals; what is not given is not known")]
    opened_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A prior: what the values of an input add to the log-odds of winning, by judgement and not by data."""

    input: str
    values: Mapping[str, float]
    deviation: Annotated[float, Says("How unsure each of these is: a standard deviation", above=0)] = 0.5

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class WinningInput:
    """Decided deals to learn from, open ones to judge, when inputs are known, and priors in place of the stated ones."""

    train: tuple[DecidedDeal, ...]
    predict: tuple[OpenDeal, ...] = ()
    timing: Mapping[str, Timing] = field(default_factory=dict)
    scorecard: tuple[Signal, ...] | None = None
    seed: Annotated[int, Says("Seed of the folds", at_least=0)] = 1

    def __post_init__(self) -> None:
        check_bounds(self)
        for index, deal in enumerate(self.train):
            if deal.opened_on and deal.closed_on and deal.closed_on < deal.opened_on:
                said = f"closed on {deal.closed_on}, before it was opened on {deal.opened_on}"
                raise InputError(ProblemCode.CONFLICT, f"train[{index}].closed_on", said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Between which chances the true one lies in nine cases of ten."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """How likely a deal is won, and which inputs speak for or against it, the strongest first."""

    id: str
    probability: float
    interval: Interval
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """How far an input and the outcome go together: Pearson's chi-squared test, and Cramér's V between 0 and 1."""

    input: str
    chi2: float
    dof: int
    p_value: float
    cramers_v: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An input that is not used, and why."""

    input: str
    code: Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationBin:
    """Deals with a predicted chance from `low` up to `high`: the mean of the predictions and the part that was won."""

    low: float
    high: float
    deals: int
    predicted: float
    observed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How well the model judges deals that it has not seen. Figures are None where there was too little to measure by."""

    model: Model
    auc: float | None
    auc_interval: Interval | None
    brier: float | None
    base_rate: float
    outcomes: int
    scorecard_auc: float | None
    calibration: tuple[CalibrationBin, ...]
    drivers: tuple[Driver, ...]
    refused: tuple[Refused, ...]
    verdict: Verdict
    boosting_tried: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WinningResult:
    """Predictions in the order of the question, and the report."""

    predictions: tuple[Prediction, ...]
    report: Report
