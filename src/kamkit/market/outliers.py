"""Red flags that only a comparison with the other processes and organisations shows."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kamkit.market.fences import Quartiles, quantile, quartiles
from kamkit.market.findings import Finding, Group, finding, shown
from kamkit.market.params import Indicator, IndicatorParams
from kamkit.market.releases import (
    Node,
    active_awards,
    bids,
    child,
    children,
    ids,
    only_id,
    priced,
    sole_winner,
    submitted_bids,
    text,
)
from kamkit.reasons import ReasonValue

Fences = dict[str, float]


@dataclass(slots=True)
class Share:
    """So many of so many."""

    part: int = 0
    of: int = 0

    def add(self, part: int, of: int) -> None:
        """Count further ones."""
        self.part += part
        self.of += of

    @property
    def ratio(self) -> float:
        """The part of the whole."""
        return self.part / self.of


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """A winner, the lowest of the others, and how much dearer that one was, as a ratio."""

    winner: str
    second: str
    ratio: float


@dataclass(slots=True)
class Comparison:
    """What is gathered over all contracting processes before fences can be set."""

    runners: dict[str, Runner] = field(default_factory=dict)
    wins: dict[str, Share] = field(default_factory=dict)
    rejected: dict[Group, dict[str, Share]] = field(default_factory=dict)
    varieties: dict[str, tuple[int, set[str]]] = field(default_factory=dict)


def gather_runner(into: Comparison, release: Node, ocid: str, currency: str | None) -> None:
    """Note for R024 and R058 how far the second-lowest valid bid lies above that of the winner, if that is the lowest."""
    winner = sole_winner(release)
    if winner is None:
        return
    amounts: dict[str, float] = {}
    for tenderer, amount, stated in _valid_prices(release):
        if stated == currency:
            amounts[tenderer] = min(amount, amounts.get(tenderer, amount))
    won = amounts.pop(winner, None)
    if not won or not amounts:
        return
    second = min(amounts, key=lambda tenderer: amounts[tenderer])
    if amounts[second] >= won:
        into.runners[ocid] = Runner(winner=winner, second=second, ratio=(amounts[second] - won) / won)


def competing_prices(release: Node) -> Iterator[tuple[str, float, str]]:
    """Yield tenderer, amount and currency of the valid bids of a process that one supplier has won."""
    if sole_winner(release) is not None:
        yield from _valid_prices(release)


def gather_wins(into: Comparison, release: Node) -> None:
    """Note for R025 who had a valid bid, and who won, once for each tenderer and process."""
    winner = sole_winner(release)
    if winner is None:
        return
    valid = {only_id(bid, "tenderers") for bid in bids(release) or () if text(bid, "status") == "valid"}
    for tenderer in valid:
        if tenderer is not None:
            into.wins.setdefault(tenderer, Share()).add(int(tenderer == winner), 1)


def gather_rejected(into: Comparison, release: Node) -> None:
    """Note for R038 the disqualified among the submitted bids of each buyer, procuring entity and tenderer."""
    submitted = submitted_bids(release)
    if not submitted:
        return
    lost = 0
    for bid in submitted:
        out = int(text(bid, "status") == "disqualified")
        lost += out
        for tenderer in ids(bid, "tenderers"):
            _rejected(into, Group.TENDERER, tenderer).add(out, 1)
    buyer = text(child(release, "buyer"), "id")
    if buyer is not None:
        _rejected(into, Group.BUYER, buyer).add(lost, len(submitted))
    entity = text(child(child(release, "tender"), "procuringEntity"), "id")
    if entity is not None:
        _rejected(into, Group.PROCURING_ENTITY, entity).add(lost, len(submitted))


def gather_variety(into: Comparison, release: Node, digits: int) -> None:
    """Note for R048 the first levels of the classifications that each sole supplier was awarded."""
    seen: dict[str, set[str]] = {}
    for award in active_awards(release):
        supplier = only_id(award, "suppliers")
        if supplier is None:
            continue
        for item in children(award, "items") or ():
            code = text(child(item, "classification"), "id")
            if code is not None:
                seen.setdefault(supplier, set()).add(code[:digits])
    for supplier, codes in seen.items():
        processes, known = into.varieties.get(supplier, (0, set()))
        into.varieties[supplier] = (processes + 1, known | codes)


def close_prices(found: Comparison, params: IndicatorParams, fences: Fences) -> Iterator[Finding]:
    """R024: the second-lowest bid lies closer to the winner's than the lower fence.

    A fence of 0 or less says nothing: where many processes have no difference at all, that is the usual.
    """
    if not found.runners:
        return
    fence = _lower(params.R024.threshold, [runner.ratio for runner in found.runners.values()], fences)
    for ocid, runner in found.runners.items():
        if fence > 0 and runner.ratio <= fence:
            told = {"ratio": shown(runner.ratio), "fence": shown(fence)}
            yield finding(Indicator.R024, Group.OCID, ocid, runner.ratio, **told)
            for tenderer in (runner.winner, runner.second):
                yield finding(Indicator.R024, Group.TENDERER, tenderer, 0.0, **told)


def discounted_bids(found: Comparison, params: IndicatorParams, fences: Fences) -> Iterator[Finding]:
    """R058: the second-lowest bid lies further above the winner's than the upper fence."""
    if not found.runners:
        return
    fence = _upper(params.R058.threshold, [runner.ratio for runner in found.runners.values()], fences)
    for ocid, runner in found.runners.items():
        if fence > 0 and runner.ratio >= fence:
            told = {"ratio": shown(runner.ratio), "fence": shown(fence)}
            yield finding(Indicator.R058, Group.OCID, ocid, runner.ratio, **told)
            yield finding(Indicator.R058, Group.TENDERER, runner.winner, 0.0, **told)


