"""Let search forget what texts no longer say."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import models

from tongxin.crm.accounts.actions.accounts import index_accounts
from tongxin.crm.accounts.choices import OPEN_STATUSES
from tongxin.crm.accounts.models import Account, AccountAlias
from tongxin.crm.opportunities.actions import index_opportunities
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.records import RECORDS
from tongxin.crm.relationships.actions.interactions import index_interactions
from tongxin.crm.relationships.models import Interaction
from tongxin.crm.search import ensure_indexed
from tongxin.crm.stakeholders.actions import index_people
from tongxin.crm.stakeholders.choices import PersonStatus
from tongxin.crm.stakeholders.models import Person, PersonName
from tongxin.records.writing import index_records
from tongxin.search.models import SearchDocument

BATCH = 500
BY_MODEL: Mapping[type[models.Model], Callable[[Any], None]] = {
    Account: index_accounts,
    Person: index_people,
    Opportunity: index_opportunities,
    Interaction: index_interactions,
}
# Names of a record that are rows of their own: model → (what they name, by which column).
NAMES_OF: Mapping[type[models.Model], tuple[type[models.Model], str]] = {
    AccountAlias: (Account, "account_id"),
    PersonName: (Person, "person_id"),
}


def index_everything() -> int:
    """Put every record into an index that is empty, as after reading back a copy that has none; return how many."""
    if SearchDocument.objects.exists():
        return 0
    for model, into_index in BY_MODEL.items():
        numbers = list(model._meta.base_manager.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(numbers), BATCH):
            into_index(_shown(model).filter(pk__in=numbers[start : start + BATCH]))
    ensure_indexed()
    return SearchDocument.objects.count()


def _shown(model: type[models.Model]) -> "models.QuerySet[Any]":
    """Return the rows that search may find: none that was deleted, merged or erased."""
    rows: models.QuerySet[Any] = model._meta.base_manager.all()
    if model is Interaction:
        return rows.filter(deleted_at=None)
    if model is Opportunity:
        return rows.exclude(outcome=Outcome.DELETED)
    if model is Account:
        return rows.filter(status__in=OPEN_STATUSES)
    return rows.exclude(status=PersonStatus.DELETED)


def index_anew(model: type[models.Model], numbers: Sequence[int]) -> None:
    """Put rows that search finds into its index as they stand now; others are left out of it as before."""
    if model in NAMES_OF:
        named, column = NAMES_OF[model]
        numbers = list(model._meta.base_manager.filter(pk__in=numbers).values_list(column, flat=True))
        model = named
    rows = list(model._meta.base_manager.filter(pk__in=numbers))
    known = set(
        SearchDocument.objects.filter(object_uid__in=[getattr(row, "uid", "") for row in rows]).values_list(
            "object_uid", flat=True
        )
    )
    rows = [row for row in rows if getattr(row, "uid", "") in known]
    if not rows:
        return
    if model in BY_MODEL:
        BY_MODEL[model](rows)
        return
    definition = next((each for each in RECORDS if each.model is model), None)
    if definition is not None:
        index_records(definition, rows)
