"""A new edition of a value case: the same lines and quotes, to be changed while the old edition stays as it was agreed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from tongxin.common.actor import Actor
from tongxin.crm.competition.models import ValueCase
from tongxin.crm.competition.records import CASE_LINE, CASE_QUOTE, VALUE_CASE
from tongxin.crm.competition.selectors import lines_of, quotes_of
from tongxin.records.definition import Definition
from tongxin.records.writing import create_record, create_records


@transaction.atomic
def make_edition(*, actor: Actor, at: datetime, case: ValueCase) -> ValueCase:
    """Return a copy of a value case with the next number; what the actor may not see of it is not copied.

    Raises:
        Denied: the actor may not write.
        Conflict: the account is not in use.
    """
    editions = ValueCase.objects.filter(account=case.account_id, name=case.name)
    newest = editions.aggregate(newest=Max("edition"))["newest"]
    values = {**_values_of(VALUE_CASE, actor, case), "edition": newest + 1}
    made: ValueCase = create_record(VALUE_CASE, actor=actor, at=at, values=values)
    for definition, rows in ((CASE_LINE, lines_of(case)), (CASE_QUOTE, quotes_of(case))):
        copies = [{**_values_of(definition, actor, row), "case": made} for row in rows]
        create_records(definition, actor=actor, at=at, rows=copies)
    return made


def _values_of(definition: Definition, actor: Actor, record: Any) -> dict[str, Any]:
    return {item.name: getattr(record, item.name) for item in definition.written_by(actor, new=True)}
