"""Read what is known of competition around customers, always scoped to an actor or to an account already loaded."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from tongxin.common.actor import Actor
from tongxin.crm.accounts.selectors import visible_through
from tongxin.crm.competition.models import (
    CaseLine,
    CaseQuote,
    Placement,
    RingTarget,
    SupplierRating,
    SupplierTie,
    ValueCase,
    WalletShare,
)

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account
    from tongxin.crm.market.models import Competitor


def placements_beside(placement: Placement) -> Sequence[Placement]:
    """Return the other placements of the same supplier at the same account, oldest first."""
    rows = Placement.objects.filter(
        account=placement.account_id, competitor=placement.competitor_id, deleted_at=None
    )
    return list(rows.exclude(pk=placement.pk).order_by("placed_on", "pk"))


def placements_of(account: "Account") -> Sequence[Placement]:
    """Return every placement at an account, oldest first, with its supplier."""
    rows = Placement.objects.filter(account=account, deleted_at=None).select_related("competitor")
    return list(rows.order_by("placed_on", "pk"))


def standing_of(account: "Account", competitor: "Competitor") -> str:
    """Return the customer's newest opinion of a supplier; empty when none is recorded."""
    rows = Placement.objects.filter(account=account, competitor=competitor, deleted_at=None)
    newest = rows.order_by("-placed_on", "-pk").first()
    return newest.standing if newest else ""


def ties_of(account: "Account") -> Sequence[SupplierTie]:
    """Return who works with and against whom at an account."""
    rows = SupplierTie.objects.filter(account=account, deleted_at=None)
    return list(rows.select_related("competitor", "other").order_by("pk"))


def target_of(account: "Account") -> RingTarget | None:
    """Return the ring we want to reach next at an account, `None` when none is set."""
    rows = RingTarget.objects.filter(account=account, deleted_at=None)
    return rows.select_related("owner").order_by("-due_on", "-pk").first()


def ratings_of(account: "Account") -> Sequence[SupplierRating]:
    """Return how suppliers are judged at an account, oldest first, with who judged."""
    rows = SupplierRating.objects.filter(account=account, deleted_at=None)
    return list(rows.select_related("competitor", "created_by").order_by("rated_on", "pk"))


def shares_of_year(account: "Account", year: int) -> Sequence[WalletShare]:
    """Return what was said of the shares of one year, oldest first."""
    rows = WalletShare.objects.filter(account=account, year=year, deleted_at=None)
    return list(rows.select_related("competitor").order_by("created_at", "pk"))


def shares_of_account(account: "Account") -> Sequence[WalletShare]:
    """Return what was said of the shares of every year, oldest statement first."""
    rows = WalletShare.objects.filter(account=account, deleted_at=None)
    return list(rows.select_related("competitor").order_by("created_at", "pk"))


def our_placements(actor: Actor) -> QuerySet[Placement]:
    """Return where we stand at every account the actor sees, oldest first."""
    rows = Placement.objects.filter(visible_through(actor, "account"), competitor=None, deleted_at=None)
    return rows.select_related("account").order_by("placed_on", "pk")


def lines_of(case: ValueCase) -> Sequence[CaseLine]:
    """Return the lines of a value case."""
    rows = CaseLine.objects.filter(case=case, deleted_at=None).select_related("agreed_by")
    return list(rows.order_by("kind", "pk"))


def quotes_of(case: ValueCase) -> Sequence[CaseQuote]:
    """Return the quotes that our cost of a value case rests on, the first to end first."""
    return list(CaseQuote.objects.filter(case=case, deleted_at=None).order_by("valid_until", "pk"))


def editions_of(case: ValueCase) -> Sequence[ValueCase]:
    """Return the editions of a value case, the newest first."""
    rows = ValueCase.objects.filter(account=case.account_id, name=case.name, deleted_at=None)
    return list(rows.select_related("account").order_by("-edition", "-pk"))
