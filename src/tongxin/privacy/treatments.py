"""What becomes of rows that are about somebody when they are erased, by what their models declare.

Every row that points to somebody is their data. History that others need stays, and points to a record without a name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.apps import apps
from django.db import models

from tongxin.common.rights import Right
from tongxin.privacy.mentions import our_models
from tongxin.privacy.subjects import Subject, SubjectKind


class Treatment(Enum):
    """What becomes of a row."""

    KEPT = "stays, and points to a record without a name"
    CLEARED = "stays without what was thought of them"
    DELETED = "goes"


# Rows that point to a person at a customer and go with them. Of the others a row that holds judgements (fields that need
# the right to them) is cleared of these, and every other stays.
OF_PEOPLE: Mapping[str, Treatment] = {
    "crm.PersonName": Treatment.DELETED,
    "crm.PersonMerge": Treatment.DELETED,
    "crm.Judgement": Treatment.DELETED,
    "crm.RivalFact": Treatment.DELETED,  # the tie that calls them a rival's ally, not the fact
    "crm.Attachment": Treatment.DELETED,
    "crm.Pulse": Treatment.DELETED,  # what they answered is theirs
}
# Rows that point to a colleague; the others stay, since our own work does.
OF_USERS: Mapping[str, Treatment] = {
    "team.Absence": Treatment.DELETED,
    "team.ApiToken": Treatment.DELETED,
    "saved_views.SavedView": Treatment.DELETED,
    "crm.WatchList": Treatment.DELETED,
    "idempotency.IdempotentAnswer": Treatment.DELETED,
}
# Rows that tell of somebody by way of another: model → (model in between, its field, what it leads to).
BY_WAY_OF: tuple[tuple[str, str, str], ...] = (
    ("crm.InteractionPerson", "interaction_id", "crm.Interaction"),
    ("crm.OpportunityContact", "opportunity_id", "crm.Opportunity"),
    ("crm.Seat", "committee_id", "crm.Committee"),
    ("crm.Tenure", "post_id", "crm.Post"),
)
# Rows that hang on a seat: while somebody sits in it, these tell of them.
ON_SEATS: tuple[tuple[str, str], ...] = (
    ("crm.Tie", "from_seat__in"), ("crm.Tie", "to_seat__in"), ("crm.Criterion", "cares__in"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A field by which rows point to somebody."""

    model: type[models.Model]
    field: Any

    @property
    def label(self) -> str:
        """Return the model's label."""
        return str(self.model._meta.label)

    def rows(self, numbers: list[int]) -> "models.QuerySet[Any]":
        """Return the rows that point to these."""
        return self.model._meta.base_manager.filter(**{f"{self.field.name}__in": numbers}).distinct()


def links_to(target: type[models.Model]) -> Iterator[Link]:
    """Yield every field that points to people, or to users."""
    for model in our_models():
        for field in model._meta.get_fields():
            if (
                isinstance(field, models.ForeignKey | models.ManyToManyField)
                and field.related_model is target
            ):
                yield Link(model=model, field=field)


def treatment_of(subject: Subject, link: Link) -> Treatment:
    """Return what becomes of the rows that point to somebody by a link."""
    if subject.kind is SubjectKind.USER:
        return OF_USERS.get(link.label, Treatment.KEPT)
    default = Treatment.CLEARED if judgements_in(link.model) else Treatment.KEPT
    return OF_PEOPLE.get(link.label, default)


def judgements_in(model: type[models.Model]) -> list[str]:
    """Return the fields of a model that hold what we think of somebody: those that need the right to judgements."""
    restricted: Mapping[str, str] = getattr(model, "RESTRICTED", {})
    names = {field.name for field in model._meta.concrete_fields}
    return [name for name, right in restricted.items() if right == Right.JUDGEMENT and name in names]


def tied_rows(subject: Subject) -> dict[str, set[int]]:
    """Return the rows that are about somebody: model → primary keys."""
    found: dict[str, set[int]] = {}
    for link in links_to(subject.model):
        found.setdefault(link.label, set()).update(link.rows(subject.numbers).values_list("pk", flat=True))
    if subject.kind is SubjectKind.USER:
        return found
    for between, column, label in BY_WAY_OF:
        numbers = found.get(between, set())
        rows = (
            apps.get_model(between)._meta.base_manager.filter(pk__in=numbers).values_list(column, flat=True)
        )
        found.setdefault(label, set()).update(rows)
    for label, path in ON_SEATS:
        rows = apps.get_model(label)._meta.base_manager.filter(**{path: found["crm.Seat"]})
        found.setdefault(label, set()).update(rows.values_list("pk", flat=True))
    return found
