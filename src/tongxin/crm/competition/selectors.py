"""Read what is known of competition around customers, always scoped to an actor or to an account already loaded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet

from tongxin.common.actor import Actor
from tongxin.crm.accounts.selectors import visible_through
from tongxin.crm.competition.models import (
    CaseLine,
    CaseQuote,
    Placement,
    RingName,
    RingTarget,
    RivalFact,
    SupplierRating,
    SupplierTie,
    ValueCase,
    WalletShare,
)
from tongxin.crm.opportunities.models import OpportunityCompetitor
from tongxin.crm.opportunities.selectors import visible_through_opportunity

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account
    from tongxin.crm.market.models import Competitor
    from tongxin.crm.opportunities.models import Opportunity


@dataclass(frozen=True, slots=True, kw_only=True)
class MetRival:
    """A rival on a deal, and what came of the deal; `reason` is why it was lost."""

    rival: "Competitor"
    outcome: str
    closed_on: date | None
    has_won: bool
    reason: str


def rivals_met(
    actor: Actor, *, account: "Account | None" = None, rivals: Iterable[int] | None = None
) -> Sequence[MetRival]:
    """Return every rival met on visible deals, with what came of each deal.

    Args:
        account: only deals of this one.
        rivals: ids of the only ones to tell of.
    """
    rows = OpportunityCompetitor.objects.filter(visible_through_opportunity(actor, "opportunity"))
    if account is not None:
        rows = rows.filter(opportunity__account=account)
    if rivals is not None:
        rows = rows.filter(competitor__in=list(rivals))
    return [
        MetRival(
            rival=row.competitor,
            outcome=row.opportunity.outcome,
            closed_on=row.opportunity.closed_on,
            has_won=row.won,
            reason=row.opportunity.loss_reason.label if row.opportunity.loss_reason else "",
        )
        for row in rows.select_related("competitor", "opportunity__loss_reason").order_by("pk")
    ]


def battle_cards_of(actor: Actor, account: "Account", rivals: Iterable[int]) -> Sequence[RivalFact]:
    """Return the battle cards of rivals at an account, the newest verified first; who sees the deal alone sees none."""
    rows = RivalFact.objects.filter(visible_through(actor, "account"), account=account, deleted_at=None)
    rows = rows.filter(competitor__in=list(rivals))
    return list(
        rows.select_related("account", "competitor").order_by(F("verified_on").desc(nulls_last=True), "pk")
    )


def unverified_cards(actor: Actor, *, since: date) -> QuerySet[RivalFact]:
    """Return visible battle cards that nobody verified since a day, those never verified first."""
    rows = RivalFact.objects.filter(visible_through(actor, "account"), deleted_at=None)
    rows = rows.filter(Q(verified_on=None) | Q(verified_on__lt=since))
    return rows.select_related("account", "competitor").order_by(F("verified_on").asc(nulls_first=True), "pk")


def cases_of_opportunity(actor: Actor, deal: "Opportunity") -> Sequence[ValueCase]:
    """Return the value cases of a deal, the newest edition first; who sees the deal alone sees none."""
    rows = ValueCase.objects.filter(visible_through(actor, "account"), opportunity=deal, deleted_at=None)
    return list(rows.order_by("name", "-edition", "pk"))


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


def ring_names_of(account: "Account") -> Mapping[str, str]:
    """Return what a customer calls its rings: code → name, those it has a name for."""
    rows = RingName.objects.filter(account=account, deleted_at=None)
    return dict(rows.order_by("pk").values_list("ring", "name"))


def names_beside(named: RingName) -> Sequence[RingName]:
    """Return the other names of rings of the same account."""
    rows = RingName.objects.filter(account=named.account_id, deleted_at=None)
    return list(rows.exclude(pk=named.pk).order_by("pk"))


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
