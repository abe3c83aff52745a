"""Keep when we last were in contact with an account, a person and a deal."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Max, Model, Q, QuerySet

from tongxin.crm.accounts.models import Account
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.relationships.models import Interaction
from tongxin.crm.relationships.rules import CONTACT_KINDS
from tongxin.crm.stakeholders.models import Person


def raise_last_contact(interaction: Interaction) -> None:
    """Move the last contact of all concerned forward to this visit, never back; three updates."""
    moment = interaction.occurred_at
    earlier = Q(last_contact_at=None) | Q(last_contact_at__lt=moment)
    if interaction.account_id is not None:
        Account.objects.filter(earlier, pk=interaction.account_id).update(last_contact_at=moment)
    Person.objects.filter(earlier, interactions__interaction=interaction).update(last_contact_at=moment)
    Opportunity.objects.filter(earlier, interactions__interaction=interaction).update(last_contact_at=moment)


def lower_last_contact(
    moment: datetime,
    *,
    at: datetime,
    accounts: Iterable[int],
    people: Iterable[int],
    opportunities: Iterable[int],
) -> None:
    """Reckon the last contact anew for those whose last contact a visit was that counts no longer.

    Args:
        moment: when that visit was; whoever had a later contact is left alone.
        at: visits after this are still to come.
        accounts: numbers of the accounts concerned.
        people: numbers of the people concerned.
        opportunities: numbers of the deals concerned.

    """
    counting = Interaction.objects.filter(deleted_at=None, kind__in=CONTACT_KINDS, occurred_at__lte=at)
    _reckon(Account.objects.filter(pk__in=accounts), moment, counting, "account")
    _reckon(Person.objects.filter(pk__in=people), moment, counting, "people__person")
    _reckon(Opportunity.objects.filter(pk__in=opportunities), moment, counting, "opportunities__opportunity")


def _reckon(rows: QuerySet[Model], moment: datetime, counting: QuerySet[Interaction], path: str) -> None:
    ids = list(rows.filter(last_contact_at=moment).values_list("pk", flat=True))
    if not ids:
        return
    latest = (
        counting.filter(**{f"{path}__in": ids}).order_by().values_list(F(path)).annotate(Max("occurred_at"))
    )
    known: dict[int, datetime] = dict(latest)
    for pk in ids:
        rows.filter(pk=pk).update(last_contact_at=known.get(pk))
