"""What was bought in a process, each amount counted once.

The price of a process is the sum of its awards in force. An award to several suppliers is one amount (OCDS, guidance on
awards: different values for different suppliers are different awards). A contract repeats its award's amount, so it is
added only where the award has none. An amount that several awards repeat because one contract covers them all counts
once. The award of a framework agreement is a ceiling: there the contracts called off in this process count.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from tongxin.crm.tenders.facts.model import AwardFact, ContractFact, Money

OVER = frozenset({"cancelled", "withdrawn", "unsuccessful"})


def price_of(
    *,
    status: str,
    is_framework: bool,
    awards: Sequence[AwardFact],
    contracts: Sequence[ContractFact],
) -> dict[str, Decimal]:
    """Return what was bought by currency; empty when nothing was, or no amount is known."""
    if status in OVER:
        return {}
    if is_framework:
        return total(_call_offs(awards, contracts))
    return total([*_awarded(awards, contracts), *_contracted(awards, contracts)])


def total(amounts: Iterable[Money]) -> dict[str, Decimal]:
    """Return sums by currency, amounts without one under `?`; never across currencies."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for money in amounts:
        sums[money.total_key] += money.amount
    return dict(sorted(sums.items()))


def _awarded(awards: Sequence[AwardFact], contracts: Sequence[ContractFact]) -> list[Money]:
    """Return the amounts of awards in force, one for awards that repeat the amount of their one contract."""
    repeated: set[str] = set()
    for contract in contracts:
        covered = [award for award in awards if award.is_active and award.id in contract.award_ids]
        if len(covered) > 1 and contract.value and all(award.value == contract.value for award in covered):
            repeated.update(award.id for award in covered[1:])
    return [
        award.value
        for award in awards
        if award.is_active and award.value is not None and award.id not in repeated
    ]


def _contracted(awards: Sequence[AwardFact], contracts: Sequence[ContractFact]) -> list[Money]:
    """Return the amounts of contracts in force whose awards say none."""
    active = {award.id: award for award in awards if award.is_active}
    known = {award.id for award in awards}
    has_amounts = any(award.value is not None for award in active.values())
    found: list[Money] = []
    for contract in contracts:
        if contract.value is None or not contract.is_in_force:
            continue
        mine = [active[award_id] for award_id in contract.award_ids if award_id in active]
        if mine:
            counts = all(award.value is None for award in mine)
        else:
            counts = not has_amounts and not any(award_id in known for award_id in contract.award_ids)
        if counts:
            found.append(contract.value)
    return found


def _call_offs(awards: Sequence[AwardFact], contracts: Sequence[ContractFact]) -> list[Money]:
    ceilings = {award.id: award.value for award in awards}
    return [
        contract.value
        for contract in contracts
        if contract.value is not None
        and contract.is_in_force
        and not any(contract.value == ceilings.get(award_id) for award_id in contract.award_ids)
    ]
