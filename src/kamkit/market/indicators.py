"""Red flags in published tenders: eleven indicators of the Open Contracting Partnership.

Methods, exclusions and settings are those that its tool Cardinal documents
(https://cardinal.readthedocs.io/en/latest/cli/indicators/).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kamkit.market import outliers
from kamkit.market.findings import Finding, Group
from kamkit.market.outliers import Comparison, Fences
from kamkit.market.params import Indicator, IndicatorParams, IndicatorsInput, names
from kamkit.market.processes import (
    compares_prices,
    identical_prices,
    late_bid_won,
    lowest_disqualified,
    others_disqualified,
    short_period,
    single_bid,
)
from kamkit.market.releases import Node, active_awards, child, priced, submitted_bids, text

Values = Mapping[str, Mapping[str, float]]

_IN_ONE: Mapping[Indicator, Callable[[Node, str, IndicatorParams], Iterator[Finding]]] = {
    Indicator.R003: short_period,
    Indicator.R018: single_bid,
    Indicator.R028: identical_prices,
    Indicator.R030: late_bid_won,
    Indicator.R035: others_disqualified,
}
_OVER_ALL: Mapping[Indicator, Callable[[Comparison, IndicatorParams, Fences], Iterator[Finding]]] = {
    Indicator.R024: outliers.close_prices,
    Indicator.R025: outliers.unsuccessful_bidders,
    Indicator.R038: outliers.disqualified_bids,
    Indicator.R048: outliers.heterogeneous_suppliers,
    Indicator.R058: outliers.discounted_bids,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorsResult:
    """The flags, once as Cardinal prints them and once as findings with their reasons.

    The upper-case fields map an id (of the process or the organisation) to its indicators and their values; `Meta` maps
    an indicator to the quartiles and fences that were used.
    """

    OCID: Values
    Buyer: Values
    ProcuringEntity: Values
    Tenderer: Values
    Meta: Values
    findings: tuple[Finding, ...]
    processes: int
    """Contracting processes that were read: with an `ocid`, not cancelled, not excluded."""


def find_red_flags(question: IndicatorsInput) -> IndicatorsResult:
    """Return the red flags in compiled releases, one per contracting process.

    A release without `ocid`, of a cancelled tender or of an excluded procedure is left out; an indicator leaves out what
    lacks what it reads. A flag is a question to ask, not a finding of wrongdoing.
    """
    used = question.params
    chosen = frozenset(used.indicators)
    read = [(ocid, release) for release in question.releases if (ocid := _ocid(release, used)) is not None]
    currency = used.currency or _first_currency((release for _, release in read), used, chosen)
    findings: list[Finding] = []
    compared = Comparison()
    for ocid, release in read:
        for indicator, find in _IN_ONE.items():
            if indicator in chosen:
                findings += find(release, ocid, used)
        if Indicator.R036 in chosen:
            findings += lowest_disqualified(release, ocid, used, currency)
        _gather(compared, release, ocid, used, currency)
    meta: dict[str, Fences] = {}
    for indicator, judge in _OVER_ALL.items():
        fences: Fences = {}
        if indicator in chosen:
            findings += judge(compared, used, fences)
        if fences:
            meta[indicator.value] = {name: round(value, 4) for name, value in fences.items()}
    return _result(findings, meta, processes=len(read))


def _ocid(release: Node, params: IndicatorParams) -> str | None:
    tender = child(release, "tender")
    details = text(tender, "procurementMethodDetails")
    if text(tender, "status") == "cancelled" or details in names(
        params.exclusions.procurement_method_details
    ):
        return None
    return text(release, "ocid")


def _gather(
    into: Comparison, release: Node, ocid: str, params: IndicatorParams, currency: str | None
) -> None:
    if compares_prices(release, params):
        outliers.gather_runner(into, release, ocid, currency)
    outliers.gather_wins(into, release)
    outliers.gather_rejected(into, release)
    outliers.gather_variety(into, release, params.R048.digits)


def _first_currency(
    releases: Iterable[Node], params: IndicatorParams, chosen: frozenset[Indicator]
) -> str | None:
    runners = bool({Indicator.R024, Indicator.R058} & chosen)
    for release in releases:
        if not compares_prices(release, params):
            continue
        if runners:
            for _tenderer, _amount, currency in outliers.competing_prices(release):
                return currency
        if Indicator.R036 in chosen and active_awards(release):
            for bid in priced(submitted_bids(release)):
                return bid.currency
    return None


def _result(findings: list[Finding], meta: Mapping[str, Fences], *, processes: int) -> IndicatorsResult:
    values: dict[Group, dict[str, dict[str, float]]] = {group: {} for group in Group}
    for found in findings:
        values[found.group].setdefault(found.id, {})[found.indicator.value] = found.value
    return IndicatorsResult(
        OCID=values[Group.OCID],
        Buyer=values[Group.BUYER],
        ProcuringEntity=values[Group.PROCURING_ENTITY],
        Tenderer=values[Group.TENDERER],
        Meta=meta,
        findings=tuple(findings),
        processes=processes,
    )
