"""Read scorecards and what is stated by them, always scoped to an actor or to an account already loaded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from tongxin.common.actor import Actor
from tongxin.crm.accounts.choices import OPEN_STATUSES
from tongxin.crm.accounts.selectors import visible_through
from tongxin.crm.scorecards.models import (
    Scorecard,
    ScorecardAction,
    ScorecardCriterion,
    ScorecardGrade,
    ScorecardScore,
    ScorecardSheet,
)

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFacts:
    """All that is kept of some cards: criteria, grades, sheets, scores and actions, each in its order."""

    cards: Sequence[Scorecard]
    criteria: Sequence[ScorecardCriterion]
    grades: Sequence[ScorecardGrade]
    sheets: Sequence[ScorecardSheet]
    scores: Sequence[ScorecardScore]
    actions: Sequence[ScorecardAction]


def visible_cards(actor: Actor) -> QuerySet[Scorecard]:
    """Return the cards of accounts the actor may see, deleted ones included."""
    return Scorecard.objects.filter(visible_through(actor, "account"))


def visible_criteria(actor: Actor) -> QuerySet[ScorecardCriterion]:
    """Return the criteria of visible cards in use."""
    return ScorecardCriterion.objects.filter(visible_through(actor, "card__account"), card__deleted_at=None)


def visible_grades(actor: Actor) -> QuerySet[ScorecardGrade]:
    """Return the grades of visible cards in use."""
    return ScorecardGrade.objects.filter(visible_through(actor, "card__account"), card__deleted_at=None)


def visible_sheets(actor: Actor) -> QuerySet[ScorecardSheet]:
    """Return what is stated by visible cards in use."""
    return ScorecardSheet.objects.filter(visible_through(actor, "card__account"), card__deleted_at=None)


def visible_actions(actor: Actor) -> QuerySet[ScorecardAction]:
    """Return the improvement actions of visible cards in use."""
    rows = ScorecardAction.objects.filter(visible_through(actor, "criterion__card__account"))
    return rows.filter(criterion__deleted_at=None, criterion__card__deleted_at=None)


def is_scored(card: Scorecard) -> bool:
    """Say whether scores rest on an edition."""
    return ScorecardScore.objects.filter(sheet__card=card, sheet__deleted_at=None).exists()


def criteria_of(card: Scorecard) -> list[ScorecardCriterion]:
    """Return the criteria of a card, the heaviest first."""
    return list(ScorecardCriterion.objects.filter(card=card, deleted_at=None).order_by("-weight", "pk"))


def grades_of(card: Scorecard) -> list[ScorecardGrade]:
    """Return the grades of a card, the best first."""
    return list(ScorecardGrade.objects.filter(card=card, deleted_at=None).order_by("-from_total", "pk"))


def sheets_beside(sheet: ScorecardSheet) -> list[ScorecardSheet]:
    """Return the other sheets of all editions of a card."""
    card = sheet.card
    rows = ScorecardSheet.objects.filter(
        card__account=card.account_id, card__name=card.name, card__deleted_at=None, deleted_at=None
    )
    return list(rows.exclude(pk=sheet.pk).order_by("pk"))


def scores_of(sheet: ScorecardSheet) -> list[ScorecardScore]:
    """Return the scores of a sheet."""
    return list(ScorecardScore.objects.filter(sheet=sheet).select_related("criterion").order_by("pk"))


def facts_of(
    actor: Actor, accounts: "Iterable[Account] | None" = None, *, owners: Iterable[int] | None = None
) -> CardFacts:
    """Return all that is kept of the cards of accounts; one query where there is none, six for any number.

    Args:
        actor: who looks.
        accounts: only cards of these.
        owners: only cards of accounts in use of these colleagues, by number.
    """
    rows = visible_cards(actor).filter(deleted_at=None)
    if accounts is not None:
        rows = rows.filter(account__in=list(accounts))
    if owners is not None:
        rows = rows.filter(account__owner__in=list(owners), account__status__in=OPEN_STATUSES)
    cards = list(rows.select_related("account").order_by("account", "name", "edition", "pk"))
    if not cards:
        return CardFacts(cards=[], criteria=[], grades=[], sheets=[], scores=[], actions=[])
    kept = {"card__in": cards, "deleted_at": None}
    sheets = list(
        ScorecardSheet.objects.filter(**kept).select_related("competitor").order_by("period_day", "pk")
    )
    actions = ScorecardAction.objects.filter(criterion__card__in=cards, deleted_at=None)
    return CardFacts(
        cards=cards,
        criteria=list(ScorecardCriterion.objects.filter(**kept).order_by("-weight", "pk")),
        grades=list(ScorecardGrade.objects.filter(**kept).order_by("-from_total", "pk")),
        sheets=sheets,
        scores=list(ScorecardScore.objects.filter(sheet__in=sheets).order_by("pk")),
        actions=list(actions.select_related("criterion", "promise__owner").order_by("pk")),
    )