def unsuccessful_bidders(found: Comparison, params: IndicatorParams, fences: Fences) -> Iterator[Finding]:
    """R025: who bids as often as the most active, and wins no more of it than the lower fence."""
    if not found.wins:
        return
    busy = quantile(sorted(float(share.of) for share in found.wins.values()), params.R025.percentile / 100)
    fence = _lower(params.R025.threshold, [share.ratio for share in found.wins.values()], fences)
    fences["upper_fence"] = busy
    for tenderer, share in found.wins.items():
        if fence > 0 and share.of >= busy and share.ratio <= fence:
            told: dict[str, ReasonValue] = {"won": share.part, "bids": share.of, "fence": shown(fence)}
            yield finding(Indicator.R025, Group.TENDERER, tenderer, share.ratio, **told)


def disqualified_bids(found: Comparison, params: IndicatorParams, fences: Fences) -> Iterator[Finding]:
    """R038: more of the bids to a buyer or entity, or of a tenderer, were disqualified than the upper fence."""
    used = params.R038
    for group in (Group.BUYER, Group.PROCURING_ENTITY, Group.TENDERER):
        least = used.minimum_submitted_bids if group is Group.TENDERER else used.minimum_contracting_processes
        judged = {name: share for name, share in found.rejected.get(group, {}).items() if share.of >= least}
        if not judged:
            continue
        ratios = [share.ratio for share in judged.values()]
        fence = _upper(used.threshold, ratios, fences, prefix=f"{group.value}_")
        for name, share in judged.items():
            if fence > 0 and share.ratio >= fence:
                told: dict[str, ReasonValue] = {
                    "disqualified": share.part,
                    "bids": share.of,
                    "fence": shown(fence),
                }
                yield finding(Indicator.R038, group, name, share.ratio, **told)


def heterogeneous_suppliers(found: Comparison, params: IndicatorParams, fences: Fences) -> Iterator[Finding]:
    """R048: awarded in at least as many kinds of goods as the upper fence of those awarded often enough."""
    judged = {
        name: len(codes)
        for name, (processes, codes) in found.varieties.items()
        if processes >= params.R048.minimum_contracting_processes
    }
    if not judged:
        return
    fence = _upper(params.R048.threshold, [float(kinds) for kinds in judged.values()], fences)
    for name, kinds in judged.items():
        if kinds >= fence:
            yield finding(Indicator.R048, Group.TENDERER, name, float(kinds), kinds=kinds, fence=shown(fence))


def _valid_prices(release: Node) -> Iterator[tuple[str, float, str]]:
    for bid in bids(release) or ():
        tenderer = only_id(bid, "tenderers")
        if tenderer is not None and text(bid, "status") == "valid":
            for price in priced([bid]):
                yield tenderer, price.amount, price.currency


def _rejected(into: Comparison, group: Group, name: str) -> Share:
    return into.rejected.setdefault(group, {}).setdefault(name, Share())


def _lower(threshold: float | None, values: list[float], fences: Fences) -> float:
    fence = _quartiles(values, fences).lower_fence if threshold is None else threshold
    fences["lower_fence"] = fence
    return fence


def _upper(threshold: float | None, values: list[float], fences: Fences, *, prefix: str = "") -> float:
    fence = _quartiles(values, fences, prefix=prefix).upper_fence if threshold is None else threshold
    fences[f"{prefix}upper_fence"] = fence
    return fence


def _quartiles(values: list[float], fences: Fences, *, prefix: str = "") -> Quartiles:
    usual = quartiles(values)
    fences[f"{prefix}q1"], fences[f"{prefix}q3"] = usual.q1, usual.q3
    return usual
