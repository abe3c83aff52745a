"""Which red flags to look for, and their settings under the names of Cardinal's settings file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any

from kamkit.fields import Says, check_bounds

Names = str | tuple[str, ...]
"""Some names, as a list or, as in Cardinal's settings file, in one text with | between them."""


def names(given: Names) -> frozenset[str]:
    """Return the names as a set."""
    return frozenset(given.split("|")) if isinstance(given, str) and given else frozenset(given)


class Indicator(StrEnum):
    """Red flags of the Open Contracting Partnership, by their published codes."""

    R003 = "R003"
    """Short submission period."""
    R018 = "R018"
    """Single bid received."""
    R024 = "R024"
    """Price close to the winning bid."""
    R025 = "R025"
    """Excessive unsuccessful bids."""
    R028 = "R028"
    """Identical bid prices."""
    R030 = "R030"
    """Late bid won."""
    R035 = "R035"
    """All except the winning bid disqualified."""
    R036 = "R036"
    """Lowest bid disqualified."""
    R038 = "R038"
    """Excessive disqualified bids."""
    R048 = "R048"
    """Heterogeneous supplier."""
    R058 = "R058"
    """Heavily discounted bid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusions:
    """Contracting processes to leave out, by their `tender/procurementMethodDetails`."""

    procurement_method_details: Names = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortPeriod:
    """R003: fewer whole days than `threshold`, or than the days set for the procedure; no methods means all."""

    threshold: int = 15
    procurement_methods: Names = ()
    procurement_method_details: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleBid:
    """R018: the procurement methods in which competition is expected."""

    procurement_methods: Names = ("open", "selective")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """R024, R058: a fixed ratio in the place of the fence that the data itself sets."""

    threshold: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsuccessfulBids:
    """R025: who bids at least as often as this percentile, and wins at most this ratio (None: the fence of the data)."""

    percentile: Annotated[int, Says("Percentile of the numbers of valid bids", at_least=0, at_most=100)] = 75
    threshold: float | None = None

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disqualifications:
    """R035: disqualified tenderers needed."""

    threshold: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DisqualifiedBids:
    """R038: the ratio (None: the fence of the data), and the number of bids from which an organisation is judged."""

    threshold: float | None = None
    minimum_submitted_bids: int = 2
    minimum_contracting_processes: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Heterogeneity:
    """R048: digits that make the first level of the classification, the fence, processes from which one is judged."""

    digits: Annotated[int, Says("Digits of the first level of the classification", at_least=1)] = 2
    threshold: int | None = None
    minimum_contracting_processes: int = 20

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorParams:
    """What to compute and how; by default every indicator with its published settings.

    `currency` is the one in which prices are compared (None: the first one met). Prices are compared only in procedures
    of `price_comparison_procurement_methods` if any are named, else in all but
    `no_price_comparison_procurement_methods`; both are values of `tender/procurementMethodDetails`.
    """

    indicators: tuple[Indicator, ...] = tuple(Indicator)
    currency: str | None = None
    no_price_comparison_procurement_methods: Names = ()
    price_comparison_procurement_methods: Names = ()
    exclusions: Exclusions = field(default_factory=Exclusions)
    R003: ShortPeriod = field(default_factory=ShortPeriod)
    R018: SingleBid = field(default_factory=SingleBid)
    R024: Fence = field(default_factory=Fence)
    R025: UnsuccessfulBids = field(default_factory=UnsuccessfulBids)
    R035: Disqualifications = field(default_factory=Disqualifications)
    R038: DisqualifiedBids = field(default_factory=DisqualifiedBids)
    R048: Heterogeneity = field(default_factory=Heterogeneity)
    R058: Fence = field(default_factory=Fence)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorsInput:
    """Compiled OCDS releases, one per contracting process, and the settings."""

    releases: tuple[Mapping[str, Any], ...]
    params: IndicatorParams = field(default_factory=IndicatorParams)
