"""How we and each rival stand by the same criteria, side by side; of one judgement the newest counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tongxin.crm.accounts.models import Account
from tongxin.crm.competition.models import SupplierRating
from tongxin.crm.competition.selectors import ratings_of, shares_of_account
from tongxin.crm.market.models import Competitor

STALE_DAYS = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """The assessments at one account.

    Attributes:
        suppliers: whose they are, we first as `None`.
        criteria: names, in the order in which they were first judged.
        ratings: (criterion, id of the supplier or `None`) → newest judgement.
    """

    suppliers: tuple[Competitor | None, ...]
    criteria: tuple[str, ...]
    ratings: dict[tuple[str, int | None], SupplierRating]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """What is said of one supplier's share in the newest year."""

    supplier: Competitor | None
    year: int
    percent: str
    source: str
    confidence: str


def position_of(account: Account, *, rivals: Iterable[int] | None = None) -> Position:
    """Return how suppliers are judged at an account: we and all rivals, or only those of `rivals`."""
    known = None if rivals is None else {*rivals}
    found = [
        rating
        for rating in ratings_of(account)
        if known is None or rating.competitor_id is None or rating.competitor_id in known
    ]
    suppliers: dict[int | None, Competitor | None] = {None: None}
    suppliers.update({rating.competitor_id: rating.competitor for rating in found})
    return Position(
        suppliers=tuple(suppliers.values()) if found else (),
        criteria=tuple(dict.fromkeys(rating.criterion for rating in found)),
        ratings={(rating.criterion, rating.competitor_id): rating for rating in found},
    )


def is_stale(rating: SupplierRating, *, as_of: date) -> bool:
    """Say whether a judgement is older than half a year."""
    return (as_of - rating.rated_on).days > STALE_DAYS


def shares_in_newest_year(account: Account) -> tuple[ShareRow, ...]:
    """Return the share of each supplier in the newest year of which anything is known, the largest first."""
    found = shares_of_account(account)
    if not found:
        return ()
    newest = max(share.year for share in found)
    by_supplier = {share.competitor_id: share for share in found if share.year == newest}
    return tuple(
        ShareRow(
            supplier=share.competitor,
            year=share.year,
            percent=f"{share.percent.normalize():f}",
            source=share.source,
            confidence=share.get_confidence_display(),
        )
        for share in sorted(by_supplier.values(), key=lambda each: -each.percent)
    )
