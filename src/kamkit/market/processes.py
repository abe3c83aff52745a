"""Red flags that one contracting process shows by itself."""

from collections.abc import Iterator

from kamkit.market.findings import Finding, Group, finding
from kamkit.market.params import Indicator, IndicatorParams, names
from kamkit.market.releases import (
    Node,
    PricedBid,
    active_awards,
    bids,
    child,
    ids,
    moment,
    number,
    priced,
    settled_awards,
    submitted_bids,
    text,
)

SECONDS_A_DAY = 86_400


def short_period(release: Node, ocid: str, params: IndicatorParams) -> Iterator[Finding]:
    """R003: from the start to the end of the tender period lie fewer whole days than the threshold."""
    used, tender = params.R003, child(release, "tender")
    methods = names(used.procurement_methods)
    if methods and text(tender, "procurementMethod") not in methods:
        return
    period = child(tender, "tenderPeriod")
    start, end = moment(text(period, "startDate") or ""), moment(text(period, "endDate") or "")
    if start is None or end is None:
        return
    days = int((end - start).total_seconds() / SECONDS_A_DAY)
    threshold = used.procurement_method_details.get(
        text(tender, "procurementMethodDetails") or "", used.threshold
    )
    if days < threshold:
        yield finding(Indicator.R003, Group.OCID, ocid, 1.0, days=days, threshold=threshold)


def single_bid(release: Node, ocid: str, params: IndicatorParams) -> Iterator[Finding]:
    """R018: one tenderer in a procedure that is open to competition."""
    tender = child(release, "tender")
    methods = names(params.R018.procurement_methods)
    if methods and text(tender, "procurementMethod") not in methods:
        return
    if number(tender, "numberOfTenderers") == 1:
        yield finding(Indicator.R018, Group.OCID, ocid, 1.0)


def identical_prices(release: Node, ocid: str, params: IndicatorParams) -> Iterator[Finding]:
    """R028: different tenderers handed in bids of the same amount and currency."""
    if not compares_prices(release, params):
        return
    bidders: dict[tuple[float, str], list[frozenset[str]]] = {}
    for bid in priced(submitted_bids(release)):
        if bid.tenderers:
            bidders.setdefault((bid.amount, bid.currency), []).append(frozenset(bid.tenderers))
    same = [groups for groups in bidders.values() if len(set(groups)) > 1]
    if same:
        yield finding(Indicator.R028, Group.OCID, ocid, 1.0)
    for tenderer in sorted({name for groups in same for group in groups for name in group}):
        yield finding(Indicator.R028, Group.TENDERER, tenderer, 1.0)


def late_bid_won(release: Node, ocid: str, params: IndicatorParams) -> Iterator[Finding]:  # noqa: ARG001
    """R030: a valid bid came after the end of the tender period, and its tenderer has an award in force."""
    end = text(child(child(release, "tender"), "tenderPeriod"), "endDate")
    if end is None:
        return
    winners = {name for award in active_awards(release) for name in ids(award, "suppliers")}
    late = {
        name
        for bid in bids(release) or ()
        if text(bid, "status") == "valid" and _is_after(text(bid, "date"), end)
        for name in ids(bid, "tenderers")
        if name in winners
    }
    if late:
        yield finding(Indicator.R030, Group.OCID, ocid, 1.0)
    for tenderer in sorted(late):
        yield finding(Indicator.R030, Group.TENDERER, tenderer, 1.0)


def others_disqualified(release: Node, ocid: str, params: IndicatorParams) -> Iterator[Finding]:
    """R035: one tenderer has valid bids and all awards, and bids of others were disqualified."""
    awards = settled_awards(release)
    if awards is None:
        return
    suppliers = {name for award in awards for name in ids(award, "suppliers")}
    valid, disqualified = (
        {
            name
            for bid in bids(release) or ()
            if text(bid, "status") == status
            for name in ids(bid, "tenderers")
        }
        for status in ("valid", "disqualified")
    )
    others = len(disqualified - valid)
    if len(valid) == 1 and valid == suppliers and others >= max(params.R035.threshold, 1):
        yield finding(Indicator.R035, Group.OCID, ocid, float(others), others=others)
        yield finding(Indicator.R035, Group.TENDERER, valid.pop(), 0.0, others=others)


def lowest_disqualified(
    release: Node, ocid: str, params: IndicatorParams, currency: str | None
) -> Iterator[Finding]:
    """R036: the lowest bid (of equal ones the first listed) was disqualified, while a valid bid has an amount."""
    if not compares_prices(release, params) or not active_awards(release):
        return
    compared: list[PricedBid] = [bid for bid in priced(submitted_bids(release)) if bid.currency == currency]
    if not any(bid.status == "valid" for bid in compared):
        return
    if min(compared, key=lambda bid: bid.amount).status == "disqualified":
        yield finding(Indicator.R036, Group.OCID, ocid, 1.0)


def compares_prices(release: Node, params: IndicatorParams) -> bool:
    """Return whether prices of this procedure may be compared, by its `procurementMethodDetails`."""
    details = text(child(release, "tender"), "procurementMethodDetails")
    compared = names(params.price_comparison_procurement_methods)
    if compared:
        return details in compared
    return details not in names(params.no_price_comparison_procurement_methods)


def _is_after(written: str | None, end: str) -> bool:
    if written is None:
        return False
    at, closed = moment(written), moment(end)
    # Without time zones the moments are unknown; ISO 8601 is made so that its texts sort by time.
    return written > end if at is None or closed is None else at > closed
